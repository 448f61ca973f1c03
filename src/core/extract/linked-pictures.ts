/** The pictures that a link around a thumbnail leads to, or that its script shows larger (lightboxes). */
import { looksLikeImageUrl, pixels } from './image-format.js';
import type { Candidate } from './images.js';
import { picturesNamed } from './lazy-attributes.js';

/** Wikis name the page about a file by the file ("File:Cat.jpg"), code hosts show it on one below `blob`. */
const PAGE_OF_FILE = /:[^/]*$|%3a[^/]*$|\/blob\//i;
/** PhotoSwipe shows the picture that such a link leads to, whatever its address looks like, unless it is told of a film or of another picture. */
const isPhoto = (attributes: Attributes) =>
  'data-pswp-width' in attributes &&
  !('data-pswp-src' in attributes) &&
  /^(?:image)?$/.test(attributes['data-pswp-type'] ?? '');
/** A link that leads nowhere is there for its script. */
const NOWHERE = /^\s*(?:#|javascript:|$)/i;
/** data-pswp-width, data-height; data-size="1600x900", data-lg-size="1600-900". */
const SIDE = /^data-(?:[\w-]+-)?(width|height)$/;
const SIDES = /^data-(?:[\w-]+-)?size$/;

type Attributes = Readonly<Record<string, string>>;

/** Each image in a link asks for them: thousands in one link with thousands of attributes took their product. */
const looked = new WeakMap<Attributes, readonly Candidate[]>();

/** Each distinct one, with the size that the link says it has; none for links to pages. */
export function linkedPictures(attributes: Attributes): readonly Candidate[] {
  const href = attributes['href']?.trim() ?? '';
  const leads = isPhoto(attributes) || (looksLikeImageUrl(href) && !PAGE_OF_FILE.test(href.replace(/[?#].*/s, '')));
  if (!leads && !('data-pswp-src' in attributes) && !NOWHERE.test(href)) return [];
  const known = looked.get(attributes) ?? picturesOf(attributes, leads ? [href] : []);
  looked.set(attributes, known);
  return known;
}

function picturesOf(attributes: Attributes, named: readonly string[]): Candidate[] {
  const urls = new Set(named);
  let width: number | undefined;
  let height: number | undefined;
  for (const name in attributes) {
    const value = attributes[name] ?? '';
    if (!name.startsWith('data-')) continue;
    const side = SIDE.exec(name)?.[1];
    if (side === 'width') width = pixels(value);
    else if (side === 'height') height = pixels(value);
    else if (SIDES.test(name)) [width, height] = value.split(/[x×-]/).map(pixels);
    else for (const url of picturesNamed(name, value)) urls.add(url);
  }
  return [...urls].map((url) => ({ url, width, height }));
}

/** The pictures that a link around a thumbnail leads to, or that its script shows larger (lightboxes). */
import { isWebUrl } from '../url.js';
import { looksLikeImageUrl, pixels } from './image-format.js';
import type { Candidate } from './images.js';
import { picturesNamed } from './lazy-attributes.js';
import type { PageContext } from './page-context.js';

/** Wikis name the page about a file by the file ("File:Cat.jpg"), code hosts show it on one below `blob`. */
const PAGE_OF_FILE = /:[^/]*$|%3a[^/]*$|\/blob\//i;
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
  const leads = looksLikeImageUrl(href) && !PAGE_OF_FILE.test(href.replace(/[?#].*/s, ''));
  if (!leads && !NOWHERE.test(href)) return [];
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

/** As WordPress marks a link to the page about a picture. */
const ATTACHMENT = /\battachment/i;
/** A logo leads there. */
const START = /^\/(?:(?:index|default)\.\w+)?$/i;

const PATH = /^\/(?![/\\])/;
/** The host and the path of an address written out. */
const WRITTEN_OUT = /^https?:\/\/([a-z\d.-]+)(?=[/?#]|$)(\/[^#]*)?/;

/** Whether a link leads to another page: not to a picture or the page about one, nor to the start page, the page it stands on or one below that. */
export function leadsAway({ href = '', rel = '' }: Attributes, { pageUrl, resolve }: PageContext): boolean {
  if (NOWHERE.test(href) || looksLikeImageUrl(href) || ATTACHMENT.test(rel) || ATTACHMENT.test(href)) return false;
  // Most are written out, and to parse them would cost a hundredth of all time.
  let [, host, target = '/'] = WRITTEN_OUT.exec(PATH.test(href) ? pageUrl.origin + href : href) ?? [];
  if (host === undefined) {
    const url = resolve(href);
    if (url === undefined || !isWebUrl(url)) return false;
    host = url.host;
    target = url.pathname + url.search;
  }
  if (host.replace(/^www\./, '') !== pageUrl.host.replace(/^www\./, '')) return true;
  const page = pageUrl.pathname.replace(/\/$/, '');
  return !(START.test(target) || `${target.replace(/\?.*/s, '')}/`.startsWith(`${page}/`));
}

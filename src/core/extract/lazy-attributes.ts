/** Images that a script is to load later: their URLs stand in attributes of the page's own naming. */
import { judgedOnce } from './attribute-names.js';
import { backgroundUrls } from './css-urls.js';
import { isPlainUrlText, looksLikeImageUrl } from './image-format.js';
import { parseSrcset, type SrcsetCandidate } from './srcset.js';

type LazyKind = 'srcset' | 'src' | 'any' | 'none';

/**
 * By the name's end: data-srcset, data-lazy-srcset; data-src, data-original, data-hi-res-src, lazy-src. Any other
 * data attribute of an image counts when its value is unmistakably an image's address.
 */
const kindOf = judgedOnce((name): LazyKind => {
  // Bindings of frameworks (:src, [src], v-bind:src) hold expressions.
  // What stands for the picture until it is there is a blur of it.
  if (name === 'src' || name === 'srcset' || name === 'lowsrc' || /[:[(@.]|placeholder/.test(name)) return 'none';
  if (name.endsWith('srcset') || name.endsWith('bgset')) return 'srcset';
  if (/(?:src|original|lazy|lazyload)$/.test(name)) return 'src';
  return name.startsWith('data-') ? 'any' : 'none';
});

/** Every URL that the lazy attributes of an `img`, `source` or the like name. */
export function lazyCandidates(attributes: Readonly<Record<string, string>>): SrcsetCandidate[] {
  const found: SrcsetCandidate[] = [];
  for (const name in attributes) {
    if (name.length < LAZY_NAME_CHARS_MIN) continue;
    const kind = kindOf(name);
    const value = attributes[name];
    if (kind === 'none' || value === undefined || value.length < URL_CHARS_MIN) continue;
    if (kind === 'srcset') {
      for (const candidate of parseSrcset(value)) if (isAddress(candidate.url)) found.push(candidate);
    } else {
      for (const url of listed(value))
        if (kind === 'src' ? isAddress(url) : looksLikeImageUrl(url)) found.push({ url, descriptor: '' });
    }
  }
  return found;
}

/** "lazysrc" and "original" are the shortest names with data- or without. */
const LAZY_NAME_CHARS_MIN = 7;
const URL_CHARS_MIN = 3;

/** The address, or each of a list of images: some addresses hold commas themselves. */
function listed(value: string): string[] {
  const text = value.trim();
  const end = text.indexOf(',');
  if (end < 0 || !looksLikeImageUrl(text.slice(0, end))) return [text];
  const parts = text.split(',').map((part) => part.trim());
  return parts.every(looksLikeImageUrl) ? parts : [text];
}

function isAddress(text: string): boolean {
  return isPlainUrlText(text) && (text.includes('/') || looksLikeImageUrl(text));
}

/** Attributes from which scripts take the picture of an element that is no image itself: data-bg, data-image-src, data-thumb … */
const PICTURE_ATTRIBUTE =
  /^data-(?:[\w-]*[-_])?(?:bg|bgset|background|backgrounds|image|img|src|original|lazy|poster|thumb|thumbnail)(?:[-_](?:src|url|image|img))?$/;
/** Backgrounds as pages had them before CSS. */
const BACKGROUND = 'background';

/** Whether a script, or an old browser, may take a picture from this attribute. */
const namesPicture = judgedOnce((name) => name === BACKGROUND || PICTURE_ATTRIBUTE.test(name));

/**
 * The URLs in an attribute of an element that is no image itself: of one named for a picture or that holds a CSS value, and
 * of any other data attribute where the value is unmistakably the address of an image. A name alone, "talk.jpg", is a title
 * there.
 */
export function picturesNamed(name: string, value: string): string[] {
  const isNamed = namesPicture(name);
  if (isNamed ? value.includes('url(') : CSS_VALUE.test(value)) return backgroundUrls(`background:${value}`);
  if (isNamed && name.endsWith('bgset')) return parseSrcset(value).map((candidate) => candidate.url);
  if (!isNamed && !(name.startsWith('data-') && value.includes('/'))) return [];
  return listed(value).filter(looksLikeImageUrl);
}

/** What a script makes a background of: url() alone, several, or with densities. */
const CSS_VALUE = /^\s*url\(/i;

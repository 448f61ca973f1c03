/**
 * How good a link looks by itself, 0-10: its URL, its text, its attributes and where it stands (contract, section 4).
 * A sum of parts, cut to the scale. `docs/scoring.md` is generated from the table.
 */
import type { Region } from '../document/walk.js';
import { CONTENT, isGenericText, isLetter, kindsOf, UTILITY } from './intrinsic-words.js';
import type { Part } from './parts.js';
import { hasRandomId, pathWords, wordsOf } from './url-words.js';

/** Every part a score can have. `related` is given by degrees, the others whole. */
export const INTRINSIC_PARTS = {
  base: { points: 2, when: 'every link' },
  readable_path: { points: 1.25, when: 'the path is made of words, or is the root of a site' },
  shallow_path: { points: 0.5, when: 'at most four path segments' },
  no_query: { points: 0.5, when: 'no query string' },
  content_path: { points: 0.5, when: 'a word of the path names content: docs, guide, article, api …' },
  random_id: { points: -1.75, when: 'a part of the path is a random-looking identifier' },
  long_url: { points: -0.5, when: 'more than 200 characters' },
  noisy_query: { points: -0.5, when: 'more than three query parameters' },
  utility: { points: -2.5, when: 'path or text names machinery: login, cart, privacy, terms, tag, share …' },
  meaningful_text: {
    points: 2.25,
    when: 'the text has two to fourteen words (or three characters of a script without spaces)',
  },
  short_text: { points: 1.25, when: 'the text is one word' },
  long_text: { points: 1.5, when: 'the text has more than fourteen words: a whole card or sentence' },
  generic_text: {
    points: -1,
    when: 'the text says nothing of the target: "click here", "read more", a number, what four links of the page say',
  },
  no_text: { points: -1.5, when: 'neither text nor label' },
  label_text: { points: -0.25, when: 'the text is only that of an image or a label' },
  has_title: { points: 0.25, when: 'a title attribute that says more than the text' },
  region_main: { points: 2, when: 'stands in the main part of the page' },
  region_other: { points: 1, when: 'stands in no landmark' },
  region_footer: { points: -1, when: 'stands in the footer' },
  related: { points: 1.5, when: 'shares words with the page title or first heading: a third for each word' },
  internal: { points: 0.25, when: 'same registrable domain as the page' },
  nofollow: { points: -0.5, when: 'rel says nofollow, ugc or sponsored' },
  hidden: { points: -1.5, when: 'a person would not see it' },
  same_page: { points: -1.5, when: 'points to the page itself' },
} as const satisfies Record<string, Part>;

type IntrinsicPart = keyof typeof INTRINSIC_PARTS;

export interface IntrinsicLink {
  readonly url: URL;
  readonly text: string;
  readonly title: string;
  readonly rel: string | undefined;
  readonly region: Region;
  readonly internal: boolean;
  readonly hidden: boolean;
  readonly textIsLabel: boolean;
  /** Links of the page that lead elsewhere have this text, too: "Quote", "Add to basket". */
  readonly textIsShared?: boolean | undefined;
}

export interface IntrinsicPage {
  /** The page's own URL as a link to it has it; empty where no link can. */
  readonly url: string;
  /** Words of the title and first heading (`topicWords`). */
  readonly topic: ReadonlySet<string>;
}

interface IntrinsicScore {
  /** 0-10, two decimals. */
  readonly score: number;
  /** Points by part, when asked for. */
  readonly parts: Partial<Record<IntrinsicPart, number>>;
}

const SEGMENTS_MAX = 4;
const URL_CHARS_MAX = 200;
const PARAMETERS_MAX = 3;
const TEXT_WORDS_MAX = 14;
const RELATED_WORDS_MAX = 3;

/** `parts` stays empty unless `withParts`: a page has thousands of links, and few callers ask why. */
export function intrinsicScore(link: IntrinsicLink, page: IntrinsicPage, withParts: boolean): IntrinsicScore {
  const parts: Partial<Record<IntrinsicPart, number>> = {};
  let sum = 0;
  const add = (part: IntrinsicPart, share = 1) => {
    const points = INTRINSIC_PARTS[part].points * share;
    sum += points;
    if (withParts) parts[part] = Math.round(points * 100) / 100;
  };
  add('base');
  const { pathname } = link.url;
  const path = pathWords(pathname);
  const text = wordsOf(link.text);
  const pathKinds = kindsOf(path);
  addUrl(link.url, pathname, path, pathKinds, add);
  if (isUtility(text, UTILITY_TEXT_WORDS_MAX) || (pathKinds & UTILITY && isUtilityPath(pathname))) add('utility');
  addText(link, text, add);
  addContext(link, page, sharedWords(text, path, page.topic), add);
  return { score: Math.round(Math.min(10, Math.max(0, sum)) * 100) / 100, parts };
}

type Add = (part: IntrinsicPart, share?: number) => void;

function addUrl(url: URL, pathname: string, path: readonly string[], kinds: number, add: Add): void {
  const { search } = url;
  const random = hasRandomId(pathname);
  if (random) add('random_id');
  else if (pathname === '/' || path.some(isWord)) add('readable_path');
  if (segmentCount(pathname) <= SEGMENTS_MAX) add('shallow_path');
  if (search === '') add('no_query');
  else if (search.split('&').length > PARAMETERS_MAX) add('noisy_query');
  if (kinds & CONTENT) add('content_path');
  if (url.href.length > URL_CHARS_MAX) add('long_url');
}

function addText(link: IntrinsicLink, words: readonly string[], add: Add): void {
  if (link.text === '') add('no_text');
  else if (link.textIsShared || isGenericText(link.text)) add('generic_text');
  else if (words.length > TEXT_WORDS_MAX) add('long_text');
  else if (words.length > 1 || isLongUnspaced(link.text)) add('meaningful_text');
  else add('short_text');
  if (link.textIsLabel) add('label_text');
  if (link.title.length > link.text.length && !isGenericText(link.title)) add('has_title');
}

function addContext(link: IntrinsicLink, page: IntrinsicPage, shared: number, add: Add): void {
  if (link.region === 'main') add('region_main');
  else if (link.region === 'other') add('region_other');
  else if (link.region === 'footer') add('region_footer');
  if (shared > 0) add('related', Math.min(shared, RELATED_WORDS_MAX) / RELATED_WORDS_MAX);
  if (link.internal) add('internal');
  if (link.rel !== undefined && /\b(?:nofollow|ugc|sponsored)\b/.test(link.rel)) add('nofollow');
  if (link.hidden) add('hidden');
  if (link.url.href === page.url) add('same_page');
}

/** Different words of text and path that the page's topic has too. */
function sharedWords(text: readonly string[], path: readonly string[], topic: ReadonlySet<string>): number {
  const shared = new Set<string>();
  for (const word of text) if (topic.has(word)) shared.add(word);
  for (const word of path) if (topic.has(word)) shared.add(word);
  return shared.size;
}

/** Content that is about such a thing has a longer text or path: "How we handle cookies in Safari". */
const UTILITY_TEXT_WORDS_MAX = 5;
const UTILITY_SEGMENT_WORDS_MAX = 3;

function isUtilityPath(pathname: string): boolean {
  return pathname.split('/').some((segment) => isUtility(pathWords(segment), UTILITY_SEGMENT_WORDS_MAX));
}

function isUtility(words: readonly string[], wordsMax: number): boolean {
  return words.length <= wordsMax && (kindsOf(words) & UTILITY) !== 0;
}

/** Neither a number nor too short to say anything. */
function isWord(word: string): boolean {
  return word.length > 2 && (isLetter(word.charCodeAt(0)) || !/^\p{N}+$/u.test(word));
}

function segmentCount(pathname: string): number {
  let count = 0;
  for (let i = 0; i < pathname.length - 1; i++) if (pathname.charCodeAt(i) === SLASH) count++;
  return count;
}
const SLASH = 0x2f;

const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

function isLongUnspaced(text: string): boolean {
  return text.length > 2 && text.charCodeAt(0) > 0xe00 && UNSPACED.test(text);
}

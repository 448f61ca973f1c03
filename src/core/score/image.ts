/** How likely an image is worth looking at, 0-10. It depends on the image alone, never on the others of the page. */
import type { Region } from '../document/walk.js';
import type { ImageItem } from '../extract/media-item.js';
import { type ScorePart, scorer } from './parts.js';

/** What can be seen of an image without loading it. */
export interface ImageSignals {
  source: ImageItem['source'];
  width: number | undefined;
  height: number | undefined;
  format: string | undefined;
  alt: string;
  /** It has a caption, or text stands near it. */
  caption: boolean;
  nearText: boolean;
  region: Region;
  inFigure: boolean;
  hidden: boolean;
  /** The page names it as its picture (Open Graph, Twitter card). */
  representsPage: boolean;
  /** Its element names another URL that a script is to load in its place. */
  standsIn: boolean;
  /** Whole words of its path, class and id, in lower case; asked for only where they count. */
  words: () => readonly string[];
}

const wordList = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words of images that decorate or operate a page. */
const ICON_WORDS = wordList(
  'arrow arrows avatar avatars badge badges bullet button buttons btn caret chevron emoji emojis favicon flag flags ' +
    'glyph glyphs icon icons ico logo logos loader rating separator smiley smileys spinner sprite sprites star stars',
);
/** Words of images that nobody is meant to see. */
const BLANK_WORDS = wordList(
  '1x1 beacon blank clear dot empty grey lazyload loading pixel placeholder shim spacer tracker tracking transparent',
);
const PHOTO_FORMATS = wordList('jpeg webp avif heic heif jxl');
const DRAWN_FORMATS = wordList('svg gif ico bmp');

/** Sides in pixels, of the element or as the address names them; what is not known counts as neither small nor large. */
const PIXEL_SIDE = 3;
const ICON_SIDE = 64;
const MEDIUM_SIDE = 150;
const LARGE_SIDE = 300;

const shortest = (i: ImageSignals): number | undefined =>
  i.width === undefined && i.height === undefined
    ? undefined
    : Math.min(i.width ?? Number.POSITIVE_INFINITY, i.height ?? Number.POSITIVE_INFINITY);
const isTiny = (i: ImageSignals): boolean => (shortest(i) ?? MEDIUM_SIDE) < PIXEL_SIDE;
const isSmall = (i: ImageSignals): boolean => !isTiny(i) && (shortest(i) ?? MEDIUM_SIDE) <= ICON_SIDE;
const isLarge = (i: ImageSignals): boolean => (shortest(i) ?? (i.source === 'link' ? LARGE_SIDE : 0)) >= LARGE_SIDE;
const isMedium = (i: ImageSignals): boolean => !isLarge(i) && (shortest(i) ?? 0) >= MEDIUM_SIDE;
const countWords = (text: string): number => (text === '' ? 0 : text.split(' ').length);

/** Every part of the score. Their sum is cut to 0-10. */
export const IMAGE_SCORE_PARTS = {
  base: { points: 3, when: 'every image', holds: () => true },
  large: {
    points: 2,
    when: `the shorter known side has ${LARGE_SIDE} pixels or more: of the element, else as the address names both; what a thumbnail links to counts as large where its size is not known`,
    holds: isLarge,
  },
  medium: { points: 1, when: `the shorter known side has ${MEDIUM_SIDE} to ${LARGE_SIDE - 1} pixels`, holds: isMedium },
  small: { points: -2, when: `a side has ${ICON_SIDE} pixels or fewer`, holds: isSmall },
  pixel: { points: -8, when: `a side has fewer than ${PIXEL_SIDE} pixels (tracking pixel, spacer)`, holds: isTiny },
  alt: { points: 1, when: 'an alt text', holds: (i) => i.alt !== '' },
  alt_words: { points: 1, when: 'an alt text of three words or more', holds: (i) => countWords(i.alt) >= 3 },
  caption: { points: 1, when: 'a caption of its figure', holds: (i) => i.caption },
  near_text: {
    points: 0.5,
    when: "text beside it that is no other picture's, but no caption",
    holds: (i) => i.nearText && !i.caption,
  },
  main: { points: 1.5, when: 'inside the main content', holds: (i) => i.region === 'main' },
  page_edge: {
    points: -1,
    when: 'inside navigation, header, footer or an aside',
    holds: (i) => i.region !== 'main' && i.region !== 'other',
  },
  figure: { points: 1, when: 'inside a `figure` or `picture`', holds: (i) => i.inFigure },
  represents_page: {
    points: 2,
    when: 'named as the picture of the page (Open Graph, Twitter card)',
    holds: (i) => i.representsPage,
  },
  photo: {
    points: 0.5,
    when: 'a format of photographs (JPEG, WebP, AVIF …)',
    holds: (i) => PHOTO_FORMATS.has(i.format ?? ''),
  },
  drawn: { points: -0.5, when: 'SVG, GIF, ICO or BMP', holds: (i) => DRAWN_FORMATS.has(i.format ?? '') },
  icon_word: {
    points: -2,
    when: 'icon, logo, button, sprite and the like as a whole word of its path, class or id, unless it is large',
    holds: (i) => !isLarge(i) && i.words().some((word) => ICON_WORDS.has(word)),
  },
  blank_word: {
    points: -2,
    when: `pixel, spacer, placeholder and the like as a whole word of its path, class or id, without alt text, unless it has ${MEDIUM_SIDE} pixels or more`,
    holds: (i) => i.alt === '' && !isLarge(i) && !isMedium(i) && i.words().some((word) => BLANK_WORDS.has(word)),
  },
  site_icon: { points: -3, when: 'an icon of the site (`link rel=icon`)', holds: (i) => i.source === 'icon' },
  background: { points: -1, when: 'a CSS background', holds: (i) => i.source === 'background' },
  input: { points: -2, when: 'an image button (`input type=image`)', holds: (i) => i.source === 'input' },
  noscript: { points: -3, when: 'only for browsers without scripts', holds: (i) => i.source === 'noscript' },
  stands_in: { points: -2, when: 'a script is to put another image in its place', holds: (i) => i.standsIn },
  hidden: { points: -2, when: 'hidden', holds: (i) => i.hidden },
} as const satisfies Record<string, ScorePart<ImageSignals>>;

export const { score: scoreImage, parts: imageScoreParts } = scorer<ImageSignals>(IMAGE_SCORE_PARTS, 10);

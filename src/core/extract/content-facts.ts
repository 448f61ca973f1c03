/** What the content keeps of an element's attributes. */
import { type ElementNode, findAbove } from '../document/tree.js';
import { isWebUrl, percentDecoded, withoutCredentials } from '../url.js';
import { changeOf, languageOf } from './code-names.js';
import { lineNumber } from './content-listing.js';
import { isDrawnFormula } from './content-math.js';
import { isGrid } from './content-names.js';
import { type ContentFacts, NO_FACTS } from './content-node.js';
import { EMBEDDED, isEmbedded, isPlainUrlText } from './image-format.js';
import { lazyCandidates } from './lazy-attributes.js';
import { hrefOf, isCustomLink } from './link-elements.js';
import type { LinkTarget } from './link-url.js';
import { linkedPictures } from './linked-pictures.js';
import type { PageContext } from './page-context.js';
import { parseSrcset } from './srcset.js';

/** A longer address is a payload; a model that reads it learns nothing, and `links` has it. */
const ADDRESS_CHARS_MAX = 2_000;
const OTHER_SCHEMES: ReadonlySet<string> = new Set(['mailto', 'tel', 'ftp']);
const DRAWN: ContentFacts = Object.freeze({ isDrawn: true });
const PLACE: ContentFacts = Object.freeze({ isPlace: true });
/** Images of this many pixels a side count visits. */
const PIXEL_MAX = 2;

export function elementFacts(context: PageContext, targetOf: (href: string) => LinkTarget) {
  const page = targetOf(context.pageUrl.href);
  const pageHref = page.kind === 'web' ? page.url.href : '';
  const linkFacts = (element: ElementNode): ContentFacts => {
    const { attributes } = element;
    const raw = hrefOf(element);
    if (raw === undefined) return attributes['role'] === undefined ? PLACE : NO_FACTS;
    if (raw.trim() === '') return NO_FACTS;
    const target = targetOf(raw);
    const label = clean(context.labelOf(attributes) || attributes['label'] || attributes['title'], context);
    const title = clean(attributes['title'], context);
    if (target.kind === 'web') {
      if (raw.includes('#') && target.url.href === pageHref)
        return { onPage: percentDecoded(raw.slice(raw.indexOf('#') + 1)) };
      return { href: shortEnough(target.url.href), label, title };
    }
    if (target.kind === 'invalid' || !OTHER_SCHEMES.has(target.scheme)) return NO_FACTS;
    const url = context.resolve(raw);
    return url === undefined ? NO_FACTS : { href: shortEnough(withoutCredentials(url)), label, title };
  };
  return (element: ElementNode): ContentFacts => {
    const { name, attributes } = element;
    if (isGrid(element)) return { table: element };
    switch (name) {
      case 'a':
        return (attributes['href']?.includes('#') ? lineFacts(element) : undefined) ?? linkFacts(element);
      case 'img':
      case 'amp-img':
      case 'amp-anim':
        return imageFacts(element, context);
      case 'ol':
        return {
          number: whole(attributes['start']),
          isReversed: attributes['reversed'] !== undefined,
          letters: lettersOf(attributes),
        };
      case 'li':
        return { number: whole(attributes['value']) };
      case 'pre':
      case 'code':
        return { language: languageOf(element) };
      case 'td':
      case 'th':
        return { colspan: attributes['colspan'], rowspan: attributes['rowspan'], line: lineNumber(element) };
      case 'table':
        return { table: element };
      case 'annotation':
        return { language: attributes['encoding'] };
      case 'span':
      case 'div':
        if (isDrawnFormula(element)) return DRAWN;
        return changeOf(attributes['class']) ?? (name === 'span' ? lineFacts(element) : undefined) ?? NO_FACTS;
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return { place: attributes['id'] };
      default:
        return isCustomLink(element) ? linkFacts(element) : NO_FACTS;
    }
  };
}

/** Of the number before a line of code, which leads to that line and is no link to a reader. */
function lineFacts(element: ElementNode): ContentFacts | undefined {
  const line = lineNumber(element);
  return line === undefined ? undefined : { line };
}

function clean(value: string | undefined, context: PageContext): string | undefined {
  const text = context
    .clean((value ?? '').slice(0, ADDRESS_CHARS_MAX))
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : text;
}

function shortEnough(address: string): string | undefined {
  return address.length <= ADDRESS_CHARS_MAX ? address : undefined;
}

/** By its attribute, or as editors write it (TinyMCE, CKEditor): `<ol style="list-style-type: lower-alpha">`. */
function lettersOf({ type, style }: ElementNode['attributes']): ContentFacts['letters'] {
  const [, letterCase = '', kind = ''] = LETTERS_STYLE.exec(style ?? '') ?? [];
  const letter = kind === '' ? type : kind === 'roman' ? 'i' : 'a';
  const written = letterCase === 'upper' ? letter?.toUpperCase() : letter;
  return written === 'a' || written === 'A' || written === 'i' || written === 'I' ? written : undefined;
}
const LETTERS_STYLE = /list-style(?:-type)?\s*:\s*(lower|upper)-(alpha|latin|roman)/;

function whole(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : undefined;
}

/** Images that show something: not those without words by intent (`alt=""`, HTML standard 4.8.4.4.8), nor counters. */
function imageFacts(element: ElementNode, context: PageContext): ContentFacts {
  const { attributes } = element;
  if (context.request.media.exclude_all_images) return NO_FACTS;
  const alt = clean(attributes['alt'], context) ?? clean(attributes['title'], context);
  if (alt === undefined && attributes['alt'] !== undefined && !isCaptioned(element) && !isShownLarger(element))
    return NO_FACTS;
  if (isPixel(attributes['width']) || isPixel(attributes['height'])) return NO_FACTS;
  const lazy = [attributes['data-src'], attributes['data-original'], attributes['data-lazy-src']];
  const named = [...lazy.filter((raw) => raw !== undefined && isPlainUrlText(raw)), attributes['src']];
  const found = named.map((raw) => imageAddress(raw, context)).find((src) => src !== undefined);
  const firstOfSrcset = (attributes['srcset'] ?? '').slice(0, 2 * ADDRESS_CHARS_MAX);
  const src = found ?? firstOf([...lazyCandidates(attributes), ...parseSrcset(firstOfSrcset)], context);
  if (src === undefined && isEmbedded(element)) context.warn(EMBEDDED);
  // A picture in the page itself (`data:`) that a caption speaks of is told by its words; a link is called so anyway.
  return { src: src ?? (alt !== undefined && isCaptioned(element) ? '' : undefined), alt };
}

/** Between a figure and its picture stand a link, a frame or two. */
const FRAMES_MAX = 6;

/** What a caption speaks of is no decoration, whatever its `alt` says. */
function isCaptioned({ parent }: ElementNode): boolean {
  const figure = findAbove(parent, ({ name }) => name === 'figure', FRAMES_MAX);
  return figure?.children.some((child) => child.kind === 'element' && child.name === 'figcaption') === true;
}

/** Nor is what a click shows larger. */
function isShownLarger({ parent }: ElementNode): boolean {
  return parent?.name === 'a' && linkedPictures(parent.attributes).length > 0;
}

function firstOf(candidates: readonly { url: string }[], context: PageContext): string | undefined {
  for (const { url } of candidates) {
    const src = imageAddress(url, context);
    if (src !== undefined) return src;
  }
  return undefined;
}

function isPixel(size: string | undefined): boolean {
  return size !== undefined && size !== '' && Number(size) <= PIXEL_MAX;
}

function imageAddress(raw: string | undefined, context: PageContext): string | undefined {
  if (raw === undefined || raw.trim() === '') return undefined;
  const url = context.resolve(raw);
  return url !== undefined && isWebUrl(url) ? shortEnough(withoutCredentials(url)) : undefined;
}

/** Every link of a page, each target once. */
import type { ElementNode } from '../document/tree.js';
import type { Position, Region, Visitor } from '../document/walk.js';
import { baseDomain } from '../registrable-domain.js';
import { primaryLanguage } from '../score/stem.js';
import { buttonName } from './labels.js';
import { hrefOf } from './link-elements.js';
import type { LinkItem } from './link-item.js';
import { countScheme, type LinkTarget, linkTargets } from './link-url.js';
import { tellsMore, type Words } from './link-words.js';
import type { PageContext } from './page-context.js';
import { cutText, isApart, isIcon, readable } from './visible-text.js';

/** A link with what only filters and scores need to know. */
export interface FoundLink {
  readonly item: LinkItem;
  readonly url: URL;
  readonly internal: boolean;
  /** The text is that of an image, or a label. */
  readonly textIsLabel: boolean;
}

export interface FoundLinks {
  readonly links: FoundLink[];
  readonly otherSchemes: Record<string, number>;
  readonly invalid: number;
  /** Pieces of hidden text left out of link texts. */
  readonly hiddenTexts: number;
}

/** An anchor whose end has not been reached. */
interface OpenAnchor {
  readonly element: ElementNode;
  readonly target: LinkTarget & { kind: 'web' };
  readonly region: Region;
  readonly hidden: boolean;
  readonly inNoscript: boolean;
  text: string;
  /** What of it stands in `time`. */
  time: string;
  hiddenText: string;
  /** What a shown link says where scripts are off: mostly its picture once more. */
  noscriptText: string;
  /** The first alt of an image inside, or the title of an SVG. */
  alt: string;
  /** The label or title of anything inside (accname-1.2, 4.3.2, 2C and 2I). */
  innerName: string;
  hasPicture: boolean;
  /** The anchor that a custom element made of itself stands in it. */
  isMade: boolean;
}

interface Entry {
  readonly item: LinkItem;
  readonly url: URL;
  words: Words;
}

/** Texts longer than this are cut: a link around a whole page would repeat the page. */
const TEXT_CHARS_MAX = 2_000;
/** Main first: where a link stands at several places, it is known by the best. */
const REGION_ORDER: readonly Region[] = ['main', 'other', 'aside', 'header', 'nav', 'footer'];
const PICTURES: ReadonlySet<string> = new Set('img amp-img amp-anim svg picture video image object canvas'.split(' '));

export function linkVisitor(context: PageContext): Visitor & { result(): FoundLinks } {
  const targetOf = linkTargets(context);
  const entries = new Map<string, Entry>();
  /** Attributes of the anchors seen: the parser gives the pieces of one anchor the same ones. */
  const seen = new Set<ElementNode['attributes']>();
  const open: OpenAnchor[] = [];
  const otherSchemes: Record<string, number> = Object.create(null);
  let invalid = 0;
  let hiddenTexts = 0;
  let language: string | undefined;

  const begin = (element: ElementNode, at: Position) => {
    const href = hrefOf(element);
    if (href === undefined) return;
    const target = targetOf(href);
    if (target.kind === 'invalid') invalid++;
    else if (target.kind === 'scheme') countScheme(otherSchemes, target.scheme);
    else {
      const { hidden, inNoscript } = at;
      for (const outer of innermost(open))
        outer.isMade ||= outer.element.name !== 'a' && outer.target.url.href === target.url.href;
      const region = at.region === 'main' && isTranslation(element, language) ? 'nav' : at.region;
      open.push({ element, target, region, hidden, inNoscript, ...NO_TEXT });
    }
  };

  const end = (anchor: OpenAnchor) => {
    const words = wordsOf(context, anchor);
    const { attributes } = anchor.element;
    const isPiece = seen.has(attributes) || anchor.isMade;
    seen.add(attributes);
    if (anchor.hiddenText !== '' && !words.hidden && words.text !== readable(context, anchor.hiddenText)) hiddenTexts++;
    addTo(entries, context, anchor, words, isPiece);
  };

  return {
    enter(element, at) {
      if (open.length > 0) enterInside(context, open, element);
      if (element.name === 'a' || element.name === 'area' || element.name.includes('-')) begin(element, at);
      else if (element.name === 'html') language = element.attributes['lang'];
    },
    text(node, at) {
      for (const anchor of innermost(open)) {
        if (node.parent.name === 'title') anchor.alt ||= node.text;
        // What a drawing is about (SVG 2, 5.8) is not shown; most say what drew them.
        else if (node.parent.name === 'desc') continue;
        else if (at.hidden && !anchor.hidden) anchor.hiddenText += node.text;
        else if (at.inNoscript && !anchor.inNoscript) anchor.noscriptText += node.text;
        else if (anchor.text.length < TEXT_CHARS_MAX) {
          anchor.text += node.text;
          if (node.parent.name === 'time') anchor.time += node.text;
        }
      }
    },
    leave(element) {
      if (open.length === 0) return;
      if (open.at(-1)?.element === element) {
        const anchor = open.pop();
        if (anchor !== undefined) end(anchor);
      } else if (isApart(element)) for (const anchor of innermost(open)) part(anchor);
    },
    result: () => ({
      links: [...entries.values()].map((entry) => found(entry, context)),
      otherSchemes: { ...otherSchemes },
      invalid,
      hiddenTexts,
    }),
  };
}

/** Leads to a page in another language: a menu of languages is navigation, though it stands in `main` above the text. */
function isTranslation({ attributes: { hreflang } }: ElementNode, language: string | undefined): boolean {
  if (hreflang === undefined || language === undefined) return false;
  return primaryLanguage(hreflang) !== primaryLanguage(language);
}

const NO_TEXT = {
  ...{ text: '', time: '', hiddenText: '', noscriptText: '', alt: '', innerName: '' },
  ...{ hasPicture: false, isMade: false },
};

/** Anchors nest through tables and SVG only; text counts for the innermost few, so that no page makes it quadratic. */
function innermost(open: readonly OpenAnchor[]): readonly OpenAnchor[] {
  return open.length <= NESTED_MAX ? open : open.slice(-NESTED_MAX);
}
const NESTED_MAX = 3;

/** Words of different blocks are parted by a space. */
function part(anchor: OpenAnchor): void {
  if (!anchor.text.endsWith(' ')) anchor.text += ' ';
}

function enterInside(context: PageContext, open: OpenAnchor[], element: ElementNode): void {
  for (const anchor of innermost(open)) {
    if (isApart(element)) part(anchor);
    if (element.name === 'input') anchor.alt ||= buttonName(element)?.trim() ?? '';
    else if (PICTURES.has(element.name)) {
      anchor.hasPicture = true;
      anchor.alt ||= element.attributes['alt']?.trim() ?? '';
    }
    anchor.innerName ||= (context.labelOf(element.attributes) || element.attributes['title'] || '').trim();
  }
}

/**
 * The anchor's visible text, if it is more than an icon; else an image's alt, a label (`labels.ts`), the label or title of what is inside; else what stands there without
 * scripts; else, nothing of it being seen, its hidden text.
 */
function wordsOf(context: PageContext, anchor: OpenAnchor): Words {
  const { hidden, inNoscript, element } = anchor;
  const { atPlace } = anchor.target;
  const told = (words: string, isLabel: boolean, isTime = false) => ({
    text: cutText(words, TEXT_CHARS_MAX),
    isLabel,
    isTime,
    hidden,
    inNoscript,
    atPlace,
  });
  const text = readable(context, anchor.text);
  if (text !== '' && !isIcon(text))
    return told(text, false, anchor.time !== '' && text === readable(context, anchor.time));
  for (const label of [
    element.name === 'area' ? element.attributes['alt'] : anchor.alt,
    context.labelOf(element.attributes),
    // Of no meaning in HTML, but some pages name their icons so, and custom elements theirs.
    element.attributes['alt'] || element.attributes['label'],
    anchor.innerName,
  ]) {
    const readableLabel = readable(context, label ?? '');
    if (readableLabel !== '') return told(readableLabel, true);
  }
  const noscriptText = readable(context, anchor.noscriptText);
  if (noscriptText !== '') return { ...told(noscriptText, false), inNoscript: true };
  const hiddenText = readable(context, anchor.hiddenText);
  const isUnseen = hiddenText !== '' && text === '' && !anchor.hasPicture;
  return { ...told(hiddenText || text, false), hidden: hidden || isUnseen };
}

/** One entry per target; of several anchors the richest text, the best region and any title and rel are kept. */
function addTo(
  entries: Map<string, Entry>,
  context: PageContext,
  anchor: OpenAnchor,
  words: Words,
  isPiece: boolean,
): void {
  const { url } = anchor.target;
  const { attributes } = anchor.element;
  const title = readable(context, attributes['title'] ?? attributes['xlink:title'] ?? '');
  const rel = relOf(attributes['rel']);
  const { href } = url;
  const entry = entries.get(href);
  if (entry === undefined) {
    const { text } = words;
    const { region } = anchor;
    const base_domain = baseDomain(url.hostname);
    const item: LinkItem =
      rel === ''
        ? { href, text, title, base_domain, region, count: 1 }
        : { href, text, title, base_domain, rel, region, count: 1 };
    if (words.hidden) item.hidden = true;
    entries.set(href, { item, url, words });
    return;
  }
  const { item } = entry;
  if (!isPiece) item.count++;
  item.title ||= title;
  if (rel !== '') item.rel ??= rel;
  if (!words.hidden) delete item.hidden;
  if (REGION_ORDER.indexOf(anchor.region) < REGION_ORDER.indexOf(item.region)) item.region = anchor.region;
  // Of an anchor in pieces the first that says something is the link; later ones may be the rest of the page.
  if (isPiece && item.text !== '') return;
  if (tellsMore(words, entry.words)) {
    item.text = words.text;
    entry.words = words;
  }
}

function relOf(rel: string | undefined): string {
  return rel?.trim().toLowerCase().split(/\s+/).join(' ') ?? '';
}

function found({ item, url, words }: Entry, context: PageContext): FoundLink {
  return { item, url, internal: item.base_domain === context.hostDomain, textIsLabel: words.isLabel };
}

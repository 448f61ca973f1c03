/** The text near an image or a player: its figure's caption, else what stands beside it in the nearest block. */
import { parseHtml } from '../document/parse-html.js';
import { type ElementNode, findAbove, type TextNode } from '../document/tree.js';
import type { Position } from '../document/walk.js';
import type { PageContext } from './page-context.js';
import { cutText, hasWords, isInline, lineBelow, readable } from './visible-text.js';

/** A caption or a short paragraph; more is the article itself. */
const DESCRIPTION_CHARS_MAX = 300;
/** Before white space is collapsed. */
const RAW_CHARS_MAX = 2 * DESCRIPTION_CHARS_MAX;
/** How many levels above an element text still belongs to it: link, cell or column, card, list item. */
const LEVELS_MAX = 4;
/** How far a text's ancestors are followed to see whether it stands in the same block. */
const CLIMB_MAX = 12;
/** Texts looked at on each side; white space and short pieces such as "by", "|", "3 min" fill cards. */
const TEXTS_MAX = 32;

interface Figure {
  element: ElementNode;
  captionFrom: number;
  captionTo: number;
}

/** Where an element stands among the texts of the page. */
export interface Place {
  readonly element: ElementNode;
  readonly textIndex: number;
  readonly figure: Figure | undefined;
  /** Texts at and behind this index belong to the next image or player. */
  nextIndex: number;
  readonly previous: Place | undefined;
}

export interface Description {
  text: string;
  isCaption: boolean;
}

/** What stands beyond these (a footer behind the main part) belongs to something else. */
const LANDMARKS: ReadonlySet<string> = new Set(['article', 'aside', 'body', 'footer', 'header', 'main', 'nav']);

/** Where a part without text stands among others that are about something else. */
const HOLDS_OTHERS: ReadonlySet<string> = new Set('ul ol menu dl table tbody main body'.split(' '));

/** Text of these is no prose that could describe anything. */
const MUTE: ReadonlySet<string> = new Set(['title', 'textarea', 'option', 'button']);

export interface Surroundings {
  openFigure(element: ElementNode): void;
  closeFigure(element: ElementNode): void;
  openCaption(): void;
  closeCaption(): void;
  text(node: TextNode, at: Position): void;
  /** To be called where the element begins. What is hidden or a fallback takes no text away from others. */
  place(element: ElementNode, at: Position): Place;
  /** To be called after the walk. */
  describe(place: Place, minWords: number): Description | undefined;
}

export function surroundings(ctx: PageContext): Surroundings {
  const texts: TextNode[] = [];
  const figures: Figure[] = [];
  let last: Place | undefined;
  return {
    openFigure(element) {
      figures.push({ element, captionFrom: 0, captionTo: 0 });
    },
    closeFigure(element) {
      if (figures.at(-1)?.element === element) figures.pop();
    },
    openCaption() {
      const figure = figures.at(-1);
      if (figure) figure.captionFrom = texts.length;
    },
    closeCaption() {
      const figure = figures.at(-1);
      if (figure) figure.captionTo = texts.length;
    },
    text(node, at) {
      if (!at.hidden && !at.inNoscript) texts.push(node);
    },
    place(element, at) {
      // Its picture and what it plays.
      if (last?.element === element) return last;
      const textIndex = texts.length;
      const nextIndex = Number.POSITIVE_INFINITY;
      const place: Place = { element, textIndex, figure: figures.at(-1), previous: last, nextIndex };
      if (at.hidden || at.inNoscript) return place;
      if (last) last.nextIndex = textIndex;
      last = place;
      return place;
    },
    describe(place, minWords) {
      const { figure } = place;
      if (figure && figure.captionTo > figure.captionFrom) {
        const text = readRange(ctx, texts, place.element, figure.captionFrom, figure.captionTo);
        if (hasWords(text, minWords)) return { text, isCaption: true };
      }
      const text = nearText(ctx, texts, place, minWords);
      return text === undefined ? undefined : { text, isCaption: false };
    },
  };
}

const PLAYERS: ReadonlySet<string> = new Set(['video', 'audio', 'embed', 'object', 'iframe']);
/** What a player's controls show: how far it is, and how much is left. Beside a picture it is the time of something. */
const CLOCK_CHARS_MAX = 100;
const CLOCK = /^\s*(?:[-−]?\d{1,2}(?::\d\d){1,2}[\s/]*)+$/;

/** Widens the block level by level until it holds enough words that belong to no neighbour. */
function nearText(ctx: PageContext, texts: readonly TextNode[], place: Place, minWords: number): string | undefined {
  const start = place.textIndex;
  const first = Math.max(place.previous?.textIndex ?? 0, start - TEXTS_MAX);
  const end = Math.min(place.nextIndex, start + TEXTS_MAX, texts.length);
  let from = start;
  let to = start;
  let block: ElementNode | undefined = place.element;
  for (let level = 0; block && block.name !== 'html' && level <= LEVELS_MAX; level++) {
    while (to < end && isWithin(texts[to]?.parent, block)) to++;
    // In a block that holds the previous image as well, the text between the two is that one's.
    const mayLookBack = from > first && !isWithin(place.previous?.element, block);
    while (mayLookBack && from > first && isWithin(texts[from - 1]?.parent, block)) from--;
    if (to > from) {
      // A large block is the article around it: what follows tells more than what happened to stand before.
      const whole = to === start || rangeChars(texts, from, to) <= DESCRIPTION_CHARS_MAX;
      const begin = whole ? from : start;
      const [first, end] = HOLDS_OTHERS.has(block.name) ? nextItem(texts, block, start, begin, to) : [begin, to];
      const text = readRange(ctx, texts, place.element, first, end);
      if (hasWords(text, minWords)) return text;
    }
    const label = level === 0 || block.name === 'a' ? ownCaption(ctx, block, minWords) || linkLabel(ctx, block) : '';
    if (label !== '' && hasWords(label, minWords)) return label;
    block = LANDMARKS.has(block.name) ? undefined : block.parent;
  }
  return undefined;
}

/** Attributes from which the scripts of galleries take the text below a picture, as text or as HTML. */
const CAPTIONS = [
  'data-caption',
  'data-sub-html',
  'data-image-caption',
  'data-image-description',
  'data-description',
  'data-title',
];
/** A single word may be a switch or a selector. */
const CAPTION_WORDS_MIN = 2;

function ownCaption(ctx: PageContext, { attributes }: ElementNode, minWords: number): string {
  for (const name of CAPTIONS) {
    const value = attributes[name]?.slice(0, RAW_CHARS_MAX);
    if (!value) continue;
    const text = readable(ctx, /[<&]/.test(value) ? lineBelow(parseHtml(value).root) : value);
    if (hasWords(text, Math.max(minWords, CAPTION_WORDS_MIN))) return cutText(text, DESCRIPTION_CHARS_MAX);
  }
  return '';
}

/** What names the link around a picture is nearer than any text beside it. */
function linkLabel(ctx: PageContext, { name, attributes }: ElementNode): string {
  if (name !== 'a') return '';
  const label = ctx.labelOf(attributes) || attributes['title'] || '';
  return cutText(readable(ctx, label.slice(0, RAW_CHARS_MAX)), DESCRIPTION_CHARS_MAX);
}

/** Of the texts in a list or page those in the part behind the place, else those in the one before it. */
function nextItem(
  texts: readonly TextNode[],
  list: ElementNode,
  start: number,
  from: number,
  to: number,
): [from: number, to: number] {
  const isBlank = (at: number) => texts[at]?.text.trim() === '';
  let at = start;
  while (at < to && isBlank(at)) at++;
  if (at === to) for (at = start - 1; at >= from && isBlank(at); ) at--;
  if (at < from) return [from, from];
  const item = itemOf(texts[at]?.parent, list);
  let [first, end] = [at, at];
  while (first > from && itemOf(texts[first - 1]?.parent, list) === item) first--;
  while (end < to && itemOf(texts[end]?.parent, list) === item) end++;
  return [first, end];
}

/** The child of the list that holds the element; none for what stands in a line of the list itself. */
function itemOf(element: ElementNode | undefined, list: ElementNode): ElementNode | undefined {
  let item = element;
  for (let climbed = 0; climbed < CLIMB_MAX && item?.parent && item.parent !== list; climbed++) item = item.parent;
  return item === list || item?.parent !== list || isInline(item.name) ? undefined : item;
}

function rangeChars(texts: readonly TextNode[], from: number, to: number): number {
  let chars = 0;
  for (let i = from; i < to; i++) chars += texts[i]?.text.length ?? 0;
  return chars;
}

function readRange(
  ctx: PageContext,
  texts: readonly TextNode[],
  described: ElementNode,
  from: number,
  to: number,
): string {
  const isPlayer = PLAYERS.has(described.name) || described.name.includes('-');
  let text = '';
  let before: TextNode | undefined;
  for (let i = from; i < to && text.length <= RAW_CHARS_MAX; i++) {
    const node = texts[i];
    if (!node) break;
    const isControl = isPlayer && (isMute(node.parent, MUTE_LEVELS) || CLOCK.test(node.text.slice(0, CLOCK_CHARS_MAX)));
    if (isControl || isMute(node.parent, 1)) continue;
    text += (before && !isSameLine(before, node) ? ' ' : '') + node.text.slice(0, RAW_CHARS_MAX);
    before = node;
  }
  return cutText(readable(ctx, text), DESCRIPTION_CHARS_MAX);
}

/** How deep in a player's button its words stand: "Play" for screen readers, beside a sign. */
const MUTE_LEVELS = 3;

function isMute(element: ElementNode, levels: number): boolean {
  return findAbove(element, ({ name }) => MUTE.has(name), levels) !== undefined;
}

function isWithin(node: ElementNode | undefined, block: ElementNode): boolean {
  return findAbove(node, (above) => above === block, CLIMB_MAX) !== undefined;
}

/** Whether one text goes on in the other: only an inline element begins or ends between them. */
function isSameLine(before: TextNode, after: TextNode): boolean {
  const [a, b] = [before.parent, after.parent];
  return (a === b.parent && isInline(b.name)) || (b === a.parent && isInline(a.name));
}

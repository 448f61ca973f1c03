/** The content of a page as a tree: what a person sees, safe to hand out, addresses absolute. */

import { flagsOf } from '../document/implied-ends.js';
import type { ElementNode } from '../document/tree.js';
import { isInline } from './visible-text.js';

export type ContentNode = ContentText | ContentElement;

export interface ContentText {
  readonly kind: 'text';
  readonly text: string;
}

export interface ContentElement {
  readonly kind: 'element';
  name: string;
  readonly children: ContentNode[];
  readonly facts: ContentFacts;
}

/** What the writers need to know of an element besides its name. */
export interface ContentFacts {
  /** Of a link, in the form that `links` has it; absent where it leads nowhere else. */
  readonly href?: string | undefined;
  /** Of an image. */
  readonly src?: string | undefined;
  readonly alt?: string | undefined;
  /** What a link without text is called. */
  readonly label?: string | undefined;
  readonly title?: string | undefined;
  /** Of a link to a place on this page, the name of the place; of a heading, its own. */
  readonly onPage?: string | undefined;
  readonly place?: string | undefined;
  /** An anchor without an address: where pages write `<a id="x"/>`, it holds the words up to the next. */
  readonly isPlace?: true;
  /** A formula as it is drawn; its source may follow. */
  readonly isDrawn?: true;
  /** Of `ol`, and of `li` that says its number. */
  readonly number?: number | undefined;
  /** Of `ol`: it counts down, or by letters. */
  readonly isReversed?: boolean;
  readonly letters?: ListLetters | undefined;
  /** Of a line of code that a listing of changes adds or takes away. */
  readonly sign?: '+' | '-';
  /** Of code. */
  readonly language?: string | undefined;
  readonly colspan?: string | undefined;
  readonly rowspan?: string | undefined;
  /** Of a cell or an anchor, the number of a line of code that it shows; '' where the line has none. */
  readonly line?: string | undefined;
  /** The table on the page, so that it can be told which ones the content shows. */
  readonly table?: ElementNode | undefined;
}

/** As the `type` of a list has it: "a", "A", "i", "I". */
export type ListLetters = 'a' | 'A' | 'i' | 'I';

export const NO_FACTS: ContentFacts = Object.freeze({});

export function contentElement(name: string, children: ContentNode[] = [], facts = NO_FACTS): ContentElement {
  return { kind: 'element', name, children, facts };
}

export function elementsIn(element: ContentElement): ContentElement[] {
  return element.children.filter((child) => child.kind === 'element');
}

/** All text below, as it stands. */
export function contentText(node: ContentNode): string {
  return node.kind === 'text' ? node.text : node.children.map(contentText).join('');
}

/** Whether an element below passes the test. */
export function holds(element: ContentElement, test: (element: ContentElement) => boolean): boolean {
  return element.children.some((child) => child.kind === 'element' && (test(child) || holds(child, test)));
}

const BOXES: ReadonlySet<string> = new Set(['button', 'label', 'output', 'time', 'cell']);

/** A table and its parts. */
export const OF_TABLES: ReadonlySet<string> = new Set([
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'],
]);

/** Elements that markdown has no sign for and that end the line before and after. */
export const PLAIN_BLOCKS: ReadonlySet<string> = new Set([
  ...['html', 'body', 'div', 'section', 'main', 'article', 'header', 'footer', 'nav', 'aside', 'form', 'figure', 'p'],
  ...['center', 'fieldset', 'details', 'hgroup', 'search', 'address'],
]);

const IN_LINE: ReadonlySet<string> = new Set([...BOXES, 'img', 'picture', 'br', 'math', 'slot']);

/** Those that HTML's parser has no rule for. */
const OTHER_BLOCKS: ReadonlySet<string> = new Set(['audio', 'canvas', 'legend', 'svg', 'video']);

function isOfHtml(name: string): boolean {
  return flagsOf(name) !== 0 || OTHER_BLOCKS.has(name);
}

/** Whether the element's edges end a line. What is no element of HTML (`<url>`, `<my-tag>`) stands in the line, as browsers take it. */
export function isBlock({ name }: ContentElement): boolean {
  return !isInline(name) && !IN_LINE.has(name) && isOfHtml(name);
}

/** Shown in the line, though the words beside it are not joined to its own. */
export function isBox({ name }: ContentElement): boolean {
  return BOXES.has(name) || !(isInline(name) || IN_LINE.has(name) || isOfHtml(name));
}

/** Links side by side, and a bold name before its value or type: whatever they are written as. */
export function isSeenApart(before: ContentNode | undefined, { name, facts }: ContentElement): boolean {
  if (before?.kind !== 'element') return false;
  if (name === 'span') return before.name === 'strong' || before.name === 'b';
  return name === 'a' && before.name === 'a' && !(facts.isPlace || before.facts.isPlace);
}

/** A listing too, without the white space of `pre`: lines of code that are blocks (Redoc). What `br` ends stands in a sentence. */
export function isSample(code: ContentElement, lines: readonly string[]): boolean {
  return lines.filter((line) => line.trim() !== '').length >= SAMPLE_LINES_MIN && holds(code, isBlock);
}
const SAMPLE_LINES_MIN = 3;

/** Code in a line. */
export const INLINE_CODE: ReadonlySet<string> = new Set(['code', 'kbd', 'samp', 'tt']);

/** The code in a block that holds nothing else, where `br` parts its lines: a listing in a paragraph (WordPress, Apache's manuals). */
export function onlySample({ children }: ContentElement): ContentElement | undefined {
  if (children.length > SAMPLE_PARTS_MAX) return undefined;
  const [only, ...others] = children.filter((child) => child.kind === 'element' || child.text.trim() !== '');
  if (only?.kind !== 'element' || others.length > 0 || !INLINE_CODE.has(only.name)) return undefined;
  const breaks = only.children.findIndex(isBreak);
  const isParted = breaks >= 0 && only.children.slice(breaks).some((child) => contentText(child).trim() !== '');
  return isParted && contentText(only).trim() !== '' && !holds(only, isListing) ? only : undefined;
}
/** White space around it. */
const SAMPLE_PARTS_MAX = 3;

function isBreak(node: ContentNode): boolean {
  return node.kind === 'element' && (node.name === 'br' || node.children.some(isBreak));
}

/** Code of several lines: no code span. Manuals made from SGML have it in `code`, those of Nim in `dt`. */
export function isListing(element: ContentElement): boolean {
  return element.name === 'pre' && contentText(element).trim().includes('\n');
}

/** Blocks of markdown put together from what stands in them. */
import type { ElementNode } from '../document/tree.js';
import { type ContentElement, type ContentNode, INLINE_CODE, isBlock } from './content-node.js';

export interface Block {
  readonly text: string;
  readonly kind: 'paragraph' | 'heading' | 'list' | 'code' | 'quote' | 'rule' | 'table';
}

/** A list belongs to the words before it; other blocks stand apart. */
export function joined(blocks: readonly Block[]): string {
  return blocks.map(({ text, kind }, i) => (i === 0 ? text : `${kind === 'list' ? '\n' : '\n\n'}${text}`)).join('');
}

export const BETWEEN = '\n\n';

type Place = readonly [start: number, end: number];

/** Where each table stands in the text that the blocks make, in characters; `block` is the index of one that shows it. */
export function placesOf(
  tables: ReadonlyArray<{ element: ElementNode; block: number }>,
  blocks: readonly Block[],
): Map<ElementNode, Place> {
  let at = 0;
  const places = blocks.map(({ text }): Place => {
    const start = at;
    at += text.length + BETWEEN.length;
    return [start, start + text.length];
  });
  const found = new Map<ElementNode, Place>();
  for (const { element, block } of tables) {
    const place = places[block];
    // Code in a table may have headings between its lines.
    if (place !== undefined) found.set(element, [found.get(element)?.[0] ?? place[0], place[1]]);
  }
  return found;
}

export function indented(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`).replace(/^ +$/gm, '');
}

export function quoted(blocks: readonly Block[]): string {
  const text = blocks.map((block) => block.text).join(BETWEEN);
  return text === '' ? '' : `> ${text.replaceAll('\n', '\n> ')}`.replace(/^> $/gm, '>');
}

export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${room}${text}${room}${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

export interface CodeBlock {
  readonly markdown: string;
  readonly lines: readonly string[];
  readonly language: string | undefined;
}

/** Before a line that a listing of changes adds or takes away stands this and its sign. No text holds it: parsers put U+FFFD in its place. */
const CHANGED = '\0';

/** What the button beside a listing is called; the same in a listing is known by its element. */
const COPY = /^copy(?: code)?\b\s*|\s*\bcopy(?: code)?$/i;

/** Takes away a line above code that says no more than its language: what stands in the corners of its box. */
export function dropLabel(blocks: Block[], { language = '' }: CodeBlock): void {
  const last = blocks.at(-1);
  if (last?.kind !== 'paragraph' || last.text.length > LABEL_CHARS_MAX) return;
  const label = last.text.replace(COPY, '').toLowerCase();
  if (label === '' || label === language) blocks.pop();
}

const LABEL_CHARS_MAX = 50;
const FENCE_MIN = 3;

export function codeBlock(element: ContentElement): CodeBlock | undefined {
  const inLine = INLINE_CODE.has(element.name);
  const text = withSigns(inLine ? sampleText(element) : preformattedText(element.children))
    .replaceAll('\u00a0', ' ')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  if (text === '') return undefined;
  const fence = '`'.repeat(Math.max(FENCE_MIN, longestRun(text) + 1));
  const language = languageOf(element);
  const markdown = `${fence}${language ?? ''}\n${text}\n${fence}`;
  return { markdown, lines: text.split('\n'), language };
}

/** Lines that changed begin with their sign, as those of `diff` do, and so the others with a space. */
function withSigns(text: string): string {
  if (!text.includes(CHANGED)) return text;
  const lines = text.split('\n').map((line) => {
    const [before = '', ...rest] = line.split(CHANGED);
    const sign = rest[0]?.charAt(0) ?? ' ';
    return sign + before + rest.map((part) => part.slice(1)).join('');
  });
  return lines.join('\n');
}

/** That of the `code` in it, or its own. */
function languageOf({ facts, children }: ContentElement): string | undefined {
  const inner = children.map((child) => (child.kind === 'element' ? child.facts.language : undefined));
  return inner.find((language) => language !== undefined) ?? facts.language;
}

/** Of code in a line, which has several where `br` or blocks in it end them. */
export function codeLines({ children }: ContentElement, space = /\s+/g): string[] {
  const text = preformattedText(children, (part) => part.replace(space, ' '));
  return text.split('\n').map((line) => line.replace(/ {2,}/g, ' '));
}

/** No-break spaces indent what is no `pre`. */
function sampleText(code: ContentElement): string {
  const lines = codeLines(code, /[^\S\u00a0]+/g);
  return lines.map((line) => line.replace(/^ /, '')).join('\n');
}

/** Lines may be blocks of their own, or end with `br`; buttons beside code copy it. */
function preformattedText(nodes: readonly ContentNode[], write = (text: string) => text): string {
  let text = '';
  for (const node of nodes) {
    if (node.kind === 'text') text += write(node.text);
    else if (node.name === 'br') text += '\n';
    else if (node.name !== 'button') {
      const apart = isBlock(node) && node.name !== 'code';
      if (apart && text !== '' && !text.endsWith('\n')) text += '\n';
      if (node.facts.sign !== undefined) text += CHANGED + node.facts.sign;
      text += preformattedText(node.children, write);
      if (apart && !text.endsWith('\n')) text += '\n';
    }
  }
  return text;
}

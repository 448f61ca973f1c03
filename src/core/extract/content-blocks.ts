/** Blocks of markdown put together from what stands in them. */
import { type ContentElement, type ContentNode, isBlock } from './content-node.js';

export interface Block {
  readonly text: string;
  readonly kind: 'paragraph' | 'heading' | 'list' | 'code' | 'quote' | 'rule' | 'table';
}

/** A list belongs to the words before it; other blocks stand apart. */
export function joined(blocks: readonly Block[]): string {
  return blocks.map(({ text, kind }, i) => (i === 0 ? text : `${kind === 'list' ? '\n' : '\n\n'}${text}`)).join('');
}

/** Where each block stands in the text that they make, in characters. */
export function placesOf(blocks: readonly Block[], between: string): (readonly [start: number, end: number])[] {
  let at = 0;
  return blocks.map(({ text }) => {
    const start = at;
    at += text.length + between.length;
    return [start, start + text.length] as const;
  });
}

export function indented(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`).replace(/^ +$/gm, '');
}

export function quoted(blocks: readonly Block[]): string {
  const text = blocks.map((block) => block.text).join('\n\n');
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
}

const FENCE_MIN = 3;

export function codeBlock(element: ContentElement): CodeBlock | undefined {
  const text = preformattedText(element.children)
    .replaceAll('\u00a0', ' ')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  if (text === '') return undefined;
  const fence = '`'.repeat(Math.max(FENCE_MIN, longestRun(text) + 1));
  const markdown = `${fence}${languageOf(element) ?? ''}\n${text}\n${fence}`;
  return { markdown, lines: text.split('\n') };
}

/** Its own, or that of the `code` in it. */
function languageOf({ facts, children }: ContentElement): string | undefined {
  const inner = children.map((child) => (child.kind === 'element' ? child.facts.language : undefined));
  return facts.language ?? inner.find((language) => language !== undefined);
}

/** Of code in a line, which has several where `br` or blocks in it end them. */
export function codeLines({ children }: ContentElement): string[] {
  const text = preformattedText(children, (part) => part.replace(/\s+/g, ' '));
  return text.split('\n').map((line) => line.replace(/ {2,}/g, ' '));
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
      text += preformattedText(node.children, write);
      if (apart && !text.endsWith('\n')) text += '\n';
    }
  }
  return text;
}

/**
 * Code that a page lays out line by line, without `pre`: a table with the numbers of lines in cells of their own (views
 * of files, diffs), or the lines of a unified diff as a `div` each. Only the page's style keeps their white space.
 */
import { type ElementNode, textOf } from '../document/tree.js';
import { LINE_NUMBER } from './code-names.js';
import { cellsOf, rowsOf } from './content-layout.js';
import { type ContentElement, type ContentNode, contentElement, elementsIn, holds, isBlock } from './content-node.js';

const LINES_MIN = 2;
const HEADER_ROWS_MAX = 3;
/** A header of a hunk: `@@ -1,4 +1,5 @@` (GNU diffutils manual, "Detailed Description of Unified Format"). */
const HUNK = /^@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@/;
/** Between a line's box and its words stand a box or two of the highlighter. */
const FIRST_TEXT_LEVELS = 5;
/** A header takes 46 at most, and has few parts. */
const HUNK_CHARS_MAX = 200;
const HUNK_NODES_MAX = 50;
const DIFF = { language: 'diff' };

/** The number of a line that a cell shows: '' where it is one of another side, undefined where the cell shows no number. */
export function lineNumber(cell: ElementNode): string | undefined {
  const { attributes } = cell;
  const isNamed = LINE_NUMBER.test(attributes['class'] ?? '') || attributes['data-line-number'] !== undefined;
  if (!isNamed) return undefined;
  const shown = textOf(cell).trim();
  if (shown !== '') return /^(?:\d{1,9}|[.…]+)$/.test(shown) ? shown.replace(/\D/g, '') : undefined;
  // Written there by the style, so that it is not copied.
  const inner = cell.children.find((child) => child.kind === 'element');
  const values = [cell, ...(inner?.kind === 'element' ? [inner] : [])].flatMap(({ attributes }) =>
    Object.entries(attributes).flatMap(([name, value]) => (name.startsWith('data-') ? value : [])),
  );
  return values.find((value) => /^\d{1,9}$/.test(value)) ?? '';
}

interface Line {
  readonly numbers: readonly string[];
  readonly sign: string;
  readonly text: string;
}

/** Makes code of a table of numbered lines. @returns whether it is one */
export function listLines(table: ContentElement): boolean {
  const rows = rowsOf(table).map((row) => ({ row, line: lineOf(row) }));
  const lines = rows.flatMap(({ line }) => line ?? []);
  if (lines.length < LINES_MIN || !countsUp(lines) || rows.slice(0, HEADER_ROWS_MAX).some(({ row }) => isHeader(row)))
    return false;
  // A number beside anything else: who wrote the line, or the other file.
  if (rows.some(({ row, line }) => line === undefined && cellsOf(row).some(({ facts }) => facts.line !== undefined)))
    return false;
  const isDiff = lines.some(({ numbers, sign }) => numbers.length > 1 || sign !== '');
  const isSigned = !lines.some((line) => signOf(line).trim() !== '' && !line.text.startsWith(signOf(line)));
  const parts: ContentElement[] = [];
  let open: string[] = [];
  const close = () => {
    if (open.length > 0) parts.push(listing(open, isDiff, table.facts.table));
    open = [];
  };
  for (const { row, line } of rows) {
    const said = line === undefined ? codeOf(row) : '';
    if (line !== undefined) open.push(isDiff && !isSigned ? signOf(line) + line.text : line.text);
    else if (HUNK.test(said)) open.push(said);
    else {
      close();
      for (const cell of cellsOf(row)) cell.name = 'cell';
      parts.push(contentElement('div', row.children));
    }
  }
  close();
  table.name = 'div';
  table.children.splice(0, table.children.length, ...parts);
  return true;
}

/** One number, or the two of a diff, perhaps a sign, and the code. */
function lineOf(row: ContentElement): Line | undefined {
  const cells = cellsOf(row);
  const first = cells.findIndex(({ facts }) => facts.line === undefined);
  const rest = cells.slice(first);
  const code = rest.at(-1);
  if (first < 1 || first > 2 || code === undefined || rest.some(({ facts }) => facts.line !== undefined))
    return undefined;
  const sign = rest.slice(0, -1).map(codeOf).join('').trim();
  if (!/^[-+]?$/.test(sign) || holds(code, isNoCode)) return undefined;
  return { numbers: cells.slice(0, first).map(({ facts }) => facts.line ?? ''), sign, text: lineText(code) };
}

/** Where each column has a name, what the numbers count are no lines of code: buses, items of an order, fields of a form. */
function isHeader(row: ContentElement): boolean {
  const cells = cellsOf(row);
  const isNamed = ({ name, facts, children }: ContentElement) =>
    name === 'th' && facts.line === undefined && children.some((child) => codeOf(child).trim() !== '');
  return cells.length > 1 && cells.every(isNamed);
}

function isNoCode(element: ContentElement): boolean {
  return isBlock(element) && element.name !== 'div' && element.name !== 'pre' && element.name !== 'code';
}

/** Of its sides a diff leaves out the one that has no such line; a header of lines has neither. */
function signOf({ numbers: [before, after], sign, text }: Line): string {
  if (sign !== '') return sign;
  if (before === '' && after === '') return HUNK.test(text) ? '' : ' ';
  if (before === '' && after !== undefined) return '+';
  return after === '' ? '-' : ' ';
}

function countsUp(lines: readonly Line[]): boolean {
  return [0, 1].some((side) => isCounted(lines.map(({ numbers }) => numbers[side] ?? '')));
}

/** Lines of a file follow each other; lines of buses and orders do not. Where a diff has none there is none. */
function isCounted(shown: readonly string[]): boolean {
  const numbers = shown.flatMap((number) => (number === '' ? [] : Number(number)));
  const steps = numbers.slice(1).filter((number, at) => number - (numbers[at] ?? 0) === 1).length;
  return numbers.length >= LINES_MIN && steps * 2 >= numbers.length - 1;
}

/** Makes code of lines that are blocks of their own: those of a diff with its headers, or each with its number. */
export function listBlocks(parent: ContentElement): void {
  const lines = elementsIn(parent);
  if (lines.length < LINES_MIN) return;
  if (lines.some(isHunk)) {
    const isOther = (node: ContentNode) =>
      node.kind === 'text' ? node.text.trim() !== '' : node.name !== 'div' || holds(node, isBlock);
    if (!parent.children.some(isOther))
      parent.children.splice(0, parent.children.length, listing(lines.map(lineText), true));
  } else if (lines.some(isAnchored) && isCounted(lines.flatMap((line) => numberOf(line) ?? []))) listNumbered(parent);
}

/** Runs of numbered lines, whatever stands beside them. */
function listNumbered(parent: ContentElement): void {
  const parts: ContentNode[] = [];
  let open: string[] = [];
  const close = () => {
    if (open.length > 0) parts.push(listing(open, false));
    open = [];
  };
  for (const node of parent.children) {
    if (node.kind === 'element' && numberOf(node) !== undefined) {
      // One space parts the number from the line.
      open.push(
        node.children
          .slice(1)
          .map(codeOf)
          .join('')
          .replace(/^[ \u00a0]/, '')
          .replace(/\n$/, ''),
      );
    } else if (node.kind === 'element' || node.text.trim() !== '') {
      close();
      parts.push(node);
    }
  }
  close();
  parent.children.splice(0, parent.children.length, ...parts);
}

function numberOf({ name, children: [number] }: ContentElement): string | undefined {
  return name === 'div' && number?.kind === 'element' ? number.facts.line : undefined;
}

/** Views of files lead to each line; verses, paragraphs of a law and minutes only count them. */
function isAnchored(line: ContentElement): boolean {
  const [number] = line.children;
  return number?.kind === 'element' && number.name === 'a' && numberOf(line) !== undefined;
}

/** Its parts may be links, so that more of it is read only where it begins as one; not all of it: such lines may stand in each other. */
function isHunk(line: ContentElement): boolean {
  return firstText(line).trimStart().startsWith('@@ ') && HUNK.test(beginningOf(line, { nodes: HUNK_NODES_MAX }));
}

function beginningOf(node: ContentNode, left: { nodes: number }): string {
  left.nodes--;
  if (node.kind === 'text') return withoutLineEnds(node.text.slice(0, HUNK_CHARS_MAX));
  let said = '';
  for (const child of node.children) {
    if (left.nodes <= 0 || said.length >= HUNK_CHARS_MAX) break;
    said += beginningOf(child, left);
  }
  return said;
}

function firstText(element: ContentElement): string {
  let at: ContentNode | undefined = element;
  for (let level = 0; level < FIRST_TEXT_LEVELS && at?.kind === 'element'; level++) at = at.children[0];
  return at?.kind === 'text' ? at.text : '';
}

function listing(lines: readonly string[], isDiff: boolean, table?: ElementNode): ContentElement {
  const text = lines.join('\n');
  return contentElement('pre', [{ kind: 'text', text }], { ...(isDiff ? DIFF : {}), table });
}

/** A `br` at its end only gives an empty line its height. */
function lineText(line: ContentElement): string {
  return codeOf(line).replace(/\n$/, '');
}

/** What stands in a line, with its white space. The line ends of the source between its parts are none. */
function codeOf(line: ContentNode): string {
  if (line.kind === 'text') return withoutLineEnds(line.text);
  if (line.name === 'br') return '\n';
  return line.name === 'button' ? '' : line.children.map(codeOf).join('');
}

/** No expressions that look for an end: they take the square of long white space. */
function withoutLineEnds(text: string): string {
  const said = text.trimEnd();
  const end = text.indexOf('\n', said.length);
  if (said === '' && end >= 0) return '';
  const shown = end < 0 ? text : text.slice(0, end);
  return shown.replace(/^\n+/, '').replace(/\n+/g, ' ');
}

/** A content tree as plain text: one block a line, blocks that stand apart with an empty line between. */
import { STRUCK } from '../document/tree.js';
import { type ContentElement, contentText, elementsIn, holds, isBlock, isBox } from './content-node.js';
import { tableCells } from './content-table.js';
import { type GridRoom, gridRoom } from './table-grid.js';
import { hasWords } from './visible-text.js';

/** Blocks with room around them; others (div, li, tr) only end the line. */
const APART: ReadonlySet<string> = new Set([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'table', 'pre', 'blockquote', 'section', 'article'],
  ...['figure', 'header', 'footer', 'main', 'nav', 'aside', 'hr'],
]);
const CELLS: ReadonlySet<string> = new Set(['td', 'th']);
/** Between cells that stand in no table of the content. No text holds it: `clean` takes it out. */
const CELL_EDGE = '\0';

interface Open {
  readonly node: ContentElement;
  next: number;
}

/** `isCut`: a table was too large. */
export function plainText(
  root: ContentElement,
  minWords: number,
  room: GridRoom = gridRoom(),
): { text: string; isCut: boolean } {
  const lines = new Lines(minWords, room);
  const open: Open[] = [{ node: root, next: 0 }];
  let preformatted = 0;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.node.children[top.next++];
    if (child === undefined) {
      open.pop();
      if (top.node.name === 'pre') preformatted--;
      if (preformatted === 0 && isStruck(top.node)) lines.add('~~', false);
      lines.edge(top.node);
    } else if (child.kind === 'text') lines.add(child.text, preformatted > 0);
    else if (child.name === 'table') lines.table(child);
    else {
      lines.edge(child);
      const before = top.node.children[top.next - 2];
      // Links side by side are parted by style: those of menus and footers.
      if (child.name === 'a' && before?.kind === 'element' && before.name === 'a' && preformatted === 0)
        lines.add(' ', false);
      if (child.name === 'pre') preformatted++;
      if (preformatted === 0 && isStruck(child)) lines.add('~~', false);
      open.push({ node: child, next: 0 });
    }
  }
  return { text: lines.result(), isCut: lines.isCut };
}

/** What no longer holds, as the price before this one, would be read as what does: marked as in markdown. */
function isStruck(element: ContentElement): boolean {
  return STRUCK.has(element.name) && !holds(element, isBlock) && contentText(element).trim() !== '';
}

/** A cell as it stands in a row; one that shows a picture and no word, as a flag or a medal, by the name of that. */
function cellText(cell: ContentElement, room: GridRoom): string {
  return collapsed(plainText(cell, 1, room).text.replaceAll('\n', ' ')) || nameOfPicture(cell);
}

function nameOfPicture(node: ContentElement): string {
  if (node.name === 'img') return collapsed(node.facts.alt ?? '');
  for (const part of elementsIn(node)) {
    const name = nameOfPicture(part);
    if (name !== '') return name;
  }
  return '';
}

class Lines {
  readonly #lines: string[] = [];
  #line = '';
  #isPreformatted = false;
  isCut = false;

  constructor(
    readonly minWords: number,
    readonly room: GridRoom,
  ) {}

  add(text: string, preformatted: boolean): void {
    this.#line += text;
    this.#isPreformatted ||= preformatted;
  }

  edge(element: ContentElement): void {
    const { name } = element;
    if (CELLS.has(name)) this.#line += CELL_EDGE;
    else if (name === 'br') this.#end();
    else if (name === 'img' || isBox(element)) this.#line += ' ';
    else if (isBlock(element)) {
      this.#end();
      if (APART.has(name) && this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
    }
  }

  /** A row a line, each cell in its column: those that reach down stand in the rows below too. */
  table(table: ContentElement): void {
    this.edge(table);
    for (const part of elementsIn(table)) if (part.name === 'caption') this.#put(cellText(part, this.room));
    const { rows, isCut } = tableCells(table, (cell) => cellText(cell, this.room), this.room);
    this.isCut ||= isCut;
    for (const row of rows) {
      while (row.at(-1) === '') row.pop();
      this.#put(row.join(' | '));
    }
    this.edge(table);
  }

  result(): string {
    this.#end();
    return this.#lines.join('\n').trim();
  }

  #end(): void {
    const line = this.#isPreformatted ? this.#line.replace(/^\n+/, '').trimEnd() : collapsed(this.#line);
    this.#line = '';
    this.#isPreformatted = false;
    this.#put(line);
  }

  #put(line: string): void {
    if (hasWords(collapsed(line), this.minWords)) this.#lines.push(line);
  }
}

/** White space collapsed; cells beside each other are parted by a bar. */
function collapsed(text: string): string {
  return text
    .split(CELL_EDGE)
    .map((cell) => cell.replace(/\s+/g, ' ').trim())
    .filter((cell) => cell !== '')
    .join(' | ');
}

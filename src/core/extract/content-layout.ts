/** Tables that only place things are no tables: they are taken apart into blocks and lines. */
import type { DocumentNode, ElementNode } from '../document/tree.js';
import { isPlacing, missingRows } from './content-names.js';
import {
  type ContentElement,
  type ContentNode,
  contentElement,
  contentText,
  elementsIn,
  holds,
  isBlock,
  OF_TABLES,
} from './content-node.js';
import type { PageContext } from './page-context.js';
import { COLSPAN_MAX, span } from './table-grid.js';
import { columnHeads, HEAD_ROWS_MAX } from './table-heads.js';

/** Cells of more text than this, in several blocks, are parts of a page. With headings above them they may be longer. */
const CELL_CHARS_MAX = 500;
const HEADED_CELL_CHARS_MAX = 2_000;

/** Levels within a grid at which its rows are looked for: body, scroller, rows. */
const NARROWED_MAX = 4;

/**
 * Rows of a table, not of those in its cells.
 * @param found takes them: a grid's rows may stand hundreds of levels below it
 */
export function rowsOf(table: ContentElement, found: ContentElement[] = []): ContentElement[] {
  for (const part of elementsIn(table)) {
    if (part.name === 'tr') found.push(part);
    else if (part.name !== 'td' && part.name !== 'th' && part.name !== 'caption') rowsOf(part, found);
  }
  return found;
}

export function cellsOf(row: ContentElement, found: ContentElement[] = []): ContentElement[] {
  for (const part of elementsIn(row)) {
    if (part.name === 'td' || part.name === 'th') found.push(part);
    else cellsOf(part, found);
  }
  return found;
}

/** What an element that is written as a table is once all that is in it is known. */
export function settleTable(table: ContentElement, element: ElementNode): void {
  const { name } = element;
  unwrapLayout(table, isPlacing(element));
  if (table.name === 'table' || (name !== 'ul' && name !== 'ol')) return;
  // A list that is a grid for the keys of a keyboard only.
  table.name = name;
  for (const row of elementsIn(table)) if (row.name === 'div') row.name = 'li';
}

/** Rates, results and orders come later than the page that they stand on: read without its scripts it has none, and does not say so. */
const UNFILLED =
  'a table has a head and no rows: a script of the page may bring them; crawl with engine "browser" would show them';

function isUnfilled({ children }: ElementNode): boolean {
  const named = (name: string) => children.filter((part) => part.kind === 'element' && part.name === name);
  const isEmpty = (part: DocumentNode) => part.kind === 'element' && part.children.every(({ kind }) => kind === 'text');
  const bodies = named('tbody');
  return bodies.length > 0 && bodies.every(isEmpty) && named('thead').length > 0;
}

export function tellMissingRows(table: ContentElement, element: ElementNode, context: PageContext): void {
  if (!context.request.rendered && isUnfilled(element) && contentText(table).trim() !== '' && context.hasScript())
    context.warn(UNFILLED);
  if (element.attributes['aria-rowcount'] === undefined) return;
  const missing = missingRows(element, rowsOf(table).length);
  if (missing !== undefined) context.warn(missing);
}

/** Tables of a million characters are cut, as the index of all classes of a platform would be; paragraphs are not. */
const GRID_BOXES_MAX = 5_000;
const COLUMN_HEAD = /(?:^|\s)table-header(?:\s|$)/;

/** Boxes that the page's style lays out as a table, with no rows around them (Javadoc): the heads of the columns, then as many boxes to a row. */
export function settleGrid(box: ContentElement, element: ElementNode): void {
  const isHead = (node: DocumentNode | undefined) =>
    node?.kind === 'element' && COLUMN_HEAD.test(node.attributes['class'] ?? '');
  // First: nearly no box begins with a head.
  if (!isHead(element.children.find(({ kind }) => kind === 'element'))) return;
  const columns = element.children.filter(({ kind }) => kind === 'element').findIndex((one) => !isHead(one));
  const cells = elementsIn(box);
  const isWhole = cells.length > columns && cells.length % columns === 0 && cells.every(({ name }) => name === 'div');
  if (
    columns < 2 ||
    cells.length > GRID_BOXES_MAX ||
    !isWhole ||
    box.children.some((child) => child.kind === 'text' && child.text.trim() !== '')
  )
    return;
  box.name = 'table';
  box.children.length = 0;
  for (let at = 0; at < cells.length; at += columns)
    box.children.push(contentElement('tr', cells.slice(at, at + columns)));
  for (const [at, cell] of cells.entries()) cell.name = at < columns ? 'th' : 'td';
  settleTable(box, element);
}

/** Gives a table the head that stands in a table of its own before it. */
export function headedTables() {
  const heads = columnHeads<ContentElement>();
  /** A table of one row is taken apart before it is known to be a head. */
  const cellsOfHead = new WeakMap<ContentElement, ContentElement[][]>();
  return {
    enter: heads.enter,
    text: heads.text,
    leave(table: ContentElement) {
      const rows = rowsOf(table);
      if (rows.length <= HEAD_ROWS_MAX)
        cellsOfHead.set(
          table,
          rows.map((row) => cellsOf(row)),
        );
      const head = heads.leave(table, rows.length, () => rows.map((row) => cellsOf(row).map(headCell)));
      // One row below its head is as much of a table as two.
      if (head === undefined || !isData([...rows, ...rows])) return;
      head.table.children.length = 0;
      if (head.isCopy) return;
      const headRows = cellsOfHead.get(head.table)?.map((cells) => {
        for (const cell of cells) cell.name = 'th';
        return contentElement('tr', cells);
      });
      table.children.unshift(contentElement('thead', headRows));
    },
  };
}

function headCell(cell: ContentElement) {
  const { name, facts } = cell;
  return { text: contentText(cell), heading: name === 'th', colspan: span(facts.colspan, 1, COLSPAN_MAX) };
}

/** A data table stays one; a table in its cells is lines there, a row each. */
function unwrapLayout(table: ContentElement, onlyPlaces = false): void {
  const rows = rowsOf(table);
  if (onlyPlaces || !isData(rows)) takeApart(table, rows);
  else if (holdsMore(table)) narrow(table);
  else for (const row of rows) for (const inner of cellsOf(row).flatMap(tablesIn)) takeApart(inner, rowsOf(inner));
}

function tablesIn(cell: ContentElement): ContentElement[] {
  return elementsIn(cell).flatMap((part) => (part.name === 'table' ? [part] : tablesIn(part)));
}

/** Whether there is more than rows of cells: a grid made of other elements often has its toolbar and its pager in it. */
function holdsMore(part: ContentNode, inRow = false): boolean {
  if (part.kind === 'text') return part.text.trim() !== '';
  if (part.name === 'td' || part.name === 'th') return !inRow;
  if (part.name === 'img' || part.name === 'a') return true;
  return part.name !== 'caption' && part.children.some((child) => holdsMore(child, inRow || part.name === 'tr'));
}

/** What is rows alone becomes a table of its own; what stands beside it stays what it is. */
function narrow(part: ContentElement, level = 0, facts = part.facts): void {
  if (OF_TABLES.has(part.name)) part.name = 'div';
  const narrowed: ContentNode[] = [];
  let alone: ContentNode[] = [];
  const close = () => {
    const table = contentElement('table', alone, facts);
    alone = [];
    if (rowsOf(table).length === 0) return narrowed.push(...table.children);
    unwrapLayout(table);
    return narrowed.push(table);
  };
  for (const child of part.children) {
    const isAlone = child.kind === 'text' ? child.text.trim() === '' : child.name !== 'table' && !holdsMore(child);
    if (isAlone) {
      alone.push(child);
      continue;
    }
    close();
    narrowed.push(child);
    if (child.kind === 'text' || child.name === 'table') continue;
    const rows = child.name === 'tr' ? [child] : rowsOf(child);
    if (rows.length > 0 && child.name !== 'tr' && level < NARROWED_MAX) narrow(child, level + 1, facts);
    else takeApart(child, rows);
  }
  close();
  part.children.splice(0, part.children.length, ...narrowed);
}

function takeApart(table: ContentElement, rows: readonly ContentElement[]): void {
  for (const row of rows) {
    const cells = cellsOf(row);
    // Cells of a few words each are one line, as they are seen.
    const name = cells.some((cell) => holds(cell, isBlock)) ? 'div' : 'cell';
    for (const cell of cells) cell.name = name;
    row.name = 'div';
  }
  for (const part of [table, ...elementsIn(table)]) if (OF_TABLES.has(part.name)) part.name = 'div';
}

function isData(rows: readonly ContentElement[]): boolean {
  const cells = rows.map((row) => cellsOf(row));
  // A picture beside a text (the sign of a note) makes no columns.
  const widest = cells.reduce((most, row) => Math.max(most, row.filter(hasText).length), 0);
  if (cells.filter((row) => row.length > 0).length < 2 || widest < 2) return false;
  const all = cells.flat();
  const headed = all.some((cell) => cell.name === 'th');
  return !all.some((cell) =>
    headed ? isPart(cell, HEADED_CELL_CHARS_MAX) : holds(cell, isFrame) || isPart(cell, CELL_CHARS_MAX),
  );
}

function hasText(cell: ContentElement): boolean {
  return contentText(cell).trim() !== '';
}

const FRAMES: ReadonlySet<string> = new Set(['table', 'article', 'section', 'h1', 'h2', 'h3', 'form', 'main', 'nav']);

function isFrame({ name }: ContentElement): boolean {
  return FRAMES.has(name);
}

/** A cell that is a part of a page: long, and in more than one block. */
function isPart(cell: ContentElement, charsMax: number): boolean {
  let blocks = 0;
  const counts = (element: ContentElement) => isBlock(element) && ++blocks > 1;
  return holds(cell, counts) && contentText(cell).length > charsMax;
}

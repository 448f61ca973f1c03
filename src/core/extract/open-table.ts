/** A table while the walk is in it: its rows so far, and the cell that takes the text. */
import { type ElementNode, findBelow } from '../document/tree.js';
import type { Position } from '../document/walk.js';
import { onTheLine } from './raised.js';
import type { TableRow } from './table-grid.js';

/** A longer cell is layout or an article; its beginning is enough to tell. */
export const CELL_CHARS_MAX = 5_000;

/** A table whose end the walk has not met yet. */
export interface OpenTable {
  readonly element: ElementNode;
  readonly order: number;
  /** Made of boxes that have the roles of a table, its rows and cells. */
  readonly isGrid: boolean;
  rows: TableRow[];
  row: TableRow | undefined;
  group: TableRow['group'];
  groupIndex: number;
  /** The open cell or caption that takes the text. */
  taker: ElementNode | undefined;
  /** What it is of the table. */
  takes: string;
  hiddenTaker: boolean;
  text: string;
  /** The open `sup` or `sub`, and where its text begins. */
  raised: { readonly element: ElementNode; readonly from: number } | undefined;
  /** Stands for a cell without text. */
  alt: string;
  caption: string;
  thead: boolean;
  scoped: boolean;
  nests: boolean;
  /** A table that is shown shows in its cells what is shown with scripts. */
  readonly inNoscript: boolean;
}

export function newTable(element: ElementNode, at: Position): OpenTable {
  return {
    element,
    order: at.order,
    isGrid: element.name !== 'table',
    rows: [],
    row: undefined,
    group: 'body',
    groupIndex: 0,
    taker: undefined,
    takes: '',
    hiddenTaker: false,
    text: '',
    raised: undefined,
    alt: '',
    caption: '',
    thead: false,
    scoped: false,
    nests: false,
    inNoscript: at.inNoscript,
  };
}

export function takeText(table: OpenTable, text: string): void {
  if (table.text.length < CELL_CHARS_MAX) table.text += text;
}

/** A sign of a note that is written beside a number would make another number of it: "1,234<sup>3</sup>". */
export function closeRaised(table: OpenTable, element: ElementNode, from: number): void {
  table.raised = undefined;
  // Behind no word it is no index of one, but small text: a cell of figures, the line below a name.
  if (element.name === 'sub' && !/\S$/.test(table.text.slice(Math.max(0, from - 1), from))) return;
  const link = findBelow(element, ({ name }) => name === 'a', RAISED_PARTS_MAX);
  const href = link?.attributes['href'];
  const isNote = href?.startsWith('#') === true;
  const text = href === undefined || isNote ? onTheLine(element.name, table.text.slice(from), isNote) : undefined;
  if (text !== undefined) table.text = table.text.slice(0, from) + text;
}
const RAISED_PARTS_MAX = 10;

export function newRow(table: OpenTable): TableRow {
  const row: TableRow = { cells: [], group: table.group, groupIndex: table.groupIndex };
  table.rows.push(row);
  return row;
}

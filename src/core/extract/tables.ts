/** The data tables of a page, each as headers and rows; layout tables are left out by their score. */
import type { ElementNode, TextNode } from '../document/tree.js';
import type { Position, Visitor } from '../document/walk.js';
import { scoreTable, tableScoreParts } from '../score/table.js';
import { isGrid, isPlacing, missingRows, tablePart } from './content-names.js';
import { signIn } from './content-signs.js';
import { CELL_CHARS_MAX, closeRaised, newRow, newTable, type OpenTable, takeText } from './open-table.js';
import type { PageContext } from './page-context.js';
import {
  COLSPAN_MAX,
  formGrid,
  type GridRoom,
  type GridRow,
  gridRoom,
  ROWSPAN_MAX,
  shapeOf,
  span,
  type TableCell,
} from './table-grid.js';
import { belowHead, columnHeads } from './table-heads.js';
import type { TableItem } from './table-item.js';
import { isApart, readable } from './visible-text.js';

/** Numbers, amounts, dates and times with a short unit and the sign of a note: "1,234.50 €", "12/03/2024", "15:30", "-3 %", "6.90¹", "2026年3月12日". */
const NUMERIC =
  /^[-+(~<>≈]?\s?\p{Sc}?\s?\p{Nd}[\p{Nd}.,:/\s'’–٫٬年月년월-]*\)?\s?(?:\p{Sc}|[%٪]|°?\p{L}{0,3})(?:[⁰¹²³⁴-⁹]+|\^\p{L}|\[\w{1,3}\])?$/u;
const NUMERIC_CHARS_MAX = 24;

export interface FoundTable {
  readonly element: ElementNode;
  readonly item: TableItem;
}

export function tableVisitor(ctx: PageContext): Visitor & { result(): FoundTable[] } {
  const open: OpenTable[] = [];
  const found: (FoundTable & { order: number })[] = [];
  const room = gridRoom();
  const heads = columnHeads<OpenTable>();
  let top: OpenTable | undefined;

  return {
    enter(element, at) {
      if (element.name === 'table' || isGrid(element)) {
        if (top) {
          top.nests = true;
          takeText(top, ' ');
        }
        top = newTable(element, at);
        open.push(top);
        heads.enter(top);
      } else if (top) enterInTable(ctx, top, element, at);
    },
    leave(element) {
      if (!top) return;
      if (element === top.taker) closeTaker(ctx, top);
      else if (element === top.raised?.element) closeRaised(top, element, top.raised.from);
      else if (element === top.element) {
        closeTaker(ctx, top);
        const { rows } = top;
        const head = heads.leave(top, rows.length, () => rows.map(({ cells }) => cells));
        if (head !== undefined) {
          top.rows = belowHead(head, rows);
          if (found.at(-1)?.element === head.table.element) found.pop();
        }
        const { item, isCut } = tableOf(ctx, top, room);
        const isTold = item !== undefined && item.score >= ctx.request.media.table_score_threshold;
        if (isTold) found.push({ order: top.order, element, item });
        const missing = missingRows(element, top.rows.length);
        if (missing !== undefined && isTold) ctx.warn(missing);
        if (isCut && (isTold || item === undefined)) ctx.warn('a table was cut in tables: they are too large');
        const cells = top.rows.flatMap((row) => row.cells.map(({ text }) => text));
        open.pop();
        top = open.at(-1);
        // What is no table by itself is text of the cell that it stands in.
        if (!isTold && top?.taker) takeText(top, ` ${cells.join(' ')} `);
      } else if (top.taker && isApart(element)) takeText(top, ' ');
    },
    text(node: TextNode, at) {
      if (at.gone) return;
      if (top?.taker === undefined) heads.text(node.text);
      else if (at.inNoscript === top.inNoscript) takeText(top, node.text);
    },
    result: () => found.sort((a, b) => a.order - b.order),
  };
}

function enterInTable(ctx: PageContext, table: OpenTable, element: ElementNode, at: Position): void {
  const part = tablePart(element, table.isGrid) ?? element.name;
  switch (part) {
    case 'thead':
    case 'tbody':
    case 'tfoot':
      closeTaker(ctx, table);
      table.thead ||= part === 'thead';
      table.group = part === 'thead' ? 'head' : part === 'tfoot' ? 'foot' : 'body';
      table.groupIndex++;
      table.row = undefined;
      return;
    case 'tr':
      closeTaker(ctx, table);
      table.row = newRow(table);
      return;
    case 'td':
    case 'th':
    case 'caption':
      closeTaker(ctx, table);
      table.taker = element;
      table.takes = part;
      table.hiddenTaker = at.gone;
      table.text = '';
      table.raised = undefined;
      table.alt = '';
      return;
    case 'sup':
    case 'sub':
      if (table.taker) table.raised ??= { element, from: table.text.length };
      return;
    case 'img':
    case 'amp-img':
    case 'amp-anim':
      if (!at.gone) table.alt ||= element.attributes['alt'] ?? '';
      return;
    default:
      if (table.taker && isApart(element)) takeText(table, ' ');
  }
}

/** A cell that is not displayed takes no column, so that sort keys and the like do not shift the others. */
function closeTaker(ctx: PageContext, table: OpenTable): void {
  const { taker } = table;
  table.taker = undefined;
  if (!taker || table.hiddenTaker) return;
  const shown = readable(ctx, table.text.slice(0, CELL_CHARS_MAX)) || readable(ctx, table.alt.slice(0, CELL_CHARS_MAX));
  const text = shown || signIn(taker, ctx);
  if (table.takes === 'caption') {
    table.caption ||= text;
    return;
  }
  const { attributes } = taker;
  table.scoped ||= 'scope' in attributes || 'headers' in attributes || 'abbr' in attributes;
  table.row ??= newRow(table);
  table.row.cells.push({
    text,
    heading: table.takes === 'th',
    colspan: span(attributes['colspan'], 1, COLSPAN_MAX),
    rowspan: span(attributes['rowspan'], 0, ROWSPAN_MAX),
  });
}

/** No item for what has no text. */
function tableOf(ctx: PageContext, table: OpenTable, room: GridRoom): { item?: TableItem; isCut: boolean } {
  const { rows: grid, isCut } = formGrid(table.rows, room);
  if (grid.every((row) => row.cells.every(({ text }) => text === ''))) return { isCut };
  const { title, headers, rows } = shapeOf(grid, table.caption !== '');
  const caption = title ?? table.caption;
  const summary = readable(ctx, table.element.attributes['summary'] ?? '');
  const seen = {
    ...signals(table, title === undefined ? grid : grid.slice(1)),
    headerRow: headers.length > 0,
    caption: caption !== '',
    summary: summary !== '',
  };
  const item: TableItem = {
    headers,
    rows: rows.map((row) => row.cells.map(({ text }) => text)),
    caption,
    summary,
    score: scoreTable(seen),
    ...(ctx.request.verbose && { score_parts: tableScoreParts(seen) }),
  };
  return { item, isCut };
}

function signals(table: OpenTable, grid: readonly GridRow[]) {
  const role = table.element.attributes['role']?.trim().toLowerCase();
  const cells: TableCell[] = table.rows.flatMap((row) => row.cells);
  const filled = cells.filter((cell) => cell.text !== '');
  const columns = grid[0]?.cells.length ?? 0;
  return {
    headerCells: filled.some((cell) => cell.heading),
    thead: table.thead,
    scoped: table.scoped,
    bordered: Number.parseInt(table.element.attributes['border'] ?? '0', 10) > 0,
    dataRole: role === 'table' || role === 'grid' || role === 'treegrid',
    presentational: isPlacing(table.element),
    nests: table.nests,
    rows: grid.length,
    columns,
    uniform: grid.every((row) => row.width === columns),
    filledCells: filled.length,
    numericCells: filled.filter(({ text }) => text.length <= NUMERIC_CHARS_MAX && NUMERIC.test(text)).length,
    textChars: filled.reduce((sum, cell) => sum + cell.text.length, 0),
  };
}

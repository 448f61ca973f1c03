/** Tables as an answer shows them. */
import { cutChars } from '../cut-chars.js';
import type { TableItem } from '../extract/table-item.js';
import { estimateTokens } from './tokens.js';

/** Rows of a table that stand beside the content, which has them too; the whole table is in the resource. */
const SHOWN_ROWS = 25;
/** Of the answer's room: a table where no content was asked for. What is dearer than 0.4 of it is passed over. */
const ALONE_SHARE = 0.3;
const SHOWN_CELL_CHARS = 200;

/** With `rows_total` where rows were cut. */
export type ShownTable = TableItem & { rows_total?: number };

/** @param room tokens for tables where no content was asked for: then as many rows as fit */
export function shownTable(table: ShownTable, room?: number): ShownTable {
  const cut = (row: readonly string[]) => row.map((cell) => cutChars(cell, SHOWN_CELL_CHARS));
  const rows =
    room === undefined ? table.rows.slice(0, SHOWN_ROWS).map(cut) : rowsWithin(table.rows, cut, room * ALONE_SHARE);
  return { ...table, rows, ...(table.rows.length > rows.length ? { rows_total: table.rows.length } : {}) };
}

function rowsWithin(
  all: readonly (readonly string[])[],
  cut: (row: readonly string[]) => string[],
  tokensMax: number,
): string[][] {
  const rows: string[][] = [];
  let tokens = 0;
  for (const row of all) {
    const shown = cut(row);
    tokens += estimateTokens(JSON.stringify(shown)) + 1;
    if (tokens > tokensMax && rows.length > 0) break;
    rows.push(shown);
  }
  return rows;
}

/** `in_markdown` says that the answer's own markdown shows it: from and to, in characters of that. */
export function besideMarkdown({ in_markdown: place, ...table }: ShownTable, from: number, to: number): ShownTable {
  if (place === undefined || place[0] < from || place[1] > to) return table;
  return { ...table, in_markdown: [place[0] - from, place[1] - from] };
}

/**
 * Of a table that stands in the content above, only its name: the same rows twice tell a reader nothing.
 * @param whole the resource that has the rows left out
 */
export function tableText(table: ShownTable, whole = ''): string {
  const { headers, rows, caption, rows_total } = table;
  if (table.in_markdown !== undefined) {
    const name = cutChars(caption || headers.filter((header) => header !== '').join(' | '), SHOWN_CELL_CHARS);
    return `${name || 'Table'} (${rows_total ?? rows.length} rows): in the content above`;
  }
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = caption === '' ? [] : [caption];
  if (headers.length > 0) lines.push(row(headers), row(headers.map(() => '---')));
  lines.push(...rows.map(row));
  if (rows_total !== undefined) lines.push(`(${rows.length} of ${rows_total} rows; all are in ${whole})`);
  return lines.join('\n');
}

/** Headings of columns that have a table of their own, so that they stay while the rows are scrolled (Element Plus, Ant Design, DataTables, Kendo): which table they are the head of. Pure. */
import type { TableCell, TableRow } from './table-grid.js';

/** Groups of columns, the columns, and a row of filters. */
export const HEAD_ROWS_MAX = 3;

type Cells = readonly (readonly Pick<TableCell, 'text' | 'heading' | 'colspan'>[])[];

export interface ColumnHeads<Table> {
  enter(table: Table): void;
  /** Text is shown: what stands between is no part of one table. */
  text(text: string): void;
  /** The table that holds the head of the one that ends. @param cells of its rows, asked for where it may have or be one */
  leave(table: Table, rows: number, cells: () => Cells): Head<Table> | undefined;
}

export interface Head<Table> {
  readonly table: Table;
  /** Above the bar that scrolls the rows it has an empty cell, the last of its first row. */
  readonly isWider: boolean;
  /** The table has the same head itself, which is scrolled away. */
  readonly isCopy: boolean;
}

export function columnHeads<Table>(): ColumnHeads<Table> {
  let head: { readonly table: Table; readonly columns: number; readonly isPadded: boolean; texts: string } | undefined;
  let body: Table | undefined;
  return {
    enter(table) {
      if (head !== undefined) body ??= table;
    },
    text(text) {
      if (head !== undefined && body === undefined && text.trim() !== '') head = undefined;
    },
    leave(table, rows, cells) {
      if (body !== undefined && body !== table) return undefined;
      const above = body === undefined ? undefined : head;
      head = undefined;
      body = undefined;
      if (rows === 0 || (above === undefined && rows > HEAD_ROWS_MAX)) return undefined;
      const all = cells();
      const headings = all.slice(0, HEAD_ROWS_MAX).filter(isHeading);
      if (headings.length > 0) {
        if (rows <= HEAD_ROWS_MAX && all.every((row) => isHeading(row) || row.every(isBlank)))
          head = headOf(table, all);
        const isCopy = above?.texts === textsOf(headings);
        return above !== undefined && isCopy ? { table: above.table, isWider: false, isCopy } : undefined;
      }
      if (above === undefined) return undefined;
      const columns = all.reduce((most, row) => Math.max(most, widthOf(row)), 0);
      const isWider = above.isPadded && columns === above.columns - 1;
      return columns === above.columns || isWider ? { table: above.table, isWider, isCopy: false } : undefined;
    },
  };
}

function headOf<Table>(table: Table, [first = [], ...others]: Cells) {
  const named = [first, ...others].flat().filter((cell) => !isBlank(cell));
  const last = first.at(-1);
  const isPadded = last !== undefined && isBlank(last);
  if (named.length < 2) return undefined;
  return { table, columns: widthOf(first), isPadded, texts: textsOf([first, ...others]) };
}

function textsOf(rows: Cells): string {
  return JSON.stringify(rows.map((row) => row.filter((cell) => !isBlank(cell)).map(({ text }) => text.trim())));
}

function isHeading(row: Cells[number]): boolean {
  return row.some(isNamed) && row.every((cell) => isNamed(cell) || isBlank(cell));
}

function isNamed(cell: Cells[number][number]): boolean {
  return cell.heading && !isBlank(cell);
}

function isBlank({ text }: Cells[number][number]): boolean {
  return text.trim() === '';
}

function widthOf(row: Cells[number]): number {
  return row.reduce((sum, { colspan }) => sum + colspan, 0);
}

/** The rows of a table below those of its head, which it may have itself. The first of a table may be there for the widths of its columns alone (Ant Design). */
export function belowHead(head: Head<{ readonly rows: readonly TableRow[] }>, rows: readonly TableRow[]): TableRow[] {
  const { table, isWider, isCopy } = head;
  if (isCopy) return [...rows];
  const headRows = table.rows.map(({ cells }, at): TableRow => {
    const fitting = isWider && at === 0 ? cells.slice(0, -1) : cells;
    return { cells: fitting, group: 'head', groupIndex: -1 };
  });
  return [...headRows, ...rows.slice(rows[0]?.cells.every(isBlank) ? 1 : 0)];
}

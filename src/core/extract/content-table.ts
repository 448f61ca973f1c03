/** A data table as GFM has it: one heading row, as many cells in every row, each on one line. */
import { cellsOf } from './content-layout.js';
import type { ContentElement } from './content-node.js';
import {
  COLSPAN_MAX,
  formGrid,
  type Grid,
  type GridRoom,
  type GridRow,
  mostCells,
  ROWSPAN_MAX,
  shapeOf,
  span,
  type TableRow,
} from './table-grid.js';

/** A cell that reaches into the rows below is repeated there, so that each row says what it is about, unless it is long. */
const REPEATED_CHARS_MAX = 100;
/** What holds for several columns is a word or two ("free", "on request"); a note may reach over as many. */
const SHARED_CHARS_MAX = 40;

export interface TableMarkdown {
  readonly title: string | undefined;
  /** Empty where no cell has content. */
  readonly markdown: string;
  /** The grid has its limits: the rest is left out. */
  readonly isCut: boolean;
}

/** @param write the markdown of a cell, on one line, without pipes */
export function tableMarkdown(
  table: ContentElement,
  hasCaption: boolean,
  write: (cell: ContentElement) => string,
  room: GridRoom,
): TableMarkdown {
  const { rows: grid, isCut } = gridOf(table, write, room);
  const { title, headers, rows } = shapeOf(grid, hasCaption);
  const columns = rows.reduce((most, { cells }) => Math.max(most, cells.length), headers.length);
  const lines = rows.map((row, at) => shownCells(row, rows[at - 1], headers));
  const shown = lines.filter((cells) => cells.some((cell) => cell !== ''));
  if (shown.length === 0 && headers.every((header) => header === '')) return { title, markdown: '', isCut };
  const named = Array.from({ length: columns }, (_, column) => headers[column] ?? '');
  // Columns of icons and spacers are empty in every row.
  const used = [...named.keys()].filter((column) => named[column] !== '' || shown.some((cells) => cells[column]));
  const inUse = (cells: readonly string[]) => used.flatMap((column) => cells[column] ?? []);
  const heading = inUse(named);
  const markdown = [heading, heading.map(() => '-'), ...shown.map(inUse)].map(line).join('\n');
  return { title, markdown, isCut };
}

/** The rows of a data table without its caption, as many cells in each. */
export function tableCells(
  table: ContentElement,
  write: (cell: ContentElement) => string,
  room: GridRoom,
): { rows: string[][]; isCut: boolean } {
  const { rows: grid, isCut } = gridOf(table, write, room);
  return { rows: grid.map((row, at) => shownCells(row, grid[at - 1])), isCut };
}

function gridOf(table: ContentElement, write: (cell: ContentElement) => string, room: GridRoom): Grid {
  const given = tableRows(table, write, mostCells(room));
  const { rows, isCut } = formGrid(given.rows, room);
  return { rows, isCut: given.isCut || isCut };
}

/** What no grid has room for is not written. */
function tableRows(table: ContentElement, write: (cell: ContentElement) => string, cellsMax: number) {
  const rows: TableRow[] = [];
  let isCut = false;
  let groupIndex = 0;
  let cells = 0;
  const read = (element: ContentElement, group: TableRow['group']) => {
    for (const part of element.children) {
      if (part.kind === 'text' || part.name === 'caption') continue;
      if (part.name !== 'tr') {
        groupIndex++;
        read(part, part.name === 'thead' ? 'head' : part.name === 'tfoot' ? 'foot' : group);
        groupIndex++;
      } else if (cells >= cellsMax) isCut = true;
      else {
        const row = { group, groupIndex, cells: cellsOf(part).map((cell) => tableCell(cell, write)) };
        cells += row.cells.length;
        rows.push(row);
      }
    }
  };
  read(table, 'body');
  return { rows, isCut };
}

function tableCell(cell: ContentElement, write: (cell: ContentElement) => string): TableRow['cells'][number] {
  return {
    text: write(cell),
    heading: cell.name === 'th',
    colspan: span(cell.facts.colspan, 1, COLSPAN_MAX),
    rowspan: span(cell.facts.rowspan, 0, ROWSPAN_MAX),
  };
}

/** A cell that spans columns is shown in the first of them; one that says what holds in each of several columns with a name, in each. */
function shownCells(row: GridRow, above: GridRow | undefined, headers: readonly string[] = []): string[] {
  return row.cells.map((cell, column) => {
    if (column > 0 && cell === row.cells[column - 1]) {
      const isShared = headers[column] && cell !== row.cells[0] && !cell.heading;
      return isShared && cell.text.length <= SHARED_CHARS_MAX ? cell.text : '';
    }
    const isRepeated = cell === above?.cells[column];
    return isRepeated && cell.text.length > REPEATED_CHARS_MAX ? '' : cell.text;
  });
}

function line(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' |' : ` ${cell} |`)).join('')}`;
}

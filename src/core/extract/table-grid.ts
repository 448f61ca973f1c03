/** Cells with spans -> a full grid with its headings, after the HTML standard's "forming a table" (4.9.12), with caps. */

export interface TableCell {
  text: string;
  heading: boolean;
  colspan: number;
  /** 0 reaches to the end of the row group, as the standard says. */
  rowspan: number;
}

export interface TableRow {
  cells: TableCell[];
  group: 'head' | 'body' | 'foot';
  /** Rows of one `thead`, `tbody` or `tfoot`: no cell spans beyond it. */
  groupIndex: number;
}

export interface GridRow {
  /** One a column; a cell that spans several stands in each of them, in the rows below too. */
  cells: TableCell[];
  /** Every filled cell is a heading, and there is one. */
  heading: boolean;
  group: TableRow['group'];
  /** How many columns the row's own and the spanning cells cover, before the row is filled up. */
  width: number;
}

/** The standard's own caps on a single span. */
export const COLSPAN_MAX = 1_000;
export const ROWSPAN_MAX = 65_534;
/** A few cells with large spans could ask for 65 million cells, or for one long text in each: the rest is cut. */
const GRID_CELLS_MAX = 100_000;
const GRID_CHARS_MAX = 1_000_000;
/** Of all tables of a page: a hundred in a megabyte could else ask for a hundred times that, on the server's thread too. */
const PAGE_CELLS_MAX = 500_000;
const PAGE_CHARS_MAX = 5_000_000;

/** What the tables of a page may still take, copies of spanning cells included. */
export interface GridRoom {
  cells: number;
  chars: number;
}

export function gridRoom(): GridRoom {
  return { cells: PAGE_CELLS_MAX, chars: PAGE_CHARS_MAX };
}

export interface Grid {
  readonly rows: GridRow[];
  /** Cells were left out: the table, or the page's tables together, are too large. */
  readonly isCut: boolean;
}

/** What one table may still take. */
interface Left {
  cells: number;
  isCut: boolean;
}

/** A cell that still reaches into the rows below. */
interface Reach {
  readonly cell: TableCell;
  rowsLeft: number;
}

const EMPTY: TableCell = { text: '', heading: false, colspan: 1, rowspan: 1 };

/** Rows in the order in which they are shown (`tfoot` last), each filled up to the columns in which a cell begins. */
export function formGrid(rows: readonly TableRow[], room: GridRoom): Grid {
  const shown = [...rows.filter((row) => row.group !== 'foot'), ...rows.filter((row) => row.group === 'foot')];
  const grid: GridRow[] = [];
  const left: Left = { cells: mostCells(room), isCut: false };
  let reaching: (Reach | undefined)[] = [];
  let groupIndex = shown[0]?.groupIndex;
  for (const row of shown) {
    if (row.groupIndex !== groupIndex) reaching = [];
    groupIndex = row.groupIndex;
    const placed = placeRow(row, reaching, left);
    if (row.cells.length > 0 && placed.width > 0) grid.push(placed);
    if (left.isCut) break;
  }
  const columns = dropEmptyColumns(grid);
  const isCut = cutChars(grid, room) || left.isCut;
  // One wide row above many short ones would go round the cap.
  if (columns * grid.length <= GRID_CELLS_MAX) {
    for (const row of grid) while (row.cells.length < columns) row.cells.push(EMPTY);
  }
  for (const { cells } of grid) room.cells -= cells.length;
  return { rows: grid, isCut };
}

/** The last table that there is room for may be as large as any. */
export function mostCells(room: GridRoom): number {
  return room.cells > 0 ? GRID_CELLS_MAX : 0;
}

/**
 * Leaves out the columns in which no cell of any row begins: `colspan="99"` is how pages say "all of them".
 * @returns how many columns are left
 */
function dropEmptyColumns(grid: readonly GridRow[]): number {
  const begins: boolean[] = [];
  for (const { cells } of grid)
    cells.forEach((cell, column) => {
      if (cell !== cells[column - 1] && cell !== EMPTY) begins[column] = true;
    });
  const width = grid.reduce((most, row) => Math.max(most, row.width), 0);
  const columns = begins.filter(Boolean).length;
  if (columns === width) return width;
  for (const row of grid) {
    row.cells = row.cells.filter((_, column) => begins[column]);
    row.width = row.cells.length;
  }
  return columns;
}

/** The copies of spanning cells count, too. Whether anything was cut. */
function cutChars(grid: GridRow[], room: GridRoom): boolean {
  const charsMax = Math.min(GRID_CHARS_MAX, room.chars);
  let left = charsMax;
  for (const [at, { cells }] of grid.entries()) {
    const cut = cells.findIndex((cell) => {
      left -= cell.text.length;
      return left <= 0;
    });
    if (cut === -1) continue;
    cells.length = cut + 1;
    grid.length = at + 1;
    room.chars -= charsMax;
    return true;
  }
  room.chars -= charsMax - left;
  return false;
}

/** Places a row's cells into the columns that no cell from above covers, and notes how far they reach down. */
function placeRow(row: TableRow, reaching: (Reach | undefined)[], left: Left): GridRow {
  const cells: TableCell[] = [];
  let headings = 0;
  let others = 0;
  const put = (cell: TableCell): boolean => {
    if (left.cells <= 0) {
      left.isCut = true;
      return false;
    }
    left.cells--;
    if (cell.heading) headings++;
    else if (cell.text !== '') others++;
    cells.push(cell);
    return true;
  };
  const putCovered = (): boolean => {
    const above = reaching[cells.length];
    if (above === undefined) return false;
    if (--above.rowsLeft <= 0) reaching[cells.length] = undefined;
    return put(above.cell);
  };
  for (const cell of row.cells) {
    while (putCovered());
    const rowsLeft = cell.rowspan === 0 ? ROWSPAN_MAX : cell.rowspan - 1;
    for (let span = 0; span < cell.colspan; span++) {
      reaching[cells.length] = rowsLeft > 0 ? { cell, rowsLeft } : undefined;
      if (!put(cell)) break;
    }
  }
  while (reaching.length > 0 && reaching.at(-1) === undefined) reaching.pop();
  while (cells.length < reaching.length && (putCovered() || put(EMPTY)));
  return { cells, heading: headings > 0 && others === 0, group: row.group, width: cells.length };
}

export interface TableShape {
  /** A first row that is one heading across the whole table, or one cell above its headings, names it, as a caption does. */
  readonly title: string | undefined;
  /** One heading a column; none where no row is made of headings. */
  readonly headers: string[];
  readonly rows: readonly GridRow[];
}

/** @param hasCaption a table with a caption has its name */
export function shapeOf(rows: readonly GridRow[], hasCaption: boolean): TableShape {
  // A row of nothing is space above the title (Webalizer).
  const grid = rows.slice(
    Math.max(
      rows.findIndex(({ cells }) => cells.some(({ text }) => text !== '')),
      0,
    ),
  );
  const title = hasCaption ? undefined : titleRow(grid);
  const named = title === undefined ? grid : grid.slice(1);
  const heads = headRows(named);
  return { title, headers: mergeHeads(named.slice(0, heads)), rows: named.slice(heads) };
}

function titleRow([first, ...others]: readonly GridRow[]): string | undefined {
  if (first === undefined || first.width < 2 || others.length === 0) return undefined;
  const text = first.cells[0]?.text;
  // One of several such rows names a part of the table.
  const isName = first.heading
    ? first.cells.every((cell) => cell.text === text)
    : first.group === 'body' && others[0]?.heading === true && isOneCell(first) && !others.some(isOneCell);
  return isName ? text : undefined;
}

function isOneCell({ cells }: GridRow): boolean {
  return cells.every((cell) => cell === cells[0]);
}

/** How many rows at the top are headings: those of `thead`, else those made of `th`; never all rows of several. */
function headRows(grid: readonly GridRow[]): number {
  let heads = grid.findIndex((row) => row.group !== 'head');
  if (heads === 0) heads = grid.findIndex((row) => !row.heading);
  if (heads === -1) heads = 1;
  return Math.min(heads, grid.length);
}

/** The different texts of stacked heading rows, from the top. */
function mergeHeads(heads: readonly GridRow[]): string[] {
  const columns = heads[0]?.cells.length ?? 0;
  return Array.from({ length: columns }, (_, column) => {
    const texts = heads.map((row) => row.cells[column]?.text ?? '').filter((text) => text !== '');
    return [...new Set(texts)].join(' ');
  });
}

export function span(value: string | undefined, min: number, max: number): number {
  const count = value === undefined ? 1 : Number.parseInt(value, 10);
  return Number.isNaN(count) || count < min ? 1 : Math.min(count, max);
}

/** How much of a data table, not layout, a table is. */
import { type ScorePart, scorer } from './parts.js';

/** What can be seen of a table. */
interface TableSignals {
  /** Rows stand in `thead`, or every filled cell of the first row is a heading. */
  headerRow: boolean;
  /** Some cell is a heading. */
  headerCells: boolean;
  thead: boolean;
  /** `scope`, `headers` or `abbr` on some cell. */
  scoped: boolean;
  caption: boolean;
  summary: boolean;
  bordered: boolean;
  dataRole: boolean;
  presentational: boolean;
  /** Another table stands inside. */
  nests: boolean;
  rows: number;
  columns: number;
  /** Every row has as many cells as the others, spans counted. */
  uniform: boolean;
  filledCells: number;
  /** Of the filled cells, how many hold a number, a date or an amount. */
  numericCells: number;
  textChars: number;
}

const meanChars = (table: TableSignals): number => table.textChars / Math.max(1, table.filledCells);

/** Every part of the score; a table that reaches `table_score_threshold` (7 by default) is told of. */
export const TABLE_SCORE_PARTS = {
  header_row: {
    points: 4,
    when: 'a `thead` with cells, or a first row of `th` cells',
    holds: (t) => t.headerRow,
  },
  header_cells: {
    points: 3,
    when: 'some cells are `th`, but no whole first row is',
    holds: (t) => t.headerCells && !t.headerRow,
  },
  thead: { points: 1, when: 'a `thead` is present', holds: (t) => t.thead },
  scope: { points: 1, when: 'a cell has `scope`, `headers` or `abbr`', holds: (t) => t.scoped },
  caption: { points: 3, when: 'a `caption` with text', holds: (t) => t.caption },
  summary: { points: 1, when: 'a `summary` attribute', holds: (t) => t.summary },
  border: { points: 1, when: 'a `border` attribute above 0', holds: (t) => t.bordered },
  data_role: { points: 2, when: '`role` is table, grid or treegrid', holds: (t) => t.dataRole },
  uniform: {
    points: 3,
    when: 'two rows and two columns at least, every row equally wide',
    holds: (t) => t.uniform && t.rows > 1 && t.columns > 1,
  },
  several_rows: { points: 1, when: 'three rows and two columns at least', holds: (t) => t.rows > 2 && t.columns > 1 },
  short_cells: {
    points: 1,
    when: 'half of the cells are filled, with 100 characters at most on average',
    holds: (t) => t.filledCells * 2 >= t.rows * t.columns && t.filledCells > 0 && meanChars(t) <= 100,
  },
  numbers: {
    points: 2,
    when: 'a fifth of the filled cells are numbers, dates or amounts',
    holds: (t) => t.numericCells > 0 && t.numericCells * 5 >= t.filledCells,
  },
  presentation: {
    points: -10,
    when: '`role` is presentation or none, and that of its rows is not row',
    holds: (t) => t.presentational,
  },
  nests: { points: -4, when: 'another table stands inside', holds: (t) => t.nests },
  one_line: { points: -4, when: 'a single row or a single column', holds: (t) => t.rows < 2 || t.columns < 2 },
  long_text: { points: -3, when: 'more than 300 characters in a cell on average', holds: (t) => meanChars(t) > 300 },
} as const satisfies Record<string, ScorePart<TableSignals>>;

/** From 0 upwards: a table that is certainly one reaches 12 and more. */
export const { score: scoreTable, parts: tableScoreParts } = scorer<TableSignals>(
  TABLE_SCORE_PARTS,
  Number.POSITIVE_INFINITY,
);

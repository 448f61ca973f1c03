/** What elements are written as: most by their own name, some as what a page makes of them. */
import { ROLE } from '../document/names.js';
import { type ElementNode, findBelow } from '../document/tree.js';
import { SHOWN_MARK } from '../fetch/shown-script.js';
import { isFragment } from './content-code.js';
import { OF_TABLES } from './content-node.js';
import { isCustomLink } from './link-elements.js';
import { isRowItem, standsInLine } from './visible-text.js';

/** What AMP has for an image, with the image inside once its script has run. */
const AS_IMAGE: ReadonlySet<string> = new Set(['amp-img', 'amp-anim']);

/** Tables made of other elements, as the grids of applications are (WAI-ARIA 1.2, 5.3.5). */
const GRID_ROLES: ReadonlySet<string | undefined> = new Set(['grid', 'table', 'treegrid']);
const GRID_PARTS: ReadonlyMap<string | undefined, string> = new Map([
  ['row', 'tr'],
  ['cell', 'td'],
  ['gridcell', 'td'],
  ['columnheader', 'th'],
  ['rowheader', 'th'],
]);

const HEADINGS: ReadonlySet<string | undefined> = new Set(['columnheader', 'rowheader']);

/** What is more than a part of a table, whatever its role: a link that is a row, a picture that is a cell. */
const NO_PARTS: ReadonlySet<string> = new Set([...OF_TABLES, 'a', 'img']);

/** Whether the element is a table by its role, not by its name. */
export function isGrid({ name, attributes, marks }: ElementNode): boolean {
  return (marks & ROLE) !== 0 && GRID_ROLES.has(attributes['role']) && !OF_TABLES.has(name);
}

/** What the element is a part of a table as: a cell as it says, another in a table by its role. */
export function tablePart({ name, attributes, marks }: ElementNode, inGrid: boolean): string | undefined {
  if (name === 'td' && marks & ROLE && HEADINGS.has(attributes['role'])) return 'th';
  if (!inGrid) return undefined;
  return marks & ROLE && !NO_PARTS.has(name) ? GRID_PARTS.get(attributes['role']) : undefined;
}

/** @param inGrid whether a table by its role is open */
export function writtenAs(element: ElementNode, inGrid: boolean): string {
  const { name, attributes } = element;
  if (AS_IMAGE.has(name)) return 'img';
  if (isFragment(element)) return 'pre';
  if (isCustomLink(element)) return 'a';
  if (isGrid(element)) return 'table';
  const part = tablePart(element, inGrid);
  if (part !== undefined) return part;
  const shown = name === 'span' || name.includes('-') ? attributes[SHOWN_MARK] : undefined;
  const isApart = name === 'span' ? !standsInLine(element) : shown?.startsWith('b');
  if (isApart) return shown?.startsWith('box') ? 'cell' : 'div';
  return isRowItem(element) ? 'cell' : name;
}

const PLACING: ReadonlySet<string | undefined> = new Set(['presentation', 'none']);
/** Before the first row of a table stand its caption and its columns. */
const BEFORE_ROW_MAX = 100;

/** Whether a table only places things by its role. Where its rows have theirs it is a part of the grid around it, which has the role of both (Handsontable, FullCalendar). */
export function isPlacing(table: ElementNode): boolean {
  if ((table.marks & ROLE) === 0 || !PLACING.has(table.attributes['role']?.trim().toLowerCase())) return false;
  return findBelow(table, ({ name }) => name === 'tr', BEFORE_ROW_MAX)?.attributes['role'] !== 'row';
}

/** What to say where more rows are told of than the page holds: rows of applications are drawn as far as they are seen (WAI-ARIA 1.2, `aria-rowcount`). */
export function missingRows({ attributes }: ElementNode, rows: number): string | undefined {
  const all = Number(attributes['aria-rowcount'] ?? 0);
  // Some count the row of headings, and some do not.
  if (!Number.isSafeInteger(all) || rows === 0 || all <= rows + 1) return undefined;
  return `a table has ${all} rows by its aria-rowcount, and the page holds some of them: the others come as a person scrolls in it or turns its pages`;
}

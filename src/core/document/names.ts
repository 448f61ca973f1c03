/**
 * The names of elements and attributes: the same string for the same name, which makes every object and set it is
 * looked up in faster, and what an attribute of that name may tell.
 */
import { copyOf } from '../copy-of.js';
import { HIDDEN_MARK } from '../fetch/hidden-script.js';
import { SHOWN_MARK } from '../fetch/shown-script.js';
import { standsAt } from '../stands-at.js';
import { flagsOf } from './implied-ends.js';

/**
 * What an attribute may tell. An element keeps the sum over its attributes: a look at a name that is not there is what
 * costs most of a walk, and most elements have nothing to tell.
 */
export const SIGHT = 1;
/** A role, or a name for who does not see it. */
export const ROLE = 1 << 1;
/** A style, or an attribute from which a script may take a picture. */
export const PICTURE = 1 << 2;
export const DATE = 1 << 3;
/** A property of microdata. */
export const ITEM = 1 << 4;

const MARKS: ReadonlyMap<string, number> = new Map([
  ['hidden', SIGHT],
  [HIDDEN_MARK, SIGHT],
  [SHOWN_MARK, SIGHT],
  ['open', SIGHT],
  ['popover', SIGHT],
  ['style', SIGHT | PICTURE],
  ['background', PICTURE],
  ['role', ROLE],
  ['aria-label', ROLE],
  ['datetime', DATE],
  ['content', DATE],
  ['title', DATE],
  ['itemprop', ITEM],
]);

export interface Name {
  /** As it stands in the page. */
  readonly written: string;
  /** In lower case. */
  readonly name: string;
  readonly marks: number;
  /** What HTML's rules say of an element of that name. */
  readonly flags: number;
}

const names = new Map<string, Name>();
/** All names of HTML and SVG, and the custom elements and data attributes of some sites; emptied when hostile pages fill it. */
const NAMES_MAX = 2_000;
const NAME_CHARS_MAX = 40;

export function nameOf(written: string): Name {
  const known = names.get(written);
  if (known !== undefined) return known;
  if (written.length > NAME_CHARS_MAX) return made(written);
  if (names.size >= NAMES_MAX) names.clear();
  const copy = copyOf(written);
  const name = made(copy);
  names.set(copy, name);
  return name;
}

/** The names met last, each at a place of its own by the sum of its characters; two of one place put each other out. */
const PLACES = 4_096;
const places = new Array<Name>(PLACES).fill(made(''));

/**
 * The name from one place of a page up to another, which is not cut out for that where it was met before.
 * @param sum of its characters, however it was made: another sum for the same name only costs time
 */
export function nameAt(page: string, start: number, end: number, sum: number): Name {
  const place = (sum ^ (sum >>> 12)) & (PLACES - 1);
  const last = places[place];
  if (last !== undefined && standsAt(last.written, page, start, end)) return last;
  const name = nameOf(page.slice(start, end));
  if (end - start <= NAME_CHARS_MAX) places[place] = name;
  return name;
}

function made(written: string): Name {
  const name = written.toLowerCase();
  const marks = MARKS.get(name) ?? (name.startsWith('data-') ? PICTURE : 0);
  return { written, name, marks, flags: flagsOf(name) };
}

/** The sum of the marks of all attributes, whose names are in lower case. */
export function marksOf(attributes: Readonly<Record<string, string>>): number {
  let marks = 0;
  for (const name in attributes) marks |= nameOf(name).marks;
  return marks;
}

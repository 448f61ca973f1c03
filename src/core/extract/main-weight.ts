/** What the search for the main content knows of an element, and of the elements of its kind beside it. */
import type { ElementNode } from '../document/tree.js';
import { hasName } from './main-names.js';

export interface Weight {
  readonly element: ElementNode;
  readonly order: number;
  above?: Weight;
  readonly parts: Weight[];
  /** All text, and that of links. */
  chars: number;
  linkChars: number;
  links: number;
  /** Links to the pages before, after and above, by their type. */
  steps: number;
  /** Headings, pictures, films, code: no parts of a row of links. */
  others: number;
  /** Text of blocks that are prose, without what is apart. */
  prose: number;
  /** The prose less what weighs against it. */
  worth: number;
  readonly apart: boolean;
  /** Text of blocks that is no label. */
  readonly proseMin: number;
  /** A title stands in it, or the main content by its name. */
  titled: boolean;
}

export function heaviest(weights: readonly Weight[]): Weight | undefined {
  let best: Weight | undefined;
  for (const weight of weights) if (best === undefined || weight.chars > best.chars) best = weight;
  return best;
}

/** Of cells the content is one and a menu is another, with the same names. */
const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'tr', 'tbody']);
/** Names that say by themselves that the elements are parts of one thing. */
const PARTS: ReadonlySet<string> = new Set(['section', 'dl']);
/** Elements of its kind with less text than this are notices. */
const KIN_SHARE_MIN = 0.1;

/** As generators call the table of contents of a book. */
const CONTENTS = /^(?:toc|tofc|table[-_]?of[-_]?contents)$/i;

/** All of a page below its title, as Doxygen and Javadoc 7 to 10 call it, and what stands there. Other sites call more than the content so. */
const PAGE_PARTS: ReadonlyMap<string | undefined, RegExp> = new Map([
  ['contents', /^(?:memberdecls|memitem|textblock|fragment)$/],
  ['contentContainer', /^(?:inheritance|description|summary|details)$/],
]);

/** What the weightiest element is a part of. */
export function wholeOf(weight: Weight): Weight {
  let whole = weight;
  while (whole.above !== undefined && hasKin(whole, whole.above)) whole = whole.above;
  for (let at = whole; at.above !== undefined; at = at.above)
    if (isPreface(at, at.above) || isPage(at.above)) whole = at.above;
  return commitOf(whole) ?? whole;
}

/** As forges call what a commit changed (cgit, gitweb, Mercurial's). */
const DIFF = /^(?:diffs?|patch(?:es|set)?|diff[-_]?(?:block|table|view)s?)$/i;
/** As pages call their content, by an id or a class. */
const CONTENT = /^(?:main|content)$/i;

/** Who changed it and why stands above a diff, which is longer: the content is what holds both, at most all of `body`. */
function commitOf(weight: Weight): Weight | undefined {
  let isDiff = false;
  for (let at = weight; at.above !== undefined; at = at.above) {
    if (hasName(at.element.attributes, CONTENT) || at.element.name === 'body') return isDiff ? at : undefined;
    isDiff ||= hasName(at.element.attributes, DIFF);
  }
  return undefined;
}

/**
 * The sections of a manual's page have one name and stand side by side. Where a table of contents stands there too, a
 * section is worth more than all of them with it: what holds them is the content.
 */
function hasKin(weight: Weight, { parts }: Weight): boolean {
  const kind = kindOf(weight);
  if (kind === undefined) return false;
  let chars = 0;
  for (const other of parts)
    if (other !== weight && !other.apart && other.worth >= 0 && kindOf(other) === kind) chars += other.chars;
  return chars >= weight.chars * KIN_SHARE_MIN;
}

function kindOf({ element: { name, attributes } }: Weight): string | undefined {
  const kind = attributes['class']?.trim() ?? '';
  return CELLS.has(name) || (kind === '' && !PARTS.has(name)) ? undefined : `${name}.${kind}`;
}

/** On the first page of a book the table of contents is what the page is for: more than the notice or summary above it, or around a summary. */
function isPreface(weight: Weight, { parts, chars }: Weight): boolean {
  return parts.some((part) => {
    const isMost = part === weight ? part.chars * 2 > chars : part.order > weight.order && part.chars > weight.chars;
    return isMost && hasName(part.element.attributes, CONTENTS);
  });
}

function isPage({ element, parts }: Weight): boolean {
  const names = PAGE_PARTS.get(element.attributes['class']);
  return names !== undefined && parts.some((part) => hasName(part.element.attributes, names));
}

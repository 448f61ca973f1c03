/**
 * Numbers beside the lines of code, and code that is no `pre`. Doxygen writes a listing as "fragment", each line of it as "line" with its number in "lineno";
 * parts that fold hold lines, and what names mean stands behind them in boxes ("ttc") that its style sheet hides. Editors have a box for each line.
 */
import { type DocumentNode, type ElementNode, findAbove, findBelow } from '../document/tree.js';
import { LINE_NUMBER } from './code-names.js';
import type { ContentElement } from './content-node.js';

const FOLD = 'foldopen';

export function isFragment(element: ElementNode): boolean {
  const { name, attributes, children } = element;
  const { class: classes } = attributes;
  if (name !== 'div' || classes === undefined) return false;
  if (isEditor(element)) return true;
  if (!isCalled(classes, 'fragment')) return false;
  const first = children.find((child) => child.kind === 'element');
  return first?.kind === 'element' && (isLine(first) || isCalled(first.attributes['class'], FOLD));
}

/** The text of an editor in the page (CodeMirror 5, 6): a block for each line, with the numbers beside or before them. Sites call other things "cm-content". */
function isEditor({ attributes: { class: classes }, children }: ElementNode): boolean {
  if (isCalled(classes, 'CodeMirror-code')) return true;
  const isEditorLine = (child: DocumentNode) =>
    child.kind === 'element' && isCalled(child.attributes['class'], 'cm-line');
  return isCalled(classes, 'cm-content') && children.some(isEditorLine);
}

function isEditorGutter(classes: string | undefined): boolean {
  return isCalled(classes, 'cm-gutters') || isCalled(classes, 'CodeMirror-gutter-wrapper');
}

function isLine({ name, attributes }: ElementNode): boolean {
  return name === 'div' && isCalled(attributes['class'], 'line');
}

/** Lines of the fragment `within` that fold away. */
export function isFold({ name, attributes }: ElementNode, within: ContentElement): boolean {
  return name === 'div' && within.name === 'pre' && isCalled(attributes['class'], FOLD);
}

/** Numbers of lines, and what the names in the fragment `within` mean. */
export function isBesideCode(element: ElementNode, within: ContentElement): boolean {
  const { name, attributes } = element;
  if (name === 'span') return numbersLine(element);
  if (name === 'a') return leadsToItself(element) && isIn(element);
  if (name === 'td') return numbersCode(element);
  if (name !== 'div') return false;
  if (isEditorGutter(attributes['class'])) return true;
  return (within.name === 'pre' && isCalled(attributes['class'], 'ttc')) || numbersLines(element);
}

/** What cannot be selected with the code. */
const UNSELECTED = /user-select:\s*none/;
/** Between a number and its `pre` stand the line, the code, an anchor. */
const BOXES_MAX = 5;
const NUMBER_NODES_MAX = 5;

function numbersLine(element: ElementNode): boolean {
  const { class: classes, style } = element.attributes;
  const isNumber = classes === undefined ? style !== undefined && UNSELECTED.test(style) : LINE_NUMBER.test(classes);
  return isNumber && numbersIn(element, NUMBER_NODES_MAX).length > 0 && isIn(element, isCalled(classes, 'lineno'));
}

/** Whether an element stands in a `pre`, or in a line of a fragment where that counts too. */
function isIn(element: ElementNode, orInLine = false): boolean {
  const isCode = (above: ElementNode) => above.name === 'pre' || (orInLine && isLine(above));
  return findAbove(element.parent, isCode, BOXES_MAX) !== undefined;
}

/** A number by which a line can be linked to: `<a name="1" href="#1">1</a>` (JXR). */
function leadsToItself(anchor: ElementNode): boolean {
  const { id, name = id, href } = anchor.attributes;
  return name !== undefined && href === `#${name}` && numbersIn(anchor, NUMBER_NODES_MAX).length > 0;
}

/** An element and its text for each of 5,000 lines, and what parts them. */
const COLUMN_NODES_MAX = 20_000;
/** A number and the white space around it. */
const NODE_CHARS_MAX = 20;

/** Of all lines in a column of their own beside the code (VitePress, Prism's plugin). */
function numbersLines(element: ElementNode): boolean {
  return LINE_NUMBER.test(element.attributes['class'] ?? '') && countsUp(numbersIn(element, COLUMN_NODES_MAX));
}

/** Two cells, and the white space around them. */
const ROW_PARTS_MAX = 5;

/** Of all lines in a cell before that of the code (Pygments, GeSHi, Hexo). A single number may count examples, a row each. */
function numbersCode(cell: ElementNode): boolean {
  const numbers = numbersIn(cell, COLUMN_NODES_MAX);
  if (numbers.length < 2 || !countsUp(numbers)) return false;
  const cells = cell.parent?.children.slice(0, ROW_PARTS_MAX).filter(({ kind }) => kind === 'element') ?? [];
  const [first, next] = cells;
  return (
    first === cell && next?.kind === 'element' && findBelow(next, ({ name }) => name === 'pre', BOXES_MAX) !== undefined
  );
}

/** The numbers from the last on; none where there is anything else in the element, or more than `nodesMax` nodes. */
function numbersIn(element: ElementNode, nodesMax: number): number[] {
  const open: DocumentNode[] = [element];
  let nodes = 1;
  let chars = 0;
  const numbers: number[] = [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'text') {
      chars += node.text.length;
      if (chars > nodesMax * NODE_CHARS_MAX || !/^[\d\s]*(?::\s*)?$/.test(node.text)) return [];
      for (const number of node.text.trim().split(/\s+/).reverse()) if (number !== '') numbers.push(Number(number));
    } else {
      nodes += node.children.length;
      if (nodes > nodesMax) return [];
      open.push(...node.children);
    }
  }
  return numbers;
}

/** Whether each number is one more than that before it; a single one is 1. */
function countsUp(numbers: readonly number[]): boolean {
  const [last] = numbers;
  return numbers.length > 1 ? numbers.every((number, i) => number === (last ?? 0) - i) : last === 1;
}

/** Doxygen adds names behind its own: "line glow". */
function isCalled(classes: string | undefined, name: string): boolean {
  return classes !== undefined && (classes === name || classes.startsWith(`${name} `));
}

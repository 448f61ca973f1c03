/**
 * Numbers beside the lines of code, and code that is no `pre`. Doxygen writes a listing as "fragment", each line of it as "line" with its number in "lineno";
 * parts that fold hold lines, and what names mean stands behind them in boxes ("ttc") that its style sheet hides. Editors have a box for each line.
 */
import { type DocumentNode, type ElementNode, findAbove } from '../document/tree.js';
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
  if (name !== 'div') return false;
  if (isEditorGutter(attributes['class'])) return true;
  return (within.name === 'pre' && isCalled(attributes['class'], 'ttc')) || numbersLines(element);
}

/** As highlighters call the number of a line (Pygments, Chroma, Rouge, Org, Javadoc), or what cannot be selected with the code. */
const NUMBER = /(?:^|\s)(?:(?:source-?)?line-?nos?|linenr|lnt?|line-?numbers?)(?:\s|$)/i;
const UNSELECTED = /user-select:\s*none/;
/** Between a number and its `pre` stand the line, the code, an anchor. */
const BOXES_MAX = 5;
const NUMBER_NODES_MAX = 5;

function numbersLine(element: ElementNode): boolean {
  const { class: classes, style } = element.attributes;
  const isNumber = classes === undefined ? style !== undefined && UNSELECTED.test(style) : NUMBER.test(classes);
  return isNumber && isOfNumbers(element, NUMBER_NODES_MAX) && isIn(element, isCalled(classes, 'lineno'));
}

/** Whether an element stands in a `pre`, or in a line of a fragment where that counts too. */
function isIn(element: ElementNode, orInLine = false): boolean {
  const isCode = (above: ElementNode) => above.name === 'pre' || (orInLine && isLine(above));
  return findAbove(element.parent, isCode, BOXES_MAX) !== undefined;
}

/** A number by which a line can be linked to: `<a name="1" href="#1">1</a>` (JXR). */
function leadsToItself(anchor: ElementNode): boolean {
  const { id, name = id, href } = anchor.attributes;
  return name !== undefined && href === `#${name}` && isOfNumbers(anchor, NUMBER_NODES_MAX);
}

/** Of all lines in a column of their own beside the code (VitePress, Prism's plugin). */
const COLUMN = /(?:^|\s)line-?numbers?(?:-\w+)?(?:\s|$)/;
/** An element and its text for each of 5,000 lines, and what parts them. */
const COLUMN_NODES_MAX = 20_000;
/** A number and the white space around it. */
const NODE_CHARS_MAX = 20;

function numbersLines(element: ElementNode): boolean {
  return COLUMN.test(element.attributes['class'] ?? '') && isOfNumbers(element, COLUMN_NODES_MAX, true);
}

/**
 * Whether there is nothing but numbers in an element, in `nodesMax` nodes at most.
 * @param counted each number is to be one more than that before it; a single one is 1
 */
function isOfNumbers(element: ElementNode, nodesMax: number, counted = false): boolean {
  const open: DocumentNode[] = [element];
  let nodes = 1;
  let chars = 0;
  /** From the last on, as they are come across. */
  const numbers: number[] = [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'text') {
      chars += node.text.length;
      if (chars > nodesMax * NODE_CHARS_MAX || !/^[\d\s]*(?::\s*)?$/.test(node.text)) return false;
      for (const number of node.text.trim().split(/\s+/).reverse()) if (number !== '') numbers.push(Number(number));
    } else {
      nodes += node.children.length;
      if (nodes > nodesMax) return false;
      open.push(...node.children);
    }
  }
  if (!counted || numbers.length < 2) return numbers.length > 0 && (!counted || numbers[0] === 1);
  return numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) - 1);
}

/** Doxygen adds names behind its own: "line glow". */
function isCalled(classes: string | undefined, name: string): boolean {
  return classes !== undefined && (classes === name || classes.startsWith(`${name} `));
}

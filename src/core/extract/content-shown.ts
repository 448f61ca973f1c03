/** What a page's style makes of an element in the line: apart from the words beside it, or struck through, with the ends of lines that stand in its text. */
import { SIGHT } from '../document/names.js';
import { type ElementNode, findAbove, STRUCK } from '../document/tree.js';
import { SHOWN_MARK } from '../fetch/shown-script.js';
import { type ContentElement, type ContentNode, contentElement, isBlock, isBox } from './content-node.js';
import { standsInLine } from './visible-text.js';

const STRUCK_STYLE = /text-decoration(?:-line)?\s*:[^;]*line-through/i;

/** The node among its neighbours: what is shown as a box of its own, with an edge on both sides. */
export function apart(node: ContentElement, element: ElementNode): ContentNode[] {
  const hasEdge = (element.marks & SIGHT) === 0 || standsInLine(element) || isBlock(node) || isBox(node);
  return hasEdge ? [node] : [contentElement('cell'), node, contentElement('cell')];
}

/** What takes the content of the node: a price that no longer holds is written as one. */
export function struck(node: ContentElement, { name, marks, attributes }: ElementNode): ContentElement {
  if (!(marks & SIGHT) || STRUCK.has(name)) return node;
  const isStruck = attributes[SHOWN_MARK]?.includes('struck') || STRUCK_STYLE.test(attributes['style'] ?? '');
  if (!isStruck) return node;
  const inner = contentElement('del');
  node.children.push(inner);
  return inner;
}

const LINES_STYLE = /white-space(?:-collapse)?\s*:\s*(?:pre-|preserve|break-spaces)/i;
/** As utilities of style sheets are called: "whitespace-pre-wrap", "text-pre-line". */
const LINES_CLASS = /(?:^|[\s-])(?:pre-wrap|pre-line|break-spaces)(?:\s|$)/;
/** Longer names and styles are not looked through for each text below them. */
const ATTRIBUTE_CHARS_MAX = 2_000;
/** Style is handed down: to a paragraph in a message, to a link in that. */
const HANDED_DOWN_MAX = 3;

/** Text as it stands there, with the lines in it as lines where the style of what holds it keeps them (comments, messages, descriptions). */
export function withLines(text: string, parent: ElementNode): ContentNode[] {
  if (!text.includes('\n') || !text.trim().includes('\n') || !keepsLines(parent)) return [{ kind: 'text', text }];
  return text.split('\n').flatMap((line, i) => {
    const shown: ContentNode = { kind: 'text', text: line };
    return i === 0 ? [shown] : [contentElement('br'), shown];
  });
}

function keepsLines(parent: ElementNode): boolean {
  const isSet = ({ marks, attributes }: ElementNode) => {
    const isStyled =
      (marks & SIGHT) !== 0 && (attributes[SHOWN_MARK]?.includes('lines') || says(LINES_STYLE, attributes['style']));
    return isStyled || says(LINES_CLASS, attributes['class']);
  };
  return findAbove(parent, isSet, HANDED_DOWN_MAX) !== undefined;
}

function says(what: RegExp, value = ''): boolean {
  return value.length <= ATTRIBUTE_CHARS_MAX && what.test(value);
}

/** What a page's style makes of an element in the line: apart from the words beside it, or struck through. */
import { SIGHT } from '../document/names.js';
import type { ElementNode } from '../document/tree.js';
import { SHOWN_MARK } from '../fetch/shown-script.js';
import { type ContentElement, type ContentNode, contentElement, isBlock, isBox } from './content-node.js';
import { standsInLine } from './visible-text.js';

const STRUCK_STYLE = /text-decoration(?:-line)?\s*:[^;]*line-through/i;
const STRUCK_NAMES: ReadonlySet<string> = new Set(['del', 's', 'strike']);

/** The node among its neighbours: what is shown as a box of its own, with an edge on both sides. */
export function apart(node: ContentElement, element: ElementNode): ContentNode[] {
  const hasEdge = (element.marks & SIGHT) === 0 || standsInLine(element) || isBlock(node) || isBox(node);
  return hasEdge ? [node] : [contentElement('cell'), node, contentElement('cell')];
}

/** What takes the content of the node: a price that no longer holds is written as one. */
export function struck(node: ContentElement, { name, marks, attributes }: ElementNode): ContentElement {
  if (!(marks & SIGHT) || STRUCK_NAMES.has(name)) return node;
  const isStruck = attributes[SHOWN_MARK]?.includes('struck') || STRUCK_STYLE.test(attributes['style'] ?? '');
  if (!isStruck) return node;
  const inner = contentElement('del');
  node.children.push(inner);
  return inner;
}

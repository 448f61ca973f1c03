/**
 * Code that is no `pre`. Doxygen writes a listing as "fragment", each line of it as "line" with its number in "lineno";
 * parts that fold hold lines, and what names mean stands behind them in boxes ("ttc") that its style sheet hides.
 */
import type { ElementNode } from '../document/tree.js';
import type { ContentElement } from './content-node.js';

const FOLD = 'foldopen';

export function isFragment({ name, attributes, children }: ElementNode): boolean {
  if (name !== 'div' || !isCalled(attributes['class'], 'fragment')) return false;
  const first = children.find((child) => child.kind === 'element');
  return first?.kind === 'element' && (isLine(first) || isCalled(first.attributes['class'], FOLD));
}

function isLine({ name, attributes }: ElementNode): boolean {
  return name === 'div' && isCalled(attributes['class'], 'line');
}

/** Lines of the fragment `within` that fold away. */
export function isFold({ name, attributes }: ElementNode, within: ContentElement): boolean {
  return name === 'div' && within.name === 'pre' && isCalled(attributes['class'], FOLD);
}

/** Numbers of lines, and what the names in the fragment `within` mean. */
export function isBesideCode({ name, attributes, parent }: ElementNode, within: ContentElement): boolean {
  if (name === 'span') return isCalled(attributes['class'], 'lineno') && parent !== undefined && isLine(parent);
  return name === 'div' && within.name === 'pre' && isCalled(attributes['class'], 'ttc');
}

/** A line of a fragment, or lines that fold: a block by its element alone. */
export function isInFragment(element: ElementNode): boolean {
  const { name, attributes, parent } = element;
  if (name !== 'div') return false;
  if (isCalled(attributes['class'], FOLD)) return true;
  return isLine(element) && parent !== undefined && (isFragment(parent) || isCalled(parent.attributes['class'], FOLD));
}

/** Doxygen adds names behind its own: "line glow". */
function isCalled(classes: string | undefined, name: string): boolean {
  return classes !== undefined && (classes === name || classes.startsWith(`${name} `));
}

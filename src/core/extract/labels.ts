/** How attributes name an element: the texts that `aria-labelledby` points to, else `aria-label` (accname-1.2, 4.3.2). */
import type { DocumentNode, ElementNode } from '../document/tree.js';
import { isInline } from './visible-text.js';

export type LabelOf = (attributes: ElementNode['attributes']) => string;

/** A name takes less; below a label may stand the whole page, and many may point to it. */
const CHARS_MAX = 500;
const NODES_MAX = 1_000;
const IDS_MAX = 10;

export function labelsOf(root: ElementNode): LabelOf {
  let texts: Map<string, ElementNode | string> | undefined;
  const textOf = (id: string): string => {
    texts ??= byId(root);
    const found = texts.get(id) ?? '';
    if (typeof found === 'string') return found;
    const text = (found.attributes['aria-label'] || textBelow(found)).slice(0, CHARS_MAX);
    texts.set(id, text);
    return text;
  };
  return ({ 'aria-labelledby': ids, 'aria-label': label = '' }) => {
    if (ids === undefined) return label;
    return ids.trim().split(/\s+/, IDS_MAX).map(textOf).join(' ').trim() || label;
  };
}

/** What stands on a button that is an `input` (HTML-AAM 1.0, 4.1.2 and 4.1.4). */
export function buttonName({ attributes: { type = '', value, alt } }: ElementNode): string | undefined {
  return /^image$/i.test(type) ? alt : /^(?:button|submit|reset)$/i.test(type) ? value : undefined;
}

/** The first of each id counts. */
function byId(root: ElementNode): Map<string, ElementNode | string> {
  const found = new Map<string, ElementNode>();
  eachBelow(root, (node) => {
    const id = node.kind === 'element' ? node.attributes['id'] : undefined;
    if (node.kind === 'element' && id !== undefined && !found.has(id)) found.set(id, node);
    return true;
  });
  return found;
}

/** As a label it counts although hidden, with the names of its pictures; words of different blocks are parted. */
function textBelow(element: ElementNode): string {
  let text = '';
  let left = NODES_MAX;
  eachBelow(element, (node) => {
    if (node.kind === 'text') text += node.text;
    else text += node.attributes['alt'] ?? (isInline(node.name) ? '' : ' ');
    return text.length < CHARS_MAX && --left > 0;
  });
  return text;
}

/** In document order, until `visit` says no. Elements nest no deeper than DEPTH_MAX. */
function eachBelow({ children }: ElementNode, visit: (node: DocumentNode) => boolean): boolean {
  return children.every((child) => visit(child) && (child.kind === 'text' || eachBelow(child, visit)));
}

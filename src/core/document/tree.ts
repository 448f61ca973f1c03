/** The parsed page: the least tree that the extractors need, whichever parser made it. */

export interface ElementNode {
  readonly kind: 'element';
  /** In lower case, foreign elements too ("foreignobject"). */
  readonly name: string;
  /** Attribute names in lower case; the first of duplicates wins, as the HTML standard says. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: DocumentNode[];
  readonly parent: ElementNode | undefined;
  /** Whether the element stands inside an <svg>, or is one. */
  readonly svg: boolean;
  /** What its attributes may tell, as flags (`names.ts`): most elements have nothing to say of hiding, roles or dates. */
  readonly marks: number;
}

export interface TextNode {
  readonly kind: 'text';
  readonly text: string;
  readonly parent: ElementNode;
}

export type DocumentNode = ElementNode | TextNode;

export interface PageDocument {
  /** The <html> element; it always holds a <head> and a <body>. */
  readonly root: ElementNode;
  /** The href of the first <base> that has one, as it stands. */
  readonly baseHref: string | undefined;
}

/** Shared by all elements without attributes, so that a look at identity tells there is nothing to look up. */
export const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

/** How deep elements nest; deeper ones become siblings at this depth, as in Chromium's parser. */
export const DEPTH_MAX = 512;

/** More is not parsed: 5 MB of HTML is a book, and what such a page has to say stands at its beginning. */
export const HTML_CHARS_MAX = 5_000_000;

/** Not the place that a link leads to: `<a name>`, which many pages never close, and which would hold the rest of them. */
export function isLink({ name, attributes }: ElementNode): boolean {
  return name === 'a' && attributes['href'] !== undefined;
}

/** Names of the elements that are headings. */
export const HEADING = /^h[1-6]$/;

/** Names of the elements whose text no longer holds. */
export const STRUCK: ReadonlySet<string> = new Set(['del', 's', 'strike']);

/** All text below an element, as it stands: for raw-text elements (script, title) and short captions. */
export function textOf(element: ElementNode): string {
  const only = element.children[0];
  if (element.children.length === 1 && only?.kind === 'text') return only.text;
  let text = '';
  for (const node of nodesOf(element)) if (node.kind === 'text') text += node.text;
  return text;
}

/** An element and all below it, in document order; what is gone through no further costs nothing. @param isOut what stands in such an element is left out */
export function* nodesOf(
  within: ElementNode,
  isOut: (element: ElementNode) => boolean = () => false,
): Generator<DocumentNode> {
  yield within;
  const open = isOut(within) ? [] : [within.children.values()];
  for (let below = open.at(-1); below !== undefined; below = open.at(-1)) {
    const { value: node } = below.next();
    if (node === undefined) {
      open.pop();
      continue;
    }
    yield node;
    if (node.kind === 'element' && !isOut(node)) open.push(node.children.values());
  }
}

/** The nearest element of which something is true, from one on upwards; among as many as are looked at, else up to the root. */
export function findAbove(
  from: ElementNode | undefined,
  isIt: (element: ElementNode) => boolean,
  elementsMax = Number.POSITIVE_INFINITY,
): ElementNode | undefined {
  let at = from;
  for (let looked = 0; at !== undefined && looked < elementsMax; looked++, at = at.parent) if (isIt(at)) return at;
  return undefined;
}

/** The first element in an element, or it itself, of which something is true; among as many nodes as are looked at, else all. */
export function findBelow(
  within: ElementNode,
  isIt: (element: ElementNode) => boolean,
  nodesMax = Number.POSITIVE_INFINITY,
): ElementNode | undefined {
  let looked = 0;
  for (const node of nodesOf(within)) {
    if (looked++ >= nodesMax) return undefined;
    if (node.kind === 'element' && isIt(node)) return node;
  }
  return undefined;
}

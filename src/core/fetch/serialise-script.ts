/// <reference lib="dom" />
/** The page as one tree: a function that runs inside each frame, complete in itself. */

export interface SerialiseRequest {
  /** Shadow roots take the place of what their hosts hold, slots are filled. */
  readonly flattenShadow: boolean;
  /** HTML by the mark of the iframe that shows it. */
  readonly frames: Readonly<Record<string, string>>;
  /** Of a child frame only what its body holds, with addresses that hold in any document. */
  readonly asFragment: boolean;
}

export function serialise({ flattenShadow, frames, asFragment }: SerialiseRequest): string {
  // Chromium's own parser goes no deeper; a script can.
  const maxDepth = 512;
  const addresses = ['href', 'src', 'action', 'poster', 'data', 'data-src'];
  // A document without a window: nothing in it loads or runs.
  const inert = document.implementation.createHTMLDocument('');
  const absolute = (element: Element) => {
    for (const name of addresses) {
      const value = element.getAttribute(name);
      if (value === null || value.startsWith('#') || !URL.canParse(value, document.baseURI)) continue;
      element.setAttribute(name, new URL(value, document.baseURI).href);
    }
    const srcset = element.getAttribute('srcset');
    if (srcset === null) return;
    const resolved = srcset.replace(/(^|,\s+|,(?=\S))([^\s,][^\s]*)/g, (whole, before: string, url: string) =>
      URL.canParse(url, document.baseURI) ? `${before}${new URL(url, document.baseURI).href}` : whole,
    );
    element.setAttribute('srcset', resolved);
  };
  const childrenOf = (node: Node): Iterable<Node> => {
    if (!flattenShadow || !(node instanceof Element)) return node.childNodes;
    if (node.shadowRoot !== null) return node.shadowRoot.childNodes;
    const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
    return assigned.length > 0 ? assigned : node.childNodes;
  };
  const copy = (node: Node, depth: number): Node => {
    const html = node instanceof Element ? frames[node.getAttribute('data-webloupe-frame') ?? ''] : undefined;
    if (html !== undefined && node instanceof Element) {
      const box = inert.createElement('div');
      box.setAttribute('data-iframe-src', node instanceof HTMLIFrameElement ? node.src : '');
      box.innerHTML = html;
      return box;
    }
    // A template's content is no part of the page, and a copy of it would be.
    const clone = inert.importNode(node, node instanceof HTMLTemplateElement);
    if (asFragment && clone instanceof Element) absolute(clone);
    if (depth < maxDepth && !(node instanceof HTMLTemplateElement))
      for (const child of childrenOf(node)) clone.appendChild(copy(child, depth + 1));
    return clone;
  };
  const root = copy(asFragment ? document.body : document.documentElement, 0);
  if (!(root instanceof Element)) return '';
  return asFragment ? root.innerHTML : root.outerHTML;
}

/** Marks the iframe element of a frame, so that its place is found again. */
export function markFrame(element: Element, mark: string): void {
  element.setAttribute('data-webloupe-frame', mark);
}

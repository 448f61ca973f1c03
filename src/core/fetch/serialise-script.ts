/// <reference lib="dom" />
/** The page as one tree: a function that runs inside each frame, complete in itself. */

export interface SerialiseRequest {
  /** Shadow roots take the place of what their hosts hold, slots are filled. */
  readonly flattenShadow: boolean;
  /** The marks of the iframes whose HTML is to stand in their place. */
  readonly frames: readonly string[];
  /**
   * What stands there for now, followed by the mark: a page may forbid that HTML is parsed in it (Trusted Types). It ends
   * the HTML where `markHidden` was cut short.
   */
  readonly placeholder: string;
  /** Ends the HTML where `findRoom` found some. */
  readonly room: string;
  /** Of a child frame only what its body holds, with addresses that hold in any document. */
  readonly asFragment: boolean;
}

export function serialise({ flattenShadow, frames, placeholder, room, asFragment }: SerialiseRequest): string {
  // Chromium's own parser goes no deeper; a script can.
  const maxDepth = 512;
  const addresses = ['href', 'xlink:href', 'src', 'action', 'formaction', 'poster', 'data', 'cite', 'background'];
  // Names of elements shadow members of the document and of forms.
  const first = (show: number) => Document.prototype.createTreeWalker.call(document, document, show).firstChild();
  const attribute = (element: Element, name: string) => Element.prototype.getAttribute.call(element, name);
  const outer = (element: Element): string => Reflect.get(Element.prototype, 'outerHTML', element);
  const base: string = Reflect.get(Node.prototype, 'baseURI', document);
  const whole = first(NodeFilter.SHOW_ELEMENT);
  if (!(whole instanceof Element)) return '';
  const cut = [room, placeholder].filter((said) => Reflect.get(globalThis, said) === true).join('');
  // Of a document in XML the browser writes XML, which is read otherwise.
  const isHtml = Reflect.get(Document.prototype, 'contentType', document) === 'text/html';
  const isPlain = isHtml && !flattenShadow && !asFragment && frames.length === 0;
  const doctype = asFragment ? null : first(NodeFilter.SHOW_DOCUMENT_TYPE);
  const opening = doctype === null ? '' : new XMLSerializer().serializeToString(doctype);
  if (isPlain) return opening + outer(whole) + cut;
  // A document without a window: nothing in it loads or runs.
  const implementation: DOMImplementation = Reflect.get(Document.prototype, 'implementation', document);
  const inert = implementation.createHTMLDocument('');
  const placed = new Set<string>();
  const resolved = (url: string) => (url.startsWith('#') || !URL.canParse(url, base) ? url : new URL(url, base).href);
  /** What an attribute says with the addresses in it made absolute: those of scripts that load images later, too. */
  const absolute = (name: string, value: string): string => {
    if (addresses.includes(name)) return resolved(value);
    // An address ends at white space; a comma at its end ends the candidate (HTML standard, 4.8.4.3).
    if (name.endsWith('srcset') || name.endsWith('bgset'))
      return value.replace(
        /([^\s,]\S*?)(,+(?=\s|$)|\s+[^,]*(?:,|$)|$)/g,
        (_, url: string, after: string) => resolved(url) + after,
      );
    if (/url\(/i.test(value))
      return value.replace(
        /url\(\s*("[^"\\\n]*"|'[^'\\\n]*'|[^\s"'()\\]+)\s*\)/gi,
        (_, url: string) => `url("${resolved(url.replace(/^["']|["']$/g, '')).replaceAll('"', '%22')}")`,
      );
    const isAddress = /^[^\s{}<>"[\]|]+$/.test(value) && (value.includes('/') || /\.[a-z]{3,4}(?:[?#]|$)/i.test(value));
    return name.startsWith('data-') && isAddress ? resolved(value) : value;
  };
  const childrenOf = (node: Node): Iterable<Node> => {
    const children: NodeListOf<ChildNode> = Reflect.get(Node.prototype, 'childNodes', node);
    if (!flattenShadow || !(node instanceof Element)) return children;
    const shadow: ShadowRoot | null = Reflect.get(Element.prototype, 'shadowRoot', node);
    if (shadow !== null) return shadow.childNodes;
    const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
    return assigned.length > 0 ? assigned : children;
  };
  /** What stands for a frame's HTML, once: a page can put the mark on as many elements as it likes. */
  const framed = (element: Element): string | undefined => {
    const mark = attribute(element, 'data-webloupe-frame') ?? '';
    if (!frames.includes(mark) || placed.has(mark)) return undefined;
    placed.add(mark);
    return placeholder + mark;
  };
  const copy = (node: Node, depth: number): Node => {
    const held = node instanceof Element ? framed(node) : undefined;
    if (held !== undefined) {
      const box = inert.createElement('div');
      box.setAttribute('data-iframe-src', node instanceof HTMLIFrameElement ? node.src : '');
      box.textContent = held;
      return box;
    }
    if (node.nodeType === Node.CDATA_SECTION_NODE) return inert.createTextNode(node.nodeValue ?? '');
    // A template's content is no part of the page, and a copy of it would be.
    const clone =
      node instanceof HTMLFrameSetElement
        ? inert.createElement('div')
        : inert.importNode(node, node instanceof HTMLTemplateElement);
    if (asFragment && clone instanceof Element)
      for (const { name, value } of Array.from(clone.attributes)) {
        const said = absolute(name, value);
        if (said !== value) clone.setAttribute(name, said);
      }
    if (depth < maxDepth && !(node instanceof HTMLTemplateElement))
      for (const child of childrenOf(node)) clone.appendChild(copy(child, depth + 1));
    return clone;
  };
  const body = asFragment ? Reflect.get(Document.prototype, 'body', document) : whole;
  const root = body instanceof Element ? copy(body, 0) : undefined;
  if (!(root instanceof Element)) return '';
  return (asFragment ? root.innerHTML : opening + root.outerHTML) + cut;
}

/** Marks the iframe element of a frame, so that its place is found again. */
export function markFrame(element: Element, mark: string): void {
  element.setAttribute('data-webloupe-frame', mark);
}

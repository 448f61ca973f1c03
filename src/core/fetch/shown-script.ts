/// <reference lib="dom" />
/** Marks what computed style makes of text in a line: a function that runs inside each frame, complete in itself. */

export interface MarkRequest {
  /** An attribute whose name no page can know: one that did could have the mark taken off as soon as it is set. */
  readonly mark: string;
  /** What lies beyond is left as it is: a page of twenty thousand texts takes some 100 ms. */
  readonly textsMax: number;
  readonly msMax: number;
}

/** The attribute, in the HTML that is handed on: "box" or "block" (shown apart from the words beside it), "struck", "lines" (those in its text end as they do there). */
export const SHOWN_MARK = 'data-webloupe-shown';

/**
 * HTML that a script made has no white space between the parts of a line: `<span>Name</span><span>2 MB</span>` is two
 * words where its style makes boxes of them. Only such elements are marked, and text that is struck through or keeps its lines.
 */
export function markShown({ mark, textsMax, msMax }: MarkRequest): void {
  const inline = /^(?:SPAN|A|B|STRONG|I|EM|SMALL|TIME|ABBR|U|BDI|DATA|CITE|VAR|FONT|S|DEL|INS|KBD|MARK)$/;
  /** What is not marked itself has words as well. */
  const inCode = /^(?:CODE|SAMP|Q)$/;
  const levelsMax = 4;
  const started = performance.now();
  const of = (node: Node, name: 'previousSibling' | 'nextSibling'): Node | null =>
    Reflect.get(Node.prototype, name, node);
  const parentOf = (element: Element): Element | null => Reflect.get(Node.prototype, 'parentElement', element);
  const contentOf = (node: Node): string => Reflect.get(Node.prototype, 'textContent', node) ?? '';
  /** An element of the page's own: what it is, its style says. What it holds is not asked for: it may be the whole page. */
  const isCustom = (element: Element) => /-/.test(element.tagName);
  /** Whether words stand right beside it. */
  const isGlued = (element: Element, side: 'previousSibling' | 'nextSibling') => {
    let node: Node | null = of(element, side);
    while (node !== null && (node.nodeType === Node.COMMENT_NODE || node.nodeValue === '')) node = of(node, side);
    // What a block holds is not asked for: it may be half the page.
    if (node instanceof Element)
      return (inline.test(node.tagName) || inCode.test(node.tagName)) && contentOf(node).trim() !== '';
    return node !== null && !(side === 'nextSibling' ? /^\s/ : /\s$/).test(contentOf(node));
  };
  const displayOf = (element: Element, { display, float, position, whiteSpace }: CSSStyleDeclaration): string => {
    if (/^(?:inline|contents|none|ruby)/.test(display)) return '';
    // A letter is a drop cap, or one of those that move in one by one.
    if (!isCustom(element) && contentOf(element).trim().length < 2) return '';
    // What its host makes a row of what is given to it stands beside the slot.
    const slot: Element | null = Reflect.get(Element.prototype, 'assignedSlot', element);
    const parent = parentOf(slot ?? element);
    const around = parent === null ? undefined : getComputedStyle(parent);
    const isInRow = /grid|flex/.test(around?.display ?? '') && !around?.flexDirection.includes('column');
    const isBox = isInRow || float !== 'none' || /absolute|fixed/.test(position) || display === 'table-cell';
    if (!isBox && Element.prototype.closest.call(element, 'a') === null) return 'block';
    return whiteSpace.startsWith('pre') ? '' : 'box';
  };
  const seen = new Set<Element>();
  const look = (element: Element, hasText: boolean) => {
    seen.add(element);
    // Hidden.
    if (Element.prototype.hasAttribute.call(element, mark)) return;
    const style = getComputedStyle(element);
    const isApart =
      isCustom(element) ||
      (inline.test(element.tagName) && (isGlued(element, 'previousSibling') || isGlued(element, 'nextSibling')));
    const display = isApart ? displayOf(element, style) : '';
    const isStruck = hasText && style.textDecorationLine.includes('line-through');
    const isKept = hasText && /^(?:pre-|break-spaces)/.test(style.whiteSpace);
    const shown = `${display}${isStruck ? ' struck' : ''}${isKept ? ' lines' : ''}`.trim();
    if (shown !== '') Element.prototype.setAttribute.call(element, mark, shown);
  };
  const walker = Document.prototype.createTreeWalker.call(document, document, NodeFilter.SHOW_TEXT);
  let text = walker.nextNode();
  for (let count = 0; text !== null && count < textsMax; count++, text = walker.nextNode()) {
    if (performance.now() - started > msMax) return;
    if ((text.nodeValue ?? '').trim() === '') continue;
    let at: Element | null = text.parentElement;
    for (let level = 0; at !== null && !seen.has(at) && level < levelsMax; level++) {
      if (level > 0 && !inline.test(at.tagName) && !isCustom(at)) break;
      look(at, level === 0);
      at = parentOf(at);
    }
  }
}

/// <reference lib="dom" />
/** Marks text that computed style hides from a person: a function that runs inside each frame, complete in itself. */

/** The attribute that marks an element whose own text a person does not see, in the HTML that is handed on. */
export const HIDDEN_MARK = 'data-webloupe-hidden';

export interface HiddenRequest {
  /** An attribute whose name no page can know: one that did could have the mark taken off as soon as it is set. */
  readonly mark: string;
  /** What lies beyond is left as it is: a page of twenty thousand texts takes some 100 ms. */
  readonly textsMax: number;
  readonly msMax: number;
}

/**
 * Sets `mark` on every element with text of its own that nobody sees. What can be brought to sight as part of reading
 * (closed details, text that fades in) and the names of links and buttons for screen readers stay unmarked.
 */
export function markHidden({ mark, textsMax, msMax }: HiddenRequest): void {
  const tinyPx = 4;
  const farPx = 900;
  const ancestorsMax = 4;
  const withinMax = 1_000;
  const started = performance.now();
  // Names of inputs shadow members of their form.
  const isWithin = (element: Element, selector: string) => Element.prototype.closest.call(element, selector) !== null;
  const isVisible = (element: Element, options: CheckVisibilityOptions) =>
    Element.prototype.checkVisibility.call(element, options);
  const boxOf = (element: Element) => Element.prototype.getBoundingClientRect.call(element);
  /** Where its text stands, which a margin or a scale of 0 may have taken elsewhere than its box. */
  const textBoxOf = (element: Element) => {
    const range = Document.prototype.createRange.call(document);
    Range.prototype.selectNodeContents.call(range, element);
    return Range.prototype.getBoundingClientRect.call(range);
  };
  const parentOf = (element: Element): Element | null => Reflect.get(Node.prototype, 'parentElement', element);
  const fadesIn = (element: Element) => {
    for (let at: Element | null = element; at !== null; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.opacity !== '0') continue;
      const moves = style.transitionDuration !== '0s' || style.animationName !== 'none';
      return moves || style.willChange !== 'auto' || style.transform !== 'none';
    }
    return false;
  };
  const isCutAway = (element: Element) => {
    let at: Element | null = element;
    for (let level = 0; at !== null && level < ancestorsMax; level++, at = parentOf(at)) {
      if (at instanceof HTMLBodyElement) return false;
      const style = getComputedStyle(at);
      const { width, height } = boxOf(at);
      if (style.overflow !== 'visible' && (width <= 1 || height <= 1) && style.display !== 'inline') return true;
      if (
        /^(?:inset\((?:50|100)%|circle\(0)/.test(style.clipPath) ||
        /^rect\(0(?:px)?,? 0(?:px)?,? 0(?:px)?,? 0/.test(style.clip)
      )
        return true;
    }
    return false;
  };
  /** `display: contents` has no box of its own: what is in it stands in the box of what is around it. */
  const boxedOf = (element: Element): Element => {
    let at: Element | null = element;
    while (at !== null && getComputedStyle(at).display === 'contents') at = parentOf(at);
    return at ?? element;
  };
  /** A child can be visible again; then only what is left of the parent's text is hidden, and that stays. */
  const holdsVisible = (element: Element) => {
    const within: NodeListOf<Element> = Element.prototype.querySelectorAll.call(element, '*');
    return (
      within.length > withinMax || Array.from(within).some((one) => getComputedStyle(one).visibility === 'visible')
    );
  };
  const isHidden = (element: Element): boolean => {
    if (isWithin(element, 'details:not([open])')) return false;
    const boxed = boxedOf(element);
    if (!isVisible(boxed, {})) return true;
    const style = getComputedStyle(element);
    if (style.visibility !== 'visible') return style.visibility !== 'hidden' || !holdsVisible(element);
    if (!isVisible(boxed, { opacityProperty: true })) return !fadesIn(boxed);
    if (Number.parseFloat(style.fontSize) < tinyPx) return true;
    if (isWithin(element, 'a, button, label, [role=button], [role=link]')) return false;
    if (/^rgba\(.*, 0\)$/.test(style.color) && style.backgroundClip !== 'text') return true;
    if (Number.parseFloat(getComputedStyle(boxed).textIndent) < -farPx) return true;
    // What the browser has not laid out yet (content-visibility: auto) it lays out for the first look, and answers the second.
    const first = textBoxOf(element);
    const box = first.width === 0 ? textBoxOf(element) : first;
    if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) return true;
    if (box.width === 0 || box.height === 0) return style.transitionDuration === '0s' && style.animationName === 'none';
    return isCutAway(boxed);
  };
  const seen = new Set<Element>();
  const walker = Document.prototype.createTreeWalker.call(document, document, NodeFilter.SHOW_TEXT);
  for (let count = 0, text = walker.nextNode(); text !== null && count < textsMax; count++, text = walker.nextNode()) {
    const element = text.parentElement;
    if (element === null || seen.has(element) || (text.nodeValue ?? '').trim() === '') continue;
    seen.add(element);
    if (/^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE|TITLE|OPTION|TEXTAREA)$/.test(element.tagName)) continue;
    if (performance.now() - started > msMax) return;
    if (isHidden(element)) Element.prototype.setAttribute.call(element, mark, '');
  }
}

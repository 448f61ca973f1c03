/// <reference lib="dom" />
/** Marks text that computed style hides from a person: a function that runs inside each frame, complete in itself. */

/** The attribute that marks an element whose own text a person does not see. */
export const HIDDEN_MARK = 'data-webloupe-hidden';

/**
 * Sets `mark` on every element with text of its own that nobody sees. What can be brought to sight as part of reading
 * (closed details, text that fades in) and the names of links and buttons for screen readers stay unmarked.
 */
export function markHidden(mark: string): void {
  // A page of twenty thousand texts takes some 100 ms; what a hostile one holds beyond that is left as it is.
  const textsMax = 20_000;
  const msMax = 250;
  const tinyPx = 4;
  const farPx = 900;
  const ancestorsMax = 4;
  const started = performance.now();
  const fadesIn = (element: Element) => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.opacity !== '0') continue;
      const moves = style.transitionDuration !== '0s' || style.animationName !== 'none';
      return moves || style.willChange !== 'auto' || style.transform !== 'none';
    }
    return false;
  };
  const isCutAway = (element: Element) => {
    let at: Element | null = element;
    for (let level = 0; at !== null && at !== document.body && level < ancestorsMax; level++, at = at.parentElement) {
      const style = getComputedStyle(at);
      const { width, height } = at.getBoundingClientRect();
      if (style.overflow !== 'visible' && (width <= 1 || height <= 1) && style.display !== 'inline') return true;
      if (/^inset\((?:50|100)%/.test(style.clipPath) || /^rect\(0(?:px)?,? 0(?:px)?,? 0(?:px)?,? 0/.test(style.clip))
        return true;
    }
    return false;
  };
  const isHidden = (element: Element) => {
    if (element.closest('details:not([open])') !== null) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) {
      // A child can be visible again; then only what is left of the parent's text is hidden, and that stays.
      return getComputedStyle(element).visibility !== 'hidden' || element.childElementCount === 0;
    }
    if (!element.checkVisibility({ opacityProperty: true })) return !fadesIn(element);
    const style = getComputedStyle(element);
    if (Number.parseFloat(style.fontSize) < tinyPx) return true;
    if (element.closest('a, button, label, [role=button], [role=link]') !== null) return false;
    if (/^rgba\(.*, 0\)$/.test(style.color) && style.backgroundClip !== 'text') return true;
    if (Number.parseFloat(style.textIndent) < -farPx) return true;
    const box = element.getBoundingClientRect();
    if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) return true;
    return isCutAway(element);
  };
  const seen = new Set<Element>();
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let count = 0, text = walker.nextNode(); text !== null && count < textsMax; count++, text = walker.nextNode()) {
    const element = text.parentElement;
    if (element === null || seen.has(element) || (text.nodeValue ?? '').trim() === '') continue;
    seen.add(element);
    if (/^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE|TITLE|OPTION|TEXTAREA)$/.test(element.tagName)) continue;
    if (performance.now() - started > msMax) return;
    if (isHidden(element)) element.setAttribute(mark, '');
  }
}

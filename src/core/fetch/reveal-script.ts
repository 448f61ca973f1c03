/// <reference lib="dom" />
/** Parts that a page shows when they are scrolled to: a function that runs inside it, complete in itself. */

/**
 * Whether text below the first half of the window is hidden and keeps its room on the page all the same: nobody leaves a
 * page blank, so a script shows it once a person gets there. Menus and dialogs lie over the page; tabs take no room.
 */
export function waitsToBeSeen(): boolean {
  const textsMax = 2_000;
  const charsMin = 40;
  const levelsMax = 40;
  const isVisible = (element: Element, options: CheckVisibilityOptions) =>
    Element.prototype.checkVisibility.call(element, options);
  /** Over the page, or what fades in, which is told as it is. */
  const needsNoLook = (element: Element) => {
    let at: Element | null = element;
    for (let level = 0; at !== null && level < levelsMax; level++) {
      const { position, opacity, visibility, transitionDuration, transform } = getComputedStyle(at);
      if (/absolute|fixed/.test(position)) return true;
      if (opacity === '0' && visibility === 'visible' && (transitionDuration !== '0s' || transform !== 'none'))
        return true;
      at = Reflect.get(Node.prototype, 'parentElement', at);
    }
    return false;
  };
  let chars = 0;
  const walker = Document.prototype.createTreeWalker.call(document, document, NodeFilter.SHOW_TEXT);
  for (let count = 0; count < textsMax && walker.nextNode() !== null; count++) {
    const { nodeValue, parentElement } = walker.currentNode;
    const length = nodeValue?.trim().length ?? 0;
    if (length === 0 || parentElement === null || !isVisible(parentElement, {})) continue;
    if (isVisible(parentElement, { opacityProperty: true, visibilityProperty: true })) continue;
    const { top, width, height } = Element.prototype.getBoundingClientRect.call(parentElement);
    if (top + scrollY < innerHeight / 2 || width === 0 || height === 0 || needsNoLook(parentElement)) continue;
    chars += length;
    if (chars >= charsMin) return true;
  }
  return false;
}

/** Where the page stands, and which document it is: one that is left has another. */
export function place(): { href: string; document: number } {
  return { href: location.href, document: performance.timeOrigin };
}

/** Scripts name in the address what a person scrolls to: the part, or the next article. Nobody scrolled. */
export function putBack({ href, document }: ReturnType<typeof place>): void {
  if (performance.timeOrigin !== document || location.href === href) return;
  History.prototype.replaceState.call(history, history.state, '', href);
}

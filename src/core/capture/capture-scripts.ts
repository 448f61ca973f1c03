/// <reference lib="dom" />
/** What a picture or a print needs of its page: functions that run inside it, each complete in itself. */

/**
 * The size of the whole document and how far it is scrolled, in CSS pixels. A drawing, or XML, has no body; a page that shows
 * nothing (`html { display: none }` until a script has run) has no size, and one whose script took it away no root element.
 */
export function pageSize(): { width: number; height: number; x: number; y: number; hasBody: boolean } {
  const { documentElement: root, body }: { documentElement: Element | null; body: Element | null } = document;
  const widths = [root?.scrollWidth ?? 0, root?.clientWidth ?? 0];
  const heights = [root?.scrollHeight ?? 0, body?.scrollHeight ?? 0, root?.clientHeight ?? 0];
  return {
    width: Math.ceil(Math.max(...widths)) || window.innerWidth,
    height: Math.ceil(Math.max(...heights)) || window.innerHeight,
    x: Math.round(window.scrollX),
    y: Math.round(window.scrollY),
    hasBody: body !== null,
  };
}

/** Paper does not scroll: the box at the page's centre that does, and what holds it, become as tall as what is in it. */
export function unfoldForPrint(): void {
  const scrolls = (element: Element) =>
    element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY);
  const box = document.elementsFromPoint(window.innerWidth / 2, window.innerHeight / 2).find(scrolls);
  for (let element: Element | null = box ?? null; element !== null; element = element.parentElement) {
    if (!(element instanceof HTMLElement)) continue;
    const isPlaced = /absolute|fixed/.test(getComputedStyle(element).position);
    element.style.setProperty('height', 'auto', 'important');
    element.style.setProperty('max-height', 'none', 'important');
    element.style.setProperty('overflow', 'visible', 'important');
    if (isPlaced) element.style.setProperty('position', 'static', 'important');
  }
}

/**
 * A picture is of all of a page: what it leaves undrawn until somebody scrolls to it would be blank. From the outside inwards:
 * styles within what is undrawn cost 60 µs an element to ask for, and 1 µs after it is drawn.
 */
export function drawAll(): void {
  const DEPTH_MAX = 5;
  for (let depth = 0; depth < DEPTH_MAX; depth++) {
    const late: HTMLElement[] = [];
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT, (node) => {
      if (!(node instanceof HTMLElement) || getComputedStyle(node).getPropertyValue('content-visibility') !== 'auto')
        return NodeFilter.FILTER_ACCEPT;
      late.push(node);
      return NodeFilter.FILTER_REJECT;
    });
    while (walker.nextNode() !== null);
    if (late.length === 0) return;
    for (const element of late) element.style.setProperty('content-visibility', 'visible', 'important');
  }
}

/** Resolves when no font is on its way. */
export async function fontsReady(): Promise<void> {
  await document.fonts.ready;
}

/** Opens what is closed around an element, as a browser does for what a fragment means (HTML standard, ancestor revealing algorithm). */
export function reveal(element: Element): void {
  let inner: Element | null = null;
  let at: Element | null = element;
  while (at !== null) {
    if (at.getAttribute('hidden') === 'until-found') at.removeAttribute('hidden');
    if (at instanceof HTMLDetailsElement && inner !== null && inner.localName !== 'summary') at.open = true;
    inner = at;
    const root = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}

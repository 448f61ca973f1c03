/// <reference lib="dom" />
/** Functions that run inside the page, each complete in itself. */

/** The size of the whole document and how far it is scrolled, in CSS pixels. A drawing, or XML, has no body. */
export function pageSize(): { width: number; height: number; x: number; y: number; hasBody: boolean } {
  const root = document.documentElement;
  const body = document.body ?? root;
  return {
    width: Math.ceil(Math.max(root.scrollWidth, root.clientWidth)),
    height: Math.ceil(Math.max(root.scrollHeight, body.scrollHeight, root.clientHeight)),
    x: Math.round(window.scrollX),
    y: Math.round(window.scrollY),
    hasBody: document.body !== null,
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

/** Resolves when no font is on its way. */
export async function fontsReady(): Promise<void> {
  await document.fonts.ready;
}

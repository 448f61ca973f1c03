/// <reference lib="dom" />
/** Functions that run inside the page, each complete in itself. */

/** The size of the whole document and how far it is scrolled, in CSS pixels. */
export function pageSize(): { width: number; height: number; x: number; y: number } {
  const root = document.documentElement;
  const body = document.body ?? root;
  return {
    width: Math.ceil(Math.max(root.scrollWidth, root.clientWidth)),
    height: Math.ceil(Math.max(root.scrollHeight, body.scrollHeight, root.clientHeight)),
    x: Math.round(window.scrollX),
    y: Math.round(window.scrollY),
  };
}

/** Resolves when no font is on its way. */
export async function fontsReady(): Promise<void> {
  await document.fonts.ready;
}

/// <reference lib="dom" />
/** What covers a page: functions that run inside it, each complete in itself. */

/** Takes out modals, backdrops and what else floats over much of the page or its centre. */
export function removeOverlays(): void {
  const screen = window.innerWidth * window.innerHeight;
  const allText = Math.max(1, document.body.innerText.length);
  const main = document.querySelector<HTMLElement>('main, [role=main]');
  // Of what is not shown, innerText is all of its text.
  const mainSays = main !== null && main.getClientRects().length > 0 && main.innerText.trim() !== '';
  const isOverlay = (element: HTMLElement) => {
    const isDialog = element.matches('dialog[open], [aria-modal=true], [role=dialog], [role=alertdialog]');
    const style = getComputedStyle(element);
    const floats = style.position === 'fixed' || (style.position === 'absolute' && Number(style.zIndex) >= 100);
    // What lies beneath the page is its background.
    if ((!floats && !isDialog) || Number(style.zIndex) < 0) return false;
    const box = element.getBoundingClientRect();
    const width = Math.min(box.right, window.innerWidth) - Math.max(box.left, 0);
    const height = Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0);
    if (width <= 0 || height <= 0 || style.visibility === 'hidden') return false;
    // What is fixed in the middle ninth of the screen stands on no edge of it, as menus and chats do.
    const reaches = (from: number, to: number, side: number) => from < (side * 2) / 3 && to > side / 3;
    const isAtCentre =
      style.position === 'fixed' &&
      reaches(box.left, box.right, window.innerWidth) &&
      reaches(box.top, box.bottom, window.innerHeight);
    // A page may itself stand in a fixed box: what holds its main part, or most of the text, is the page …
    if (element.contains(main)) return false;
    // … but for what stands before a main part that says something, and not in it.
    const isBefore = mainSays && !main.contains(element) && (isDialog || isAtCentre);
    if (!isBefore && element.innerText.length > allText / 2) return false;
    return isDialog || isAtCentre || width * height > screen / 4;
  };
  const overlays = [...document.body.querySelectorAll<HTMLElement>('*')].filter(isOverlay);
  for (const overlay of overlays) overlay.remove();
  for (const root of [document.documentElement, document.body]) {
    if (getComputedStyle(root).overflowY === 'hidden') root.style.setProperty('overflow', 'visible', 'important');
    if (overlays.length > 0 && getComputedStyle(root).position === 'fixed')
      root.style.setProperty('position', 'static', 'important');
  }
}

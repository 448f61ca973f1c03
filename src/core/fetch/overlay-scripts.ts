/// <reference lib="dom" />
/** What covers a page: functions that run inside it, each complete in itself. */
import type { ConsentManager } from './consent-managers.js';

/**
 * Declines with the known consent managers, then with whatever looks like a consent banner; what does not go by itself
 * is taken out. Answers the names of what was found.
 */
export async function dismissConsent({
  managers,
  declineWords,
}: {
  managers: readonly ConsentManager[];
  declineWords: string;
}): Promise<string[]> {
  const find = (path: string): HTMLElement[] => {
    const [host = '', inner] = path.split(' >>> ');
    const hosts = [...document.querySelectorAll<HTMLElement>(host)];
    return inner === undefined
      ? hosts
      : hosts.flatMap((each) => [...(each.shadowRoot?.querySelectorAll<HTMLElement>(inner) ?? [])]);
  };
  const isShown = (element: Element) => element.getClientRects().length > 0;
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const decline = new RegExp(declineWords, 'i');
  const found: string[] = [];
  const remains: HTMLElement[] = [];
  for (const manager of managers) {
    const containers = manager.containers.flatMap(find);
    if (containers.length === 0) continue;
    found.push(manager.name);
    manager.decline.flatMap(find).find(isShown)?.click();
    remains.push(...containers);
  }
  const named = 'cookie|consent|gdpr|ccpa|privacy-(?:banner|notice|popup)|cmp(?:-|_|$)';
  const selector = ['id', 'class', 'aria-label'].flatMap((name) =>
    ['cookie', 'consent', 'gdpr', 'ccpa', 'cmp', 'privacy'].map((word) => `[${name}*="${word}" i]`),
  );
  for (const element of document.querySelectorAll<HTMLElement>(selector.join(','))) {
    const label = `${element.id} ${element.getAttribute('class') ?? ''} ${element.getAttribute('aria-label') ?? ''}`;
    const position = getComputedStyle(element).position;
    const floats =
      position === 'fixed' || position === 'sticky' || element.matches('[role=dialog], [role=alertdialog], dialog');
    if (!floats || !isShown(element) || !new RegExp(named, 'i').test(label) || element === document.body) continue;
    if (element.contains(document.querySelector('main, article, h1')) || remains.some((each) => each.contains(element)))
      continue;
    found.push('banner');
    const buttons = [
      ...element.querySelectorAll<HTMLElement>('button, [role=button], a, input[type=button], input[type=submit]'),
    ];
    buttons
      .find(
        (button) =>
          decline.test((button.textContent || button.getAttribute('value') || '').trim()) &&
          !button.hasAttribute('href'),
      )
      ?.click();
    remains.push(element);
  }
  if (found.length === 0) return found;
  // A manager that closes by itself also stores the answer and lets the page go on.
  await pause(150);
  for (const element of remains) element.remove();
  for (const root of [document.documentElement, document.body]) {
    if (root === null || getComputedStyle(root).overflowY !== 'hidden') continue;
    root.style.setProperty('overflow', 'visible', 'important');
    if (getComputedStyle(root).position === 'fixed') root.style.setProperty('position', 'static', 'important');
  }
  return found;
}

/** Takes out modals, backdrops and what else floats over much of the page. Answers how many. */
export function removeOverlays(): number {
  const screen = window.innerWidth * window.innerHeight;
  const allText = Math.max(1, document.body.innerText.length);
  const isOverlay = (element: HTMLElement) => {
    const isDialog = element.matches('dialog[open], [aria-modal=true], [role=dialog], [role=alertdialog]');
    const style = getComputedStyle(element);
    const floats = style.position === 'fixed' || (style.position === 'absolute' && Number(style.zIndex) >= 100);
    if (!floats && !isDialog) return false;
    const box = element.getBoundingClientRect();
    const width = Math.min(box.right, window.innerWidth) - Math.max(box.left, 0);
    const height = Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0);
    if (width <= 0 || height <= 0 || style.visibility === 'hidden') return false;
    // A page may itself stand in a fixed box; what holds most of the text is the page.
    if (element.innerText.length > allText / 2 || element.contains(document.querySelector('main'))) return false;
    return isDialog || width * height > screen / 4;
  };
  const overlays = [...document.body.querySelectorAll<HTMLElement>('*')].filter(isOverlay);
  for (const overlay of overlays) overlay.remove();
  for (const root of [document.documentElement, document.body]) {
    if (getComputedStyle(root).overflowY === 'hidden') root.style.setProperty('overflow', 'visible', 'important');
    if (overlays.length > 0 && getComputedStyle(root).position === 'fixed')
      root.style.setProperty('position', 'static', 'important');
  }
  return overlays.length;
}

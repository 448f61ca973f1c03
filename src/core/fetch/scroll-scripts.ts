/// <reference lib="dom" />
/** Scrolling and images: functions that run inside the page, each complete in itself. */

/**
 * One screen or a pixel down, back to the top, to the start (where a browser shows the page first: the place that its
 * address names, else the top), or nowhere. Answers how far the end is: where the document itself does not scroll, that of the box it
 * scrolls in (applications and manuals are often made so), and how much taller than its box that is.
 */
export async function scroll(
  to: 'down' | 'a pixel' | 'top' | 'start' | 'nowhere',
): Promise<{ atEnd: boolean; height: number; inBox: number }> {
  const root = document.scrollingElement ?? document.documentElement;
  const covers = (box: Element) =>
    box.clientWidth * box.clientHeight > (window.innerWidth * window.innerHeight) / 3 &&
    box.scrollHeight > box.clientHeight + 1 &&
    /auto|scroll/.test(getComputedStyle(box).overflowY);
  // A margin around a box as tall as the window makes the document a little taller than that.
  const isScrolling = root.scrollHeight > window.innerHeight + 100;
  const atCentre = () => document.elementsFromPoint(window.innerWidth / 2, window.innerHeight / 2);
  const box = (isScrolling ? undefined : atCentre().find(covers)) ?? root;
  const screen = box === root ? window.innerHeight : box.clientHeight;
  const isDown = to === 'down' || to === 'a pixel';
  if (to === 'top' || to === 'start') box.scrollTo({ top: 0, left: 0, behavior: 'instant' });
  if (to === 'start')
    Document.prototype.querySelector.call(document, ':target')?.scrollIntoView({ behavior: 'instant' });
  else if (isDown) box.scrollBy({ top: to === 'down' ? screen : 1, behavior: 'instant' });
  // Two frames: observers are told in the first and act in the second. A box that is not yet drawn where it was scrolled to
  // stays blank there when its window grows for a picture.
  if (isDown || box !== root)
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const height = box.scrollHeight;
  return { atEnd: box.scrollTop + screen >= height - 1, height, inBox: box === root ? 0 : height - screen };
}

/** The beginning of what is said in the middle of the window; empty where that is next to nothing. */
export function saidAtCentre(): string {
  const littleChars = 20;
  const beginChars = 60;
  for (const element of document.elementsFromPoint(window.innerWidth / 2, window.innerHeight / 2)) {
    const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim();
    if (text.length >= littleChars) return text.slice(0, beginChars);
  }
  return '';
}

/** How many of the texts are no longer on the page. */
export function missingOf(texts: readonly string[]): number {
  const all = (document.body?.textContent ?? '').replace(/\s+/g, ' ');
  return texts.filter((text) => !all.includes(text)).length;
}

/** Resolves when the page is drawn. Many are hidden until a script has run; those that stay so are waited for that long. */
export async function drawn(hiddenMsMax: number): Promise<void> {
  const until = performance.now() + hiddenMsMax;
  const isHidden = () => document.body?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) === false;
  while (isHidden() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise(requestAnimationFrame);
}

/** What waits to be seen is asked for at once. */
export function loadLazy(selector: string): void {
  for (const element of document.querySelectorAll(selector)) element.setAttribute('loading', 'eager');
}

/** After scrolling: images whose script never came to put their source in place. `inWindow`: those far from it wait further. */
export function placeLazySources(inWindow: boolean): void {
  const named = (element: Element, names: readonly string[]) =>
    names.map((name) => element.getAttribute(name) ?? '').find((value) => value !== '');
  if (inWindow) for (const image of document.images) image.loading = 'lazy';
  for (const element of document.querySelectorAll('img, picture > source')) {
    const srcset = named(element, ['data-srcset', 'data-lazy-srcset']);
    if (srcset !== undefined && !element.hasAttribute('srcset')) element.setAttribute('srcset', srcset);
    const source = element.getAttribute('src') ?? '';
    const isPlaceholder = source === '' || source.startsWith('data:');
    if (!(element instanceof HTMLImageElement) || element.hasAttribute('srcset') || !isPlaceholder) continue;
    const lazy = named(element, ['data-src', 'data-original', 'data-lazy-src', 'data-lazy']);
    if (lazy !== undefined) element.src = lazy;
  }
}

/** Resolves when every image that has a source, or each in the window, is decoded or has failed. */
export async function imagesReady(inWindow: boolean): Promise<void> {
  const isSeen = (image: Element) => {
    const { top, bottom, left, right } = image.getBoundingClientRect();
    return bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth;
  };
  const images = [...document.images].filter(
    (image) => (image.currentSrc !== '' || image.src !== '') && (!inWindow || isSeen(image)),
  );
  await Promise.allSettled(images.map((image) => image.decode()));
}

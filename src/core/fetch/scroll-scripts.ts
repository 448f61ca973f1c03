/// <reference lib="dom" />
/** Scrolling and images: functions that run inside the page, each complete in itself. */

/** One screen down. Answers whether the end was reached and how tall the page is now. */
export async function scrollDown(): Promise<{ atEnd: boolean; height: number }> {
  const root = document.scrollingElement ?? document.documentElement;
  window.scrollBy({ top: window.innerHeight, behavior: 'instant' });
  // Two frames: observers are told in the first and act in the second.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return { atEnd: root.scrollTop + window.innerHeight >= root.scrollHeight - 1, height: root.scrollHeight };
}

export function scrollToTop(): void {
  window.scrollTo({ top: 0, left: 0, behavior: 'instant' });
}

/** Images that wait to be seen are asked for at once. */
export function loadLazyImages(): void {
  for (const image of document.querySelectorAll('img[loading=lazy], iframe[loading=lazy]'))
    image.setAttribute('loading', 'eager');
}

/** After scrolling: images whose script never came to put their source in place. */
export function placeLazySources(): void {
  const named = (element: Element, names: readonly string[]) =>
    names.map((name) => element.getAttribute(name) ?? '').find((value) => value !== '');
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

/** Resolves when every image that has a source is decoded or has failed; answers how many failed. */
export async function imagesReady(): Promise<number> {
  const images = [...document.images].filter((image) => image.currentSrc !== '' || image.src !== '');
  const decoded = await Promise.all(
    images.map((image) =>
      image.decode().then(
        () => true,
        () => image.complete && image.naturalWidth > 0,
      ),
    ),
  );
  return decoded.filter((done) => !done).length;
}

/// <reference lib="dom" />
/** How much is on the page: a function that runs inside it, complete in itself. */

/**
 * Characters a person sees, counted up to `charsMax`; links; and whether there are pictures, frames or scripts. Looks at
 * no more than it needs: laying out a large page for its `innerText` takes seconds.
 */
export function contentAmount(charsMax: number): { chars: number; links: number; media: boolean; scripts: boolean } {
  const textsMax = 2_000;
  let chars = 0;
  const walker = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
  for (let count = 0; count < textsMax && chars < charsMax && walker.nextNode() !== null; count++) {
    const length = (walker.currentNode.nodeValue ?? '').replace(/\s+/g, '').length;
    if (length > 0 && walker.currentNode.parentElement?.checkVisibility() === true) chars += length;
  }
  const media = document.querySelector('img, video, audio, canvas, iframe, object, embed') !== null;
  return { chars, links: document.links.length, media, scripts: document.scripts.length > 0 };
}

/// <reference lib="dom" />
/** How much is on the page: a function that runs inside it, complete in itself. */
export function contentAmount(): { chars: number; links: number; media: number; scripts: number } {
  const text = document.body === null ? '' : document.body.innerText;
  const media = document.querySelectorAll('img, video, audio, canvas, iframe, object, embed').length;
  const chars = text.replace(/\s+/g, '').length;
  return { chars, links: document.links.length, media, scripts: document.scripts.length };
}

/// <reference lib="dom" />
/** How much is on the page: a function that runs inside it, complete in itself. */
export function contentAmount(): { chars: number; links: number; scripts: number } {
  const text = document.body === null ? '' : document.body.innerText;
  return { chars: text.replace(/\s+/g, '').length, links: document.links.length, scripts: document.scripts.length };
}

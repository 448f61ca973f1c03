/** Where in Markdown that stands which a fragment or a table is on the page that is made of it; and lines of any text. */
import { percentDecoded } from '../url.js';
import type { ElementNode } from './tree.js';

/** Which lines of the text show a table: from, and before which. */
export const LINES_MARK = 'data-webloupe-lines';

/** A longer line is no heading. */
const LINE_CHARS_MAX = 1_000;
const FENCE = /^ {0,3}(?:`{3}|~{3})/;
const HEADING = /^ {0,3}#{1,6}[ \t]/;
/** "## Title {#own-id}", as Docusaurus, kramdown and Pandoc have it. */
const OWN_ID = /\{#([^{}\s]+)\}\s*$/;
const HTML_ID = /<[a-z][^<>]*?\s(?:id|name)=["']?([^"'\s<>]+)/gi;
const LINK_ADDRESS = /\]\([^()]*\)/g;

/** @returns where the line begins, in characters; headings are named as GitHub names them (github-slugger) */
export function markdownPlace(text: string, fragment: string): number | undefined {
  const name = percentDecoded(fragment);
  const seen = new Map<string, number>();
  let isCode = false;
  let at = 0;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) isCode = !isCode;
    else if (!isCode && line.length <= LINE_CHARS_MAX) {
      if (HEADING.test(line)) {
        const slug = slugOf(line);
        const earlier = seen.get(slug) ?? 0;
        seen.set(slug, earlier + 1);
        if (name === OWN_ID.exec(line)?.[1] || name === (earlier === 0 ? slug : `${slug}-${earlier}`)) return at;
      }
      for (const [, id] of line.matchAll(HTML_ID)) if (id === name) return at;
    }
    at += line.length + 1;
  }
  return undefined;
}

function slugOf(heading: string): string {
  const words = heading.replace(OWN_ID, '').replace(LINK_ADDRESS, '').toLowerCase();
  return words
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** "#L120" and "#L120-L140", as hosts of code have it; "#line=119,140" counts the lines before (RFC 5147). */
const LINE = /^(?:L(\d{1,9})|line=(\d{1,9}))(?!\d)/;

/** Where a line that is named by its number begins, in characters; undefined where the text has no such line. */
export function linePlace(text: string, fragment: string): number | undefined {
  const [, number, before = Number(number) - 1] = LINE.exec(fragment) ?? [];
  if (!(Number(before) >= 0)) return undefined;
  let at = 0;
  for (let line = 0; line < Number(before); line++) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return undefined;
  }
  return at;
}

/** Tells where a table stands, in characters. */
export function tablePlaces(text: string): (table: ElementNode) => [start: number, end: number] | undefined {
  const starts = [0];
  return ({ attributes }) => {
    // Most texts have no table.
    if (starts.length === 1)
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    const [from = Number.NaN, to = Number.NaN] = (attributes[LINES_MARK] ?? '').split(' ').map(Number);
    const start = starts[from];
    return start === undefined || !(to > from) ? undefined : [start, (starts[to] ?? text.length + 1) - 1];
  };
}

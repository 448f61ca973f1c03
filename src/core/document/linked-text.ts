/** The links of what is text and no HTML: URLs in it, links of Markdown, values of JSON. */
import { anchor, escaped } from './html-text.js';

/**
 * Links of Markdown, `<https://…>`, and URLs that stand in the text. What ends a sentence ends no URL; of quotes and of
 * the marks of Chinese and Japanese, which put no space behind a URL, none is part of one.
 */
const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>"'`|\\^{}[\]‘-‟…、。〈-】〔-〟！（），：；？｡-､]{1,2000}/iy;
const LINK = new RegExp(
  String.raw`(!?)\[([^[\]\n]{0,300})\]\(\s{0,5}<?([^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)>?(?:\s{1,5}["'][^"'\n]{0,300}["'])?\s{0,5}\)|${URL_IN_TEXT.source}`,
  'gi',
);

/** The URL that begins there; empty where none does. */
export function urlAt(text: string, at: number): string {
  URL_IN_TEXT.lastIndex = at;
  return trimmedUrl(URL_IN_TEXT.exec(text)?.[0] ?? '');
}

export function textAsHtml(text: string): string {
  const links = Array.from(text.matchAll(LINK), ([whole, isImage, label = '', target]) => {
    if (target === undefined) return anchor(trimmedUrl(whole), '');
    return isImage === '!' ? `<img src="${escaped(target)}" alt="${escaped(label)}">` : anchor(target, label);
  });
  return htmlOf(links);
}

/** Of brackets only those are part of a URL that are opened in it. One look from the end: a URL may be all brackets. */
function trimmedUrl(url: string): string {
  let surplus = url.split(')').length - url.split('(').length;
  let end = url.length;
  for (; end > 0; end--) {
    const last = url.charAt(end - 1);
    if (last === ')' ? surplus-- <= 0 : !ENDS_SENTENCE.includes(last)) break;
  }
  return url.slice(0, end);
}
const ENDS_SENTENCE = '.,:;!?*_';

/** Names under which JSON says what a URL leads to, best first. */
const TITLES = ['title', 'name', 'label', 'headline', 'text', 'full_name', 'id'];
/** Hostile JSON nests without end. */
const DEPTH_MAX = 50;

/** @throws SyntaxError for what is no JSON */
export function jsonAsHtml(json: string): string {
  const links: string[] = [];
  const look = (value: unknown, title: string, depth: number): void => {
    if (typeof value === 'string') {
      if (/^https?:\/\/\S+$/i.test(value)) links.push(anchor(value, title));
    } else if (depth < DEPTH_MAX && typeof value === 'object' && value !== null) {
      const own = TITLES.map((name): unknown => Reflect.get(value, name)).find((text) => typeof text === 'string');
      for (const part of Object.values(value)) look(part, typeof own === 'string' ? own : title, depth + 1);
    }
  };
  look(JSON.parse(json), '', 0);
  return htmlOf(links);
}

function htmlOf(links: readonly string[]): string {
  return `<!doctype html><body><main>${links.map((link) => `<p>${link}</p>`).join('')}</main></body>`;
}

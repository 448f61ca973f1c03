/**
 * The URLs of `background`, `background-image` and of custom properties, which a page's stylesheet makes backgrounds of,
 * in an inline style, as CSS Syntax reads `url()`.
 */

/** A style attribute longer than this is data, not style; what stands behind the cut is not read. */
const STYLE_CHARS_MAX = 20_000;

/**
 * One url() with its quotes: the alternatives exclude each other by their first characters, so matching is linear. A space
 * behind an escape in hexadecimal is part of it.
 */
const URL_TOKEN =
  /url\(\s*(?:"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'|((?:[^\s"'()\\]|\\(?:[\da-f]{6}|[\da-f]{1,5}(?![\da-f]))\s?|\\[^\da-f])+))\s*\)/gi;

/** In `image-set()` a string is an address too. */
const SET_STRING = /(?:image-set\(|,)\s*(?:"([^"\n]*)"|'([^'\n]*)')/gi;

const ESCAPE = /\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\n\r\f])|([\s\S]))/g;

export function backgroundUrls(style: string): string[] {
  const urls: string[] = [];
  for (const declaration of declarations(style.slice(0, STYLE_CHARS_MAX))) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, colon).trim().toLowerCase();
    if (property !== 'background' && property !== 'background-image' && !property.startsWith('--')) continue;
    const value = declaration.slice(colon + 1);
    const inSets = value.includes('image-set(') ? [...value.matchAll(SET_STRING)] : [];
    for (const [, double, single, bare] of [...value.matchAll(URL_TOKEN), ...inSets]) {
      const url = unescapeCss(double ?? single ?? bare ?? '');
      if (url !== '') urls.push(url);
    }
  }
  return urls;
}

/** Splits at semicolons outside strings and parentheses: "url(data:image/png;base64,…)" is one piece. */
function declarations(style: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < style.length; at++) {
    const char = style[at] ?? '';
    if (char === '\\') at++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (char === ';' && depth === 0) {
      pieces.push(style.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(style.slice(start));
  return pieces;
}

function unescapeCss(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, hex: string | undefined, newline: string | undefined, char: string | undefined) => {
    if (newline !== undefined) return '';
    if (hex === undefined) return char ?? '';
    const code = Number.parseInt(hex, 16);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
  });
}

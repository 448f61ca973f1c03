/**
 * Queries of links in pages that are not in UTF-8 (URL standard 4.4, "query state"): the server that sent the page
 * expects its own encoding back. Paths and hosts are always UTF-8.
 */

import type { ElementNode } from '../document/tree.js';
import { decoderFor } from '../fetch/text-decoder.js';
import { isWebUrl } from '../url.js';

const LEADS = { from: 0x81, to: 0xfe };
const TRAILS = { from: 0x30, to: 0xfe };
const TWO_BYTES: ReadonlySet<string> = new Set(['shift_jis', 'euc-jp', 'gbk', 'gb18030', 'big5', 'euc-kr']);
/** First bytes that the encoders of the Encoding standard leave out, since other bytes say the same. */
const NOT_ENCODED: Readonly<Record<string, (lead: number) => boolean>> = {
  shift_jis: (lead) => lead === 0xed || lead === 0xee,
  big5: (lead) => lead < 0xa1,
};
/** UTF-8 and UTF-16 have no table: their queries are UTF-8. A stateful encoding is not worth one. */
const WITHOUT_TABLE = /^(?:utf-|iso-2022|replacement|x-user)/;

const encoders = new Map<string, ReadonlyMap<string, readonly number[]>>();
/** One has up to 24,000 entries; a site has one encoding. */
const ENCODERS_MAX = 4;

export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}
const NOT_ASCII = /[^\0-\x7f]/;

/** Writes the query of `raw` anew into `url`, which was made of it. */
export function encodeQuery(url: URL, raw: string, charset: string): void {
  if (!isWebUrl(url) || WITHOUT_TABLE.test(charset)) return;
  // Only what the URL parser takes off: a no-break space at the end belongs to the query.
  const address = withoutEnd(raw.replace(/[\t\n\r]|#[\s\S]*$/g, ''));
  const query = address.slice(address.indexOf('?') + 1);
  if (!address.includes('?') || isAscii(query)) return;
  const encoder = encoders.get(charset) ?? remember(charset);
  url.search = Array.from(query, (char) => written(char, encoder)).join('');
}

/** Without the controls and blanks at the end. An expression for that would begin anew at each blank inside: square time. */
function withoutEnd(address: string): string {
  let end = address.length;
  while (end > 0 && address.charCodeAt(end - 1) <= BLANK) end--;
  return address.slice(0, end);
}
const BLANK = 0x20;

/** ASCII is left to the URL's own setter; what the encoding does not have becomes a character reference. */
function written(char: string, encoder: ReadonlyMap<string, readonly number[]>): string {
  if (isAscii(char)) return char;
  const bytes = encoder.get(char);
  if (bytes === undefined) return `%26%23${char.codePointAt(0)}%3B`;
  return bytes
    .map((byte) => (byte > 0x7e ? `%${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte)))
    .join('');
}

function remember(charset: string): ReadonlyMap<string, readonly number[]> {
  if (encoders.size >= ENCODERS_MAX) encoders.clear();
  const encoder = encoderOf(charset);
  encoders.set(charset, encoder);
  return encoder;
}

/** The decoder turned round: it is asked for every byte, and for every pair of bytes. */
function encoderOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const sequences: number[][] = [];
  for (let byte = 0x80; byte <= 0xff; byte++) sequences.push([byte]);
  if (TWO_BYTES.has(charset)) {
    for (let lead = LEADS.from; lead <= LEADS.to; lead++) {
      if (NOT_ENCODED[charset]?.(lead)) continue;
      for (let trail = TRAILS.from; trail <= TRAILS.to; trail++) sequences.push([lead, trail]);
    }
  }
  const encoder = new Map<string, readonly number[]>();
  const decoder = decoderFor(charset);
  const lines = decoder.decode(Uint8Array.from(sequences.flatMap((bytes) => [...bytes, NEWLINE])), { stream: true });
  for (const [at, char] of lines.split('\n').entries()) {
    const bytes = sequences[at];
    if (bytes !== undefined && [...char].length === 1 && char !== '\ufffd' && !encoder.has(char))
      encoder.set(char, bytes);
  }
  return encoder;
}
const NEWLINE = 10;

/** The encoding that the head's meta names, as the Encoding standard writes it; utf-8 where it names none. */
export function metaCharset(root: ElementNode): string {
  for (const head of root.children) {
    if (head.kind !== 'element') continue;
    for (const meta of head.children) {
      if (meta.kind !== 'element' || meta.name !== 'meta') continue;
      const { charset, content = '', 'http-equiv': pragma } = meta.attributes;
      const type = /^\s*content-type\s*$/i.test(pragma ?? '') ? content : '';
      const label = charset ?? /charset\s*=\s*["']?([^\s"';]+)/i.exec(type)?.[1];
      if (label !== undefined) return encodingOf(label);
    }
  }
  return 'utf-8';
}

function encodingOf(label: string): string {
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return 'utf-8';
  }
}

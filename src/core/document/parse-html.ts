/**
 * Raw HTML to tree: htmlparser2's tokenizer under our own tree construction. It gives a browser's answer with
 * scripting off, in linear time, whatever the input.
 */
import type { TokenizerCallbacks } from 'htmlparser2';
import { RAW_TEXT, TOKENIZER_RAW_TEXT } from './implied-ends.js';
import { type Name, nameAt, nameOf } from './names.js';
import { references } from './references.js';
import { firstEndAsker, scriptEnd } from './script-end.js';
import { decodingTokenizer, SkippingTokenizer } from './tokenizer.js';
import { NO_ATTRIBUTES, type PageDocument } from './tree.js';
import { TreeBuilder } from './tree-builder.js';

export function parseHtml(html: string): PageDocument {
  return read(html).builder.finish();
}

function read(html: string): Reader {
  const reader = new Reader();
  let source = html;
  let at = 0;
  for (;;) {
    const tokenizer = new SkippingTokenizer(reader);
    reader.start(source, at, tokenizer);
    tokenizer.write(source.slice(at));
    tokenizer.end();
    if (reader.resumeAt === undefined) return reader;
    at += reader.resumeAt;
    if (reader.endlessCdata) {
      source = source.slice(at).replaceAll(CDATA, '<!cdata ');
      at = 0;
    }
  }
}

const CDATA = '<![CDATA[';
/** Each is read twice; a page with more of them is hostile. */
const MISREAD_CDATA_MAX = 100;

class Reader implements TokenizerCallbacks {
  /**
   * One of everything that a parse makes, never let go. Between two pages a worker holds none, and V8 throws compiled
   * code away with the last object of its kind: each full collection made the next pages a quarter slower.
   */
  static sample: Reader | undefined;
  readonly builder = new TreeBuilder();
  /** Where a new tokenizer goes on, when this one was stopped before raw text that it does not know. */
  resumeAt: number | undefined;
  /** A CDATA section has no end, or too many were misread: the rest is to hold none. */
  endlessCdata = false;
  /** The page, and what of it this tokenizer reads. */
  #whole = '';
  #offset = 0;
  #source = '';
  #endsAtFirst = firstEndAsker('');
  #mayHoldNul = false;
  readonly #references = references(decodingTokenizer);
  #tokenizer: SkippingTokenizer | undefined;
  #name = nameOf('');
  #attributes: Record<string, string> | undefined;
  #attribute = '';
  #marks = 0;
  #value = '';
  #misreadCdata = 0;

  start(whole: string, offset: number, tokenizer: SkippingTokenizer): void {
    if (whole !== this.#whole) {
      this.#endsAtFirst = firstEndAsker(whole);
      // Half the time of a look into the string, and a tenth of one into each value. U+0100 passes for it as well.
      this.#mayHoldNul = Buffer.from(whole, 'latin1').includes(0);
    }
    this.#whole = whole;
    this.#offset = offset;
    this.#source = whole.slice(offset);
    this.#tokenizer = tokenizer;
    this.resumeAt = undefined;
    this.endlessCdata = false;
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#nameAt(start, end);
    this.#attributes = undefined;
    this.#marks = 0;
  }

  onattribname(start: number, end: number): void {
    const { name, marks } = this.#nameAt(start, end);
    this.#attribute = name;
    this.#marks |= marks;
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    const part = this.#source.slice(start, end);
    this.#value = this.#value === '' ? part : this.#value + part;
  }

  onattribend(): void {
    const attributes = this.#attributes;
    if (attributes === undefined) {
      // Most elements have one, which is no duplicate.
      const first: Record<string, string> = {};
      first[this.#attribute] = this.#decodedValue();
      this.#attributes = first;
    } else if (attributes[this.#attribute] === undefined) attributes[this.#attribute] = this.#decodedValue();
    this.#value = '';
  }

  onopentagend(end: number): void {
    this.#open(end, false);
  }

  onselfclosingtag(end: number): void {
    this.#open(end, true);
  }

  onclosetag(start: number, end: number): void {
    // `</ a>` is a comment (13.2.5.7), which the tokenizer takes for an end tag.
    if (this.#source.charCodeAt(start - 1) !== SLASH) return;
    const { name } = this.#nameAt(start, end);
    // `</a/>` is an end tag with a needless slash; the tokenizer takes it for part of the name.
    this.builder.close(name.includes('/') ? nameOf(name.slice(0, name.indexOf('/'))).name : name);
  }

  ontext(start: number, end: number): void {
    // The tokenizer lets `</>` begin a text.
    const mayBeNothing = this.#source.charCodeAt(start + 1) === SLASH && !this.builder.inRaw;
    const text = this.#source.slice(mayBeNothing ? this.#nothingEnd(start) : start, end);
    this.builder.text(text.includes('&') && !this.builder.inRawText ? this.#references.inText(text) : text);
  }

  /** `</>` is nothing, `</ >` a comment (13.2.5.7). */
  #nothingEnd(start: number): number {
    NOTHING.lastIndex = start;
    return NOTHING.test(this.#source) ? NOTHING.lastIndex : start;
  }

  /** Outside of foreign content CDATA is a comment that ends at the next `>`; the tokenizer looks for `]]>`. */
  oncdata(start: number, end: number, endOffset: number): void {
    if (this.builder.topIsForeign) {
      this.builder.text(this.#source.slice(start, end - endOffset));
      return;
    }
    this.endlessCdata = endOffset === 0 || ++this.#misreadCdata > MISREAD_CDATA_MAX;
    this.resumeAt = this.endlessCdata ? start - CDATA.length : this.#source.indexOf('>', start) + 1;
    this.#tokenizer?.pause();
  }

  ondeclaration(start: number, end: number): void {
    this.builder.declaration(this.#source.slice(start, end));
  }

  /** With `decodeEntities: false` these are never called. */
  onattribentity(): void {}
  ontextentity(): void {}

  oncomment(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #nameAt(start: number, end: number): Name {
    return nameAt(this.#source, start, end, this.#tokenizer?.nameSum ?? 0);
  }

  #decodedValue(): string {
    const value = this.#value.includes('&') ? this.#references.inAttribute(this.#value) : this.#value;
    // The tokenizer lets NUL pass.
    return this.#mayHoldNul ? value.replaceAll('\0', '\ufffd') : value;
  }

  /** The tokenizer takes `<title/>` for a whole element, and knows neither iframe nor the escapes of scripts. */
  #open(end: number, selfClosing: boolean): void {
    const { name } = this.#name;
    const { builder } = this;
    // `/ >` does not close.
    const closes = selfClosing && this.#source.charCodeAt(end - 1) === SLASH;
    const closed = closes && (builder.inForeign || name === 'svg' || name === 'math');
    builder.open(this.#name, this.#attributes ?? NO_ATTRIBUTES, this.#marks, closed);
    if (closed) return;
    const start = end + 1;
    if (builder.topIsForeign) {
      if (TOKENIZER_RAW_TEXT.has(name) || name === 'script') this.#readMarkup(name, start);
      else if (MISREAD_AS_RAW_TEXT.has(name)) this.#goOnAt(start);
      return;
    }
    if (name === 'script') {
      if (selfClosing || !this.#endsAtFirst(this.#offset + start)) this.#readRawText(name, start);
    } else if (RAW_TEXT.has(name)) {
      // Nearly always empty; the tokenizer is stopped only where there is something to skip.
      if (name === 'plaintext' || !this.#endsHere(name, start)) this.#readRawText(name, start);
    } else if (selfClosing && TOKENIZER_RAW_TEXT.has(name)) this.#readRawText(name, start);
    else if (MISREAD_AS_RAW_TEXT.has(name)) this.#goOnAt(start);
  }

  /** The tokenizer knows nothing of SVG, where the text of style and title is markup; it is stopped where there is some. */
  #readMarkup(name: string, start: number): void {
    const next = this.#source.indexOf('<', start);
    if (next >= 0 && !this.#endsHere(name, next)) this.#goOnAt(start);
  }

  #endsHere(name: string, at: number): boolean {
    const end = at + 2 + name.length;
    if (this.#source.slice(at, end).toLowerCase() !== `</${name}`) return false;
    return /[\s/>]/.test(this.#source.charAt(end));
  }

  #readRawText(name: string, start: number): void {
    const end = rawTextEnd(this.#source, name, start);
    this.ontext(start, end);
    this.#goOnAt(end);
  }

  /** A new tokenizer goes on there: this one believes that raw text has begun. */
  #goOnAt(at: number): void {
    this.resumeAt = at;
    this.#tokenizer?.pause();
  }
}

const SLASH = 47;
const NOTHING = /<\/(?:>|\s+(?:>|$))/y;
/** The tokenizer looks at parts of names only: it takes these for xmp, title and textarea, and what follows for their text. */
const MISREAD_AS_RAW_TEXT: ReadonlySet<string> = new Set(['tmp', 'xitle', 'xextarea']);

/** Index of the end tag that ends the raw text begun at `start`, or the page's end. */
function rawTextEnd(source: string, name: string, start: number): number {
  if (name === 'plaintext') return source.length;
  if (name === 'script') return scriptEnd(source, start);
  const endTag = new RegExp(`</${name}[\\s/>]`, 'gi');
  endTag.lastIndex = start;
  return endTag.exec(source)?.index ?? source.length;
}

Reader.sample = read(
  '<!doctype html><html lang="en"><head><title>a</title></head><body><p>b<a href="/">c</a></p></body></html>',
);

/**
 * Raw HTML to tree: htmlparser2's tokenizer under our own tree construction. It gives a browser's answer with
 * scripting off, in linear time, whatever the input.
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { RAW_TEXT, TOKENIZER_RAW_TEXT } from './implied-ends.js';
import { scriptEnd } from './script-end.js';
import type { PageDocument } from './tree.js';
import { TreeBuilder } from './tree-builder.js';

export function parseHtml(html: string): PageDocument {
  const reader = new Reader(html);
  let rest = tame(html);
  for (;;) {
    const tokenizer = new Tokenizer({}, reader);
    reader.start(rest, tokenizer);
    tokenizer.write(rest);
    const resumeAt = reader.resumeAt;
    if (resumeAt === undefined) {
      tokenizer.end();
      return reader.builder.finish();
    }
    rest = rest.slice(resumeAt);
  }
}

class Reader implements TokenizerCallbacks {
  readonly builder = new TreeBuilder();
  /** Where a new tokenizer goes on, when this one was stopped before raw text that it does not know. */
  resumeAt: number | undefined;
  #source = '';
  #tokenizer: Tokenizer | undefined;
  #name = '';
  #attributes: Record<string, string> = {};
  #attribute = '';
  #value = '';

  /** NUL is rare; the tokenizer lets it pass, the standard makes it U+FFFD in attributes. */
  readonly #hasNul: boolean;

  constructor(html: string) {
    this.#hasNul = html.includes('\0');
  }

  start(source: string, tokenizer: Tokenizer): void {
    this.#source = source;
    this.#tokenizer = tokenizer;
    this.resumeAt = undefined;
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#source.slice(start, end).toLowerCase();
    this.#attributes = {};
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#source.slice(start, end).toLowerCase();
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    const part = this.#source.slice(start, end);
    this.#value = this.#value === '' ? part : this.#value + part;
  }

  onattribentity(codepoint: number): void {
    this.#value += String.fromCodePoint(codepoint);
  }

  onattribend(): void {
    const value = this.#hasNul ? this.#value.replaceAll('\0', '\ufffd') : this.#value;
    this.#attributes[this.#attribute] ??= value;
    this.#value = '';
  }

  onopentagend(end: number): void {
    this.#open(end, false);
  }

  onselfclosingtag(end: number): void {
    this.#open(end, true);
  }

  onclosetag(start: number, end: number): void {
    this.builder.close(this.#source.slice(start, end).toLowerCase());
  }

  ontext(start: number, end: number): void {
    this.builder.text(this.#source.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.builder.text(String.fromCodePoint(codepoint));
  }

  /** Only inside foreign content: `tame` has turned the others into comments. */
  oncdata(start: number, end: number, endOffset: number): void {
    this.builder.text(this.#source.slice(start, end - endOffset));
  }

  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #open(end: number, selfClosing: boolean): void {
    const name = this.#name;
    const { builder } = this;
    const closed = selfClosing && (builder.closesItself || name === 'svg' || name === 'math');
    builder.open(name, this.#attributes, closed);
    if (closed || builder.closesItself) return;
    // The tokenizer takes `<title/>` for a whole element, and a script's end where a browser may not.
    if (name === 'script' || RAW_TEXT.has(name) || (selfClosing && TOKENIZER_RAW_TEXT.has(name))) {
      this.#readRawText(name, end + 1);
    }
  }

  #readRawText(name: string, start: number): void {
    const end = rawTextEnd(this.#source, name, start);
    this.builder.text(this.#source.slice(start, end));
    this.resumeAt = end;
    this.#tokenizer?.pause();
  }
}

/** Index of the end tag that ends the raw text begun at `start`, or the page's end. */
function rawTextEnd(source: string, name: string, start: number): number {
  if (name === 'plaintext') return source.length;
  if (name === 'script') return scriptEnd(source, start);
  const endTag = new RegExp(`</${name}[\\s/>]`, 'gi');
  endTag.lastIndex = start;
  return endTag.exec(source)?.index ?? source.length;
}

/**
 * Rewrites the few things that the tokenizer reads otherwise than the standard: comments ended by `--!>`, the empty
 * `<!>` and `<!->`, and CDATA outside of foreign content, which is a comment that ends at the next `>`.
 */
function tame(html: string): string {
  let tamed = html;
  if (tamed.includes('--!>')) tamed = tamed.replaceAll('--!>', '-->');
  if (tamed.includes('<!>') || tamed.includes('<!->')) tamed = tamed.replace(/<!-?>/g, '<!---->');
  return tamed.includes('<![CDATA[') ? tameCdata(tamed) : tamed;
}

function tameCdata(html: string): string {
  let depth = 0;
  return html.replace(/<!\[CDATA\[|<(\/?)(?:svg|math)(?=[\s/>])/gi, (match, slash: string | undefined) => {
    if (match.startsWith('<!')) return depth > 0 ? match : '<!cdata ';
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1;
    return match;
  });
}

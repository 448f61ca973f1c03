/** Character references (`&amp;`, `&#x27;`) in text and attributes, decoded by a tokenizer made for that. */
import type { Tokenizer, TokenizerCallbacks } from 'htmlparser2';

export interface References {
  inText(text: string): string;
  /** In attributes `&copy=1` stays as it is (HTML standard 13.2.5.73): it is a query parameter. */
  inAttribute(value: string): string;
}

/** Most references in attributes are the `&amp;` of URLs and the `&quot;` of data; those need no look at each. */
const OTHER_THAN_AMP = /&(?!amp;)/;
/** A reference with the character that decides whether an attribute takes it for one. */
const REFERENCE = /&#?\w+[;=]?/g;
/** A page has few different ones. */
const KNOWN_MAX = 500;
/** The longest common ones; V8 copies slices up to this length, a longer one would keep its page in memory. */
const KNOWN_CHARS_MAX = 12;

export function references(tokenizerFor: (callbacks: TokenizerCallbacks) => Tokenizer): References {
  const collector = new Collector();
  const tokenizer = tokenizerFor(collector);
  const decode = (source: string) => {
    collector.start(source);
    tokenizer.reset();
    tokenizer.write(source);
    tokenizer.end();
    return collector.decoded;
  };
  const inText = remembering(decode);
  const inAttribute = remembering((reference) => decode(`<a b="${reference}">`));
  return {
    inText: (text) => (OTHER_THAN_AMP.test(text) ? text.replace(REFERENCE, inText) : text.replaceAll('&amp;', '&')),
    inAttribute(value) {
      const quoted = value.replaceAll('&quot;', '"');
      return OTHER_THAN_AMP.test(quoted) ? quoted.replace(REFERENCE, inAttribute) : quoted.replaceAll('&amp;', '&');
    },
  };
}

function remembering(decode: (reference: string) => string): (reference: string) => string {
  const known = new Map<string, string>();
  return (reference) => {
    const earlier = known.get(reference);
    if (earlier !== undefined) return earlier;
    const decoded = decode(reference);
    if (known.size < KNOWN_MAX && reference.length <= KNOWN_CHARS_MAX) known.set(reference, decoded);
    return decoded;
  };
}

/** Puts together what the tokenizer makes of a text, or of the value of the one attribute. */
class Collector implements TokenizerCallbacks {
  decoded = '';
  #source = '';

  start(source: string): void {
    this.#source = source;
    this.decoded = '';
  }

  ontext(start: number, end: number): void {
    this.decoded += this.#source.slice(start, end);
  }

  onattribdata(start: number, end: number): void {
    this.decoded += this.#source.slice(start, end);
  }

  ontextentity(codepoint: number): void {
    this.decoded += String.fromCodePoint(codepoint);
  }

  onattribentity(codepoint: number): void {
    this.decoded += String.fromCodePoint(codepoint);
  }

  onopentagname(): void {}
  onattribname(): void {}
  onattribend(): void {}
  onopentagend(): void {}
  onselfclosingtag(): void {}
  onclosetag(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

/** Character references (`&amp;`, `&#x27;`) in text and attributes, decoded by a tokenizer made for that. */
import type { Tokenizer, TokenizerCallbacks } from 'htmlparser2';

export interface References {
  inText(text: string): string;
  /** In attributes `&copy=1` stays as it is (HTML standard 13.2.5.73): it is a query parameter. */
  inAttribute(value: string): string;
}

/** Most references in attributes are the `&amp;` of URLs and the `&quot;` of data; those need no look at each. */
const OTHER_THAN_AMP = /&(?!amp;)/;
/** What reads as a reference; in attributes with the character that decides whether it is one. */
const IN_TEXT = /&#?\w+;?/g;
const IN_ATTRIBUTE = /&#?[\dA-Za-z]+[;=]?/g;
/** A page has few different ones. */
const KNOWN_MAX = 500;
/** The longest common ones; V8 copies slices up to this length, a longer one would keep its page in memory. */
const KNOWN_CHARS_MAX = 12;

export function references(tokenizerFor: (callbacks: TokenizerCallbacks) => Tokenizer): References {
  const collector = new Collector();
  const tokenizer = tokenizerFor(collector);
  const inText = remembering((reference) => {
    collector.start(reference);
    tokenizer.reset();
    tokenizer.write(reference);
    tokenizer.end();
    return collector.decoded;
  });
  const inAttribute = (reference: string) => {
    if (reference.startsWith('&#')) return inText(reference.replace('=', '')) + (reference.endsWith('=') ? '=' : '');
    if (reference.endsWith('=')) return reference;
    const decoded = inText(reference);
    return isWhole(decoded, reference) ? decoded : reference;
  };
  return {
    inText: (text) => (OTHER_THAN_AMP.test(text) ? text.replace(IN_TEXT, inText) : text.replaceAll('&amp;', '&')),
    inAttribute(value) {
      if (!OTHER_THAN_AMP.test(value)) return value.replaceAll('&amp;', '&');
      const quoted = value.replaceAll('&quot;', '"');
      return OTHER_THAN_AMP.test(quoted) ? quoted.replace(IN_ATTRIBUTE, inAttribute) : quoted.replaceAll('&amp;', '&');
    },
  };
}

/** Whether all of the reference was decoded: "&ltr" and "&copysr;" are "<r" and "©sr;" in text, themselves in attributes. */
function isWhole(decoded: string, reference: string): boolean {
  return reference.endsWith(';') ? decoded === ';' || !decoded.endsWith(';') : decoded.length === 1;
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

/** Puts together what the tokenizer makes of a text. */
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

  ontextentity(codepoint: number): void {
    this.decoded += String.fromCodePoint(codepoint);
  }

  onattribdata(): void {}
  onattribentity(): void {}
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

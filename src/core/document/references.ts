/** Character references (`&amp;`, `&#x27;`) in text and attributes, decoded by a tokenizer made for that. */
import type { Tokenizer, TokenizerCallbacks } from 'htmlparser2';

export interface References {
  inText(text: string): string;
  /** In attributes `&copy=1` stays as it is (HTML standard 13.2.5.73): it is a query parameter. */
  inAttribute(value: string): string;
}

/** Nearly all references in attributes are the `&amp;` of URLs. */
const OTHER_THAN_AMP = /&(?!amp;)/;

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
  return {
    inText: (text) =>
      OTHER_THAN_AMP.test(text) ? decode(text.replaceAll('<', '&lt;')) : text.replaceAll('&amp;', '&'),
    inAttribute: (value) =>
      OTHER_THAN_AMP.test(value)
        ? decode(`<a b="${value.replaceAll('"', '&quot;')}">`)
        : value.replaceAll('&amp;', '&'),
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

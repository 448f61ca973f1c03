/** Text to the terms that are compared: words, parts of identifiers, pairs of neighbours. Pure. */
import type { Stem } from './stem.js';

/** A run of letters and digits. Combining marks belong to the letter before them. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Where an identifier changes from one word to the next: camelCase, HTTPServer, sha256. */
const IDENTIFIER = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|\p{L}\p{N}|\p{N}\p{L}/u;
const IDENTIFIER_PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+|[^\p{Lu}\p{Ll}\p{N}]+/gu;

/** Longer runs are data, not words; they are not taken apart. */
const IDENTIFIER_MAX_CHARS = 60;

/** Letters whose accents people leave out when they type. Marks of other scripts are part of the letter. */
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}]/u;

export interface Terms {
  /** Terms in order of the text. */
  words: string[];
  /** `pairs[i]` joins the words i and i + 1 of the text as if written as one: "zip file" also matches "zipfile". */
  pairs: string[];
}

/** Takes a text apart; stop words are left out. */
export type Tokenize = (text: string) => Terms;

export function tokenizerOf(language: string, stem: Stem, stopWords: ReadonlySet<string>): Tokenize {
  const segmenter = new Intl.Segmenter(language === '' ? 'en' : language, { granularity: 'word' });
  const normal = (word: string) => fold(stem(word));

  return (text) => {
    const words: string[] = [];
    const pairs: string[] = [];
    let previous = '';
    for (const run of text.normalize('NFKC').match(WORD) ?? []) {
      for (const word of UNSPACED.test(run) ? segments(run, segmenter) : [run]) {
        const lower = word.toLowerCase();
        if (stopWords.has(lower)) continue;
        for (const part of identifierParts(word)) {
          if (part.length > 1 && !stopWords.has(part)) words.push(normal(part));
        }
        words.push(normal(lower));
        if (previous !== '') pairs.push(normal(previous + lower));
        previous = lower;
      }
    }
    return { words, pairs };
  };
}

function segments(run: string, segmenter: Intl.Segmenter): string[] {
  return Array.from(segmenter.segment(run), ({ segment }) => segment);
}

/** The words an identifier is made of, in lower case; none when it is one word. */
function identifierParts(word: string): string[] {
  if (word.length > IDENTIFIER_MAX_CHARS || !IDENTIFIER.test(word)) return [];
  const parts = word.match(IDENTIFIER_PART) ?? [];
  return parts.length > 1 ? parts.map((part) => part.toLowerCase()) : [];
}

function fold(word: string): string {
  if (!/[^\0-\x7f]/.test(word) || !ACCENTED.test(word)) return word;
  return word.normalize('NFD').replace(/\p{M}+/gu, '');
}

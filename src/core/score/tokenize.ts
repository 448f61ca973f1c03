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

/** Text repeats its words: each is looked at once per ranking. Bounded, since a hostile page can hold only new ones. */
const MEMO_MAX = 50_000;

/** A pair's beginning decides whether it can be of interest before it is stemmed: endings change, beginnings do not. */
const START_CHARS = 3;

export interface Terms {
  /** Terms in order of the text. */
  words: string[];
  /** Neighbouring words as if written as one: "zip file" also matches "zipfile". */
  pairs: string[];
}

export interface Tokenizer {
  /** All terms but stop words. With `starts`, only pairs that begin so. */
  terms(text: string, starts?: ReadonlySet<string>): Terms;
  /** How the words and pairs of a text begin, for `terms`. */
  starts(text: string): ReadonlySet<string>;
}

interface Word {
  readonly lower: string;
  /** The word as it is compared, and its parts; empty for a stop word. */
  readonly terms: readonly string[];
}

export function tokenizerOf(language: string, stem: Stem, stopWords: ReadonlySet<string>): Tokenizer {
  const segmenter = new Intl.Segmenter(language === '' ? 'en' : language, { granularity: 'word' });
  const normal = (word: string) => fold(stem(word));
  const memo = new Map<string, readonly Word[]>();

  const wordOf = (word: string): Word => {
    const lower = lowered(word);
    if (stopWords.has(lower)) return { lower, terms: [] };
    const parts = identifierParts(word).filter((part) => part.length > 1 && !stopWords.has(part));
    return { lower, terms: [...parts, lower].map(normal) };
  };
  const wordsOf = (run: string): readonly Word[] => {
    const known = memo.get(run);
    if (known !== undefined) return known;
    const words = (UNSPACED.test(run) ? segments(run, segmenter) : [run]).map(wordOf);
    if (memo.size < MEMO_MAX) memo.set(run, words);
    return words;
  };
  const eachWord = function* (text: string) {
    for (const run of text.normalize('NFKC').match(WORD) ?? []) yield* wordsOf(run);
  };

  return {
    terms(text, starts) {
      const words: string[] = [];
      const pairs: string[] = [];
      let previous = '';
      for (const { lower, terms } of eachWord(text)) {
        if (terms.length === 0) continue;
        words.push(...terms);
        if (previous !== '' && (starts === undefined || starts.has(startOf(previous, lower)))) {
          pairs.push(normal(previous + lower));
        }
        previous = lower;
      }
      return { words, pairs };
    },
    starts(text) {
      const all = [...eachWord(text)].filter(({ terms }) => terms.length > 0).map(({ lower }) => lower);
      return new Set(all.flatMap((word, i) => [startOf(word, ''), startOf(word, all[i + 1] ?? '')]));
    },
  };
}

function startOf(first: string, second: string): string {
  return (first.length < START_CHARS ? first + second : first).slice(0, START_CHARS);
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

/** In lower case, and letters of their own as the letters they are also typed as: Russian ё, Turkish ı and İ. */
function lowered(word: string): string {
  const lower = word.toLowerCase();
  return /ё|ı|\u0307/.test(lower) ? lower.replace(/ё/g, 'е').replace(/ı|i\u0307/g, 'i') : lower;
}

function fold(word: string): string {
  if (!/[^\0-\x7f]/.test(word) || !ACCENTED.test(word)) return word;
  return word.normalize('NFD').replace(/\p{M}+/gu, '');
}

/** Text to the terms that are compared: words, parts of identifiers, pairs of neighbours. Pure. */
import { isByBeginnings, type Stem } from './stem.js';

/** A run of letters and digits, at `lastIndex`. Combining marks belong to the letter before them. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/uy;

/**
 * What English ends a word with at an apostrophe ("what's", "they've"): says nothing, and apart from its word it would be
 * the letter of a drive, a flag or a chapter. Other languages write no such endings, or mean the same by them (Dutch "foto's").
 */
const CONTRACTION = /['’](?:[dmst]|ll|re|ve)(?![\p{L}\p{N}\p{M}])/iuy;

/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Where an identifier changes from one word to the next: camelCase, HTTPServer, sha256. */
const IDENTIFIER = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|\p{L}\p{N}|\p{N}\p{L}/u;
const IDENTIFIER_PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+|[^\p{Lu}\p{Ll}\p{N}]+/gu;

/** Longer runs are data, not words; they are not taken apart. */
const IDENTIFIER_MAX_CHARS = 60;

/** Letters whose accents, hamzas and vowel points people and addresses leave out. Marks of other scripts are part of the letter. */
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** A word, and what it is compared as. */
export class Word {
  readonly #normal: (form: string) => string;
  readonly lower: string;
  /** The word and its parts in lower case; none of a stop word. */
  readonly forms: readonly string[];
  #terms: readonly string[] | undefined;

  constructor(lower: string, forms: readonly string[], normal: (form: string) => string) {
    this.#normal = normal;
    this.lower = lower;
    this.forms = forms;
  }

  /** The forms without their endings. Worked out when it is first asked for: of most words of a text nobody does. */
  get terms(): readonly string[] {
    this.#terms ??= this.forms.map(this.#normal);
    return this.#terms;
  }
}

export interface Tokenizer {
  /** A word of ASCII and its term begin with the same letter: its stemmer takes nothing away there. */
  readonly keepsFirst: boolean;
  /** The words of one run of `eachRun`: several where the script puts no space between them. */
  words(run: string): readonly Word[];
  /** Two neighbours as if written as one: "zip file" is also "zipfile". */
  joined(first: Word, second: Word): string;
}

/**
 * Calls `onRun` for each run of letters and digits with the text in its normal form and the run's place in it; not for
 * endings like 's, nor for "don't" and the like, whose verbs are stop words. ASCII is looked at by its codes: a half to a quarter of the time that `WORD` alone takes.
 */
export function eachRun(text: string, onRun: (normal: string, start: number, end: number) => void): void {
  const normal = text.normalize('NFKC');
  let start = -1;
  for (let i = 0; i < normal.length; i++) {
    const code = normal.charCodeAt(i);
    if (isAsciiWord(code)) {
      if (start === -1) start = i;
      continue;
    }
    if (code <= ASCII_MAX || (code === RIGHT_QUOTE && start !== -1)) {
      if (start !== -1) {
        const end = behindEnding(normal, i);
        if (end === i || !isNegation(normal, i)) onRun(normal, start, i);
        if (end > i) i = end - 1;
      }
    } else {
      WORD.lastIndex = start === -1 ? i : start;
      const run = WORD.exec(normal);
      if (run !== null) {
        const end = WORD.lastIndex;
        onRun(normal, run.index, end);
        i = behindEnding(normal, end) - 1;
      }
    }
    start = -1;
  }
  if (start !== -1) onRun(normal, start, normal.length);
}

/** Where an ending like 's that begins at `at` ends; `at` itself where none does. */
function behindEnding(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code !== APOSTROPHE && code !== RIGHT_QUOTE) return at;
  CONTRACTION.lastIndex = at;
  return CONTRACTION.test(text) ? CONTRACTION.lastIndex : at;
}

/** Whether the apostrophe at `at` is that of "n't". */
function isNegation(text: string, at: number): boolean {
  return /nt/i.test(text.charAt(at - 1) + text.charAt(at + 1));
}

const ASCII_MAX = 0x7f;
const APOSTROPHE = 0x27;
const RIGHT_QUOTE = 0x2019;
const PLAIN = /^[A-Za-z]?[a-z]*$/;

/** 0-9, A-Z, a-z. */
function isAsciiWord(code: number): boolean {
  return code < 0x3a ? code >= 0x30 : code < 0x5b ? code >= 0x41 : code >= 0x61 && code <= 0x7a;
}

export function tokenizerOf(language: string, stem: Stem, stopWords: ReadonlySet<string>): Tokenizer {
  const segmenter = new Intl.Segmenter(language === '' ? 'en' : language, { granularity: 'word' });
  const normal = (word: string) => fold(stem(word));
  const wordOf = (word: string): Word => {
    const lower = lowered(word);
    if (stopWords.has(lower)) return new Word(lower, [], normal);
    // Nearly all words of English, and no identifier of several.
    if (PLAIN.test(word)) return new Word(lower, [lower], normal);
    const parts = identifierParts(word).filter((part) => part.length > 1 && !stopWords.has(part));
    return new Word(lower, [...parts, lower], normal);
  };
  return {
    keepsFirst: language === 'en' || language === '',
    words: (run) => (PLAIN.test(run) || !UNSPACED.test(run) ? [wordOf(run)] : segments(run, segmenter).map(wordOf)),
    joined: isByBeginnings(language)
      ? (first, second) => normal(first.lower) + normal(second.lower)
      : (first, second) => normal(first.lower + second.lower),
  };
}

/** Punctuation ends a run; to find the words of a longer one takes its square: 20 s for 150,000 characters. */
const PIECE = /.{1,500}/gsu;

function segments(run: string, segmenter: Intl.Segmenter): string[] {
  const pieces = run.match(PIECE) ?? [];
  return pieces.flatMap((piece) => Array.from(segmenter.segment(piece), ({ segment }) => segment));
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
  return word
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđðþħ]/g, (letter) => IN_ASCII[letter] ?? letter);
}

/** Latin letters that Unicode does not take apart, as CLDR's Latin-ASCII writes them. */
const IN_ASCII: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
};

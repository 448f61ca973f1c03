/** What of a query's words a text holds. Each different word of all texts is looked at once. */
import { isNumber, type PartialMatch, partialMatcher } from './partial.js';
import { eachRun, type Tokenizer, type Word } from './tokenize.js';

/** What two neighbouring words of the query, found side by side, add against one word that is as rare. */
const PAIR_WEIGHT = 0.4;
/** All words of the query in their order, stop words left out: one more term, as rare as the texts that say it. No word is written so. */
const PHRASE = '"';
const PHRASE_WEIGHT = 1;
/** Two words are a pair. */
const PHRASE_WORDS_MIN = 3;
/** Between the parts of a version or identifier: "3.11", "UTF-8". */
const JOINT = /^[-./_:]$/;
/** Between the ends of a range, or two to choose from: "10-12", "10/11". */
const RANGE_JOINT = /^[-/]$/;
const LETTER_TO_NUMBER = /(?<=\p{L})(?=\p{N})/gu;
/** What a word that holds or shortens a word of the query counts at most against the word itself. */
const PARTIAL_WEIGHT = 0.3;
/** Text repeats its words. Bounded, since a hostile page can hold only new ones. */
const MEMO_MAX = 50_000;
/** A pair's beginning decides whether it can be of interest before it is stemmed: endings change, beginnings do not. */
const START_CHARS = 3;

interface TermCounts {
  /** Of the text, without stop words. */
  readonly words: number;
  /** By term of the query. Without a prototype: "constructor" is a word like any other. */
  readonly counts: Record<string, number>;
}

const NONE: readonly string[] = [];

/** A word of a text, seen with the query in mind. */
interface Seen {
  readonly word: Word;
  readonly whole: readonly string[];
  /** Worked out when it is first asked for: running text, where most words stand, never asks. */
  partial: readonly PartialMatch[] | undefined;
  /** Whether a pair may begin with it; undefined where the next word decides, too. */
  readonly begins: boolean | undefined;
}

export class QueryTerms {
  /** What each term of the query weighs. */
  readonly weights: ReadonlyMap<string, number>;
  readonly #tokenizer: Tokenizer;
  readonly #starts: ReadonlySet<string>;
  readonly #partials: (word: string) => readonly PartialMatch[];
  readonly #pairs = new Map<string, string>();
  /** The words of runs, by how those are written. */
  readonly #seen = new Map<string, readonly Seen[]>();
  /** How the terms of the query begin; undefined where a word and its term may begin otherwise. */
  readonly #firsts: ReadonlySet<string> | undefined;
  /** Its words as terms; none where it is too short. */
  readonly #phrase: readonly string[];

  constructor(tokenizer: Tokenizer, query: string) {
    this.#tokenizer = tokenizer;
    // "python3.11" is "python 3.11", too.
    const texts = [query, query.replace(LETTER_TO_NUMBER, '-')].map((text) => wordsOf(text, tokenizer));
    const weights = weighed(texts, tokenizer);
    this.#phrase = phraseOf(texts[0] ?? [], weights);
    this.weights = this.#phrase.length === 0 ? weights : new Map([...weights, [PHRASE, PHRASE_WEIGHT]]);
    this.#starts = new Set(
      texts.flatMap((words) =>
        words.flatMap(({ word: { lower } }, i) => [startOf(lower, ''), startOf(lower, words[i + 1]?.word.lower ?? '')]),
      ),
    );
    const terms = new Set(texts.flat().flatMap(({ word }) => word.terms));
    this.#partials = partialMatcher([...terms].filter((term) => this.weights.has(term)));
    this.#firsts = tokenizer.keepsFirst ? new Set([...this.weights.keys()].map(firstOf)) : undefined;
  }

  /** `inPart`: words that hold or shorten one of the query count too. */
  count(text: string, inPart: boolean): TermCounts {
    const counts: Record<string, number> = Object.create(null);
    let words = 0;
    /** Of the phrase, so many words stand before. */
    let said = 0;
    let previous: Seen | undefined;
    eachRun(text, (normal, start, end) => {
      for (const seen of this.#look(normal.slice(start, end))) {
        const { word, whole } = seen;
        if (word.forms.length === 0) continue;
        words += word.forms.length;
        for (const term of whole) counts[term] = (counts[term] ?? 0) + 1;
        if (inPart) {
          seen.partial ??= word.terms.filter((term) => !this.weights.has(term)).flatMap(this.#partials);
          for (const { term, share } of seen.partial) counts[term] = (counts[term] ?? 0) + PARTIAL_WEIGHT * share;
        }
        const pair = previous === undefined || previous.begins === false ? undefined : this.#pair(previous.word, word);
        if (pair !== undefined) counts[pair] = (counts[pair] ?? 0) + 1;
        previous = seen;
        said = this.#saidBy(whole, said);
        if (said > 0 && said === this.#phrase.length) counts[PHRASE] = (counts[PHRASE] ?? 0) + 1;
      }
    });
    return { words, counts };
  }

  #look(written: string): readonly Seen[] {
    const known = this.#seen.get(written);
    if (known !== undefined) return known;
    const words = this.#tokenizer.words(written).map((word) => ({
      word,
      whole: this.#mayMatch(word) ? word.terms.filter((term) => this.weights.has(term)) : NONE,
      partial: undefined,
      begins: word.lower.length < START_CHARS ? undefined : this.#starts.has(startOf(word.lower, '')),
    }));
    if (this.#seen.size < MEMO_MAX) this.#seen.set(written, words);
    return words;
  }

  #mayMatch({ forms }: Word): boolean {
    const firsts = this.#firsts;
    return firsts === undefined || forms.some((form) => firsts.has(firstOf(form)) || form.charCodeAt(0) > ASCII_MAX);
  }

  /** How many words of the phrase stand here, the word with these terms of the query included. */
  #saidBy(terms: readonly string[], before: number): number {
    if (terms.length === 0 || this.#phrase.length === 0) return 0;
    const [first = '', next = first] = [this.#phrase[0], this.#phrase[before]];
    if (terms.includes(next)) return before === this.#phrase.length ? 1 : before + 1;
    return terms.includes(first) ? 1 : 0;
  }

  /** The two as one word, if that is a term of the query. */
  #pair(first: Word, second: Word): string | undefined {
    if (!this.#starts.has(startOf(first.lower, second.lower))) return undefined;
    const written = `${first.lower}${second.lower}`;
    const known = this.#pairs.get(written);
    const pair = known ?? this.#tokenizer.joined(first, second);
    if (known === undefined && this.#pairs.size < MEMO_MAX) this.#pairs.set(written, pair);
    return this.weights.has(pair) ? pair : undefined;
  }
}

/** A word of the query. */
interface Asked {
  readonly word: Word;
  readonly end: number;
  /** The sign that alone stands between it and the word before: "-" of "8" in "UTF-8". */
  readonly joint: string | undefined;
}

function wordsOf(query: string, tokenizer: Tokenizer): readonly Asked[] {
  const words: Asked[] = [];
  eachRun(query, (normal, start, end) => {
    for (const word of tokenizer.words(normal.slice(start, end))) {
      if (word.forms.length === 0) continue;
      const between = normal.slice(words.at(-1)?.end ?? start, start);
      words.push({ word, end, joint: JOINT.test(between) ? between : undefined });
    }
  });
  return words;
}

/**
 * What each term weighs: words, their parts, and pairs of neighbours. Of an identifier with a number the whole counts and
 * its words do, but not the number or a letter alone: every list has a 47, hardly any an E47. Of a range both numbers do.
 */
function weighed(texts: readonly (readonly Asked[])[], tokenizer: Tokenizer): ReadonlyMap<string, number> {
  const pairs: (readonly [string, number])[] = [];
  const single = new Set<string>();
  for (const words of texts) {
    for (const [i, asked] of words.entries()) {
      const before = words[i - 1];
      const isWhole = isNumbered(words, i);
      if (before !== undefined) pairs.push([tokenizer.joined(before.word, asked.word), isWhole ? 1 : PAIR_WEIGHT]);
      const isPart = (isWhole && !isRange(words, i)) || (isNumbered(words, i + 1) && !isRange(words, i + 1));
      const { terms } = asked.word;
      for (const term of terms) {
        const isFragment = isNumber(term) ? isPart || terms.length > 1 : isPart && term.length === 1;
        if (!isFragment) single.add(term);
      }
    }
  }
  return new Map([...pairs.sort((a, b) => a[1] - b[1]), ...Array.from(single, (term) => [term, 1] as const)]);
}

/** None where a word is no term, as the number of a version is. */
function phraseOf(words: readonly Asked[], weights: ReadonlyMap<string, number>): readonly string[] {
  const phrase = words.map(({ word }) => word.terms.at(-1) ?? '');
  return phrase.length >= PHRASE_WORDS_MIN && phrase.every((term) => weights.has(term)) ? phrase : [];
}

/** Whether a word and the one before it are one with a number. */
function isNumbered(words: readonly Asked[], i: number): boolean {
  const [before, asked] = [words[i - 1], words[i]];
  if (before === undefined || asked?.joint === undefined) return false;
  return isNumber(before.word.lower) || isNumber(asked.word.lower);
}

/** Whether a word and the one before it are two numbers that rise and nothing else: "ISO 8859-1" and "CVE-2024-3094" are wholes. */
function isRange(words: readonly Asked[], i: number): boolean {
  const [before, asked] = [words[i - 1], words[i]];
  if (before?.joint !== undefined || !RANGE_JOINT.test(asked?.joint ?? '')) return false;
  return words[i + 1]?.joint === undefined && Number(before?.word.lower) < Number(asked?.word.lower);
}

const ASCII_MAX = 0x7f;

function firstOf(form: string): string {
  return form.slice(0, 1);
}

function startOf(first: string, second: string): string {
  return (first.length < START_CHARS ? first + second : first).slice(0, START_CHARS);
}

/** What of a query's words a text holds. Each different word of all texts is looked at once. */
import { type PartialMatch, partialMatcher } from './partial.js';
import { runsOf, type Tokenizer, type Word } from './tokenize.js';

/** What two neighbouring words of the query, found side by side, add against one word that is as rare. */
const PAIR_WEIGHT = 0.4;
/** What a word that holds or shortens a word of the query counts at most against the word itself. */
const PARTIAL_WEIGHT = 0.3;
/** Text repeats its words. Bounded, since a hostile page can hold only new ones. */
const MEMO_MAX = 50_000;
/** A pair's beginning decides whether it can be of interest before it is stemmed: endings change, beginnings do not. */
const START_CHARS = 3;

export interface TermCounts {
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
  readonly #seen = new Map<string, readonly Seen[]>();
  readonly #pairs = new Map<string, string>();

  constructor(tokenizer: Tokenizer, query: string) {
    this.#tokenizer = tokenizer;
    const words = runsOf(query)
      .flatMap((run) => tokenizer.words(run))
      .filter(({ terms }) => terms.length > 0);
    const pairs = words.slice(1).map((word, i) => tokenizer.joined(words[i] ?? word, word));
    const terms = words.flatMap((word) => word.terms);
    this.weights = new Map([
      ...pairs.map((pair) => [pair, PAIR_WEIGHT] as const),
      ...terms.map((term) => [term, 1] as const),
    ]);
    this.#starts = new Set(
      words.flatMap(({ lower }, i) => [startOf(lower, ''), startOf(lower, words[i + 1]?.lower ?? '')]),
    );
    this.#partials = partialMatcher(terms);
  }

  /** `inPart`: words that hold or shorten one of the query count too. */
  count(text: string, inPart: boolean): TermCounts {
    const counts: Record<string, number> = Object.create(null);
    let words = 0;
    let previous: Seen | undefined;
    for (const run of runsOf(text)) {
      for (const seen of this.#look(run)) {
        const { word, whole } = seen;
        if (word.terms.length === 0) continue;
        words += word.terms.length;
        for (const term of whole) counts[term] = (counts[term] ?? 0) + 1;
        if (inPart) {
          seen.partial ??= word.terms.filter((term) => !this.weights.has(term)).flatMap(this.#partials);
          for (const { term, share } of seen.partial) counts[term] = (counts[term] ?? 0) + PARTIAL_WEIGHT * share;
        }
        const pair = previous === undefined || previous.begins === false ? undefined : this.#pair(previous.word, word);
        if (pair !== undefined) counts[pair] = (counts[pair] ?? 0) + 1;
        previous = seen;
      }
    }
    return { words, counts };
  }

  #look(run: string): readonly Seen[] {
    const known = this.#seen.get(run);
    if (known !== undefined) return known;
    const seen = this.#tokenizer.words(run).map((word) => ({
      word,
      whole: word.terms.some((term) => this.weights.has(term))
        ? word.terms.filter((term) => this.weights.has(term))
        : NONE,
      partial: undefined,
      begins: word.lower.length < START_CHARS ? undefined : this.#starts.has(startOf(word.lower, '')),
    }));
    if (this.#seen.size < MEMO_MAX) this.#seen.set(run, seen);
    return seen;
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

function startOf(first: string, second: string): string {
  return (first.length < START_CHARS ? first + second : first).slice(0, START_CHARS);
}

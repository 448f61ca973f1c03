/** Words that hold a word of the query or shorten one: "userdir" for "user", "inttohex" for "hexadecimal" by its "hex". */

/** A shorter word of the query stands in too many others by chance ("us" in "user"). */
const WHOLE_LETTERS_MIN = 4;
/** A shorter beginning of a word is no abbreviation of it. */
const SHORT_LETTERS_MIN = 3;
/** Scripts of which one character is a syllable or more. */
const SYLLABIC = /[\p{Script=Han}\p{Script=Hangul}]/u;
/** Of a query; one that is longer has whole words enough. */
const TERMS_MAX = 50;

/** A term of the query that a word matches in part, and how much of the longer one the shorter one is (0-1). */
export interface PartialMatch {
  readonly term: string;
  readonly share: number;
}

/** `terms`: the query's, as they are compared. What is answered is for words that are none of them. */
export function partialMatcher(terms: readonly string[]): (word: string) => readonly PartialMatch[] {
  const some = terms.slice(0, TERMS_MAX);
  return (word) =>
    some
      .filter((term) => isPartOf(term, word))
      .map((term) => ({ term, share: Math.min(term.length, word.length) / Math.max(term.length, word.length) }));
}

function isPartOf(term: string, word: string): boolean {
  if (word.length > term.length) {
    return letters(term) >= WHOLE_LETTERS_MIN && (word.startsWith(term) || word.endsWith(term)) && !isNumber(word);
  }
  return letters(word) >= SHORT_LETTERS_MIN && term.startsWith(word) && !isNumber(word);
}

function letters(word: string): number {
  return SYLLABIC.test(word) ? 2 * word.length : word.length;
}

/** Numbers that begin alike have nothing else in common. */
export function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}

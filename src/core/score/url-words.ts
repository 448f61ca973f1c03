/** The words of URLs and texts, for scores. Pure. */

import { percentDecoded } from '../url.js';
import { COMMON_WORDS } from './intrinsic-words.js';
import { eachRun } from './tokenize.js';

/** Words in lower case. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  eachRun(text.toLowerCase(), (normal, start, end) => words.push(normal.slice(start, end)));
  return words;
}

/** The words of a path, decoded: `/docs/getting%20started.html` has docs, getting, started, html. */
export function pathWords(pathname: string): readonly string[] {
  return wordsOf(pathname.includes('%') ? percentDecoded(pathname) : pathname);
}

const TOPIC_WORD_CHARS_MIN = 3;

/** What a page is about: the words of its title and headings that mean something. */
export function topicWords(texts: readonly string[]): Set<string> {
  const words = texts.flatMap(wordsOf);
  return new Set(words.filter((word) => word.length >= TOPIC_WORD_CHARS_MIN && !COMMON_WORDS.has(word)));
}

/** Runs of ASCII letters and digits, the only ones that can be an identifier made by a machine. */
const RUN = /[A-Za-z0-9]{6,}/g;

/** Whether a part of the path looks random: `x7f9g2h`, `dQw4w9WgXcQ`, a UUID, a hash. Years and slugs do not. */
export function hasRandomId(pathname: string): boolean {
  if (!MAYBE_RANDOM.test(pathname)) return false;
  if (pathname.length > UUID_CHARS && UUID.test(pathname)) return true;
  for (const run of pathname.match(RUN) ?? []) if (isRandom(run)) return true;
  return false;
}

const UUID_CHARS = 36;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const HASH_CHARS_MIN = 16;
const MIXED_CHARS_MIN = 9;
/** Abbreviations are shorter. */
const VOWELLESS_CHARS_MIN = 7;

/** Chapters, sections and episodes, counted with two digits: `ch03s04`, `s01e05`. */
const NUMBERED = /^(?:[a-z]{1,5}\d\d){2,4}$/i;

/** A number behind a name (`WhatsNewInQt512`), and what Doxygen writes between names: `_1_1` for `::`. */
const EDGE_DIGITS = /^\d|\d+$/g;

/** Digits or capitals inside: without either a run is a word, or an abbreviation (`plpgsql`). */
const MAYBE_RANDOM = /\d|[a-z][A-Z]/;

function isRandom(run: string): boolean {
  if (!MAYBE_RANDOM.test(run) || NUMBERED.test(run)) return false;
  const alternations = run.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  if (alternations >= 3) return true;
  if (alternations > 0 && run.length >= HASH_CHARS_MIN && /^[0-9a-f]+$/i.test(run)) return true;
  const caseChanges = run.match(/[a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g)?.length ?? 0;
  const isMixed = /\d/.test(run.replace(EDGE_DIGITS, '')) && caseChanges >= 2;
  if (isMixed && run.length >= MIXED_CHARS_MIN) return true;
  return run.length >= VOWELLESS_CHARS_MIN && /^[^aeiouyAEIOUY0-9]+$/.test(run);
}

/**
 * Globs on whole URLs. `*` is any run of characters, slashes too ("*" + "/docs/*" is any URL with a docs folder), `?` any one
 * character (so a query's own question mark matches), `{a,b}` either. Everything else stands for itself. Matching is by
 * hand, not by a regular expression, since patterns come from callers: its time is at most pattern × URL, and bounded over all of them.
 */
import { cutChars } from './cut-chars.js';
import { LoupeError } from './errors.js';

/** Alternatives one pattern may expand to; "{a,b}{a,b}…" doubles with each pair. */
const ALTERNATIVES_MAX = 100;
const SHOWN_CHARS = 60;
/**
 * Characters that are compared at once, and each ms after: half a second's work, and then a hundredth of a processor, since a busy
 * machine has no more to spare. A hundred patterns on 50,000 links take as much; a few whose every place is half a match take minutes on
 * ten.
 */
const COMPARED_MAX = 50_000_000;
const COMPARED_A_MS = 1_000;
/** So many are looked through in the time in which one is compared by hand: for a short text, since for a long one it may take its square. */
const SEARCHED_PER_COMPARED = 8;
const LITERAL_CHARS = 8;

/** Reasons to leave a link out that nobody asked for. */
const OF_THE_LINK: ReadonlySet<string> = new Set(['same_page', 'duplicate', 'not_web']);

/** Told where these patterns leave nothing. What another filter took may match them: it is not said that none does. */
export function nothingIncluded(leftOut: Readonly<Record<string, number | undefined>>): string {
  const others = Object.entries(leftOut).filter(([why]) => why !== 'include_patterns' && !OF_THE_LINK.has(why));
  const which = others.some(([, count = 0]) => count > 0) ? 'no link that the other filters leave' : 'no link';
  return `include_patterns: ${which} matches; patterns are globs on the whole URL, for example "*/docs/*"`;
}

const BEGINS_AS_NO_URL = /^(?!https?:)[^*?]/i;

/**
 * A test for URLs that match at least one of the patterns. One that begins as no URL does may begin anywhere. The test throws
 * LoupeError `too_complex` where it takes too long.
 */
export function urlMatcher(patterns: readonly string[]): (url: string) => boolean {
  const expanded = patterns
    .flatMap(expandBraces)
    .map((pattern) => (BEGINS_AS_NO_URL.test(pattern) ? `*${pattern}` : pattern));
  const globs = [...new Set(expanded)].map((pattern) => ({ pattern, literal: literalIn(pattern) }));
  let left = COMPARED_MAX;
  let refilled = performance.now();
  const spend = (compared: number) => {
    left -= compared;
    if (left > 0) return;
    const now = performance.now();
    left = Math.min(COMPARED_MAX, left + (now - refilled) * COMPARED_A_MS);
    refilled = now;
    if (left <= 0) throw takesLong();
  };
  return (url) =>
    globs.some(({ pattern, literal }) => {
      spend(1 + url.length / SEARCHED_PER_COMPARED);
      return url.includes(literal) && matches(pattern, url, spend);
    });
}

/** A part of what every match holds, and most URLs do not. */
function literalIn(pattern: string): string {
  const parts = pattern.split(/[*?]/);
  const longest = parts.reduce((found, part) => (part.length > found.length ? part : found), '');
  return longest.slice(-LITERAL_CHARS);
}

function takesLong(): LoupeError {
  return new LoupeError(
    'too_complex',
    'include_patterns, exclude_patterns: comparing them with the links takes too long',
    {
      next: 'Give fewer or shorter patterns, with fewer alternatives in braces.',
    },
  );
}

/** Braces with none in them. */
const INNERMOST = /\{([^{}]*)\}/;

/**
 * "a{b,c}d" to "abd" and "acd", from the inside outwards. Where braces do not pair, they stand for themselves.
 * @throws LoupeError `invalid_input` beyond the limit
 */
function expandBraces(pattern: string): string[] {
  const expanded: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = INNERMOST.exec(next);
    const options = group?.[1]?.split(',') ?? [];
    if (expanded.length + open.length + options.length > ALTERNATIVES_MAX) throw tooMany(pattern);
    if (group === null) expanded.push(next);
    else for (const option of options) open.push(next.replace(INNERMOST, () => option));
  }
  return expanded;
}

function tooMany(pattern: string): LoupeError {
  const begin = JSON.stringify(cutChars(pattern, SHOWN_CHARS));
  return new LoupeError('invalid_input', `the braces of ${begin} make more than ${ALTERNATIVES_MAX} patterns`, {
    next: 'Give fewer alternatives, or several patterns.',
  });
}

/** Goes back to the last `*` only: an earlier one can match nothing that the last one could not. */
function matches(pattern: string, text: string, spend: (compared: number) => void): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let starText = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      starText = t;
      if (p === pattern.length) return true;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      spend(t - starText + 1);
      p = star + 1;
      t = ++starText;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

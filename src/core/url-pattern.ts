/**
 * Globs on whole URLs. `*` is any run of characters, slashes too ("*" + "/docs/*" is any URL with a docs folder), `?` any one
 * character (so a query's own question mark matches), `{a,b}` either. Everything else stands for itself. Matching is by
 * hand, not by a regular expression, since patterns come from callers: its time is at most pattern × URL.
 */
import { cutChars } from './cut-chars.js';
import { LoupeError } from './errors.js';

/** Alternatives one pattern may expand to; "{a,b}{a,b}…" doubles with each pair. */
const ALTERNATIVES_MAX = 100;
const SHOWN_CHARS = 60;

/** Reasons to leave a link out that nobody asked for. */
const OF_THE_LINK: ReadonlySet<string> = new Set(['same_page', 'duplicate', 'not_web']);

/** Told where these patterns leave nothing. What another filter took may match them: it is not said that none does. */
export function nothingIncluded(leftOut: Readonly<Record<string, number | undefined>>): string {
  const others = Object.entries(leftOut).filter(([why]) => why !== 'include_patterns' && !OF_THE_LINK.has(why));
  const which = others.some(([, count = 0]) => count > 0) ? 'no link that the other filters leave' : 'no link';
  return `include_patterns: ${which} matches; patterns are globs on the whole URL, for example "*/docs/*"`;
}

const BEGINS_AS_NO_URL = /^(?!https?:)[^*?]/i;

/** A test for URLs that match at least one of the patterns. One that begins as no URL does may begin anywhere. */
export function urlMatcher(patterns: readonly string[]): (url: string) => boolean {
  const expanded = patterns
    .flatMap(expandBraces)
    .map((pattern) => (BEGINS_AS_NO_URL.test(pattern) ? `*${pattern}` : pattern));
  return (url) => expanded.some((pattern) => matches(pattern, url));
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
function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let starText = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      starText = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++starText;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

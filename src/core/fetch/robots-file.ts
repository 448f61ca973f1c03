/**
 * The rules of a robots.txt for one crawler (RFC 9309, section 2.2). The file is the site's choice: 512 KiB of it are read and a
 * URL is judged in some milliseconds, whatever stands in it. Libraries give each agent that a group names a copy of each of its
 * rules, so that 20,000 agents with 20,000 rules take all memory there is.
 */

export interface RobotsFile {
  /** The file's Sitemap lines. */
  readonly sitemaps: readonly string[];
  /** Seconds between two requests, as far as the file says. */
  readonly crawlDelay: number | undefined;
  /** @param path with the query */
  allows(path: string): boolean;
}

/** Patterns and whether they allow; of equal patterns the allowing one counts. */
interface Group {
  readonly rules: Map<string, boolean>;
  crawlDelay?: number;
}

/** Characters of patterns with "*": each costs as much as the path is long. Others cost next to nothing. */
const WILDCARD_MAX_CHARS = 16 * 1024;

/** `agent`: our product token in lower case. Groups of the same agent count as one. */
export function readRobots(text: string, agent: string): RobotsFile {
  const groups = new Map<string, Group>();
  const sitemaps: string[] = [];
  let wildcardChars = 0;
  /** Those that the rules to come are for. */
  let current = new Set<Group>();
  let isNaming = false;
  for (const line of text.replaceAll('\r', '\n').split('\n')) {
    const read = line === '' ? null : LINE.exec(line);
    if (read === null) continue;
    const field = read[1]?.toLowerCase();
    const value = read[2]?.trim() ?? '';
    if (field === 'user-agent') {
      if (!isNaming) current = new Set();
      isNaming = true;
      const name = value.toLowerCase().split('/', 1)[0]?.trim() ?? '';
      if (name !== agent && name !== '*') continue;
      const group = groups.get(name) ?? { rules: new Map() };
      groups.set(name, group);
      current.add(group);
    } else if (field === 'sitemap') {
      if (value !== '') sitemaps.push(value);
    } else {
      isNaming = false;
      if (value === '' || current.size === 0) continue;
      if (field === 'crawl-delay') for (const group of current) group.crawlDelay = Number(value);
      else {
        const pattern = encoded(value);
        if (pattern.includes('*')) wildcardChars += pattern.length;
        if (pattern.includes('*') && wildcardChars > WILDCARD_MAX_CHARS) continue;
        for (const { rules } of current) rules.set(pattern, field === 'allow' || rules.get(pattern) === true);
      }
    }
  }
  const { rules = new Map(), crawlDelay } = groups.get(agent) ?? groups.get('*') ?? {};
  return { sitemaps, crawlDelay, allows: (path) => allows(rules, encoded(path)) };
}

const LINE = /^[ \t]*(user-agent|allow|disallow|crawl-delay|sitemap)[ \t]*:([^#]*)/i;

/** What encodeURI would leave alone, and "%": nearly every pattern. */
const ENCODED = /^[\w!#$%&'()*+,\-./:;=?@~]*$/;

/** Section 2.2.2: octets beyond ASCII are compared percent-encoded, and %2f is %2F. */
function encoded(path: string): string {
  const whole = ENCODED.test(path) ? path : encodeURI(path).replaceAll('%25', '%');
  return whole.includes('%') ? whole.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase()) : whole;
}

/** The longest pattern that matches decides. */
function allows(rules: ReadonlyMap<string, boolean>, path: string): boolean {
  let longest = -1;
  let allowed = true;
  for (const [pattern, allow] of rules) {
    if (pattern.length < longest || (pattern.length === longest && !allow) || !matches(pattern, path)) continue;
    longest = pattern.length;
    allowed = allow;
  }
  return allowed;
}

function matches(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith('$');
  if (!isAnchored && !pattern.includes('*')) return path.startsWith(pattern);
  const parts = (isAnchored ? pattern.slice(0, -1) : pattern).split('*');
  const [first = '', ...rest] = parts;
  if (!path.startsWith(first)) return false;
  const last = isAnchored ? rest.pop() : undefined;
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  if (!isAnchored) return true;
  return last === undefined ? at === path.length : path.length - last.length >= at && path.endsWith(last);
}

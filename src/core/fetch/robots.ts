/** robots.txt as RFC 9309 has it: one file an origin, remembered for a while. lib: robots-parser, lru-cache */
import { LRUCache } from 'lru-cache';
import robotsParser from 'robots-parser';
import { underSignal } from '../call.js';
import type { HttpClient } from '../egress/http.js';
import { hasCode, LoupeError } from '../errors.js';
import { SingleFlight } from '../single-flight.js';

interface RobotsVerdict {
  readonly allowed: boolean;
  readonly reason: string;
  /** What the site asks to be left between two requests. */
  readonly crawlDelayMs: number | undefined;
}

interface Rules {
  judge(url: string): RobotsVerdict;
  /** The file's Sitemap lines. */
  readonly sitemaps: readonly string[];
}

/** What an origin was found to say: its file, or where it has none what that means for all its pages. */
export type RobotsAnswer = ({ readonly text: string } | { readonly allowed: boolean; readonly reason: string }) & {
  /** It is asked again then, in ms. */
  readonly until: number;
};

/** What other processes asked already. */
export interface RobotsShare {
  get(origin: string): Promise<RobotsAnswer | undefined>;
  set(origin: string, answer: RobotsAnswer): Promise<void>;
}

// The package is CommonJS with types written for ES modules: what they call its default export is the module itself.
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

/** The product token that groups of the file are matched with. */
const AGENT = 'webloupe';
/** RFC 9309, section 2.5: at least 500 KiB are to be read; 2.4: not to be kept longer than a day. An hour is polite. */
const ROBOTS_MAX_BYTES = 512 * 1024;
const KEEP_MS = 60 * 60 * 1000;
/** A site that is down is asked again soon. */
const KEEP_FAILURE_MS = 60 * 1000;
const ORIGINS_MAX = 500;
const TIMEOUT_MS = 5_000;
/**
 * Matching a rule with "*" costs its length times the path's, and the library makes a list as long as the path for each
 * rule. All three are the site's choice: within these bounds a hostile file costs a URL some 50 ms, where 512 KiB and a
 * path of 8,000 would cost 10 s. The longest files of real sites have a tenth of the rules.
 */
const WILDCARD_MAX_CHARS = 16 * 1024;
const RULES_MAX = 10_000;
const URL_MAX_CHARS = 1_000;
/** A delay beyond this is a wish to be left alone rather than a pace; the caller's time budget then decides. */
const CRAWL_DELAY_MAX_MS = 30_000;

export class Robots {
  readonly #http: HttpClient;
  readonly #share: RobotsShare | undefined;
  readonly #known = new LRUCache<string, Rules & Pick<RobotsAnswer, 'until'>>({ max: ORIGINS_MAX });
  /** Pages of one site come many at a time and share one request. */
  readonly #asking = new SingleFlight<Rules>();

  constructor(http: HttpClient, share?: RobotsShare) {
    this.#http = http;
    this.#share = share;
  }

  /** Whether a page may be visited. Throws only when the signal aborts, or for a blocked address. */
  async check(url: URL, signal: AbortSignal): Promise<RobotsVerdict> {
    return (await this.#rules(url.origin, signal)).judge(comparable(url.href).slice(0, URL_MAX_CHARS));
  }

  /** The sitemaps a site names. Throws as `check` does. */
  async sitemaps(url: URL, signal: AbortSignal): Promise<readonly string[]> {
    return (await this.#rules(url.origin, signal)).sitemaps;
  }

  async #rules(origin: string, signal: AbortSignal): Promise<Rules> {
    const known = this.#known.get(origin);
    if (known !== undefined && known.until > Date.now()) return known;
    const asking = this.#asking.run(origin, signal, () => this.#learn(origin, signal));
    return (await underSignal(asking, signal)).value;
  }

  async #learn(origin: string, signal: AbortSignal): Promise<Rules> {
    const shared = await this.#share?.get(origin);
    const answer = shared ?? (await this.#fetch(origin, signal));
    if (shared === undefined) await this.#share?.set(origin, answer);
    const rules = { ...('text' in answer ? parsed(origin, answer.text) : forAll(answer)), until: answer.until };
    this.#known.set(origin, rules);
    return rules;
  }

  async #fetch(origin: string, signal: AbortSignal): Promise<RobotsAnswer> {
    const address = new URL('/robots.txt', origin);
    try {
      using response = await this.#http.request(address, {
        signal,
        timeoutMs: TIMEOUT_MS,
        maxBytes: ROBOTS_MAX_BYTES,
        headers: { accept: 'text/plain,*/*;q=0.5' },
      });
      // Section 2.3.1.3 and 2.3.1.4: no file, no rules; a server in trouble is left alone.
      if (response.status >= 500) return closed(`robots.txt answered ${response.status}`);
      if (response.status >= 300) return open(`robots.txt answered ${response.status}`);
      const text = new TextDecoder().decode((await response.readBytes()).subarray(0, ROBOTS_MAX_BYTES));
      return { text, until: Date.now() + KEEP_MS };
    } catch (error) {
      const isOurs = hasCode(error, 'cancelled') || hasCode(error, 'blocked_address');
      if (signal.aborted || isOurs) throw error;
      // The host may be down: then its pages fail for the same reason.
      const why = error instanceof LoupeError ? ` (${error.code}: ${error.message})` : '';
      return closed(`robots.txt could not be read${why}`);
    }
  }
}

function parsed(origin: string, text: string): Rules {
  const file = parseRobots(new URL('/robots.txt', origin).href, thinned(comparable(text)));
  return {
    sitemaps: file.getSitemaps(),
    judge: (url) => {
      const allowed = file.isAllowed(url, AGENT) !== false;
      const delay = file.getCrawlDelay(AGENT);
      const crawlDelayMs = delay === undefined || !(delay > 0) ? undefined : Math.min(delay * 1000, CRAWL_DELAY_MAX_MS);
      return { allowed, crawlDelayMs, reason: allowed ? 'robots.txt allows it' : 'robots.txt disallows it' };
    },
  };
}

/** RFC 9309, section 2.2.2: before rules and addresses are compared, what need not be encoded is not. */
function comparable(text: string): string {
  return text.replace(/%(?:2[DE]|3\d|[46][1-9A-F]|[57][0-9A]|5F|7E)/gi, decodeURIComponent);
}

/**
 * What of the file concerns us: our groups and those of all crawlers, each named once, with no more rules and wildcards
 * than the bounds, and what belongs to no group. The library gives each agent that a group names a copy of each of its
 * rules, so that 18,000 agents with 18,000 rules would take all memory there is.
 */
function thinned(text: string): string {
  let wildcards = WILDCARD_MAX_CHARS;
  let rules = RULES_MAX;
  /** Names of the group that begins or is read, ours among them. */
  let ours = new Set<string>();
  let isNaming = false;
  const keptOf = (line: string): string => {
    const [bare = ''] = line.split('#', 1);
    const colon = bare.indexOf(':');
    const field = bare.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (field === '') return '';
    if (field === 'user-agent') {
      if (!isNaming) ours = new Set();
      isNaming = true;
      const name = (bare.slice(colon + 1).split('/', 1)[0] ?? '').trim().toLowerCase();
      if ((name !== AGENT && name !== '*') || ours.has(name)) return '';
      ours.add(name);
      return line;
    }
    isNaming = false;
    if (field !== 'allow' && field !== 'disallow' && field !== 'crawl-delay') return line;
    if (ours.size === 0) return '';
    const isWild = line.includes('*');
    if (isWild) wildcards -= line.length;
    return --rules < 0 || (isWild && wildcards < 0) ? ENDS_NAMES : line;
  };
  return text
    .split(/\r\n|\r|\n/)
    .map(keptOf)
    .join('\n');
}
/** In a rule's place: without one the group would go on in the next. */
const ENDS_NAMES = 'x:';

function open(reason: string): RobotsAnswer {
  return { allowed: true, reason, until: Date.now() + KEEP_MS };
}

function closed(reason: string): RobotsAnswer {
  return { allowed: false, reason, until: Date.now() + KEEP_FAILURE_MS };
}

function forAll({ allowed, reason }: { readonly allowed: boolean; readonly reason: string }): Rules {
  return { sitemaps: [], judge: () => ({ allowed, reason, crawlDelayMs: undefined }) };
}

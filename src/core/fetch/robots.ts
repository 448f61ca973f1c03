/** robots.txt as RFC 9309 has it: one file an origin, remembered for a while. lib: robots-parser */
import { LRUCache } from 'lru-cache';
import robotsParser from 'robots-parser';
import type { HttpClient } from '../egress/http.js';
import { LoupeError } from '../errors.js';

export interface RobotsVerdict {
  readonly allowed: boolean;
  readonly reason: string;
  /** What the site asks to be left between two requests. */
  readonly crawlDelayMs: number | undefined;
}

interface Rules {
  judge(url: string): RobotsVerdict;
  readonly ttlMs: number;
}

/** RFC 9309, section 2.5: at least 500 KiB are to be read; 2.4: not to be kept longer than a day. An hour is polite. */
const ROBOTS_MAX_BYTES = 512 * 1024;
const KEEP_MS = 60 * 60 * 1000;
/** A site that is down is asked again soon. */
const KEEP_FAILURE_MS = 60 * 1000;
const ORIGINS_MAX = 500;
const TIMEOUT_MS = 5_000;
/** A delay beyond this is a wish to be left alone rather than a pace; the caller's time budget then decides. */
const CRAWL_DELAY_MAX_MS = 30_000;

export class Robots {
  readonly #http: HttpClient;
  readonly #agent: string;
  readonly #known = new LRUCache<string, Rules>({ max: ORIGINS_MAX, ttl: KEEP_MS });
  readonly #asking = new Map<string, Promise<Rules>>();

  /** `agent`: the product token that groups of the file are matched with, for example "webloupe". */
  constructor(http: HttpClient, agent: string) {
    this.#http = http;
    this.#agent = agent;
  }

  /** Whether a page may be visited. Throws only when the signal aborts, or for a blocked address. */
  async check(url: URL, signal: AbortSignal): Promise<RobotsVerdict> {
    const known = this.#known.get(url.origin) ?? (await this.#ask(url.origin, signal));
    return known.judge(url.href);
  }

  async #ask(origin: string, signal: AbortSignal): Promise<Rules> {
    // Pages of one site come many at a time. Who cancels takes the others' answer along: they ask again.
    const asked = this.#asking.get(origin);
    if (asked !== undefined) {
      const shared = await asked.catch(() => undefined);
      signal.throwIfAborted();
      return shared ?? this.#known.get(origin) ?? this.#ask(origin, signal);
    }
    const answer = this.#fetch(origin, signal).finally(() => this.#asking.delete(origin));
    this.#asking.set(origin, answer);
    const rules = await answer;
    this.#known.set(origin, rules, { ttl: rules.ttlMs });
    return rules;
  }

  async #fetch(origin: string, signal: AbortSignal): Promise<Rules> {
    const address = new URL('/robots.txt', origin);
    try {
      await using response = await this.#http.request(address, {
        signal,
        timeoutMs: TIMEOUT_MS,
        maxBytes: ROBOTS_MAX_BYTES,
        headers: { accept: 'text/plain,*/*;q=0.5' },
      });
      // Section 2.3.1.3 and 2.3.1.4: no file, no rules; a server in trouble is left alone.
      if (response.status >= 500) return closed(`robots.txt answered ${response.status}`);
      if (response.status >= 300) return open(`robots.txt answered ${response.status}`);
      const text = new TextDecoder().decode((await response.readBytes()).subarray(0, ROBOTS_MAX_BYTES));
      return this.#parse(address.href, text);
    } catch (error) {
      const isOurs = error instanceof LoupeError && (error.code === 'cancelled' || error.code === 'blocked_address');
      if (signal.aborted || isOurs) throw error;
      return closed('robots.txt could not be read');
    }
  }

  #parse(address: string, text: string): Rules {
    const file = robotsParser(address, text);
    return {
      ttlMs: KEEP_MS,
      judge: (url) => {
        const allowed = file.isAllowed(url, this.#agent) !== false;
        const delay = file.getCrawlDelay(this.#agent);
        const crawlDelayMs =
          delay === undefined || !(delay > 0) ? undefined : Math.min(delay * 1000, CRAWL_DELAY_MAX_MS);
        return { allowed, crawlDelayMs, reason: allowed ? 'robots.txt allows it' : 'robots.txt disallows it' };
      },
    };
  }
}

function open(reason: string): Rules {
  return { ttlMs: KEEP_MS, judge: () => ({ allowed: true, reason, crawlDelayMs: undefined }) };
}

function closed(reason: string): Rules {
  return { ttlMs: KEEP_FAILURE_MS, judge: () => ({ allowed: false, reason, crawlDelayMs: undefined }) };
}

/** What a site asks of those who read it: robots.txt, a pace, and pauses. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../egress/http.js';
import { LoupeError } from '../errors.js';
import type { RunConfig } from '../run-config.js';
import { parseUrl } from '../url.js';
import { type HostTurns, pauseAsked } from './host-limits.js';
import type { FetchedPage } from './page.js';
import { Robots, type RobotsShare } from './robots.js';

/** Seconds that a host is left alone by a crawl that was too fast for it, where it does not say for how long. */
const PAUSE_S = '10';

/** A pause that is waited for: an agent that is told of it takes longer to come back. */
const SHORT_PAUSE_MS = 5_000;
/** Timers fire a little early, and the host's clock is another. */
const GRACE_MS = 50;

type Answer = Pick<FetchedPage, 'url' | 'finalUrl' | 'status' | 'headers'>;

/** The longest pause that is waited for, in ms: a crawl reads elsewhere meanwhile. */
function waitedFor(config: RunConfig): number {
  return isCrawl(config) ? 0 : Math.min(SHORT_PAUSE_MS, config.page_timeout);
}

/** A call over several pages visits some that nobody named, and visits them at a pace. */
function isCrawl(config: RunConfig): boolean {
  return config.max_pages > 1;
}

export class Politeness {
  readonly hostLimits: HostTurns;
  readonly robots: Robots;

  constructor(http: HttpClient, hostLimits: HostTurns, share?: RobotsShare) {
    this.hostLimits = hostLimits;
    this.robots = new Robots(http, share);
  }

  /**
   * Whether the page may be read at all.
   * @returns ms that robots.txt wants between requests
   * @throws LoupeError `blocked_by_robots`, or the signal's reason
   */
  async permit(url: URL, config: RunConfig, signal: AbortSignal): Promise<number> {
    const asks = config.check_robots_txt === 'auto' ? isCrawl(config) : config.check_robots_txt;
    const verdict = asks ? await this.robots.check(url, signal) : undefined;
    if (verdict?.allowed === false) {
      throw new LoupeError('blocked_by_robots', `${url.host}${url.pathname}: ${verdict.reason}`);
    }
    return verdict?.crawlDelayMs ?? 0;
  }

  /** The same for the page that the named one led to, if it did. @throws as `permit` */
  async permitMoved(
    { url, finalUrl }: Pick<FetchedPage, 'url' | 'finalUrl'>,
    config: RunConfig,
    signal: AbortSignal,
  ): Promise<void> {
    const final = finalUrl === url ? undefined : parseUrl(finalUrl);
    if (final !== undefined) await this.permit(final, config, signal);
  }

  /**
   * Waits for the host's turn, and for the end of a short pause, which others that ask the host may make longer.
   * @throws LoupeError `rate_limited` while the host asks to be left alone, or the signal's reason
   */
  async turn(url: URL, config: RunConfig, crawlDelayMs: number, signal: AbortSignal): Promise<void> {
    const paceMs = isCrawl(config) ? 1000 / config.hits_per_sec : 0;
    const intervalMs = Math.max(paceMs, crawlDelayMs);
    let leftMs = waitedFor(config);
    for (;;) {
      try {
        return await this.hostLimits.acquire(url.host, intervalMs === 0 ? undefined : intervalMs, signal);
      } catch (thrown) {
        const pauseMs = thrown instanceof LoupeError ? (thrown.retryAfterMs ?? Number.NaN) : Number.NaN;
        if (!(pauseMs <= leftMs)) throw thrown;
        leftMs -= pauseMs + GRACE_MS;
        await sleep(pauseMs + GRACE_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  /**
   * Remembers the pause an answer asks for.
   * @returns whether it is so short that the page is worth another turn
   * @throws LoupeError `rate_limited` in a crawl; a page that was named is told as it came
   */
  note({ url, finalUrl, status, headers }: Answer, config: RunConfig): boolean {
    const { host } = new URL(finalUrl);
    const pauseMs = isCrawl(config)
      ? this.pauseAfter(host, status, headers)
      : this.hostLimits.note(host, status, headers);
    if (pauseMs === undefined) return false;
    // The turn that would be waited for is that of the host that is asked.
    if (!isCrawl(config)) return pauseMs <= waitedFor(config) && new URL(url).host === host;
    throw pauseAsked(host, pauseMs, status);
  }

  /** Remembers the pause that an answer to a crawl asks for, in ms: of one that is too fast also where no time is named. */
  pauseAfter(host: string, status: number, headers: Answer['headers']): number | undefined {
    const pauseMs = this.hostLimits.note(host, status, headers);
    return pauseMs ?? (status === 429 ? this.hostLimits.note(host, status, { 'retry-after': PAUSE_S }) : undefined);
  }
}

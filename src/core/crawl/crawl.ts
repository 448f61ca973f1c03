/**
 * Many pages: takes the best link that waits, reads it, learns from it, and again, until a budget is used up. Bounded,
 * abortable, and one page's failure is only its own.
 */
import { type Call, withDeadline } from '../call.js';
import { asLoupeError, hasCode, LoupeError } from '../errors.js';
import type { HeadsRequest, HeadsSeen } from './crawl-heads.js';
import type { CrawlEnd, CrawledPage } from './crawl-result.js';
import type { ReadForCrawl } from './crawled-page.js';
import { beginningOf, excerptFor } from './excerpt.js';
import { LaunchPace } from './launch-pace.js';
import { LookAhead } from './look-ahead.js';
import type { CrawlMemory } from './memory.js';
import { SitemapReading } from './sitemap-reading.js';
import { lateness, type WaitingLink } from './waiting-link.js';

export interface CrawlDeps {
  /** Reads one page by the rules of politeness. @throws LoupeError */
  read(url: string, signal: AbortSignal): Promise<ReadForCrawl>;
  /** The pages a site names itself, file by file. */
  sitemapPages(start: URL, signal: AbortSignal): AsyncIterable<string[]>;
  /** Reads heads of links by the same rules. @throws the signal's reason */
  readHeads(request: HeadsRequest): Promise<HeadsSeen>;
  /** What robots.txt asks for between two pages, in ms. @throws LoupeError `blocked_by_robots` */
  delayMs(start: URL, signal: AbortSignal): Promise<number>;
  /** Pages are read with logins. */
  readonly loggedIn: boolean;
}

type CrawlEvent =
  | { readonly type: 'page'; readonly page: CrawledPage; readonly failure: LoupeError | undefined }
  /** A host is left alone for as long as it asked, and asked again then: in this call, or in one that goes on. */
  | { readonly type: 'pause'; readonly host: string; readonly pauseMs: number; readonly isInTime: boolean }
  | { readonly type: 'end'; readonly end: CrawlEnd };

/** Pages read at once. More would be chosen before it is known what the pages before them say. */
const CONCURRENCY = 4;
/** With a query, of the pages that may still be visited one in so many at once: the last ones are chosen one by one. */
const REST_PER_PAGE = 3;
/** Requests that a page of the budget may cost: copies, dead links and redirects out of scope are no pages. */
const REQUESTS_PER_PAGE = 2;
const REQUESTS_FREE = 10;
/** Timers fire a little early, and the host's clock is another. */
const PAUSE_GRACE_MS = 50;

interface Outcome {
  readonly link: WaitingLink;
  readonly read: ReadForCrawl | LoupeError;
}

/** @throws the call's reason when it is cancelled; nothing else */
export async function* crawlSite(memory: CrawlMemory, deps: CrawlDeps, call: Call): AsyncGenerator<CrawlEvent> {
  const { config, follows, query } = memory.request;
  const endsAt = performance.now() + config.time_budget * 1000;
  const late = () => new LoupeError('timeout', `the time budget of ${config.time_budget} s is used up`);
  using deadline = withDeadline(call.signal, config.time_budget * 1000, late);
  const stop = new AbortController();
  const signal = AbortSignal.any([deadline, stop.signal]);
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const requestsMax = follows ? config.max_pages * REQUESTS_PER_PAGE + REQUESTS_FREE : config.max_pages;
  const pace = new LaunchPace(1000 / config.hits_per_sec);
  const running = new Map<WaitingLink, Promise<Outcome>>();
  const askedTwice = new Set<WaitingLink>();
  const sitemap = new SitemapReading(memory, deps.sitemapPages, signal);
  const lookAhead = follows && query !== undefined ? new LookAhead(deps, config) : undefined;
  let pages = 0;
  let requests = 0;
  let barred = 0;

  const endNow = (): CrawlEnd | undefined => {
    if (running.size > 0) return undefined;
    if (memory.frontier.size === 0 && !sitemap.open) return 'complete';
    if (pages >= config.max_pages) return 'max_pages';
    if (memory.frontier.size === 0) return undefined;
    return requests >= requestsMax ? 'max_requests' : undefined;
  };
  try {
    for (;;) {
      await memory.frontier.rank(memory.language, signal).catch(() => {});
      const rest = config.max_pages - pages;
      // Where all that wait can be visited there is nothing to choose.
      const mayChoose =
        rest > 0 && memory.frontier.size > rest && ![...running.keys()].some(({ depth }) => depth === 0);
      if (mayChoose && sitemap.holdsMs(performance.now()) === 0) await lookAhead?.run(memory, signal);
      const atOnce = follows && query !== undefined ? Math.ceil(rest / REST_PER_PAGE) : CONCURRENCY;
      const hasRoom = () => running.size < Math.min(rest, atOnce, CONCURRENCY) && requests < requestsMax;
      const now = performance.now();
      while (hasRoom()) {
        const isHeld = holdsBack([...running.keys()], sitemap.holdsMs(now) > 0);
        const link = memory.next((waiting) => pace.isReady(waiting.url, now) && !isHeld(waiting));
        if (link === undefined) break;
        requests++;
        pace.launched(link.url, now);
        running.set(link, visit(link, deps, signal));
      }
      const end = endNow();
      if (end !== undefined) return yield { type: 'end', end };

      const waitMs = hasRoom() && memory.frontier.size > 0 ? pace.waitMs(now, sitemap.holdsMs(now)) : undefined;
      if (running.size === 0 && !sitemap.open && waitMs !== undefined && now + waitMs > endsAt)
        return yield { type: 'end', end: 'time_budget' };
      using turn = wakeAfter(waitMs);
      const outcome = await Promise.race([...running.values(), ...sitemap.waited(), turn.over, aborted]);
      call.signal.throwIfAborted();
      if (deadline.aborted) {
        for (const link of running.keys()) memory.frontier.putBack(link);
        // A whole call waited for nothing but the sitemap: the next would wait in vain, too.
        const isInVain = requests === 0 && memory.frontier.size === 0;
        return yield { type: 'end', end: isInVain ? 'complete' : 'time_budget' };
      }
      if (outcome === undefined) continue;
      running.delete(outcome.link);
      const pauseMs = pauseOf(outcome);
      if (pauseMs !== undefined) {
        const { host } = new URL(outcome.link.url);
        const isNews = pace.pause(host, performance.now() + pauseMs);
        const isInTime = performance.now() + pauseMs < endsAt;
        // A page that was named is told as it came.
        const again = !askedTwice.has(outcome.link) && (isInTime || outcome.link.depth > 0);
        if (again) {
          askedTwice.add(outcome.link);
          memory.frontier.putBack(outcome.link);
          requests--;
        }
        // Others that were named may wait for the same host, of which nothing else would be told.
        const waits = () => !isInTime && memory.frontier.waiting().some(({ url }) => new URL(url).host === host);
        if (isNews && (again || waits())) yield { type: 'pause', host, pauseMs, isInTime };
        if (again) continue;
      }
      // No request, unless a redirect led there: as many are given back as there may be.
      if (isBarredByRobots(outcome) && barred++ < requestsMax) requests--;
      const page = await settle(outcome, memory, signal);
      if (page === undefined) continue;
      if (page.error === undefined || !follows) pages++;
      yield { type: 'page', page, failure: failureOf(outcome) };
    }
  } finally {
    stop.abort(new LoupeError('cancelled', 'the crawl is over'));
  }
}

/** Which links are not to be chosen yet. @param isForSitemap what was found waits for what the sitemap names */
function holdsBack(onTheirWay: readonly WaitingLink[], isForSitemap: boolean): (link: WaitingLink) => boolean {
  // What only a sitemap names waits for the pages that were named: they say what else there is.
  const namedFirst = onTheirWay.some(({ depth }) => depth === 0);
  // What comes last waits for all others: they may lead to better.
  const earliest = Math.min(...onTheirWay.map(lateness));
  return (link) =>
    link.depth > 0 && (isForSitemap || (namedFirst && link.from === undefined) || lateness(link) > earliest);
}

/** Never rejects. */
async function visit(link: WaitingLink, deps: CrawlDeps, signal: AbortSignal): Promise<Outcome> {
  return await deps.read(link.url, signal).then(
    (read) => ({ link, read }),
    (thrown) => ({ link, read: asLoupeError(thrown, signal) }),
  );
}

/** For how long the host of a page asks to be left alone. */
function pauseOf({ read }: Outcome): number | undefined {
  if (!hasCode(read, 'rate_limited') || read.retryAfterMs === undefined) return undefined;
  return read.retryAfterMs + PAUSE_GRACE_MS;
}

function failureOf({ read }: Outcome): LoupeError | undefined {
  if (read instanceof LoupeError) return read;
  if (read.result.success) return undefined;
  return new LoupeError('http_error', `${read.result.url}: the server answered ${read.result.status_code}`);
}

/** Of a link that a page has: what was named is told as refused. */
function isBarredByRobots({ link, read }: Outcome): boolean {
  return hasCode(read, 'blocked_by_robots') && link.depth > 0;
}

/** What the memory makes of an outcome; undefined where it is no page of its own. */
async function settle(
  { link, read }: Outcome,
  memory: CrawlMemory,
  signal: AbortSignal,
): Promise<CrawledPage | undefined> {
  if (isBarredByRobots({ link, read })) {
    memory.skip('robots');
    return undefined;
  }
  if (hasCode(read, 'not_html') && link.depth > 0) {
    memory.wasFile(link);
    return undefined;
  }
  if (read instanceof LoupeError) return memory.failed(link, `${read.code}: ${read.message}`);
  const { success, error_message } = read.result;
  if (!success) return memory.failed(link, error_message ?? '', read.result);
  const learnt = memory.learn(link, read);
  if (learnt === undefined) return undefined;
  const { query } = memory.request;
  const { page, text } = learnt;
  const excerpt =
    query === undefined
      ? undefined
      : await excerptFor(text.passages, query, memory.language, signal).catch(() => undefined);
  const shown = excerpt ?? (page.description === undefined ? beginningOf(text.lead) : '');
  if (shown !== '') page.excerpt = shown;
  return page;
}

/** A promise that resolves after `ms`, never where it is undefined; its timer ends with the scope. */
function wakeAfter(ms: number | undefined): Disposable & { readonly over: Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    if (ms !== undefined) timer = setTimeout(resolve, Math.ceil(ms));
  });
  return { over, [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Heads that a crawl chooses by, asked for by the rules that hold for its pages: robots.txt, the pace of a host, its pauses. */
import { LoupeError } from '../errors.js';
import type { Politeness } from '../fetch/politeness.js';
import { headEvidence } from '../preview/evidence.js';
import { HeadFailure, type HeadReading } from '../preview/head.js';
import { type HeadOutcome, type PreviewDeps, readHeads } from '../preview/read-heads.js';
import { copiedHeads } from '../preview/same-heads.js';
import type { RunConfig } from '../run-config.js';
import type { RelevanceDocument } from '../score/relevance.js';

/** What the beginning of a page says, of itself and of pages that wait. */
export interface SeenAhead {
  readonly about: RelevanceDocument;
  readonly mentions: NonNullable<HeadReading['mentions']>;
}

export interface HeadsSeen {
  /** By URL; not of what could not be read, may not be, or says what another of them says. */
  readonly seen: ReadonlyMap<string, SeenAhead>;
  /** Those that there was no time for, or whose host asks for a pause: a later call may read them. */
  readonly later: ReadonlySet<string>;
  /** Those whose server says that there is no page. */
  readonly gone: readonly string[];
  readonly read: number;
}

export interface HeadsRequest {
  readonly urls: readonly string[];
  /** Addresses whose mentions are of interest. */
  readonly wanted: ReadonlySet<string>;
  /** Addresses that are no pages of the crawl: what leads there is left out. */
  readonly isBarred: (url: URL) => boolean;
  /** What was not read by then is left out. */
  readonly deadline: AbortSignal;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 5_000;
const CONCURRENCY_MAX = 10;

/** Waits for the rules. @throws LoupeError where a head is not to be asked for, or the signal's reason */
type Permit = (url: URL, signal: AbortSignal) => Promise<void>;

/** @throws the signal's reason; one head's failure is only its own */
export async function crawlHeads(
  request: HeadsRequest,
  config: RunConfig,
  politeness: Politeness,
  deps: PreviewDeps,
): Promise<HeadsSeen> {
  const { urls, wanted, isBarred, deadline, signal } = request;
  const paceMs = 1000 / config.hits_per_sec;
  const permit: Permit = async (url, waiting) => {
    // Of a host that wants more time between requests than the call's pace, pages are worth more.
    if (isBarred(url) || (await politeness.permit(url, config, waiting)) > paceMs)
      throw new LoupeError('blocked_by_robots', `${url.host}: not to be asked for a head`);
  };
  const mayRead = (url: string) =>
    permit(new URL(url), deadline).then(
      () => true,
      () => false,
    );
  const allowed = await Promise.all(urls.map(mayRead));
  const targets = urls.filter((_, i) => allowed[i]).map((href) => ({ item: { href } }));
  const outcomes = new Map<string, HeadOutcome>();
  const asked = {
    // No more than get their turn within a second, one at least: each head's time runs while it waits.
    concurrency: Math.min(CONCURRENCY_MAX, Math.ceil(config.hits_per_sec)),
    timeoutMs: TIMEOUT_MS + paceMs,
    forRanking: true,
    wanted,
    signal,
    deadline,
    onOutcome: ({ item: { href } }: (typeof targets)[number], outcome: HeadOutcome) => outcomes.set(href, outcome),
  };
  await readHeads(targets, asked, politely(deps, politeness, permit, paceMs));
  // In the order in which they were asked for: what is found does not hang on who answered first.
  const inOrder = urls.flatMap((url) => {
    const outcome = outcomes.get(url);
    return outcome === undefined ? [] : { url, outcome };
  });
  return await seenIn(inOrder, mayRead);
}

/** Redirects, the pace and the pauses of hosts as for pages. */
function politely(deps: PreviewDeps, politeness: Politeness, permit: Permit, paceMs: number): PreviewDeps {
  const { http } = deps;
  return {
    ...deps,
    http: {
      newCookies: () => http.newCookies(),
      // What a page leads to is asked for by the rules that hold for itself.
      async request(url, asked) {
        await permit(url, asked.signal);
        return await http.request(url, { ...asked, permit });
      },
    },
    hostLimits: {
      acquire: (host, _none, waiting) => politeness.hostLimits.acquire(host, paceMs, waiting),
      note: politeness.pauseAfter.bind(politeness),
    },
  };
}

async function seenIn(
  heads: ReadonlyArray<{ readonly url: string; readonly outcome: HeadOutcome }>,
  mayRead: (url: string) => Promise<boolean>,
): Promise<HeadsSeen> {
  const copies = copiedHeads(heads.map(({ outcome }) => outcome));
  const seen = new Map<string, SeenAhead>();
  const later = new Set<string>();
  const gone: string[] = [];
  let read = 0;
  for (const { url, outcome } of heads) {
    if (outcome.status === 'skipped' || (outcome.status === 'failed' && outcome.error.code === 'rate_limited'))
      later.add(url);
    if (outcome.status === 'failed' && isGone(outcome.error)) gone.push(url);
    if (outcome.status !== 'valid') continue;
    read++;
    if (copies.has(outcome)) continue;
    const { head, mentions = [] } = outcome.reading;
    // A kept one may have been read by other rules.
    if (head.redirected_url !== undefined && !(await mayRead(head.redirected_url))) continue;
    seen.set(url, { about: headEvidence(outcome.reading), mentions });
  }
  return { seen, later, gone, read };
}

function isGone(error: LoupeError): boolean {
  const status = error instanceof HeadFailure ? error.head.status_code : undefined;
  return status === 404 || status === 410;
}

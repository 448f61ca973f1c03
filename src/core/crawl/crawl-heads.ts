/** Heads that a crawl chooses by, asked for by the rules that hold for its pages: robots.txt, the pace of a host, its pauses. */
import type { Politeness } from '../fetch/politeness.js';
import { headEvidence } from '../preview/evidence.js';
import type { HeadReading } from '../preview/head.js';
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
  readonly read: number;
}

export interface HeadsRequest {
  readonly urls: readonly string[];
  /** Addresses whose mentions are of interest. */
  readonly wanted: ReadonlySet<string>;
  /** What was not read by then is left out. */
  readonly deadline: AbortSignal;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 5_000;
const CONCURRENCY_MAX = 10;

/** @throws the signal's reason; one head's failure is only its own */
export async function crawlHeads(
  { urls, wanted, deadline, signal }: HeadsRequest,
  config: RunConfig,
  politeness: Politeness,
  deps: PreviewDeps,
): Promise<HeadsSeen> {
  const paceMs = 1000 / config.hits_per_sec;
  const mayRead = (url: string) =>
    politeness.permit(new URL(url), config, signal).then(
      // Of a host that wants more time between requests than the call's pace, pages are worth more.
      (delayMs) => delayMs <= paceMs,
      () => false,
    );
  const allowed = await Promise.all(urls.map(mayRead));
  const targets = urls.filter((_, i) => allowed[i]).map((href) => ({ item: { href } }));
  const outcomes = new Map<string, HeadOutcome>();
  const { hostLimits } = politeness;
  const paced = {
    acquire: (host: string, _none: number, waiting: AbortSignal) => hostLimits.acquire(host, paceMs, waiting),
    note: hostLimits.note.bind(hostLimits),
  };
  await readHeads(
    targets,
    {
      // No more than get their turn within a second: each head's time runs while it waits.
      concurrency: Math.min(CONCURRENCY_MAX, Math.ceil(config.hits_per_sec)),
      timeoutMs: TIMEOUT_MS,
      forRanking: true,
      wanted,
      signal,
      deadline,
      onOutcome: ({ item: { href } }, outcome) => outcomes.set(href, outcome),
    },
    { ...deps, hostLimits: paced },
  );
  const copies = copiedHeads(outcomes.values());
  const seen = new Map<string, SeenAhead>();
  let read = 0;
  // In the order in which they were asked for: what is found does not hang on who answered first.
  for (const url of urls) {
    const outcome = outcomes.get(url);
    if (outcome?.status !== 'valid') continue;
    read++;
    if (copies.has(outcome)) continue;
    const { head, mentions = [] } = outcome.reading;
    if (head.redirected_url !== undefined && !(await mayRead(head.redirected_url))) continue;
    seen.set(url, { about: headEvidence(outcome.reading), mentions });
  }
  return { seen, read };
}

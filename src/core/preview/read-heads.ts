/** Reads the heads of many links at once: bounded, abortable, and one failure is only its own. */
import { asLoupeError, LoupeError } from '../errors.js';
import type { LinkItem } from '../extract/link-item.js';
import { hasLogin } from '../url.js';
import type { UrlLogins } from '../url-logins.js';
import { targetOf } from './choose.js';
import { HeadFailure, type HeadReading, type HeadSources, headOfPage, readHead } from './head.js';
import type { HeadStore } from './head-cache.js';

/** What became of one link. */
export type HeadOutcome =
  | { readonly status: 'valid'; readonly reading: HeadReading }
  | { readonly status: 'failed'; readonly error: LoupeError }
  /** The call's time was up before it was read. */
  | { readonly status: 'skipped' };

export interface PreviewDeps extends HeadSources {
  /** Left out: nothing is kept. */
  readonly cache?: HeadStore | undefined;
  /** Those of the URLs that the caller named; heads that were read with one are not kept. */
  readonly logins: UrlLogins;
  /** Requests carry logins: what may sign out or delete something is left alone. */
  readonly loggedIn?: boolean;
  /** Sent to targets on the origins that the caller named; their heads are not kept. */
  readonly pageHeaders?: PageHeaders | undefined;
}

interface PageHeaders {
  readonly origins: ReadonlySet<string | undefined>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A link whose head is read. */
interface Target {
  readonly item: Pick<LinkItem, 'href'>;
}

interface ReadHeadsRequest<T extends Target> {
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly forRanking: boolean;
  readonly wanted: ReadonlySet<string>;
  /** Aborts with the caller: nothing is answered then. */
  readonly signal: AbortSignal;
  /** Aborts at the call's deadline: what was not read is skipped. */
  readonly deadline: AbortSignal;
  readonly onOutcome: (target: T, outcome: HeadOutcome) => void;
}

export async function readHeads<T extends Target>(
  targets: readonly T[],
  request: ReadHeadsRequest<T>,
  deps: PreviewDeps,
): Promise<void> {
  const queue = targets[Symbol.iterator]();
  const either = AbortSignal.any([request.signal, request.deadline]);
  const work = async () => {
    for (const target of queue) {
      const outcome = await outcomeOf(target, request, either, deps);
      request.signal.throwIfAborted();
      request.onOutcome(target, outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(request.concurrency, targets.length) }, work));
}

async function outcomeOf(
  { item }: Target,
  { deadline, timeoutMs, forRanking, wanted }: Omit<ReadHeadsRequest<Target>, 'onOutcome'>,
  signal: AbortSignal,
  deps: PreviewDeps,
): Promise<HeadOutcome> {
  if (signal.aborted) return { status: 'skipped' };
  const target = targetOf(item.href);
  if (target === undefined) return { status: 'failed', error: new LoupeError('invalid_input', 'no web address') };
  const url = deps.logins.sentTo(target);
  const headers = deps.pageHeaders?.origins.has(url.origin) ? deps.pageHeaders.headers : undefined;
  const cache = headers === undefined && !hasLogin(url) ? deps.cache : undefined;
  const known = cache?.get(target, forRanking);
  if (known !== undefined) return { status: 'valid', reading: known };
  try {
    // Where the store cannot be asked, the head itself can.
    const page = await cache?.page(url).catch(() => undefined);
    const kept = page && (await headOfPage(page, { forRanking, wanted }));
    const reading = kept ?? (await readHead(url, { signal, timeoutMs, forRanking, wanted, headers }, deps));
    cache?.set(target, forRanking, reading);
    return { status: 'valid', reading };
  } catch (error) {
    if (deadline.aborted && !(error instanceof HeadFailure)) return { status: 'skipped' };
    return { status: 'failed', error: asLoupeError(error, signal) };
  }
}

/** One page of a crawl: read by a worker where there are any, else here. */
import { underSignal } from '../call.js';
import type { RunConfig } from '../run-config.js';
import type { KeptPages } from '../store/kept-pages.js';
import { parseUrl } from '../url.js';
import type { ReadForCrawl } from './memory.js';
import type { PageJob, PageQueue } from './page-queue.js';

export interface PageReaders {
  /** Absent where nothing is shared. */
  readonly queue: PageQueue | undefined;
  /** Where a worker leaves what it read. */
  readonly kept: Pick<KeptPages, 'get'>;
  here(job: PageJob, signal: AbortSignal): Promise<ReadForCrawl>;
}

/** @throws LoupeError as reading the page does, or the signal's reason */
export async function readForCrawl(
  job: PageJob,
  { queue, kept, here }: PageReaders,
  signal: AbortSignal,
): Promise<ReadForCrawl> {
  if (queue === undefined || !(await queue.hasWorkers(signal))) return await here(job, signal);
  const { linkContext } = await queue.read(job, signal);
  const { result } = await underSignal(kept.get(job.resultId, job.owner), signal);
  return { result, linkContext };
}

/** The caller's headers are for those the caller named, not for every host of a site or its http: twin. */
export function configFor(named: readonly string[], config: RunConfig): (url: string) => RunConfig {
  const origins = new Set(named.map((url) => parseUrl(url)?.origin));
  const { headers: _, ...plain } = config;
  return (url) => (origins.has(parseUrl(url)?.origin) ? config : plain);
}

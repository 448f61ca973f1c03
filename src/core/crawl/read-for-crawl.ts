/** One page of a crawl: read by a worker where there are any, else here. */
import { underSignal } from '../call.js';
import type { PageFetcher } from '../fetch/fetch-page.js';
import type { PreviewDeps } from '../preview/read-heads.js';
import type { KeptPages } from '../store/kept-pages.js';
import { newId } from '../store/results.js';
import { parseUrl } from '../url.js';
import { UrlLogins } from '../url-logins.js';
import type { CrawlDeps } from './crawl.js';
import { crawlHeads } from './crawl-heads.js';
import type { CrawlRequest } from './crawl-result.js';
import type { ReadForCrawl } from './crawled-page.js';
import type { PageJob, PageQueue } from './page-queue.js';
import { sitemapPages } from './sitemap.js';

interface PageReaders {
  readonly owner: string;
  /** Absent where nothing is shared. */
  readonly queue: PageQueue | undefined;
  /** Where a worker leaves what it read. */
  readonly kept: Pick<KeptPages, 'get'>;
  /** What heads of links are read with, here always. */
  readonly heads: PreviewDeps;
  here(job: PageJob, signal: AbortSignal): Promise<ReadForCrawl>;
}

/** @throws LoupeError as reading the page does, or the signal's reason */
async function readForCrawl(
  job: PageJob,
  { queue, kept, here }: PageReaders,
  signal: AbortSignal,
): Promise<ReadForCrawl> {
  if (queue === undefined || !(await queue.hasWorkers(signal))) return await here(job, signal);
  const { linkContext } = await queue.read(job, signal);
  const { result } = await underSignal(kept.get(job.resultId, job.owner), signal);
  return { result, linkContext };
}

/** What a crawl reads with. The caller's headers and logins are for those it named, not for every host or its http: twin. */
export function crawlDeps(request: CrawlRequest, fetcher: PageFetcher, readers: PageReaders): CrawlDeps {
  const { config, want, capture } = request;
  const { headers, ...plain } = config;
  const origins = new Set(request.urls.map((url) => parseUrl(url)?.origin));
  const logins = new UrlLogins(request.logins ?? []);
  const asked = (address: string) => {
    const url = logins.sentTo(address);
    return { url, config: origins.has(url.origin) ? config : plain };
  };
  const heads = { ...readers.heads, pageHeaders: headers && { origins, headers } };
  return {
    read(address, signal) {
      const { url, config: own } = asked(address);
      const job = { url: url.href, config: own, want, capture, owner: readers.owner, resultId: newId() };
      return readForCrawl(job, readers, signal);
    },
    readHeads: (links) => crawlHeads(links, config, fetcher.politeness, heads),
    sitemapPages: (start, signal) => sitemapPages(start, fetcher, asked, signal),
    delayMs: (start, signal) => fetcher.politeness.permit(start, config, signal),
    loggedIn: fetcher.loggedIn || !logins.isEmpty,
  };
}

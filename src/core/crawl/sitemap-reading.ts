/** Reads the sitemap of a crawl's start beside its first pages. */
import type { CrawlMemory } from './memory.js';

/** A site that is slow with its sitemap is crawled with what came until then. */
const SITEMAP_MS = 10_000;
/** Best-first, nothing is chosen before: a sitemap may name what no page seen so far links to. */
const CHOICE_WAITS_MS = 3_000;

export class SitemapReading {
  /** Undefined where nothing more is to come. */
  #read: Promise<void> | undefined;
  readonly #waitsUntil: number;

  constructor(
    memory: CrawlMemory,
    pages: (start: URL, signal: AbortSignal) => AsyncIterable<string[]>,
    signal: AbortSignal,
  ) {
    const { follows, query, config } = memory.request;
    const [start] = memory.starts;
    const isFirst = memory.visited.length === 0;
    this.#waitsUntil = query !== undefined && isFirst ? performance.now() + CHOICE_WAITS_MS : 0;
    if (!follows || config.max_depth === 0 || !memory.sitemapLeft || start === undefined) return;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(SITEMAP_MS)]);
    this.#read = this.#readAll(memory, pages(start, limited));
  }

  /** There may be more to come. */
  get open(): boolean {
    return this.#read !== undefined;
  }

  /** How long no link that was found is to be chosen yet, in ms. */
  holdsMs(now: number): number {
    return this.open ? Math.max(0, this.#waitsUntil - now) : 0;
  }

  /** What is still to wait for. */
  waited(): Promise<void>[] {
    return this.#read === undefined ? [] : [this.#read];
  }

  async #readAll(memory: CrawlMemory, files: AsyncIterable<string[]>): Promise<void> {
    try {
      for await (const pages of files) memory.addSitemap(pages);
      memory.sitemapLeft = false;
    } catch {
      // Given up: the crawl is over, or this takes too long.
    } finally {
      this.#read = undefined;
    }
  }
}

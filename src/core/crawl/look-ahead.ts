/**
 * With a query a crawl looks behind the links it would visit next, as `preview_links` does, before it chooses: most pages
 * that answer a question share no word with the links to them.
 */
import { withDeadline } from '../call.js';
import { LoupeError } from '../errors.js';
import type { CrawlConfig } from '../run-config.js';
import { withoutHash } from '../url.js';
import type { CrawlDeps } from './crawl.js';
import { urlKey } from './identity.js';
import type { CrawlMemory } from './memory.js';

/** Each of as many heads as pages may be visited. Of pages that the start links to, ten pages and 20 heads find about what 50 pages find (docs/ranking.md). */
const ROUNDS = 2;
const HEADS_MAX = 100;
/** Of the call's time budget. */
const TIME_SHARE = 0.25;

export class LookAhead {
  readonly #deps: Pick<CrawlDeps, 'readHeads'>;
  readonly #atOnce: number;
  #left: number;
  #leftMs: number;

  constructor(deps: Pick<CrawlDeps, 'readHeads'>, { max_pages, time_budget, hits_per_sec }: CrawlConfig) {
    this.#deps = deps;
    this.#atOnce = Math.min(HEADS_MAX / ROUNDS, max_pages);
    // Where the pages alone take the rest of the time, each head would cost one.
    const pagesTakeAll = max_pages / hits_per_sec > time_budget * (1 - TIME_SHARE);
    this.#left = pagesTakeAll ? 0 : this.#atOnce * ROUNDS;
    this.#leftMs = time_budget * 1000 * TIME_SHARE;
  }

  /** Until the best links are those that were looked behind, or the budget of heads is used up. */
  async run(memory: CrawlMemory, signal: AbortSignal): Promise<void> {
    const { frontier } = memory;
    while (this.#left > 0 && this.#leftMs > 0 && !signal.aborted) {
      const links = frontier.unseen(this.#atOnce).slice(0, this.#left);
      if (links.length === 0) return;
      this.#left -= links.length;
      const started = performance.now();
      const late = () => new LoupeError('timeout', 'the time to look ahead is used up');
      using deadline = withDeadline(signal, this.#leftMs, late);
      const wanted = new Set(frontier.waiting().map(({ url }) => withoutHash(url)));
      const urls = links.map(({ url }) => url);
      const asked = { urls, wanted, isBarred: memory.isBarred, deadline, signal };
      const heads = await this.#deps.readHeads(asked).catch(() => undefined);
      // The crawl is over.
      if (heads === undefined) return;
      this.#leftMs -= performance.now() - started;
      memory.heads += heads.read;
      for (const link of links) if (!heads.later.has(link.url)) frontier.sawAhead(link, heads.seen.get(link.url));
      for (const url of heads.gone) {
        memory.claim(urlKey(url));
        memory.skip('no_page');
      }
      await frontier.rank(memory.language, signal).catch(() => {});
    }
  }
}

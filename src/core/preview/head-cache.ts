/** Heads read lately, by who asked, so that a second call with another query costs no request. */
import { boundedCache } from '../bounded-cache.js';
import type { FetchedPage } from '../fetch/page.js';
import { PAGE_TTL_MS } from '../fetch/page-cache.js';
import type { PageConfig } from '../page-config.js';
import { withoutHash } from '../url.js';
import type { HeadReading } from './head.js';

/** All kept heads together: some 800 of ordinary pages with their text, 300 of the longest. */
const HEADS_MAX_BYTES = 16 * 1024 * 1024;

interface Entry {
  readonly reading: HeadReading;
  readonly forRanking: boolean;
}

/** The heads that one call may use. */
export interface HeadStore {
  /** `forRanking`: only a reading that went on behind the description will do. */
  get(url: string, forRanking: boolean): HeadReading | undefined;
  set(url: string, forRanking: boolean, reading: HeadReading): void;
  /** A page that an earlier call read whole, by HTTP. */
  page(url: URL): Promise<FetchedPage | undefined>;
}

export class HeadCache {
  readonly #heads = boundedCache<Entry>({ maxBytes: HEADS_MAX_BYTES, ttlMs: PAGE_TTL_MS, bytesOf });

  /** As a call of the owner asked for it: `refresh` reads anew and keeps, `bypass` does neither. */
  forCall(owner: string, mode: PageConfig['cache_mode'], page: HeadStore['page']): HeadStore | undefined {
    if (mode === 'bypass') return undefined;
    const keyOf = (url: string) => JSON.stringify([owner, withoutHash(url)]);
    const set: HeadStore['set'] = (url, forRanking, reading) =>
      void this.#heads.set(keyOf(url), { reading, forRanking });
    if (mode === 'refresh') return { get: () => undefined, set, page: async () => undefined };
    const get: HeadStore['get'] = (url, forRanking) => {
      const entry = this.#heads.get(keyOf(url));
      return entry === undefined || (forRanking && !entry.forRanking) ? undefined : entry.reading;
    };
    return { get, set, page };
  }
}

/** UTF-16 text counted as two bytes a character. */
function bytesOf({ reading }: Entry): number {
  return 2 * reading.chars;
}

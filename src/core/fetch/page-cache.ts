/** Pages read lately, so that the next tool does not fetch them again. */
import { createHash } from 'node:crypto';
import { boundedCache } from '../bounded-cache.js';
import { pageFields } from '../page-config.js';
import type { RunConfig } from '../run-config.js';
import type { FetchedPage } from './page.js';

/** Five minutes: an agent's next calls on the same page, not yesterday's news. */
export const PAGE_TTL_MS = 5 * 60_000;
/** Bytes of all kept pages together, UTF-16 text counted as two a character. */
const PAGES_MAX_BYTES = 64 * 1024 * 1024;

/** Of the fields that say how a page is loaded, those that cannot change it. */
const NO_CHANGE = ['page_timeout', 'cache_mode', 'check_robots_txt'];
const PAGE_KEYS = Object.keys(pageFields).filter((key) => !NO_CHANGE.includes(key));

/** The key of a page: who asks, the URL, and everything that can change the page. Hashed, since headers may be secret. */
export function pageKey(owner: string, url: string, config: RunConfig): string {
  const values = new Map<string, unknown>(Object.entries(config));
  const parts = PAGE_KEYS.map((key) => values.get(key) ?? null);
  return createHash('sha256')
    .update(JSON.stringify([owner, url, parts]))
    .digest('base64url');
}

/** A page as it is at another place on it; redirects hand the place on, unless they name one (Fetch standard, HTTP-redirect fetch). */
export function atPlace(page: FetchedPage, { hash }: URL): FetchedPage {
  const asked = new URL(page.url);
  const final = new URL(page.finalUrl);
  if (asked.hash === hash) return page;
  if (final.hash === asked.hash) final.hash = hash;
  asked.hash = hash;
  return { ...page, url: asked.href, finalUrl: final.href };
}

/** Where pages are kept: in this process, or shared with others. */
export interface PageCache {
  /** Bytes held in this process. */
  readonly bytes: number;
  get(key: string): Promise<FetchedPage | undefined>;
  set(key: string, page: FetchedPage): Promise<void>;
}

export class OwnPages implements PageCache {
  readonly #kept = boundedCache<FetchedPage>({
    maxBytes: PAGES_MAX_BYTES,
    ttlMs: PAGE_TTL_MS,
    bytesOf: (page) => 2 * page.html.length + 1_000,
  });

  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  async get(key: string): Promise<FetchedPage | undefined> {
    return this.#kept.get(key);
  }

  async set(key: string, page: FetchedPage): Promise<void> {
    this.#kept.set(key, page);
  }
}

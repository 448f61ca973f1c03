/** Pages read lately, on a shared Redis: what one process loaded, the next need not. */
import { KEY_PREFIX, type RedisLink } from '../shared/redis-link.js';
import type { FetchedPage } from './page.js';
import { PAGE_TTL_MS, type PageCache } from './page-cache.js';

export class SharedPages implements PageCache {
  readonly bytes = 0;
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async get(key: string): Promise<FetchedPage | undefined> {
    const text = await this.#link.run((redis) => redis.get(`${KEY_PREFIX}page:${key}`));
    // The text was written by `set` from a page.
    return text === null ? undefined : JSON.parse(text);
  }

  async set(key: string, page: FetchedPage): Promise<void> {
    const text = JSON.stringify(page);
    await this.#link.run((redis) => redis.set(`${KEY_PREFIX}page:${key}`, text, 'PX', PAGE_TTL_MS));
  }
}

/** Results on a shared Redis: made by one process, read by all of the same owner's. */
import * as z from 'zod';
import { OwnedEntries } from '../shared/owned-entries.js';
import type { RedisLink } from '../shared/redis-link.js';
import {
  type FoundResult,
  type ListedResult,
  listed,
  RESULT_TTL_MS,
  type ResultStore,
  type StoredResult,
} from './results.js';

const listedShape = z.object({
  id: z.string(),
  tool: z.string(),
  url: z.string(),
  title: z.string(),
  createdAtMs: z.number(),
  bytes: z.number(),
});

export class SharedResults implements ResultStore {
  readonly isShared = true;
  /** What is kept is on the server; its bound is the server's `maxmemory`. */
  readonly bytes = 0;
  readonly #entries: OwnedEntries;

  constructor(link: RedisLink) {
    this.#entries = new OwnedEntries(link, 'result', RESULT_TTL_MS);
  }

  async put(result: StoredResult): Promise<void> {
    const { id, json, html, owner, createdAtMs } = result;
    const fields = { owner, listed: JSON.stringify(listed(result)), json, ...(html === undefined ? {} : { html }) };
    await this.#entries.put(id, owner, createdAtMs, fields);
  }

  async find(id: string): Promise<FoundResult | undefined> {
    const names = ['owner', 'listed', 'json'];
    const [owner, text, json] = await Promise.all(names.map((name) => this.#entries.field(id, name)));
    if (owner === undefined || text === undefined || json === undefined) return undefined;
    return { ...read(text), owner, json };
  }

  async html(id: string): Promise<string | undefined> {
    return await this.#entries.field(id, 'html');
  }

  async list(owner: string): Promise<ListedResult[]> {
    return (await this.#entries.list(owner, 'listed')).map(read);
  }
}

function read(text: string): ListedResult {
  return listedShape.parse(JSON.parse(text));
}

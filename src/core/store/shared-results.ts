/** Results on a shared Redis: made by one process, read by all of the same owner's. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { KEY_PREFIX, type RedisLink } from '../shared/redis-link.js';
import {
  type FoundResult,
  LISTED_MAX,
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
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async put(result: StoredResult): Promise<void> {
    const list = listKey(result.owner);
    const { json, html, owner } = result;
    const fields = { owner, listed: JSON.stringify(listed(result)), json, ...(html === undefined ? {} : { html }) };
    await this.#link.run((redis) =>
      redis
        .multi()
        .hset(resultKey(result.id), fields)
        .pexpire(resultKey(result.id), RESULT_TTL_MS)
        .zadd(list, result.createdAtMs, result.id)
        .zremrangebyrank(list, 0, -LISTED_MAX - 1)
        .pexpire(list, RESULT_TTL_MS)
        .exec(),
    );
  }

  async find(id: string): Promise<FoundResult | undefined> {
    const [owner, text, json] = await this.#link.run((redis) => redis.hmget(resultKey(id), 'owner', 'listed', 'json'));
    const known = read(text);
    if (known === undefined || typeof owner !== 'string' || typeof json !== 'string') return undefined;
    return { ...known, owner, json };
  }

  async html(id: string): Promise<string | undefined> {
    return (await this.#link.run((redis) => redis.hget(resultKey(id), 'html'))) ?? undefined;
  }

  async list(owner: string): Promise<ListedResult[]> {
    const texts = await this.#link.run(async (redis) => {
      const ids = await redis.zrevrange(listKey(owner), 0, LISTED_MAX - 1);
      return await Promise.all(ids.map((id) => redis.hget(resultKey(id), 'listed')));
    });
    return texts.flatMap((text) => read(text) ?? []);
  }
}

function read(text: string | null | undefined): ListedResult | undefined {
  return typeof text !== 'string' ? undefined : listedShape.parse(JSON.parse(text));
}

function resultKey(id: string): string {
  return `${KEY_PREFIX}result:${id}`;
}

/** Owners are hashed: a name may hold anything. */
function listKey(owner: string): string {
  return `${KEY_PREFIX}results:${createHash('sha256').update(owner).digest('base64url')}`;
}

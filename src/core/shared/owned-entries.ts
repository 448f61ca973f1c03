/** Entries on a shared Redis that belong to somebody: found by id, listed by owner, gone after a time. */
import { createHash } from 'node:crypto';
import { KEY_PREFIX, type RedisLink } from './redis-link.js';

/** Entries that are listed, the newest; the same as where nothing is shared. */
export const LISTED_MAX = 1_000;

/**
 * One command: when the line breaks, the library sends it again. Of a transaction that was answered in part by then (a page's
 * HTML is many times what Redis reads at once) it gives up the rest, and the page was lost.
 */
const PUT = `
local entry, list, ttl = KEYS[1], KEYS[2], ARGV[1]
redis.call('HSET', entry, unpack(ARGV, 5))
redis.call('PEXPIRE', entry, ttl)
redis.call('ZADD', list, ARGV[2], ARGV[3])
redis.call('ZREMRANGEBYRANK', list, 0, -ARGV[4] - 1)
redis.call('PEXPIRE', list, ttl)`;

export class OwnedEntries {
  readonly #link: RedisLink;
  readonly #kind: string;
  readonly #ttlMs: number;

  /** `kind` begins the keys. */
  constructor(link: RedisLink, kind: string, ttlMs: number) {
    this.#link = link;
    this.#kind = kind;
    this.#ttlMs = ttlMs;
  }

  async put(id: string, owner: string, at: number, fields: Readonly<Record<string, string>>): Promise<void> {
    const keys = [this.#key(id), this.#list(owner)];
    const values = [this.#ttlMs, at, id, LISTED_MAX, ...Object.entries(fields).flat()];
    await this.#link.run((redis) => redis.eval(PUT, keys.length, ...keys, ...values));
  }

  /** One field of an entry. */
  async field(id: string, name: string): Promise<string | undefined> {
    return (await this.#link.run((redis) => redis.hget(this.#key(id), name))) ?? undefined;
  }

  /** One field of each of the owner's entries, newest first. */
  async list(owner: string, name: string): Promise<string[]> {
    const values = await this.#link.run(async (redis) => {
      const ids = await redis.zrevrange(this.#list(owner), 0, LISTED_MAX - 1);
      return await Promise.all(ids.map((id) => redis.hget(this.#key(id), name)));
    });
    return values.flatMap((value) => value ?? []);
  }

  async drop(id: string): Promise<void> {
    await this.#link.run((redis) => redis.del(this.#key(id)));
  }

  #key(id: string): string {
    return `${KEY_PREFIX}${this.#kind}:${id}`;
  }

  #list(owner: string): string {
    return `${KEY_PREFIX}${this.#kind}s:${ownerKey(owner)}`;
  }
}

/** Owners are hashed where they are part of a key: a name may hold anything. */
export function ownerKey(owner: string): string {
  return createHash('sha256').update(owner).digest('base64url');
}

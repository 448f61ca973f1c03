/** Values on a shared Redis, as JSON, each gone after its time: what one process has learnt, the next need not ask for. */
import { KEY_PREFIX, type RedisLink } from './redis-link.js';

export class SharedValues<T> {
  /** Held in this process. */
  readonly bytes = 0;
  readonly #link: RedisLink;
  readonly #kind: string;
  readonly #ttlMsOf: (value: T) => number;

  /** `kind` begins the keys. */
  constructor(link: RedisLink, kind: string, ttlMsOf: (value: T) => number) {
    this.#link = link;
    this.#kind = kind;
    this.#ttlMsOf = ttlMsOf;
  }

  async get(key: string): Promise<T | undefined> {
    const text = await this.#link.run((redis) => redis.get(this.#key(key)));
    // The text was written by `set`.
    return text === null ? undefined : JSON.parse(text);
  }

  async set(key: string, value: T): Promise<void> {
    const ttlMs = Math.max(1, this.#ttlMsOf(value));
    await this.#link.run((redis) => redis.set(this.#key(key), JSON.stringify(value), 'PX', ttlMs));
  }

  #key(key: string): string {
    return `${KEY_PREFIX}${this.#kind}:${key}`;
  }
}

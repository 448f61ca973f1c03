/** The connection to a Redis that several processes share. lib: ioredis, an optional package, loaded at first use */
import type { Redis } from 'ioredis';
import { LoupeError } from '../errors.js';
import { lazy } from '../lazy.js';
import { optionalPackage } from './optional-package.js';

/** All keys begin so: the server may hold other things. */
export const KEY_PREFIX = 'webloupe:';

/** A Redis that is restarted is back within seconds; after this a command is given up and its call fails. */
const COMMAND_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
const RECONNECT_MAX_MS = 500;

/** Owns its connections. */
export class RedisLink implements AsyncDisposable {
  readonly #url: string;
  readonly #client = lazy(() => this.connection({ commandTimeout: COMMAND_TIMEOUT_MS }));
  readonly #open: Redis[] = [];
  #isLost = false;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Runs commands on the connection for single commands.
   * @throws LoupeError `overloaded` where the server does not answer, `invalid_input` where the package is missing
   */
  async run<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = await this.#client();
    try {
      return await work(redis);
    } catch (cause) {
      const next = 'Call again in a while; if it lasts, the operator should look at --redis-url.';
      throw new LoupeError('overloaded', 'the shared store does not answer', { next, cause });
    }
  }

  /** A connection more, for who blocks on it. Commands wait while the server is away. @throws LoupeError `invalid_input` */
  async connection(options: { commandTimeout?: number } = {}): Promise<Redis> {
    const { Redis } = await loadLibrary();
    const redis = new Redis(this.#url, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      maxRetriesPerRequest: null,
      retryStrategy: (attempt: number) => Math.min(50 * attempt, RECONNECT_MAX_MS),
      ...options,
    });
    redis.on('error', ({ message }: Error) => this.#lose(message));
    redis.on('ready', () => {
      this.#isLost = false;
    });
    this.#open.push(redis);
    return redis;
  }

  /** Told once: it is tried again twice a second, and commands wait. */
  #lose(reason: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    process.stderr.write(`webloupe: --redis-url: ${reason}; waiting for it\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const redis of this.#open) redis.disconnect();
  }
}

function loadLibrary(): Promise<Pick<typeof import('ioredis'), 'Redis'>> {
  return optionalPackage(() => import('ioredis'), '--redis-url', 'ioredis bullmq');
}

/** The index of captures on a shared Redis. The files themselves lie in a folder that all processes share. */
import { createHash } from 'node:crypto';
import { KEY_PREFIX, type RedisLink } from '../shared/redis-link.js';
import type { CaptureIndex, FiledCapture } from './capture-index.js';

/** A day: files go by size, and an entry whose file is gone is of no use. */
const CAPTURE_TTL_MS = 24 * 60 * 60 * 1000;
const LISTED_MAX = 1_000;

export class SharedCaptures implements CaptureIndex {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async put(kept: FiledCapture): Promise<void> {
    const list = listKey(kept.owner);
    await this.#link.run((redis) =>
      redis
        .multi()
        .set(captureKey(kept.id), JSON.stringify(kept), 'PX', CAPTURE_TTL_MS)
        .zadd(list, kept.at, kept.id)
        .zremrangebyrank(list, 0, -LISTED_MAX - 1)
        .pexpire(list, CAPTURE_TTL_MS)
        .exec(),
    );
  }

  async find(id: string): Promise<FiledCapture | undefined> {
    return read(await this.#link.run((redis) => redis.get(captureKey(id))));
  }

  async list(owner: string): Promise<FiledCapture[]> {
    const texts = await this.#link.run(async (redis) => {
      const ids = await redis.zrange(listKey(owner), '0', '-1');
      return ids.length === 0 ? [] : await redis.mget(ids.map(captureKey));
    });
    return texts.flatMap((text) => read(text) ?? []);
  }

  async drop(id: string): Promise<void> {
    await this.#link.run((redis) => redis.del(captureKey(id)));
  }
}

// The text was written by `put`.
function read(text: string | null): FiledCapture | undefined {
  return text === null ? undefined : JSON.parse(text);
}

function captureKey(id: string): string {
  return `${KEY_PREFIX}capture:${id}`;
}

function listKey(owner: string): string {
  return `${KEY_PREFIX}captures:${createHash('sha256').update(owner).digest('base64url')}`;
}

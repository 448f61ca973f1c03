/** The pace of hosts over all processes that share a Redis; the same rules as in one process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { underSignal } from '../call.js';
import { KEY_PREFIX, type RedisLink } from '../shared/redis-link.js';
import { type HostTurns, pauseAsked, pauseOf } from './host-limits.js';

/** A host's state is of no use when it was left alone for so long: longer than any pause that is kept. */
const STATE_TTL_MS = 2 * 60 * 60 * 1000;

/**
 * By the server's clock, since those of its clients differ. Answers 0 where the turn is taken, how long to wait before asking
 * again where it is another's, or a negative number: the rest of a pause the host asked for. No turn is taken ahead of its
 * time: one that a call gives up, or a process that dies, would hold up the others.
 */
const TURN = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local closed = tonumber(redis.call('HGET', KEYS[1], 'closed') or '0')
if closed > now then return now - closed end
if ARGV[1] == '' then return 0 end
local next = tonumber(redis.call('HGET', KEYS[1], 'next') or '0')
if next > now then return next - now end
redis.call('HSET', KEYS[1], 'next', now + tonumber(ARGV[1]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0`;

const CLOSE = `
local time = redis.call('TIME')
local until_ms = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
if until_ms > tonumber(redis.call('HGET', KEYS[1], 'closed') or '0') then redis.call('HSET', KEYS[1], 'closed', until_ms) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0`;

export class SharedHostLimits implements HostTurns {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async acquire(host: string, intervalMs: number | undefined, signal: AbortSignal): Promise<void> {
    for (;;) {
      const waitMs = await underSignal(this.#ask(host, intervalMs), signal);
      if (waitMs < 0) throw pauseAsked(host, -waitMs);
      if (waitMs === 0) return;
      await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  note(host: string, status: number, headers: Readonly<Record<string, string>>): number | undefined {
    const pauseMs = pauseOf(status, headers);
    // Who gets the same answer next notes it too: one that is lost costs the host one request.
    if (pauseMs === undefined) return undefined;
    const closing = this.#link.run((redis) => redis.eval(CLOSE, 1, keyOf(host), Math.ceil(pauseMs), STATE_TTL_MS));
    void closing.catch(() => {});
    return pauseMs;
  }

  async #ask(host: string, intervalMs: number | undefined): Promise<number> {
    const interval = intervalMs === undefined ? '' : Math.ceil(intervalMs);
    return await this.#link.run(async (redis) =>
      Number(await redis.eval(TURN, 1, keyOf(host), interval, STATE_TTL_MS)),
    );
  }
}

function keyOf(host: string): string {
  return `${KEY_PREFIX}host:${host}`;
}

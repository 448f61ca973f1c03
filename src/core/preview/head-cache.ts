/** Heads read lately, by who asked, so that a second call with another query costs no request. */
import type { HeadReading } from './head.js';

/** As pages: an agent's next calls, not yesterday's news. */
const TTL_MS = 5 * 60_000;
/** All kept heads together, UTF-16 text counted as two bytes a character: some 1,500 heads with their leads. */
const HEADS_MAX_BYTES = 32 * 1024 * 1024;

interface Entry {
  readonly reading: HeadReading;
  readonly forRanking: boolean;
  readonly bytes: number;
  readonly until: number;
}

export class HeadCache {
  /** In order of use, the oldest first. */
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #bytes = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `forRanking`: only a reading that went on behind the description will do. */
  get(owner: string, url: string, forRanking: boolean): HeadReading | undefined {
    const key = keyOf(owner, url);
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#drop(key);
    if (entry.until < this.#now()) return undefined;
    this.#put(key, entry);
    return entry.forRanking || !forRanking ? entry.reading : undefined;
  }

  set(owner: string, url: string, forRanking: boolean, reading: HeadReading): void {
    const key = keyOf(owner, url);
    this.#drop(key);
    const bytes = 2 * JSON.stringify(reading).length + 200;
    if (bytes > HEADS_MAX_BYTES / 10) return;
    this.#put(key, { reading, forRanking, bytes, until: this.#now() + TTL_MS });
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= HEADS_MAX_BYTES) break;
      this.#drop(oldest);
    }
  }

  #put(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

function keyOf(owner: string, url: string): string {
  return JSON.stringify([owner, url.replace(/#.*/s, '')]);
}

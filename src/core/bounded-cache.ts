/** A cache bounded in bytes and in time; what was used longest ago goes first. */
import { LRUCache } from 'lru-cache';

interface CacheBounds<V> {
  /** Bytes of all values together. */
  readonly maxBytes: number;
  readonly ttlMs: number;
  /** Bytes of one value. */
  bytesOf(value: V): number;
}

export class BoundedCache<V extends object> {
  readonly #kept: LRUCache<string, V>;

  constructor({ maxBytes, ttlMs, bytesOf }: CacheBounds<V>) {
    // A value with no bytes of its own still costs its entry.
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (value) => Math.max(1, bytesOf(value)),
      ttl: ttlMs,
      // Else what nobody asks for again stays until there is no room for something else: for ever where little comes.
      ttlAutopurge: true,
    });
  }

  get(key: string): V | undefined {
    return this.#kept.get(key);
  }

  set(key: string, value: V): void {
    this.#kept.set(key, value);
  }

  /** Of all values together. */
  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  values(): V[] {
    return [...this.#kept.values()];
  }
}

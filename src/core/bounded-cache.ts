/** A cache bounded in bytes and in time; what was used longest ago goes first. */
import { LRUCache } from 'lru-cache';

interface CacheBounds<V> {
  /** Bytes of all values together. */
  readonly maxBytes: number;
  readonly ttlMs: number;
  /** Bytes of one value. */
  bytesOf(value: V): number;
}

export function boundedCache<V extends object>({ maxBytes, ttlMs, bytesOf }: CacheBounds<V>): LRUCache<string, V> {
  return new LRUCache({
    maxSize: maxBytes,
    // A value with no bytes of its own still costs its entry.
    sizeCalculation: (value) => Math.max(1, bytesOf(value)),
    ttl: ttlMs,
    // Else what nobody asks for again stays until there is no room for something else: for ever where little comes.
    ttlAutopurge: true,
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BoundedCache } from '../../src/core/bounded-cache.js';
import { within } from '../helpers/processes.js';

test('what is too old is let go, whether or not anybody asks for it', async () => {
  const cache = new BoundedCache<{ bytes: number }>({ maxBytes: 1_000, ttlMs: 50, bytesOf: ({ bytes }) => bytes });
  cache.set('a', { bytes: 100 });
  cache.set('b', { bytes: 200 });
  assert.equal(cache.bytes, 300);
  assert.ok(await within(5_000, () => cache.bytes === 0), `${cache.bytes} bytes are still held`);
});

test('what was used longest ago makes room', () => {
  const cache = new BoundedCache<{ bytes: number }>({ maxBytes: 1_000, ttlMs: 60_000, bytesOf: ({ bytes }) => bytes });
  for (const key of ['a', 'b']) cache.set(key, { bytes: 400 });
  cache.get('a');
  cache.set('c', { bytes: 400 });
  assert.deepEqual([cache.get('a'), cache.get('b'), cache.bytes], [{ bytes: 400 }, undefined, 800]);
});

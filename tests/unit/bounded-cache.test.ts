import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundedCache } from '../../src/core/bounded-cache.js';
import { within } from '../helpers/processes.js';

test('what is too old is let go, whether or not anybody asks for it', async () => {
  const cache = boundedCache<{ bytes: number }>({ maxBytes: 1_000, ttlMs: 50, bytesOf: ({ bytes }) => bytes });
  cache.set('a', { bytes: 100 });
  cache.set('b', { bytes: 200 });
  cache.set('empty', { bytes: 0 });
  assert.equal(cache.calculatedSize, 301);
  assert.ok(await within(5_000, () => cache.calculatedSize === 0), `${cache.calculatedSize} bytes are still held`);
});

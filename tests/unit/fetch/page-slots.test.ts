import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageSlots } from '../../../src/core/fetch/page-slots.js';

const calm = new AbortController().signal;

test('who waits for a page comes in turn, but for those who gave up; work that fails gives its page back', async () => {
  const slots = new PageSlots(1);
  const came: string[] = [];
  const stop = new AbortController();
  await slots.take(calm);
  const waiting = ['first', 'second', 'third'].map((name) =>
    slots.take(name === 'second' ? stop.signal : calm).then(() => came.push(name)),
  );
  assert.deepEqual([slots.taken, slots.waiting], [1, 3]);
  stop.abort(new Error('gave up'));
  await assert.rejects(waiting[1] ?? Promise.resolve(), /gave up/);
  await assert.rejects(slots.take(stop.signal), /gave up/);
  for (const each of [waiting[0], waiting[2]]) {
    slots.release();
    await each;
  }
  assert.deepEqual([came, slots.taken, slots.waiting], [['first', 'third'], 1, 0]);
  slots.release();
  await assert.rejects(
    slots.within(calm, () => Promise.reject(new Error('work'))),
    /work/,
  );
  assert.equal(slots.taken, 0);
});

test('beyond 64 who wait nobody does', async () => {
  const slots = new PageSlots(0);
  for (let i = 0; i < 64; i++) void slots.take(calm);
  await assert.rejects(slots.take(calm), { code: 'overloaded', retryAfterMs: 5_000 });
  assert.equal(slots.waiting, 64);
});

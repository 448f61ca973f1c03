/** Time counts as far as the process got to run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitWork } from '../../../src/core/extract/work-limit.js';

const LIMIT_MS = 120;

function over(cpuMs: () => number): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) => limitWork(LIMIT_MS, () => resolve(performance.now() - started), cpuMs));
}

test('a process that works all the time is stopped at the limit', async () => {
  const took = await over(() => performance.now());
  assert.ok(took >= LIMIT_MS, `${took} ms`);
});

test('threads side by side do not make time pass faster', async () => {
  const took = await over(() => performance.now() * 3);
  assert.ok(took >= LIMIT_MS, `${took} ms`);
});

test('a process that got half of a processor has twice the time', async () => {
  const took = await over(() => performance.now() / 2);
  assert.ok(took >= LIMIT_MS * 2 - 1, `${took} ms`);
});

test('one that never runs is stopped all the same', { timeout: 10_000 }, async () => {
  const took = await over(() => 0);
  assert.ok(took >= LIMIT_MS * 2.5, `${took} ms`);
});

test('a watch that was ended says nothing', async () => {
  let isOver = false;
  limitWork(10, () => {
    isOver = true;
  })();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(isOver, false);
});

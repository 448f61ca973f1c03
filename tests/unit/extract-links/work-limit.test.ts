/** Time counts as far as the process got to run. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { limitWork } from '../../../src/core/extract/work-limit.js';

const LIMIT_MS = 120;
/** It looks twelve times within its limit. */
const LOOK_MS = LIMIT_MS / 12;

/** When the limit is over for a process that has worked `cpuMs` at a time; of a clock that is set by hand. */
function overAt(context: TestContext, cpuMs: (now: number) => number): number | undefined {
  let now = 0;
  let over: number | undefined;
  context.mock.method(performance, 'now', () => now);
  context.mock.timers.enable({ apis: ['setInterval'] });
  limitWork(
    LIMIT_MS,
    () => {
      over = now;
    },
    () => cpuMs(now),
  );
  while (over === undefined && now < 10 * LIMIT_MS) {
    now += LOOK_MS;
    context.mock.timers.tick(LOOK_MS);
  }
  return over;
}

test('a process that works all the time is stopped at the limit', (context) =>
  assert.equal(
    overAt(context, (now) => now),
    LIMIT_MS,
  ));

test('threads side by side do not make time pass faster', (context) =>
  assert.equal(
    overAt(context, (now) => now * 3),
    LIMIT_MS,
  ));

test('a process that got half of a processor has twice the time', (context) =>
  assert.equal(
    overAt(context, (now) => now / 2),
    LIMIT_MS * 2,
  ));

test('one that never runs is stopped all the same', (context) =>
  assert.equal(
    overAt(context, () => 0),
    LIMIT_MS * 2.5,
  ));

test('a watch that was ended says nothing', async () => {
  let isOver = false;
  limitWork(10, () => {
    isOver = true;
  })();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(isOver, false);
});

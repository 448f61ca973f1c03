import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import type { CDPSession } from 'playwright';
import { MemoryGuard } from '../../../src/core/fetch/memory-guard.js';

test('renderers are looked at four times a second while a page is open, one look at a time', {
  skip: process.platform !== 'linux',
}, async ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] });
  const answers: Array<() => void> = [];
  const send = async () => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return { processInfo: [] };
  };
  const guard = new MemoryGuard({ send } as unknown as CDPSession, () => {}); // Nothing else of it is asked.
  const looksIn = async (ms: number) => {
    const before = answers.length;
    mock.timers.tick(ms);
    const looks = answers.length - before;
    for (const answer of answers) answer();
    await tick();
    return looks;
  };
  guard.watch(true);
  assert.deepEqual([await looksIn(249), await looksIn(1), await looksIn(750)], [0, 1, 1]);
  guard.watch(false);
  assert.equal(await looksIn(1_000), 0);
  guard.watch(true);
  guard.watch(true);
  assert.equal(await looksIn(250), 1);
  guard.watch(false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { underSignal } from '../../src/core/call.js';

test('work that fails after it was given up ends nothing but itself, given up before it was waited for too', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const failsLater = async () => {
    await sleep(20);
    throw new Error('too late');
  };
  const stop = new AbortController();
  const waiting = underSignal(failsLater(), stop.signal);
  stop.abort(new Error('given up'));
  await assert.rejects(waiting, /given up/);
  await assert.rejects(underSignal(failsLater(), stop.signal), /given up/);
  await sleep(50);
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled, []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { underSignal, withDeadline } from '../../src/core/call.js';
import { asLoupeError, reasonOf } from '../../src/core/errors.js';

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

test('a deadline follows whoever aborts first, also before it is made, and nobody once its work is done', () => {
  const late = () => new Error('late');
  const [one, other] = [new AbortController(), new AbortController()];
  const done = withDeadline([one.signal, other.signal], 60_000, late);
  done[Symbol.dispose]();
  using waiting = withDeadline([one.signal, other.signal], 60_000, late);
  other.abort(new Error('stopped'));
  one.abort(new Error('too late'));
  using made = withDeadline([new AbortController().signal, other.signal], 60_000, late);
  assert.deepEqual([waiting.reason.message, made.reason.message, done.aborted], ['stopped', 'stopped', false]);
});

test('what an operator can mend is told by the system, a defect by where it was thrown', () => {
  const full = asLoupeError(Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }));
  assert.match(full.toText(), /^internal_error: EMFILE.* Next: .*ulimit -n/);
  assert.equal(reasonOf(full), 'EMFILE: too many open files');
  assert.match(reasonOf(asLoupeError(new TypeError('x is not a function'))), /x is not a function[\s\S]*call\.test/);
});

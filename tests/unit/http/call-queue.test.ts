/** Who runs, who waits, who is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import { LoupeError } from '../../../src/core/errors.js';
import { CallQueue } from '../../../src/http/call-queue.js';

const calm = new AbortController().signal;

/** A queue and calls that end when told. */
function setUp(limits: { max: number; maxPerClient: number; runningPerClient: number }) {
  const queue = new CallQueue(limits);
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const call = (client: string, name: string, signal = calm) =>
    queue.run(client, signal, () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  return { queue, started, call, end: (name: string) => ends.get(name)?.() };
}

test('a client that floods waits in its own line; another starts at once', async () => {
  const { queue, started, call, end } = setUp({ max: 10, maxPerClient: 6, runningPerClient: 2 });
  const calls = ['a1', 'a2', 'a3', 'a4'].map((name) => call('a', name));
  calls.push(call('b', 'b1'));
  await tick();
  assert.deepEqual(started, ['a1', 'a2', 'b1']);
  assert.deepEqual([queue.running, queue.waiting], [3, 2]);
  end('a1');
  await tick();
  assert.deepEqual(started, ['a1', 'a2', 'b1', 'a3']);
  for (const name of ['a2', 'a3', 'b1']) end(name);
  await tick();
  end('a4');
  await Promise.all(calls);
  assert.deepEqual([queue.running, queue.waiting], [0, 0]);
});

test('beyond its share a client is refused, beyond the whole everybody', async () => {
  const { queue, call, end } = setUp({ max: 3, maxPerClient: 2, runningPerClient: 2 });
  const calls = [call('a', 'a1'), call('a', 'a2')];
  await tick();
  assert.equal(queue.refusal('a')?.status, 429);
  assert.equal(queue.refusal('b'), undefined);
  assert.equal(queue.refusal('b', 2)?.status, 503);
  assert.equal(queue.refusal('b', 2)?.error.retryAfterMs, 5_000);
  const free = queue.hold('b', 1);
  assert.equal(queue.refusal('b')?.status, 503, 'what is held counts as well');
  free();
  assert.equal(queue.refusal('b'), undefined);
  await assert.rejects(call('a', 'a3'), (thrown) => thrown instanceof LoupeError && thrown.code === 'overloaded');
  end('a1');
  end('a2');
  await Promise.all(calls);
  assert.equal(queue.refusal('a', 2), undefined);
});

test('who gives up while waiting leaves the line; work that fails frees its place', async () => {
  const { queue, started, call, end } = setUp({ max: 10, maxPerClient: 5, runningPerClient: 1 });
  const first = call('a', 'a1');
  const gone = new AbortController();
  const second = call('a', 'a2', gone.signal);
  const third = call('a', 'a3');
  await tick();
  gone.abort(new Error('gone'));
  await assert.rejects(second, /gone/);
  end('a1');
  await first;
  await tick();
  assert.deepEqual(started, ['a1', 'a3']);
  end('a3');
  await third;
  await assert.rejects(
    queue.run('a', calm, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(queue.running, 0);
});

test("a call is counted, in whichever moment of the end of the client's others it comes", async () => {
  for (let secondEnds = 0; secondEnds < 4; secondEnds++)
    for (let comes = 0; comes < 8; comes++) {
      const { queue, call, end } = setUp({ max: 10, maxPerClient: 9, runningPerClient: 2 });
      const calls = [call('a', 'a1'), call('a', 'a2')];
      await tick();
      const moment = (at: number) => {
        if (at < 8) queueMicrotask(() => moment(at + 1));
        if (at === 0) end('a1');
        if (at === secondEnds) end('a2');
        if (at === comes) calls.push(call('a', 'a3'));
      };
      moment(0);
      await tick();
      assert.equal(queue.running, 1, `the second call ends after ${secondEnds}, the third comes after ${comes}`);
      end('a3');
      await Promise.all(calls);
    }
});

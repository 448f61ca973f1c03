/** A clock that a test moves on, for what is kept for minutes. */
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

export interface MovedClock extends Disposable {
  pass(minutes: number): Promise<void>;
}

export function movedClock(): MovedClock {
  const { now } = performance;
  let later = 0;
  const clock = mock.method(performance, 'now', () => now.call(performance) + later);
  return {
    async pass(minutes) {
      later += minutes * 60_000;
      // Caches look at the clock once in a millisecond.
      await sleep(20);
    },
    [Symbol.dispose]: () => clock.mock.restore(),
  };
}

/** How many pages may be open at a time, and how many calls may wait for one. */
import { LoupeError } from '../errors.js';
import { Semaphore } from '../semaphore.js';

/** Beyond this many waiting calls the answer would come after the caller has given up. */
const QUEUE_MAX = 64;

export class PageSlots extends Semaphore {
  /** @throws LoupeError `overloaded` besides */
  override async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.waiting >= QUEUE_MAX)
      throw new LoupeError('overloaded', `${QUEUE_MAX} pages already wait to be loaded`, { retryAfterMs: 5_000 });
    await super.take(signal);
  }
}

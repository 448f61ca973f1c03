/** How many pages may be open at a time, and how many calls may wait for one. */
import { LoupeError } from '../errors.js';

/** Beyond this many waiting calls the answer would come after the caller has given up. */
const QUEUE_MAX = 64;

export class PageSlots {
  readonly #count: number;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#count = count;
    this.#free = count;
  }

  get taken(): number {
    return this.#count - this.#free;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Waits for a slot; first come, first served. Every one taken must be given back with `release`. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    if (this.#waiting.length >= QUEUE_MAX)
      throw new LoupeError('overloaded', `${QUEUE_MAX} pages already wait to be loaded`, { retryAfterMs: 5_000 });
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.#waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  async within<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.take(signal);
    return await work().finally(() => this.release());
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}

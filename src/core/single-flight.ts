/** What several calls ask for at the same time is done once. */
import { underSignal } from './call.js';

interface Flight<T> {
  readonly value: Promise<T>;
  readonly signal: AbortSignal;
}

export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** What `work` brings, or what an earlier call's brings under the same key: its failure too, but for being cancelled. */
  async run(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<{ value: T; isShared: boolean }> {
    for (let earlier = this.#flights.get(key); earlier !== undefined; earlier = this.#flights.get(key)) {
      try {
        return { value: await underSignal(earlier.value, signal), isShared: true };
      } catch (thrown) {
        if (signal.aborted || !earlier.signal.aborted) throw thrown;
      }
    }
    // Taken away before anyone who waits for it goes on.
    const value = work().finally(() => this.#flights.delete(key));
    this.#flights.set(key, { value, signal });
    return { value: await value, isShared: false };
  }
}

/**
 * Fairness between clients: each runs as many calls at a time as there are pages, its further calls wait in its own line,
 * and how many are held at all is bounded for each and for the server.
 */
import { LoupeError } from '../core/errors.js';
import { Semaphore } from '../core/semaphore.js';

/** About the time in which one of the running calls ends. */
const RETRY_AFTER_MS = 5_000;

interface CallQueueLimits {
  /** Calls held at a time, running and waiting, of all clients. */
  readonly max: number;
  readonly maxPerClient: number;
  /** Calls of one client that run at a time. */
  readonly runningPerClient: number;
}

interface Line {
  readonly calls: Semaphore;
  /** What is not run here and counts like a call: resources that are read. */
  held: number;
}

interface Refusal {
  /** 429: this client has its share; 503: the server is full. */
  readonly status: 429 | 503;
  readonly error: LoupeError;
}

export class CallQueue {
  readonly #limits: CallQueueLimits;
  readonly #lines = new Map<string, Line>();

  constructor(limits: CallQueueLimits) {
    this.#limits = limits;
  }

  get running(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.calls.taken, 0);
  }

  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.calls.waiting, 0);
  }

  /** Why so many further calls of the client would be refused now. */
  refusal(client: string, calls = 1): Refusal | undefined {
    const { max, maxPerClient } = this.#limits;
    const line = this.#lines.get(client);
    const own = line === undefined ? 0 : sizeOf(line);
    if (own + calls > maxPerClient)
      return { status: 429, error: overloaded(`this client already has ${own} calls running or waiting`) };
    const held = [...this.#lines.values()].reduce((sum, each) => sum + sizeOf(each), 0);
    if (held + calls > max) return { status: 503, error: overloaded(`${held} calls are running or waiting`) };
    return undefined;
  }

  /** Counts so many more for the client, until the returned function is called. */
  hold(client: string, count: number): () => void {
    const line = this.#lineOf(client);
    line.held += count;
    return () => {
      line.held -= count;
      this.#forget(client, line);
    };
  }

  /** Runs the work in its turn. @throws LoupeError `overloaded`; what the signal was aborted with while it waited */
  async run<T>(client: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const refused = this.refusal(client);
    if (refused !== undefined) throw refused.error;
    const line = this.#lineOf(client);
    return await line.calls.within(signal, work).finally(() => this.#forget(client, line));
  }

  #lineOf(client: string): Line {
    const line = this.#lines.get(client) ?? { calls: new Semaphore(this.#limits.runningPerClient), held: 0 };
    this.#lines.set(client, line);
    return line;
  }

  #forget(client: string, line: Line): void {
    // Between a call's end and this the line may be forgotten by another call, and the client have a new one.
    if (sizeOf(line) === 0 && this.#lines.get(client) === line) this.#lines.delete(client);
  }
}

function sizeOf({ calls, held }: Line): number {
  return calls.taken + calls.waiting + held;
}

function overloaded(message: string): LoupeError {
  return new LoupeError('overloaded', message, { retryAfterMs: RETRY_AFTER_MS });
}

/**
 * Fairness between clients: each runs as many calls at a time as there are pages, its further calls wait in its own line,
 * and how many are held at all is bounded for each and for the server.
 */
import { LoupeError } from '../core/errors.js';

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
  running: number;
  readonly waiting: (() => void)[];
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
    return [...this.#lines.values()].reduce((sum, line) => sum + line.running, 0);
  }

  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.waiting.length, 0);
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
    const line = await this.#enter(client, signal);
    try {
      return await work();
    } finally {
      this.#leave(client, line);
    }
  }

  async #enter(client: string, signal: AbortSignal): Promise<Line> {
    signal.throwIfAborted();
    const line = this.#lineOf(client);
    if (line.running < this.#limits.runningPerClient) {
      line.running++;
      return line;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        line.waiting.splice(line.waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      line.waiting.push(enter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
    return line;
  }

  /** The place goes to the next in the client's line. */
  #leave(client: string, line: Line): void {
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else line.running--;
    this.#forget(client, line);
  }

  #lineOf(client: string): Line {
    const line = this.#lines.get(client) ?? { running: 0, waiting: [], held: 0 };
    this.#lines.set(client, line);
    return line;
  }

  #forget(client: string, line: Line): void {
    if (line.running + line.held === 0) this.#lines.delete(client);
  }
}

function sizeOf({ running, waiting, held }: Line): number {
  return running + waiting.length + held;
}

function overloaded(message: string): LoupeError {
  return new LoupeError('overloaded', message, { retryAfterMs: RETRY_AFTER_MS });
}

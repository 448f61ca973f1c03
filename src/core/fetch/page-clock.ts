/**
 * The time of one page: a deadline after which nothing more is waited for, a short grace in which what is there is
 * read, and how long each stage took.
 */
import { hasCode, LoupeError } from '../errors.js';

/** A page that answers at all serialises in well under this; a busy one is not waited for. */
const READ_GRACE_MS = 600;
/** Timers may end some milliseconds before their time: less than this is no time. */
const TIME_LEAST_MS = 3;
const DURATION = /\d+\.\d s\b/;
/** Between two looks at something that is waited for. */
const LOOK_EVERY_MS = 50;

export class PageClock {
  readonly warnings: string[] = [];
  /** Whether something did not come, and may do so the next time. */
  isPartial = false;
  readonly #started = performance.now();
  readonly #limitMs: number;
  #reserveMs = 0;
  readonly #stop: Promise<never>[];
  readonly #timings: Record<string, number> = {};
  #lastMark = performance.now();

  constructor(limitMs: number, cancelled: AbortSignal) {
    this.#limitMs = limitMs;
    const aborted = new Promise<never>((_, reject) => {
      if (cancelled.aborted) reject(cancelled.reason);
      else cancelled.addEventListener('abort', () => reject(cancelled.reason), { once: true });
    });
    aborted.catch(() => {});
    this.#stop = [aborted];
  }

  /** Whatever is waited for fails when this promise does. */
  failWith(failed: Promise<never>): void {
    this.#stop.push(failed);
  }

  /** This share of what is left, and no more than this, is from now on kept for reading: no wait takes it. */
  reserve(mostMs: number, share: number): void {
    this.#reserveMs = Math.min(mostMs, this.leftMs * share);
  }

  get leftMs(): number {
    const left = this.#limitMs - this.#reserveMs - (performance.now() - this.#started);
    return left < TIME_LEAST_MS ? 0 : left;
  }

  get isOver(): boolean {
    return this.leftMs === 0;
  }

  timeout(what: string): LoupeError {
    return new LoupeError('timeout', `${what} within ${this.#limitMs} ms`);
  }

  /** Warns of something that did not come: the page counts as partial, and is not kept for other calls. */
  warn(warning: string): void {
    this.isPartial = true;
    this.remark(warning);
  }

  /** Warns of something that would be the same the next time. Of a page after page that led on, once, whatever each took. */
  remark(warning: string): void {
    const kind = (said: string) => said.replace(DURATION, '');
    if (!this.warnings.some((said) => kind(said) === kind(warning))) this.warnings.push(warning);
  }

  /** The work's value, or `timeout` at the page's deadline (or earlier, after `limitMs`). */
  within<T>(work: Promise<T>, limitMs = this.leftMs): Promise<T> {
    return this.#race(work, Math.min(limitMs, this.leftMs));
  }

  /** Whether the work ended in time. Its failure is a failure only when the page or the call is over. */
  attempt(work: Promise<unknown>, limitMs = this.leftMs): Promise<boolean> {
    return succeeds(this.within(work, limitMs));
  }

  /** As `attempt`: the work's value, undefined where it did not end in time. */
  async attemptValue<T>(work: Promise<T>, limitMs?: number): Promise<T | undefined> {
    let value: T | undefined;
    await this.attempt(
      work.then((ended) => {
        value = ended;
      }),
      limitMs,
    );
    return value;
  }

  /** As `attempt`, while the page is read: takes no more than half of the time for that. */
  attemptReading(work: Promise<unknown>, limitMs: number): Promise<boolean> {
    return succeeds(this.#race(work, Math.min(limitMs, this.readingLeftMs / 2)));
  }

  /** How long reading what is there may take: has its grace even when the deadline has passed. */
  get readingLeftMs(): number {
    return Math.max(this.#limitMs - (performance.now() - this.#started), READ_GRACE_MS);
  }

  /** There is time for nothing but to read what is there. */
  get isEnding(): boolean {
    return this.readingLeftMs <= READ_GRACE_MS;
  }

  /** The work's value, or `timeout` when the time for reading is over, or all of it but `spareMs`. */
  reading<T>(work: Promise<T>, spareMs = 0): Promise<T> {
    return this.#race(work, Math.max(0, this.readingLeftMs - spareMs));
  }

  /** Waits, no longer than there is time. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await this.attempt(slept).finally(() => clearTimeout(timer));
  }

  /** Waits while it is so, no longer than `limitMs` or than there is time. */
  async pauseWhile(isSo: () => boolean, limitMs: number): Promise<void> {
    const until = performance.now() + limitMs;
    while (isSo() && performance.now() < until && !this.isOver) await this.pause(LOOK_EVERY_MS);
  }

  mark(stage: string): void {
    const now = performance.now();
    this.#timings[stage] = Math.round(now - this.#lastMark);
    this.#lastMark = now;
  }

  timings(): Record<string, number> {
    return { ...this.#timings, total: Math.round(performance.now() - this.#started) };
  }

  async #race<T>(work: Promise<T>, limitMs: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.timeout('the page was not ready')), limitMs);
    });
    work.catch(() => {});
    try {
      return await Promise.race([work, late, ...this.#stop]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Whether the work came to its end in time. What is no matter of time, of the page or the call, is thrown on. */
async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (thrown) {
    if (thrown instanceof LoupeError && !hasCode(thrown, 'timeout')) throw thrown;
    return false;
  }
}

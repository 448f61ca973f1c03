/** How fast one host is asked, and until when a host that said "later" is left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LoupeError } from '../errors.js';

/** By `performance.now()`: with the clock of the day, one that is set back by an hour would have every known host wait as long. */
interface HostState {
  /** When the next request may start. */
  nextAt: number;
  /** When it could start if nobody were waiting. */
  freeAt: number;
  waiting: number;
  /** Retry-After: nobody asks before. */
  closedUntil: number;
}

/** States of hosts that are long free again are dropped beyond this number. */
const HOSTS_MAX = 2_000;
/** A Retry-After beyond an hour is kept as one: clocks of servers are wrong more often than hosts are closed longer. */
const RETRY_AFTER_MAX_MS = 60 * 60 * 1000;

/** The turns of hosts: kept in this process, or shared with others. */
export interface HostTurns {
  /**
   * Waits for the host's turn: requests start at least `intervalMs` apart. Undefined: for pauses alone, since nothing bounds how far away
   * turns are behind slow crawls.
   * @throws LoupeError `rate_limited` with `retryAfterMs` while the host asks to be left alone, or the signal's reason
   */
  acquire(host: string, intervalMs: number | undefined, signal: AbortSignal): Promise<void>;
  /** Remembers a 429 or 503 with Retry-After; returns the pause in ms, or undefined where the answer names none. */
  note(host: string, status: number, headers: Readonly<Record<string, string>>): number | undefined;
}

export class HostLimits implements HostTurns {
  readonly #hosts = new Map<string, HostState>();

  async acquire(host: string, intervalMs: number | undefined, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const state = this.#state(host);
    this.#refuseClosed(host, state);
    if (intervalMs === undefined) return;
    const startAt = Math.max(performance.now(), state.nextAt);
    state.nextAt = startAt + intervalMs;
    const waitMs = startAt - performance.now();
    if (waitMs > 0) await this.#wait(state, waitMs, signal);
    state.freeAt = Math.max(state.freeAt, startAt + intervalMs);
    this.#refuseClosed(host, state);
  }

  note(host: string, status: number, headers: Readonly<Record<string, string>>): number | undefined {
    const pauseMs = pauseOf(status, headers);
    if (pauseMs !== undefined) {
      const state = this.#state(host);
      state.closedUntil = Math.max(state.closedUntil, performance.now() + pauseMs);
    }
    return pauseMs;
  }

  /** A call that is given up gives up all its turns: the next is not to wait for them. */
  async #wait(state: HostState, waitMs: number, signal: AbortSignal): Promise<void> {
    state.waiting++;
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    state.waiting--;
    if (signal.aborted && state.waiting === 0) state.nextAt = state.freeAt;
    signal.throwIfAborted();
  }

  #refuseClosed(host: string, state: HostState): void {
    const pauseMs = state.closedUntil - performance.now();
    if (pauseMs > 0) throw pauseAsked(host, pauseMs);
  }

  #state(host: string): HostState {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    if (this.#hosts.size >= HOSTS_MAX) this.#forgetFree();
    const state = { nextAt: 0, freeAt: 0, waiting: 0, closedUntil: 0 };
    this.#hosts.set(host, state);
    return state;
  }

  #forgetFree(): void {
    const now = performance.now();
    for (const [host, state] of this.#hosts)
      if (state.nextAt <= now && state.closedUntil <= now) this.#hosts.delete(host);
  }
}

/** @param pauseMs undefined where nobody can tell. @param status of the answer that asks for it */
export function pauseAsked(host: string, pauseMs: number | undefined, status?: number): LoupeError {
  const answered = status === undefined ? '' : `answered ${status} and `;
  const pause = pauseMs === undefined ? '' : ` of ${Math.ceil(pauseMs / 1000)} s`;
  return new LoupeError('rate_limited', `${host} ${answered}asks for a pause${pause}`, { retryAfterMs: pauseMs });
}

/** The pause that a 429 or 503 asks for, in ms. */
export function pauseOf(status: number, headers: Readonly<Record<string, string>>): number | undefined {
  return status === 429 || status === 503 ? retryAfterMs(headers['retry-after'], Date.now()) : undefined;
}

/** Seconds or a date (RFC 9110, section 10.2.3) as ms from now; undefined where it is neither. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  // Some servers count parts of a second.
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  // A date has letters: of "-5" Date.parse makes a month.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  const ms = seconds === undefined ? date - now : Math.ceil(seconds * 1000);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS);
}

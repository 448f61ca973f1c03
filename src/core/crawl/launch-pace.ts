/** When the next link of a host may be chosen. Pure. */

/** Pages that were asked for at the same time tell of the same pause; one as short needs no telling. */
const SAME_PAUSE_MS = 300;

/**
 * The host's pace itself is kept where pages are fetched; a link chosen long
 * before its turn would be chosen without what is learnt meanwhile.
 */
export class LaunchPace {
  readonly #intervalMs: number;
  readonly #next = new Map<string, number>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  isReady(url: string, now: number): boolean {
    return (this.#next.get(new URL(url).host) ?? 0) <= now;
  }

  launched(url: string, now: number): void {
    this.#next.set(new URL(url).host, now + this.#intervalMs);
  }

  /** No link of the host is chosen before. False where that was known, give or take a moment. */
  pause(host: string, until: number): boolean {
    const known = this.#next.get(host) ?? 0;
    this.#next.set(host, Math.max(known, until));
    return until > known + SAME_PAUSE_MS;
  }

  /** Until the next host is ready that was not, or what else holds is over. */
  waitMs(now: number, heldMs: number): number | undefined {
    const waits = [heldMs, ...[...this.#next.values()].map((at) => at - now)].filter((ms) => ms > 0);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }
}

/** Claims about time on machines that are shared. */

const TRIES_MAX = 3;

/** Tries a timed check again: a machine that is busy makes anything late once, what has no limit is late each time. */
export async function inTime(check: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await check();
    } catch (thrown) {
      if (tries === TRIES_MAX) throw thrown;
    }
  }
}

/** CPU time of this process so far: what work without waiting takes, however many others share the machine. */
export function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

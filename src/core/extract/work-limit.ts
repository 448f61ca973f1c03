/**
 * A limit on work, not on waiting: where other programs hold the processors, time counts only as far as this process got
 * to run, so that a harmless page is not taken for one that never ends. On a machine with a processor to spare the two
 * are the same.
 */

/** So often is looked, within one limit: what is cut is cut a twelfth too late at most. */
const LOOKS = 12;
/** However busy the machine is, no more than this many times the limit passes. */
const WAIT_MAX = 2.5;

/**
 * Calls `onOver` once the process has worked for `limitMs`, or two and a half times as long has passed. All threads of the
 * process count together, but no faster than time passes.
 * @param cpuMs processor time of the process so far
 * @returns ends the watch
 */
export function limitWork(limitMs: number, onOver: () => void, cpuMs: () => number = processorMs): () => void {
  const started = performance.now();
  let seen = started;
  let seenCpu = cpuMs();
  let worked = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const cpu = cpuMs();
    worked += Math.min(now - seen, cpu - seenCpu);
    seen = now;
    seenCpu = cpu;
    if (worked < limitMs && now - started < limitMs * WAIT_MAX) return;
    clearInterval(timer);
    onOver();
  }, limitMs / LOOKS);
  return () => clearInterval(timer);
}

/** Calls `onOver` after `limitMs`, in the same form. */
export function limitTime(limitMs: number, onOver: () => void): () => void {
  const timer = setTimeout(onOver, limitMs);
  return () => clearTimeout(timer);
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

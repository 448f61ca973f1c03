import { setMaxListeners } from 'node:events';

/** What a piece of work knows of the call it belongs to. */
export interface Call {
  /** Aborted when the caller cancels, disconnects, or the deadline of the whole call has passed. */
  readonly signal: AbortSignal;
  /** Tells the caller how far the work is. `total` may grow while the work goes on; `done` never falls. */
  progress(done: number, total: number | undefined, message: string): void;
  /** A log line for the caller. Never holds page content or secrets. */
  log(level: LogLevel, message: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/**
 * A signal that aborts with any of the given ones or after `ms`, whichever is first; `reason` is what the abort is called
 * then. Made for every request: AbortSignal.any would take several times as long and leave its work to the collector.
 */
export function withDeadline(
  signals: AbortSignal | readonly AbortSignal[],
  ms: number,
  reason: () => Error,
): AbortSignal & Disposable {
  const parents = signals instanceof AbortSignal ? [signals] : signals;
  const own = new AbortController();
  const release = () => {
    clearTimeout(timer);
    for (const parent of parents) parent.removeEventListener('abort', follow);
  };
  const follow = () => {
    release();
    own.abort(parents.find((parent) => parent.aborted)?.reason);
  };
  const timer = setTimeout(() => {
    release();
    own.abort(reason());
  }, ms);
  timer.unref();
  for (const parent of parents) {
    // A call reads many links at once; each of its listeners is taken away again, so that more than ten are no leak.
    setMaxListeners(0, parent);
    parent.addEventListener('abort', follow, { once: true });
  }
  if (parents.some((parent) => parent.aborted)) follow();
  return Object.assign(own.signal, { [Symbol.dispose]: release });
}

/** The work's outcome, or the signal's reason as soon as it aborts; for work that knows no signal itself. */
export async function underSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // What is given up may still fail later, and nobody listens then.
  work.catch(() => {});
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  return await Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
}

/** A call nobody watches: for tests and for work the server does for itself. */
export function quietCall(signal: AbortSignal = new AbortController().signal): Call {
  return { signal, progress: () => {}, log: () => {} };
}

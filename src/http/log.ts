/** Structured logs, one JSON object a line on stderr. They name calls and outcomes; never URLs, page content or secrets. */
import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export function createLog(): Logger {
  // Written at once: a log line must not be lost when the process ends.
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
}

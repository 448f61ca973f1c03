/** Structured logs, one JSON object a line on stderr. They name calls and outcomes; never URLs, page content or secrets. */
import { writeSync } from 'node:fs';
import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export function createLog(fd = 2): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line) => writeLine(fd, line) });
}

/** At once: a log line must not be lost when the process ends. */
function writeLine(fd: number, line: string): void {
  try {
    writeSync(fd, line);
  } catch {
    // On a full disk, or where nobody reads, the line is lost. Calls go on.
  }
}

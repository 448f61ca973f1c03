/** Structured logs, one JSON object a line on stderr. They name calls and outcomes; never URLs, page content or secrets. */
import { writeSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { systemCode } from '../core/errors.js';

export type { Logger } from 'pino';

export function createLog(fd = 2): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line) => writeLine(fd, line) });
}

/** At once: a log line must not be lost when the process ends. What a full pipe does not take waits for its reader. */
function writeLine(fd: number, line: string): void {
  let left = Buffer.from(line);
  try {
    while (left.length > 0) left = left.subarray(writeSync(fd, left));
  } catch (thrown) {
    // On a full disk, or where nobody reads, the line is lost. Calls go on.
    if (systemCode(thrown) === 'EAGAIN') process.stderr.write(left);
  }
}

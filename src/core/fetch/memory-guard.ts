/** Ends renderers that grow without end: from one page 3 GB in two seconds were measured. Linux only, by /proc. */
import { readFile } from 'node:fs/promises';
import type { CDPSession } from 'playwright';
import type { ChildLog } from './browser-child.js';

const LOOK_EVERY_MS = 250;
/** The largest pages of the web stay under half of this. */
const RENDERER_MAX_BYTES = 1024 ** 3;
/** statm counts pages; 4 KiB on all but some ARM systems, where the limit is then higher. */
const PAGE_BYTES = 4096;

export class MemoryGuard {
  readonly #session: CDPSession;
  readonly #log: ChildLog;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(session: CDPSession, log: ChildLog) {
    this.#session = session;
    this.#log = log;
  }

  /** Looks only while pages are open. */
  watch(isWanted: boolean): void {
    if (!isWanted || process.platform !== 'linux') {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const { processInfo } = await this.#session.send('SystemInfo.getProcessInfo');
      for (const { id, type } of processInfo) {
        if (type !== 'renderer' || (await residentBytes(id)) < RENDERER_MAX_BYTES) continue;
        this.#log('warning', 'a page took more than 1 GiB of memory and was ended');
        process.kill(id, 'SIGKILL');
      }
    } catch {
      // The browser is closing, or the process is gone already.
    } finally {
      this.#isLooking = false;
    }
  }
}

async function residentBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * PAGE_BYTES;
}

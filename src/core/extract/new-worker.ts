/** A thread of its own for `extract-worker.ts`, and how much memory it gets. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { LoupeError } from '../errors.js';
import { leaveLostFolder } from '../working-folder.js';

/** Holds the tree of the largest page that is read; turns a tree that explodes into an error after 1.5 s. */
export const WORKER_HEAP_MB = 256;
/** As on Node 20 and 22. Node 24 would take 192: 80 MB more of a server under load, and no faster. */
const WORKER_YOUNG_MB = 48;

/**
 * Of what lives. Left to itself V8 lets a heap as small as these grow by so little that a busy server marks all of it every
 * ten pages, on the processors that it parses with: a page of the corpus takes 8.8 ms of processor time then, 6.9 so. It
 * takes 5 % more memory.
 */
const HEAP_GROWTH_PERCENT = 200;
// Heeded by the server's own thread from its next collection on, by a worker from its start.
setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);

/** The built file. Loaders that run sources (tests) do not reach into workers, so those use the last build. */
const WORKER_URL = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/extract-worker.js', import.meta.url)
  : new URL('./extract-worker.js', import.meta.url);

/** Nothing of the server's environment, nor of a loader's flags. */
const RUN_AS = { stdin: false, env: {}, name: 'webloupe-extract' } as const;

/** @throws LoupeError `overloaded` where the system gives no further thread (a container's limit of processes) */
export function newWorker(): Worker {
  leaveLostFolder();
  try {
    return new Worker(WORKER_URL, {
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB, maxYoungGenerationSizeMb: WORKER_YOUNG_MB },
      execArgv: [],
      ...RUN_AS,
    });
  } catch (cause) {
    throw new LoupeError('overloaded', 'the system gives the parser no thread', { cause });
  }
}

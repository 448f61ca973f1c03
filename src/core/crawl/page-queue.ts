/**
 * Pages read by other processes: jobs on a shared Redis. A worker that dies is noticed, and its pages are read again by
 * another. lib: bullmq, an optional package, loaded at first use
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Queue, QueueEvents, Worker } from 'bullmq';
import { underSignal } from '../call.js';
import { asLoupeError, fromWire, LoupeError, toWire, type WireError } from '../errors.js';
import { lazy } from '../lazy.js';
import type { ReadPage } from '../read/read-page.js';
import { optionalPackage } from '../shared/optional-package.js';
import { KEY_PREFIX, type RedisLink } from '../shared/redis-link.js';
import type { CrawlRequest } from './crawl-result.js';

/** One page to be read and kept under a result id that was chosen before: read twice, it is still one result. */
export interface PageJob extends Pick<CrawlRequest, 'config' | 'want' | 'capture'> {
  readonly url: string;
  readonly owner: string;
  readonly resultId: string;
}

type PageJobResult = Pick<ReadPage, 'linkContext'>;

/** A page that fails is an outcome like another; a job fails only with its worker. */
type JobValue = PageJobResult | { readonly error: WireError };

const QUEUE = 'pages';
const PREFIX = `${KEY_PREFIX}queue`;
/** A worker says this often that it lives (twice as often, in fact); longer than a restart of Redis takes. */
const LOCK_MS = 15_000;
const STALLED_CHECK_MS = 5_000;
/** Workers that one page may take down before it is given up. */
const STALLED_MAX = 2;
/** Finished jobs are kept for who was away while they finished. */
const KEPT_S = 600;
/** An event may be lost with a connection: then the job itself is looked at. */
const LOOK_MS = 3_000;
/** For how long it is believed that there are workers, or none. */
const WORKERS_KNOWN_MS = 5_000;

interface Front {
  readonly queue: Queue<PageJob, JobValue>;
  readonly events: QueueEvents;
}

/** Owns its side of the queue: the asking one, the working one, or both. */
export class PageQueue implements AsyncDisposable {
  readonly #link: RedisLink;
  readonly #front = lazy(() => this.#connect());
  #worker: Worker<PageJob, JobValue> | undefined;
  #workers: { readonly known: Promise<boolean>; readonly until: number } | undefined;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  /** Whether anybody would take a job. */
  async hasWorkers(signal: AbortSignal): Promise<boolean> {
    if (this.#workers === undefined || this.#workers.until < performance.now()) {
      const known = this.#front().then(async ({ queue }) => (await queue.getWorkersCount()) > 0);
      this.#workers = { known, until: performance.now() + WORKERS_KNOWN_MS };
    }
    return await underSignal(this.#workers.known, signal);
  }

  /** Has the page read by a worker. @throws LoupeError as reading it does, or the signal's reason */
  async read(job: PageJob, signal: AbortSignal): Promise<PageJobResult> {
    const { queue, events } = await underSignal(this.#front(), signal);
    const adding = queue.add(QUEUE, job, { ...JOB_OPTIONS, jobId: job.resultId });
    try {
      const value = await finished(await underSignal(adding, signal), queue, events, signal);
      if ('error' in value) throw fromWire(value.error);
      return value;
    } finally {
      // What is waiting for nobody is not read; what is being read is left to end by itself.
      if (signal.aborted) void queue.remove(job.resultId).catch(() => {});
    }
  }

  /** Takes jobs until it is disposed. */
  async work(read: (job: PageJob) => Promise<PageJobResult>, concurrency: number): Promise<void> {
    const { Worker } = await loadLibrary();
    const process = async ({ data }: Job<PageJob, JobValue>): Promise<JobValue> => {
      try {
        const { linkContext } = await read(data);
        return { linkContext };
      } catch (thrown) {
        return { error: toWire(asLoupeError(thrown)) };
      }
    };
    this.#worker = new Worker(QUEUE, process, {
      ...(await this.#backend()),
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_MAX,
    });
    this.#worker.on('error', () => {});
    await this.#worker.waitUntilReady();
  }

  /** Waits for the pages that are being read here. */
  async [Symbol.asyncDispose](): Promise<void> {
    const front = await this.#front.made()?.catch(() => undefined);
    await Promise.allSettled([this.#worker?.close(), front?.queue.close(), front?.events.close()]);
  }

  async #connect(): Promise<Front> {
    const { Queue, QueueEvents } = await loadLibrary();
    const backend = await this.#backend();
    const queue = new Queue<PageJob, JobValue>(QUEUE, backend);
    const events = new QueueEvents(QUEUE, backend);
    // Connections come back by themselves; without listeners their errors would end the process.
    queue.on('error', () => {});
    events.on('error', () => {});
    events.setMaxListeners(0);
    await events.waitUntilReady();
    return { queue, events };
  }

  async #backend() {
    return { connection: await this.#link.connection(), prefix: PREFIX };
  }
}

const JOB_OPTIONS = {
  attempts: 1,
  removeOnComplete: { age: KEPT_S },
  removeOnFail: { age: KEPT_S },
};

/** The job's value, by its event or by looking at it. */
async function finished(
  job: Job<PageJob, JobValue>,
  queue: Queue<PageJob, JobValue>,
  events: QueueEvents,
  signal: AbortSignal,
): Promise<JobValue> {
  const over = new AbortController();
  const watched = AbortSignal.any([signal, over.signal]);
  const looked = async (): Promise<JobValue> => {
    for (;;) {
      await sleep(LOOK_MS, undefined, { signal: watched });
      const now = await queue.getJob(job.id ?? '').catch(() => undefined);
      if (now?.finishedOn !== undefined && now.failedReason) throw new Error(now.failedReason);
      if (now?.finishedOn !== undefined) return now.returnvalue;
    }
  };
  try {
    return await underSignal(
      Promise.race([job.waitUntilFinished(events, job.data.config.time_budget * 1000), looked()]),
      signal,
    );
  } catch (thrown) {
    signal.throwIfAborted();
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new LoupeError('too_complex', `the page was given up: ${message}`, { cause: thrown });
  } finally {
    over.abort();
  }
}

function loadLibrary(): Promise<typeof import('bullmq')> {
  return optionalPackage(() => import('bullmq'), '--redis-url', 'ioredis bullmq');
}

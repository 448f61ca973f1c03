/**
 * Runs `extractPage` off the server's thread. A hostile page can keep a parser busy for seconds or fill its memory: its
 * worker is ended then, which takes about 10 ms, and the next page gets a new one.
 */
import type { Worker } from 'node:worker_threads';
import { HTML_CHARS_MAX } from '../document/tree.js';
import { asLoupeError, fromWire, LoupeError, type WireError } from '../errors.js';
import type { ExtractRequest, PageExtract } from './extract-page.js';
import { newWorker, WORKER_HEAP_MB } from './new-worker.js';
import { limitTime, limitWork } from './work-limit.js';

export type WorkerAnswer = { readonly loaded: true } | PageAnswer;

type PageAnswer =
  /** As JSON: written and read in two thirds of the time that copying thousands of small objects takes. */
  { readonly page: string } | { readonly error: WireError };

/** A new worker's time to load, on a machine that is busy with other things. */
const LOAD_MS_MAX = 20_000;
/** One page's share of a worker, waiting in line and for a processor not counted. The corpus' slowest page takes a tenth of a second. */
const WORK_MS_MAX = 3_000;
/** Large pages that are read at the same time. */
const LARGE_AT_A_TIME = 2;
/** One more, which large pages never get: several that take all of their 3 s do not hold up the others. */
const WORKERS_MAX = LARGE_AT_A_TIME + 1;
/** What is shorter is read in a tenth of a second, whatever stands in it; two of three pages of the web are. */
const LARGE_CHARS = 200_000;

/** A small page gives its worker back before, a new server's first too; to load another beside it would only slow it down. */
const SPARE_AFTER_MS = 150;

interface Job {
  readonly request: ExtractRequest;
  readonly signal: AbortSignal;
  readonly resolve: (page: PageExtract) => void;
  readonly reject: (error: Error) => void;
  /** Heard while the job waits; one that runs listens for itself. */
  readonly leaveLine: () => void;
}

/** Owns its worker threads; the first loads while the first page is on its way. None keeps the process alive. */
export class ExtractPool implements AsyncDisposable {
  readonly #waiting: Job[] = [];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  /** Those that have loaded: a page's time runs from when its worker can begin. */
  readonly #loaded = new WeakSet<Worker>();
  #busy = 0;
  #busyLarge = 0;
  #closed = false;
  #spareTimer: NodeJS.Timeout | undefined;

  constructor() {
    this.#keepSpare();
  }

  /**
   * Errors: `too_complex` when the page takes more than 3 s of work or 256 MB, `cancelled` (or the signal's own reason) on
   * abort, `invalid_input` for a selector that cannot be read.
   */
  run(request: ExtractRequest, signal: AbortSignal): Promise<PageExtract> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new LoupeError('cancelled', 'the server is shutting down'));
      if (signal.aborted) return reject(asLoupeError(signal.reason, signal));
      const job: Job = { request: cut(request), signal, resolve, reject, leaveLine: () => this.#leaveLine(job) };
      this.#waiting.push(job);
      signal.addEventListener('abort', job.leaveLine, { once: true });
      this.#next();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(new LoupeError('cancelled', 'the server is shutting down'));
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #leaveLine(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    job.reject(asLoupeError(job.signal.reason, job.signal));
  }

  #next(): void {
    while (this.#busy < WORKERS_MAX) {
      const at = this.#waiting.findIndex((job) => !isLarge(job) || this.#busyLarge < LARGE_AT_A_TIME);
      const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (job === undefined) return;
      this.#busy++;
      if (isLarge(job)) this.#busyLarge++;
      void this.#runJob(job);
    }
  }

  async #runJob(job: Job): Promise<void> {
    job.signal.removeEventListener('abort', job.leaveLine);
    let worker: Worker | undefined;
    try {
      worker = this.#idle.pop() ?? this.#start();
      const begun = () => {
        if (isLarge(job)) this.#keepSpare();
        else this.#spareTimer ??= setTimeout(() => this.#keepSpare(), SPARE_AFTER_MS).unref();
      };
      const answer = await ask(worker, job, this.#loaded.has(worker), begun);
      if ('page' in answer) job.resolve(parsed(answer.page));
      else job.reject(fromWire(answer.error));
      this.#idle.push(worker);
    } catch (error) {
      // Ended while it loads, a worker would leave the files open that it reads; it has seen nothing of the page yet.
      if (worker !== undefined) {
        if (job.signal.aborted && this.#all.has(worker) && !this.#loaded.has(worker)) this.#idle.push(worker);
        else this.#end(worker);
      }
      job.reject(error instanceof Error ? error : new LoupeError('internal_error', String(error)));
    } finally {
      this.#busy--;
      if (isLarge(job)) this.#busyLarge--;
      this.#next();
    }
  }

  #end(worker: Worker): void {
    this.#all.delete(worker);
    void worker.terminate();
    this.#keepSpare();
  }

  /** A worker takes a tenth of a second and more to load: the next page is not to wait for that. */
  #keepSpare(): void {
    clearTimeout(this.#spareTimer);
    this.#spareTimer = undefined;
    if (this.#closed || this.#idle.length > 0 || this.#all.size >= WORKERS_MAX) return;
    try {
      this.#idle.push(this.#start());
    } catch {
      // The page that needs one tries again, and says so.
    }
  }

  /** @throws LoupeError `overloaded` */
  #start(): Worker {
    const worker = newWorker();
    worker.unref();
    worker.once('message', () => this.#loaded.add(worker));
    // Whoever waits for an answer listens too; a worker that fails while idle is not used again.
    worker.on('error', () => {});
    worker.on('exit', () => {
      this.#all.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#all.add(worker);
    return worker;
  }
}

// The text was written by the worker from a value of this very type.
function parsed(page: string): PageExtract {
  return JSON.parse(page);
}

function isLarge({ request }: Job): boolean {
  return request.html.length > LARGE_CHARS;
}

function ask(worker: Worker, job: Job, isLoaded: boolean, begun: () => void): Promise<PageAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => () => {
      endWatch();
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      job.signal.removeEventListener('abort', onAbort);
      worker.unref();
      finish();
    };
    const onMessage = (answer: WorkerAnswer) => {
      if (!('loaded' in answer)) return settle(() => resolve(answer))();
      begin();
    };
    const onError = (error: Error) => settle(() => reject(asPageError(error)))();
    const onExit = settle(() => reject(new LoupeError('too_complex', 'the page took the parser down')));
    const onAbort = settle(() => reject(asLoupeError(job.signal.reason, job.signal)));
    const tooLong = () => new LoupeError('too_complex', `the page takes more than ${WORK_MS_MAX / 1000} s to parse`);
    const onTooLong = settle(() => reject(tooLong()));
    const noStart = () => new LoupeError('overloaded', 'the parser could not be started in time');
    const onNoStart = settle(() => reject(noStart()));
    let endWatch = limitTime(LOAD_MS_MAX, onNoStart);
    const begin = () => {
      endWatch();
      worker.postMessage(job.request);
      begun();
      endWatch = limitWork(WORK_MS_MAX, onTooLong);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    job.signal.addEventListener('abort', onAbort, { once: true });
    if (job.signal.aborted) return onAbort();
    worker.ref();
    if (isLoaded) begin();
  });
}

function asPageError(error: Error): LoupeError {
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const isStack = error instanceof RangeError;
  if (isMemory) return new LoupeError('too_complex', `the page takes more than ${WORKER_HEAP_MB} MB to parse`);
  if (isStack) return new LoupeError('too_complex', 'the page is too deeply nested');
  return new LoupeError('internal_error', error.message, { cause: error });
}

/** The rest of a page that is too long is not even sent; one character more than is read says that there was more. */
function cut(request: ExtractRequest): ExtractRequest {
  return request.html.length > HTML_CHARS_MAX
    ? { ...request, html: request.html.slice(0, HTML_CHARS_MAX + 1) }
    : request;
}

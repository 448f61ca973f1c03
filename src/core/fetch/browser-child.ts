/** One child process that owns a browser, seen from the protocol's process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Call, type LogLevel, withDeadline } from '../call.js';
import { fromWire, LoupeError } from '../errors.js';
import { leaveLostFolder } from '../working-folder.js';
import { browserEnvironment, makeScratchDir, removeScratchDir } from './browser-environment.js';
import type { BrowserLoaded, BrowserLoadRequest, FromHost, ToHost } from './browser-messages.js';
import type { BrowserOptions } from './browser-options.js';
import { removeFiles } from './capture-cleanup.js';

/** Loading Playwright and starting Chromium takes 0.7 s; a cold disk or a busy machine ten times that. */
const START_LIMIT_MS = 30_000;
const PING_EVERY_MS = 1_000;
/** Hostile pages can block Playwright's event loop, or the browser itself; 5 s without an answer is taken for wedged. */
const LATE_TICKS_MAX = 5;
/** A context closes in 8–240 ms; one that needs longer than this never closes. */
const CANCEL_LIMIT_MS = 3_000;
/** Reading what is there takes its grace beyond the page's time; a page that blocks the process is not waited for. */
const ANSWER_GRACE_MS = 900;
const CLOSE_LIMIT_MS = 3_000;

interface Running {
  answer(result: BrowserLoaded | LoupeError): void;
  released(): void;
}

export type ChildLog = (level: LogLevel, message: string) => void;

export class BrowserChild implements AsyncDisposable {
  /** Resolves when the process is gone. */
  readonly gone: Promise<unknown>;
  /** Pages given to it so far. */
  pagesLoaded = 0;
  /** Why it should get no more pages. */
  wornBecause: string | undefined;
  /** Of the browser; not known of an attached one. */
  #browserPid: number | undefined;
  readonly #process: ChildProcess;
  readonly #calls = new Map<number, Running>();
  readonly #log: ChildLog;
  readonly #ready: Promise<void>;
  #settleReady: { resolve(): void; reject(reason: LoupeError): void } = { resolve: () => {}, reject: () => {} };
  #deathReason = new LoupeError('browser_crashed', 'the browser process ended');
  #answeredTick = 0;
  #closing = false;
  #isDead = false;
  #nextId = 1;

  /**
   * Forks the process at `entry` and starts the browser in it. Fails, with its folder gone, with `browser_unavailable`.
   * @param closing ends what is being started
   */
  static async start(options: BrowserOptions, entry: URL, log: ChildLog, closing: AbortSignal): Promise<BrowserChild> {
    const scratch = await makeScratchDir();
    leaveLostFolder();
    const child = new BrowserChild(entry, scratch, log);
    const giveUp = () => void child[Symbol.asyncDispose]();
    if (closing.aborted) giveUp();
    closing.addEventListener('abort', giveUp, { once: true });
    const limit = setTimeout(
      () => child.kill(new LoupeError('browser_unavailable', `the browser did not start within ${START_LIMIT_MS} ms`)),
      START_LIMIT_MS,
    );
    try {
      child.#send({ type: 'start', options });
      await child.#ready;
      child.#watch();
      return child;
    } catch (thrown) {
      child.kill();
      await child.gone;
      throw thrown;
    } finally {
      clearTimeout(limit);
      closing.removeEventListener('abort', giveUp);
    }
  }

  private constructor(entry: URL, scratch: string, log: ChildLog) {
    this.#log = log;
    this.#ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    this.#process = fork(entry, {
      serialization: 'advanced',
      // stdout carries the protocol, so what the child prints goes to stderr.
      stdio: ['ignore', 2, 2, 'ipc'],
      env: browserEnvironment(process.env, scratch),
      // A group of its own: a terminal's Ctrl-C is for the parent, which then closes the browser in order.
      detached: process.platform !== 'win32',
    });
    this.#process.on('message', (message: FromHost) => this.#receive(message));
    this.#process.on('error', (cause) => {
      this.#deathReason = new LoupeError('browser_unavailable', 'the browser process could not be started', { cause });
    });
    this.gone = once(this.#process, 'exit').then(
      () => this.#died(scratch),
      () => this.#died(scratch),
    );
  }

  get isAlive(): boolean {
    return !this.#isDead;
  }

  get activeCalls(): number {
    return this.#calls.size;
  }

  /** Loads a page. `whenReleased` is called once its page is gone from the browser, which is after the answer. */
  load(request: BrowserLoadRequest, call: Call, whenReleased: () => void): Promise<BrowserLoaded> {
    if (this.#isDead) {
      whenReleased();
      return Promise.reject(this.#deathReason);
    }
    const id = this.#nextId++;
    this.pagesLoaded++;
    const limitMs = request.config.page_timeout;
    const late = () => new LoupeError('timeout', `the page was not ready within ${limitMs} ms`);
    const deadline = withDeadline(call.signal, limitMs + ANSWER_GRACE_MS, late);
    return new Promise((resolve, reject) => {
      let cancelTimer: NodeJS.Timeout | undefined;
      const cancel = () => {
        reject(deadline.reason);
        this.#send({ type: 'cancel', id });
        const stuck = new LoupeError('browser_crashed', 'a cancelled page did not close');
        cancelTimer = setTimeout(() => this.kill(stuck), CANCEL_LIMIT_MS);
      };
      this.#calls.set(id, {
        answer: (result) => {
          if (result instanceof LoupeError) reject(result);
          // Nobody waits for it any more.
          else if (deadline.aborted) void removeFiles(result.captures);
          else resolve(result);
        },
        released: () => {
          clearTimeout(cancelTimer);
          deadline.removeEventListener('abort', cancel);
          deadline[Symbol.dispose]();
          this.#calls.delete(id);
          whenReleased();
          if (this.#closing && this.#calls.size === 0) void this[Symbol.asyncDispose]();
        },
      });
      this.#send({ type: 'load', id, request });
      if (deadline.aborted) cancel();
      else deadline.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Closes the browser in order once the calls in it have ended. */
  async closeWhenIdle(): Promise<void> {
    this.#closing = true;
    if (this.#calls.size === 0) await this[Symbol.asyncDispose]();
  }

  /** Ends the process and its browser at once; calls in it fail with `reason`. */
  kill(reason?: LoupeError): void {
    if (reason !== undefined) this.#deathReason = reason;
    killGroup(this.#process.pid);
    killGroup(this.#browserPid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDead) return;
    this.#deathReason = new LoupeError('cancelled', 'the server is shutting down');
    this.#send({ type: 'close' });
    const limit = setTimeout(() => this.kill(), CLOSE_LIMIT_MS);
    await this.gone;
    clearTimeout(limit);
  }

  #send(message: ToHost): void {
    // The callback keeps a closed channel from throwing; the exit that follows is handled by `gone`.
    if (this.#process.connected) this.#process.send(message, undefined, undefined, () => {});
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'ready':
        this.#browserPid = message.pid;
        this.#settleReady.resolve();
        break;
      case 'refused':
        this.#deathReason = fromWire(message.error);
        break;
      case 'pong':
        this.#answeredTick = message.tick;
        break;
      case 'loaded':
        this.#calls.get(message.id)?.answer(message.loaded);
        break;
      case 'failed':
        this.#calls.get(message.id)?.answer(fromWire(message.error));
        break;
      case 'released':
        this.#calls.get(message.id)?.released();
        break;
      case 'worn':
        this.wornBecause ??= message.reason;
        break;
      case 'log':
        this.#log(message.level, message.message);
        break;
      default:
        message satisfies never;
    }
  }

  /** Counts ticks, not time: after a pause of the whole machine both sides get their turn again. */
  #watch(): void {
    let tick = 0;
    const timer = setInterval(() => {
      if (++tick - this.#answeredTick > LATE_TICKS_MAX + 1)
        this.kill(new LoupeError('browser_crashed', 'the browser stopped answering and was ended'));
      else this.#send({ type: 'ping', tick });
    }, PING_EVERY_MS);
    timer.unref();
    this.gone.finally(() => clearInterval(timer));
  }

  async #died(scratch: string): Promise<void> {
    this.#isDead = true;
    killGroup(this.#browserPid);
    this.#settleReady.reject(this.#deathReason);
    for (const running of [...this.#calls.values()]) {
      running.answer(this.#deathReason);
      running.released();
    }
    await removeScratchDir(scratch);
  }
}

/** Ends a process and its group; it may be gone already. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // ESRCH: nothing left to end.
  }
}

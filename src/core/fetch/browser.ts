/**
 * The browser engine, seen from the protocol's process. Playwright and Chromium live in a child process, because a
 * hostile page can block Playwright's event loop for seconds; nothing is started before a page needs a browser.
 */
import { type Call, type LogLevel, underSignal } from '../call.js';
import { hasCode, LoupeError } from '../errors.js';
import { BrowserChild } from './browser-child.js';
import type { BrowserLoaded, BrowserLoadRequest } from './browser-messages.js';
import type { BrowserOptions } from './browser-options.js';
import { PageSlots } from './page-slots.js';

/** Chromium grows with use; a fresh one costs 0.7 s. */
const RECYCLE_AFTER_PAGES = 200;
const IDLE_CLOSE_MS = 3 * 60_000;
/** More crashes than this within the window, and starting again is no cure. */
const CRASHES_MAX = 8;
const CRASH_WINDOW_MS = 60_000;
/** A second try makes sense only with this much of the page's time left. */
const RETRY_MIN_MS = 1_000;

export interface BrowserCounts {
  readonly pagesOpen: number;
  readonly pagesWaiting: number;
  readonly browserStarts: number;
}

export class Browser implements AsyncDisposable {
  readonly #options: BrowserOptions;
  readonly #entry: URL;
  /** Those that wait for a page or a browser: what happens to it is told to them. */
  readonly #callers: Call[] = [];
  readonly #slots: PageSlots;
  /** The browser that gets new pages. `#alive` has those too that only finish what they have. */
  #current: Promise<BrowserChild> | undefined;
  readonly #alive = new Set<BrowserChild>();
  readonly #crashes: number[] = [];
  readonly #closing = new AbortController();
  #idleTimer: NodeJS.Timeout | undefined;
  #starts = 0;

  /** `entry` is the module the child process runs (capture/browser-entry.ts). */
  constructor(options: BrowserOptions, entry: URL) {
    this.#options = options;
    this.#entry = entry;
    this.#slots = new PageSlots(options.maxConcurrency);
  }

  /**
   * Loads a page in a fresh context. Fails with `browser_unavailable`, `blocked_address`, `dns_failed`,
   * `connect_failed`, `tls_failed`, `timeout` (nothing could be read), `not_html`, `too_many_redirects`,
   * `browser_crashed`, `overloaded` or `cancelled`. A call that was in a browser that crashed is tried once more.
   */
  async load(request: BrowserLoadRequest, call: Call): Promise<BrowserLoaded> {
    const started = performance.now();
    const limitMs = request.config.page_timeout;
    const leftMs = () => Math.floor(limitMs - (performance.now() - started));
    const used: BrowserChild[] = [];
    const shared = async () => {
      const child = await this.#child();
      used.push(child);
      return child;
    };
    this.#callers.push(call);
    try {
      return await this.#loadOnce(request, call, shared, () => limitMs);
    } catch (thrown) {
      if (!isWorthAnotherTry(thrown, request) || call.signal.aborted || leftMs() < RETRY_MIN_MS) throw thrown;
      call.log('info', 'the browser crashed; the page is loaded once more');
      const again = used[0]?.isAlive ? shared : () => this.#childForOne(call.signal);
      return await this.#loadOnce(request, call, again, () => {
        // To wait and to start a browser takes its time: then the crash is what there is to say.
        if (leftMs() < RETRY_MIN_MS) throw thrown;
        return leftMs();
      });
    } finally {
      this.#callers.splice(this.#callers.indexOf(call), 1);
    }
  }

  get counts(): BrowserCounts {
    const pagesOpen = [...this.#alive].reduce((sum, each) => sum + each.activeCalls, 0);
    return { pagesOpen, pagesWaiting: this.#slots.waiting, browserStarts: this.#starts };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new LoupeError('cancelled', 'the server is shutting down'));
    clearTimeout(this.#idleTimer);
    await this.#current?.catch(() => undefined);
    await Promise.all([...this.#alive].map((child) => child[Symbol.asyncDispose]()));
  }

  async #loadOnce(
    request: BrowserLoadRequest,
    call: Call,
    childFor: () => Promise<BrowserChild>,
    leftMs: () => number,
  ): Promise<BrowserLoaded> {
    await this.#slots.take(call.signal);
    let loading: Promise<BrowserLoaded>;
    try {
      clearTimeout(this.#idleTimer);
      const child = await underSignal(childFor(), call.signal);
      try {
        const config = { ...request.config, page_timeout: leftMs() };
        loading = child.load({ ...request, config }, call, () => this.#released());
      } finally {
        if (child.wornBecause !== undefined) void child.closeWhenIdle();
      }
    } catch (thrown) {
      this.#released();
      throw thrown;
    }
    return loading;
  }

  #released(): void {
    this.#slots.release();
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.#closeIdle(), IDLE_CLOSE_MS);
    this.#idleTimer.unref();
  }

  async #closeIdle(): Promise<void> {
    const current = this.#current;
    const child = await current?.catch(() => undefined);
    if (current !== undefined && child?.activeCalls === 0) this.#retire(child, current, 'nothing to do');
  }

  async #child(): Promise<BrowserChild> {
    for (;;) {
      this.#current ??= this.#start();
      const current = this.#current;
      const child = await current;
      if (!child.isAlive) {
        this.#drop(current);
        continue;
      }
      const worn =
        child.wornBecause ?? (child.pagesLoaded >= RECYCLE_AFTER_PAGES ? 'it has loaded many pages' : undefined);
      if (worn === undefined) return child;
      this.#retire(child, current, worn);
    }
  }

  #start(): Promise<BrowserChild> {
    this.#closing.signal.throwIfAborted();
    this.#refuseCrashLoop();
    this.#starts++;
    const current = BrowserChild.start(this.#options, this.#entry, this.#tell, this.#closing.signal).then((child) => {
      this.#alive.add(child);
      void child.gone.then(() => this.#forget(child, current));
      return child;
    });
    current.catch(() => this.#drop(current));
    return current;
  }

  /** A browser for one page. Which of its pages ended the last one is not known: this time no other goes down with it. */
  async #childForOne(signal: AbortSignal): Promise<BrowserChild> {
    const child = await this.#start();
    child.wornBecause = 'it is for one page';
    if (signal.aborted) void child.closeWhenIdle();
    return child;
  }

  readonly #tell = (level: LogLevel, message: string): void => {
    for (const caller of new Set(this.#callers)) caller.log(level, message);
  };

  #drop(current: Promise<BrowserChild>): void {
    if (this.#current === current) this.#current = undefined;
  }

  #forget(child: BrowserChild, current: Promise<BrowserChild>): void {
    this.#drop(current);
    this.#alive.delete(child);
    if (child.wornBecause !== undefined || this.#closing.signal.aborted) return;
    this.#crashes.push(performance.now());
    this.#tell('warning', 'the browser process ended unexpectedly');
  }

  /** No further pages for this one; it closes after those it has. */
  #retire(child: BrowserChild, current: Promise<BrowserChild>, reason: string): void {
    child.wornBecause ??= reason;
    if (this.#current !== current) return;
    this.#current = undefined;
    this.#tell('debug', `the browser is replaced: ${reason}`);
    void child.closeWhenIdle();
  }

  #refuseCrashLoop(): void {
    const now = performance.now();
    const since = now - CRASH_WINDOW_MS;
    while ((this.#crashes[0] ?? since) < since) this.#crashes.shift();
    const first = this.#crashes[0];
    if (first === undefined || this.#crashes.length < CRASHES_MAX) return;
    const waitMs = first + CRASH_WINDOW_MS - now;
    throw new LoupeError(
      'browser_crashed',
      `the browser crashed ${CRASHES_MAX} times within a minute and rests for ${Math.ceil(waitMs / 1000)} s`,
      { next: 'Call again later; engine "http" reads pages meanwhile, without pictures.', retryAfterMs: waitMs },
    );
  }
}

/** Loading a page again is safe; running the caller's scripts on it a second time may not be. */
function isWorthAnotherTry(thrown: unknown, request: BrowserLoadRequest): boolean {
  return hasCode(thrown, 'browser_crashed') && request.config.js_code === undefined;
}

/** The pages of a browser that runs. */
import { asLoupeError, LoupeError, toWire } from '../errors.js';
import { parseUrl } from '../url.js';
import type { ChildLog } from './browser-child.js';
import { navigationError } from './browser-errors.js';
import type { StartingBrowser } from './browser-launch.js';
import { type CapturePage, loadPage } from './browser-load.js';
import type { BrowserLoadRequest, FromHost } from './browser-messages.js';
import type { BrowserOptions } from './browser-options.js';
import { type BrowserSession, openSession } from './browser-session.js';
import { MemoryGuard } from './memory-guard.js';
import { NetworkHealth } from './network-health.js';

/** A context that does not close within this time never will. */
const RELEASE_LIMIT_MS = 3_000;

/** Owns the browser. Each load is answered by messages: `loaded` or `failed`, then `released`. */
export class BrowserPages implements AsyncDisposable {
  readonly #session: BrowserSession;
  readonly #memory: MemoryGuard | undefined;
  readonly #capture: CapturePage;
  readonly #send: (message: FromHost) => void;
  readonly #calls = new Map<number, AbortController>();
  readonly #health = new NetworkHealth();

  /** @throws LoupeError `browser_unavailable` */
  static async open(
    starting: StartingBrowser,
    options: BrowserOptions,
    capture: CapturePage,
    send: (message: FromHost) => void,
  ): Promise<BrowserPages> {
    const session = await openSession(starting, options);
    const log: ChildLog = (level, message) => send({ type: 'log', level, message });
    // An attached browser may run on another machine: its process ids mean nothing here.
    const memory = starting.port && new MemoryGuard(session.devtools, log);
    return new BrowserPages(session, memory, capture, send);
  }

  private constructor(
    session: BrowserSession,
    memory: MemoryGuard | undefined,
    capture: CapturePage,
    send: (message: FromHost) => void,
  ) {
    this.#session = session;
    this.#memory = memory;
    this.#capture = capture;
    this.#send = send;
    session.browser.once('disconnected', () => process.exit(1));
  }

  /** Not known of an attached browser. */
  get browserPid(): number | undefined {
    return this.#session.browserPid;
  }

  /** Resolves when the browser's own main thread gets to it. */
  answers(): Promise<unknown> {
    // One that is gone is told of otherwise.
    return this.#session.devtools.send('Browser.getVersion').catch(() => {});
  }

  cancel(id: number): void {
    this.#calls.get(id)?.abort(new LoupeError('cancelled', 'the call was cancelled'));
  }

  async load(id: number, request: BrowserLoadRequest): Promise<void> {
    const cancelled = new AbortController();
    this.#calls.set(id, cancelled);
    this.#memory?.watch(true);
    const page = loadPage(this.#session, request, cancelled.signal, this.#capture);
    try {
      this.#send({ type: 'loaded', id, loaded: await page.loaded });
      this.#health.answered();
    } catch (thrown) {
      // What Playwright says may quote the page: it is for the operator's eyes.
      const error = cancelled.signal.aborted
        ? asLoupeError(thrown, cancelled.signal)
        : navigationError(thrown, parseUrl(request.url)?.host ?? '');
      if (error.code === 'internal_error') console.error(String(error.cause).replace(/\p{C}+/gu, ' '));
      this.#send({ type: 'failed', id, error: toWire(error) });
      const worn = page.hasAnswered() ? undefined : this.#health.failed(error, request.url);
      if (worn !== undefined) this.#send({ type: 'worn', reason: worn });
    }
    const limit = setTimeout(() => process.exit(1), RELEASE_LIMIT_MS);
    await page.released;
    clearTimeout(limit);
    this.#calls.delete(id);
    this.#memory?.watch(this.#calls.size > 0);
    this.#send({ type: 'released', id });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

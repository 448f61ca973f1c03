/**
 * The child process that owns Playwright, Chromium and the egress proxy. It answers messages and ends with its parent:
 * Chromium is connected by a pipe and ends with it.
 */
import { asLoupeError, LoupeError, toWire } from '../errors.js';
import { parseUrl } from '../url.js';
import type { ChildLog } from './browser-child.js';
import { navigationError } from './browser-errors.js';
import { type BrowserSession, openSession } from './browser-launch.js';
import { type CapturePage, loadPage } from './browser-load.js';
import type { BrowserLoadRequest, BrowserOptions, FromHost, ToHost } from './browser-messages.js';
import { MemoryGuard } from './memory-guard.js';
import { NetworkHealth } from './network-health.js';

/** A context that does not close within this time never will. */
const RELEASE_LIMIT_MS = 3_000;

/** Serves the parent process until it goes away. Called once, by the entry module of the child process. */
export function serveBrowser(capture: CapturePage): void {
  const host = new BrowserHost(capture);
  process.on('message', (message: ToHost) => host.receive(message));
  process.on('disconnect', () => void host.close());
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void host.close());
}

class BrowserHost {
  readonly #capture: CapturePage;
  readonly #calls = new Map<number, AbortController>();
  readonly #health = new NetworkHealth();
  #session: BrowserSession | undefined;
  #memory: MemoryGuard | undefined;

  constructor(capture: CapturePage) {
    this.#capture = capture;
  }

  receive(message: ToHost): void {
    switch (message.type) {
      case 'start':
        this.#start(message.options);
        break;
      case 'ping':
        this.#pong(message.tick);
        break;
      case 'load':
        this.#load(message.id, message.request);
        break;
      case 'cancel':
        this.#calls.get(message.id)?.abort(new LoupeError('cancelled', 'the call was cancelled'));
        break;
      case 'close':
        this.close();
        break;
      default:
        message satisfies never;
    }
  }

  async close(): Promise<void> {
    // Playwright kills the browser when the process exits; a browser that hangs must not hold that up.
    const limit = setTimeout(() => process.exit(0), RELEASE_LIMIT_MS);
    try {
      await this.#session?.[Symbol.asyncDispose]();
    } catch {
      // It is ended with this process.
    }
    clearTimeout(limit);
    process.exit(0);
  }

  /** Once the browser answers too: 3 s of setting a title leave it with work for 14 s, and this process with none. */
  async #pong(tick: number): Promise<void> {
    await this.#session?.answers();
    send({ type: 'pong', tick });
  }

  async #start(options: BrowserOptions): Promise<void> {
    try {
      const log: ChildLog = (level, message) => send({ type: 'log', level, message });
      this.#session = await openSession(options, log);
      // An attached browser may run on another machine: its process ids mean nothing here.
      if (options.browserEndpoint === undefined) this.#memory = await MemoryGuard.start(this.#session.browser, log);
      this.#session.browser.once('disconnected', () => process.exit(1));
      send({ type: 'ready', browser: this.#session.running });
    } catch (thrown) {
      send({ type: 'refused', error: toWire(asLoupeError(thrown)) }, () => process.exit(1));
    }
  }

  async #load(id: number, request: BrowserLoadRequest): Promise<void> {
    const cancelled = new AbortController();
    this.#calls.set(id, cancelled);
    this.#memory?.watch(true);
    const session = this.#session;
    if (session === undefined) throw new LoupeError('internal_error', 'the browser is not started');
    const page = loadPage(session, request, cancelled.signal, this.#capture);
    try {
      send({ type: 'loaded', id, loaded: await page.loaded });
      this.#health.answered();
    } catch (thrown) {
      // What Playwright says may quote the page: it is for the operator's eyes.
      const error = cancelled.signal.aborted
        ? asLoupeError(thrown, cancelled.signal)
        : navigationError(thrown, parseUrl(request.url)?.host ?? '');
      if (error.code === 'internal_error') console.error(String(error.cause).replace(/\p{C}+/gu, ' '));
      send({ type: 'failed', id, error: toWire(error) });
      const worn = page.hasAnswered() ? undefined : this.#health.failed(error, request.url);
      if (worn !== undefined) send({ type: 'worn', reason: worn });
    }
    const limit = setTimeout(() => process.exit(1), RELEASE_LIMIT_MS);
    await page.released;
    clearTimeout(limit);
    this.#calls.delete(id);
    this.#memory?.watch(this.#calls.size > 0);
    send({ type: 'released', id });
  }
}

function send(message: FromHost, sent: () => void = () => {}): void {
  if (process.connected) process.send?.(message, undefined, undefined, sent);
}

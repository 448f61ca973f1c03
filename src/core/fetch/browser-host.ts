/**
 * The child process that owns Playwright, Chromium and the egress proxy. It answers messages and ends with its parent:
 * Chromium is connected by a pipe and ends with it.
 */
import { asLoupeError, toWire } from '../errors.js';
import type { ChildLog } from './browser-child.js';
import { startBrowser } from './browser-launch.js';
import type { CapturePage } from './browser-load.js';
import type { FromHost, ToHost } from './browser-messages.js';
import type { BrowserOptions } from './browser-options.js';
import type { BrowserPages } from './browser-pages.js';

/** A browser that does not close within this time never will. */
const CLOSE_LIMIT_MS = 3_000;

/**
 * Serves the parent process until it goes away. Called once, by the entry module of the child process.
 * @param capture loads what makes the pictures
 */
export function serveBrowser(capture: () => Promise<CapturePage>): void {
  const host = new BrowserHost(capture);
  process.on('message', (message: ToHost) => host.receive(message));
  process.on('disconnect', () => void host.close());
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void host.close());
}

class BrowserHost {
  readonly #capture: () => Promise<CapturePage>;
  /** Once the browser runs, of which the parent is told; it asks for no page before. */
  #pages: BrowserPages | undefined;

  constructor(capture: () => Promise<CapturePage>) {
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
        this.#pages?.load(message.id, message.request);
        break;
      case 'cancel':
        this.#pages?.cancel(message.id);
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
    const limit = setTimeout(() => process.exit(0), CLOSE_LIMIT_MS);
    try {
      await this.#pages?.[Symbol.asyncDispose]();
    } catch {
      // It is ended with this process.
    }
    clearTimeout(limit);
    process.exit(0);
  }

  /** Once the browser answers too: 3 s of setting a title leave it with work for 14 s, and this process with none. */
  async #pong(tick: number): Promise<void> {
    await this.#pages?.answers();
    send({ type: 'pong', tick });
  }

  async #start(options: BrowserOptions): Promise<void> {
    try {
      const log: ChildLog = (level, message) => send({ type: 'log', level, message });
      const starting = await startBrowser(options, log);
      // Heard below; meanwhile nobody listens.
      starting.browser.catch(() => {});
      // Chromium starts in processes of its own: what its pages need is loaded meanwhile, some 0.1 s.
      const [{ BrowserPages }, capture] = await Promise.all([import('./browser-pages.js'), this.#capture()]);
      this.#pages = await BrowserPages.open(starting, options, capture, send);
      send({ type: 'ready', pid: this.#pages.browserPid });
    } catch (thrown) {
      send({ type: 'refused', error: toWire(asLoupeError(thrown)) }, () => process.exit(1));
    }
  }
}

function send(message: FromHost, sent: () => void = () => {}): void {
  if (process.connected) process.send?.(message, undefined, undefined, sent);
}

/** Which requests of a page are on their way that can still change what stands on it. */
import type { Page, Request } from 'playwright';
import { parseUrl } from '../url.js';
import { type Navigation, onNewDocument } from './navigation.js';
import type { PageClock } from './page-clock.js';

/** Images, fonts and media change no text; pings and sockets never end. */
const WORKS = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch']);
const HOLDS_UP = new Set(['script', 'stylesheet']);
const QUIET_MS = 200;
const PREFETCH_HEADERS = ['next-router-prefetch', 'x-middleware-prefetch'];
const PURPOSE_HEADERS = ['purpose', 'sec-purpose', 'x-moz'];

export class Traffic {
  readonly #navigation: Navigation;
  readonly #inFlight = new Set<Request>();
  readonly #images = new Set<Request>();
  readonly #lines = new Set<unknown>();
  readonly #lost = new Set<string>();
  /** By host: what came of its scripts. */
  readonly #missing = new Map<string, string>();
  #hasFailed = false;
  #lastChange = performance.now();

  constructor(page: Page, navigation: Navigation) {
    this.#navigation = navigation;
    page.on('request', (request) => {
      if (WORKS.has(request.resourceType()) && !isPrefetch(request)) this.#note(() => this.#inFlight.add(request));
      if (request.resourceType() === 'image') this.#images.add(request);
      if (request.resourceType() === 'eventsource') this.#lines.add(request);
    });
    page.on('websocket', (socket) => {
      this.#lines.add(socket);
      socket.on('close', () => this.#lines.delete(socket));
    });
    // What the document before asked for is of no concern any more, and not always told to have ended.
    onNewDocument(page, () => {
      this.#note(() => this.#inFlight.clear());
      this.#images.clear();
      this.#lost.clear();
      this.#missing.clear();
      this.#hasFailed = false;
      this.#lines.clear();
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#misses(response.request(), `was answered ${response.status()}`);
    });
    page.on('pageerror', () => {
      this.#hasFailed = true;
    });
    page.on('requestfinished', (request) => this.#ended(request));
    page.on('requestfailed', (request) => {
      if (HOLDS_UP.has(request.resourceType())) this.#lost.add(hostOf(request));
      this.#misses(request, 'did not come');
      this.#ended(request);
    });
  }

  /** How long nothing has been on its way; 0 while something is. */
  get quietMs(): number {
    return this.#inFlight.size > 0 ? 0 : performance.now() - this.#lastChange;
  }

  /** Whether another document is on its way. Until that is answered, Chromium lets nobody look at the one before. */
  get isLeaving(): boolean {
    return this.#navigation.isOnItsWay;
  }

  /** Whether the page has a line open over which content may come at any time (WebSocket, EventSource). */
  get isListening(): boolean {
    return this.#lines.size > 0;
  }

  /** The hosts whose scripts and styles are on their way: a document may go no further without them. */
  get holdingUp(): string[] {
    const holding = [...this.#inFlight].filter((request) => HOLDS_UP.has(request.resourceType()));
    return [...new Set(holding.map(hostOf))];
  }

  /** The hosts of which scripts or styles of the page failed to come. */
  get lost(): string[] {
    return [...this.#lost];
  }

  /** What went wrong with scripts of the page. Where some did not come, others fail for that; what they say is the page's own word. */
  get scriptFailures(): string[] {
    if (this.#missing.size === 0) return this.#hasFailed ? ['a script of the page failed'] : [];
    return Array.from(this.#missing, ([host, what]) => `a script of ${host} ${what}`);
  }

  /** Waits while something is on its way, no longer than `limitMs`. */
  async settled(limitMs: number, clock: PageClock): Promise<void> {
    await clock.pauseWhile(() => this.#inFlight.size > 0, limitMs);
  }

  /** As `settled`, and until what came has had time to ask for more. */
  async quiet(limitMs: number, clock: PageClock): Promise<void> {
    await clock.pauseWhile(() => this.quietMs < QUIET_MS, limitMs);
  }

  /** As `settled`, for images. */
  async imagesSettled(limitMs: number, clock: PageClock): Promise<void> {
    await clock.pauseWhile(() => this.#images.size > 0, limitMs);
  }

  #misses(request: Request, what: string): void {
    const host = hostOf(request);
    if (request.resourceType() === 'script' && !this.#missing.has(host)) this.#missing.set(host, what);
  }

  #ended(request: Request): void {
    this.#images.delete(request);
    this.#lines.delete(request);
    if (this.#inFlight.has(request)) this.#note(() => this.#inFlight.delete(request));
  }

  #note(change: () => void): void {
    change();
    this.#lastChange = performance.now();
  }
}

/**
 * What a router asks for in advance is for the pages behind links and changes nothing here: by the headers that Next.js and others
 * send, and the standard's. Next.js leaves answers unread, which are then never told to have ended.
 */
function isPrefetch(request: Request): boolean {
  const headers = request.headers();
  return (
    PREFETCH_HEADERS.some((name) => headers[name] !== undefined) ||
    PURPOSE_HEADERS.some((name) => /\bprefetch\b/i.test(headers[name] ?? ''))
  );
}

function hostOf(request: Request): string {
  return parseUrl(request.url())?.hostname ?? '';
}

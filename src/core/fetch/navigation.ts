/** What happens to the main frame of a page while it loads: answers, downloads, a crash, too many requests. */
import type { Page, Request, Response } from 'playwright';
import { REDIRECT_STATUS } from '../egress/redirect-status.js';
import { LoupeError } from '../errors.js';
import { CRASHED } from './browser-errors.js';
import { essenceOf } from './content-type.js';

/** A page that asks for more is a flood; it gets no more network, and what it shows so far is read. */
const REQUESTS_MAX = 2_000;
/** Documents one call may pass through before it counts as a redirect circle (reload loops, scripted redirects). */
const DOCUMENTS_MAX = 20;

export class Navigation {
  readonly warnings: string[] = [];
  response: Response | undefined;
  /** A file came instead of a page. */
  hasDownload = false;
  /** The address the browser asked for last; what a refusal is about. */
  lastUrl: string;
  /** Rejects when the page can no longer be read: its renderer crashed, or it runs in a circle. */
  readonly failed: Promise<never>;
  /** Chromium's error where the document ended before its time. */
  cutShort: string | undefined;
  readonly #page: Page;
  readonly #pending = new Set<Request>();
  #fail: (reason: LoupeError) => void = () => {};
  #requests = 0;
  #documents = 0;
  #waiting: (() => void)[] = [];

  constructor(page: Page, url: string) {
    this.#page = page;
    this.lastUrl = url;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
    page.on('request', (request) => this.#requested(request));
    page.on('response', (response) => this.#answered(response));
    page.on('requestfinished', (request) => this.#ended(request));
    page.on('requestfailed', (request) => {
      // Of a document that came in part, Chromium never tells that it is loaded.
      if (request === this.response?.request()) this.cutShort = request.failure()?.errorText;
      this.#ended(request);
      this.#wake();
    });
    page.on('download', (download) => {
      this.hasDownload = true;
      download.cancel().catch(() => {});
    });
    page.on('crash', () => this.#fail(new LoupeError('browser_crashed', CRASHED)));
    onNewDocument(page, () => this.#committed());
  }

  /** The type that the document's headers name. */
  get mimeType(): string {
    return essenceOf(this.response?.headers()['content-type']);
  }

  /** Resolves when the document ended before its time. */
  async wasCutShort(): Promise<void> {
    while (this.cutShort === undefined) await this.#change();
  }

  /** A document is on its way that has not come to stand there yet. */
  get isOnItsWay(): boolean {
    return this.#pending.size > 0;
  }

  /** Resolves when no document is on its way: a script may have sent the page elsewhere at once. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #requested(request: Request): void {
    if (++this.#requests === REQUESTS_MAX) {
      this.warnings.push(`the page made ${REQUESTS_MAX} requests and got no more`);
      // Cheaper than interception, which costs every page a round trip a request.
      this.#page
        .context()
        .setOffline(true)
        .catch(() => {});
    }
    // mailto: and the like are handed to a program that is not there: such a navigation never ends.
    if (!isMainNavigation(request, this.#page) || !/^https?:/.test(request.url())) return;
    this.lastUrl = request.url();
    this.#pending.add(request);
  }

  #answered(response: Response): void {
    if (!isMainNavigation(response.request(), this.#page)) return;
    this.response = response;
    this.cutShort = undefined;
    if (++this.#documents > DOCUMENTS_MAX)
      this.#fail(new LoupeError('too_many_redirects', `the page sent the browser on more than ${DOCUMENTS_MAX} times`));
  }

  #ended(request: Request): void {
    if (this.#pending.delete(request)) this.#wake();
  }

  #committed(): void {
    this.#pending.clear();
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/**
 * Calls back when another document stands in the main frame. Playwright tells of a changed hash and `history.pushState` in the
 * same way: those bring no answer with them.
 */
export function onNewDocument(page: Page, committed: () => void): void {
  let isAnswered = false;
  page.on('response', (response) => {
    if (isMainNavigation(response.request(), page) && !REDIRECT_STATUS.has(response.status())) isAnswered = true;
  });
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || !isAnswered) return;
    isAnswered = false;
    committed();
  });
}

function isMainNavigation(request: Request, page: Page): boolean {
  // The frame of a request is not known while its page is being made; such requests are never a page of ours.
  return request.isNavigationRequest() && request.frame() === page.mainFrame();
}

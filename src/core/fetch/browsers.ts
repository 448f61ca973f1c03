/** One browser of our own, or several elsewhere: each page goes to the least busy that answers. */
import type { Call } from '../call.js';
import { hasCode, LoupeError } from '../errors.js';
import type { Browser, BrowserCounts } from './browser.js';
import type { BrowserLoaded, BrowserLoadRequest } from './browser-messages.js';

/** An endpoint that did not answer gets no pages for so long, unless none of them does. */
const REST_MS = 30_000;

type Loader = Pick<Browser, 'load' | 'counts' | typeof Symbol.asyncDispose>;

interface Member {
  readonly browser: Loader;
  pages: number;
  restsUntil: number;
}

export class Browsers implements AsyncDisposable {
  readonly #members: readonly Member[];

  constructor(browsers: readonly Loader[]) {
    this.#members = browsers.map((browser) => ({ browser, pages: 0, restsUntil: 0 }));
  }

  /** As `Browser.load`. A page whose endpoint cannot be had is tried on each of the others. */
  async load(request: BrowserLoadRequest, call: Call): Promise<BrowserLoaded> {
    const tried = new Set<Member>();
    for (;;) {
      const member = this.#choose(tried);
      if (member === undefined) throw new LoupeError('browser_unavailable', 'no browser is left to try');
      tried.add(member);
      member.pages++;
      try {
        return await member.browser.load(request, call);
      } catch (thrown) {
        // Whatever else goes wrong is the page's doing.
        if (!hasCode(thrown, 'browser_unavailable') || tried.size === this.#members.length) throw thrown;
        member.restsUntil = performance.now() + REST_MS;
        call.log('warning', 'a browser endpoint does not answer; the page goes to another');
      } finally {
        member.pages--;
      }
    }
  }

  /** Of all together. */
  get counts(): BrowserCounts {
    const all = this.#members.map(({ browser }) => browser.counts);
    const sum = (name: keyof BrowserCounts) => all.reduce((total, counts) => total + counts[name], 0);
    return {
      pagesOpen: sum('pagesOpen'),
      pagesWaiting: sum('pagesWaiting'),
      browserStarts: sum('browserStarts'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#members.map(({ browser }) => browser[Symbol.asyncDispose]()));
  }

  #choose(tried: ReadonlySet<Member>): Member | undefined {
    const now = performance.now();
    const rests = (member: Member) => (member.restsUntil > now ? 1 : 0);
    return this.#members
      .filter((member) => !tried.has(member))
      .sort((a, b) => rests(a) - rests(b) || a.pages - b.pages)[0];
  }
}

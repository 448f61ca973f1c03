/** How a page is loaded: cache, then the turn of its host, then HTTP, then a browser where that is not enough; and why. */
import { type Call, underSignal } from '../call.js';
import { createPolicy } from '../egress/address-policy.js';
import { HttpClient } from '../egress/http.js';
import { isForBrowsers } from '../egress/http-errors.js';
import { asLoupeError, LoupeError } from '../errors.js';
import type { ServerOptions } from '../options.js';
import type { RunConfig } from '../run-config.js';
import type { RedisLink } from '../shared/redis-link.js';
import { storedCookies } from '../storage-state.js';
import { withoutCredentials } from '../url.js';
import { Browser } from './browser.js';
import { captureAdvice } from './browser-errors.js';
import { BROWSER_FIELDS, given, WINDOW_FIELDS, withVain } from './browser-fields.js';
import type { CaptureRequest } from './browser-messages.js';
import { Browsers } from './browsers.js';
import { MISREAD } from './charset.js';
import { isHtml } from './content-type.js';
import { browserOptions, egressOptions } from './fetch-options.js';
import { HostLimits } from './host-limits.js';
import { loadByHttp } from './http-page.js';
import { namedUrl } from './named-url.js';
import { needsBrowser } from './needs-browser.js';
import type { FetchedPage } from './page.js';
import { OwnPages, type PageCache, pageKey } from './page-cache.js';
import { PageSlots } from './page-slots.js';
import { PagesOnTheWay } from './pages-on-the-way.js';
import { Politeness } from './politeness.js';
import { SharedHostLimits } from './shared-host-limits.js';
import { SharedPages } from './shared-pages.js';
import { SharedRobots } from './shared-robots.js';

/** How long a browser is given for an answer that may be damaged, or none. */
const DAMAGED_MS = 8_000;
/** Counts since the start, and how things stand now. */
export interface FetchStatus {
  readonly browserStarts: number;
  readonly pagesOpen: number;
  readonly pagesWaiting: number;
  /** Bytes of the pages loaded. */
  readonly pageBytes: number;
  readonly cacheBytes: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
}

export class PageFetcher implements AsyncDisposable {
  readonly http: HttpClient;
  readonly politeness: Politeness;
  /** Requests carry the operator's logins: what would end or change something there is not asked for unnamed. */
  readonly loggedIn: boolean;
  readonly #browsers: Browsers;
  readonly #cache: PageCache;
  readonly #slots: PageSlots;
  readonly #onTheWay = new PagesOnTheWay();
  readonly #counts = { pageBytes: 0, cacheHits: 0, cacheMisses: 0 };

  /**
   * @param browserEntry the module that runs in the browser's own process
   * @param link what is shared with other processes, if anything is
   */
  constructor(options: ServerOptions, version: string, browserEntry: URL, link?: RedisLink) {
    const egress = egressOptions(options);
    const policy = createPolicy(egress);
    this.loggedIn = options.storageState !== undefined;
    this.http = new HttpClient({
      policy,
      cookies: options.storageState === undefined ? undefined : storedCookies(options.storageState),
      userAgent: options.userAgent ?? `webloupe/${version} (MCP server; reads pages for an agent)`,
      ignoreHttpsErrors: options.ignoreHttpsErrors,
    });
    this.politeness =
      link === undefined
        ? new Politeness(this.http, new HostLimits())
        : new Politeness(this.http, new SharedHostLimits(link), new SharedRobots(link));
    this.#cache = link === undefined ? new OwnPages() : new SharedPages(link);
    this.#browsers = new Browsers(browserOptions(options, egress).map((one) => new Browser(one, browserEntry)));
    this.#slots = new PageSlots(options.maxConcurrency);
  }

  /**
   * The page, from the cache where `cache_mode` lets it.
   * @throws LoupeError with any code of loading; a 4xx or 5xx answer is a page
   */
  async fetch(
    address: string,
    config: RunConfig,
    owner: string,
    call: Call,
    capture?: CaptureRequest,
  ): Promise<FetchedPage> {
    const url = namedUrl(address);
    // Before the cache: what is kept was read for a call that was not to ask.
    const crawlDelayMs = await this.politeness.permit(url, config, call.signal);
    if (capture !== undefined) {
      await this.politeness.turn(url, config, crawlDelayMs, call.signal);
      return told(await this.#captured(url, config, call, capture), call);
    }
    const key = config.cache_mode === 'bypass' ? '' : pageKey(owner, url.href, config);
    const kept = config.cache_mode === 'enabled' ? await underSignal(this.#cache.get(key), call.signal) : undefined;
    this.#counts[kept === undefined ? 'cacheMisses' : 'cacheHits']++;
    if (kept !== undefined) return told({ ...kept, fromCache: true }, call);
    const load = async () => {
      await this.politeness.turn(url, config, crawlDelayMs, call.signal);
      const page = await this.#load(url, config, call);
      this.politeness.note(page, config);
      this.#counts.pageBytes += page.bytes;
      const isKept = config.cache_mode !== 'bypass' && page.status < 400 && page.isPartial !== true;
      if (isKept) await underSignal(this.#cache.set(key, page), call.signal);
      return page;
    };
    if (config.cache_mode !== 'enabled') return told(await load(), call);
    return told(await this.#onTheWay.page(`${key} ${config.page_timeout}`, call.signal, load), call);
  }

  async #load(url: URL, config: RunConfig, call: Call): Promise<FetchedPage> {
    const fields = given(BROWSER_FIELDS, config);
    switch (config.engine) {
      case 'http': {
        const page = await this.#byHttp(url, config, call);
        return withVain(page, [...fields, ...given(WINDOW_FIELDS, config)], 'engine "http" runs no browser');
      }
      case 'browser':
        return await this.#byBrowser(url, config, call);
      case 'auto': {
        if (fields.length > 0) return await this.#byBrowser(url, config, call, `${fields.join(', ')} needs a browser`);
        const page = await this.#byChoice(url, config, call);
        if (page.engine === 'browser') return page;
        return withVain(page, given(WINDOW_FIELDS, config), 'plain HTTP was enough; engine "browser" heeds it');
      }
      default:
        return config.engine satisfies never;
    }
  }

  /** HTTP, then the browser if what came is no page yet. Without a browser the page is what HTTP had. */
  async #byChoice(url: URL, config: RunConfig, call: Call): Promise<FetchedPage> {
    const since = performance.now();
    const left = () => ({ ...config, page_timeout: leftOf(config.page_timeout, performance.now() - since) });
    let page: FetchedPage;
    try {
      page = await this.#byHttp(url, config, call);
    } catch (thrown) {
      return await this.#inSpiteOf(thrown, url, left(), call);
    }
    if (!isHtml(page.mimeType)) return { ...page, engineReason: `the server sent ${page.mimeType}` };
    const { needed, reason } =
      page.status < 400 && page.warnings.includes(MISREAD)
        ? { needed: true, reason: 'the page names no encoding and none fits' }
        : needsBrowser(page.html, page.status);
    if (!needed) return { ...page, engineReason: reason };
    call.log('info', `${url.host}: ${reason}, starting a browser`);
    try {
      return await this.#byBrowser(url, left(), call, reason);
    } catch (thrown) {
      const error = asLoupeError(thrown, call.signal);
      if (error.code === 'cancelled') throw error;
      return {
        ...page,
        // The next call may find a browser that is less busy, or a line that holds.
        isPartial: true,
        engineReason: `${reason}, but the browser failed`,
        warnings: [...page.warnings, error.toText()],
      };
    }
  }

  /** Browsers read answers that are not quite HTTP, and compressions that are not undone here, of servers that like only them. */
  async #inSpiteOf(thrown: unknown, url: URL, config: RunConfig, call: Call): Promise<FetchedPage> {
    if (!(thrown instanceof LoupeError) || !isForBrowsers(thrown)) throw thrown;
    const page_timeout = Math.min(config.page_timeout, DAMAGED_MS);
    const page = await this.#byBrowser(url, { ...config, page_timeout }, call, thrown.message).catch(() => undefined);
    call.signal.throwIfAborted();
    if (page === undefined || page.warnings.length > 0) throw thrown;
    return page;
  }

  async #byHttp(url: URL, config: RunConfig, call: Call): Promise<FetchedPage> {
    const loader = { http: this.http, slots: this.#slots, politeness: this.politeness };
    return await loadByHttp(loader, url, config, call.signal);
  }

  /** A picture is of the page as it is now: never of a kept one, and never without a browser. */
  async #captured(url: URL, config: RunConfig, call: Call, capture: CaptureRequest): Promise<FetchedPage> {
    const why = 'a capture needs a browser';
    const page = await this.#byBrowser(url, config, call, why, capture).catch((thrown: unknown) => {
      if (!(thrown instanceof LoupeError)) throw thrown;
      const next = captureAdvice(thrown);
      throw next === undefined ? thrown : new LoupeError(thrown.code, thrown.message, { next, cause: thrown });
    });
    if (config.engine !== 'http') return page;
    return { ...page, warnings: [...page.warnings, `engine "http" had no effect: ${why}`] };
  }

  async #byBrowser(
    url: URL,
    config: RunConfig,
    call: Call,
    engineReason?: string,
    capture?: CaptureRequest,
  ): Promise<FetchedPage> {
    call.progress(0, undefined, `loading ${url.host} in a browser`);
    const request = { url: url.href, config, ...(capture === undefined ? {} : { capture }) };
    const loaded = await this.#browsers.load(request, call);
    if (URL.canParse(loaded.finalUrl)) await this.politeness.permit(new URL(loaded.finalUrl), config, call.signal);
    return {
      url: withoutCredentials(url),
      finalUrl: loaded.finalUrl,
      status: loaded.status,
      headers: loaded.headers,
      mimeType: loaded.mimeType,
      html: loaded.html,
      bytes: Buffer.byteLength(loaded.html),
      charset: 'utf-8',
      engine: 'browser',
      ...(engineReason === undefined ? {} : { engineReason }),
      fromCache: false,
      isPartial: loaded.isPartial,
      captures: loaded.captures,
      warnings: loaded.warnings,
      timings: loaded.timings,
    };
  }

  async status(): Promise<FetchStatus> {
    const browser = await this.#browsers.status();
    return {
      ...this.#counts,
      browserStarts: browser.starts,
      pagesOpen: browser.openPages + this.#slots.taken,
      pagesWaiting: browser.waitingCalls + this.#slots.waiting,
      cacheBytes: this.#cache.bytes,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.http[Symbol.asyncDispose](), this.#browsers[Symbol.asyncDispose]()]);
  }
}

/** The browser has what plain HTTP left of the time, and a chance in any case: HTTP may have waited for its turn. */
function leftOf(timeoutMs: number, spentMs: number): number {
  return Math.round(Math.max(timeoutMs / 3, timeoutMs - spentMs));
}

function told(page: FetchedPage, call: Call): FetchedPage {
  const how = page.fromCache ? 'kept from an earlier call' : `read by ${page.engine}, ${page.bytes} bytes`;
  call.log('debug', `${new URL(page.finalUrl).host} answered ${page.status}, ${how}`);
  return page;
}

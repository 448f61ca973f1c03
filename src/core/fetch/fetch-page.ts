/** How a page is had: from the cache, else loaded in its host's turn. */

import { VERSION } from '../../version.js';
import { type Call, underSignal } from '../call.js';
import { createPolicy } from '../egress/address-policy.js';
import { HttpClient } from '../egress/http.js';
import type { ServerOptions } from '../options.js';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../run-config.js';
import type { RedisLink } from '../shared/redis-link.js';
import { SharedValues } from '../shared/shared-values.js';
import { SingleFlight } from '../single-flight.js';
import { storedState } from '../storage-state.js';
import { isRoute, withoutHash } from '../url.js';
import { Browser, type BrowserCounts } from './browser.js';
import type { CaptureRequest } from './browser-messages.js';
import { browserOptions } from './browser-options.js';
import { Browsers } from './browsers.js';
import { orRemove, removeFiles } from './capture-cleanup.js';
import { HostLimits } from './host-limits.js';
import { namedUrl } from './named-url.js';
import type { FetchedPage } from './page.js';
import { atPlace, OwnPages, PAGE_TTL_MS, type PageCache, pageKey } from './page-cache.js';
import { PageLoader } from './page-loader.js';
import { PageSlots } from './page-slots.js';
import { Politeness } from './politeness.js';
import type { RobotsAnswer } from './robots.js';
import { SharedHostLimits } from './shared-host-limits.js';

/** What is left of `page_timeout` for a page that is asked for again, and a second in any case. */
const AGAIN_MS_MIN = 1_000;

/** Counts since the start, and how things stand now. */
export interface FetchStatus extends BrowserCounts {
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
  /** Browsers may reach what the policy refuses. */
  readonly #isUnguarded: boolean;
  readonly #loader: PageLoader;
  readonly #browsers: Browsers;
  readonly #cache: PageCache;
  readonly #slots: PageSlots;
  /** Agents call several tools on a page at once. */
  readonly #inFlight = new SingleFlight<FetchedPage>();
  readonly #counts = { pageBytes: 0, cacheHits: 0, cacheMisses: 0 };

  /**
   * @param browserEntry the module that runs in the browser's own process
   * @param link what is shared with other processes, if anything is
   */
  constructor(options: ServerOptions, browserEntry: URL, link: RedisLink | undefined) {
    const login = options.storageState === undefined ? undefined : storedState(options.storageState);
    this.loggedIn = login !== undefined;
    this.#isUnguarded = options.unguardedBrowser;
    this.http = new HttpClient({
      policy: createPolicy(options),
      cookies: login && (() => login().cookies),
      userAgent: options.userAgent ?? `webloupe/${VERSION} (MCP server; reads pages for an agent)`,
      ignoreHttpsErrors: options.ignoreHttpsErrors,
    });
    const robots = link && new SharedValues<RobotsAnswer>(link, 'robots', ({ until }) => until - Date.now());
    const hostLimits = link === undefined ? new HostLimits() : new SharedHostLimits(link);
    this.politeness = new Politeness(this.http, hostLimits, robots);
    this.#cache = link === undefined ? new OwnPages() : new SharedValues<FetchedPage>(link, 'page', () => PAGE_TTL_MS);
    this.#browsers = new Browsers(browserOptions(options).map((one) => new Browser(one, browserEntry)));
    this.#slots = new PageSlots(options.maxConcurrency);
    this.#loader = new PageLoader({ http: this.http, slots: this.#slots, politeness: this.politeness }, this.#browsers);
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
    // No browser is started for what it may not reach, nor asked for where there is none.
    if (!this.#isUnguarded) this.http.judge(url);
    // Before the cache: what is kept was read for a call that was not to ask.
    const crawlDelayMs = await this.politeness.permit(url, config, call.signal);
    const load = async (own = config, isAgain = false): Promise<FetchedPage> => {
      // The whole page_timeout: a pause that was found short enough must not be too long for what is left of it.
      await this.politeness.turn(url, config, crawlDelayMs, call.signal);
      const since = performance.now();
      const page = await (capture === undefined
        ? this.#loader.load(url, own, call)
        : this.#loader.capture(url, own, call, capture));
      const leftMs = Math.max(AGAIN_MS_MIN, Math.round(own.page_timeout - (performance.now() - since)));
      const comesBack = await this.#note(page, own);
      if (isAgain || !comesBack) return page;
      call.log('info', `${url.host} answered ${page.status} and asks for a short pause, after which it is asked again`);
      await removeFiles(page.captures);
      return await load({ ...own, page_timeout: leftMs }, true);
    };
    const page = capture === undefined ? await this.#cached(url, config, owner, call, load) : await load();
    const how = page.fromCache ? 'kept from an earlier call' : `read by ${page.engine}, ${page.bytes} bytes`;
    call.log('debug', `${new URL(page.finalUrl).host} answered ${page.status}, ${how}`);
    return page;
  }

  /** The page as an earlier call left it, or leaves it in a moment; else what `load` brings, kept for later ones. */
  async #cached(
    url: URL,
    config: RunConfig,
    owner: string,
    call: Call,
    load: () => Promise<FetchedPage>,
  ): Promise<FetchedPage> {
    const key = config.cache_mode === 'bypass' ? '' : pageKey(owner, url.href, config);
    const anyPlace = isRoute(url) || key === '' ? key : pageKey(owner, withoutHash(url.href), config);
    const kept =
      config.cache_mode === 'enabled' ? await underSignal(this.#kept(url, key, anyPlace), call.signal) : undefined;
    this.#counts[kept === undefined ? 'cacheMisses' : 'cacheHits']++;
    const loadAndKeep = async () => {
      const page = await load();
      const isKept = config.cache_mode !== 'bypass' && page.status < 400 && page.isPartial !== true;
      if (isKept) await underSignal(this.#cache.set(page.engine === 'http' ? anyPlace : key, page), call.signal);
      return page;
    };
    if (config.cache_mode !== 'enabled') return await loadAndKeep();
    const { value, isShared } =
      kept === undefined
        ? await this.#inFlight.run(`${key} ${config.page_timeout}`, call.signal, loadAndKeep)
        : { value: kept, isShared: true };
    if (!isShared) return value;
    // Loaded for a call that may have asked no robots.txt.
    await this.politeness.permitMoved(value, config, call.signal);
    return { ...value, fromCache: true };
  }

  /** A page that an earlier call read by HTTP, as one without options for pages has it. */
  async keptByHttp(url: URL, owner: string): Promise<FetchedPage | undefined> {
    for (const engine of ['auto', 'http'] as const) {
      const key = pageKey(owner, withoutHash(url.href), { ...DEFAULT_RUN_CONFIG, engine });
      const page = await this.#cache.get(key);
      if (page?.engine === 'http') return page;
    }
    return undefined;
  }

  /** By plain HTTP a page is the same for all places on it: servers are told of none. The scripts of a page see it. */
  async #kept(url: URL, key: string, anyPlace: string): Promise<FetchedPage | undefined> {
    const page = await this.#cache.get(anyPlace);
    if (page?.engine === 'http') return atPlace(page, url);
    return key === anyPlace ? page : await this.#cache.get(key);
  }

  /** Counts a page that was loaded. Returns and throws as `Politeness.note` does. */
  async #note(page: FetchedPage, config: RunConfig): Promise<boolean> {
    this.#counts.pageBytes += page.bytes;
    return await orRemove(page.captures, () => this.politeness.note(page, config));
  }

  status(): FetchStatus {
    const { browserStarts, pagesOpen, pagesWaiting } = this.#browsers.counts;
    return {
      ...this.#counts,
      browserStarts,
      pagesOpen: pagesOpen + this.#slots.taken,
      pagesWaiting: pagesWaiting + this.#slots.waiting,
      cacheBytes: this.#cache.bytes,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.http[Symbol.asyncDispose](), this.#browsers[Symbol.asyncDispose]()]);
  }
}

/** The composition root: builds and owns everything below the tools. */
import { type Call, quietCall } from './call.js';
import { BROWSER_ENTRY } from './capture/browser-entry.js';
import { KeptCaptures } from './capture/kept-captures.js';
import type { CrawlRequest, CrawlState, KeptCrawl } from './crawl/crawl-result.js';
import { startLedTo } from './crawl/crawled-page.js';
import { type PageJob, PageQueue } from './crawl/page-queue.js';
import { crawlDeps } from './crawl/read-for-crawl.js';
import { runCrawl } from './crawl/run-crawl.js';
import { ExtractPool } from './extract/extract-pool.js';
import { readSocialMediaDomains, SOCIAL_MEDIA_DOMAINS } from './extract/social-media-domains.js';
import type { CaptureRequest } from './fetch/browser-messages.js';
import { type FetchStatus, PageFetcher } from './fetch/fetch-page.js';
import type { ServerOptions } from './options.js';
import { attachPreview } from './preview/attach.js';
import { pageCandidates } from './preview/choose.js';
import { HeadCache } from './preview/head-cache.js';
import { namedLinks, refusedLinks } from './preview/named-links.js';
import { PREVIEW_BUDGET_MS, type PreviewResult, previewLinks } from './preview/preview.js';
import type { PreviewedLink } from './preview/scored.js';
import { NO_PAGE, type PageResult } from './read/page-result.js';
import {
  type PageRequest,
  type PageSource,
  type ReadDeps,
  type ReadPage,
  readPage,
  type Wanted,
} from './read/read-page.js';
import { refuseInput } from './read/refused-input.js';
import { DEFAULT_RUN_CONFIG, type PreviewConfig, type RunConfig } from './run-config.js';
import { RedisLink } from './shared/redis-link.js';
import { type Asked, type KeptPage, KeptPages } from './store/kept-pages.js';
import { newId, OwnResults } from './store/results.js';
import { SharedResults } from './store/shared-results.js';
import { UrlLogins } from './url-logins.js';

/** A page that took nearly the whole time still gets its best links looked behind. */
const LEAST_PREVIEW_MS = 5_000;

export interface EngineStatus extends FetchStatus {
  readonly resultsBytes: number;
}

/** A call, the subject whose results it may see, and whether it shares this machine's disk. */
export interface OwnedCall extends Call {
  readonly owner: string;
  readonly local: boolean;
  readonly asked?: Asked | undefined;
}

export class Engine implements AsyncDisposable {
  readonly options: ServerOptions;
  readonly socialMediaDomains: readonly string[];
  readonly results: KeptPages;
  readonly captures: KeptCaptures;
  readonly #link: RedisLink | undefined;
  readonly #queue: PageQueue | undefined;
  readonly #headCache = new HeadCache();
  readonly #pool: ExtractPool;
  readonly #fetcher: PageFetcher;
  readonly #ownDomains: readonly string[] | undefined;

  constructor(options: ServerOptions) {
    this.options = options;
    const link = options.redisUrl === undefined ? undefined : new RedisLink(options.redisUrl);
    this.#link = link;
    this.#queue = link && new PageQueue(link);
    this.results = new KeptPages(link === undefined ? new OwnResults() : new SharedResults(link));
    this.captures = new KeptCaptures(options, link);
    this.#fetcher = new PageFetcher(options, BROWSER_ENTRY, link);
    this.#ownDomains = readSocialMediaDomains(options.socialMediaDomains);
    this.socialMediaDomains = this.#ownDomains ?? SOCIAL_MEDIA_DOMAINS;
    this.#pool = new ExtractPool(); // Last: it starts a thread, and what comes before may fail.
  }

  #depsOf(call: OwnedCall, capture: CaptureRequest | undefined): ReadDeps {
    return {
      fetch: (url, config) => this.#fetcher.fetch(url, config, call.owner, call, capture),
      keepCaptures: (files, url) => this.captures.keep(files, url, call.owner, call.local),
      extract: (request, signal) => this.#pool.run(request, signal),
      socialMediaDomains: this.#ownDomains,
    };
  }

  /** Reads a page and keeps the result under its `result_id`. */
  async readPage(
    { source, config, want, capture: files, warnings: given = [] }: PageRequest,
    tool: string,
    call: OwnedCall,
    resultId = newId(),
  ): Promise<KeptPage & Pick<ReadPage, 'linkContext' | 'place' | 'mainStart'>> {
    await refuseInput(config, this.options.allowJsCode);
    const capture = files === undefined ? undefined : { ...files, dir: await this.captures.dir() };
    const started = performance.now();
    const linkContext = want.links && config.link_preview_config?.query !== undefined;
    const read = await readPage(source, config, { linkContext, ...want }, this.#depsOf(call, capture), call);
    const result: PageResult = { ...read.result, result_id: resultId };
    if (config.link_preview_config !== undefined && want.links) {
      const page = { ...result, linkContext: read.linkContext };
      const all = { ...config.link_preview_config, score_threshold: undefined };
      const preview = await this.#previewOf(page, all, call, started, config, source);
      const { links, warnings } = attachPreview(result.links, preview.links, config.link_preview_config);
      result.links = links;
      result.warnings.push(...preview.warnings, ...warnings);
    }
    result.warnings.push(...given);
    const kept: KeptPage = { result, request: read.request };
    await this.results.keep(kept, read.html, tool, call);
    return { ...kept, linkContext: read.linkContext, place: read.place, mainStart: read.mainStart };
  }

  /** Visits several pages, each kept under its own `result_id`; or goes on where an earlier crawl ended. */
  async crawlPages(from: CrawlRequest | CrawlState, warnings: string[], call: OwnedCall): Promise<KeptCrawl> {
    const request = 'request' in from ? from.request : from;
    await refuseInput(request.config, this.options.allowJsCode);
    const here = (job: PageJob, signal: AbortSignal) => this.#readJob(job, { ...call, signal });
    const heads = this.#previewDeps(call, request.config.cache_mode, new UrlLogins(request.logins ?? []));
    const deps = crawlDeps(request, this.#fetcher, {
      owner: call.owner,
      queue: this.#queue,
      kept: this.results,
      here,
      heads,
    });
    const crawl = await runCrawl(newId(), from, deps, call);
    crawl.result.warnings.push(...warnings);
    const [url = ''] = crawl.state.request.urls;
    const known = { result_id: crawl.result.result_id, url, redirected_url: startLedTo(crawl.state) };
    await this.results.keep({ result: { ...NO_PAGE, ...known }, crawl }, '', 'crawl', call);
    return crawl;
  }

  #readJob({ url, config, want, capture, resultId }: PageJob, call: OwnedCall) {
    const own = { ...call, progress: () => {}, asked: undefined };
    return this.readPage({ source: { url }, config, want, capture }, 'crawl', own, resultId);
  }

  /** Reads pages for others that share its Redis, until it is disposed. */
  async takeWork(): Promise<void> {
    const read = (job: PageJob) => this.#readJob(job, { ...quietCall(), owner: job.owner, local: false });
    await this.#queue?.work(read, this.options.maxConcurrency);
  }

  /** Reads a page and looks behind its links. */
  async previewPage(
    url: string,
    page: Partial<RunConfig>,
    config: PreviewConfig,
    warnings: readonly string[],
    call: OwnedCall,
  ): Promise<KeptPage> {
    const started = performance.now();
    const runConfig = { ...DEFAULT_RUN_CONFIG, ...page };
    await refuseInput(runConfig, this.options.allowJsCode);
    const want = { links: true, media: false, tables: false, metadata: true, content: false };
    const linkContext = config.query !== undefined;
    const read = await readPage({ url }, runConfig, { ...want, linkContext }, this.#depsOf(call, undefined), call);
    const result: PageResult = { ...read.result, result_id: newId() };
    const found = { ...result, linkContext: read.linkContext };
    const preview = await this.#previewOf(found, config, call, started, runConfig, { url });
    const of = (type: PreviewedLink['type']) => preview.links.filter((link) => link.type === type);
    result.links = { ...result.links, internal: of('internal'), external: of('external') };
    result.warnings.push(...warnings);
    const kept: KeptPage = { result, request: read.request, preview };
    await this.results.keep(kept, read.html, 'preview_links', call);
    return kept;
  }

  /** Looks behind URLs the caller named. */
  async previewUrls(
    urls: readonly string[],
    config: PreviewConfig & Pick<RunConfig, 'score_links' | 'cache_mode'>,
    warnings: string[],
    call: OwnedCall,
  ): Promise<KeptPage> {
    const { candidates, refused } = namedLinks(urls, config.score_links, config.verbose);
    const every = { ...config, include_internal: true, include_external: true };
    const deps = this.#previewDeps(call, config.cache_mode, new UrlLogins(urls));
    const preview = await previewLinks(candidates, {}, every, deps, call);
    preview.warnings.push(...refusedLinks(refused));
    const links = { ...NO_PAGE.links, external: preview.links };
    const result: PageResult = { ...NO_PAGE, result_id: newId(), links, warnings };
    await this.results.keep({ result, preview }, '', 'preview_links', call);
    return { result, preview };
  }

  #previewOf(
    { url, links, redirected_url, metadata, linkContext }: PageResult & Pick<ReadPage, 'linkContext'>,
    config: PreviewConfig,
    call: OwnedCall,
    started: number,
    { headers, cache_mode }: RunConfig,
    source: PageSource,
  ): Promise<PreviewResult> {
    const { origin } = new URL(redirected_url);
    // A page that was sent on to another origin leaves the caller's headers and login behind.
    const isNamed = new URL(url).origin === origin;
    const pageHeaders = headers && isNamed ? { origins: new Set([origin]), headers } : undefined;
    const logins = new UrlLogins(isNamed && 'url' in source ? [source.url] : []);
    const deps = this.#previewDeps(call, cache_mode, logins);
    return previewLinks(
      pageCandidates(links, linkContext),
      { url: redirected_url, lang: metadata.lang },
      config,
      { ...deps, pageHeaders, loggedIn: deps.loggedIn || !logins.isEmpty },
      call,
      Math.max(LEAST_PREVIEW_MS, PREVIEW_BUDGET_MS - (performance.now() - started)),
    );
  }

  #previewDeps({ owner }: OwnedCall, cacheMode: RunConfig['cache_mode'], logins: UrlLogins) {
    const { http, politeness, loggedIn } = this.#fetcher;
    const cache = this.#headCache.forCall(owner, cacheMode, (url) => this.#fetcher.keptByHttp(url, owner));
    return { http, hostLimits: politeness.hostLimits, cache, loggedIn, logins };
  }

  /** A kept page with the given parts, extracted now if need be. @throws LoupeError `expired` */
  keptParts(id: string, owner: string, parts: Partial<Wanted>, signal: AbortSignal): Promise<KeptPage> {
    return this.results.withParts(id, owner, parts, (request) => this.#pool.run(request, signal));
  }

  status(): EngineStatus {
    return { ...this.#fetcher.status(), resultsBytes: this.results.bytes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue?.[Symbol.asyncDispose]();
    await Promise.allSettled([this.#fetcher, this.#pool, this.captures].map((each) => each[Symbol.asyncDispose]()));
    await this.#link?.[Symbol.asyncDispose]();
  }
}

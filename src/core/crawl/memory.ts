/** What a crawl knows so far: what it visited, what waits, and what is never visited and why. No I/O. */
import { changesState } from '../preview/changes-state.js';
import type { PageResult } from '../read/page-result.js';
import { isRouteOf, parseUrl, webUrl } from '../url.js';
import { comesLast, type Late } from './comes-last.js';
import { type Marks, marksOf, originalOf, pageAt } from './copies.js';
import type { CrawlCounts, CrawledPage, CrawlRequest, CrawlState, VisitedPage } from './crawl-result.js';
import { aboutOf, pageOf, type ReadForCrawl, whyOf } from './crawled-page.js';
import { fingerprintOf } from './fingerprint.js';
import { type FoundOn, Frontier } from './frontier.js';
import { furtherPages } from './further-pages.js';
import { GraphBuilder } from './graph.js';
import { isFile, nameKey, urlKey, visitKey } from './identity.js';
import { type PageText, pageText } from './page-text.js';
import { type Scope, scopeOf } from './scope.js';
import { endlessUrl, ShapeCounts, type TrapReason } from './traps.js';
import { lateness, type WaitingLink } from './waiting-link.js';

/** Refused addresses that are remembered, so that each is counted once. */
const REFUSED_MAX = 20_000;
const NO_URL = 'invalid_input: no absolute http(s) URL';
const TOO_DEEP = 'max_depth';
const CHANGES_STATE = 'changes_state';
const NO_ROOM = 'no_room';
/** What may yet be visited when nothing else is left. */
const LATE: Partial<Record<TrapReason, Late>> = { same_shape: 1, unlisted: 2 };
/** Of the headings of a page, what is said of each of its links. */
const TOPIC_CHARS = 200;

export class CrawlMemory {
  readonly frontier: Frontier;
  readonly request: CrawlRequest;
  readonly visited: VisitedPage[];
  readonly starts: URL[];
  language: string | undefined;
  /** Not read to its end: a call that goes on reads it again. */
  sitemapLeft: boolean;
  /** Of links, read so far. */
  heads: number;
  #duplicates: number;
  readonly #seen: Set<string>;
  readonly #refused: Map<string, string>;
  readonly #shapes: ShapeCounts;
  readonly #graph: GraphBuilder;
  readonly #skipped: Record<string, number>;
  readonly #loggedIn: boolean;
  readonly #scope: Scope;

  /** `loggedIn`: what may sign out or delete something is never visited, unless it was named. */
  constructor(request: CrawlRequest, state?: CrawlState, loggedIn = false) {
    this.request = request;
    this.#loggedIn = loggedIn;
    this.frontier = new Frontier(request.query, state?.waiting);
    this.visited = [...(state?.visited ?? [])];
    this.language = state?.language;
    this.sitemapLeft = state?.sitemapLeft ?? true;
    this.heads = state?.heads ?? 0;
    this.#duplicates = state?.duplicates ?? 0;
    const named = (state?.roots ?? request.urls).map((url) => ({ url, parsed: webUrl(url.trim()) }));
    this.starts = named.flatMap(({ parsed }) => parsed ?? []);
    this.#seen = new Set(state?.seen);
    this.#shapes = new ShapeCounts(request.config.max_pages + this.visited.length, state?.shapes);
    this.#graph = new GraphBuilder(state?.graph);
    this.#skipped = { ...state?.skipped };
    this.#refused = new Map(state?.refused);
    this.#scope = scopeOf(request.config);
    if (state !== undefined) return;
    for (const { url, parsed } of named) {
      if (parsed !== undefined) this.frontier.addPlain(visitKey(parsed), parsed.href, 0);
      else this.visited.push({ page: { url, depth: 0, why: 'named', error: NO_URL }, about: {} });
    }
  }

  /** The next link worth a request, marked as seen. Traps are passed over and counted. */
  next(isReady: (link: WaitingLink) => boolean): WaitingLink | undefined {
    for (;;) {
      const link = this.frontier.take(isReady);
      if (link === undefined) return undefined;
      const url = new URL(link.url);
      const trap = link.depth === 0 ? undefined : this.#shapes.refuse(url);
      const late = trap === undefined ? undefined : LATE[trap];
      if (late !== undefined && late > lateness(link)) {
        this.frontier.putLast(link, late);
        continue;
      }
      this.#seen.add(visitKey(url));
      if (trap === undefined || late !== undefined) {
        this.#shapes.visited(url);
        return link;
      }
      this.skip(trap);
    }
  }

  /** Whether a page is none of the crawl's, though a wanted address leads there. */
  readonly isBarred = (url: URL): boolean => this.#scope.barred(url, this.starts) !== undefined;

  skip(reason: string): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
  }

  /** A link led to a file, which its address did not say. */
  wasFile({ url }: WaitingLink): void {
    this.#shapes.wasFile(new URL(url));
    this.skip('no_page');
  }

  /** Pages that a sitemap names. */
  addSitemap(pages: readonly string[]): void {
    for (const page of pages) {
      const url = parseUrl(page);
      if (url !== undefined && this.#admit(url, 1)) this.frontier.addPlain(visitKey(url), url.href, 1);
    }
  }

  /** `answer`: of a site that did answer, what it said is kept. */
  failed(link: WaitingLink, error: string, answer?: Pick<PageResult, 'result_id' | 'status_code'>): CrawledPage {
    const { result_id, status_code } = answer ?? {};
    const page = { url: link.url, result_id, depth: link.depth, status_code, why: whyOf(link), error };
    this.visited.push({ page, about: {} });
    this.#graph.visited(link.url, link.depth, page);
    return page;
  }

  /** Takes a page in. Undefined where it is none of its own: a copy of one visited before, or it redirects away. */
  learn(
    link: WaitingLink,
    { result, linkContext = {} }: ReadForCrawl,
  ): { page: CrawledPage; text: PageText } | undefined {
    const final = new URL(result.redirected_url);
    const content = result.markdown ?? result.text ?? '';
    const text = pageText(content, result.metadata.title);
    const marks = marksOf(result, final, fingerprintOf(result.metadata.title ?? '', content));
    const original = this.#original(link, final, marks);
    if (original !== undefined) {
      this.#duplicates++;
      this.#shapes.wasCopy(new URL(link.url));
      this.#graph.visited(link.url, link.depth, original);
      return undefined;
    }
    if (link.depth === 0) this.starts.push(final);
    const bar = this.#scope.barred(final, this.starts);
    if (bar !== undefined && link.depth > 0) {
      this.skip(bar);
      return undefined;
    }
    this.language ??= result.metadata.lang;
    const page = pageOf(link, result);
    this.visited.push({ page, about: aboutOf(link, result, text), ...marks });
    // Where a link redirects, other pages link to what it names.
    for (const url of [final.href, link.url]) this.#graph.visited(url, link.depth, page);
    const topic = `${result.metadata.title ?? ''} ${text.headings.slice(0, TOPIC_CHARS)}`;
    if (this.request.follows) this.#addLinks(link, result, final, topic, linkContext);
    return { page, text };
  }

  /** The page that this one is a copy of, of which nothing is known while it is being read. */
  #original(link: WaitingLink, final: URL, marks: Marks): Partial<CrawledPage> | undefined {
    const key = visitKey(final);
    if (key !== urlKey(link.url) && this.#seen.has(key)) return pageAt(this.visited, key) ?? {};
    this.claim(key);
    const original = this.request.follows ? originalOf(this.visited, key, marks) : undefined;
    if (original !== undefined || !this.request.follows) return original;
    // A page that differs from its canonical address in its query alone stands for it: that need not be asked for again.
    if (marks.canonical?.split('?', 1)[0] === key.split('?', 1)[0]) this.claim(marks.canonical ?? key);
    return undefined;
  }

  /** An address that is not to be asked for, or not again. */
  claim(key: string): void {
    this.#seen.add(key);
    this.frontier.drop(key);
  }

  #addLinks(link: WaitingLink, result: PageResult, final: URL, topic: string, linkContext: FoundOn['around']): void {
    const page = { url: final.href, depth: link.depth, topic, around: linkContext };
    const { query } = this.request;
    const titled = furtherPages(final, result.metadata);
    const robots = this.#shapes.asked(new URL(link.url), link.depth, result.metadata.robots);
    for (const item of [...result.links.internal, ...result.links.external]) {
      const url = parseUrl(item.href);
      if (url === undefined || (result.engine === 'http' && isRouteOf(url, final))) continue;
      const isNew = this.#admit(url, link.depth + 1, item.text, item.title);
      // Files are not visited, and what a crawl found of them stands nowhere else.
      if (isNew || this.#seen.has(visitKey(url)) || isFile(url)) this.#graph.link(final.href, url.href, link.depth);
      if (isNew) this.frontier.add(visitKey(url), titled(item, url), page, comesLast(item, url, final, robots, query));
    }
  }

  /** Whether a link found is to wait for its turn. Each refusal is counted once. */
  #admit(url: URL, depth: number, ...texts: readonly string[]): boolean {
    const key = visitKey(url);
    const before = this.#refused.get(key);
    // What is too deep here may be found nearer to the start.
    if (this.#seen.has(key) || (before !== undefined && before !== TOO_DEEP)) return false;
    const tooDeep = depth > this.request.config.max_depth ? TOO_DEEP : undefined;
    const acts = this.#loggedIn && changesState(url, ...texts) ? CHANGES_STATE : undefined;
    const reason = this.#scope.leftOut(url, this.starts) ?? endlessUrl(url) ?? acts ?? tooDeep;
    if (before !== undefined) {
      this.#refused.delete(key);
      this.#skipped[before] = (this.#skipped[before] ?? 1) - 1;
    }
    if (reason === undefined) return true;
    this.skip(reason);
    if (this.#refused.size < REFUSED_MAX) this.#refused.set(key, reason);
    return false;
  }

  /** Places of pages: as they were named, then as they were asked for, which is not the order in which they came. */
  places(): (page: CrawledPage) => number {
    const places = new Map([...new Set([...this.request.urls.map(nameKey), ...this.#seen])].map((key, i) => [key, i]));
    return ({ url }) => places.get(nameKey(url)) ?? places.size;
  }

  counts(): CrawlCounts {
    const failed = this.visited.filter(({ page }) => page.error !== undefined).length;
    return {
      visited: this.visited.length - failed,
      failed,
      duplicates: this.#duplicates,
      waiting: this.frontier.size,
      heads: this.heads === 0 ? undefined : this.heads,
      skipped: Object.fromEntries(Object.entries(this.#allSkipped()).filter(([, count]) => count > 0)),
    };
  }

  #allSkipped(): Record<string, number> {
    return { ...this.#skipped, [NO_ROOM]: (this.#skipped[NO_ROOM] ?? 0) + this.frontier.dropped };
  }

  state(): CrawlState {
    return {
      request: this.request,
      roots: this.starts.map(({ href }) => href),
      language: this.language,
      visited: this.visited,
      waiting: this.frontier.waiting(),
      heads: this.heads,
      seen: [...this.#seen],
      shapes: this.#shapes.entries(),
      graph: this.#graph.graph,
      skipped: this.#allSkipped(),
      refused: [...this.#refused],
      sitemapLeft: this.sitemapLeft,
      duplicates: this.#duplicates,
    };
  }
}

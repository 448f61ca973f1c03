/**
 * What to visit next: the links found and not visited, best first for a query, else in the order in which they were
 * found, one depth after the other. Pure but for the clock that ranking yields to.
 */
import { bestIsOne, relevance } from '../score/relevance.js';
import { totalScore } from '../score/total.js';
import { isRoute, withoutHash } from '../url.js';
import type { Late } from './comes-last.js';
import type { SeenAhead } from './crawl-heads.js';
import { urlKey } from './identity.js';
import {
  addContext,
  CONTEXT_CHARS_MAX,
  cutHead,
  evidenceOf,
  type FoundLink,
  lateness,
  type WaitingLink,
} from './waiting-link.js';

/** Links that wait; the worst are dropped beyond. What a crawl of 1,000 pages, the most there are, can choose from. */
export const WAITING_MAX = 5_000;
/** Those that were dropped are counted, each once, up to so many. */
const DROPPED_MAX = 20_000;
/** Ranked anew when this share of the links is new: ranking all after each page would cost their square. */
const NEW_SHARE = 0.1;
/** Few enough to rank after each page. */
const ALWAYS_RANKED = 500;

export interface FoundOn {
  readonly url: string;
  readonly depth: number;
  /** What the page is about: said of each of its links. */
  readonly topic: string;
  /** What stands around each link, by its address without fragment. */
  readonly around: Readonly<Record<string, readonly string[]>>;
}

export class Frontier {
  readonly #query: string | undefined;
  #waiting: Map<string, WaitingLink>;
  #unranked = 0;
  /** Keys of links that there was no room for. */
  readonly #dropped = new Set<string>();

  constructor(query: string | undefined, waiting: readonly WaitingLink[] = []) {
    this.#query = query;
    this.#waiting = new Map(waiting.map((link) => [urlKey(link.url), { ...link }]));
    this.#unranked = waiting.length;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** How many links there was no room for, and still is none. */
  get dropped(): number {
    return this.#dropped.size;
  }

  waiting(): WaitingLink[] {
    return [...this.#waiting.values()];
  }

  /** A link of a page. Found again, it keeps its depth and gains what the other page says of it; a sitemap's becomes one. */
  add(key: string, item: FoundLink, page: FoundOn, late?: Late): void {
    const said = [...(page.around[withoutHash(item.href)] ?? []), page.topic].join(' ').trim();
    const known = this.#waiting.get(key);
    // Few beside a long sitemap, and yet what a crawl begins with.
    this.#unranked += page.depth === 0 ? Number.POSITIVE_INFINITY : 1;
    if (known !== undefined && (known.from !== undefined || known.depth === 0)) {
      if (late === undefined) known.last = undefined;
      else if (known.last !== undefined && late < known.last) known.last = late;
      addContext(known, `${item.text} ${said}`);
      return;
    }
    if (known === undefined && this.#waiting.size >= WAITING_MAX && this.#query === undefined) {
      this.#noRoom(key);
      return;
    }
    // What a sitemap named before goes to the place that the page's order gives it; a ranked link keeps its own until
    // the next ranking.
    if (this.#query === undefined || page.depth === 0) this.#waiting.delete(key);
    this.#dropped.delete(key);
    this.#waiting.set(key, {
      ...known,
      url: item.href,
      depth: Math.min(page.depth + 1, known?.depth ?? Number.POSITIVE_INFINITY),
      from: page.url,
      text: item.text.slice(0, 300),
      title: item.title.slice(0, 300),
      intrinsic: item.intrinsic_score ?? 0,
      context: said.slice(0, CONTEXT_CHARS_MAX),
      last: late,
    });
  }

  /** A page that was named, or a sitemap's. */
  addPlain(key: string, url: string, depth: number): void {
    const known = this.#waiting.get(key);
    if (known !== undefined) {
      known.depth = Math.min(known.depth, depth);
      return;
    }
    // Room is left for links of pages.
    if (this.#waiting.size >= WAITING_MAX / 2) {
      this.#noRoom(key);
      return;
    }
    this.#dropped.delete(key);
    this.#waiting.set(key, { url, depth, text: '', title: '', intrinsic: 0, context: '' });
    this.#unranked++;
  }

  #noRoom(key: string): void {
    if (this.#dropped.size < DROPPED_MAX) this.#dropped.add(key);
  }

  drop(key: string): void {
    this.#waiting.delete(key);
  }

  /** A link that was taken and could not be visited yet. */
  putBack(link: WaitingLink): void {
    this.#waiting.set(urlKey(link.url), link);
    // Its place in the order of the last ranking is lost.
    this.#unranked++;
  }

  /** A link to be visited when nothing else is left. */
  putLast(link: WaitingLink, late: Late): void {
    link.last = late;
    this.#waiting.set(urlKey(link.url), link);
  }

  /** Scores what waits against the query, when enough of it is new. */
  async rank(language: string | undefined, signal: AbortSignal): Promise<void> {
    const { size } = this.#waiting;
    if (this.#query === undefined || this.#unranked === 0) return;
    if (size > ALWAYS_RANKED && this.#unranked < size * NEW_SHARE) return;
    this.#unranked = 0;
    const links = this.waiting();
    const contextual = bestIsOne(await relevance(links.map(evidenceOf), this.#query, { language, signal }));
    for (const [i, link] of links.entries()) {
      // Where no word decides, what is near the start leads further: else the many links of one page go before its siblings.
      const intrinsic = link.intrinsic / Math.max(1, link.depth);
      const match = contextual[i] ?? 0;
      link.isMatch = match > 0;
      link.score = totalScore(intrinsic, match, WEIGHTS) ?? 0;
    }
    const ranked = new Set(links);
    // A sitemap is read beside: what it named since waits behind.
    const since = [...this.#waiting].filter(([, link]) => !ranked.has(link));
    const best = links.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
    for (const link of best.splice(WAITING_MAX)) this.#noRoom(urlKey(link.url));
    this.#waiting = new Map([...best.map((link) => [urlKey(link.url), link] as const), ...since]);
  }

  /**
   * Of the first `count` links of the last ranking those whose heads were not asked for; what a head shows to have no word
   * of the query takes no place among them. None while named pages wait: they say what else there is.
   */
  unseen(count: number): WaitingLink[] {
    const links = this.waiting();
    if (links.some(({ depth }) => depth === 0)) return [];
    const isWorth = ({ url, last, isSeen, isMatch }: WaitingLink) =>
      last === undefined && (isSeen === undefined || isMatch === true) && !(url.includes('#') && isRoute(new URL(url)));
    return links
      .filter(isWorth)
      .slice(0, count)
      .filter(({ isSeen }) => isSeen === undefined);
  }

  /** The head of a link's page was asked for, and says this. */
  sawAhead(link: WaitingLink, seen: SeenAhead | undefined): void {
    link.isSeen = true;
    if (seen === undefined) return;
    link.head = cutHead(seen.about);
    for (const [target, texts] of seen.mentions) {
      const other = this.#waiting.get(urlKey(target));
      if (other === undefined || other === link) continue;
      // Every page of a site says its menu.
      addContext(other, texts.filter((text) => !other.context.includes(text)).join(' '));
    }
    this.#unranked = Number.POSITIVE_INFINITY;
  }

  /** Takes the first link that may be asked for now; undefined when there is none. */
  take(isReady: (link: WaitingLink) => boolean): WaitingLink | undefined {
    let best: [string, WaitingLink] | undefined;
    for (const entry of this.#waiting) {
      if (best !== undefined && !this.#isBefore(entry[1], best[1])) continue;
      if (isReady(entry[1])) best = entry;
    }
    if (best === undefined) return undefined;
    this.#waiting.delete(best[0]);
    return best[1];
  }

  #isBefore(a: WaitingLink, b: WaitingLink): boolean {
    if (lateness(a) !== lateness(b)) return lateness(a) < lateness(b);
    if (this.#query === undefined || (a.depth === 0) !== (b.depth === 0)) {
      // Of one depth what a page links to goes before what only a sitemap names: pages link to what matters first.
      return a.depth < b.depth || (a.depth === b.depth && a.from !== undefined && b.from === undefined);
    }
    // The map is in the order of the last ranking; what came since stands behind it.
    return false;
  }
}

/** The weights of `preview_links`: one idea of a good link. */
const WEIGHTS = { intrinsic: 0.3, contextual: 0.7 };

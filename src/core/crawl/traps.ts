/** Endless sites: what a server makes up as long as it is asked. Each bound has a number; none knows a site. Pure. */
import { asksNofollow, asksNoindex } from '../extract/robots-directives.js';
import { isNumberedPage } from './further-pages.js';

/** Sites that people made stay far below. */
const URL_CHARS_MAX = 2_000;
const SEGMENTS_MAX = 20;
/** `/a/b/a/b/a/b/a`: relative links on a server that answers everything. */
const SAME_SEGMENT_MAX = 3;
/** Pages of one calendar or archive by date: two and a half years of months, and there are better pages elsewhere. */
const DATED_MAX = 30;
/**
 * URLs of one shape (numbers set aside), or queries of one path: no fewer than this, and no more than half of a crawl
 * while anything else is left. A catalogue's items are of one shape, too.
 */
const SHAPE_MIN = 30;
const SHAPE_SHARE = 0.5;
/** So many of a shape's pages were copies of others that the next will be too. */
const COPIES_MAX = 5;
/** All addresses with an ending (`.sha256`, `.sig`) led to files, so many that the next one will, too. */
const FILES_MAX = 5;
/** Pages that may still be on their way: as many as a crawl reads at once, without the last file. */
const IN_FLIGHT_MAX = 3;
/** What one parameter makes copies of tells little of the others: posts of a forum by their number, and its threads. */
const OF_ONE_SHAPE_MAX = 2;
/** So many of a shape's pages asked not to be found that the next will too: forms, histories, lists in other orders. */
const UNLISTED_MIN = 3;
/** Under this stands that the page a crawl began with asked for it: its whole site does, as those for testing do. */
const SITE = '';

export type TrapReason = 'long_url' | 'repeating_path' | 'calendar' | 'same_shape' | 'unlisted' | 'copies' | 'no_page';

/** What a URL alone tells. */
export function endlessUrl(url: URL): TrapReason | undefined {
  if (url.href.length > URL_CHARS_MAX) return 'long_url';
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  if (segments.length > SEGMENTS_MAX) return 'repeating_path';
  const counts = new Map<string, number>();
  for (const segment of segments) {
    const count = (counts.get(segment) ?? 0) + 1;
    if (count > SAME_SEGMENT_MAX) return 'repeating_path';
    counts.set(segment, count);
  }
  return undefined;
}

export interface ShapeCount {
  visits: number;
  copies: number;
  unlisted: number;
}

const FOLLOW = /(?:^|[\s,])follow(?=$|[\s,])/i;

/** Asks not to be found, and leads nowhere: blogs ask it of the lists that alone lead to what is older, too. */
function isUnlisted(url: URL, robots: string): boolean {
  const leadsOn = FOLLOW.test(robots) || (isNumberedPage(url) && !asksNofollow(robots));
  return asksNoindex(robots) && !leadsOn;
}

/** How many pages of each shape were visited; written and read as entries when a crawl goes on. */
export class ShapeCounts {
  readonly #counts: Map<string, ShapeCount>;
  readonly #shapeMax: number;

  constructor(maxPages: number, entries: ReadonlyArray<readonly [string, ShapeCount]> = []) {
    this.#counts = new Map(entries.map(([shape, count]) => [shape, { ...count }]));
    this.#shapeMax = Math.max(SHAPE_MIN, Math.floor(maxPages * SHAPE_SHARE));
  }

  /** Why no more URLs like this one are visited. */
  refuse(url: URL): TrapReason | undefined {
    const files = this.#counts.get(endingOf(url) ?? '');
    if (files !== undefined && files.copies >= FILES_MAX && files.visits - files.copies <= IN_FLIGHT_MAX)
      return 'no_page';
    const dated = isDated(url);
    for (const shape of shapesOf(url)) {
      const count = this.#counts.get(shape);
      if (count === undefined) continue;
      if (count.copies >= COPIES_MAX && count.copies * 2 >= count.visits) return 'copies';
      // A namespace holds other pages, too.
      if (dated && count.visits >= DATED_MAX && !shape.endsWith(':')) return 'calendar';
      const unlisted = this.#counts.has(SITE) ? 0 : count.unlisted;
      if (unlisted >= UNLISTED_MIN && unlisted * 2 >= count.visits) return 'unlisted';
      if (count.visits >= this.#shapeMax) return 'same_shape';
    }
    return undefined;
  }

  visited(url: URL): void {
    for (const shape of [...shapesOf(url), endingOf(url) ?? []].flat()) this.#count(shape).visits++;
  }

  /** Its address did not say that it is no page. */
  wasFile(url: URL): void {
    const ending = endingOf(url);
    if (ending !== undefined) this.#count(ending).copies++;
  }

  wasCopy(url: URL): void {
    this.#tell(shapesOf(url), 'copies');
  }

  #tell([own, ...wider]: readonly string[], what: 'copies' | 'unlisted'): void {
    const told = (shape: string) => ++this.#count(shape)[what];
    if (own !== undefined && told(own) <= OF_ONE_SHAPE_MAX) wider.forEach(told);
  }

  /** Takes in what a page asks of robots; returns it where that tells the page from others of its site. */
  asked(url: URL, depth: number, robots: string | undefined): string | undefined {
    if (robots === undefined || this.#counts.has(SITE)) return undefined;
    const shapes = depth === 0 && asksNoindex(robots) ? [SITE] : isUnlisted(url, robots) ? shapesOf(url) : [];
    this.#tell(shapes, 'unlisted');
    return depth === 0 ? undefined : robots;
  }

  entries(): Array<[string, ShapeCount]> {
    return [...this.#counts];
  }

  #count(shape: string): ShapeCount {
    const known = this.#counts.get(shape);
    if (known !== undefined) return known;
    const count = { visits: 0, copies: 0, unlisted: 0 };
    this.#counts.set(shape, count);
    return count;
  }
}

/** What is counted for a URL: the URL with its numbers set aside, its path where a query makes the page, and its namespace. */
function shapesOf(url: URL): string[] {
  const path = url.pathname.replace(/\d+/g, '0');
  const names = [...new Set(url.searchParams.keys())].sort().join('&');
  // Wikis put their forms and lists into a namespace ("/wiki/Special:Log", "?title=Special:Log").
  const [namespace = ''] = NAMESPACE.exec(url.pathname + url.search) ?? [];
  if (names !== '') return [`${url.host}${namespace === '' ? `${path}?${names}` : namespace}`, `${url.host}${path}?*`];
  // A path without a number is visited once.
  return [/\d/.test(path) ? path : '', namespace].flatMap((shape) => (shape === '' ? [] : `${url.host}${shape}`));
}

/** Up to its colon, which is none of another address ("/web/https://site.example"); in a query of one parameter. */
const NAMESPACE = /^[^:?]*(?:\/[^/:?]+|\?[^:&=]+=[^/:&]+):(?=[^/&][^?&]*$)/;

/** Counted for the endings of files; a script that makes a page of each query has none. */
function endingOf(url: URL): string | undefined {
  const ending = url.search === '' ? /[^/]\.([a-z][a-z\d]{0,9})$/i.exec(url.pathname)?.[1] : undefined;
  return ending === undefined ? undefined : `${url.host}/*.${ending.toLowerCase()}`;
}

const DATE_IN_PATH = /[/_-](?:19|20|21)\d\d[/_-](?:0?[1-9]|1[0-2])(?=$|[/_.-])|\/(?:calendar|kalender)\b/i;
const DATE_PARAMETER = /^(?:date|day|month|year|week|yr|mo|ym|tribe-bar-date|cal\w*)$/i;
const DATE_VALUE = /^(?:19|20|21)\d\d-?(?:0[1-9]|1[0-2])(?:-?[0-3]\d)?$/;

function isDated(url: URL): boolean {
  if (DATE_IN_PATH.test(url.pathname)) return true;
  return [...url.searchParams].some(([name, value]) => DATE_PARAMETER.test(name) || DATE_VALUE.test(value));
}

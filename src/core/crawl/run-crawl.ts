/** One call of a crawl from its start, or from where an earlier call left off, to the result that is kept. */
import type { Call } from '../call.js';
import type { LoupeError } from '../errors.js';
import { languageNote } from '../preview/remarks.js';
import { bestIsOne, relevance } from '../score/relevance.js';
import { nothingIncluded } from '../url-pattern.js';
import { type CrawlDeps, crawlSite } from './crawl.js';
import type { CrawlCounts, CrawlEnd, CrawledPage, CrawlRequest, CrawlState, KeptCrawl } from './crawl-result.js';
import { nameKey } from './identity.js';
import { CrawlMemory } from './memory.js';

/** @throws LoupeError when the only page that was named fails, or the call is cancelled */
export async function runCrawl(
  resultId: string,
  from: CrawlRequest | CrawlState,
  deps: CrawlDeps,
  call: Call,
): Promise<KeptCrawl> {
  const state = 'request' in from ? from : undefined;
  const memory = new CrawlMemory('request' in from ? from.request : from, state, deps.loggedIn);
  const before = state?.visited.length ?? 0;
  const total = memory.request.config.max_pages;
  let end: CrawlEnd = 'complete';
  let done = 0;
  let pauses = 0;
  const warnings: string[] = [];
  let failure: LoupeError | undefined;
  call.progress(0, total, `crawling ${memory.request.urls[0] ?? ''}`);
  for await (const event of crawlSite(memory, deps, call)) {
    if (event.type === 'end') end = event.end;
    else if (event.type === 'pause') {
      const seconds = Math.max(1, Math.round(event.pauseMs / 1000));
      const message = `${event.host} asks for a pause of ${seconds} s, which the crawl keeps`;
      call.log('info', message);
      const later = `${message}: its links wait for a call with next_cursor after that`;
      if (!event.isInTime && !warnings.includes(later)) warnings.push(later);
      // Progress that does not grow is none; less than a page, though.
      pauses++;
      call.progress(done + pauses / (pauses + 1), Math.max(total, done), message);
    } else {
      failure = event.failure;
      const news = `${event.page.error ?? 'read'}: ${event.page.url}`;
      call.progress(++done, Math.max(total, done), news);
      call.log('debug', news);
    }
  }
  if (end === 'time_budget') warnings.push(...(await slowed(memory, deps, call)));
  const counts = memory.counts();
  // A crawl whose one start failed has nothing to answer but why.
  if (failure !== undefined && memory.visited.length === 1) throw failure;
  const kept = memory.state();
  const result = {
    result_id: resultId,
    pages: await ranked(memory, before, call.signal),
    counts,
    stopped: end,
    warnings: [...warnings, ...namedTwice(memory), ...noneFollowed(memory, counts), ...unmatched(memory)],
    graph: kept.graph,
  };
  return { result, state: kept };
}

/** Why a crawl came no further, where its site asks for more time than the call's own pace takes. */
async function slowed(
  { request: { config }, starts }: CrawlMemory,
  deps: CrawlDeps,
  { signal }: Call,
): Promise<string[]> {
  const [start] = starts;
  const delayMs = start === undefined ? 0 : await deps.delayMs(start, signal).catch(() => 0);
  if (delayMs <= 1000 / config.hits_per_sec) return [];
  return [`robots.txt asks for ${delayMs / 1000} s between pages: a longer time_budget, or next_cursor, reads more`];
}

/** The pages of this call, best first; those before them only take part in the comparison. */
async function ranked(memory: CrawlMemory, before: number, signal: AbortSignal): Promise<CrawledPage[]> {
  const { query, follows } = memory.request;
  const all = memory.visited;
  if (query !== undefined) {
    const documents = all.map(({ about }) => about);
    const scores = bestIsOne(await relevance(documents, query, { language: memory.language, signal }));
    for (const [i, { page }] of all.entries())
      if (page.error === undefined) page.score = Math.round((scores[i] ?? 0) * 10_000) / 1000;
  }
  const fresh = all.slice(before).map(({ page }) => page);
  const placeOf = memory.places();
  // A list is answered as it was given; a crawl's failures come last.
  const asNamed = query === undefined && !follows;
  return fresh.sort((a, b) => (asNamed ? 0 : rankOf(b) - rankOf(a)) || placeOf(a) - placeOf(b));
}

/** What leaves links out before a crawl counts them. */
const NARROWING = [
  'css_selector',
  'excluded_selector',
  'excluded_tags',
  'exclude_internal_links',
  'exclude_domains',
] as const;

/** One page and a count of links that were not followed would pass for a small site. */
function noneFollowed({ request, visited }: CrawlMemory, { waiting, skipped }: CrawlCounts): string[] {
  if (!request.follows || waiting > 0 || visited.some(({ page }) => page.depth > 0)) return [];
  if (skipped['include_patterns'] !== undefined) return [nothingIncluded(skipped)];
  const narrowing = NARROWING.filter((name) => {
    const { [name]: value = false } = request.config;
    return typeof value === 'boolean' ? value : value.length > 0;
  });
  // Most pages link to other sites, too; a narrower scope says itself why nothing is left.
  const isTold = Object.keys(skipped).some((why) => why !== 'scope' || request.config.scope !== 'site');
  if (narrowing.length === 0 || isTold || visited.every(({ page }) => page.error !== undefined)) return [];
  return [`no link to follow was found with ${narrowing.join(', ')}`];
}

/** A ranking of which nothing is said would pass for one. */
function unmatched({ visited, language }: CrawlMemory): string[] {
  const scores = visited.flatMap(({ page }) => page.score ?? []);
  if (scores.length === 0 || scores.some((score) => score > 0)) return [];
  return [`query: no page that was visited has a word of it${languageNote(language)}`];
}

const SHOWN_NAMES = 3;

/** Says which named pages are not told, since they are those of other addresses. */
function namedTwice({ request, visited, frontier }: CrawlMemory): string[] {
  const told = new Set([...visited.map(({ page }) => page), ...frontier.waiting()].map(({ url }) => nameKey(url)));
  const before = new Set<string>();
  const urls = request.urls.filter((url) => {
    const key = nameKey(url);
    const again = before.has(key) || !told.has(key);
    before.add(key);
    return again;
  });
  if (urls.length === 0) return [];
  const names = urls.slice(0, SHOWN_NAMES).join(', ');
  const more = urls.length > SHOWN_NAMES ? ` and ${urls.length - SHOWN_NAMES} more` : '';
  return [`urls: ${names}${more}: the same page as another that was named, told once`];
}

function rankOf({ score, error }: CrawledPage): number {
  return error === undefined ? (score ?? 0) : -1;
}

/** The part of `crawl` that is about several pages: its input as a request, and its result as an answer. */
import type { CrawlRequest, CrawlState, KeptCrawl } from '../core/crawl/crawl-result.js';
import { startLedTo } from '../core/crawl/crawled-page.js';
import { LoupeError } from '../core/errors.js';
import { type CrawlView, crawlView } from '../core/present/crawl-view.js';
import { shownHead } from '../core/present/head-view.js';
import type { PagePart } from '../core/present/page-fields.js';
import type { RunConfig } from '../core/run-config.js';
import type { KeptPage } from '../core/store/kept-pages.js';
import { bareAddress } from '../core/url-logins.js';
import { ofWeights } from './no-effect.js';

interface Named {
  readonly url?: string | undefined;
  readonly urls?: readonly string[] | undefined;
  readonly html?: string | undefined;
  readonly query?: string | undefined;
}

/** Whether more than one page is asked for. @throws LoupeError `invalid_input` where it is not clear which */
export function isMany({ url, urls, html }: Named, config: RunConfig): boolean {
  if (urls !== undefined && (url !== undefined || html !== undefined)) {
    throw new LoupeError('invalid_input', `urls and ${url === undefined ? 'html' : 'url'}: give one of them`);
  }
  if (html !== undefined && config.max_pages > 1)
    throw new LoupeError('invalid_input', 'max_pages: html is one page', { next: 'Give the url to start from.' });
  return urls !== undefined || (url !== undefined && config.max_pages > 1);
}

/**
 * `max_pages` beyond the named pages lets their links be followed; then robots.txt is obeyed unless the caller says no.
 * Links and content are read of each page, since what comes next is chosen by them.
 */
export function crawlRequest(
  { url, urls, query }: Named,
  config: RunConfig,
  parts: Pick<CrawlRequest, 'want' | 'capture'>,
): CrawlRequest {
  const named = urls ?? (url === undefined ? [] : [url]);
  const follows = config.max_pages > named.length;
  const { link_preview_config: _preview, ...rest } = config;
  const logins = named.filter((address) => bareAddress(address) !== address);
  return {
    urls: named.map(bareAddress),
    ...(logins.length === 0 ? {} : { logins }),
    query,
    follows,
    config: {
      ...rest,
      max_pages: Math.max(config.max_pages, named.length),
      score_links: true,
      check_robots_txt: config.check_robots_txt === 'auto' ? follows : config.check_robots_txt,
    },
    want: { ...parts.want, links: true, content: true, linkContext: true },
    capture: parts.capture,
  };
}

/** Options that have no effect on this call. */
export function crawlWarnings(
  config: RunConfig,
  { query, include }: { query?: string | undefined; include?: readonly PagePart[] | undefined },
  many: boolean,
): string[] {
  const warnings: string[] = [];
  if (many && config.link_preview_config !== undefined)
    warnings.push('link_preview_config had no effect with several pages: give query and max_pages');
  if (!many && config.link_preview_config !== undefined && include?.includes('links') === false)
    warnings.push('link_preview_config had no effect: include has no links');
  const { link_preview_config: preview } = config;
  if (!many && preview !== undefined) warnings.push(...ofWeights(preview, config.score_links));
  if (!many && preview?.include_external && config.exclude_external_links)
    warnings.push('include_external had no effect: exclude_external_links leaves those links out already');
  if (!many && preview?.include_external === false && config.exclude_internal_links)
    warnings.push('link_preview_config had no effect: exclude_internal_links, and include_external is not set');
  if (!many && query !== undefined && include?.includes('content') === false)
    warnings.push('query had no effect with one page: include has no content; set max_pages, or use preview_links');
  return warnings;
}

const BUDGETS = ['max_pages', 'time_budget'] as const;

/** A crawl that goes on may be given another budget; all else is as it was asked first. */
export function isBudgetOfCrawl(name: string, { crawl }: KeptPage): boolean {
  return crawl !== undefined && BUDGETS.some((budget) => budget === name);
}

export function withBudgets(
  state: CrawlState,
  given: Pick<RunConfig, (typeof BUDGETS)[number]>,
  names: readonly string[],
): CrawlState {
  const config = { ...state.request.config };
  for (const budget of BUDGETS) if (names.includes(budget)) config[budget] = given[budget];
  return { ...state, request: { ...state.request, config } };
}

/** The pages of a crawl from `start` on. */
export function crawlAnswer({ result, state }: KeptCrawl, start: number, maxTokens: number) {
  const url = state.request.urls[0] ?? '';
  const { warnings, result_id } = result;
  const head = shownHead(
    {
      success: result.counts.visited > 0,
      url,
      redirected_url: startLedTo(state),
      result_id,
      ...(warnings.length === 0 ? {} : { warnings }),
    },
    maxTokens,
  );
  const view: CrawlView = crawlView(result, start, maxTokens, head);
  return { ...head, ...view };
}

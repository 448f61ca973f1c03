/** Several pages within a token budget: one short summary each, best first. */

import * as z from 'zod';
import { type CrawledPage, type CrawlResult, crawledPage } from '../crawl/crawl-result.js';
import { cutChars } from '../cut-chars.js';
import { costOf, takeWithin, warningsOf } from './budget.js';
import { captureLines } from './capture-view.js';
import { cutFields, writeCursor } from './cursor.js';
import { roomBeside } from './head-view.js';
import { byReason, counted, UNTRUSTED } from './page-lines.js';

const SHOWN_TITLE_CHARS = 120;
const SHOWN_TEXT_CHARS = 300;
const SHOWN_URL_CHARS = 500;

/** What `crawl` answers of several pages besides its head. */
export const crawlViewFields = {
  pages: z.array(crawledPage).optional().describe('of several pages, best first'),
  counts: z
    .object({
      visited: z.number(),
      failed: z.number(),
      duplicates: z.number(),
      waiting: z.number(),
      heads: z.number().optional(),
      skipped: z.record(z.string(), z.number()),
    })
    .meta({ listed: 'visited, failed, duplicates, waiting, heads, why skipped' })
    .optional(),
  stopped: z.enum(['complete', 'max_pages', 'time_budget', 'max_requests']).optional(),
};
const crawlViewSchema = z.object({
  ...crawlViewFields,
  warnings: z.array(z.string()).optional(),
  ...cutFields,
});
export type CrawlView = z.output<typeof crawlViewSchema>;

/** The pages from `start` on that fit. The cursor leads to those left out, then on to the links that wait. */
export function crawlView(
  result: CrawlResult,
  start: number,
  maxTokens: number,
  head: { warnings?: string[] | undefined },
): CrawlView {
  const { result_id, pages, counts, stopped } = result;
  const room = roomBeside({ ...head, counts }, maxTokens);
  const portion = takeWithin(withOwnFacts(pages).map(shownPage), start, pages.length, room, (page) =>
    costOf(page, pageLines(page, 100).join('\n')),
  );
  const at = portion.next === undefined ? { crawl: 1 } : { pages: portion.next };
  const goesOn = portion.next !== undefined || stopped !== 'complete';
  return {
    ...warningsOf(head, portion, `webloupe://results/${result_id}`),
    pages: portion.items,
    counts,
    stopped,
    total: pages.length,
    ...(start === 0 ? {} : { offset: start }),
    returned: portion.items.length,
    ...(goesOn ? { next_cursor: writeCursor({ id: result_id, at }) } : {}),
  };
}

/** What is told on several pages, as a shop's opening hours are, is about none of them. */
function withOwnFacts(pages: readonly CrawledPage[]): CrawledPage[] {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { fact = '' } of pages) (seen.has(fact) ? shared : seen).add(fact);
  return pages.map(({ fact, ...page }) => (fact === undefined || shared.has(fact) ? page : { ...page, fact }));
}

function shownPage(page: CrawledPage): CrawledPage {
  const { title, description, excerpt, fact, ...rest } = page;
  const text = excerpt ?? description;
  return {
    ...rest,
    why: cutChars(rest.why, SHOWN_URL_CHARS),
    ...(title === undefined ? {} : { title: cutChars(title, SHOWN_TITLE_CHARS) }),
    ...(fact === undefined ? {} : { fact: cutChars(fact, SHOWN_TEXT_CHARS) }),
    ...(text === undefined
      ? {}
      : { [excerpt === undefined ? 'description' : 'excerpt']: cutChars(text, SHOWN_TEXT_CHARS) }),
  };
}

function pageLines(page: CrawledPage, rank: number): string[] {
  const score = page.score === undefined ? '' : `${page.score.toFixed(2)} `;
  const title = page.title === undefined ? '' : `${page.title} `;
  const moved = page.redirected_url === undefined ? '' : ` -> <${page.redirected_url}>`;
  const lines = [`${rank}. ${score}${title}<${page.url}>${moved}`];
  if (page.error !== undefined) lines.push(`   failed: ${page.error}`);
  if (page.note !== undefined) lines.push(`   Note: ${page.note}`);
  const text = page.excerpt ?? page.description;
  if (text !== undefined) lines.push(`   ${text}`);
  if (page.fact !== undefined) lines.push(`   fact: ${page.fact}`);
  lines.push(...captureLines(page).map((line) => `   ${line}`));
  const depth = page.depth === 0 ? '' : `; depth ${page.depth}`;
  lines.push(`   ${page.why}${depth}${page.result_id === undefined ? '' : `; webloupe://results/${page.result_id}`}`);
  return lines;
}

const STOPPED = {
  complete: 'nothing is left to visit',
  max_pages: 'max_pages was reached',
  time_budget: 'the time budget was used up',
  max_requests: 'too many requests led to no new page',
} as const;

/** The answer of `crawl` for several pages as text. */
export function presentCrawlView(value: CrawlView & { result_id: string }): string {
  const lines: string[] = [];
  const { counts, stopped, pages = [], offset = 0 } = value;
  if (counts !== undefined && stopped !== undefined) {
    const skipped = byReason(counts.skipped);
    // Counts are of the whole crawl, pages of one call.
    const earlier = counts.visited + counts.failed - (value.total ?? 0);
    const failed = counts.failed === 0 ? '' : `, ${counts.failed} failed`;
    const visited = [
      `${counted(counts.visited, 'page')} visited${failed}${earlier > 0 ? ` (${earlier} of them in earlier answers)` : ''}`,
      ...(counts.duplicates === 0 ? [] : [counted(counts.duplicates, 'duplicate')]),
      ...(counts.heads === undefined ? [] : [`${counted(counts.heads, 'head')} read to choose by`]),
      ...(counts.waiting === 0 ? [] : [`${counted(counts.waiting, 'link')} waiting`]),
    ];
    const left = skipped.length === 0 ? '' : `; not followed: ${skipped.join(', ')}`;
    lines.push(`${visited.join(', ')}${left}. Stopped: ${STOPPED[stopped]}.`);
  }
  for (const warning of value.warnings ?? []) lines.push(`Note: ${warning}`);
  lines.push(
    `Links within bounds, files too: webloupe://results/${value.result_id}/graph. All of a page: crawl its URL, or read its URI with /links, /markdown …`,
  );
  if (value.next_cursor !== undefined) {
    const rest = offset + (value.returned ?? 0) < (value.total ?? 0) ? 'For the other pages' : 'To visit more pages';
    lines.push(`${rest}: next_cursor ${value.next_cursor}`);
  }
  lines.push(UNTRUSTED, ...pages.flatMap((page, i) => pageLines(page, offset + i + 1)));
  return lines.join('\n');
}

/** Several pages as one answer: what is said of each, and how it goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CrawledPage, CrawlResult } from '../../../src/core/crawl/crawl-result.js';
import { crawlView, presentCrawlView } from '../../../src/core/present/crawl-view.js';
import { readCursor } from '../../../src/core/present/cursor.js';
import { estimateTokens } from '../../../src/core/present/tokens.js';

const page = (i: number, more: Partial<CrawledPage> = {}): CrawledPage => ({
  url: `https://site.example/${i}`,
  depth: 1,
  why: 'sitemap',
  ...more,
});
const resultOf = (pages: CrawledPage[], more: Partial<CrawlResult['counts']> = {}): CrawlResult => ({
  result_id: 'whole',
  pages,
  counts: { visited: pages.length, failed: 0, duplicates: 0, waiting: 0, heads: undefined, skipped: {}, ...more },
  // What is left waits, or is in a sitemap that was not read to its end.
  stopped: more.waiting === undefined ? 'complete' : 'max_pages',
  warnings: [],
  graph: { nodes: [], edges: [] },
});
const textOf = (result: CrawlResult, start = 0, tokens = 8_000) =>
  presentCrawlView({ ...crawlView(result, start, tokens, {}), result_id: 'whole' });
/** What the text says of each page. */
const entriesOf = (text: string) => text.split(/^\d+\. /m).slice(1);

test('each page stands with all that is known of it, and nothing else', () => {
  const known: Array<[keyof CrawledPage, CrawledPage[keyof CrawledPage], string]> = [
    ['redirected_url', 'https://site.example/moved', '<https://site.example/moved>'],
    ['title', 'Tide tables', 'Tide tables'],
    ['description', 'When the water is high.', 'When the water is high.'],
    ['excerpt', 'High water is at noon.', 'High water is at noon.'],
    ['score', 7.256, '7.26'],
    ['note', 'a login page', 'a login page'],
    ['error', 'timeout: late', 'timeout: late'],
    ['result_id', 'one', 'webloupe://results/one'],
    ['depth', 3, 'depth 3'],
    ['why', 'link "Tides" on x', 'link "Tides" on x'],
    [
      'pdf',
      { uri: 'webloupe://captures/p', mime_type: 'application/pdf', bytes: 9, pages: 2 },
      'webloupe://captures/p',
    ],
  ];
  const pages = known.map(([key, value], i) => page(i, { depth: 0, [key]: value }));
  const entries = entriesOf(textOf(resultOf(pages)));
  for (const [i, [key]] of known.entries()) {
    const said = known.flatMap(([, , text]) => (entries[i]?.includes(text) ? [text] : []));
    assert.deepEqual(said, [known[i]?.[2]], key);
    assert.ok(entries[i]?.includes(`<https://site.example/${i}>`) && !/undefined|depth 0/.test(entries[i] ?? ''), key);
  }
  const both = page(0, { title: 'T', description: 'Of the page.', excerpt: 'For the query.' });
  const view = crawlView(resultOf([both]), 0, 8_000, {});
  assert.deepEqual([view.pages?.[0]?.excerpt, view.pages?.[0]?.description], ['For the query.', undefined]);
});

test('long texts of a page are cut', () => {
  const long = 'word '.repeat(400);
  const { pages = [] } = crawlView(resultOf([page(0, { title: long, description: long, why: long })]), 0, 8_000, {});
  const lengths = [pages[0]?.title, pages[0]?.description, pages[0]?.why].map((text = '') =>
    Math.round(text.length / 10),
  );
  assert.deepEqual(lengths, [12, 30, 50]);
});

test('pages that find no room follow by cursor, then the links that wait', () => {
  const pages = Array.from({ length: 40 }, (_, i) => page(i, { excerpt: 'High water is at noon. '.repeat(10) }));
  const told: string[] = [];
  let start = 0;
  for (let calls = 1; ; calls++) {
    const view = crawlView(resultOf(pages, { waiting: 7 }), start, 1_500, {});
    const text = textOf(resultOf(pages, { waiting: 7 }), start, 1_500);
    told.push(...(view.pages ?? []).map(({ url }) => url));
    assert.deepEqual([view.total, view.offset ?? 0, view.returned], [40, start, view.pages?.length]);
    assert.equal(text.match(/^\d+\. /m)?.[0], `${start + 1}. `);
    assert.ok(text.includes(view.next_cursor ?? ''));
    assert.ok(Math.max(estimateTokens(text), estimateTokens(JSON.stringify(view))) <= 1_500);
    const { id, at } = readCursor(view.next_cursor ?? '');
    assert.equal(id, 'whole');
    if (at['pages'] === undefined) {
      assert.ok(calls > 2 && at['crawl'] === 1);
      break;
    }
    start = at['pages'];
  }
  assert.deepEqual(
    told,
    pages.map(({ url }) => url),
  );
  assert.equal(crawlView(resultOf(pages.slice(0, 2)), 0, 8_000, {}).next_cursor, undefined);
  assert.equal(crawlView(resultOf(pages.slice(0, 2)), 0, 8_000, {}).offset, undefined);
});

test('what a crawl counted is told, and what is none is not', () => {
  const counts = { failed: 2, duplicates: 3, waiting: 4, skipped: { scope: 5 } };
  const [all = ''] = textOf(resultOf([page(0)], counts)).split('\n');
  for (const what of ['1 page', '2 failed', '3 duplicates', '4 links', 'scope']) assert.ok(all.includes(what), all);
  const [none = ''] = textOf(resultOf([page(0)])).split('\n');
  assert.doesNotMatch(none, /failed|duplicate|waiting|followed|earlier/);
});

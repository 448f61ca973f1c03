/** What a crawl answers, progress and warnings, on a site that is no more than a table: no server, no parser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../../../src/core/call.js';
import type { CrawlDeps } from '../../../src/core/crawl/crawl.js';
import type { CrawlRequest, CrawlState } from '../../../src/core/crawl/crawl-result.js';
import { runCrawl } from '../../../src/core/crawl/run-crawl.js';
import { LoupeError } from '../../../src/core/errors.js';
import { NO_PAGE } from '../../../src/core/read/page-result.js';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../../src/core/run-config.js';

interface Page {
  readonly title: string;
  readonly says: string;
  readonly to?: readonly string[];
  /** How long it takes. */
  readonly ms?: number;
  /** Where it redirects. */
  readonly leads?: string;
}

const at = (path: string) => `https://site.example${path}`;
const linkTo = (path: string) => {
  const place = { region: 'main' as const, base_domain: 'site.example', count: 1 };
  return { href: at(path), text: path, title: '', ...place };
};
const wait = (seconds: number) => new LoupeError('rate_limited', 'wait', { retryAfterMs: seconds * 1000 });
const says = (word: string) =>
  `# ${word}\n\n${`This page tells a good deal of ${word} and of little else. `.repeat(3)}\n`;

type Answer = Page | LoupeError;

function crawl(pages: Readonly<Record<string, Answer | Answer[]>>, fields: Partial<RunConfig> = {}, delayMs = 3_000) {
  const told: [number, number | undefined, string][] = [];
  const logs: string[] = [];
  const waiting = new Map(Object.entries(pages).map(([path, page]) => [path, [page].flat()]));
  const config = { ...DEFAULT_RUN_CONFIG, max_pages: 10, hits_per_sec: 1_000, time_budget: 20, ...fields };
  const call: Call = {
    signal: new AbortController().signal,
    progress: (...each) => void told.push(each),
    log: (level, message) => void logs.push(`${level} ${message}`),
  };
  const deps: CrawlDeps = {
    async read(url) {
      const path = url.slice(at('').length);
      const page = waiting.get(path)?.shift();
      if (page instanceof LoupeError) throw page;
      if (page === undefined) throw new LoupeError('http_error', `no ${path}`);
      await sleep(page.ms ?? 0);
      const internal = (page.to ?? []).map(linkTo);
      const links = { ...NO_PAGE.links, internal };
      const metadata = { title: page.title };
      const result = {
        ...NO_PAGE,
        url,
        redirected_url: page.leads === undefined ? url : at(page.leads),
        result_id: path,
        metadata,
        links,
        markdown: page.says,
      };
      return { result };
    },
    readHeads: async () => ({ seen: new Map(), later: new Set(), gone: [], read: 0 }),
    async *sitemapPages() {},
    async delayMs() {
      if (delayMs < 0) throw new LoupeError('blocked_by_robots', 'not here');
      return delayMs;
    },
    loggedIn: false,
  };
  const run = async (from: Partial<CrawlRequest> | CrawlState) => {
    const request = { urls: [at('/')], query: undefined, config, want: WANT, follows: true, ...from };
    const { result, state } = await runCrawl(
      'r',
      'request' in from ? { ...from, request: { ...from.request, config } } : request,
      deps,
      call,
    );
    return { result, state, paths: result.pages.map(({ url }) => url.slice(at('').length)) };
  };
  return { run, told, logs };
}

const WANT = { links: true, media: false, tables: false, content: true, metadata: true };
const page = (title: string, ...to: string[]): Page => ({ title, says: says(title), to });

test('progress counts pages, and a pause as less than one', async () => {
  const site = crawl({ '/': page('Start', '/a', '/b'), '/a': page('Apples'), '/b': page('Beans') }, { max_pages: 2 });
  const { result } = await site.run({});
  assert.deepEqual(site.told[0], [0, 2, 'crawling https://site.example/']);
  assert.deepEqual(
    site.told.slice(1).map(([done, total]) => [done, total]),
    [
      [1, 2],
      [2, 2],
    ],
  );
  assert.equal(site.told[1]?.[2], 'read: https://site.example/');
  assert.ok(site.logs.includes('debug read: https://site.example/'));
  assert.equal(result.result_id, 'r');
  assert.deepEqual([result.stopped, result.warnings, result.counts.waiting], ['max_pages', [], 1]);

  const busy = crawl({ '/': [wait(0.4), page('Start')], '/a': page('Apples') });
  const kept = await busy.run({ urls: [at('/a'), at('/')], follows: false });
  assert.deepEqual(kept.result.warnings, []);
  const counts = busy.told.map(([done]) => done);
  assert.deepEqual(
    counts,
    [...counts].sort((a, b) => a - b),
  );
  assert.equal(new Set(counts).size, counts.length, 'each is more than the one before');
  assert.deepEqual(
    busy.told.find(([, , message]) => message.includes('pause')),
    [1.5, 10, 'site.example asks for a pause of 1 s, which the crawl keeps'],
  );
  assert.ok(busy.logs.includes('info site.example asks for a pause of 1 s, which the crawl keeps'));
});

test('a pause beyond the time left is a warning, and a delay of robots.txt one where the time ran out for it', async () => {
  const fields = { time_budget: 0.3, hits_per_sec: 5 };
  const late = { '/': page('Start', '/a'), '/a': wait(9) };
  const paused = await crawl(late, fields).run({});
  assert.equal(paused.result.stopped, 'time_budget');
  const [pause, delay, ...others] = paused.result.warnings;
  assert.equal(
    pause,
    'site.example asks for a pause of 9 s, which the crawl keeps: its links wait for a call with next_cursor after that',
  );
  assert.equal(delay, 'robots.txt asks for 3 s between pages: a longer time_budget, or next_cursor, reads more');
  assert.deepEqual(others, []);
  assert.equal(
    (await crawl(late, { ...fields, hits_per_sec: 0.2 }).run({})).result.warnings.length,
    0,
    'its own pace is slower',
  );
  assert.deepEqual((await crawl(late, fields, -1).run({})).result.warnings, [pause], 'robots.txt that bars the start');
  const whole = await crawl({ '/': page('Start') }).run({});
  assert.deepEqual([whole.result.stopped, whole.result.warnings], ['complete', []]);
});

test('a start that fails alone is the failure; beside others it is a page', async () => {
  const gone = { '/': new LoupeError('connect_failed', 'down'), '/a': page('Apples') };
  await assert.rejects(crawl(gone).run({}), { code: 'connect_failed' });
  const site = crawl(gone);
  const { paths, result } = await site.run({ urls: [at('/'), at('/a')] });
  assert.deepEqual(paths, ['/a', '/'], 'failures last');
  assert.equal(result.pages[1]?.error, 'connect_failed: down');
  assert.ok(site.told.some(([, , news]) => news === `connect_failed: down: ${at('/')}`));
  const list = await crawl(gone).run({ urls: [at('/'), at('/a')], follows: false });
  assert.deepEqual(list.paths, ['/', '/a'], 'a list as it was given');
});

test('pages are in the order of their scores, those of a call that goes on compared with those before', async () => {
  const site = { '/': page('Start', '/plums', '/figs'), '/plums': page('Plums'), '/figs': page('Figs') };
  const first = await crawl(site, { max_pages: 2 }).run({ query: 'plums' });
  assert.deepEqual(first.paths, ['/plums', '/']);
  assert.deepEqual(
    first.result.pages.map(({ score }) => score === 10),
    [true, false],
  );
  const second = await crawl(site, { max_pages: 2 }).run(first.state);
  assert.deepEqual(second.paths, ['/figs']);
  assert.ok((second.result.pages[0]?.score ?? 10) < 10, 'the best was told before');
  assert.deepEqual([second.result.counts.visited, second.result.stopped], [3, 'complete']);
  const lists = await crawl(site).run({ urls: [at('/figs'), at('/plums')], follows: false, query: 'plums' });
  assert.deepEqual(lists.paths, ['/plums', '/figs']);
  const lost = await crawl({ ...site, '/gone': [] }).run({ urls: [at('/gone'), at('/plums')], query: 'plums' });
  assert.deepEqual(
    lost.result.pages.map(({ score }) => score),
    [10, undefined],
  );
});

test('pages without scores are in the order in which they were named or asked for, whichever comes first', async () => {
  const site = { '/': page('Start', '/a', '/b'), '/a': { ...page('Apples'), ms: 200 }, '/b': page('Beans') };
  const { paths, result } = await crawl(site).run({});
  assert.deepEqual(paths, ['/', '/a', '/b']);
  assert.deepEqual(
    result.graph.nodes.map(({ visited }) => visited),
    [true, true, true],
  );
  const list = await crawl(site).run({ urls: ['/b', '/a', '/'].map(at), follows: false });
  assert.deepEqual(list.paths, ['/b', '/a', '/']);
});

test('what a query or a pattern leaves is said: nothing of it, or no page but the start', async () => {
  const site = { '/': page('Start', '/a'), '/a': page('Apples') };
  const vain = await crawl(site).run({ query: 'zeppelin' });
  assert.match(vain.result.warnings.join(), /^query: no page that was visited has a word of it/);
  assert.deepEqual((await crawl(site).run({ query: 'apples' })).result.warnings, []);
  const none = await crawl({}).run({ urls: ['/a', '/b'].map(at), query: 'apples' });
  assert.deepEqual([none.result.counts.failed, none.result.warnings], [2, []], 'of pages that nobody could read');
  const no = await crawl(site, { include_patterns: ['*/docs/*'] }).run({});
  assert.match(no.result.warnings.join(), /^include_patterns: no link matches/);
  const some = { '/': page('Start', '/a', '/docs/b'), '/docs/b': page('Beans', '/c') };
  assert.deepEqual((await crawl(some, { include_patterns: ['*/docs/*'] }).run({})).result.warnings, []);
  const left = await crawl(some, { include_patterns: ['*/docs/*'], max_pages: 1 }).run({});
  assert.deepEqual([left.result.counts.waiting, left.result.warnings], [1, []]);
});

test('named pages that are one are told once, three by name', async () => {
  const site = { '/a': page('Apples'), '/b': page('Beans') };
  const named = async (...paths: string[]) => (await crawl(site).run({ urls: paths.map(at), follows: false })).result;
  assert.deepEqual((await named('/a', '/b')).warnings, []);
  const twice = await named('/a', '/b', '/a#x');
  assert.deepEqual(twice.pages.length, 2);
  assert.deepEqual(twice.warnings, [`urls: ${at('/a#x')}: the same page as another that was named, told once`]);
  const three = ['/a#1', '/a#2', '/a#3'].map(at).join(', ');
  const many = (count: number) => named('/a', ...Array.from({ length: count }, (_, i) => `/a#${i + 1}`));
  assert.deepEqual((await many(3)).warnings, [`urls: ${three}: the same page as another that was named, told once`]);
  const often = [`urls: ${three} and 2 more: the same page as another that was named, told once`];
  assert.deepEqual((await many(5)).warnings, often);
  const moved = await crawl({ ...site, '/old': { ...page('Apples'), leads: '/a', ms: 100 } }).run({
    urls: ['/a', '/old'].map(at),
    follows: false,
  });
  assert.deepEqual(moved.result.warnings, [`urls: ${at('/old')}: the same page as another that was named, told once`]);
  const left = await crawl(site, { max_pages: 1 }).run({ urls: ['/a', '/b'].map(at), follows: false });
  assert.deepEqual([left.paths, left.result.warnings], [['/a'], []], 'one that waits is told by a later call');
});

/** With a query a crawl reads heads of links before it chooses: what for, how many, and by which rules. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { inTime } from '../helpers/in-time.js';
import { type Answer, type Site, startSite } from '../helpers/site.js';

let server: TestClient;
before(async () => {
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
});

const FAST = { hits_per_sec: 100, cache_mode: 'bypass' };
const page = (title: string, body: string, head = ''): Answer => ({
  body: `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1><p>${body}</p></main></body></html>`,
});
const chapters = (count: number) => Array.from({ length: count }, (_, i) => `/c/${i + 1}`);
const contents = (count: number) =>
  page(
    'Manual',
    chapters(count)
      .map((path) => `<a href="${path}">${path.slice(3)}</a> `)
      .join(''),
  );
const chapter = (path: string) => page(`Chapter ${path.slice(3)}`, `What is said in ${path}. `.repeat(20));
const SAILS = page('Chapter 8', 'Canvas is sewn by hand.', '<meta name="description" content="How sails are mended">');

/** A manual whose links say nothing, and whose eighth chapter answers. */
const startManual = (count: number, more: Parameters<typeof startSite>[0] = {}) =>
  startSite({
    '/robots.txt': { status: 404 },
    '/sitemap.xml': { status: 404 },
    '/': contents(count),
    '/c/8': SAILS,
    '*': ({ url = '' }) => chapter(url),
    ...more,
  });
const asked = (site: Site) => site.hits.map(({ path }) => path).filter((path) => path.startsWith('/c/'));

test('a page is found by what its head says, where no link to it has a word of the query', async () => {
  await using site = await startManual(10);
  const { data, text } = await server.call('crawl', {
    url: `${site.url}/`,
    query: 'mend sails',
    max_pages: 5,
    ...FAST,
  });
  assert.equal(data.pages[0].url, `${site.url}/c/8`);
  assert.equal(data.counts.heads, 10);
  assert.match(text, /^5 pages visited, 10 heads read to choose by, 6 links waiting\./m);
});

test('a link to a place on a page is looked behind, and what other heads say of its page counts', async () => {
  const linked = chapters(10).map((path) => `<a href="${path}#text">${path.slice(3)}</a>`);
  const saying = '<p>How sails are mended: see <a href="/c/9">the ninth</a>.</p>';
  await using site = await startManual(10, {
    '/': page('Manual', linked.join(' ')),
    '/c/1': page('Chapter 1', `What the other chapters hold. ${saying}`),
    '/c/8': chapter('/c/8'),
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, query: 'mend sails', max_pages: 3, ...FAST });
  assert.equal(data.counts.heads, 6);
  assert.deepEqual(data.pages.map(({ url }: { url: string }) => url).sort(), [
    `${site.url}/`,
    `${site.url}/c/1`,
    `${site.url}/c/9`,
  ]);
});

test('two heads for each page of the budget, and none again by the call that goes on', async () => {
  await using site = await startManual(40);
  const first = await server.call('crawl', { url: `${site.url}/`, query: 'mend sails', max_pages: 2, ...FAST });
  assert.deepEqual([first.data.counts.heads, asked(site).length], [4, 5]);
  const second = await server.call('crawl', { cursor: first.data.next_cursor });
  assert.deepEqual([second.data.counts.heads, second.data.counts.visited], [8, 4]);
  const twice = asked(site).filter((path, i, all) => all.indexOf(path) !== i);
  assert.ok(twice.length <= 3, `asked for again without being visited: ${twice}`);
});

test('none without a query, nor where all that wait are visited', async () => {
  await using site = await startManual(10);
  for (const more of [{ max_pages: 4 }, { query: 'mend sails', max_pages: 11 }]) {
    site.hits.length = 0;
    const { data } = await server.call('crawl', { url: `${site.url}/`, ...more, ...FAST });
    assert.equal(data.counts.heads, undefined);
    assert.deepEqual(asked(site).length, more.max_pages - 1);
  }
});

test('robots.txt holds for heads as for pages, and a host that wants a slower pace is asked for pages alone', async () => {
  const robots = (rule: string) => ({ headers: { 'content-type': 'text/plain' }, body: `User-agent: *\n${rule}` });
  const input = { query: 'mend sails', max_pages: 3, ...FAST };
  await using site = await startManual(10, { '/robots.txt': robots('Disallow: /c/8') });
  const { data } = await server.call('crawl', { url: `${site.url}/`, ...input });
  assert.ok(!asked(site).includes('/c/8'), asked(site).join(' '));
  assert.equal(data.counts.visited, 3);
  await using slow = await startManual(10, { '/robots.txt': robots('Crawl-delay: 0.2') });
  await server.call('crawl', { url: `${slow.url}/`, ...input });
  assert.equal(asked(slow).length, 2);
});

test('the pace of the call holds for heads and pages together', async () => {
  const at: number[] = [];
  await using site = await startManual(10, {
    '*': ({ url = '' }) => {
      at.push(performance.now());
      return chapter(url);
    },
  });
  await server.call('crawl', { url: `${site.url}/`, query: 'mend sails', max_pages: 5, ...FAST, hits_per_sec: 20 });
  assert.ok(at.length >= 10);
  // Ten requests start nine pauses of 50 ms apart at least; when each arrives is the machine's.
  assert.ok((at.at(-1) ?? 0) - (at[0] ?? 0) > 0.8 * (at.length - 1) * 50, at.join(' '));
});

test('a host that asks for a pause is asked for nothing meanwhile', async () => {
  const at: number[] = [];
  let paused = Number.POSITIVE_INFINITY;
  await using site = await startManual(40, {
    '/c/1': () => {
      paused = Math.min(paused, performance.now());
      return { status: 429, headers: { 'retry-after': '1' } };
    },
    '*': ({ url = '' }) => {
      at.push(performance.now());
      return chapter(url);
    },
  });
  const input = { url: `${site.url}/`, query: 'mend sails', max_pages: 3, time_budget: 10, ...FAST };
  const { data } = await server.call('crawl', input);
  assert.equal(data.counts.visited, 3);
  // What was on its way arrives yet.
  assert.deepEqual(
    at.filter((time) => time > paused + 300 && time < paused + 900),
    [],
  );
});

test('heads that do not come cost a quarter of the time at most, and the pages are read', async () => {
  await using site: Site = await startManual(40, {
    '/c/1': SAILS,
    // The first request of a chapter, which is that for its head, is never answered.
    '*': ({ url = '' }) => (site.hits.filter(({ path }) => path === url).length === 1 ? undefined : chapter(url)),
  });
  const started = performance.now();
  const { data } = await server.call('crawl', {
    url: `${site.url}/`,
    query: 'mend sails',
    max_pages: 5,
    time_budget: 8,
    ...FAST,
  });
  assert.deepEqual([data.counts.visited, data.counts.heads], [5, 1]);
  assert.equal(data.pages[0].url, `${site.url}/c/1`, 'the one that came in time counts');
  assert.ok(performance.now() - started < 8_000);
});

test('a head that leads to what robots.txt forbids, or out of the crawl, is not asked for where it leads', async () => {
  await using away = await startSite({ '/robots.txt': { status: 404 }, '*': SAILS });
  await using site = await startManual(10, {
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /closed' },
    '/c/7': () => ({ status: 302, headers: { location: `${away.url}/sails` } }),
    '/c/8': { status: 302, headers: { location: '/closed/8' } },
    '/c/9': page('Chapter 9', 'One moment.', '<meta http-equiv="refresh" content="0; url=/closed/9">'),
    '/closed/8': SAILS,
    '/closed/9': SAILS,
  });
  const input = { url: `${site.url}/`, query: 'mend sails', scope: 'host', max_pages: 5, ...FAST };
  const { data } = await server.call('crawl', input);
  for (const path of ['/c/7', '/c/8', '/c/9']) assert.ok(asked(site).includes(path), asked(site).join(' '));
  assert.deepEqual([site.hits.filter(({ path }) => path.startsWith('/closed')), away.hits], [[], []]);
  assert.equal(data.counts.visited, 5);
});

test('a head kept from preview_links says nothing where it is of a page that is none of the crawl', async () => {
  await using other = await startSite({ '*': SAILS });
  await using site = await startManual(10, {
    '/c/3': { status: 302, headers: { location: `${other.url}/` } },
  });
  const input = { url: `${site.url}/`, query: 'mend sails' };
  const before = await server.call('preview_links', input);
  assert.equal(before.data.counts.valid, 10);
  site.hits.length = 0;
  const { data } = await server.call('crawl', { ...input, scope: 'host', max_pages: 2, hits_per_sec: 100 });
  assert.ok(!asked(site).includes('/c/3'), asked(site).join(' '));
  assert.equal(data.counts.heads, 4);
});

test('a host that answers 429 without a time is asked for no more heads', async () => {
  const at: number[] = [];
  let refused = Number.POSITIVE_INFINITY;
  await using site = await startManual(40, {
    '/c/1': () => {
      refused = Math.min(refused, performance.now());
      return { status: 429 };
    },
    '*': ({ url = '' }) => {
      at.push(performance.now());
      return chapter(url);
    },
  });
  const input = { url: `${site.url}/`, query: 'mend sails', max_pages: 20, time_budget: 2, ...FAST, hits_per_sec: 20 };
  await server.call('crawl', input);
  assert.ok(Number.isFinite(refused));
  // What was on its way arrives yet.
  assert.deepEqual(
    at.filter((time) => time > refused + 300),
    [],
  );
});

test('no heads where the pages alone take the time, each of which would cost one', async () => {
  await using site = await startManual(40);
  const input = { url: `${site.url}/`, query: 'mend sails', max_pages: 10, time_budget: 2, ...FAST, hits_per_sec: 4 };
  const { data } = await server.call('crawl', input);
  assert.equal(data.counts.heads, undefined);
});

test('a robots.txt that does not come takes no more time than heads do', async () => {
  await using hangs = await startSite({ '/robots.txt': () => undefined });
  const sails = chapters(5).map((path) => `<a href="${path}">sails</a>`);
  await using site = await startManual(5, {
    '/': page('Manual', `${sails.join(' ')} <a href="${hangs.url}/far">far</a>`),
  });
  const started = performance.now();
  const input = { url: `${site.url}/`, query: 'mend sails', max_pages: 4, time_budget: 4, ...FAST };
  const { data } = await server.call('crawl', input);
  assert.deepEqual([hangs.hits.length > 0, data.stopped], [true, 'max_pages']);
  assert.ok(performance.now() - started < 3_500);
});

test('headers go with the heads of each origin that was named, and with no other', async () => {
  await using other = await startManual(10);
  await using third = await startManual(10);
  await using site = await startManual(10, {
    '/': page(
      'Manual',
      `<a href="${third.url}/c/3">sails</a> ${chapters(9)
        .map((path) => `<a href="${path}">x</a>`)
        .join(' ')}`,
    ),
  });
  const urls = [`${site.url}/`, `${other.url}/`];
  const headers = { 'x-key': 'abc' };
  await server.call('crawl', { urls, query: 'mend sails', max_pages: 10, headers, ...FAST });
  const keys = (one: Site) => [
    ...new Set(one.hits.filter(({ path }) => path.startsWith('/c/')).map((hit) => hit.headers['x-key'])),
  ];
  assert.deepEqual([keys(site), keys(other), keys(third)], [['abc'], ['abc'], [undefined]]);
});

test('what a pause left unread is looked behind by the call that goes on', () =>
  inTime(async () => {
    let refused = 0;
    await using site = await startManual(40, {
      '/c/1': () => (refused++ === 0 ? { status: 429, headers: { 'retry-after': '2' } } : chapter('/c/1')),
      '/c/4': SAILS,
      '/c/8': chapter('/c/8'),
    });
    const input = { url: `${site.url}/`, query: 'mend sails', max_pages: 2, time_budget: 1, ...FAST, hits_per_sec: 10 };
    const first = await server.call('crawl', input);
    assert.deepEqual([first.data.stopped, first.data.counts.visited], ['time_budget', 1]);
    // The pause is over then.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const second = await server.call('crawl', { cursor: first.data.next_cursor, time_budget: 20 });
    assert.ok(
      second.data.pages.some(({ url }: { url: string }) => url === `${site.url}/c/4`),
      second.text,
    );
  }));

test('an address whose head says that there is no page takes the place of none', async () => {
  await using site = await startManual(10, { '/c/1': { status: 404, body: '<title>Mend sails</title>' } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, query: 'mend sails', max_pages: 5, ...FAST });
  assert.deepEqual([data.counts.visited, data.counts.failed, data.counts.skipped.no_page], [5, 0, 1]);
  assert.equal(asked(site).filter((path) => path === '/c/1').length, 1);
});

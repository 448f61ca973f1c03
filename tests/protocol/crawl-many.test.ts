/** Many pages through a real client: what is visited and in which order, what is left alone, and when it ends. */
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startClient, type TestClient } from '../helpers/client.js';
import { within } from '../helpers/processes.js';
import { type Answer, type Site, startSite } from '../helpers/site.js';
import { tokensOf } from '../helpers/tokens.js';

const page = (title: string, body: string, head = ''): Answer => ({
  body: `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1>${body}</main></body></html>`,
});
const links = (...hrefs: string[]) =>
  hrefs.map((href) => `<p><a href="${href}">${href.replaceAll(/\W+/g, ' ')}</a></p>`).join('');
const words = (subject: string, count = 60) =>
  `<p>${Array.from({ length: count }, (_, i) => `${subject} sentence ${i} tells of ${subject} and more.`).join(' ')}</p>`;

/** Fast enough for tests; the default pace is tested by itself. */
const FAST = { hits_per_sec: 100 };

let server: TestClient;
before(async () => {
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
});

const pathsOf = (site: Site, data: Answer | { pages: Array<{ url: string }> }) =>
  'pages' in data ? data.pages.map(({ url }) => url.slice(site.url.length)) : [];
const visitsOf = (site: Site) => site.hits.map(({ path }) => path).filter((path) => !/robots|sitemap/.test(path));

describe('order', () => {
  const menu = Array.from({ length: 20 }, (_, i) => `/topic/${String.fromCharCode(97 + i)}-subject`);
  const start = () =>
    startSite({
      '/': page('Harbour', `${links(...menu)}<p><a href="/guide">Tide tables and how to read them</a></p>`),
      '/guide': page('Guide', `<p>See <a href="/deep/answer">the page on spring tides</a>.</p>`),
      '/deep/answer': page(
        'Spring tides',
        '<p>A spring tide comes after a full moon, when sun and moon pull together.</p>',
      ),
      '*': (request) => page(`Topic ${request.url}`, words(request.url ?? '')),
    });

  test('with a query the links worth most are visited first, and what they lead to', async () => {
    await using site = await start();
    const { data, text } = await server.call('crawl', {
      url: `${site.url}/`,
      query: 'spring tides',
      max_pages: 4,
      ...FAST,
    });
    assert.ok(pathsOf(site, data).includes('/deep/answer'), text);
    const [best] = data.pages;
    assert.equal(best.url, `${site.url}/deep/answer`);
    assert.equal(best.score, 10);
    assert.equal(best.depth, 2);
    assert.match(best.excerpt, /full moon/);
    assert.match(best.why, /link "the page on spring tides" on .*\/guide/);
    assert.equal(data.counts.visited, 4);
    assert.equal(data.stopped, 'max_pages');
    assert.match(text, /1\. 10\.00 Spring tides/);
  });

  test('without one in the order of the pages, level by level', async () => {
    await using site = await start();
    const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 4, ...FAST });
    assert.deepEqual(pathsOf(site, data).sort(), ['/', ...menu.slice(0, 3)]);
  });

  test('each page has a result of its own, and the graph says how they hang together', async () => {
    await using site = await start();
    const { data } = await server.call('crawl', { url: `${site.url}/`, query: 'spring tides', max_pages: 3, ...FAST });
    const answer = await server.json(`webloupe://results/${data.pages[0].result_id}`);
    assert.match(answer.markdown, /full moon/);
    const whole = await server.json(`webloupe://results/${data.result_id}`);
    assert.equal(whole.pages.length, 3);
    const graph = await server.json(`webloupe://results/${data.result_id}/graph`);
    const place = (path: string) => graph.nodes.findIndex(({ url }: { url: string }) => url === site.url + path);
    assert.ok(
      graph.edges.some(
        (edge: { from: number; to: number }) => edge.from === place('/guide') && edge.to === place('/deep/answer'),
      ),
    );
    assert.equal(graph.nodes[place('/deep/answer')].visited, true);
    assert.equal(graph.nodes[place(menu[5] ?? '')].visited, false);
  });
});

test('a delay that robots.txt asks for keeps no crawl from its start, and is told where it uses the time up', async () => {
  await using site = await startSite({
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nCrawl-delay: 20' },
    '/': page('Start', links('/a')),
    '/a': page('A', words('a')),
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 5, time_budget: 2 });
  assert.deepEqual([pathsOf(site, data), data.stopped], [['/'], 'time_budget']);
  assert.match(String(data.warnings), /^robots\.txt asks for 20 s between pages: .*time_budget.*next_cursor/);
});

test('what JSON-LD tells of each page stands in its summary, what it tells of the site in none', async () => {
  const shop = { '@type': 'Store', name: 'Sail loft', openingHours: 'Mo-Fr 09:00-17:00' };
  const boat = (name: string, price: number, of: object[]) => {
    const product = { '@type': 'Product', name, offers: { '@type': 'Offer', price, priceCurrency: 'EUR' } };
    const jsonld = JSON.stringify([...(price === 0 ? [] : [product]), ...of]);
    return page(name, words(name), `<script type="application/ld+json">${jsonld}</script>`);
  };
  await using site = await startSite({
    '/jib': boat('Jib', 129, [shop]),
    '/genoa': boat('Genoa', 189, [shop]),
    '/loft': boat('Loft', 0, [shop]),
    '/visit': boat('Visit', 0, [shop]),
  });
  const urls = ['/jib', '/genoa', '/loft', '/visit'].map((path) => site.url + path);
  const { data, text } = await server.call('crawl', { urls, ...FAST });
  assert.deepEqual(
    data.pages.map(({ title, fact }: { title: string; fact?: string }) => [title, fact]),
    [
      ['Jib', 'Product Jib: 129 EUR'],
      ['Genoa', 'Product Genoa: 189 EUR'],
      ['Loft', undefined],
      ['Visit', undefined],
    ],
  );
  assert.match(text, /\n {3}fact: Product Jib: 129 EUR\n/);
});

test('a host that is down is said to be down', async () => {
  const site = await startSite({});
  await site.close();
  const { text } = await server.call('crawl', { url: `${site.url}/`, max_pages: 3 });
  assert.match(text, /robots\.txt could not be read \(connect_failed: /);
});

test('views of an application are pages of their own, though they share title and canonical address', async () => {
  const views = `{ '': '<a href="#/tides">Tides</a> <a href="#/boats">Boats</a>', tides: 'High at noon', boats: 'For hire' }`;
  const app = `document.body.innerHTML = (${views})[location.hash.slice(2)]`;
  for (const head of ['', '<link rel="canonical" href="/app">']) {
    await using site = await startSite({ '/app': page('App', `<script>${app}</script>`, head) });
    const { data } = await server.call('crawl', { url: `${site.url}/app`, max_pages: 5, engine: 'browser', ...FAST });
    assert.deepEqual(pathsOf(site, data), ['/app', '/app#/tides', '/app#/boats'], head);
    assert.equal(data.counts.duplicates, 0);
  }
  const view = (text: string) => page('App', text, '<link rel="canonical" href="/">');
  await using site = await startSite({
    '/': view(links('/tides', '/boats')),
    '/tides': view(words('tide')),
    '/boats': view(words('boat')),
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 5, ...FAST });
  assert.deepEqual(pathsOf(site, data), ['/', '/tides', '/boats']);
});

test('routes of a page that plain HTTP reads open something over it, and are no pages', async () => {
  const portal = ['#/portal/signup', '#/portal/signin'];
  await using site = await startSite({
    '/': page('Start', links('/news', ...portal)),
    '/news': page('News', words('news') + links('/', ...portal)),
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 5, ...FAST });
  const asked = site.hits.filter(({ path }) => path === '/' || path === '/news').length;
  assert.deepEqual([pathsOf(site, data), data.counts.duplicates, asked], [['/', '/news'], 0, 2]);
});

test('files that a crawl finds are in its graph', async () => {
  await using site = await startSite({
    '/': page('Start', links('/next')),
    '/next': page('Next', links('/manual.pdf?v=2', '/photo.jpg', '/download?id=1')),
    '/download': { headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.4' },
  });
  const { data, text } = await server.call('crawl', { url: `${site.url}/`, max_pages: 5, ...FAST });
  assert.match(text, /Links within bounds, files too: webloupe:\/\/results\/[\w-]+\/graph/);
  const { nodes } = await server.json(`webloupe://results/${data.result_id}/graph`);
  const files = nodes.filter(({ visited }: { visited: boolean }) => !visited);
  assert.deepEqual(
    files.map(({ url }: { url: string }) => url.replace(site.url, '')),
    ['/manual.pdf?v=2', '/photo.jpg', '/download?id=1'],
  );
  // Two by their address, one by what it turned out to be: none of them is a page that failed.
  assert.deepEqual([data.counts.visited, data.counts.failed, data.counts.skipped], [2, 0, { no_page: 3 }]);
});

describe('what is visited', () => {
  const site = () =>
    startSite({
      '/': page('Start', links('/docs/a', '/docs/b', '/blog/c', '/file.pdf', 'https://other.example/', '/docs/deep/1')),
      '/docs/deep/1': page('One', links('/docs/deep/2')),
      '/docs/deep/2': page('Two', links('/docs/deep/3')),
      '/up/1': page('Up', links('/docs/a')),
      '*': (request) => page(`Page ${request.url}`, words(`${request.url}`)),
    });
  const cases = [
    ['scope site', {}, ['/', '/blog/c', '/docs/a', '/docs/b', '/docs/deep/1', '/docs/deep/2']],
    ['max_depth', { max_depth: 1 }, ['/', '/blog/c', '/docs/a', '/docs/b', '/docs/deep/1']],
    ['include_patterns', { include_patterns: ['*/docs/?'] }, ['/', '/docs/a', '/docs/b']],
    ['exclude_patterns', { exclude_patterns: ['*/docs/*'] }, ['/', '/blog/c']],
    ['a pattern as paths are written', { exclude_patterns: ['/docs/*'] }, ['/', '/blog/c']],
    ['include_patterns that match nothing', { include_patterns: ['docs'] }, ['/']],
  ] as const;
  for (const [name, fields, expected] of cases) {
    test(name, async () => {
      await using one = await site();
      const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 20, ...FAST, ...fields });
      assert.deepEqual(visitsOf(one).sort(), expected);
      assert.equal(data.stopped, 'complete');
      assert.equal(
        /^include_patterns: no link that the other filters leave matches/.test(data.warnings?.join()),
        expected.length === 1,
      );
    });
  }

  test('an option that leaves no link to follow is named, where nothing else says why', async () => {
    await using one = await site();
    const ask = { url: `${one.url}/`, max_pages: 20, ...FAST };
    for (const [fields, warnings] of [
      [{ css_selector: 'h1' }, ['no link to follow was found with css_selector']],
      [
        { exclude_internal_links: true, exclude_domains: ['a.example'] },
        ['no link to follow was found with exclude_internal_links, exclude_domains'],
      ],
      [{ css_selector: 'body', excluded_tags: [] }, undefined],
      [{ css_selector: 'body', max_depth: 0 }, undefined],
      [{ css_selector: 'body', url: `${one.url}/up/1`, scope: 'path' }, undefined],
      [
        {
          css_selector: 'body',
          url: undefined,
          urls: ['/no', '/none'].map((path) => one.url.replace(/\d+$/, '1') + path),
        },
        undefined,
      ],
    ] as const) {
      const { data } = await server.call('crawl', { ...ask, ...fields });
      assert.deepEqual(data.warnings, warnings, JSON.stringify(fields));
    }
  });

  test('what a link redirects to is left out for the reasons that a link to it would be', async () => {
    await using one = await startSite({
      '/': page('Start', links('/kept', '/out', '/excluded', '/elsewhere')),
      '/out': { status: 301, headers: { location: 'http://other.example/' } },
      '/excluded': { status: 301, headers: { location: '/deprecated/a' } },
      '/elsewhere': { status: 301, headers: { location: 'http://blog.site.example/b' } },
      '/sitemap.xml': { body: '<urlset><url><loc>http://blog.site.example/c</loc></url></urlset>' },
      '/robots.txt': { status: 404 },
      '*': (request) => page(`Page ${request.url}`, words(`${request.url}`)),
    });
    const hosts = ['www.site', 'blog.site', 'other'].map((host) => `${host}.example:80:127.0.0.1:${one.port}`);
    await using own = await startClient(hosts.flatMap((to) => ['--connect-to', to]));
    const ask = { url: 'http://www.site.example/', max_pages: 20, ...FAST };
    const bars = { exclude_patterns: ['*/deprecated/*'], exclude_domains: ['blog.site.example'] };
    const { data } = await own.call('crawl', { ...ask, ...bars });
    assert.deepEqual(
      data.pages.map(({ url }: { url: string }) => new URL(url).pathname),
      ['/', '/kept'],
    );
    // Of the domain left out one is redirected to and one stands in the sitemap.
    assert.deepEqual(data.counts.skipped, { scope: 1, exclude_patterns: 1, exclude_domains: 2 });
    assert.deepEqual([data.counts.visited, data.counts.failed, data.stopped], [2, 0, 'complete']);
    const named = await own.call('crawl', { ...ask, ...bars, url: 'http://www.site.example/excluded' });
    assert.equal(named.data.pages[0]?.redirected_url, 'http://www.site.example/deprecated/a', named.text);
  });

  test('where the start led is told, however its address was written and whatever page is the best', async () => {
    await using one = await startSite({
      '/': { status: 302, headers: { location: '/home' } },
      '/home': page('Home', links('/seagulls', '/moved')),
      '/moved': { status: 302, headers: { location: '/moved/here' } },
      '/robots.txt': { status: 404 },
      '*': (request) => page(`Page ${request.url}`, words(`${request.url} seagulls`)),
    });
    await using own = await startClient(['--connect-to', `site.example:80:127.0.0.1:${one.port}`]);
    const ask = { url: 'http://site.example', max_pages: 9, query: 'moved here seagulls', ...FAST };
    const { data, text } = await own.call('crawl', ask);
    assert.equal(data.pages.length, 3, text);
    assert.notEqual(data.pages[0].url, 'http://site.example/', text);
    assert.equal(data.redirected_url, 'http://site.example/home', text);
    const { resources } = await own.client.listResources();
    const kept = resources.find(({ uri }) => uri.endsWith(data.result_id));
    assert.match(JSON.stringify(kept), /site\.example\/home/);
  });

  test('scope path stays below the folder of the start', async () => {
    await using one = await startSite({
      '/docs/index.html': page('Docs', links('/docs/a', '/blog/c', '/')),
      '*': (request) => page(`Page ${request.url}`, words(`${request.url}`)),
    });
    await server.call('crawl', { url: `${one.url}/docs/index.html`, max_pages: 9, scope: 'path', ...FAST });
    assert.deepEqual(visitsOf(one).sort(), ['/docs/a', '/docs/index.html']);
  });

  test('a start without a slash at its end is a folder too, where all of the host is beside it', async () => {
    await using one = await startSite({
      '/docs': page('Docs', links('/docs/a', '/docs-old/b', '/blog/c', '/')),
      '*': (request) => page(`Page ${request.url}`, words(`${request.url}`)),
    });
    await server.call('crawl', { url: `${one.url}/docs`, max_pages: 9, scope: 'path', ...FAST });
    assert.deepEqual(visitsOf(one).sort(), ['/docs', '/docs/a']);
  });

  test('copies by session, order of parameters, redirect and text are one page', async () => {
    const text = words('the same');
    await using one = await startSite({
      '/': page(
        'Start',
        links('/a?x=1&y=2', '/a?y=2&x=1', '/a?x=1&y=2&PHPSESSID=9', '/old', '/print', '/alike', '/other'),
      ),
      '/a': page('A', words('a')),
      '/old': { status: 301, headers: { location: '/other' } },
      '/other': page('Other', words('other')),
      '/alike': page('Alike', text),
      '/print': page('Alike', `${text}<p>Printed.</p>`),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 20, ...FAST });
    assert.equal(data.counts.visited, 4, 'start, a, other, alike');
    assert.ok(data.counts.duplicates >= 1, 'of the two that read alike, one');
    assert.equal(visitsOf(one).filter((path) => path.startsWith('/a?')).length, 1);
    const { nodes } = await server.json(`webloupe://results/${data.result_id}/graph`);
    const kept = new Map(nodes.map((node: { url: string }) => [node.url.slice(one.url.length), node]));
    const read = ['/', '/old', '/print', '/alike', '/other'].map((path) => kept.get(path)) as Record<string, unknown>[];
    assert.ok(
      read.every(({ visited }) => visited === true),
      'a copy was visited, too',
    );
    const [, old, print, alike, other] = read.map(({ result_id }) => result_id);
    assert.equal(print, alike, 'and is the page that it is a copy of');
    assert.ok(old === other || old === undefined, 'of one that was still being read nothing was known');
  });

  test('where a named page redirects to the crawl is at home; where a link does it is not', async () => {
    await using other = await startSite({ '/': page('Home', links('/a')), '*': page('A', words('a')) });
    await using one = await startSite({
      '/': { status: 302, headers: { location: `${other.url}/` } },
      '/start': page('Start', links('/away')),
      '/away': { status: 302, headers: { location: `${other.url}/elsewhere` } },
    });
    const input = { scope: 'host', max_pages: 5, ...FAST };
    const moved = await server.call('crawl', { url: `${one.url}/`, ...input });
    assert.deepEqual([moved.data.counts.visited, visitsOf(other)], [2, ['/', '/a']]);
    const { data } = await server.call('crawl', { url: `${one.url}/start`, ...input });
    assert.deepEqual([data.counts.visited, data.counts.skipped], [1, { scope: 1 }]);
  });

  test('a shape of addresses that tell one page again and again is left', async () => {
    await using one = await startSite({
      '/': page('Start', links(...Array.from({ length: 40 }, (_, i) => `/p/${i}`))),
      '*': page('Copy', words('copy')),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 30, ...FAST });
    assert.deepEqual([data.counts.visited, data.stopped], [2, 'complete']);
    // Five, and those that were asked for at the same time.
    assert.ok(data.counts.duplicates <= 10, `${data.counts.duplicates} copies`);
    assert.equal(data.counts.skipped.copies, 39 - data.counts.duplicates);
  });

  test('in the graph a link that redirects leads to the page it led to', async () => {
    await using one = await startSite({
      '/': page('Start', links('/docs', '/docs/')),
      '/docs': { status: 301, headers: { location: '/docs/' } },
      '/docs/': page('Docs', words('docs')),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 2, ...FAST });
    const { nodes } = await server.json(`webloupe://results/${data.result_id}/graph`);
    const visited = nodes.map(({ url, visited: was, result_id }: Record<string, unknown>) => [url, was, result_id]);
    const [start, docs] = data.pages.map((each: { result_id: string }) => each.result_id);
    assert.deepEqual(visited, [
      [`${one.url}/`, true, start],
      [`${one.url}/docs`, true, docs],
      [`${one.url}/docs/`, true, docs],
    ]);
  });

  test('a canonical link is believed where the pages are alike', async () => {
    const toHome = (title: string) => page(title, words(title), '<link rel="canonical" href="/">');
    await using one = await startSite({
      '/': page('Start', links('/a', '/b')),
      // What is linked here is read after it.
      '/a': page('A', words('one way to tell it') + links('/a-as-table')),
      '/a-as-table': page('A', words('quite another') + links('/a'), '<link rel="canonical" href="/a">'),
      '/b': toHome('B'),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 20, ...FAST });
    assert.deepEqual(pathsOf(one, data).sort(), ['/', '/a', '/b']);
    assert.equal(data.counts.duplicates, 1);
    // Whichever of the two comes first.
    const other = await server.call('crawl', { url: `${one.url}/a-as-table`, max_pages: 20, ...FAST });
    assert.deepEqual(pathsOf(one, other.data), ['/a-as-table']);
  });

  test('a page that differs from its canonical address in its query alone stands for it', async () => {
    await using one = await startSite({
      '/': page('Start', links('/list?by=name')),
      '/list': page('List', words('list') + links('/list'), '<link rel="canonical" href="/list">'),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 20, ...FAST });
    assert.deepEqual(pathsOf(one, data), ['/', '/list?by=name']);
    assert.deepEqual([data.counts.failed, data.counts.duplicates], [0, 0]);
  });

  test('a sitemap is a source of links, packed and by way of an index too', async () => {
    await using one = await startSite({
      '/': page('Start', '<p>No links here.</p>'),
      '/robots.txt': (request) => ({
        headers: { 'content-type': 'text/plain' },
        body: `Sitemap: http://${request.headers.host}/index.xml`,
      }),
      // Itself, too: it is read once.
      '/index.xml': ({ headers: { host } }) => ({
        body: `<sitemapindex>${['index.xml', 'pages.xml.gz'].map((name) => `<sitemap><loc>http://${host}/${name}</loc></sitemap>`).join('')}</sitemapindex>`,
      }),
      '/pages.xml.gz': (request) => ({
        headers: { 'content-type': 'application/x-gzip' },
        // More than is unpacked: what comes first counts.
        body: gzipSync(
          `<urlset><url><loc>http://${request.headers.host}/hidden?a=1&amp;b=2</loc></url>${' '.repeat(11_000_000)}</urlset>`,
        ),
      }),
      '/hidden': page('Hidden', words('hidden')),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 5, ...FAST });
    assert.deepEqual(pathsOf(one, data), ['/', '/hidden?a=1&b=2']);
    assert.equal(data.pages[1].why, 'sitemap');
    assert.equal(one.hits.filter(({ path }) => path === '/index.xml').length, 1);
  });

  test('an index of thousands of sitemaps leaves room for the pages that they name', async () => {
    await using one = await startSite({
      '/': page('Start', '<p>No links here.</p>'),
      '/sitemap.xml': ({ headers: { host } }) => ({
        body: `<sitemapindex>${Array.from({ length: 6_000 }, (_, i) => `<sitemap><loc>http://${host}/${i}.xml</loc></sitemap>`).join('')}</sitemapindex>`,
      }),
      '/0.xml': ({ headers: { host } }) => ({ body: `<urlset><url><loc>http://${host}/hidden</loc></url></urlset>` }),
      '/hidden': page('Hidden', words('hidden')),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 5, ...FAST });
    assert.deepEqual(pathsOf(one, data), ['/', '/hidden']);
    assert.ok(one.hits.filter(({ path }) => path.endsWith('.xml')).length <= 6);
  });

  const map = (...locations: string[]) => ({
    headers: { 'content-type': 'application/xml' },
    body: `<urlset>${locations.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`,
  });
  const later = (response: ServerResponse, ms: number, { body }: Answer) =>
    void setTimeout(() => response.end(body), ms);

  test('what a page links to goes before what only a sitemap names', async () => {
    await using one: Site = await startSite({
      '/sitemap.xml': () => map(...Array.from({ length: 6_000 }, (_, i) => `${one.url}/archive/${i}`)),
      '/': (_request, response) => later(response, 800, page('Start', links('/guide', '/team'))),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 3, ...FAST });
    assert.deepEqual(pathsOf(one, data), ['/', '/guide', '/team']);
  });

  test('with a query nothing is chosen before the sitemap is known, unless that takes too long', async () => {
    let sitemapMs = 700;
    await using one: Site = await startSite({
      '/sitemap.xml': (_request, response) => later(response, sitemapMs, map(`${one.url}/archive/ferry-times`)),
      '/': page('Start', links('/a', '/b', '/c', '/d')),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const input = { url: `${one.url}/`, max_pages: 2, query: 'ferry times', cache_mode: 'bypass', ...FAST };
    const { data } = await server.call('crawl', input);
    assert.deepEqual(pathsOf(one, data).sort(), ['/', '/archive/ferry-times']);
    sitemapMs = 9_000;
    const started = performance.now();
    assert.equal((await server.call('crawl', input)).data.counts.visited, 2);
    assert.ok(performance.now() - started < 8_000);
  });

  test('a sitemap that was not read to its end is read by the call that goes on, and once it was it is not', async () => {
    let sitemapMs = 20_000;
    await using one: Site = await startSite({
      '/sitemap.xml': (_request, response) => later(response, sitemapMs, map(`${one.url}/archive`)),
      '/': page('Start', links('/a', '/b', '/c')),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const first = await server.call('crawl', { url: `${one.url}/`, max_pages: 2, ...FAST });
    sitemapMs = 0;
    const second = await server.call('crawl', { cursor: first.data.next_cursor, max_pages: 2 });
    const third = await server.call('crawl', { cursor: second.data.next_cursor, max_pages: 2 });
    assert.deepEqual(pathsOf(one, second.data).concat(pathsOf(one, third.data)).sort(), ['/archive', '/b', '/c']);
    assert.equal(one.hits.filter(({ path }) => path === '/sitemap.xml').length, 2);
  });

  test('a call that waited for nothing but the sitemap is the last', async () => {
    await using one: Site = await startSite({
      '/sitemap.xml': () => undefined,
      '/': page('Start', links('/a')),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const first = await server.call('crawl', { url: `${one.url}/`, max_pages: 2, ...FAST });
    assert.deepEqual([first.data.stopped, first.data.counts.waiting], ['max_pages', 0]);
    const second = await server.call('crawl', { cursor: first.data.next_cursor, max_pages: 2, time_budget: 1 });
    assert.deepEqual([second.data.pages, second.data.stopped, second.data.next_cursor], [[], 'complete', undefined]);
  });

  test('a call goes on where only the sitemap is left', async () => {
    await using one: Site = await startSite({
      '/sitemap.xml': (_request, response) => later(response, 1_000, map(`${one.url}/archive`)),
      '/': page('Start', links('/a')),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const first = await server.call('crawl', { url: `${one.url}/`, max_pages: 2, ...FAST });
    assert.deepEqual([first.data.stopped, first.data.counts.waiting], ['max_pages', 0]);
    const second = await server.call('crawl', { cursor: first.data.next_cursor, max_pages: 2 });
    assert.deepEqual(pathsOf(one, second.data), ['/archive']);
    assert.deepEqual([second.data.stopped, second.data.next_cursor], ['complete', undefined]);
  });

  test('a link of a page is that also where the sitemap has it, whichever comes first', async () => {
    const chapters = ['/n/1', '/n/2', '/n/3', '/n/4', '/n/5', '/n/6'];
    const named = (title: string, path: string) => `<p><a href="${path}">${title}</a></p>`;
    const body = `${links('/x', '/y')}${chapters.map((path, i) => named(i === 4 ? 'Ferry times' : `Chapter ${i}`, path)).join('')}<a href="/de/">Deutsch</a>`;
    for (const inSitemap of [0, 600]) {
      const more = Array.from({ length: inSitemap }, (_, i) => `/old/ferry-${i}`);
      for (const [sitemapMs, startMs] of [
        [0, 600],
        [600, 0],
      ] as const) {
        await using one: Site = await startSite({
          '/sitemap.xml': (_request, response) =>
            later(
              response,
              sitemapMs,
              map(...['/de/', ...chapters.toReversed(), ...more].map((path) => one.url + path)),
            ),
          '/': (_request, response) => later(response, startMs, page('Start', body)),
          '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
        });
        const input = { url: `${one.url}/`, cache_mode: 'bypass', ...FAST };
        const told = `${inSitemap} more, sitemap after ${sitemapMs} ms`;
        const best = await server.call('crawl', { ...input, max_pages: 2, query: 'ferry times' });
        assert.deepEqual(pathsOf(one, best.data).sort(), ['/', '/n/5'], told);
        const why: string = best.data.pages.find(({ depth }: { depth: number }) => depth === 1).why;
        assert.match(why, /^link "Ferry times" on /, told);
        const { data } = await server.call('crawl', { ...input, max_pages: 9 });
        assert.deepEqual(pathsOf(one, data), ['/', '/x', '/y', ...chapters], told);
      }
    }
  });

  test('translations come last', async () => {
    const tongues = ['de', 'fr', 'es', 'it', 'nl'];
    const home = (language: string) =>
      page(
        `Home ${language}`,
        words(`home ${language}`) +
          tongues.map((other) => `<a href="/${other}/">${other}</a>`).join(' ') +
          '<a href="/hr/team">Hr team</a> <a href="/fr-rules">French rules</a> <a href="/it/contact">Contact</a>',
      );
    await using one = await startSite({
      '/en/': home('en'),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/en/`, max_pages: 5, ...FAST });
    assert.deepEqual(pathsOf(one, data), ['/en/', '/hr/team', '/fr-rules', '/it/contact', '/de/']);
  });
});

test('the text that a page was made of comes last, though it is about the same', async () => {
  const source = (name: string) => `<p><a href="/_sources/${name}.rst.txt" rel="nofollow">Show source</a></p>`;
  await using one = await startSite({
    '/': page(
      'Home',
      `${source('index')}<a href="/tides.html">Tide tables</a> <a href="/moorings.html">Moorings</a> <a href="/moorings.txt">All</a>`,
    ),
    '/tides.html': page('Tide tables', `${words('tide tables')}${source('tides')}`),
    '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
  });
  for (const query of ['tide tables', undefined]) {
    const { data } = await server.call('crawl', {
      url: `${one.url}/`,
      query,
      max_pages: 4,
      cache_mode: 'bypass',
      ...FAST,
    });
    const visited = ['/', '/moorings.html', '/moorings.txt', '/tides.html'];
    assert.deepEqual(pathsOf(one, data).sort(), visited, query);
  }
});

describe('listings of files', () => {
  test('the same files in another order come last', async () => {
    const heads = '<th><a href="?C=N;O=D">Name</a><th><a href="?C=M;O=A">Date</a><th><a href="?sort=size">Size</a>';
    await using one = await startSite({
      '/': page('Files', `<table><tr>${heads}<tr><td><a href=a/>a/</a><tr><td><a href=read.txt>read.txt</a></table>`),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    await server.call('crawl', { url: `${one.url}/`, max_pages: 4, ...FAST });
    assert.deepEqual(visitsOf(one), ['/', '/a/', '/read.txt', '/?C=N;O=D', '/?C=M;O=A', '/?sort=size']);
  });

  test('files of an ending that held none yet are not asked for', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `/${String.fromCharCode(97 + (i % 26), 97 + (i % 7))}${i}.sig`);
    await using one = await startSite({
      '/': page('Files', links(...names, '/notes')),
      '/notes': page('Notes', words('notes')),
      '*': () => ({ headers: { 'content-type': 'application/octet-stream' }, body: '\0\x01' }),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 5, ...FAST });
    assert.deepEqual(pathsOf(one, data), ['/', '/notes']);
    assert.equal(data.stopped, 'complete');
    assert.equal(data.counts.skipped.no_page, names.length);
    assert.ok(visitsOf(one).length < 12, visitsOf(one).join(' '));
  });
});

test('what is done with pages comes last: what robots are asked not to follow, and what names its page in its query', async () => {
  const done = (name: string) =>
    `<nav><a href="/login?next=/${name}">Log in</a> <a href="/print.php?page=${name}">Print</a> <a rel="nofollow" href="/edit/${name}">Edit</a></nav>`;
  const robots = '<meta name="robots" content="noindex, nofollow">';
  const tides = page('Tides', `${words('tides')}${done('tides')}${links('/moorings?of=north', '/sands')}`);
  await using one = await startSite({
    '/harbour': page('Harbour', `${done('harbour')}${links('/recent', '/tides', '/edit/sands')}`),
    '/recent': page('Recent', `${words('recent')}${links('/changes/a', '/changes/b', '/sands')}`, robots),
    // While it is on its way, nothing else is left.
    '/tides': (_request, response) => {
      setTimeout(() => response.setHeader('content-type', 'text/html').end(tides.body), 300);
    },
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /none\n' },
    '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
  });
  const start = `${one.url}/harbour`;
  for (const query of [undefined, 'changes']) {
    const { data } = await server.call('crawl', { url: start, query, max_pages: 6, ...FAST });
    const visited = ['/edit/sands', '/harbour', '/moorings?of=north', '/recent', '/sands', '/tides'];
    assert.deepEqual(pathsOf(one, data).sort(), visited, query);
  }
  const { data } = await server.call('crawl', { url: start, max_pages: 20, ...FAST });
  assert.equal(data.counts.visited, 14, 'and is visited where nothing else is left');
  const { metadata } = (await server.call('crawl', { url: `${one.url}/recent` })).data;
  assert.equal(metadata.robots, 'noindex, nofollow');
});

test('articles beyond half of a crawl go before what is done with them', async () => {
  const post = (path: string) =>
    `${words(path)}<a rel="nofollow" href="${path}?reply=1">Reply</a> <a href="/login?next=${path}">Log in</a>`;
  const topic = (name: string) => links(...[0, 1, 2, 3, 4].map((i) => `/post/${name.charCodeAt(0) * 5 + i}`));
  await using one = await startSite({
    '/robots.txt': { status: 404 },
    '/': page('Blog', `${links(...[...'abcdefgh'].map((name) => `/${name}`))}<a rel="nofollow" href="/feed">Feed</a>`),
    '*': ({ url = '' }) => page(`P ${url}`, /^\/\w$/.test(url) ? topic(url.slice(1)) : post(url)),
  });
  for (const query of [undefined, 'sentence']) {
    const { data } = await server.call('crawl', { url: `${one.url}/`, query, max_pages: 49, ...FAST });
    const { nodes } = await server.json(`webloupe://results/${data.result_id}/graph`);
    const visited = nodes.filter((node: { visited: boolean }) => node.visited).map(({ url }: { url: string }) => url);
    const articles = visited.filter((url: string) => /\/post\/\d+$/.test(url));
    assert.equal(articles.length, 40, `${query}: ${visited.join(' ')}`);
  }
});

test("a wiki's special pages leave room for its articles, whatever their addresses look like", async () => {
  const robots = '<meta name="robots" content="noindex, nofollow">';
  const special = [...'abcdefghijkl'].map((name) => `Spezial:${name}`);
  for (const place of ['/wiki/', '/w?title=']) {
    await using one = await startSite({
      '/robots.txt': { status: 404 },
      '*': ({ url = '' }) =>
        url.includes('Spezial:')
          ? page(url, words(url), robots)
          : page(
              url,
              `${words(url)}${links(...[...special, 'Moon', 'Sea', 'Sun', 'Wind'].map((name) => place + name))}`,
            ),
    });
    await server.call('crawl', { url: `${one.url}${place}Tides`, max_pages: 12, ...FAST });
    // Three that were read, and three on their way, are known too late.
    const articles = visitsOf(one).filter((path) => !path.includes(':'));
    assert.equal(articles.length, 5, visitsOf(one).join(' '));
  }
});

test('lists that ask not to be found are visited like others where they lead on to what is older', async () => {
  const list = (n: number, robots = '') => {
    const posts = [1, 2, 3].map((k) => `/post-${n * 3 + k}`);
    const tags = posts.map((post) => `<a rel="nofollow" href="/tag${post}">Tag</a>`).join('');
    return page(`List ${n}`, `${words(`list${n}`)}${links(...posts, `/page/${n + 1}`)}${tags}`, robots);
  };
  for (const asked of ['noindex', 'noindex, follow']) {
    const robots = `<meta name="robots" content="${asked}">`;
    await using one = await startSite({
      '/': list(1),
      '/robots.txt': { status: 404 },
      '*': ({ url = '' }) =>
        url.startsWith('/page/') ? list(Number(url.slice(6)), robots) : page(`P ${url}`, words(url)),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 25, max_depth: 9, ...FAST });
    const visited = pathsOf(one, data);
    assert.ok(visited.includes('/page/6'), `${asked}: ${visited.join(' ')}`);
    assert.deepEqual(
      visited.filter((path) => path.startsWith('/tag')),
      [],
      asked,
    );
  }
});

test('folders that a parameter named dir tells apart are no orders of a list', async () => {
  await using one = await startSite({
    '/robots.txt': { status: 404 },
    '/': (request) =>
      page(`Files ${request.url}`, `${words(`${request.url}`)}${links('/?direction=desc', '/?dir=charts', '/help')}`),
    '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
  });
  const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 2, ...FAST });
  assert.deepEqual(pathsOf(one, data).sort(), ['/', '/?dir=charts']);
});

describe('politeness', () => {
  const robots = { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /private\n' };
  const site = () =>
    startSite({ '/': page('Start', links('/private/x', '/open')), '/robots.txt': robots, '*': page('P', words('p')) });

  test('robots.txt is obeyed for pages nobody named', async () => {
    await using one = await site();
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 5, ...FAST });
    assert.deepEqual(visitsOf(one), ['/', '/open']);
    assert.equal(data.counts.skipped.robots, 1);
  });

  test('pages that robots.txt forbids use up no requests, unless they are many', async () => {
    const forbidden = (count: number) => Array.from({ length: count }, (_, i) => `/private/${i}`);
    await using one = await startSite({
      '/': page('Start', `<a href=/few>Few</a><a href=/many>Many</a>`),
      '/few': page('Few', links(...forbidden(20), '/open')),
      '/many': page('Many', links(...forbidden(40), '/open')),
      '/robots.txt': robots,
      '/open': page('Open', words('open')),
    });
    const visit = (path: string) => server.call('crawl', { url: one.url + path, max_pages: 2, ...FAST });
    const { data } = await visit('/few');
    assert.deepEqual(pathsOf(one, data), ['/few', '/open']);
    const { data: many } = await visit('/many');
    assert.equal(many.stopped, 'max_requests');
    assert.equal(many.counts.skipped.robots, 27);
  });

  test('robots.txt is obeyed for what a redirect leads to, on another origin too', async () => {
    await using other = await site();
    const to = (location: string) => ({ status: 302, headers: { location } });
    await using one = await startSite({
      '/': page('Start', links('/here', '/there', '/fine')),
      '/here': to('/private/x'),
      '/there': to(`${other.url}/private/y`),
      '/fine': to('/open'),
      '/robots.txt': robots,
      '*': page('P', words('p')),
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 5, ...FAST });
    assert.deepEqual(visitsOf(one).sort(), ['/', '/fine', '/here', '/open', '/there']);
    assert.deepEqual(visitsOf(other), []);
    assert.equal(data.counts.skipped.robots, 2);
  });

  test('robots.txt is obeyed for what a script leads to', async () => {
    await using one = await startSite({
      '/': page('Start', '<script>location.replace("/private/x")</script>'),
      '/robots.txt': robots,
      '*': page('P', words('p')),
    });
    const { text } = await server.call('crawl', { url: `${one.url}/`, check_robots_txt: true, engine: 'browser' });
    assert.match(text, /^blocked_by_robots: .*\/private\/x/);
  });

  test('robots.txt is obeyed for what a kept page was redirected to', async () => {
    await using one = await startSite({
      '/': { status: 302, headers: { location: '/private/x' } },
      '/private/x': page('Private', words('private')),
      '/robots.txt': robots,
    });
    const url = `${one.url}/`;
    assert.equal((await server.call('crawl', { url })).data.status_code, 200);
    const { text } = await server.call('crawl', { url, check_robots_txt: true });
    assert.match(text, /^blocked_by_robots: .*\/private\/x/);
  });

  test('check_robots_txt: false does not ask, true refuses a named page, auto does not for one or for urls', async () => {
    await using one = await site();
    const url = `${one.url}/private/x`;
    await server.call('crawl', { url: `${one.url}/`, max_pages: 5, check_robots_txt: false, ...FAST });
    assert.ok(visitsOf(one).includes('/private/x'));
    assert.equal((await server.call('crawl', { url, cache_mode: 'bypass' })).isError, false);
    const named = await server.call('crawl', { urls: [url, `${one.url}/open`], cache_mode: 'bypass', ...FAST });
    assert.equal(named.data.counts.visited, 2);
    const refused = await server.call('crawl', { url, check_robots_txt: true, cache_mode: 'bypass' });
    assert.match(refused.text, /^blocked_by_robots: /);
  });

  test('requests of one host start hits_per_sec apart, over all crawls', async () => {
    const times: number[] = [];
    await using one = await startSite({
      '/robots.txt': { status: 404 },
      '/sitemap.xml': { status: 404 },
      '*': (request) => {
        times.push(performance.now());
        return page(`P ${request.url}`, links('/p0', '/p1', '/p2', '/p3') + words(`${request.url}`));
      },
    });
    const input = { url: `${one.url}/`, max_pages: 4, hits_per_sec: 5, cache_mode: 'bypass' };
    await Promise.all([server.call('crawl', input), server.call('crawl', input)]);
    const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
    assert.equal(times.length, 8);
    assert.ok(span >= 7 * 190, `${times.length} requests in ${Math.round(span)} ms`);
  });

  test('a page that somebody named waits for no crawl of its host, however slow that is', async () => {
    await using site = await startSite({ '*': (request) => page(`Page ${request.url}`, links('/a', '/b', '/c')) });
    const end = new AbortController();
    const crawls = ['/1', '/2', '/3'].map((path) =>
      server
        .call('crawl', { url: site.url + path, max_pages: 5, hits_per_sec: 0.1 }, { signal: end.signal })
        .catch(() => {}),
    );
    assert.ok(await within(10_000, () => site.hits.some(({ path }) => path !== '/robots.txt')));
    // The crawls' next turns are 10 s away, and more.
    const started = performance.now();
    const named = await server.call('crawl', { url: `${site.url}/named` });
    const waitedMs = performance.now() - started;
    end.abort();
    await Promise.all(crawls);
    assert.match(named.text, /Page \/named/);
    assert.ok(waitedMs < 8_000, `${Math.round(waitedMs)} ms`);
  });

  test('a host that asks for a pause gets it, and the page is read after it', async () => {
    let asked = 0;
    await using one = await startSite({
      '/': page('Start', links('/busy')),
      '/busy': () => (asked++ === 0 ? { status: 429, headers: { 'retry-after': '1' } } : page('Busy', words('busy'))),
    });
    const started = performance.now();
    const told: string[] = [];
    const onprogress = ({ message = '' }) => void told.push(message);
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 3, ...FAST }, { onprogress });
    assert.equal(data.counts.visited, 2);
    assert.ok(performance.now() - started >= 950);
    for (const lines of [told, server.logs.map((line) => line.data)])
      assert.ok(lines.includes(`127.0.0.1:${one.port} asks for a pause of 1 s, which the crawl keeps`), `${lines}`);
  });

  test('a page whose host asks for pause after pause is asked for twice', async () => {
    await using one = await startSite({
      '/': page('Start', links('/busy')),
      '/busy': { status: 429, headers: { 'retry-after': '0' } },
    });
    const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 3, time_budget: 5, ...FAST });
    assert.deepEqual([visitsOf(one), data.stopped, data.counts.failed], [['/', '/busy', '/busy'], 'complete', 1]);
  });

  for (const [name, headers] of [
    ['without a time', {}],
    ['with no time that can be read', { 'retry-after': 'later' }],
  ] as const)
    test(`a host that says "too many" ${name} is left alone for a while, too`, async () => {
      await using one = await startSite({
        '/': page('Start', links(...Array.from({ length: 20 }, (_, i) => `/p/${i}`))),
        '/robots.txt': { status: 404 },
        '/sitemap.xml': { status: 404 },
        '*': { status: 429, headers },
      });
      const { data } = await server.call('crawl', { url: `${one.url}/`, max_pages: 20, time_budget: 6, ...FAST });
      assert.deepEqual([data.counts.waiting, data.counts.failed, data.stopped], [20, 0, 'time_budget']);
      assert.match(data.warnings[0], /^127\.0\.0\.1:\d+ asks for a pause of 10 s, .* next_cursor after that$/);
      assert.ok(visitsOf(one).length <= 5, `${visitsOf(one).length} requests`);
    });

  test('a pause beyond the time left is not waited for', async () => {
    await using one = await startSite({
      '/': page('Start', links('/busy', ...Array.from({ length: 15 }, (_, i) => `/more/${i}`))),
      '/busy': { status: 429, headers: { 'retry-after': '60' } },
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const started = performance.now();
    const input = { url: `${one.url}/`, max_pages: 20, hits_per_sec: 10, time_budget: 20 };
    const { data } = await server.call('crawl', input);
    assert.ok(performance.now() - started < 5_000);
    assert.match(data.warnings[0], / asks for a pause of 60 s, /);
    assert.deepEqual([data.stopped, data.counts.failed], ['time_budget', 0]);
    assert.ok(data.next_cursor !== undefined, 'what was not read can be, later');
    assert.ok(data.counts.visited + data.counts.waiting === 17, 'the page that was refused, too');
  });

  test('of named pages that wait for a host it is said when to come back, once', async () => {
    await using one = await startSite({
      '/p/0': page('First', words('first')),
      '*': { status: 429, headers: { 'retry-after': '60' } },
    });
    const urls = Array.from({ length: 5 }, (_, i) => `${one.url}/p/${i}`);
    const { data } = await server.call('crawl', { urls, hits_per_sec: 2, time_budget: 20 });
    const { visited, failed, waiting } = data.counts;
    assert.equal(visited + failed + waiting, 5);
    assert.ok(failed > 0 && waiting > 0, JSON.stringify(data.counts));
    assert.deepEqual(
      data.warnings.map((warning: string) => warning.replace(/^\S+/, 'it')),
      ['it asks for a pause of 60 s, which the crawl keeps: its links wait for a call with next_cursor after that'],
    );
  });
});

describe('ends', () => {
  const calendar = () =>
    startSite({
      '/': page('Start', links('/calendar/2030/01', '/s/1?sid=abc', '/loop/a/b', '/real')),
      '/real': page('Real', words('real')),
      '*': (request) => {
        const url = new URL(request.url ?? '/', 'http://x');
        const month = /^\/calendar\/(\d+)\/(\d+)/.exec(url.pathname);
        if (month !== null) {
          const paths = [0, 1, 2].map((ahead) => {
            const next = new Date(Number(month[1]), Number(month[2]) + ahead, 1);
            return `/calendar/${next.getFullYear()}/${String(next.getMonth() + 1).padStart(2, '0')}`;
          });
          return page(`Calendar ${url.pathname}`, `${words(url.pathname, 20)}${links(...paths)}`);
        }
        if (url.pathname.startsWith('/s/'))
          return page('Session', `${words('session')}${links(`/s/1?sid=${Math.random()}`)}`);
        return page(`Loop ${url.pathname}`, `${words(url.pathname, 20)}<a href="${url.pathname}/a/b">on</a>`);
      },
    });

  test('a site without end ends within its budget, and each trap within its bound', async () => {
    await using site = await calendar();
    const { data } = await server.call('crawl', {
      url: `${site.url}/`,
      max_pages: 200,
      max_depth: 20,
      ...FAST,
      hits_per_sec: 50,
    });
    const count = (prefix: string) => visitsOf(site).filter((path) => path.startsWith(prefix)).length;
    assert.ok(visitsOf(site).includes('/real'));
    assert.equal(count('/calendar'), 30);
    assert.equal(count('/s/'), 1, 'a session is no page');
    assert.ok(count('/loop') <= 3, `${count('/loop')} loops`);
    assert.equal(data.stopped, 'complete');
  });

  test('pages that fail take no place of others', async () => {
    await using site = await startSite({
      '/': page('Start', links('/gone', '/lost', '/good', '/best', '/more')),
      '/gone': { status: 404 },
      '/lost': { status: 500 },
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 3, ...FAST });
    assert.deepEqual([data.counts.visited, data.counts.failed, data.stopped], [3, 2, 'max_pages']);
    // Two are read at a time, and come in any order.
    const [start, ...others] = pathsOf(site, data);
    assert.deepEqual([start, ...others.slice(0, 2).sort()], ['/', '/best', '/good']);
    assert.deepEqual(others.slice(2).sort(), ['/gone', '/lost']);
    const { nodes } = await server.json(`webloupe://results/${data.result_id}/graph`);
    const asked = nodes.flatMap(({ url, visited }: { url: string; visited: boolean }) => (visited ? [url] : []));
    assert.equal(asked.length, 5, 'those that failed were visited, too');
  });

  test('a site that tells one page under many addresses ends by its requests, and can go on', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `/${String.fromCharCode(97 + (i % 26), 97 + i / 26)}`);
    await using site = await startSite({
      '/': page('Start', links(...names)),
      '/robots.txt': { status: 404 },
      '/sitemap.xml': { status: 404 },
      '*': page('Copy', words('copy')),
    });
    const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 3, ...FAST });
    // Two requests a page, and ten.
    assert.deepEqual([data.stopped, data.counts.visited, visitsOf(site).length], ['max_requests', 2, 16]);
    assert.deepEqual([data.counts.duplicates, data.counts.waiting], [14, 25]);
    assert.ok(data.next_cursor !== undefined);
  });

  test('a site whose pages are all of one shape is read whole, what is different first', async () => {
    await using site = await startSite({
      '/': page('Start', links(...Array.from({ length: 60 }, (_, i) => `/item/${i}`), '/about')),
      '*': (request) => page(`Item ${request.url}`, words(`${request.url}`)),
    });
    const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 62, ...FAST });
    assert.equal(data.counts.visited, 62);
    assert.ok(visitsOf(site).indexOf('/about') <= 35, `${visitsOf(site).indexOf('/about')}`);
  });

  test('when the time is up the pages read are answered, and the cursor goes on', async () => {
    await using site = await startSite({
      '/': page('Start', links(...Array.from({ length: 8 }, (_, i) => `/p${i}`))),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const first = await server.call('crawl', { url: `${site.url}/`, max_pages: 9, time_budget: 2, hits_per_sec: 3 });
    assert.equal(first.data.stopped, 'time_budget');
    assert.ok(first.data.counts.visited >= 1 && first.data.counts.visited < 9);
    const told = pathsOf(site, first.data);
    let { data } = first;
    for (let i = 0; i < 8 && data.next_cursor !== undefined; i++) {
      ({ data } = await server.call('crawl', { cursor: data.next_cursor }));
      told.push(...pathsOf(site, data));
    }
    assert.equal(data.counts.visited, 9);
    // A page that was being read when the time was up is asked for again, and told once.
    assert.deepEqual(told.sort(), ['/', ...Array.from({ length: 8 }, (_, i) => `/p${i}`)]);
  });

  test('cancelled within a second', async () => {
    await using site = await startSite({
      '/': page('Start', links(...Array.from({ length: 8 }, (_, i) => `/p${i}`))),
      '/robots.txt': { status: 404 },
      '/sitemap.xml': { status: 404 },
      '*': () => {},
    });
    const stop = new AbortController();
    const call = server.call('crawl', { url: `${site.url}/`, max_pages: 9, ...FAST }, { signal: stop.signal });
    assert.ok(await within(20_000, () => visitsOf(site).length === 5), 'four at once');
    const started = performance.now();
    stop.abort();
    await assert.rejects(call);
    // The server's part: nothing more is asked, and the next call is answered at once.
    await using other = await startSite({ '/': page('Other', '') });
    assert.equal((await server.call('crawl', { url: `${other.url}/` })).isError, false);
    assert.ok(performance.now() - started < 5_000);
    assert.equal(visitsOf(site).length, 5);
  });

  test('one failure never fails the rest; the only page failing is an error', async () => {
    await using site = await startSite({
      '/': page('Start', links('/gone', '/broken', '/good')),
      '/gone': { status: 404, body: '<title>Gone</title><p>It is <a href="/moved">elsewhere</a>.</p>' },
      '/broken': (request) => {
        request.socket.destroy();
      },
      '/good': page('Good', words('good')),
    });
    const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 9, ...FAST });
    assert.deepEqual(pathsOf(site, data).slice(0, 2), ['/', '/good']);
    assert.equal(data.counts.failed, 2);
    const gone = data.pages.find(({ url }: { url: string }) => url.endsWith('/gone'));
    assert.match(gone.error, /^http_error: /);
    const said = await server.client.readResource({ uri: `webloupe://results/${gone.result_id}/links` });
    assert.match(JSON.stringify(said.contents), /moved/);
    const alone = await server.call('crawl', { url: 'http://127.0.0.1:1/', max_pages: 3 });
    assert.match(alone.text, /^(connect_failed|blocked_address): /);
  });
});

describe('urls', () => {
  test('the named pages and no others, ranked for the query, each failure its own', async () => {
    await using site = await startSite({
      '/oak': page('Oak', '<p>The oak is a tree with acorns, and it grows old.</p>'),
      '/ash': page('Ash', `<p>The ash is a tree with keys and light wood.</p>${links('/more')}`),
    });
    const urls = [`${site.url}/ash`, `${site.url}/oak`, `${site.url}/none`, 'nonsense'];
    const { data, isError } = await server.call('crawl', { urls, query: 'acorns', ...FAST });
    assert.equal(isError, false);
    assert.deepEqual(
      data.pages.map(({ url }: { url: string }) => url),
      [urls[1], urls[0], urls[2], urls[3]],
    );
    assert.deepEqual(visitsOf(site).sort(), ['/ash', '/none', '/oak']);
    assert.equal(data.stopped, 'complete');
    assert.equal(data.next_cursor, undefined);
  });

  test('without a query in the order they were given, failures too; what is one page with another is said', async () => {
    const late = (request: IncomingMessage, response: ServerResponse) => {
      setTimeout(() => response.end(`<title>${request.url}</title>`), 150);
    };
    await using other = await startSite({ '*': page('Elsewhere', '') }, { host: '127.0.0.2' });
    await using site = await startSite({
      '/first': late,
      '/moved': { status: 301, headers: { location: '/last' } },
      '/none': { status: 404 },
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const paths = ['/first', '/none', '/moved', '/b'];
    const urls = [...paths.map((path) => site.url + path), `${other.url}/`, 'nonsense', `${site.url}/z`];
    // Of two that are one page, the one that comes first is told, which is not always the one asked first.
    const given = [...urls.toSpliced(3, 0, `${site.url}/last`), `${site.url}/b#again`];
    const { data } = await server.call('crawl', { urls: given, hits_per_sec: 20 });
    assert.deepEqual(
      data.pages.map(({ url }: { url: string }) => url.replace('/last', '/moved')),
      urls,
    );
    assert.equal(data.warnings.length, 1);
    assert.match(data.warnings[0], /^urls: \S+\/(?:last|moved), \S+\/b#again: the same page as another/);
  });

  test('how a page begins is what stands below its title, not what the site says above it, in previews too', async () => {
    const offer = '<p>Free shipping on all orders over 75 euros, this week only.</p>';
    const ferry = '<p>The ferry sails again after eleven weeks of repairs.</p>';
    const bare = (title: string, rest: string) => ({ body: `<title>T</title>${offer}<h1>${title}</h1>${rest}` });
    await using site = await startSite({ '/a': bare('A', ferry), '/b': bare('<a href="/a">B</a>', '') });
    const urls = [`${site.url}/a`, `${site.url}/b`];
    const { data } = await server.call('crawl', { urls });
    const begins = [/^The ferry sails/, /^Free shipping/];
    for (const [at, begin] of begins.entries()) assert.match(data.pages[at].excerpt, begin);
    const { data: heads } = await server.call('preview_links', { links: urls });
    for (const { href, head_data } of heads.links) assert.match(head_data.lead, begins[urls.indexOf(href)] ?? /never/);
  });

  test('what is no address fails by itself, an empty one too, and the others are read', async () => {
    await using one = await startSite({ '/a': page('A', 'All of it.') });
    const urls = [`${one.url}/a`, '', 'file:///etc/hostname', 'http://['];
    const { data, text } = await server.call('crawl', { urls });
    assert.deepEqual([data.success, data.counts.visited, data.counts.failed], [true, 1, 3]);
    assert.equal(text.match(/failed: invalid_input: no absolute http\(s\) URL/g)?.length, 3);
  });

  test('a page of few words is told by these, not by the site’s notices above and below them', async () => {
    const rights = '<div>© 2026 The Harbour Company of the North Sea Ltd.</div>';
    const notice = '<p>We use cookies to make this a better site for you.</p>';
    const body = `<title>T</title>${notice}<h1>Stoves</h1><p>All that burn.</p><p>Gas, wood</p>${rights}`;
    await using site = await startSite({ '/a': { body } });
    const { data } = await server.call('crawl', { urls: [`${site.url}/a`] });
    assert.equal(data.pages[0].excerpt, 'All that burn. Gas, wood');
    const { data: heads } = await server.call('preview_links', { links: [`${site.url}/a`] });
    assert.doesNotMatch(heads.links[0].head_data.lead, /©/);
  });

  test('an excerpt is none of what names pages: a title again, the pages before and after', async () => {
    const beside = (before: string, after: string) =>
      `<table><tr><td><a href="/x">Prev</a></td><td></td><td><a href="/y">Next</a></td></tr>
       <tr><td>${before}</td><td><a href="/">Home</a></td><td>${after}</td></tr></table>`;
    const title = 'Chapter 3. Indexes on expressions and what they are for';
    await using site = await startSite({
      '/a': {
        body: `<title>${title}</title><meta name="description" content="${title}"><p>${title}</p><h1>${title}</h1>
          <p>What is computed can be an index, as <code>lower(name)</code>, too.</p>${beside('Chapter 2. Unique indexes', 'Chapter 4. Partial indexes')}`,
      },
    });
    for (const query of ['partial indexes on expressions', 'zebra']) {
      const { data } = await server.call('crawl', { urls: [`${site.url}/a`], query });
      assert.equal(data.pages[0].excerpt, 'What is computed can be an index, as lower(name), too.');
      assert.equal(data.pages[0].description, undefined);
    }
  });

  test('one is a list too; what describes itself nowhere is told by how it begins, and a vain query is said', async () => {
    await using site = await startSite({ '/a': page('A', '<p>The ferry sails again after eleven weeks.</p>') });
    for (const urls of [[`${site.url}/a`], `${site.url}/a`]) {
      const { data, text } = await server.call('crawl', { urls, query: 'zebra' });
      assert.equal(data.pages[0].excerpt, 'The ferry sails again after eleven weeks.');
      assert.match(text, /^1 page visited\. Stopped: nothing is left to visit\.\nNote: query: no page /);
    }
  });

  test('what is skipped is counted once, however often a crawl goes on', async () => {
    const menu = links('/a.pdf', 'http://elsewhere.example/', ...Array.from({ length: 6 }, (_, i) => `/p${i}`));
    await using site = await startSite({ '*': (request) => page(`P ${request.url}`, words(`${request.url}`) + menu) });
    const first = await server.call('crawl', { url: `${site.url}/`, max_pages: 2, ...FAST });
    const second = await server.call('crawl', { cursor: first.data.next_cursor });
    assert.equal(second.data.counts.visited, 4);
    assert.match(first.text, /^2 pages visited, \d+ links waiting; not followed: .*1 by scope.* Stopped: max_pages /);
    assert.match(first.text, /\nTo visit more pages: next_cursor .*\n[\s\S]*\n1\. P \/ </);
    assert.match(second.text, /^4 pages visited \(2 of them in earlier answers\), \d+ links waiting/);
    assert.deepEqual(second.data.counts.skipped, first.data.counts.skipped);
    assert.notDeepEqual(first.data.counts.skipped, {});
  });

  test('a crawl that goes on may be given another budget, and nothing else', async () => {
    await using site = await startSite({
      '/': page('Start', links(...Array.from({ length: 8 }, (_, i) => `/p${i}`))),
      '*': (request) => page(`P ${request.url}`, words(`${request.url}`)),
    });
    const input = { url: `${site.url}/`, max_pages: 2, ...FAST };
    const first = await server.call('crawl', input);
    // Defaults, as some clients fill them in, are no other budget.
    const same = await server.call('crawl', { max_pages: 1, time_budget: 50, cursor: first.data.next_cursor });
    assert.equal(same.data.returned, 2, same.text);
    const second = await server.call('crawl', { ...input, max_pages: 4, cursor: first.data.next_cursor });
    assert.equal(second.data.returned, 4);
    const third = await server.call('crawl', { cursor: second.data.next_cursor });
    assert.equal(third.data.counts.visited, 9);
    const { text } = await server.call('crawl', { cursor: first.data.next_cursor, query: 'x', max_depth: 1 });
    assert.match(text, /^invalid_input: query, max_depth: the cursor already holds/);
  });

  test('urls with url, and html with max_pages, are refused', async () => {
    const url = 'http://127.0.0.1:1/';
    const both = await server.call('crawl', { url, urls: [url, `${url}a`] });
    assert.match(both.text, /^invalid_input: urls and url/);
    const html = await server.call('crawl', { html: '<p>', base_url: url, max_pages: 2 });
    assert.match(html.text, /^invalid_input: max_pages/);
  });
});

test('a hundred pages fit the budget of tokens, and the cursor leads to the rest', async () => {
  const long = 'x'.repeat(150);
  await using site = await startSite({
    '*': (request) =>
      page(
        `Page ${request.url} ${long}`,
        words(`${request.url}`),
        `<meta name="description" content="${`${request.url} `.repeat(40)}">`,
      ),
  });
  const urls = Array.from({ length: 100 }, (_, i) => `${site.url}/p${i}`);
  const first = await server.call('crawl', { urls, hits_per_sec: 100 });
  assert.ok(tokensOf(first.data) <= 8_000, `${tokensOf(first.data)}`);
  assert.ok(tokensOf(first.text) <= 8_000, `${tokensOf(first.text)}`);
  assert.equal(first.data.total, 100);
  assert.ok(first.data.returned > 10 && first.data.returned < 100);
  const next = await server.call('crawl', { cursor: first.data.next_cursor });
  assert.match(first.text, /\nFor the other pages: next_cursor /);
  assert.equal(next.data.offset, first.data.returned);
  assert.equal(next.data.pages[0].url, urls[first.data.returned]);
  assert.ok(next.text.includes(`\n${first.data.returned + 1}. Page /p${first.data.returned} `));
  assert.equal(site.hits.length, 100, 'going on through the list reads nothing');
});

test('progress tells each page, before the answer', async () => {
  await using site = await startSite({
    '*': (request) => page(`P ${request.url}`, links('/a', '/b') + words(`${request.url}`)),
  });
  // On the line: the SDK's client drops progress that it reads together with the answer, since it takes answers first.
  const told: unknown[] = [];
  const { transport } = server.client;
  assert.ok(transport?.onmessage);
  const { onmessage } = transport;
  transport.onmessage = (message, extra) => {
    if ('method' in message && message.method === 'notifications/progress') told.push(message.params?.['progress']);
    if ('result' in message) told.push('answer');
    onmessage(message, extra);
  };
  await server.call('crawl', { url: `${site.url}/`, max_pages: 3, ...FAST }, { onprogress: () => {} });
  transport.onmessage = onmessage;
  assert.deepEqual(told, [0, 0.01, 1, 2, 3, 'answer']);
});

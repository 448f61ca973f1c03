/** Options without effect are named in the answer's warnings; values that nothing takes are refused before work is done. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

let site: Site;
let server: TestClient;

before(async () => {
  site = await startSite({
    '/': {
      body: '<title>Harbour</title><main><p>Boats.</p><a href="/a">One boat</a> <a href="/private">Store</a></main>',
    },
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /private' },
    '/sitemap.xml': { status: 404 },
    '*': { body: '<title>A boat</title><p>It sails.</p>' },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const HTML = { html: '<a href="/x">x</a>', base_url: 'https://own.example/' };
type Input = Record<string, unknown>;

describe('options without effect', () => {
  const CASES: ReadonlyArray<readonly [what: string, tool: string, input: () => Input, warning: RegExp]> = [
    ['loading', 'extract_links', () => ({ ...HTML, engine: 'browser' }), /^engine had no effect: html was given/],
    [
      'files',
      'crawl',
      () => ({ ...HTML, screenshot: true, headers: { a: 'b' } }),
      /^headers, screenshot had no effect/,
    ],
    [
      'base',
      'extract_media',
      () => ({ url: `${site.url}/`, base_url: 'https://a.example/' }),
      /^base_url had no effect/,
    ],
    [
      'one page',
      'crawl',
      () => ({ url: `${site.url}/`, max_depth: 3, time_budget: 9 }),
      /^max_depth, time_budget had no/,
    ],
    [
      'one of urls',
      'crawl',
      () => ({ urls: [`${site.url}/`], max_depth: 3, time_budget: 9 }),
      /^max_depth had no effect: one page/,
    ],
    ['urls', 'crawl', () => ({ urls: [`${site.url}/`, `${site.url}/a`], scope: 'host' }), /^scope had no effect/],
    [
      'fewer',
      'crawl',
      () => ({ urls: ['/', '/a', '/b'].map((p) => site.url + p), max_pages: 2 }),
      /^max_pages had no effect/,
    ],
    [
      'left out, external',
      'crawl',
      () => ({
        url: `${site.url}/`,
        exclude_external_links: true,
        link_preview_config: { include_external: true },
      }),
      /^include_external had no effect: exclude_external_links/,
    ],
    [
      'left out, internal',
      'crawl',
      () => ({ url: `${site.url}/`, exclude_internal_links: true, link_preview_config: {} }),
      /^link_preview_config had no effect: exclude_internal_links/,
    ],
    [
      'no content',
      'crawl',
      () => ({ url: `${site.url}/`, include: ['links'], only_text: true, remove_forms: true }),
      /^only_text, remove_forms had no effect: include has no content$/,
    ],
    [
      'no links',
      'crawl',
      () => ({ url: `${site.url}/`, include: ['content'], score_links: true, exclude_domains: ['a.example'] }),
      /^score_links had no effect: include has no links$/,
    ],
    [
      'no links, no images',
      'crawl',
      () => ({ url: `${site.url}/`, include: ['content'], exclude_domains: ['a.example'] }),
      /^exclude_domains had no effect: include has no links and no media$/,
    ],
    [
      'no images of several pages',
      'crawl',
      () => ({ urls: [`${site.url}/`, `${site.url}/a`], exclude_all_images: true }),
      /^exclude_all_images had no effect: include has no media$/,
    ],
    [
      'no tables',
      'crawl',
      () => ({ ...HTML, include: ['media'], table_score_threshold: 3 }),
      /^table_score_threshold had no effect: include has no tables$/,
    ],
    [
      'no images',
      'extract_media',
      () => ({ ...HTML, exclude_all_images: true, exclude_domains: ['a.example'] }),
      /^exclude_all_images: exclude_domains had no effect$/,
    ],
    [
      'picture',
      'crawl',
      () => ({ url: `${site.url}/`, force_viewport_screenshot: true }),
      /^force_viewport_screenshot had/,
    ],
    ['scrolling', 'crawl', () => ({ url: `${site.url}/`, scroll_delay: 1 }), /^scroll_delay had no effect/],
    [
      'window',
      'crawl',
      () => ({ url: `${site.url}/`, timezone_id: 'Europe/Berlin' }),
      /^timezone_id had no effect: plain/,
    ],
    [
      'no browser',
      'crawl',
      () => ({ url: `${site.url}/`, engine: 'http', viewport: { width: 300, height: 300 } }),
      /^viewp/,
    ],
    [
      'named',
      'preview_links',
      () => ({ links: [`${site.url}/a`], scan_full_page: true }),
      /^scan_full_page had no effect/,
    ],
    [
      'weights',
      'preview_links',
      () => ({ url: `${site.url}/`, contextual_weight: 0.5 }),
      /^contextual_weight had no effect/,
    ],
    [
      'weights',
      'crawl',
      () => ({ url: `${site.url}/`, link_preview_config: { intrinsic_weight: 1 } }),
      /^intrinsic_weight/,
    ],
    [
      'heads of links in html are requested',
      'crawl',
      () => ({
        html: '<a href="/a">a</a>',
        base_url: `${site.url}/`,
        link_preview_config: {},
        engine: 'browser',
        cache_mode: 'bypass',
      }),
      /^engine had no effect: html was given/,
    ],
    [
      'heads of several pages',
      'crawl',
      () => ({ urls: [`${site.url}/`, `${site.url}/a`], link_preview_config: {} }),
      /^link_preview_config had no effect with several pages/,
    ],
    [
      'heads without links',
      'crawl',
      () => ({ url: `${site.url}/`, include: ['content'], link_preview_config: {} }),
      /^link_preview_config had no effect: include has no links/,
    ],
    [
      'a query without content',
      'crawl',
      () => ({ url: `${site.url}/`, include: ['links'], query: 'boat' }),
      /^query had no effect with one page: include has no content/,
    ],
    [
      'no weights',
      'preview_links',
      () => ({ url: `${site.url}/`, query: 'boat', intrinsic_weight: 0, contextual_weight: 0 }),
      /^intrinsic_weight, contextual_weight had no effect: where both are 0/,
    ],
  ];
  for (const [what, tool, input, warning] of CASES) {
    test(`${tool}, ${what}`, async () => {
      const { data, text } = await server.call(tool, input());
      assert.ok(
        data?.warnings?.some((one: string) => warning.test(one)),
        `${text}`,
      );
    });
  }

  test('fields at their standard values are none', async () => {
    const standard = {
      engine: 'auto',
      wait_for_images: false,
      max_depth: 2,
      scope: 'site',
      time_budget: 50,
      screenshot: false,
    };
    const { data } = await server.call('crawl', { ...HTML, ...standard });
    assert.equal(data.warnings, undefined);
  });
});

test('a message that names a field which the tool does not take says whose it is', async () => {
  await using odd = await startSite({
    '/tall': { body: '<p>tall</p><div style="height:30000000px"></div>' },
    '/max_links/full_page': {
      body: '<title>T</title><meta http-equiv="refresh" content="0;url=/max_scroll_steps.zip"><p>text</p>',
    },
    '/max_scroll_steps.zip': { headers: { 'content-type': 'application/zip' }, body: 'PK' },
    '/shadow': { body: '<x-app><template shadowrootmode="open"><a href="/a">a</a></template></x-app>' },
  });
  const told = async (tool: string, path: string, more: Input = {}) =>
    (await server.call(tool, { url: odd.url + path, page_timeout: 1_500, ...more })).text;
  const scrolling = { engine: 'browser', scan_full_page: true };
  assert.match(
    await told('extract_media', '/tall', scrolling),
    /page_timeout was reached \(max_scroll_steps is a field of crawl\)/,
  );
  assert.match(await told('crawl', '/tall', scrolling), /max_scroll_steps or page_timeout was reached$/m);
  const shadow = { engine: 'http' };
  assert.match(await told('extract_links', '/shadow', shadow), /reads them \(flatten_shadow_dom is a field of crawl\)/);
  const named = await told('extract_links', '/max_links/full_page', shadow);
  assert.match(named, /max_scroll_steps\.zip/);
  assert.doesNotMatch(named, /is a field of/, 'a URL names no field');
});

test('what no browser takes is refused by name', async () => {
  for (const [name, value] of Object.entries({ timezone_id: 'Mars/Base', user_agent: 'a\nb' })) {
    const { text } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser', [name]: value });
    assert.match(text, new RegExp(`^invalid_input: ${name}: `));
  }
});

test('a selector that cannot be read is refused by name before anything is loaded', async () => {
  const before = site.hits.length;
  const url = `${site.url}/unread`;
  for (const [name, value] of Object.entries({
    css_selector: 'main[',
    excluded_selector: 'a::before',
    target_elements: ['p', 'p:lang(de)'],
  })) {
    for (const more of [{ url }, { url, engine: 'browser' }, { url, max_pages: 3 }, { urls: [url, `${url}/2`] }]) {
      const { text } = await server.call('crawl', { ...more, [name]: value });
      assert.match(text, new RegExp(`^invalid_input: ${name}: ".*" is no CSS selector: `));
    }
  }
  assert.equal(site.hits.length, before);
});

test('robots.txt counts for pages that an earlier call keeps too', async () => {
  const url = `${site.url}/private`;
  assert.equal((await server.call('crawl', { url })).data.success, true);
  assert.match((await server.call('crawl', { url, check_robots_txt: true })).text, /^blocked_by_robots/);
  const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 9, hits_per_sec: 100 });
  assert.ok(!data.pages.some((page: { url: string; result_id?: string }) => page.url === url && page.result_id));
});

test('cache_mode counts for links that are named', async () => {
  const asked = () => site.hits.filter(({ path }) => path === '/named').length;
  const links = [`${site.url}/named`];
  for (const [cache_mode, requests] of [
    ['enabled', 1],
    ['enabled', 1],
    ['bypass', 2],
  ] as const) {
    await server.call('preview_links', { links, cache_mode });
    assert.equal(asked(), requests, cache_mode);
  }
});

test('verbose logs at debug what a call does, also for the look behind links alone, and gives the parts of scores', async () => {
  const levels = async (tool: string, input: Input) => {
    server.logs.length = 0;
    const { data } = await server.call(tool, { url: `${site.url}/`, ...input });
    return { told: server.logs.map(({ level }) => level), data };
  };
  for (const tool of ['extract_links', 'extract_media', 'preview_links', 'crawl']) {
    assert.ok(!(await levels(tool, {})).told.includes('debug'), tool);
    assert.ok((await levels(tool, { verbose: true })).told.includes('debug'), tool);
  }
  await server.client.setLoggingLevel('warning');
  assert.deepEqual(
    (await levels('crawl', { verbose: true })).told,
    [],
    'a client that wants warnings only gets no more',
  );
  await server.client.setLoggingLevel('info');
  const links = { include: ['links'], score_links: true, link_preview_config: { verbose: true } };
  const { told, data } = await levels('crawl', links);
  assert.ok(told.filter((level) => level === 'debug').length >= 2);
  assert.ok(data.links.internal[0].intrinsic_parts);
});

test('a page that needs a browser tells its progress', async () => {
  const told: Array<string | undefined> = [];
  const onprogress = ({ message }: { message?: string | undefined }) => told.push(message);
  await server.call('crawl', { url: `${site.url}/`, engine: 'browser', cache_mode: 'bypass' }, { onprogress });
  assert.match(told.join(), /^crawl has begun,loading 127\.0\.0\.1:\d+ in a browser/);
});

test('whoever waits hears every five seconds that a call goes on', async () => {
  await using slow = await startSite({
    '*': (_request, response) => {
      const late = setTimeout(() => response.end('<title>late</title>'), 6_000);
      response.on('close', () => clearTimeout(late));
    },
  });
  const told: Array<string | undefined> = [];
  const onprogress = ({ message }: { message?: string | undefined }) => told.push(message);
  await server.call('crawl', { url: `${slow.url}/`, engine: 'http' }, { onprogress });
  assert.deepEqual(told, ['crawl has begun', 'crawl goes on']);
});

test('plain HTTP that finds nothing on a page with scripts says so', async () => {
  await using shell = await startSite({
    '*': { body: '<title>a</title><div id=app></div><script src=/a.js></script>' },
  });
  const input = { url: `${shell.url}/`, engine: 'http' };
  assert.match((await server.call('extract_links', input)).text, /plain HTTP found nothing here/);
  assert.doesNotMatch((await server.call('extract_media', input)).text, /plain HTTP found nothing/);
});

test('of a part that plain HTTP did not find on a page with scripts it is said what may', async () => {
  const text = `<main>${'<p>It rained on the ferry all day.</p>'.repeat(20)}</main>`;
  await using site = await startSite({
    '/app': { body: `<title>a</title>${text}<script>setTimeout(() => main.append('x'), 9e9)</script>` },
    '/plain': { body: `<title>a</title>${text}` },
  });
  const ask = async (path: string, more: Input) =>
    (await server.call('crawl', { url: site.url + path, css_selector: '#late', ...more })).data.warnings;
  const none = 'css_selector matches nothing on this page';
  const hint = 'if a script brings what css_selector names, engine "browser" shows it';
  for (const include of [['content'], ['links'], ['media'], ['content', 'links', 'media']])
    assert.deepEqual(await ask('/app', { include }), [none, hint], include.join());
  assert.deepEqual(await ask('/app', { engine: 'browser' }), [none]);
  assert.deepEqual(await ask('/plain', {}), [none]);
  assert.equal(await ask('/app', { css_selector: 'main', include: ['links'] }), undefined);
});

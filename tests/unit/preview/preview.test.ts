import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Call, quietCall } from '../../../src/core/call.js';
import { createPolicy } from '../../../src/core/egress/address-policy.js';
import { HttpClient } from '../../../src/core/egress/http.js';
import { LoupeError } from '../../../src/core/errors.js';
import { HostLimits } from '../../../src/core/fetch/host-limits.js';
import { attachPreview } from '../../../src/core/preview/attach.js';
import type { Candidate } from '../../../src/core/preview/choose.js';
import { HeadCache, type HeadStore } from '../../../src/core/preview/head-cache.js';
import { previewLinks } from '../../../src/core/preview/preview.js';
import { linkPreviewConfig } from '../../../src/core/run-config.js';
import { UrlLogins } from '../../../src/core/url-logins.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';
import { type Route, type Site, startSite } from '../../helpers/site.js';

function link(site: Site | string, path: string, text = '', intrinsic_score?: number): Candidate {
  const href = new URL(path, typeof site === 'string' ? site : site.url).href;
  const item = { href, text, title: '', base_domain: '127.0.0.1', region: 'main', count: 1 } as const;
  return { type: 'internal', item: intrinsic_score === undefined ? item : { ...item, intrinsic_score } };
}

interface Options {
  config?: Record<string, unknown>;
  call?: Call;
  budgetMs?: number;
  cache?: HeadStore | undefined;
  page?: string;
}

async function preview(
  site: Site,
  candidates: Candidate[],
  { config = {}, call, budgetMs, cache, page }: Options = {},
) {
  const policy = createPolicy({ ...DEFAULT_EGRESS, allowHost: [`127.0.0.1:${site.port}`] });
  await using http = new HttpClient({ policy, userAgent: 'test' });
  const deps = { http, hostLimits: new HostLimits(), cache, logins: new UrlLogins([]) };
  const from = page === undefined ? {} : { url: page };
  return await previewLinks(candidates, from, linkPreviewConfig.parse(config), deps, call ?? quietCall(), budgetMs);
}

const page = (title: string, more = ''): Route => ({ body: `<title>${title}</title>${more}` });

test('links come in the order of their total score, each with its head', async () => {
  await using site = await startSite({
    '/a': page('Bread recipes'),
    '/b': page('Anything', '<meta name="description" content="how to bake a cake">'),
    '/c': page('Baking cakes', '<body><p>How cakes are baked, step by step.</p>'),
  });
  const candidates = [link(site, '/a', '', 5), link(site, '/b', '', 5), link(site, '/c', '', 5)];
  const { links, counts } = await preview(site, candidates, { config: { query: 'baking a cake' } });
  assert.deepEqual(
    links.map(({ head_data }) => head_data?.title),
    ['Baking cakes', 'Anything', 'Bread recipes'],
  );
  assert.deepEqual(
    links.map(({ contextual_score }) => contextual_score).filter((score) => score === 1 || score === 0),
    [1, 0],
  );
  assert.equal(links[0]?.total_score, 8.5);
  assert.equal(links[2]?.total_score, 1.5);
  assert.deepEqual(
    { ...counts, filtered: 0 },
    { found: 3, filtered: 0, chosen: 3, valid: 3, failed: 0, skipped: 0, beyond_max_links: 0, below_threshold: 0 },
  );
});

test('every kind of target has its status, and one failure is only its own', async () => {
  await using site = await startSite({
    '/ok': page('Fine'),
    '/missing': { status: 404, body: '<title>404</title>' },
    '/broken': { status: 500 },
    '/half': (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).write('<title>Half</title><p>'),
    '/leads': page('Leads', '<meta http-equiv="refresh" content="0; url=/ok?led">'),
    '/gives': page('Gives', '<meta http-equiv="refresh" content="0; url=/pdf">'),
    '/down': { status: 503 },
    '/later': { status: 503, headers: { 'retry-after': '120' } },
    '/pdf': { headers: { 'content-type': 'application/pdf', 'content-length': '5' }, body: '%PDF-' },
    '/moved': { status: 302, headers: { location: '/ok?moved' } },
    '/loop': { status: 302, headers: { location: '/loop' } },
    '/around': ({ headers }, response) => {
      if (headers.cookie !== undefined) response.end('<!doctype html><title>Around</title>');
      else response.writeHead(302, { location: '/around', 'set-cookie': 'seen=1' }).end();
    },
    '/latin': {
      headers: { 'content-type': 'text/html' },
      body: Buffer.from('<meta charset=windows-1252><title>caf\xe9</title>', 'latin1'),
    },
    '/gzip': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('<title>Packed</title>') },
    '/untyped': (_request, response) => void response.writeHead(200).end('<!doctype html><title>Untyped</title>'),
    '/slow': () => new Promise(() => {}),
    '/stuck': (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).write('<html><head>'),
    '/endless': { body: `<head>${'<meta name=x>'.repeat(100_000)}` },
  });
  const refused = link('http://127.0.0.1:1', '/');
  // Last, since it closes its host for the others.
  const paths = [
    '/ok',
    '/missing',
    '/broken',
    '/pdf',
    '/moved',
    '/loop',
    '/around',
    '/latin',
    '/gzip',
    '/untyped',
    '/endless',
    '/leads',
    '/gives',
    '/down',
    '/later',
  ];
  const concurrency = 4;
  const candidates = [...paths.map((path) => link(site, path)), refused];
  const { links, counts } = await preview(site, candidates, { config: { timeout: 60, concurrency } });
  const late = ['/slow', '/stuck', '/half'].map((path) => link(site, path));
  const waited = await preview(site, late, { config: { timeout: 1.5, concurrency } });
  const seen = new Map([...links, ...waited.links].map((found) => [found.href.replace(site.url, ''), found]));
  const status = (path: string) => {
    const found = seen.get(path);
    return `${found?.head_extraction_status} ${found?.head_extraction_error?.split(':')[0] ?? found?.head_data?.title ?? ''}`.trim();
  };
  assert.deepEqual(Object.fromEntries([...seen.keys()].map((path) => [path, status(path)])), {
    '/ok': 'valid Fine',
    '/missing': 'failed http_error',
    '/broken': 'failed http_error',
    '/pdf': 'valid',
    '/moved': 'valid Fine',
    '/loop': 'failed too_many_redirects',
    '/around': 'valid Around',
    '/latin': 'valid café',
    '/gzip': 'valid Packed',
    '/untyped': 'valid Untyped',
    '/slow': 'failed timeout',
    '/stuck': 'failed timeout',
    '/endless': 'valid',
    '/half': 'valid Half',
    '/leads': 'valid Fine',
    '/gives': 'valid Gives',
    '/down': 'failed http_error',
    '/later': 'failed rate_limited',
    'http://127.0.0.1:1/': 'failed blocked_address',
  });
  assert.equal(seen.get('/moved')?.head_data?.redirected_url, `${site.url}/ok?moved`);
  assert.equal(seen.get('/leads')?.head_data?.redirected_url, `${site.url}/ok?led`);
  assert.equal(seen.get('/around')?.head_data?.redirected_url, undefined);
  assert.equal(seen.get('/missing')?.head_data?.status_code, 404);
  assert.deepEqual(seen.get('/pdf')?.head_data, {
    meta: {},
    link: {},
    jsonld: [],
    status_code: 200,
    content_type: 'application/pdf',
    content_length: 5,
  });
  assert.deepEqual([counts.valid, counts.failed], [10, 6]);
  assert.deepEqual([waited.counts.valid, waited.counts.failed], [1, 2]);
});

test('a host that asked for a pause is not asked again', async () => {
  await using site = await startSite({ '*': { status: 429, headers: { 'retry-after': '60' } } });
  const candidates = Array.from({ length: 5 }, (_, i) => link(site, `/${i}`));
  const { links } = await preview(site, candidates, { config: { concurrency: 1 } });
  assert.equal(site.hits.length, 1);
  assert.ok(links.every(({ head_extraction_error }) => head_extraction_error?.startsWith('rate_limited')));
});

test('a failed head is ranked by its text and address', async () => {
  await using site = await startSite({ '/x': page('Nothing'), '/gone': { status: 410 } });
  const candidates = [link(site, '/x', 'elsewhere'), link(site, '/gone', 'Glacier maps')];
  const { links } = await preview(site, candidates, { config: { query: 'glacier maps' } });
  assert.equal(links[0]?.head_extraction_status, 'failed');
  assert.equal(links[0]?.contextual_score, 1);
});

test('no more than max_links are read, the promising ones first, the others are listed as skipped', async () => {
  await using site = await startSite({ '*': page('Page') });
  const candidates = Array.from({ length: 40 }, (_, i) => link(site, `/p${i}`, i === 33 ? 'whales' : 'other'));
  const { links, counts } = await preview(site, candidates, { config: { query: 'whales', max_links: 5 } });
  assert.equal(site.hits.length, 5);
  assert.equal(links.length, 40);
  assert.match(links[0]?.href ?? '', /p33$/);
  assert.equal(counts.skipped, 35);
  assert.deepEqual(
    [...new Set(links.slice(5).map((l) => `${l.head_extraction_status} ${l.total_score}`))],
    ['skipped undefined'],
  );
});

test('what the first pages say of other links decides which are read next', async () => {
  await using site = await startSite({
    '/start-whales': page('Sea', '<body><ul><li><a href="/k9">blue whales in detail</a></li></ul>'),
    '/k9': page('Balaenoptera'),
    '*': page('Page'),
  });
  const others = Array.from({ length: 30 }, (_, i) => link(site, `/k${i}`));
  const candidates = [...others, link(site, '/start-whales', 'sea whales')];
  const { links } = await preview(site, candidates, { config: { query: 'blue whales', max_links: 4 } });
  assert.ok(links.slice(0, 2).some(({ head_data }) => head_data?.title === 'Balaenoptera'));
});

test('where no word says which links to read next, those that the first pages speak of come first', async () => {
  await using site = await startSite({
    '/start-whales': page('Sea', '<body><p>First read <a href="/k23">the options</a>.</p>'),
    '/k23': page('Options', '<body><p>Blue whales are counted.</p>'),
    '*': page('Page'),
  });
  const others = Array.from({ length: 30 }, (_, i) => link(site, `/k${i}`));
  const candidates = [...others, link(site, '/start-whales', 'sea whales')];
  const { links } = await preview(site, candidates, { config: { query: 'blue whales', max_links: 4 } });
  assert.ok(links.slice(0, 2).some(({ head_data }) => head_data?.title === 'Options'));
});

test('what a page says deep in its text counts', async () => {
  const deep = `<body><p>${'Tides and harbours. '.repeat(1_000)}</p><p>Blue whales are counted.</p>`;
  await using site = await startSite({ '/deep': page('Log', deep), '*': page('Page') });
  const { links } = await preview(site, [link(site, '/a'), link(site, '/deep')], { config: { query: 'blue whales' } });
  assert.match(links[0]?.href ?? '', /deep$/);
});

test('a page of more links than a call takes arguments', async () => {
  await using site = await startSite({ '*': page('One') });
  const { item, type } = link(site, '/');
  const candidates = Array.from({ length: 200_000 }, (_, i) => ({ type, item: { ...item, href: `${site.url}/${i}` } }));
  const { counts } = await preview(site, candidates, { config: { max_links: 1 } });
  assert.deepEqual([counts.valid, counts.beyond_max_links], [1, 199_999]);
});

test('score_threshold leaves out what is below, and says when nothing was scored', async () => {
  await using site = await startSite({ '/a': page('red fox'), '*': page('none') });
  const withScores = [link(site, '/a', '', 2), link(site, '/b', '', 9)];
  const byQuery = await preview(site, withScores, { config: { query: 'red fox', score_threshold: 0.5 } });
  assert.deepEqual(
    byQuery.links.map(({ href }) => href),
    [`${site.url}/a`],
  );
  assert.equal(byQuery.counts.below_threshold, 1);
  const byItself = await preview(site, withScores, { config: { score_threshold: 0.9 } });
  assert.deepEqual(
    byItself.links.map(({ href }) => href),
    [`${site.url}/b`],
  );
  const unscored = await preview(site, [link(site, '/a'), link(site, '/b')], { config: { score_threshold: 0.5 } });
  assert.equal(unscored.links.length, 2);
  assert.match(unscored.warnings.join(), /score_threshold had no effect/);
});

test('when nothing matches, all contextual scores are 0 and the links by themselves decide', async () => {
  await using site = await startSite({ '*': page('none') });
  const { links } = await preview(site, [link(site, '/a', '', 2), link(site, '/b', '', 9)], {
    config: { query: 'zebra' },
  });
  assert.deepEqual(
    links.map(({ contextual_score, total_score }) => [contextual_score, total_score]),
    [
      [0, 2.7],
      [0, 0.6],
    ],
  );
});

test('at the end of its time a call answers with what it has', async () => {
  await using site = await startSite({ '/quick': page('Quick'), '*': () => new Promise(() => {}) });
  const candidates = [link(site, '/quick'), link(site, '/1'), link(site, '/2'), link(site, '/3')];
  const { links, counts, warnings } = await preview(site, candidates, { config: { concurrency: 2 }, budgetMs: 312.5 });
  assert.equal(counts.valid, 1);
  assert.equal(counts.skipped, 3);
  assert.equal(links[0]?.head_data?.title, 'Quick');
  assert.match(warnings.join(), /3 of 4 links were not read within 0.3 s/);
});

test('a cancelled call ends at once', async () => {
  await using site = await startSite({ '*': () => new Promise(() => {}) });
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(new LoupeError('cancelled', 'enough')), 50);
  const started = performance.now();
  await assert.rejects(preview(site, [link(site, '/1')], { call: quietCall(cancel.signal) }), { code: 'cancelled' });
  assert.ok(performance.now() - started < 1_000);
});

test('progress counts each link once', async () => {
  await using site = await startSite({ '*': page('x') });
  const seen: [number, number | undefined][] = [];
  const call: Call = { ...quietCall(), progress: (done, total) => seen.push([done, total]) };
  await preview(site, [link(site, '/1'), link(site, '/2')], { call });
  assert.deepEqual(seen, [
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
});

test('heads that were read lately are not asked for again', async () => {
  await using site = await startSite({ '*': page('x') });
  const cache = new HeadCache().forCall('me', 'enabled', async () => undefined);
  const candidates = [link(site, '/1'), link(site, '/2')];
  await preview(site, candidates, { cache });
  await preview(site, candidates, { cache });
  assert.equal(site.hits.length, 2);
  await preview(site, candidates, { cache, config: { query: 'x' } });
  assert.equal(site.hits.length, 4, 'a query needs the lead, which the first call did not read');
});

test('heads are kept for who asked, 16 MB of them', () => {
  const heads = new HeadCache();
  const of = (owner: string) => heads.forCall(owner, 'enabled', async () => undefined);
  const reading = { head: { meta: {}, link: {}, jsonld: [] }, chars: 3_000_000 };
  for (const path of ['1', '2', '3']) of('me')?.set(`https://a.example/${path}`, false, reading);
  const kept = (owner: string, path: string) => of(owner)?.get(`https://a.example/${path}`, false) !== undefined;
  assert.deepEqual([kept('me', '1'), kept('me', '2'), kept('me', '3#x'), kept('you', '3')], [false, true, true, false]);
});

test('patterns that match nothing are said', async () => {
  await using site = await startSite({});
  const config = { include_patterns: ['/docs/'], score_threshold: 0.5 };
  const { warnings, counts } = await preview(site, [link(site, '/1')], { config });
  assert.match(warnings.join(), /^include_patterns: no link matches/);
  assert.equal(warnings.length, 1);
  assert.equal(counts.filtered.include_patterns, 1);
});

test('what was found out stands with the links of the page, heads from the threshold on', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((path) => link('https://a.test', path, path, 5).item);
  assert.ok(a && b && c && d);
  const head_data = { meta: {}, link: {}, jsonld: [] };
  const previewed = [
    { ...a, type: 'internal', head_data },
    { ...c, type: 'external', head_data, intrinsic_score: 4.9 },
  ] as const;
  const attached = (least: number | undefined, found: typeof previewed | [] = previewed) =>
    attachPreview({ internal: [a, b], external: [c, d] }, found, linkPreviewConfig.parse({ score_threshold: least }));
  assert.deepEqual(attached(0.5), {
    links: { internal: [{ ...a, head_data }, b], external: [{ ...c, intrinsic_score: 4.9 }, d] },
    warnings: [],
  });
  assert.deepEqual(attached(undefined).links.external, [{ ...c, intrinsic_score: 4.9, head_data }, d]);
  assert.deepEqual(attached(0.5, []).warnings, []);
});

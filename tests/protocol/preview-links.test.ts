/** preview_links through a real client: choosing, reading, ranking, and every way a target can fail. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startClient, type TestClient } from '../helpers/client.js';
import { within } from '../helpers/processes.js';
import { type Site, startRawServer, startSite } from '../helpers/site.js';

const page = (title: string, description: string, body = '') =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta name="description" content="${description}"></head><body>${body}</body></html>`;

const START = page(
  'Garden handbook',
  'All chapters.',
  `<main><a href="/roses">Roses</a> <a href="/roses?utm_source=x">Roses again</a> <a href="/compost#top">Compost</a>
  <a href="/tools/spade">Spade</a> <a href="/tools/rake">Rake</a> <a href="/privacy">Privacy policy</a> <a href="/">Home</a>
  <a href="mailto:a@b.example">Mail</a> <a href="https://elsewhere.example/x">Elsewhere</a></main>`,
);

/** Names that say nothing of what is asked for, and texts that do. */
const BESIDE = [
  ['tomato', 'Wants sun and much water.'],
  ['dill', 'Grows among cucumbers.'],
  ['garlic', 'Its smell keeps slugs off the bed.'],
] as const;

let site: Site;
let broken: Site;
let server: TestClient;
let reading = 0;
let mostReading = 0;

before(async () => {
  broken = await startRawServer((socket) => socket.on('data', () => socket.destroy()));
  site = await startSite({
    '/': { body: START },
    '/roses': { body: page('Pruning roses', 'When and how to prune climbing roses.') },
    '/compost': { body: page('Compost heaps', 'Turning kitchen waste into soil.') },
    '/tools/spade': { body: page('The spade', 'Digging.') },
    '/tools/rake': { body: page('The rake', 'Raking leaves.') },
    '/privacy': { body: page('Privacy policy', 'What we store.') },
    '/mixed': {
      body: `<title>Mixed</title>${['file.pdf', 'file.zip', 'gone', 'down', 'busy', 'slow', 'circle', 'latin', 'endless', 'moved', 'roses'].map((name) => `<a href="/${name}">${name}</a> `).join('')}
      <a href="BROKEN">broken</a> <a href="http://10.0.0.1/">private</a>`,
    },
    '/file.pdf': { headers: { 'content-type': 'application/pdf', 'content-length': '9' }, body: '%PDF-1.7\n' },
    '/llms.txt': {
      headers: { 'content-type': 'text/plain' },
      body: '# Garden\n- [One](one.md)\n- [Two](two.md)\n- [Three](three.md)\n- [Log](log.txt)',
    },
    '/one.md': { headers: { 'content-type': 'text/plain' }, body: '# Tools\n\nSpades and rakes.\n' },
    '/two.md': {
      headers: { 'content-type': 'text/markdown' },
      body: '---\ntitle: Climbers\n---\n\nHow roses climb, and when to prune them.\n',
    },
    '/three.md': { headers: { 'content-type': 'text/markdown' }, body: `# Long\n\n${'![['.repeat(20_000)} roses` },
    '/log.txt': { headers: { 'content-type': 'text/plain' }, body: '# Log\n\nNo roses.' },
    '/file.zip': { headers: { 'content-type': 'application/zip' }, body: 'PK' },
    '/gone': { status: 404, body: page('Gone', 'Nothing here.') },
    '/down': { status: 500, body: 'oops' },
    '/busy': { status: 429, headers: { 'retry-after': '7' }, body: '' },
    '/slow': () => undefined,
    '/circle': { status: 302, headers: { location: '/circle' } },
    '/moved': { status: 301, headers: { location: '/roses' } },
    '/latin': {
      headers: { 'content-type': 'text/html; charset=iso-8859-1' },
      body: Buffer.from('<title>Caf\xe9</title>', 'latin1'),
    },
    '/endless': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const timer = setInterval(() => response.write(`<meta name="x" content="${'y'.repeat(8_000)}">`), 1);
      response.on('close', () => clearInterval(timer));
    },
    '/zipped': {
      headers: { 'content-type': 'text/html', 'content-encoding': 'gzip' },
      body: gzipSync(page('Zipped', 'Packed.')),
    },
    '/definitions': {
      body: page(
        'Plants',
        'All plants.',
        BESIDE.map(([name, text]) => `<dt><a href="/item/${name}">${name}</a><dd><p>${text}</p>`).join(''),
      ),
    },
    '/posts': {
      body: page(
        'Plants',
        'All plants.',
        BESIDE.map(
          ([name, text]) => `<article><h2><a href="/item/${name}">${name}</a></h2><p>${text}</p></article>`,
        ).join(''),
      ),
    },
    '/many': {
      body: page(
        'Many',
        'Links.',
        Array.from({ length: 40 }, (_, i) => `<a href="/item/${i}">Item ${i}</a>`).join(' '),
      ),
    },
    '*': (request, response) => {
      mostReading = Math.max(mostReading, ++reading);
      setTimeout(() => {
        reading--;
        response.writeHead(200, { 'content-type': 'text/html' }).end(page(`Page ${request.url}`, 'One of many.'));
      }, 40);
    },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
  await broken.close();
});

const paths = (data: { links: Array<{ href: string }> }) => data.links.map(({ href }) => new URL(href).pathname);

describe('what is looked behind', () => {
  test('each target once, never the page itself, no other schemes, external only when asked', async () => {
    const { data } = await server.call('preview_links', { url: `${site.url}/` });
    assert.deepEqual(paths(data).sort(), ['/compost', '/privacy', '/roses', '/tools/rake', '/tools/spade']);
    assert.equal(data.counts.filtered.include_external, 1);
    assert.equal(data.counts.valid, 5);
    assert.ok(data.links.every((link: { head_extraction_status: string }) => link.head_extraction_status === 'valid'));
  });

  test('patterns are globs on the whole URL, and * crosses slashes', async () => {
    const only = await server.call('preview_links', { url: `${site.url}/`, include_patterns: ['*/tools/*'] });
    assert.deepEqual(paths(only.data).sort(), ['/tools/rake', '/tools/spade']);
    const not = await server.call('preview_links', { url: `${site.url}/`, exclude_patterns: ['*/tools/*', '*priv*'] });
    assert.deepEqual(paths(not.data).sort(), ['/compost', '/roses']);
    assert.equal(not.data.counts.filtered.exclude_patterns, 3);
  });

  test('max_links chooses by the query, not by document order; the others are listed as skipped', async () => {
    const { data } = await server.call('preview_links', { url: `${site.url}/`, query: 'rake', max_links: 1 });
    assert.equal(paths(data)[0], '/tools/rake');
    assert.deepEqual([data.counts.chosen, data.counts.skipped], [1, 4]);
    assert.equal(data.links[1].head_extraction_status, 'skipped');
    const ask = { url: `${site.url}/`, query: 'rake', max_links: 2 };
    const { text } = await server.call('preview_links', ask);
    assert.match(text, /\n7 links: 2 read, 3 skipped \(beyond max_links\), filtered [\w ,]+\.\n/);
    const above = await server.call('preview_links', { ...ask, score_threshold: 0.5 });
    assert.match(above.text, /\. score_threshold leaves out of these: 1 below it, 3 not read\.\n/);
  });

  for (const what of ['definitions', 'posts']) {
    test(`max_links chooses by what stands beside a link, too: ${what}`, async () => {
      const asked = { url: `${site.url}/${what}`, query: 'which plant keeps slugs away', max_links: 1 };
      const { data } = await server.call('preview_links', asked);
      assert.equal(paths(data)[0], '/item/garlic');
      assert.deepEqual([data.counts.chosen, data.counts.skipped], [1, 2]);
    });
  }

  test('URLs that the caller names, without a page', async () => {
    const links = [
      `${site.url}/roses`,
      `${site.url}/compost`,
      'not a url',
      `ftp://u:${'hunter2'.repeat(20)}@h.example/`,
    ];
    const { data, text } = await server.call('preview_links', { links, query: 'compost' });
    assert.ok(!text.includes('external'), text);
    assert.deepEqual(paths(data), ['/compost', '/roses']);
    assert.match(data.warnings.join(), /^links: left out, no http\(s\) URLs: "[^"]+", "ftp:\/\/h\.example\/"$/);
    assert.equal(data.url, undefined);
    assert.match((await server.call('preview_links', {})).text, /^invalid_input: url, links/);
  });

  test('concurrency is what was asked, and progress is told for each link', async () => {
    const told: number[] = [];
    const { data } = await server.call(
      'preview_links',
      { url: `${site.url}/many`, concurrency: 4, limit: 50 },
      { onprogress: ({ progress }) => told.push(progress) },
    );
    assert.equal(data.counts.valid, 40);
    assert.equal(mostReading, 4);
    assert.ok(told.length >= 35, `${told.length} notifications`);
    assert.equal(told[0], 0);
    assert.deepEqual(
      told,
      [...new Set(told)].sort((a, b) => a - b),
    );
  });
});

test('heads are kept between calls, unless cache_mode says otherwise', async () => {
  const count = () => site.hits.filter(({ path }) => path === '/compost').length;
  await server.call('preview_links', { url: `${site.url}/` });
  const before = count();
  await server.call('preview_links', { url: `${site.url}/` });
  assert.equal(count(), before);
  await server.call('preview_links', { url: `${site.url}/`, cache_mode: 'bypass' });
  assert.equal(count(), before + 1);
});

test('what is behind a page that was read before is told of that, and not asked for again', async () => {
  const body = `${page('Roses', 'All of them.', '<h1>Climbers</h1><p>They climb along the wall of the house.</p>')}`;
  await using own = await startSite({
    '/roses': { body },
    '/moved': { status: 302, headers: { location: '/roses' } },
    '/gone': { status: 404, body },
    '/notes.md': { headers: { 'content-type': 'text/markdown' }, body: '# Notes\n\nOn roses.' },
  });
  const paths = ['/roses', '/moved', '/gone', '/notes.md'];
  const heads = async (cache_mode: string) => {
    const links = paths.map((path) => own.url + path);
    const { data } = await server.call('preview_links', { links, query: 'wall', cache_mode });
    return data.links.map(({ href, head_data, contextual_score }: Record<string, unknown>) => [
      href,
      head_data,
      contextual_score,
    ]);
  };
  const read = await heads('bypass');
  for (const [i, path] of paths.entries())
    await server.call('crawl', { url: own.url + path, engine: i === 0 ? 'auto' : 'http' });
  const hits = own.hits.length;
  assert.deepEqual(await heads('enabled'), read);
  assert.deepEqual(
    own.hits.slice(hits).map(({ path }) => path),
    ['/gone', '/notes.md'],
  );
});

test('XHTML is read as XML is, kept or asked for', async () => {
  const body = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><title>Ports &amp; <![CDATA[<tides>]]></title></head>
    <body><textarea/><h1>Harbours</h1><p><![CDATA[1 < 2 boats]]> sail</p></body></html>`;
  await using own = await startSite({ '/page': { headers: { 'content-type': 'application/xhtml+xml' }, body } });
  const links = [`${own.url}/page`];
  const head = async () => {
    const { data } = await server.call('preview_links', { links, query: 'boats' });
    const [{ head_data, contextual_score }] = data.links;
    return [head_data.title, contextual_score, own.hits.length];
  };
  await server.call('crawl', { url: links[0], engine: 'http' });
  assert.deepEqual(await head(), ['Ports & <tides>', 1, 1]);
  await using fresh = await startClient(['--allow-host', '127.0.0.1']);
  const { data } = await fresh.call('preview_links', { links, query: 'boats' });
  assert.deepEqual([data.links[0].head_data.title, data.links[0].contextual_score], ['Ports & <tides>', 1]);
});

test('what the Link header says of a target counts where its page does not say so itself, and of files', async () => {
  const link = '</whole>; rel="canonical", </2>; rel="next", </x.css>; rel=preload; as=style';
  await using own = await startSite({
    '/bare': { headers: { link }, body: page('Bare', 'Says nothing.') },
    '/own': {
      headers: { link },
      body: `<link rel=canonical href=/mine><link rel=icon href=/i>${page('Own', 'Says it.')}`,
    },
    '/file.pdf': { headers: { link, 'content-type': 'application/pdf' }, body: '%PDF-1.4' },
  });
  const links = ['/bare', '/own', '/file.pdf'].map((path) => own.url + path);
  const { data } = await server.call('preview_links', { links });
  const told = Object.fromEntries(
    data.links.map(({ href, head_data }: { href: string; head_data: Record<string, unknown> }) => [
      href.slice(own.url.length),
      [head_data['canonical'], head_data['link']],
    ]),
  );
  const at = (path: string) => own.url + path;
  const header = { canonical: [at('/whole')], next: [at('/2')] };
  assert.deepEqual(told, {
    '/bare': [at('/whole'), header],
    '/own': [at('/mine'), { ...header, canonical: [at('/mine')], icon: [at('/i')] }],
    '/file.pdf': [at('/whole'), header],
  });
});

test('encodings and languages that only the rest of a head tells', async () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  const padded = `<!--${'x'.repeat(2_000)}-->`;
  const html = { 'content-type': 'text/html' };
  await using site = await startSite({
    '/late': { headers: html, body: latin(`${padded}<meta charset=windows-1251><title>\xcf\xf0\xe8</title>`) },
    '/none': { headers: html, body: latin(`${padded}<title>Caf\xe9</title>`) },
    '/utf-8': { headers: html, body: Buffer.from(`${padded}<title>Café</title>`) },
    '/long': { headers: html, body: Buffer.from(`<title>Café</title>${'é'.repeat(40_000)}`) },
    '/language': { body: '<meta http-equiv="Content-Language" content="fr"><title>Port</title>' },
  });
  const paths = ['/late', '/none', '/utf-8', '/long', '/language'];
  const { data } = await server.call('preview_links', { links: paths.map((at) => site.url + at), query: 'port' });
  const heads = paths.map((at) => data.links.find(({ href }: { href: string }) => href === site.url + at).head_data);
  assert.deepEqual(
    heads.map(({ title, charset, lang }) => [title, charset, lang]),
    [
      ['При', 'windows-1251', undefined],
      ['Café', 'windows-1252', undefined],
      ['Café', 'utf-8', undefined],
      ['Café', 'utf-8', undefined],
      ['Port', 'utf-8', 'fr'],
    ],
  );
});

test('heads whose encoding was guessed are counted, kept ones too', async () => {
  const html = { 'content-type': 'text/html' };
  await using site = await startSite({
    '/czech': { headers: html, body: Buffer.from('<title>P\xf8\xedklad</title>', 'latin1') },
    '/ascii': { headers: html, body: Buffer.from('<title>It\x92s plain</title>', 'latin1') },
    '/named': { headers: html, body: Buffer.from('<meta charset=iso-8859-2><title>P\xf8\xedklad</title>', 'latin1') },
  });
  const links = ['czech', 'ascii', 'named'].map((name) => `${site.url}/${name}`);
  for (const _call of [1, 2]) {
    const { data } = await server.call('preview_links', { links });
    assert.deepEqual(data.warnings, [
      'heads that name no encoding that fits were read as windows-1252, a guess: 1 of 3',
    ]);
  }
});

test('cache_mode "refresh" reads heads anew and keeps them', async () => {
  let version = 0;
  await using news = await startSite({
    '*': (_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<title>Issue ${++version}</title>`);
    },
  });
  const titles: string[] = [];
  for (const cache_mode of ['enabled', 'enabled', 'refresh', 'enabled', 'bypass', 'enabled']) {
    const { data } = await server.call('preview_links', { links: [`${news.url}/now`], cache_mode });
    titles.push(data.links[0].head_data.title);
  }
  assert.deepEqual(
    titles.map((title) => title.replace('Issue ', '')),
    ['1', '1', '2', '2', '3', '2'],
  );
});

test('a page that describes itself nowhere is told by how it begins', async () => {
  const words = 'Bare roots are planted from November on, before the ground is frozen. '.repeat(5);
  const body = (head: string, text: string) => ({
    body: `<title>T</title>${head}<main><h1>H</h1><p>${text}</p></main>`,
  });
  await using bare = await startSite({
    '/bare': body('<meta name="description" content=" ">', words),
    '/og': body('<meta name="description" content=""><meta property="og:description" content="Of og.">', words),
    '/again': body(
      '<meta name="description" content="T"><meta name="keywords" content="T"></head>',
      'Cut back in March, before they sprout.',
    ),
    '/japanese': body('', '根のまま植えるのは十一月からです。'.repeat(20)),
    '/korean': body('', '좋은 흙을 씁니다.'),
    '/short': body('', 'Only this one, and nothing else.'),
    '/empty': body('', ''),
    '/scripts': { body: '<title>T</title><body><noscript>You need scripts to see it.</noscript><div></div>' },
  });
  const links = ['/bare', '/og', '/again', '/japanese', '/korean', '/short', '/empty', '/scripts'].map(
    (path) => bare.url + path,
  );
  for (const query of [undefined, 'roots']) {
    const { data, text } = await server.call('preview_links', { links, ...(query === undefined ? {} : { query }) });
    const by = Object.fromEntries(
      data.links.map(({ href, head_data }: { href: string; head_data: object }) => [
        href.slice(bare.url.length),
        head_data,
      ]),
    );
    assert.match(by['/bare'].lead, /^Bare roots are planted .* frozen\. \S.*[a-z.]…$/);
    assert.equal(words.charAt(by['/bare'].lead.length - 1), ' ', 'cut between words');
    assert.ok(by['/bare'].lead.length > 130 && by['/bare'].lead.length <= 161, by['/bare'].lead);
    assert.deepEqual([by['/og'].lead, by['/og'].meta['og:description']], [undefined, 'Of og.']);
    assert.match(by['/again'].lead, /^Cut back/, 'its description is its title');
    assert.equal(by['/japanese'].lead.length, 161);
    assert.equal(by['/korean'].lead, '좋은 흙을 씁니다.');
    assert.equal(by['/short'].lead, 'Only this one, and nothing else.');
    assert.equal(by['/empty'].lead, undefined);
    assert.equal(by['/scripts'].lead, undefined, 'what only browsers without scripts show');
    assert.match(text, /T <\S+\/short>: Only this one/);
  }
});

test('what targets have in common tells none of them: each is told by what it begins with of its own', async () => {
  const body = (description: string, text: string) => {
    const title = `Notes on ${text.split(',')[0]}`;
    return {
      body: `<title>${title}</title><meta name="description" content="${description}"><b>${title}</b><p>We set cookies for your pleasure.</p><p>${text}</p>`,
    };
  };
  await using same = await startSite({
    '/a': body('All about roses.', 'Pruning is done in March, with sharp tools.'),
    '/b': body('All about roses.', 'Watering is done early in the morning.'),
    '/c': body('All about roses.', 'Feeding ends in July, or frost does harm.'),
    '/d': body('Only of one page.', 'Planting is done in late autumn, mostly.'),
    '/e': body('Of two pages.', 'Tying is done with soft string, not wire.'),
    '/cookies': body('All about roses.', ''),
    '/f': body('Of two pages.', 'Cutting is done above a bud, and slanting.'),
  });
  const links = ['/a', '/b', '/c', '/d', '/e', '/f', '/cookies'].map((path) => same.url + path);
  const { data, text } = await server.call('preview_links', { links, query: 'roses' });
  const heads = Object.fromEntries(
    data.links.map(({ href, head_data }: { href: string; head_data: { lead?: string; meta: object } }) => [
      href.slice(same.url.length),
      [head_data.lead, head_data.meta],
    ]),
  );
  assert.deepEqual(heads['/b'], ['Watering is done early in the morning.', { description: 'All about roses.' }]);
  assert.deepEqual(heads['/d'], [undefined, { description: 'Only of one page.' }]);
  assert.deepEqual(heads['/cookies'], [undefined, { description: 'All about roses.' }]);
  assert.deepEqual(heads['/f'], [undefined, { description: 'Of two pages.' }]);
  assert.match(text, /\/a>: Pruning is done in March, with sharp tools\.\n/);
  assert.equal(text.match(/All about roses/g)?.length, 1);
});

describe('scores', () => {
  test('with a query: the best match is 1.0, total is 0.3 intrinsic + 0.7 × 10 contextual, best first', async () => {
    const { data } = await server.call('preview_links', { url: `${site.url}/`, query: 'how to prune climbing roses' });
    const [best] = data.links;
    assert.equal(paths(data)[0], '/roses');
    assert.equal(best.contextual_score, 1);
    for (const link of data.links) {
      assert.ok(Math.abs(link.total_score - (0.3 * link.intrinsic_score + 7 * link.contextual_score)) < 0.01);
    }
  });

  test('the weights are options: the sample of 4.17 and 1.000 gives 5.917 with 0.7 and 0.3', async () => {
    const { data } = await server.call('preview_links', {
      url: `${site.url}/`,
      query: 'climbing roses',
      intrinsic_weight: 0.7,
      contextual_weight: 0.3,
    });
    const [best] = data.links;
    assert.ok(Math.abs(best.total_score - (0.7 * best.intrinsic_score + 3)) < 0.01);
    assert.ok(Math.abs(0.7 * 4.17 + 0.3 * 10 - 5.919) < 0.005);
  });

  test('fallbacks: without a query total is intrinsic; unscored it is contextual; with neither it is absent', async () => {
    const plain = await server.call('preview_links', { url: `${site.url}/` });
    for (const link of plain.data.links) assert.equal(link.total_score, link.intrinsic_score);
    const query = await server.call('preview_links', { url: `${site.url}/`, score_links: false, query: 'roses' });
    for (const link of query.data.links) assert.ok(Math.abs(link.total_score - 10 * link.contextual_score) < 0.01);
    const none = await server.call('preview_links', { url: `${site.url}/`, score_links: false });
    for (const link of none.data.links) assert.equal(link.total_score, undefined);
  });

  test('a head that could not be had neither helps nor harms', async () => {
    const links = { '/tools/rake': 'Climbing roses', '/gone': 'Climbing roses', '/privacy': 'Privacy' };
    const body = Object.entries(links)
      .map(([href, text]) => `<li><a href="${href}">${text}</a>`)
      .join('');
    await using start = await startSite({
      '/': { body },
      '/tools/rake': { body: page('The rake', 'Raking leaves.') },
      '/privacy': { body: page('Privacy policy', 'What we store.') },
    });
    const { data } = await server.call('preview_links', { url: `${start.url}/`, query: 'climbing roses' });
    const by = Object.fromEntries(
      data.links.map((link: { href: string; contextual_score: number; head_extraction_status: string }) => [
        link.href.slice(start.url.length),
        [link.head_extraction_status, link.contextual_score],
      ]),
    );
    assert.deepEqual(by, { '/tools/rake': ['valid', 1], '/gone': ['failed', 1], '/privacy': ['valid', 0] });
  });

  test('nothing matches: all are 0', async () => {
    const { data } = await server.call('preview_links', { url: `${site.url}/`, query: 'zeppelin' });
    for (const link of data.links) assert.equal(link.contextual_score, 0);
  });

  test('score_threshold leaves out what is below and counts it; crawl keeps the link and drops the head', async () => {
    const query = { query: 'prune climbing roses', score_threshold: 0.5 };
    const { data } = await server.call('preview_links', { url: `${site.url}/`, ...query });
    assert.deepEqual(paths(data), ['/roses']);
    assert.equal(data.counts.below_threshold, 4);
    const crawled = await server.call('crawl', { url: `${site.url}/`, include: ['links'], link_preview_config: query });
    const heads = crawled.data.links.internal.filter((link: { head_data?: unknown }) => link.head_data !== undefined);
    assert.deepEqual(paths({ links: heads }), ['/roses']);
    assert.ok(crawled.data.links.internal.length >= 5);
    for (const link of crawled.data.links.internal) {
      if (link.head_extraction_status !== 'valid') continue;
      assert.equal(typeof link.contextual_score, 'number', link.href);
      assert.ok(Math.abs(link.total_score - 10 * link.contextual_score) < 0.01, link.href);
    }
    const unread = await server.call('crawl', {
      url: `${site.url}/`,
      include: ['links'],
      score_links: true,
      link_preview_config: { query: 'prune climbing roses', max_links: 1 },
    });
    assert.deepEqual(unread.data.links.previewed, { valid: 1, skipped: 4 });
    assert.match(unread.text, /\nLooked behind links: 1 valid, 4 skipped\.\n/);
    const { internal } = unread.data.links;
    assert.deepEqual(paths({ links: internal.slice(0, 1) }), ['/roses'], 'what was not looked behind comes last');
    assert.ok(internal.slice(1).every((link: { total_score?: number }) => link.total_score === undefined));
    const vain = await server.call('crawl', {
      url: `${site.url}/`,
      include: ['links'],
      link_preview_config: { score_threshold: 0.5 },
    });
    assert.match(vain.data.warnings.join(), /score_threshold had no effect/);
    const unscored = await server.call('preview_links', {
      url: `${site.url}/`,
      score_threshold: 0.5,
      score_links: false,
    });
    assert.match(unscored.data.warnings.join(), /score_threshold had no effect/);
  });
});

test('Markdown behind links is read for its title and its beginning', async () => {
  const { data, text } = await server.call('preview_links', { url: `${site.url}/llms.txt`, query: 'pruning roses' });
  assert.ok(data, text);
  const told = data.links.map(
    ({ href, head_data: { title, lead } }: { href: string; head_data: Record<string, string> }) => [
      href.replace(site.url, ''),
      title,
      lead?.slice(0, 30),
    ],
  );
  assert.deepEqual(told[0], ['/two.md', 'Climbers', 'How roses climb, and when to p']);
  const others = told.slice(1).map(([href, title]: string[]) => `${href} ${title}`);
  assert.deepEqual(others.sort(), ['/log.txt undefined', '/one.md Tools', '/three.md Long']);
});

test('mixed targets: each with its own status, none fails the others, and the call ends in time', async () => {
  const html = (await (await fetch(`${site.url}/mixed`)).text()).replace('BROKEN', `${broken.url}/x`);
  await using start = await startSite({ '/': { body: html.replaceAll('href="/', `href="${site.url}/`) } });
  const started = performance.now();
  const { data, text } = await server.call('preview_links', {
    url: `${start.url}/`,
    include_external: true,
    query: 'roses',
    timeout: 1.5,
    limit: 50,
  });
  assert.ok(performance.now() - started < 10_000);
  const by = Object.fromEntries(
    data.links.map(
      (link: {
        href: string;
        head_extraction_status: string;
        head_extraction_error?: string;
        head_data?: Record<string, unknown>;
      }) => [link.href.replace(site.url, ''), link],
    ),
  );
  const statusOf = (name: string) =>
    `${by[name].head_extraction_status} ${(by[name].head_extraction_error ?? '').split(':', 1)[0]}`.trim();
  assert.equal(by['/file.pdf'].head_data.content_type, 'application/pdf');
  assert.deepEqual(
    [
      '/file.pdf',
      '/file.zip',
      '/gone',
      '/down',
      '/busy',
      '/slow',
      '/circle',
      '/latin',
      '/endless',
      '/moved',
      '/roses',
      'http://10.0.0.1/',
      `${broken.url}/x`,
    ].map(statusOf),
    [
      'valid',
      'valid',
      'failed http_error',
      'failed http_error',
      'failed rate_limited',
      'failed timeout',
      'failed too_many_redirects',
      'valid',
      'valid',
      'valid',
      'valid',
      'failed blocked_address',
      'failed connect_failed',
    ],
  );
  assert.equal(by['/latin'].head_data.title, 'Café');
  assert.equal(by['/moved'].head_data.redirected_url, `${site.url}/roses`);
  assert.equal(by['/gone'].head_data.status_code, 404);
  assert.ok(by['/slow'].contextual_score !== undefined, 'a failed link is scored by what is known of it');
  for (const [path, noted] of [
    ['/gone', '\\(http_error: .*\\)'],
    ['/file.pdf', '\\(application/pdf, 9 bytes\\)'],
    ['/moved', `: When and how .* \\(moved to ${site.url}/roses\\)`],
    ['/latin', ''],
  ])
    assert.match(text, new RegExp(`\n\\d+\\. \\d\\.\\d\\d \\S.* ?<${site.url}${path}>:? ?${noted}\n`), path);
});

test('crawl says behind a link what it leads to, as preview_links does: no page, another address, nothing', async () => {
  await using birds = await startSite({
    '/': {
      body: page('Birds', '', '<main><a href="/map">Map</a><a href="/old">Old</a><a href="/gone">Gone</a></main>'),
    },
    '/map': { headers: { 'content-type': 'application/pdf', 'content-length': '9' }, body: '%PDF-1.7\n' },
    '/old': { status: 301, headers: { location: '/new' } },
    '/new': { body: page('Terns', 'Where they nest.') },
    '*': { status: 404 },
  });
  const { text } = await server.call('crawl', { url: `${birds.url}/`, include: ['links'], link_preview_config: {} });
  for (const line of [
    `Map <${birds.url}/map> (application/pdf, 9 bytes)`,
    `Old <${birds.url}/old>: Terns: Where they nest. (moved to ${birds.url}/new)`,
    `Gone <${birds.url}/gone> (http_error: `,
  ])
    assert.ok(text.includes(`\n- ${line}`), text);
});

test('timeout is that of a link as a whole: the turn of its host is waited for within it', async () => {
  await using own = await startSite({
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nCrawl-delay: 4' },
    '/': { body: page('Start', 'All.', '<a href=/a>a</a><a href=/b>b</a>') },
    '*': { body: page('Roses', 'All of them.') },
  });
  const crawl = server.call('crawl', { url: `${own.url}/`, max_pages: 3, time_budget: 3 });
  assert.ok(await within(15_000, () => own.hits.some(({ path }) => path === '/')));
  const { data } = await server.call('preview_links', { links: [`${own.url}/roses`], timeout: 1 });
  assert.match(data.links[0].head_extraction_error, /^timeout: its turn did not come within 1000 ms/);
  await crawl;
  assert.ok(!own.hits.some(({ path }) => path === '/roses'));
});

test('a host that asks for a pause is left alone by every tool: a short one is waited for, of a long one it is said how long', async () => {
  let after = '1';
  await using own = await startSite({
    '/busy': (_request, response) => void response.writeHead(429, { 'retry-after': after }).end(),
    '*': { body: page('Roses', 'All of them.') },
  });
  const ask = async () => {
    await server.call('preview_links', { links: [`${own.url}/busy`] });
    const started = performance.now();
    const { text } = await server.call('crawl', { url: `${own.url}/roses`, engine: 'http', cache_mode: 'bypass' });
    return [text, performance.now() - started] as const;
  };
  const [short, shortMs] = await ask();
  assert.match(short, /Roses/);
  assert.ok(shortMs > 800, `${shortMs}`);
  after = '60';
  const [long, longMs] = await ask();
  assert.match(long, /^rate_limited: 127\.0\.0\.1:\d+ asks for a pause of (?:60|59) s\. Next: Wait/);
  assert.ok(longMs < 5_000, `${longMs}`);
  assert.equal(own.hits.filter(({ path }) => path === '/roses').length, 1);
});

test('a short pause that another request makes longer meanwhile is waited for, too', async () => {
  const refuse = (response: ServerResponse) => void response.writeHead(429, { 'retry-after': '1' }).end();
  let hasBegun = () => {};
  const begun = new Promise<void>((resolve) => {
    hasBegun = resolve;
  });
  await using own = await startSite({
    '/busy': (_request, response) => refuse(response),
    '/late': (_request, response) => {
      hasBegun();
      setTimeout(refuse, 700, response);
    },
    '*': { body: page('Roses', 'All of them.') },
  });
  const others = server.call('preview_links', { links: [`${own.url}/late`] });
  await begun;
  await server.call('preview_links', { links: [`${own.url}/busy`] });
  const { text } = await server.call('crawl', { url: `${own.url}/roses`, engine: 'http', cache_mode: 'bypass' });
  assert.match(text, /Roses/);
  await others;
});

test('the whole, heads included, is a resource, and the list goes on by cursor', async () => {
  const first = await server.call('preview_links', { url: `${site.url}/`, query: 'garden', limit: 2 });
  assert.deepEqual([first.data.returned, first.data.total], [2, 5]);
  const next = await server.call('preview_links', { cursor: first.data.next_cursor, limit: 10 });
  assert.equal(next.data.links.length, 3);
  assert.match(next.text, /\nShowing 3-5 of 5\. These are the last\.\n[^\n]+\n3\. \d/);
  const map = await server.json(`webloupe://results/${first.data.result_id}/links`);
  assert.equal(map.internal.filter((link: { head_data?: unknown }) => link.head_data !== undefined).length, 5);
});

test('a head is whole where it is short; one that was cut does not say that the page has no more', async () => {
  const rich = (about: string) =>
    `<meta charset="utf-8"><meta property="OG:Type" content="article"><meta name="description" content="${about}">` +
    '<link rel="alternate" href="/feed"><script type="application/ld+json">{"@type":"Article"}</script>';
  const filled = Array.from({ length: 40 }, (_, i) => `<link rel="alternate" hreflang="x" href="/in/${i}">`).join('');
  await using heads = await startSite({
    '/': { body: page('Start', '', '<main><a href="/short">A short head</a> <a href="/long">A long head</a></main>') },
    '/short': { body: `<title>Short</title>${rich('It is short.')}` },
    '/long': { body: `<title>Long</title>${rich('It is long.')}${filled}` },
  });
  const input = { url: `${heads.url}/` };
  const { data } = await server.call('preview_links', input);
  const crawled = await server.call('crawl', { ...input, include: ['links'], link_preview_config: {} });
  const whole = await server.json(`webloupe://results/${data.result_id}/links`);
  const of = (links: Array<{ href: string; head_data: object }>, path: string) =>
    links.find(({ href }) => href === heads.url + path)?.head_data;
  const short = {
    title: 'Short',
    charset: 'utf-8',
    meta: { 'og:type': 'article', description: 'It is short.' },
    link: { alternate: [`${heads.url}/feed`] },
    jsonld: [{ '@type': 'Article' }],
    status_code: 200,
    content_type: 'text/html; charset=utf-8',
  };
  const { link: _, jsonld: __, ...cut } = { ...short, title: 'Long', meta: { description: 'It is long.' } };
  for (const links of [data.links, crawled.data.links.internal]) {
    assert.deepEqual(of(links, '/short'), short);
    assert.deepEqual(of(links, '/long'), cut);
  }
  const long: { link?: { alternate?: string[] } } = of(whole.internal, '/long') ?? {};
  assert.equal(long.link?.alternate?.length, 20);
});

test('whole heads leave no fewer links in an answer: where many are asked for, they are cut', async () => {
  const list = Array.from({ length: 60 }, (_, i) => `<li><a href="/${i}">Chapter ${i}</a>`).join('');
  const feeds = ['one', 'two', 'three'].map((name) => `<link rel="alternate" href="/feeds/${name}.xml">`).join('');
  await using heads = await startSite({
    '/': { body: page('Start', '', `<main><ul>${list}</ul></main>`) },
    '*': ({ url = '' }) => ({
      body: `<title>Chapter</title><meta name="description" content="On ${url}.">${feeds}`,
    }),
  });
  for (const [limit, isWhole] of [
    [60, false],
    [5, true],
  ] as const) {
    const { data } = await server.call('preview_links', { url: `${heads.url}/`, limit });
    assert.ok(data.returned >= Math.min(limit, 40), `${data.returned} of ${limit}`);
    for (const { head_data: head } of data.links) assert.equal(head.link !== undefined, isWhole);
  }
});

test('targets that are all one shell are told as such', async () => {
  let title = '';
  const shell = (title: string) => page(title, 'It does things.', '<div id=root></div><script src=/app.js></script>');
  const links = ['/a', '/b', '/c', '/d'].map((path) => `<a href="${path}">${path.slice(1)} pages</a>`).join(' ');
  await using app = await startSite({
    '/': { body: `<title>Start</title><main><p>Pages</p>${links}</main>` },
    '/d': { body: page('Another', 'It says what it is.') },
    '*': () => ({ body: shell(title) }),
  });
  for (const [query, named] of [
    ['pages', 'An app'],
    [undefined, 'An app with max_scroll_steps'],
    [undefined, `${'x'.repeat(59)}…`],
  ] as const) {
    // Never cut between the halves of a character.
    title = named.replace('…', '😀 and more');
    const { data, text } = await server.call('preview_links', {
      url: `${app.url}/`,
      engine: 'http',
      query,
      cache_mode: 'bypass',
    });
    const said = `3 of 4 targets say the same of themselves ("${named}")`;
    assert.equal(data.warnings?.join().slice(0, said.length), said);
    assert.match(text, /a pages \(.*b pages \(.*c pages \(.* Another </s, 'the text has what tells them apart');
    assert.doesNotMatch(data.warnings.join(), /is a field of/, 'a title names no field');
  }
});

test('a line has what the link says where the target says less', async () => {
  const body =
    '<title>Board</title><a href="/1">Episode 1: Basalt</a> <a href="/2">Lost cat seen in Elm Street</a> ' +
    '<a href="/3">Opening hours</a> <a href="/4">Art</a> <a href="/5">All about the ferry</a> ' +
    '<a href="/6">Read on</a> <a href="/7">Read on</a>';
  await using board = await startSite({
    '/': { body },
    '/1': { body: page('Episode 1', '') },
    '/2': { body: page('Notice 87', '') },
    '/3': { body: page('Opening hours | The Museum', '') },
    '/4': { body: page('Starting points', '') },
    '/5': { body: page('Ferry', 'Times and fares of the ferry to the isle.') },
    '/6': { body: page('Rope', '') },
    '/7': { body: page('Tar', '') },
  });
  const { text } = await server.call('preview_links', { url: `${board.url}/`, query: 'cat' });
  const names = [...text.matchAll(/^\d\. [\d.]+ (.*) <.*?>/gm)].map(([, name]) => name);
  assert.deepEqual(names.sort(), [
    'Art (Starting points)',
    'Episode 1: Basalt',
    'Ferry',
    'Lost cat seen in Elm Street (Notice 87)',
    'Opening hours | The Museum',
    'Rope',
    'Tar',
  ]);
});

test('it is said how to read the views of a page that its script makes', async () => {
  const linked = (...hrefs: string[]) =>
    `<title>App</title>${hrefs.map((href) => `<a href="${href}">Go</a>`).join(' ')}`;
  await using app = await startSite({
    '/': { body: linked('#/', '#/tides', '#!/fares?day=2', '/about') },
    '/about': { body: linked('#!', '#/', '#top', '/#/tides', '/') },
  });
  const warningsOf = async (path: string) =>
    (await server.call('preview_links', { url: `${app.url}${path}`, engine: 'http' })).data.warnings ?? [];
  const note = /^same_page: 2 are views of the page's own script, .* a crawl of several pages reads them$/;
  assert.ok((await warningsOf('/')).some((warning: string) => note.test(warning)));
  assert.deepEqual(await warningsOf('/about'), []);
});

test('what crawl did not look behind stands as on the page, its main content first', async () => {
  const body =
    '<title>Birds</title><nav><a href="/menu">Menu</a></nav><main><a href="#top">Top</a> <a href="/tern">Tern</a> <a href="/knot">Knot</a></main>';
  await using birds = await startSite({ '/': { body }, '*': { body: page('A bird', 'It flies.') } });
  const { data, text } = await server.call('crawl', {
    url: `${birds.url}/`,
    include: ['links'],
    link_preview_config: { query: 'knot', max_links: 1 },
  });
  assert.deepEqual(paths({ links: data.links.internal }), ['/knot', '/tern', '/menu', '/']);
  assert.match(text, /\/knot>.*\n.*\/tern>.*\n.*\/menu>.*\n.*\/>/);
});

test('on a page of links to elsewhere it is said that they were left out', async () => {
  const body =
    '<title>Picks</title><a href="/faq">FAQ</a> <a href="https://a.example/x">Tern</a> <a href="https://b.example/">Knot</a>';
  await using picks = await startSite({ '/': { body }, '/faq': { body: page('FAQ', 'Answers.') } });
  for (const [options, said] of [
    [{ query: 'zebra' }, /^query: no link has a word of it: .*; include_external looks behind 2 more/],
    [
      { include_patterns: ['*a.example*'] },
      /^include_patterns: no link that the other filters leave matches; .*; include_external looks behind 2/,
    ],
    [{ exclude_patterns: ['*/faq'] }, /^no link is left after the filters; include_external looks behind 2 more$/],
  ] as const) {
    const { data } = await server.call('preview_links', { url: `${picks.url}/`, ...options });
    assert.match(data.warnings.join(), said);
  }
});

/** The caller's headers reach the origin that was asked and no other, by both engines. */
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

let server: TestClient;
before(async () => {
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(() => server[Symbol.asyncDispose]());

for (const engine of ['http', 'browser'] as const) {
  test(`headers with engine ${engine}`, async () => {
    await using other = await startSite({ '*': { body: '<title>Other</title>' } });
    await using site = await startSite({
      '/': { body: `<title>Asked</title><img src="/own.png"><img src="${other.url}/foreign.png">` },
      '/away': { status: 302, headers: { location: `${other.url}/landed` } },
      '*': { body: '' },
    });
    const headers = { 'X-Key': 'k1' };
    for (const path of ['/', '/away']) {
      const { text, isError } = await server.call('crawl', {
        url: site.url + path,
        engine,
        headers,
        wait_until: 'load',
      });
      assert.equal(isError, false, text);
    }
    assert.ok(site.hits.length >= 2);
    assert.deepEqual([...new Set(site.hits.map((hit) => hit.headers['x-key']))], ['k1']);
    assert.ok(other.hits.some(({ path }) => path === '/landed'));
    assert.deepEqual(
      other.hits.filter((hit) => hit.headers['x-key'] !== undefined).map(({ path }) => path),
      [],
    );
    assert.deepEqual(
      site.hits.filter((hit) => Object.keys(hit.headers).some((name) => name.startsWith('proxy-'))),
      [],
    );
    const refused = await server.call('crawl', { url: site.url, engine, headers: { Cookie: 'a=b' } });
    assert.match(refused.text, /^invalid_input: headers: "Cookie"/);
  });
}

test("what another origin's page or frame asks of the origin has none", async () => {
  let back = '';
  const asksBack = (name: string) => () => ({
    body: `<title>Other</title><img src="${back}/from-${name}.png"><iframe src="${back}/page-in-${name}"></iframe>`,
  });
  await using other = await startSite({ '/landed': asksBack('page'), '/frame': asksBack('frame') });
  await using site = await startSite({
    '/': { body: `<title>Asked</title><iframe src="/own-frame"></iframe><iframe src="${other.url}/frame"></iframe>` },
    '/own-frame': { body: '<img src="/own.png">' },
    '/away': { status: 302, headers: { location: `${other.url}/landed` } },
    '*': { body: '' },
  });
  back = site.url;
  for (const path of ['/', '/away']) {
    const input = { url: site.url + path, engine: 'browser', headers: { 'X-Key': 'k1' }, wait_until: 'load' };
    const { text, isError } = await server.call('crawl', input);
    assert.equal(isError, false, text);
  }
  const asked = new Map(site.hits.map(({ path, headers }) => [path, headers['x-key']]));
  const keyed = ['/', '/own-frame', '/own.png', '/away'];
  const bare = ['/from-page.png', '/page-in-page', '/from-frame.png', '/page-in-frame'];
  assert.deepEqual(
    keyed.map((path) => asked.get(path)),
    ['k1', 'k1', 'k1', 'k1'],
  );
  assert.deepEqual(
    bare.map((path) => asked.has(path) && asked.get(path)),
    [undefined, undefined, undefined, undefined],
  );
});

test('links to the origin that was asked get them; neither links behind a redirect, nor those to other origins, nor pages that a crawl finds there', async () => {
  const links = (url: string) => ({ body: `<title>Links</title><a href="${url}/found">found</a>` });
  await using other = await startSite({ '/landed': { body: '<a href="/behind">behind</a>' }, '*': { body: 'x' } });
  await using site = await startSite({
    '/': () => links(`http://sub.site.example:${site.port}`),
    '/away': { status: 302, headers: { location: `${other.url}/landed` } },
    '/here': { body: `<title>Here</title><a href="/own">own</a> <a href="${other.url}/plain">plain</a>` },
    '/own': { body: `<meta http-equiv="refresh" content="0; url=${other.url}/led">` },
    '*': { body: '<title>Found</title>' },
  });
  const here = ['site.example', 'sub.site.example'].flatMap((host) => [
    '--connect-to',
    `${host}:${site.port}:127.0.0.1:${site.port}`,
  ]);
  await using named = await startClient(['--allow-host', '127.0.0.1', ...here]);
  const asked = { engine: 'http', headers: { 'X-Key': 'k1' } };
  await named.call('crawl', { url: `http://site.example:${site.port}/`, max_pages: 3, ...asked });
  await named.call('crawl', { url: `${site.url}/away`, link_preview_config: { include_external: true }, ...asked });
  const behind = { url: `${site.url}/here`, link_preview_config: { include_external: true } };
  await named.call('crawl', { ...behind, ...asked });
  await named.call('crawl', { ...behind, engine: 'http' });
  const keyed = (hits: typeof site.hits) => hits.map(({ path, headers }) => `${path} ${headers['x-key']}`);
  assert.ok(keyed(site.hits).includes('/ k1'));
  assert.ok(keyed(site.hits).includes('/found undefined'), 'the crawl went there');
  assert.ok(keyed(other.hits).includes('/behind undefined'), 'the link was looked behind');
  const own = keyed(site.hits).filter((hit) => hit.startsWith('/own'));
  assert.deepEqual(own, ['/own k1', '/own undefined'], 'what was read with them is kept for nobody');
  assert.ok(['/plain undefined', '/led undefined'].every((hit) => keyed(other.hits).includes(hit)));
  assert.doesNotMatch(
    keyed(other.hits).join('\n') + keyed(site.hits.filter((hit) => hit.path === '/found')).join(),
    /k1/,
  );
});

test("sitemaps of the origin that was asked get them and the URL's login, others neither", async () => {
  const keysOf = ({ headers }: Pick<IncomingMessage, 'headers'>) => [headers['x-key'], headers.authorization];
  const map = (...urls: string[]) => ({
    headers: { 'content-type': 'application/xml' },
    body: `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`,
  });
  await using other = await startSite({ '*': map() });
  await using site = await startSite({
    '/robots.txt': () => ({ body: `Sitemap: ${site.url}/own.xml\nSitemap: ${other.url}/theirs.xml` }),
    '/own.xml': (request) => (keysOf(request).includes(undefined) ? { status: 401 } : map(`${site.url}/mapped`)),
    '/mapped': { body: '<title>Mapped</title><p>No page links to what stands here.' },
    '*': { body: '<title>Here</title><p>Words of this page.' },
  });
  const url = site.url.replace('://', '://me:secret@');
  const { data } = await server.call('crawl', { url, max_pages: 3, engine: 'http', headers: { 'X-Key': 'k1' } });
  assert.deepEqual(
    data.pages.map((one: { url: string }) => new URL(one.url).pathname),
    ['/', '/mapped'],
  );
  assert.deepEqual(other.hits.filter(({ path }) => path === '/theirs.xml').map(keysOf), [[undefined, undefined]]);
});

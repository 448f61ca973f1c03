/** Sites that ask who asks: what an agent is told, and what it can do next. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Answer, type Site, startSite } from '../helpers/site.js';

const FORM = '<title>Hello</title><form><input name="user"><input type="password" name="pass"></form>';
const link = (path: string) => `<a href="${path}">All about ${path}</a>`;
const to = (location: string): Answer => ({ status: 302, headers: { location } });

let site: Site;
let server: TestClient;
before(async () => {
  site = await startSite({
    '/account': to('/users/sign_in'),
    '/orders': to('/hello?return_to=%2Forders'),
    '/login': to('/en/login'),
    '/blog-in-may': to('/2026/may'),
    '/moved': to('/en/moved?page=1'),
    '/news': to('/login-news'),
    '/login-news': { body: '<title>How logins look today</title><p>News' },
    '/scripted': { body: '<script>location.replace("/users/sign_in")</script>' },
    '/app': { body: `<div id="app"></div><script>location.hash = '#/sign-in'; app.innerHTML = '${FORM}'</script>` },
    '/users/sign_in': { body: FORM },
    '/hello': { body: FORM },
    '/en/login': { body: FORM },
    '/2026/may': { body: FORM },
    '/en/moved': { body: FORM },
    '/401': { status: 401, body: FORM },
    '/links': {
      body: `<title>Links</title>${['/bills', '/offers', '/login-news', '/en/moved', '/login'].map(link).join(' ')}`,
    },
    '/forms': { body: `<title>Forms</title>${['/form/a', '/form/b', '/form/c', '/news'].map(link).join(' ')}` },
    '/bills': to('/hello?return_to=%2Fbills'),
    '/offers': to('/users/sign_in'),
    '/form/a': { body: FORM },
    '/form/b': { body: FORM },
    '/form/c': { body: FORM },
    '/basic': { status: 401, headers: { 'www-authenticate': 'Basic realm="files"' }, body: 'No' },
    '/403': { status: 403, body: '<p>Robots are not welcome here' },
    '/403-form': { status: 403, body: FORM },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const LOGIN_PAGE = /Note: the site led to a login page .*--storage-state FILE/;
const cases = [
  ['/account', LOGIN_PAGE],
  ['/orders', LOGIN_PAGE],
  ['/scripted', LOGIN_PAGE],
  ['/app#/posts', LOGIN_PAGE],
  ['/401', /http_error: the server answered 401 and asks for a login: .*--storage-state FILE/],
  ['/basic', /http_error: the server answered 401 and asks for a login: .*https:\/\/USER:PASSWORD@HOST/],
  ['/403-form', /http_error: the server answered 403 and asks for a login: .*--storage-state FILE/],
] as const;
for (const [path, told] of cases)
  test(`a site that asks for a login is told as one: ${path}`, async () => {
    for (const tool of ['crawl', 'extract_links'])
      assert.match((await server.call(tool, { url: `${site.url}${path}` })).text, told, tool);
  });

test('a login page that was asked for is a page, and so is one with a login on every page', async () => {
  for (const path of ['/login', '/users/sign_in', '/blog-in-may', '/moved', '/news', '/403']) {
    const { text } = await server.call('crawl', { url: `${site.url}${path}`, engine: 'http' });
    assert.match(text, path === '/403' ? /\[status 403;/ : /\[status 200;/, path);
    assert.doesNotMatch(text, /login page|asks for a login/, path);
  }
});

test('previews and crawls tell it, too', async () => {
  const urls = [`${site.url}/401`, `${site.url}/basic`];
  const preview = await server.call('preview_links', { links: urls });
  assert.match(preview.text, /http_error: [\d.:]+ answered 401 and asks for a login/);
  const crawl = await server.call('crawl', { urls });
  assert.match(crawl.text, /answered 401 and asks for a login: .*--storage-state/);
  const led = await server.call('crawl', { urls: [`${site.url}/account`, `${site.url}/moved`] });
  assert.equal(led.text.match(/Note: the site led to a login page/g)?.length, 1);
});

test('a preview says of which targets it saw a login only', async () => {
  for (const [path, query, said] of [
    ['/links', 'bills', '2 of 5'],
    ['/forms', undefined, '3 of 4'],
  ] as const) {
    const { data } = await server.call('preview_links', { url: `${site.url}${path}`, query });
    assert.match(
      data.warnings?.join() ?? '',
      new RegExp(`^${said} targets showed a login page .*--storage-state FILE`),
    );
    assert.doesNotMatch(data.warnings.join(), /say the same/);
  }
});

test('a login that a site does not accept is told as such', async () => {
  const url = `${site.url.replace('//', '//ann:wrong@')}/basic`;
  for (const input of [{ url }, { urls: [url, `${site.url}/moved`] }]) {
    const { text } = await server.call('crawl', input);
    assert.match(text, /answered 401 and did not accept user name and password of the URL: ask the user/);
  }
});

test('pages of one site that are named with logins of their own are asked with them', async () => {
  const [ann, bob] = ['ann', 'bob'].map((name) => site.url.replace('//', `//${name}:1@`));
  const urls = [`${ann}/basic`, `${bob}/403?utm_source=x#top`, `${site.url}/moved`];
  for (const [tool, input] of [
    ['crawl', { urls, engine: 'http' }],
    ['preview_links', { links: urls }],
  ] as const) {
    const before = site.hits.length;
    await server.call(tool, input);
    const sent = new Map(
      site.hits.slice(before).map(({ path, headers }) => [path.split('?')[0], headers.authorization]),
    );
    const basic = (name: string) => `Basic ${Buffer.from(`${name}:1`).toString('base64')}`;
    assert.deepEqual(
      ['/basic', '/403', '/moved'].map((path) => sent.get(path)),
      [basic('ann'), basic('bob'), basic('ann')],
      tool,
    );
  }
});

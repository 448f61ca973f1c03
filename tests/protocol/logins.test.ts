/** --storage-state through a real client: which requests carry which cookies, and what is left alone with them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Answer, type Site, startSite } from '../helpers/site.js';

const folder = mkdtempSync(join(tmpdir(), 'webloupe-logins-'));
const stateFile = join(folder, 'state.json');
const HOUR_S = 3_600;

function saveState(session: string): void {
  const soon = Date.now() / 1000 + HOUR_S;
  const cookie = (name: string, more: Record<string, unknown> = {}) => ({
    ...{ name, value: session, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false },
    ...more,
  });
  const cookies = [
    cookie('session', { expires: soon, sameSite: 'Lax' }),
    cookie('old', { expires: soon - 2 * HOUR_S }),
    cookie('deep', { path: '/deep' }),
    cookie('theirs', { domain: 'other.example' }),
    cookie('below', { domain: '.site.example' }),
    cookie('secure', { domain: '.site.example', secure: true }),
  ];
  writeFileSync(stateFile, JSON.stringify({ cookies, origins: [] }));
}

const cookiesOf = ({ headers }: Pick<IncomingMessage, 'headers'>) => (headers.cookie ?? '').split('; ').sort();
const page = (title: string, body: string): Answer => ({
  body: `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1><p>${`${title} says what it has to say. `.repeat(9)}</p>${body}</main></html>`,
});
const redirect = (location: string, cookie?: string): Answer => ({
  status: 302,
  headers: { location, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) },
});
const LINKS = [
  ...['<a href="/account">Account</a>', '<a href="/logout">Leave</a>', '<a href="/posts/5?do=delete">x</a>'],
  ...['<a href="/out">Sign out</a>', '<a href="/help/how-to-log-out-of-everything">Help</a>'],
];
const UNTOUCHED = ['/logout', '/out', '/posts/5?do=delete'];

let site: Site;
let other: Site;
let server: TestClient;
before(async () => {
  saveState('one');
  other = await startSite({ '*': page('Other', '') }, { host: '127.0.0.2' });
  site = await startSite({
    '/': (request) => page(request.headers.cookie?.includes('session=') ? 'Hello Anna' : 'Log in', LINKS.join(' ')),
    '/gate': (request) => (cookiesOf(request).includes('seen=1') ? page('Behind', '') : redirect('/check', 'seen=1')),
    '/check': () => redirect('/gate'),
    '/away': () => redirect(`${other.url}/landed`, 'mine=1'),
    '/signed-off': () => redirect('/deep/after', 'session=; Max-Age=0'),
    '*': (request) => page(`Page ${request.url}`, ''),
  });
  const names = ['site.example', 'www.site.example'].flatMap((name) => [
    '--connect-to',
    `${name}:80:127.0.0.1:${site.port}`,
  ]);
  const allowed = ['--allow-host', '127.0.0.1', '--allow-host', '127.0.0.2'];
  server = await startClient([...allowed, ...names, '--storage-state', stateFile]);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (url: string, engine = 'http') => server.call('crawl', { url, engine, cache_mode: 'bypass' });
const hitsOf = (from: Site, path: string) => from.hits.filter((hit) => hit.path === path);

test('a page behind a login is read over plain HTTP', async () => {
  for (const engine of ['http', 'auto']) {
    const { data } = await read(`${site.url}/`, engine);
    assert.deepEqual([data.engine, data.metadata.title], ['http', 'Hello Anna']);
  }
});

test('domain, path, expiry and Secure of a cookie decide', async () => {
  const cases = [
    [`${site.url}/plain`, ['session=one']],
    [`${site.url}/deep/page`, ['deep=one', 'session=one']],
    ['http://site.example/plain', ['below=one']],
    ['http://www.site.example/www', ['below=one']],
    [`${other.url}/named`, ['']],
  ] as const;
  for (const [url, expected] of cases) {
    await read(url);
    const { pathname, hostname } = new URL(url);
    assert.deepEqual(
      cookiesOf((hostname === '127.0.0.2' ? other : site).hits.at(-1) ?? { headers: {} }),
      expected,
      pathname,
    );
  }
});

test('what a redirect sets goes to the next hops and no further', async () => {
  for (let call = 0; call < 2; call++) {
    const { data, text } = await read(`${site.url}/gate`);
    assert.equal(data.metadata?.title, 'Behind', text);
  }
  const sent = hitsOf(site, '/gate').map((hit) => cookiesOf(hit).includes('seen=1'));
  assert.deepEqual(sent, [false, true, false, true], 'the second call starts without');
  await read(`${site.url}/away`);
  assert.deepEqual(hitsOf(other, '/landed').map(cookiesOf), [['']], 'not to another host');
  await read(`${site.url}/signed-off`);
  assert.deepEqual(hitsOf(site, '/deep/after').map(cookiesOf), [['deep=one']], 'a redirect may take one away');
  assert.equal((await read(`${site.url}/`)).data.metadata.title, 'Hello Anna', 'which ends with the request');
});

test('links that may sign out or delete are listed and not read', async () => {
  const { data, text } = await server.call('preview_links', { url: `${site.url}/`, query: 'account' });
  const left = data.links.filter(
    (link: { head_extraction_status: string }) => link.head_extraction_status === 'skipped',
  );
  const path = ({ href }: { href: string }) => href.slice(site.url.length);
  assert.deepEqual(left.map(path).sort(), UNTOUCHED, text);
  for (const link of left) assert.match(link.head_extraction_error, /^not read: it may sign out/);
  assert.equal(data.counts.skipped, 3);
  assert.equal(data.counts.valid, 2);
  assert.match(text, /logout> \(not read: it may sign out/);
  assert.deepEqual(hitsOf(site, '/account').map(cookiesOf), [['session=one']]);
  const named = await server.call('preview_links', { links: [`${site.url}/logout`, `${site.url}/account`] });
  assert.equal(named.data.counts.skipped, 1);
});

test('a crawl does not visit them, unless they are named', async () => {
  const { data } = await server.call('crawl', { url: `${site.url}/`, max_pages: 9, hits_per_sec: 100 });
  assert.equal(data.counts.visited, 3);
  assert.equal(data.counts.skipped.changes_state, 3);
  assert.deepEqual(
    UNTOUCHED.flatMap((path) => hitsOf(site, path)),
    [],
  );
  await read(`${site.url}/logout`);
  assert.equal(hitsOf(site, '/logout').length, 1);
});

for (const engine of ['http', 'browser'])
  test(`a login renewed in its file counts at once; a file half written leaves the one before: ${engine}`, async () => {
    const path = `/renewed-${engine}`;
    for (const session of ['two', 'three']) {
      saveState(session);
      await read(`${site.url}${path}`, engine);
      // The page that the browser makes ready for the next call is made by then.
      await sleep(500);
    }
    writeFileSync(stateFile, '{"cookies": [');
    await read(`${site.url}${path}`, engine);
    const sent = hitsOf(site, path).map(cookiesOf);
    assert.deepEqual(sent, [['session=two'], ['session=three'], ['session=three']]);
    saveState('one');
  });

test('a login that is half written when the first call comes fails that call alone', async () => {
  await using fresh = await startClient(['--allow-host', '127.0.0.1', '--storage-state', stateFile]);
  const call = () => fresh.call('crawl', { url: `${site.url}/first`, include: ['metadata'] });
  writeFileSync(stateFile, '{"cookies": [');
  assert.match((await call()).text, /^invalid_input: --storage-state: .* is no JSON/);
  saveState('one');
  assert.ok(!(await call()).isError);
});

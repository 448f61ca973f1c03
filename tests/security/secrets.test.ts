/** What an operator or a URL entrusts to the server goes to its one origin, and into no answer, error, log or file name. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { MAIN, startClient } from '../helpers/client.js';
import { type Answer, type Route, startRawServer, startSite } from '../helpers/site.js';

const COOKIE = 'c00kie-s3cret';
const STORED = 'st0red-s3cret';
const PASSWORD = 'passw0rd-s3cret';
const TOKEN = 't0ken-s3cret-of-32-characters-or-more';
/** As written, and as it stands in a Basic header. */
const SECRET = new RegExp(`s3cret|${Buffer.from(`user:${PASSWORD}`).toString('base64').slice(0, 20)}`);

const HTML =
  '<title>t</title><p>the text is there</p><a href="/next">Next</a><a href="?page=2">2</a><img src="/i.png" alt="a picture" width="300" height="300">';

function withCredentials(url: string, path = '/'): string {
  const made = new URL(path, url);
  made.username = 'user';
  made.password = PASSWORD;
  return made.href;
}

test('credentials of a URL, stored logins and tokens stay inside', { timeout: 150_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'webloupe-secrets-'));
  const stateFile = join(folder, 'state.json');
  await using other = await startSite({ '*': { body: HTML } }, { host: '127.0.0.2' });
  await using site = await startSite({
    '*': { body: HTML },
    '/elsewhere': { status: 302, headers: { location: `${other.url}/landed` } },
    '/here': { status: 302, headers: { location: '/landed' } },
    '/never': () => {},
    '/broken': (_request, response) => void response.socket?.destroy(),
    '/404': { status: 404, body: HTML },
    '/pdf': { headers: { 'content-type': 'application/pdf' }, body: '%PDF' },
  });
  const cookie = {
    name: 'session',
    value: COOKIE,
    domain: '127.0.0.1',
    path: '/',
    expires: -1,
    httpOnly: true,
    secure: false,
    sameSite: 'Lax',
  };
  writeFileSync(
    stateFile,
    JSON.stringify({
      cookies: [cookie],
      origins: [{ origin: site.url, localStorage: [{ name: 'login', value: STORED }] }],
    }),
  );
  try {
    const flags = ['--allow-host', '127.0.0.1', '--allow-host', '127.0.0.2', '--storage-state', stateFile];
    await using server = await startClient(flags, { WEBLOUPE_TOKEN: TOKEN, TMPDIR: folder });
    await server.client.setLoggingLevel('debug');
    const seen: string[] = [];
    for (const engine of ['http', 'browser'] as const)
      for (const path of ['/', '/elsewhere', '/here', '/404', '/pdf', '/broken', '/never']) {
        const input = {
          url: withCredentials(site.url, path),
          engine,
          verbose: true,
          page_timeout: path === '/never' ? 500 : 30_000,
        };
        const answer = await server.call('crawl', input);
        seen.push(JSON.stringify(answer));
        if (path === '/') assert.match(answer.text, /text is there/);
      }
    for (const tool of ['extract_links', 'extract_media', 'preview_links'])
      seen.push(
        JSON.stringify(await server.call(tool, { url: withCredentials(site.url), engine: 'http', verbose: true })),
      );
    const named = ['/', '/404', '/broken'].map((path) => withCredentials(site.url, path));
    const manyCalls = [
      ['preview_links', { links: named, verbose: true }],
      ['crawl', { urls: [...named, ...named, `ftp://user:${PASSWORD}@a.example/`] }],
      ['crawl', { url: named[0], max_pages: 3, verbose: true }],
      ['crawl', { url: named[1], max_pages: 3 }],
      ['crawl', { url: named[2], max_pages: 3 }],
    ] as const;
    const progress: unknown[] = [];
    for (const [tool, input] of manyCalls)
      seen.push(
        JSON.stringify(await server.call(tool, { ...input }, { onprogress: (told) => void progress.push(told) })),
      );
    assert.ok(progress.length > 0);
    seen.push(JSON.stringify(progress));
    for (const url of [
      `http://user:${PASSWORD}@[bad/`,
      `http://user:${PASSWORD}@169.254.169.254/`,
      `http://user:${PASSWORD}@none.invalid/`,
      `ftp://user:${PASSWORD}@a.example/`,
    ])
      seen.push(JSON.stringify(await server.call('crawl', { url })));
    for (const base_url of [`http://user:${PASSWORD}@[bad/`, withCredentials(site.url)])
      for (const tool of ['crawl', 'extract_links', 'extract_media'])
        seen.push(JSON.stringify(await server.call(tool, { html: HTML, base_url })));
    const { resources } = await server.client.listResources();
    seen.push(JSON.stringify(resources));
    for (const { uri } of resources) seen.push(JSON.stringify(await server.client.readResource({ uri })));
    seen.push(JSON.stringify(server.logs), server.stderr());
    for (const text of seen) assert.doesNotMatch(text, SECRET, text.slice(0, 2_000));

    const sent = (hits: typeof site.hits) =>
      hits.map(({ headers }) => `${headers.authorization} ${headers.cookie}`).join('\n');
    assert.match(sent(site.hits), /Basic /, 'the origin got what was meant for it');
    assert.match(sent(site.hits), new RegExp(COOKIE));
    assert.ok(other.hits.length >= 2);
    assert.doesNotMatch(sent(other.hits), /Basic /, 'another origin did not');
    assert.doesNotMatch(sent(other.hits), new RegExp(COOKIE));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a page that a browser reads does not know the login of its URL, and nor do the files made of it', async () => {
  const right = `Basic ${Buffer.from(`user:${PASSWORD}`).toString('base64')}`;
  const WHO = { 'www-authenticate': 'Basic realm="files"' };
  const body = `${HTML}<p id="where"></p><script>document.querySelector('#where').textContent = location.href + document.baseURI + document.querySelector('a').href; document.write('<a href="https://share.example/?u=' + encodeURIComponent(location.href) + '">Share</a>')</script>`;
  await using site = await startSite({
    '*': ({ headers }) =>
      headers.authorization === right ? { body } : { status: 401, headers: WHO, body: `Who?<img src="/i.png">` },
  });
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  const url = withCredentials(site.url);
  const page = await server.call('crawl', { url, engine: 'browser', process_iframes: true, flatten_shadow_dom: true });
  assert.match(page.text, /text is there[\s\S]*share\.example/);
  const captured = await server.call('capture', { url, formats: ['pdf', 'mhtml'] });
  assert.equal(captured.isError, false, captured.text);
  const said = [JSON.stringify(page), JSON.stringify(captured)];
  for (const { uri } of (await server.client.listResources()).resources) {
    const [file] = (await server.client.readResource({ uri })).contents;
    if (file === undefined) continue;
    said.push('blob' in file ? Buffer.from(file.blob, 'base64').toString('latin1') : String(file.text));
    if (uri.includes('/results/')) said.push(JSON.stringify(await server.client.readResource({ uri: `${uri}/html` })));
  }
  // Lines of MHTML end with "=" where the text goes on.
  for (const text of said) assert.doesNotMatch(text.replaceAll('=\r\n', ''), SECRET, text.slice(0, 2_000));
  const wrong = await server.call('crawl', { url: url.replace(PASSWORD, 'wrong'), engine: 'browser' });
  assert.match(wrong.text, /answered 401 and did not accept user name and password of the URL/);
  const asked = { url, engine: 'browser', headers: { 'x-own': 'yes' }, cache_mode: 'bypass' };
  assert.match((await server.call('crawl', asked)).text, /text is there/);
  assert.ok(site.hits.some(({ headers }) => headers['x-own'] === 'yes' && headers.authorization === right));
});

test('the login of a URL goes on to its origin as in a browser: to leads, previews, crawls and their sitemap', async () => {
  await using other = await startSite({ '*': { body: HTML } }, { host: '127.0.0.2' });
  const WHO = { 'www-authenticate': 'Basic realm="files"' };
  const guarded =
    (answer: Answer): Route =>
    ({ headers }) =>
      headers.authorization === undefined ? { status: 401, headers: WHO, body: 'Who?' } : answer;
  await using site = await startSite({
    '/': guarded({ body: `<a href="/in">In</a><a href="/delete?id=1">Delete</a><a href="${other.url}/out">Out</a>` }),
    '/in': guarded({ body: '<title>Inside</title><p>Inside' }),
    '/lead': guarded({ body: '<meta http-equiv="refresh" content="0;url=/in">' }),
    '/lead-out': guarded({ body: `<meta http-equiv="refresh" content="0;url=${other.url}/back">` }),
    '/sitemap.xml': guarded({ body: '<urlset></urlset>' }),
    '/robots.txt': { status: 404 },
    '*': guarded({ body: 'Here' }),
  });
  await using server = await startClient(['--allow-host', '127.0.0.1', '--allow-host', '127.0.0.2']);
  for (const engine of ['http', 'browser']) {
    const lead = await server.call('crawl', { url: withCredentials(site.url, '/lead'), engine });
    assert.equal(lead.data.markdown, 'Inside', engine);
    await server.call('crawl', { url: withCredentials(site.url, '/lead-out'), engine });
  }
  const statusOf = (data: { links: { href: string; head_extraction_status: string }[] }) =>
    data.links.map((link) => `${new URL(link.href).pathname} ${link.head_extraction_status}`).sort();
  const url = withCredentials(site.url);
  const preview = await server.call('preview_links', { url, include_external: true });
  assert.deepEqual(statusOf(preview.data), ['/delete skipped', '/in valid', '/out valid'], preview.text);
  const open = await server.call('preview_links', { links: [`${site.url}/in`] });
  assert.deepEqual(statusOf(open.data), ['/in failed'], 'what was read with a login is not kept for calls without');
  const crawl = await server.call('crawl', { url, max_pages: 3 });
  assert.deepEqual([crawl.data.counts.visited, crawl.data.counts.failed], [2, 0], crawl.text);
  const unasked = site.hits.filter(
    ({ path, headers }) => path === '/sitemap.xml' && headers.authorization === undefined,
  );
  assert.equal(unasked.length, 0);
  assert.ok(other.hits.length >= 3);
  for (const { headers } of other.hits) {
    assert.equal(headers.authorization, undefined);
    assert.doesNotMatch(headers.referer ?? '', SECRET);
  }
});

test('the password of the upstream proxy is in no error and no command line', async () => {
  const asked: string[] = [];
  await using site = await startRawServer((socket) =>
    socket.on('data', (data) => {
      asked.push(String(data));
      socket.end('HTTP/1.1 407 Who\r\nproxy-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n');
    }),
  );
  const proxy = `http://user:${PASSWORD}@127.0.0.1:${site.port}`;
  await using server = await startClient(['--proxy-server', proxy]);
  const seen: string[] = [];
  for (const engine of ['http', 'browser'])
    for (const url of ['http://site.example/', 'https://site.example/']) {
      const answer = await server.call('crawl', { url, engine, verbose: true, page_timeout: 15_000 });
      assert.match(answer.text, /^connect_failed: the upstream proxy asks for .*--proxy-server/, `${engine} ${url}`);
      seen.push(JSON.stringify(answer));
    }
  seen.push(JSON.stringify(server.logs), server.stderr());
  for (const bad of [`ftp://user:${PASSWORD}@proxy`, `user:${PASSWORD}@:bad`]) {
    const { stdout, stderr } = await run(['check-url', 'https://1.1.1.1/', '--proxy-server', bad]);
    seen.push(stdout + stderr);
  }
  for (const text of seen) assert.doesNotMatch(text, SECRET, text.slice(0, 500));
  for (const request of asked) assert.match(request, /^proxy-authorization: Basic /im);
});

test('the command line tells no password either', async () => {
  await using site = await startSite({ '*': { body: HTML } });
  for (const args of [
    ['crawl'],
    ['crawl', '--json'],
    ['extract-links'],
    ['extract-media'],
    ['crawl', '--engine', 'browser'],
  ]) {
    const { stdout, stderr } = await run([...args, withCredentials(site.url), '--allow-host', '127.0.0.1']);
    assert.match(stdout, /127\.0\.0\.1/);
    assert.doesNotMatch(stdout + stderr, SECRET, args.join(' '));
  }
  const blocked = await run(['crawl', withCredentials(site.url)]);
  assert.match(blocked.stderr, /blocked_address/);
  assert.doesNotMatch(blocked.stderr, SECRET);
});

function run(args: string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (_error, stdout, stderr) => resolve({ stdout, stderr }));
  });
}

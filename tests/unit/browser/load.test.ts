import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from '../../../src/core/fetch/browser.js';
import { inTime } from '../../helpers/in-time.js';
import { type Site, startRawServer, startSite } from '../../helpers/site.js';
import { load, startBrowser } from './test-browser.js';

const redirectTo = (location: string) => ({ status: 302, headers: { location } });
const page = (body: string) => ({ body });

let browser: Browser;
let site: Site;
let broken: Site;

before(async () => {
  browser = startBrowser();
  broken = await startRawServer((socket) => void socket.once('data', () => socket.destroy()));
  site = await startSite({
    '/': page('<title>Tide</title><p>plain</p><script>document.body.append("made by a script")</script>'),
    '/to-home': redirectTo('/'),
    '/circle': redirectTo('/circle'),
    '/to-private': redirectTo('http://10.0.0.1/'),
    '/script-to-home': page('<script>location.href = "/"</script>first'),
    '/reloads': page('<script>location.reload()</script>'),
    '/missing': { status: 404, body: '<p>no such tide</p>' },
    '/missing-empty': { status: 404 },
    '/login': { status: 401, headers: { 'www-authenticate': 'Basic realm=x' } },
    '/nothing': { status: 204 },
    '/file.pdf': { headers: { 'content-type': 'application/pdf', 'content-length': '8' }, body: '%PDF-1.4' },
    '/picture': { headers: { 'content-type': 'image/png' }, body: 'x' },
    '/attachment': { headers: { 'content-disposition': 'attachment; filename=a.html' }, body: 'x' },
    '/never': () => {},
    '/never-loads': page('<p>there</p><img src="/never">'),
    '/alerts': page('<p>there</p><script>alert(1); confirm(2); prompt(3); onbeforeunload = () => "stay"</script>'),
    '/alert-loop': page('<p>there</p><script>for (;;) alert(1)</script>'),
    '/busy': page('<p>there</p><script>for (;;);</script><p>after it</p>'),
    '/busy-later': page(
      '<p>there</p><script>onload = () => { for (;;) try { for (;;); } catch {} }</script><p>after it</p>',
    ),
    '/busy-frames': page(`<p>there</p><p>after it</p><script>
      const frame = () => { const until = performance.now() + 2000; while (performance.now() < until); requestAnimationFrame(frame); };
      frame();</script>`),
    // Waits in no script: there is none to end.
    '/waits': page(
      '<p>there</p><script>const asked = new XMLHttpRequest(); asked.open("GET", "/never", false); asked.send()</script>',
    ),
    '/late': page(
      '<p>there</p><script>onload = () => { const until = performance.now() + 1500; while (performance.now() < until); document.body.append("made late"); }</script>',
    ),
    '/popups': page('<p>there</p><script>for (let i = 0; i < 8; i++) open("/")</script>'),
    '/flood': page(`<p>there</p><script>
      const asked = Array.from({ length: 2100 }, (_, i) => fetch("/x" + i));
      Promise.allSettled(asked).then(() => { document.body.id = "over"; })</script>`),
    '/agent': (request) => page(`<p>${request.headers['user-agent']}|${request.headers['x-tide']}</p>`),
    '/settings': page(
      '<script>document.write([navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, innerWidth, innerHeight])</script>',
    ),
    '/huge': page('<script>document.documentElement.title = "x".repeat(2.1e7)</script>'),
  });
});

after(async () => {
  await browser[Symbol.asyncDispose]();
  await site.close();
  await broken.close();
});

test('a page is read as its scripts left it', async () => {
  const { html, status, finalUrl, mimeType } = await load(browser, `${site.url}/to-home`);
  assert.match(html, /plain<\/p>.*made by a script/);
  assert.deepEqual([status, finalUrl, mimeType], [200, `${site.url}/`, 'text/html']);
});

test('a redirect by script is followed', async () => {
  const { finalUrl, html } = await load(browser, `${site.url}/script-to-home`);
  assert.equal(finalUrl, `${site.url}/`);
  assert.match(html, /plain/);
});

for (const [path, status, html] of [
  ['/missing', 404, /no such tide/],
  ['/missing-empty', 404, /^$/],
  ['/login', 401, /^$/],
  ['/nothing', 204, /^$/],
] as const)
  test(`${path} is answered with its status`, async () => {
    const answer = await load(browser, site.url + path);
    assert.equal(answer.status, status);
    assert.match(answer.html, html);
  });

for (const [what, url, code, said] of [
  ['a redirect circle', '/circle', 'too_many_redirects', /redirects/],
  ['a reload loop', '/reloads', 'too_many_redirects', /20 times/],
  ['a redirect to a private address', '/to-private', 'blocked_address', /^10\.0\.0\.1 /],
  ['a document of any size', '/huge', 'too_large', /20000000/],
  ['a PDF', '/file.pdf', 'not_html', /application\/pdf, 8 bytes/],
  ['a picture', '/picture', 'not_html', /image\/png/],
  ['a download', '/attachment', 'not_html', /attachment is saved by browsers/],
  ['another loopback address', 'http://127.0.0.2/', 'blocked_address', /^127\.0\.0\.2 /],
  ['a file', 'file:///etc/passwd', 'blocked_address', /file:/],
  ["the browser's own pages", 'chrome://version', 'blocked_address', /chrome:/],
  ['a name that does not resolve', 'http://nope.invalid/', 'dns_failed', /nope\.invalid/],
] as const)
  test(`${what}: ${code}`, async () => {
    const url_ = url.startsWith('/') ? site.url + url : url;
    await assert.rejects(load(browser, url_), (error) => {
      assert.ok(error instanceof Error && 'code' in error);
      assert.equal(error.code, code, error.message);
      assert.match(error.message, said);
      return true;
    });
  });

test('a connection that breaks: connect_failed, over http and https', async () => {
  await assert.rejects(load(browser, broken.url), { code: 'connect_failed' });
  await assert.rejects(load(browser, broken.url.replace('http:', 'https:')), (error) => {
    assert.ok(error instanceof Error && 'code' in error);
    assert.match(String(error.code), /connect_failed|tls_failed/);
    return true;
  });
});

test('a page that never fires load is read at the deadline, and says so', () =>
  inTime(async () => {
    const started = performance.now();
    const { html, warnings } = await load(browser, `${site.url}/never-loads`, {
      wait_until: 'load',
      page_timeout: 3_000,
    });
    assert.match(html, /there/);
    assert.match(warnings.join(), /did not reach "load" in time/);
    assert.ok(performance.now() - started < 4_000);
  }));

for (const path of ['/never', '/alert-loop', '/waits'])
  test(`${path}: timeout, within the limit and a second`, () =>
    inTime(async () => {
      const started = performance.now();
      await assert.rejects(load(browser, site.url + path, { page_timeout: 1_000 }), { code: 'timeout' });
      assert.ok(performance.now() - started < 2_000);
    }));

for (const path of ['/busy', '/busy-later', '/busy-frames'])
  test(`${path}: what its script was at is ended, the page is read in time, and that is said`, () =>
    inTime(async () => {
      const started = performance.now();
      const { html, warnings, isPartial } = await load(browser, site.url + path, {
        page_timeout: 2_000,
        wait_until: 'load',
      });
      assert.ok(performance.now() - started < 3_000);
      assert.match(html, /there.*after it/s);
      assert.match(warnings.join(), /what its script was at was ended/);
      assert.ok(isPartial);
    }));

test('of a page that answers late but answers, no script is ended', async () => {
  const { html, warnings } = await load(browser, `${site.url}/late`, { page_timeout: 30_000 });
  assert.match(html, /there.*made late/s);
  assert.deepEqual(warnings, []);
});

test('dialogs and popups hold nothing up, and are gone', async () => {
  for (const path of ['/alerts', '/popups']) assert.match((await load(browser, site.url + path)).html, /there/);
});

test('a flood of requests is cut off', async () => {
  const { html, warnings } = await load(browser, `${site.url}/flood`, { wait_for: 'css:#over' });
  assert.match(html, /there/);
  assert.match(warnings.join(), /2000 requests/);
  assert.ok(site.hits.filter((hit) => hit.path.startsWith('/x')).length <= 2_000);
});

test('agent, headers, locale, time zone and viewport are what was asked for', async () => {
  const agent = await load(browser, `${site.url}/agent`, { user_agent: 'Loupe/1', headers: { 'x-tide': 'high' } });
  assert.match(agent.html, /<p>Loupe\/1\|high<\/p>/);
  const settings = await load(browser, `${site.url}/settings`, {
    locale: 'de-DE',
    timezone_id: 'Asia/Tokyo',
    viewport: { width: 700, height: 300 },
  });
  assert.match(settings.html, /de-DE,Asia\/Tokyo,700,300/);
});

for (const [field, config] of [
  ['timezone_id', { timezone_id: 'Mars/Phobos' }],
  ['locale', { locale: 'abc-12345678-12345678' }],
  ['user_agent', { user_agent: 'Loupe\r\nx-tide: low' }],
  ['headers', { headers: { 'Set-Cookie': 'a=b' } }],
] as const)
  test(`${field} that cannot be: invalid_input`, async () => {
    await assert.rejects(load(browser, `${site.url}/`, config), (error) => {
      assert.ok(error instanceof Error && 'code' in error);
      assert.deepEqual([error.code, error.message.startsWith(`${field}: `)], ['invalid_input', true], error.message);
      return true;
    });
  });

test('of more calls than pages may be open all are answered', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => load(browser, `${site.url}/`)));
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]));
});

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { LoupeError } from '../../../src/core/errors.js';
import { inTime } from '../../helpers/in-time.js';
import { isAlive } from '../../helpers/processes.js';
import { startSite } from '../../helpers/site.js';
import { browserHosts, browserPids, load, startBrowser } from './test-browser.js';

const routes = {
  '/': { body: '<p>there</p>' },
  '/never': () => {},
  '/freeze': { body: '<p>there</p><script>for (;;) console.log("x".repeat(1000))</script>' },
};

/** For what has to happen, however long it takes. */
const WAIT_MS = 20_000;
/** Processes that are killed are gone in a tenth of a second; a busy machine takes its time. */
const GONE_MS = 15_000;

const scratchDirs = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`webloupe-${process.pid}-`));

async function until(what: string, isSo: () => boolean | Promise<boolean>, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await isSo())) {
    assert.ok(performance.now() < end, `${what} within ${limitMs} ms`);
    await sleep(20);
  }
}

test('nothing is started before the first page, and nothing is left afterwards', async () => {
  await using site = await startSite(routes);
  const browser = startBrowser();
  assert.deepEqual(browserHosts(), []);
  await load(browser, site.url);
  const { pid, browserPid } = browserPids();
  assert.ok(isAlive(pid) && isAlive(browserPid));
  await browser[Symbol.asyncDispose]();
  await until('no process is left', () => !isAlive(pid) && !isAlive(browserPid), GONE_MS);
  assert.deepEqual(scratchDirs(), []);
});

/** For the tests that need none of their own. */
const browser = startBrowser();
after(() => browser[Symbol.asyncDispose]());

for (const victim of ['browserPid', 'pid'] as const)
  test(`kill -9 of ${victim}: calls in it are tried again, the next one works`, async () => {
    await using site = await startSite({
      ...routes,
      '/second-time': (_request, response) => {
        if (site.hits.filter((hit) => hit.path === '/second-time').length > 1) response.end('<p>there</p>');
      },
    });
    await load(browser, site.url);
    const logs: string[] = [];
    const inFlight = load(browser, `${site.url}/second-time`, { logs });
    await until('the call is in flight', () => site.hits.some((hit) => hit.path === '/second-time'), WAIT_MS);
    const before = { ...browserPids(), ...browser.counts };
    process.kill(before[victim], 'SIGKILL');
    assert.match((await inFlight).html, /there/);
    assert.ok(logs.includes('warning: the browser process ended unexpectedly'), logs.join());
    assert.match((await load(browser, site.url)).html, /there/);
    await until('the old browser is gone', () => !isAlive(before.browserPid) && !isAlive(before.pid), GONE_MS);
    // The call that was in it was tried again in a browser of its own.
    assert.equal(browser.counts.browserStarts, before.browserStarts + 2);
  });

test('a crash that leaves no time for another try is told as one', async () => {
  await using site = await startSite(routes);
  await load(browser, site.url);
  // At the crash a try is worth it; when the next browser has started, no longer.
  const inFlight = load(browser, `${site.url}/never`, { page_timeout: 4_000 });
  const rejected = assert.rejects(inFlight, { code: 'browser_crashed' });
  await sleep(2_850);
  const { browserStarts } = browser.counts;
  process.kill(browserPids().pid, 'SIGKILL');
  await rejected;
  await until('no page is open', () => browser.counts.pagesOpen === 0, GONE_MS);
  assert.match((await load(browser, site.url)).html, /there/);
  assert.ok(browser.counts.browserStarts > browserStarts);
  await until('one scratch folder is left', () => scratchDirs().length === 1, GONE_MS);
});

test('a call that runs scripts of the caller is not tried again', async () => {
  await using site = await startSite(routes);
  await load(browser, site.url);
  const inFlight = load(browser, `${site.url}/never`, { js_code: '1' });
  const rejected = assert.rejects(inFlight, { code: 'browser_crashed' });
  await until('the call is in flight', () => site.hits.some((hit) => hit.path === '/never'), WAIT_MS);
  process.kill(browserPids().browserPid, 'SIGKILL');
  await rejected;
});

test('a cancelled call ends at once and its page within a second', () =>
  inTime(async () => {
    await using site = await startSite(routes);
    await load(browser, site.url);
    const cancel = new AbortController();
    const inFlight = load(browser, `${site.url}/never`, { signal: cancel.signal, page_timeout: 30_000 });
    const rejected = assert.rejects(inFlight, { code: 'cancelled' });
    await until('the page is open', () => site.hits.some((hit) => hit.path === '/never'), WAIT_MS);
    const { browserStarts } = browser.counts;
    cancel.abort(new LoupeError('cancelled', 'the call was cancelled'));
    const started = performance.now();
    await rejected;
    assert.ok(performance.now() - started < 100);
    await until('the page is closed', () => browser.counts.pagesOpen === 0, 1_000);
    assert.equal(browser.counts.browserStarts, browserStarts);
  }));

test('a page that blocks everything is ended, or read when its script is; the server serves on', async () => {
  await using site = await startSite(routes);
  await load(browser, site.url);
  const hostile = await load(browser, `${site.url}/freeze`, { page_timeout: 2_000 }).then(
    ({ html }) => html,
    (error: unknown) => (error instanceof LoupeError ? error.code : String(error)),
  );
  assert.match(hostile, /there|^timeout$|^browser_crashed$/);
  assert.match((await load(browser, site.url, { page_timeout: 20_000 })).html, /there/);
});

test('a page that takes all memory is ended; the next one works', async () => {
  await using site = await startSite({
    ...routes,
    '/greedy': {
      body: '<script>const kept = []; setInterval(() => kept.push(new Uint8Array(1e8).fill(1)), 50)</script>',
    },
  });
  await load(browser, site.url);
  const { browserStarts } = browser.counts;
  const greedy = load(browser, `${site.url}/greedy`, { delay_before_return_html: 20, page_timeout: 30_000 });
  await assert.rejects(greedy, { code: 'browser_crashed', message: /1 GiB of memory/ });
  assert.match((await load(browser, site.url)).html, /there/);
  assert.equal(browser.counts.browserStarts, browserStarts);
});

test('a browser that is being started is not waited for at the end', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-silent-'));
  const silent = path.join(dir, 'browser');
  writeFileSync(silent, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
  const starting = startBrowser({ executablePath: silent });
  const before = scratchDirs();
  const loading = assert.rejects(load(starting, 'http://127.0.0.1/'), { code: 'cancelled' });
  await until('its process is there', () => scratchDirs().length > before.length, WAIT_MS);
  const started = performance.now();
  await starting[Symbol.asyncDispose]();
  await loading;
  // A browser that says nothing is given up after 25 s.
  assert.ok(performance.now() - started < 10_000);
  assert.deepEqual(scratchDirs(), before);
  rmSync(dir, { recursive: true });
});

test('a browser that ends as soon as it runs is one that cannot be had', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-ends-'));
  const executablePath = path.join(dir, 'browser');
  // Answers over Chromium's pipe until it is asked for a place for pages.
  const ends = `#!${process.execPath}
    const fs = require('node:fs');
    let text = '';
    fs.createReadStream('', { fd: 3 }).on('data', (data) => {
      const messages = (text + data).split('\\0');
      text = messages.pop();
      for (const { id, method } of messages.map(JSON.parse)) {
        if (/createBrowserContext|attachToBrowserTarget/.test(method)) process.exit(1);
        fs.writeSync(4, JSON.stringify({ id, result: { product: 'Chrome/150.0.0.0', userAgent: 'Chrome/150.0.0.0' } }) + '\\0');
      }
    });`;
  writeFileSync(executablePath, ends, { mode: 0o755 });
  await using ending = startBrowser({ executablePath, sandbox: false });
  await assert.rejects(load(ending, 'http://127.0.0.1/'), {
    code: 'browser_unavailable',
    message: /ended before it could show a page/,
  });
  rmSync(dir, { recursive: true });
});

test('a browser that cannot start says what to do', async () => {
  await using missing = startBrowser({ executablePath: '/nowhere/chromium' });
  await assert.rejects(load(missing, 'http://127.0.0.1/'), { code: 'browser_unavailable', message: /nowhere/ });
  await using broken = startBrowser({ executablePath: '/bin/false' });
  await assert.rejects(load(broken, 'http://127.0.0.1/'), { code: 'browser_unavailable', message: /did not start/ });
  await using attached = startBrowser({ browserEndpoint: 'http://127.0.0.1:9' });
  await assert.rejects(load(attached, 'http://127.0.0.1/'), {
    code: 'browser_unavailable',
    next: /--unguarded-browser/,
  });
});

test('why a browser did not start is what it said itself', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-fails-'));
  const cases = [
    ['browser: error while loading shared libraries: libnss3.so: cannot open', /libnss3/, /install-browser/],
    [
      '[1:2:1128/1.5:ERROR:bus.cc:405] No bus\n[1:2:1128/1.6:FATAL:host.cc:12] No usable sandbox!',
      /: No us/,
      /--no-sandbox/,
    ],
    ['[1:2:1128/1.5:FATAL:host.cc:12] The disk is full', /: The disk is full$/, /by hand/],
  ] as const;
  for (const [i, [said, message, next]] of cases.entries()) {
    const executablePath = path.join(dir, `browser-${i}`);
    writeFileSync(executablePath, `#!/bin/sh\ncat >&2 <<'END'\n${said}\nEND\nexit 1\n`, { mode: 0o755 });
    await using failing = startBrowser({ executablePath, sandbox: false });
    await assert.rejects(load(failing, 'http://127.0.0.1/'), { code: 'browser_unavailable', message, next });
  }
  rmSync(dir, { recursive: true });
});

test('files of a page that comes when its call has ended are removed', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-late-'));
  const file = path.join(dir, 'late.png');
  writeFileSync(file, 'a picture');
  const begun = path.join(dir, 'begun');
  // Answers what it is told to cancel.
  const entry = path.join(dir, 'host.mjs');
  writeFileSync(
    entry,
    `import { writeFileSync } from 'node:fs';
    process.on('message', ({ type, id }) => {
      if (type === 'load') writeFileSync(${JSON.stringify(begun)}, '');
      if (type === 'start') process.send({ type: 'ready' });
      if (type === 'ping') process.send({ type: 'pong', tick: 1 });
      if (type === 'cancel') {
        process.send({ type: 'loaded', id, loaded: { captures: [{ path: ${JSON.stringify(file)} }] } });
        process.send({ type: 'released', id });
      }
      if (type === 'close') process.exit(0);
    })`,
  );
  await using late = startBrowser({}, pathToFileURL(entry));
  const call = new AbortController();
  const rejected = assert.rejects(load(late, 'http://127.0.0.1/', { signal: call.signal }), /enough/);
  await until('the call is in flight', () => existsSync(begun), WAIT_MS);
  call.abort(new LoupeError('cancelled', 'enough'));
  await rejected;
  await until('the file is gone', () => !readdirSync(dir).includes('late.png'), GONE_MS);
  rmSync(dir, { recursive: true });
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CDPSession, chromium, type Page } from 'playwright';
import { browserEnvironment, makeScratchDir } from '../../../src/core/fetch/browser-environment.js';
import { findBrowser, systemPlaces } from '../../../src/core/fetch/browser-find.js';
import { refuseLeaks } from '../../../src/core/fetch/leak-check.js';
import { descendants } from '../../helpers/processes.js';
import { startSite } from '../../helpers/site.js';
import { browserPids, load, startBrowser } from './test-browser.js';

const unasked = { refusalFor: () => undefined };

/** A browser without the guard, with an empty page in it. */
async function openPage(use: (page: Page) => Promise<void>, proxy?: string): Promise<void> {
  const found = await findBrowser({ headless: true });
  const open = await chromium.launch({
    executablePath: found?.path ?? '',
    ...(proxy === undefined ? {} : { proxy: { server: proxy } }),
  });
  try {
    await use(await open.newPage());
  } finally {
    await open.close();
  }
}

test('the canary is reached through a browser without the proxy, which then does not serve', () =>
  openPage(async (page) => {
    const reaches = { code: 'browser_unavailable', message: /past the egress proxy/ };
    await assert.rejects(refuseLeaks(page, unasked), reaches);
    assert.equal(page.url(), 'about:blank');
    // A Chromium that knows no such command navigates.
    const session = await page.context().newCDPSession(page);
    const { prototype } = session.constructor;
    const { send } = prototype;
    prototype.send = function (this: CDPSession, method: string, ...rest: unknown[]) {
      return method === 'Network.loadNetworkResource'
        ? Promise.reject(new Error('unknown'))
        : send.call(this, method, ...rest);
    };
    try {
      await assert.rejects(refuseLeaks(page, unasked), reaches);
    } finally {
      prototype.send = send;
    }
  }));

test('a browser that goes through the proxy of somebody else does not serve', async () => {
  const asked: string[] = [];
  const other = createHttpServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await openPage(
      (page) =>
        assert.rejects(refuseLeaks(page, unasked), {
          code: 'browser_unavailable',
          message: /does not come to the egress proxy/,
        }),
      `http://127.0.0.1:${port}`,
    );
    assert.ok(asked.some((url) => /^http:\/\/127\.\d/.test(url)));
  } finally {
    other.close();
  }
});

test('Chromium runs with the guarding flags, whatever the environment says', {
  skip: process.platform !== 'linux',
}, async () => {
  process.env['PLAYWRIGHT_DISABLE_FORCED_CHROMIUM_PROXIED_LOOPBACK'] = '1';
  process.env['http_proxy'] = 'http://127.0.0.1:9';
  await using site = await startSite({ '/': { body: '<p>there</p>' } });
  await using browser = startBrowser();
  try {
    assert.match((await load(browser, site.url)).html, /there/);
  } finally {
    delete process.env['PLAYWRIGHT_DISABLE_FORCED_CHROMIUM_PROXIED_LOOPBACK'];
    delete process.env['http_proxy'];
  }
  const { browserPid } = browserPids();
  const flags = readFileSync(`/proc/${browserPid}/cmdline`, 'utf8').split('\0');
  for (const flag of [
    '--proxy-bypass-list=<-loopback>',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ])
    assert.ok(flags.includes(flag), flag);
  // Of several lists Chromium takes the last: it has to hold what Playwright's does.
  const [playwrights = [], ours = []] = flags
    .filter((flag) => flag.startsWith('--disable-features='))
    .map((flag) => flag.slice('--disable-features='.length).split(','));
  assert.deepEqual(
    playwrights.filter((feature) => !ours.includes(feature)),
    [],
  );
  for (const feature of ['HttpsUpgrades', 'SpareRendererForSitePerProcess']) assert.ok(ours.includes(feature), feature);
  assert.deepEqual(
    descendants(process.pid).filter(({ command }) => command.includes('--top-chrome-webui')),
    [],
    "no process draws the browser's own window",
  );
  for (const flag of ['--disable-ipc-flooding-protection', '--disable-popup-blocking'])
    assert.ok(!flags.includes(flag), flag);
});

/** Ways out of a page, each to another loopback address than the permitted one. */
const ways = (
  target: string,
) => `<p>there</p><img src="http://${target}/img"><iframe src="http://${target}/frame"></iframe>
  <link rel="stylesheet" href="http://${target}/css"><link rel="prefetch" href="http://${target}/pre"><link rel="preconnect" href="http://${target}">
  <script>
    const url = 'http://${target}/';
    fetch(url + 'fetch', { mode: 'no-cors' }).catch(() => {});
    navigator.sendBeacon(url + 'beacon');
    new WebSocket('ws://${target}/ws');
    new EventSource(url + 'events');
    new Worker(URL.createObjectURL(new Blob(['fetch("' + url + 'worker", {mode:"no-cors"})'])));
    fetch('/to-target', { mode: 'no-cors' }).catch(() => {});
    const peer = new RTCPeerConnection({ iceServers: [{ urls: 'turn:${target}?transport=tcp', username: 'a', credential: 'b' }] });
    peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  </script>`;

test('what a page asks for elsewhere on loopback never arrives', async () => {
  let connections = 0;
  const forbidden = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => forbidden.listen(0, '127.0.0.2', resolve));
  const address = forbidden.address();
  const target = `127.0.0.2:${typeof address === 'object' && address !== null ? address.port : 0}`;
  await using site = await startSite({
    '/': { body: ways(target) },
    '/to-target': { status: 302, headers: { location: `http://${target}/redirected` } },
  });
  await using browser = startBrowser();
  assert.match((await load(browser, site.url, { delay_before_return_html: 1.5 })).html, /there/);
  assert.equal(connections, 0);
  const found = await findBrowser({ headless: true });
  const open = await chromium.launch({ executablePath: found?.path ?? '' });
  try {
    const page = await open.newPage();
    await page.goto(site.url);
    await page.waitForTimeout(1_500);
    assert.ok(connections >= 8, `without the proxy ${connections} arrive`);
  } finally {
    await open.close();
    forbidden.close();
  }
});

test("the browser's process gets no proxy, Playwright or webloupe variables", () => {
  const env = {
    HOME: '/h',
    HTTPS_PROXY: 'x',
    no_proxy: 'x',
    PLAYWRIGHT_X: '1',
    WEBLOUPE_TOKEN: 's',
    PLAYWRIGHT_BROWSERS_PATH: '/b',
  };
  const kept = browserEnvironment(env, '/scratch');
  assert.deepEqual(Object.keys(kept).sort(), ['HOME', 'PLAYWRIGHT_BROWSERS_PATH', 'TEMP', 'TMP', 'TMPDIR']);
});

test('scratch folders of servers that are no more are removed, those of other containers once nobody writes to them', async () => {
  const own = await makeScratchDir();
  const [, place] = /-([0-9a-f]{4})\w{6}$/.exec(own) ?? [];
  // No pid is that high (PID_MAX_LIMIT of Linux).
  const none = 5_000_000;
  const weeksAgo = new Date(Date.now() - 14 * 86_400_000);
  const made = {
    gone: [`${none}-${place}`, undefined],
    elsewhere: [`${none}-0123`, undefined],
    leftElsewhere: [`${none}-0123`, weeksAgo],
    runsElsewhere: [`${none}-0123`, weeksAgo],
  } as const;
  const folders = Object.entries(made).map(([name, [by, at]]) => {
    const path = mkdtempSync(join(tmpdir(), `webloupe-${by}`));
    mkdirSync(join(path, 'profile'));
    if (at !== undefined && name !== 'runsElsewhere') utimesSync(join(path, 'profile'), at, at);
    if (at !== undefined) utimesSync(path, at, at);
    return [name, path] as const;
  });
  const other = await makeScratchDir();
  const left = folders.filter(([, path]) => existsSync(path)).map(([name]) => name);
  assert.ok(existsSync(own));
  for (const path of [own, other, ...folders.map(([, path]) => path)]) rmSync(path, { recursive: true, force: true });
  assert.deepEqual(left, ['elsewhere', 'runsElsewhere']);
});

test('browsers are looked for where the systems have them', async () => {
  assert.ok(systemPlaces('linux', { PATH: '/opt/bin' }, false).includes('/opt/bin/chromium'));
  for (const headless of [true, false])
    assert.equal(systemPlaces('linux', {}, headless).includes('/usr/bin/chromium-headless-shell'), headless);
  assert.ok(systemPlaces('darwin', {}, false).includes('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'));
  assert.ok(
    systemPlaces('win32', { PROGRAMFILES: 'C:/P' }, false).some((path) =>
      /C:.P.Microsoft.Edge.Application.msedge\.exe/.test(path),
    ),
  );
  await assert.rejects(findBrowser({ executablePath: '/nowhere', headless: true }), { code: 'browser_unavailable' });
});

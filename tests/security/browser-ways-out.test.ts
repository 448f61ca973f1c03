/** No way out of a page leads past the egress proxy: a real Chromium, listeners that count, and a control without guard. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright';
import { findBrowser } from '../../src/core/fetch/browser-find.js';
import { startClient } from '../helpers/client.js';
import { type Route, startSite } from '../helpers/site.js';
import { ELEMENTS, NAVIGATIONS, RTC_SCRIPT, SCRIPTS, UDP_SCRIPTS } from './ways-out.js';

const NAVIGATION_NAMES = Object.keys(NAVIGATIONS);
const PAGES = ['/elements', '/scripts', '/udp', ...NAVIGATION_NAMES.map((_, index) => `/navigation/${index}`)];
/** What scripts, timers and prerenders take to start, at the least. */
const LINGER_MS = 2_500;
/** Without the guard all that arrives does so before nothing has for this long. */
const STILL_MS = 2_500;
/** Pages with a hundred ways take a busy machine long; nothing here is about time. */
const PAGE_LIMIT_MS = 40_000;
const TEST_LIMIT_MS = 240_000;

interface Targets extends AsyncDisposable {
  /** The way's text with its own target in it. */
  fill(name: string, text: string): string;
  redirects: Map<string, string>;
  /** Names of the ways whose target was reached, since the last call. */
  arrived(): string[];
  /** How many that would be now. */
  count(): number;
}

/** An address for each way: 127.0.0.2, or what the way spells out. The permitted page is at 127.0.0.1, another port. */
async function openTargets(): Promise<Targets> {
  const reached = new Set<string>();
  const ports = new Map<string, number>();
  const closers: Array<() => void> = [];
  const redirects = new Map<string, string>();
  const addressOf = (name: string) => {
    if (name.includes('::1')) return '::1';
    return /localhost|decimal/.test(name) ? '127.0.0.1' : '127.0.0.2';
  };
  const tcp = [...NAVIGATION_NAMES, ...Object.keys(ELEMENTS), ...Object.keys(SCRIPTS)];
  const openTcp = async (name: string) => {
    const server = createServer((socket) => {
      reached.add(name);
      socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 204 None\r\nconnection: close\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, addressOf(name), resolve));
    const address = server.address();
    ports.set(name, typeof address === 'object' && address !== null ? address.port : 0);
    closers.push(() => server.close());
  };
  const openUdp = async (name: string) => {
    const socket = createSocket('udp4', () => reached.add(name));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.2', resolve));
    ports.set(name, socket.address().port);
    closers.push(() => socket.close());
  };
  await Promise.all([...tcp.map(openTcp), ...Object.keys(UDP_SCRIPTS).map(openUdp)]);
  return {
    redirects,
    fill(name, text) {
      const port = String(ports.get(name));
      const host = `127.0.0.2:${port}`;
      redirects.set(port, `http://${host}/`);
      return text
        .replaceAll('{http}', `http://${host}/`)
        .replaceAll('{ws}', `ws://${host}/`)
        .replaceAll('{redirect}', `/redirect?${port}`)
        .replaceAll('{host}', host)
        .replaceAll('{address}', '127.0.0.2')
        .replaceAll('{port}', port);
    },
    count: () => reached.size,
    arrived() {
      const names = [...reached].sort();
      reached.clear();
      return names;
    },
    async [Symbol.asyncDispose]() {
      for (const close of closers) close();
    },
  };
}

function routesOf(targets: Targets): Record<string, Route> {
  const page = (body: string): Route => ({ body: `<!doctype html><title>Ways out</title>${body}` });
  const scripts = (ways: Readonly<Record<string, string>>) =>
    page(
      `<p>there</p><script>${RTC_SCRIPT}</script>${Object.entries(ways)
        .map(([name, text]) => `<script>(async () => { ${targets.fill(name, text)} })().catch(() => {})</script>`)
        .join('')}`,
    );
  const routes: Record<string, Route> = {
    '/elements': page(
      `<p>there</p>${Object.entries(ELEMENTS)
        .map(([name, text]) => targets.fill(name, text))
        .join('\n')}`,
    ),
    '/scripts': scripts(SCRIPTS),
    '/udp': scripts(UDP_SCRIPTS),
    '/redirect': (request) => ({
      status: 302,
      headers: { location: targets.redirects.get(request.url?.split('?')[1] ?? '') ?? '/' },
    }),
    '/sw.js': (request) => ({
      headers: { 'content-type': 'text/javascript' },
      body: `fetch(${JSON.stringify(new URL(request.url ?? '', 'http://x').searchParams.get('to'))}, { mode: 'no-cors' })`,
    }),
  };
  for (const [index, [name, way]] of Object.entries(NAVIGATIONS).entries()) {
    const fill = (text: string) => targets.fill(name, text);
    if ('html' in way) routes[`/navigation/${index}`] = page(fill(way.html));
    if ('headers' in way) {
      const [header = '', value = ''] = way.headers;
      const status = header === 'location' ? 302 : 200;
      routes[`/navigation/${index}`] = {
        status,
        headers: { [header]: fill(value) },
        body: '<img src="/x.png"><p>there</p>',
      };
    }
  }
  return routes;
}

function addressOfPage(path: string, site: string, targets: Targets): string {
  const name = NAVIGATION_NAMES[Number(/\d+$/.exec(path)?.[0])] ?? '';
  const way = NAVIGATIONS[name];
  return way !== undefined && 'goto' in way ? targets.fill(name, way.goto) : site + path;
}

/** The same pages in a browser as Playwright starts it. Answers how long they took until nothing more arrived. */
async function withoutGuard(addresses: readonly string[], targets: Targets): Promise<number> {
  const found = await findBrowser({ headless: true });
  const browser = await chromium.launch({ executablePath: found?.path ?? '' });
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const started = performance.now();
    const visit = async (address: string) => {
      const page = await context.newPage();
      await page.goto(address, { waitUntil: 'commit', timeout: PAGE_LIMIT_MS }).catch(() => {});
    };
    await Promise.all(addresses.map(visit));
    let count = 0;
    let lastMs = performance.now() - started;
    while (performance.now() - started < Math.min(lastMs + STILL_MS, PAGE_LIMIT_MS)) {
      await pause(100);
      if (targets.count() > count) lastMs = performance.now() - started;
      count = targets.count();
    }
    return lastMs;
  } finally {
    await browser.close();
  }
}

test('of all ways out of a page none arrives; without the guard nearly all do', {
  timeout: TEST_LIMIT_MS,
}, async (context) => {
  await using targets = await openTargets();
  await using site = await startSite(routesOf(targets));
  const addresses = PAGES.map((path) => addressOfPage(path, site.url, targets));
  const ways = [NAVIGATIONS, ELEMENTS, SCRIPTS, UDP_SCRIPTS].flatMap((group) => Object.keys(group));
  assert.equal(new Set(ways).size, ways.length);

  const tookMs = await withoutGuard(addresses, targets);
  const arrived = targets.arrived();
  const missing = ways.filter((way) => !arrived.includes(way));
  context.diagnostic(
    `${ways.length} ways, ${arrived.length} arrive without the guard in ${Math.round(tookMs)} ms; not: ${missing.join(', ')}`,
  );
  assert.ok(arrived.length >= ways.length * 0.8, `only ${arrived.length} of ${ways.length}: ${missing}`);

  await using server = await startClient(['--allow-host', `127.0.0.1:${site.port}`, '--max-concurrency', '12']);
  // Each page is left open for as long as all of them together took there.
  const delay_before_return_html = Math.ceil(Math.max(LINGER_MS, tookMs) / 1_000);
  const read = async (url: string) => {
    const input = { url, engine: 'browser', delay_before_return_html, page_timeout: 2 * PAGE_LIMIT_MS };
    const answer = await server.call('crawl', input, { timeout: TEST_LIMIT_MS });
    return `${url} ${answer.text}`;
  };
  const answers = await Promise.all(addresses.map(read));
  assert.deepEqual(targets.arrived(), []);
  // The pages were there and their ways were tried: this is no silence of a browser that did not start.
  for (const path of ['/elements', '/scripts', '/udp']) {
    assert.ok(
      answers.some((answer) => answer.startsWith(site.url + path) && answer.includes('there')),
      answers.find((answer) => answer.startsWith(site.url + path)),
    );
  }
  const refused = answers.filter((answer) => answer.includes('blocked_address'));
  assert.ok(refused.length >= 10, `${refused.length} navigations say why`);
});

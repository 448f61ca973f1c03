/** Pages that misbehave in a real Chromium: each call ends in time, and the server and other pages go on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startClient } from '../helpers/client.js';
import { type HostileRow, outcomeOf, runHostile } from '../helpers/hostile.js';
import { type Route, startSite } from '../helpers/site.js';

/** For pages that keep the browser busy to the end; the others are given time, since they are read at once. */
const BUSY_MS = 1_000;
const LONG_MS = 10_000;
const LANES = 4;
const THERE = /text is there/;
type Row = [name: string, body: string, expect: string | readonly string[], shows?: RegExp];
const READ = ['ok', 'partial'];
const script = (code: string) => `<script>${code}</script>`;

const ROWS: readonly Row[] = [
  ['alert', script('alert(1); confirm(2); prompt(3)'), READ, THERE],
  ['alerts without end', script('for (;;) alert(1)'), [...READ, 'timeout']],
  ['alerts by timer', script('setInterval(() => alert(1), 1)'), READ, THERE],
  [
    'beforeunload',
    script('onbeforeunload = (event) => { event.preventDefault(); return "stay" }; onunload = () => { for (;;); }'),
    READ,
    THERE,
  ],
  ['print', script('print(); setInterval(print, 10)'), READ, THERE],
  [
    'permissions',
    script(
      'navigator.geolocation.getCurrentPosition(() => {}); Notification.requestPermission(); navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => {})',
    ),
    READ,
    THERE,
  ],
  [
    'fullscreen and pointer lock',
    script('onload = () => { document.body.requestFullscreen().catch(() => {}); document.body.requestPointerLock() }'),
    READ,
    THERE,
  ],
  ['debugger', script('setInterval(() => { debugger }, 1)'), READ, THERE],
  ['window.close', script('window.close()'), [...READ, 'browser_crashed', 'timeout']],
  ['a loop at load', script('for (;;);'), [...READ, 'timeout']],
  ['a loop after load', script('onload = () => setTimeout(() => { for (;;); }, 100)'), [...READ, 'timeout']],
  ['a loop of promises', script('(function again() { Promise.resolve().then(again) })()'), [...READ, 'timeout']],
  [
    'workers that spin',
    script('for (let i = 0; i < 10; i++) new Worker(URL.createObjectURL(new Blob(["for (;;);"])))'),
    READ,
    THERE,
  ],
  [
    'a tree 5,000 deep',
    script(
      'let at = document.body; for (let i = 0; i < 5000; i++) at = at.appendChild(document.createElement("div")); at.innerText = document.body.innerText',
    ),
    [...READ, 'browser_crashed', 'too_complex', 'timeout'],
  ],
  [
    'a document that is written for ever',
    script('setInterval(() => document.write("<p>x</p>".repeat(100)), 1)'),
    [...READ, 'timeout', 'too_large', 'too_complex'],
  ],
  ['popups', script('for (let i = 0; i < 50; i++) open("/popup")'), READ, THERE],
  ['popups for ever', script('setInterval(() => open("/popup"), 1)'), READ, THERE],
  ['300 frames', '<iframe src="/popup"></iframe>'.repeat(300), [...READ, 'timeout']],
  ['frames in frames', '<iframe src="/frames%20in%20frames"></iframe>', [...READ, 'timeout']],
  ['reload', script('location.reload()'), [...READ, 'too_many_redirects', 'timeout']],
  [
    'a redirect by script, for ever',
    script('location.replace("?" + Math.random())'),
    [...READ, 'too_many_redirects', 'timeout'],
  ],
  [
    'hash for ever',
    script('let i = 0; setInterval(() => { for (let j = 0; j < 1000; j++) location.hash = i++ }, 0)'),
    READ,
    THERE,
  ],
  ['mailto', script('location = "mailto:a@b.example"'), READ, THERE],
  ['javascript: and data:', script('location = "javascript:1"; open("data:text/html,x")'), READ, THERE],
  ['a file', script('location = "file:///etc/passwd"'), READ, THERE],
  ['a frame of a file', '<iframe src="file:///etc/passwd"></iframe>', READ, THERE],
  ['an image that never comes', '<img src="/never">', READ, THERE],
  ['a style that never comes', '<link rel="stylesheet" href="/never">', [...READ, 'timeout']],
  ['a script that never comes', '<script src="/never"></script>', [...READ, 'timeout']],
  ['a frame that never comes', '<iframe src="/never"></iframe>', READ, THERE],
  ['an image that wants a password', '<img src="/401">', READ, THERE],
  [
    '30 downloads',
    script(
      'for (let i = 0; i < 30; i++) { const a = document.createElement("a"); a.href = "data:application/zip,x"; a.download = "x" + i; a.click() }',
    ),
    READ,
    THERE,
  ],
  ['a download by frame', '<iframe src="/zip"></iframe>', READ, THERE],
  [
    'canvases',
    script(
      'for (let i = 0; i < 2; i++) { const c = document.createElement("canvas"); c.width = c.height = 8000; c.getContext("2d").fillRect(0, 0, 8000, 8000); document.body.append(c) }',
    ),
    [...READ, 'browser_crashed', 'timeout'],
  ],
  ['a very tall page', '<div style="height:33000000px"></div>', READ, THERE],
  [
    '20,000 links',
    script(
      'document.body.insertAdjacentHTML("beforeend", Array.from({ length: 20000 }, (_, i) => "<a href=/" + i + ">link " + i + "</a> ").join(""))',
    ),
    [...READ, 'timeout', 'too_complex'],
  ],
  ['an attribute of 5 MB', script('document.body.title = "x".repeat(5e6)'), [...READ, 'timeout']],
  [
    'fetch flood',
    script('setInterval(() => { for (let i = 0; i < 200; i++) fetch("/popup?" + Math.random()).catch(() => {}) }, 1)'),
    [...READ, 'timeout'],
  ],
  [
    'WebSocket flood',
    script('setInterval(() => { for (let i = 0; i < 50; i++) new WebSocket("ws://127.0.0.1:1") }, 5)'),
    [...READ, 'timeout'],
  ],
  [
    'error flood',
    script(
      'setInterval(() => { for (let i = 0; i < 200; i++) setTimeout(() => { throw new Error("x".repeat(1000)) }) }, 1)',
    ),
    [...READ, 'timeout'],
  ],
  [
    'prototypes poisoned',
    script(
      'Array.prototype.map = Object.keys = JSON.stringify = document.querySelectorAll = XMLSerializer.prototype.serializeToString = () => { for (;;); }',
    ),
    [...READ, 'timeout'],
  ],
  ['a title of 1 MB', script('document.title = "t".repeat(1e6)'), READ, THERE],
];

const pathOf = (name: string) => `/${encodeURIComponent(name)}`;
const page = (body: string): Route => ({ body: `<!doctype html><title>t</title><p>the text is there</p>${body}` });

function routes(rows: readonly Row[]): Record<string, Route> {
  return {
    ...Object.fromEntries(rows.map(([name, body]) => [pathOf(name), page(body)])),
    '/popup': page(''),
    '/never': () => {},
    '/401': { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' }, body: 'no' },
    '/zip': { headers: { 'content-type': 'application/zip' }, body: 'PK' },
  };
}

const rowsOf = (url: string, rows: readonly Row[]): HostileRow[] =>
  rows.map(([name, , expect, shows]) => {
    const limitMs = shows === undefined ? BUSY_MS : LONG_MS;
    const input = { url: url + pathOf(name), engine: 'browser', page_timeout: limitMs, delay_before_return_html: 0.3 };
    return { name, input, expect, limitMs, ...(shows === undefined ? {} : { shows }) };
  });

test('pages that misbehave', { timeout: 150_000 }, async (context) => {
  await using site = await startSite(routes(ROWS));
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  // Pages of ours start the browser and the parsers: that is no part of a row's time.
  const warm = () => server.call('crawl', { url: `${site.url}/popup`, engine: 'browser', cache_mode: 'bypass' });
  await Promise.all(Array.from({ length: LANES }, warm));
  context.diagnostic(await runHostile(server, rowsOf(site.url, ROWS), LANES));
});

/** What takes a whole server down where nothing is done about it; one after the other, with a page beside each. */
const FLOODS: readonly Row[] = [
  [
    'pushState flood',
    script('for (let i = 0; ; i++) history.pushState(i, "", "?" + i)'),
    [...READ, 'timeout', 'browser_crashed'],
  ],
  [
    'replaceState by timer',
    script(
      'let i = 0; setInterval(() => { for (let j = 0; j < 5000; j++) history.replaceState(i, "", "?" + i++) }, 0)',
    ),
    [...READ, 'timeout', 'browser_crashed'],
  ],
  ['hash flood', script('for (let i = 0; ; i++) location.hash = i'), [...READ, 'timeout', 'browser_crashed']],
  [
    'console flood',
    script('for (;;) console.log("x".repeat(1000), document.body)'),
    [...READ, 'timeout', 'browser_crashed'],
  ],
  [
    'title flood',
    script('for (let i = 0; ; i++) document.title = "t".repeat(1000) + i'),
    [...READ, 'timeout', 'browser_crashed'],
  ],
  [
    'memory',
    script('const kept = []; setInterval(() => kept.push(new Uint8Array(1e8).fill(1)), 20)'),
    [...READ, 'timeout', 'browser_crashed'],
  ],
  [
    'elements for ever',
    script('setInterval(() => document.body.insertAdjacentHTML("beforeend", "<p>x</p>".repeat(20000)), 1)'),
    [...READ, 'timeout', 'browser_crashed', 'too_large', 'too_complex'],
  ],
];

test('floods: the call ends, a page beside it is read, and so is the next one', {
  timeout: 150_000,
}, async (context) => {
  await using site = await startSite(routes(FLOODS));
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  const good = async (limitMs: number) => {
    const started = performance.now();
    const answer = await server.call('crawl', {
      url: `${site.url}/popup`,
      engine: 'browser',
      page_timeout: limitMs,
      cache_mode: 'bypass',
    });
    assert.ok(READ.includes(outcomeOf(answer)), answer.text);
    assert.match(answer.text, THERE);
    return Math.round(performance.now() - started);
  };
  await good(20_000);
  for (const row of rowsOf(site.url, FLOODS)) {
    const beside = good(20_000);
    const run = await runHostile(server, [row], 1);
    const after = good(20_000);
    context.diagnostic(`${run}; the page beside ${await beside} ms, the next ${await after} ms`);
  }
});

test('a page beside a flood does not wait for its end', { timeout: 150_000 }, async () => {
  await using site = await startSite(routes(FLOODS));
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  const crawl = (path: string, page_timeout: number, signal?: AbortSignal) => {
    const input = { url: site.url + path, engine: 'browser', page_timeout, cache_mode: 'bypass' };
    return server.call('crawl', input, { timeout: 130_000, ...(signal === undefined ? {} : { signal }) });
  };
  await crawl('/popup', 60_000);
  const end = new AbortController();
  const flood = crawl(pathOf('title flood'), 110_000, end.signal).catch(() => {});
  // By then the browser has work for longer than the page below would wait, which ends long before the flood does.
  await pause(1_500);
  const beside = await crawl('/popup', 60_000);
  end.abort();
  assert.match(beside.text, THERE);
  await flood;
});

/** Hostile servers read by the browser: each call ends in time, and Chromium's network is not lost for the next. */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { createServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { startClient, type TestClient } from '../helpers/client.js';
import { type HostileRow, outcomeOf, runHostile } from '../helpers/hostile.js';
import { type Site, startRawServer, startSite, TEST_CERTIFICATE } from '../helpers/site.js';
import { drip, forEver, say, type Talk } from '../helpers/talk.js';

const LIMIT_MS = 1_500;
const HTML = '<title>t</title><p>the text is there</p>';
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n';
const bomb = gzipSync(Buffer.concat([Buffer.from(HTML), Buffer.alloc(64 * 1024 * 1024, '<p>x</p>')]));
const BROKEN = ['connect_failed', 'bad_encoding', 'timeout'];

const ROWS: readonly [name: string, talk: Talk, expect: string | readonly string[]][] = [
  ['says nothing', () => {}, 'timeout'],
  ['closes at once', (socket) => socket.end(), BROKEN],
  ['headers that drip', drip('HTTP/1.1 200 OK\r\n', 'x-a: b\r\n', 100), BROKEN],
  ['headers without end', forEver('HTTP/1.1 200 OK\r\n', 'x-a: bbbbbbbbbbbbbbbbbbbb\r\n'), BROKEN],
  ['endless 102', forEver('', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)), BROKEN],
  ['garbage', say('\x00\x01\x02 no HTTP\r\n\r\n'), BROKEN],
  [
    'words beside the status that drive terminals',
    say(`HTTP/1.1 200 \x1b[31m\r\ncontent-type: text/html\r\n\r\n${HTML}`),
    'ok',
  ],
  [
    'a 407 of no proxy',
    say('HTTP/1.1 407 No\r\nproxy-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n'),
    'http_error',
  ],
  ['a status as the proxy has', say(`HTTP/1.1 597 No\r\ncontent-type: text/html\r\n\r\n${HTML}`), 'http_error'],
  ['status 000', say('HTTP/1.1 000 None\r\ncontent-length: 0\r\n\r\n'), [...BROKEN, 'ok']],
  ['a body that drips', drip(`${HEAD}\r\n${HTML}`, '<p>more</p>', 100), ['partial', 'timeout']],
  [
    'a body without end',
    forEver(`${HEAD}\r\n${HTML}`, Buffer.alloc(64 * 1024, 'word ')),
    ['partial', 'timeout', 'too_large'],
  ],
  [
    'a gzip bomb',
    (socket) => {
      socket.write(`${HEAD}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.end(bomb);
    },
    ['ok', 'partial', 'timeout', 'too_large', 'too_complex', 'browser_crashed'],
  ],
  [
    'a redirect to itself',
    say('HTTP/1.1 302 Found\r\nlocation: /a%20redirect%20to%20itself\r\ncontent-length: 0\r\n\r\n'),
    ['too_many_redirects', 'timeout'],
  ],
  [
    'a redirect to loopback',
    say('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.2:9999/\r\ncontent-length: 0\r\n\r\n'),
    'blocked_address',
  ],
  [
    'a redirect to a file',
    say('HTTP/1.1 302 Found\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n'),
    ['blocked_address', 'connect_failed'],
  ],
  ['204', say('HTTP/1.1 204 None\r\n\r\n'), ['ok', 'partial']],
  ['401', say('HTTP/1.1 401 No\r\nwww-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n'), 'http_error'],
  ['a PDF', forEver('HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\n\r\n', Buffer.alloc(65_536)), 'not_html'],
  [
    'an attachment',
    say(
      'HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\ncontent-disposition: attachment\r\ncontent-length: 2\r\n\r\nPK',
    ),
    'not_html',
  ],
  [
    'events without end',
    drip('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n', 'data: x\n\n', 100),
    ['partial', 'timeout', 'not_html'],
  ],
];
const pathOf = (name: string) => `/${encodeURIComponent(name)}`;

let good: Site;
let server: TestClient;
before(async () => {
  good = await startSite({ '/': { body: HTML } });
  server = await startClient(['--allow-host', '127.0.0.1', '--ignore-https-errors']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await good.close();
});

test('hostile servers in the browser', { timeout: 150_000 }, async (context) => {
  await using site = await startRawServer((socket) => {
    socket.once('data', (data) => {
      const path = /^\S+ (\S+)/.exec(data.toString('latin1'))?.[1];
      ROWS.find(([name]) => pathOf(name) === path)?.[1](socket);
    });
  });
  await server.call('crawl', { url: good.url, engine: 'browser' });
  const rows = ROWS.map(([name, , expect]): HostileRow => {
    // Those that end by themselves are given time, on a busy machine too.
    const limitMs = expect.includes('timeout') ? LIMIT_MS : 4 * LIMIT_MS;
    return { name, input: { url: site.url + pathOf(name), engine: 'browser', page_timeout: limitMs }, expect, limitMs };
  });
  context.diagnostic(await runHostile(server, rows, 3));
  assert.equal(outcomeOf(await server.call('crawl', { url: `${good.url}/?after`, engine: 'browser' })), 'ok');
});

test('endless 102 over TLS wedges the network of Chromium; a byte cap gives it back', {
  timeout: 150_000,
}, async (context) => {
  const open = new Set<Socket>();
  const endless = createServer(TEST_CERTIFICATE, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => forEver('', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_000))(socket));
  });
  endless.on('connection', (socket) => open.add(socket));
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const address = endless.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const read = (url: string, page_timeout: number) =>
      server.call('crawl', { url, engine: 'browser', page_timeout }, { timeout: page_timeout + 10_000 });
    await read(good.url, 20_000);
    const row = {
      name: 'endless 102',
      input: { url: `https://127.0.0.1:${port}/`, engine: 'browser', page_timeout: LIMIT_MS },
      expect: BROKEN,
      limitMs: LIMIT_MS,
    };
    await runHostile(server, [row], 1);
    const started = performance.now();
    // Without the cap it never comes; what was sent below the cap takes a busy machine its time to read.
    const next = await read(`${good.url}/?after`, 60_000);
    context.diagnostic(`the next page: ${Math.round(performance.now() - started)} ms`);
    assert.equal(outcomeOf(next), 'ok', next.text);
  } finally {
    for (const socket of open) socket.destroy();
    endless.close();
  }
});

/** Servers that are slow, endless, broken or lying, read over plain HTTP: each ends in time and says what happened. */
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startClient } from '../helpers/client.js';
import { type HostileRow, runHostile } from '../helpers/hostile.js';
import { startRawServer, startSite } from '../helpers/site.js';
import { drip, forEver, say, type Talk } from '../helpers/talk.js';

/** For servers that never end; the others are given time, since they end by themselves, on a busy machine too. */
const SHORT_MS = 1_000;
const LONG_MS = 5_000;
const NEVER_ENDS = /drip|stands still|without end$|says nothing|never|endless|half a status line/;
const limitOf = (name: string) =>
  NEVER_ENDS.test(name) && !/header|body without|redirect/.test(name) ? SHORT_MS : LONG_MS;
const HTML = '<title>t</title><p>the text is there</p><a href="/next">Next</a>';
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n';
const THERE = /text is there/;
const answer = (head: string, body = HTML) => `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const encoded =
  (encoding: string, body: Uint8Array, more = ''): Talk =>
  (socket) => {
    socket.write(`${HEAD}${more}content-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`);
    socket.end(body);
  };
const redirect = (location: string, status = 302): Talk =>
  say(`HTTP/1.1 ${status} Found\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`);

type Row = [name: string, talk: Talk, expect: string | readonly string[], shows?: RegExp];
const MB = 1024 * 1024;
const zeros = (bytes: number) => Buffer.alloc(bytes);
/** Text that does not shrink to nothing. */
const NOISE = Array.from({ length: 20_000 }, (_, i) => ((i * 2_654_435_761) % 4_294_967_296).toString(36)).join(' ');
const LONG_HTML = `${HTML}<p>${NOISE}</p>`;
const gzipBomb = gzipSync(Buffer.concat([Buffer.from(HTML), zeros(256 * MB)]));

const ROWS: readonly Row[] = [
  ['accepts and says nothing', () => {}, 'timeout'],
  ['closes at once', (socket) => socket.end(), 'connect_failed'],
  ['resets at once', (socket) => socket.resetAndDestroy(), 'connect_failed'],
  ['half a status line', say('HTTP/1.1 20', false), 'timeout'],
  ['headers that drip', drip('HTTP/1.1 200 OK\r\n', 'x-a: b\r\n', 100), 'timeout'],
  ['headers without end', forEver('HTTP/1.1 200 OK\r\n', 'x-a: bbbbbbbbbbbbbbbbbbbb\r\n'), 'too_large'],
  ['one header without end', forEver('HTTP/1.1 200 OK\r\nx-a: ', 'b'.repeat(1000)), 'too_large'],
  ['100 KB of headers', say(answer(`${HEAD}x-a: ${'b'.repeat(100_000)}\r\n`)), 'too_large'],
  [
    'endless 102',
    forEver('', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)),
    ['timeout', 'too_large', 'bad_encoding', 'connect_failed'],
  ],
  [
    'endless 100',
    forEver('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
    ['timeout', 'too_large', 'bad_encoding', 'connect_failed'],
  ],
  [
    'dripping 103',
    drip('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n', 50),
    ['timeout', 'bad_encoding'],
  ],
  ['a body that drips', drip(`${HEAD}\r\n${HTML}`, '<p>more</p>', 100), 'partial', THERE],
  ['a body that stands still', say(`${HEAD}content-length: 9999\r\n\r\n${HTML}`, false), 'partial', THERE],
  ['a body that never starts', say(`${HEAD}content-length: 9999\r\n\r\n`, false), 'timeout'],
  [
    'a body without end',
    forEver(`${HEAD}\r\n${HTML}`, Buffer.alloc(64 * 1024, `<p>${'word '.repeat(200)}</p>`)),
    'partial',
    THERE,
  ],
  [
    '100 MB announced',
    forEver(`${HEAD}content-length: 104857600\r\n\r\n${HTML}`, Buffer.alloc(64 * 1024, 'word ')),
    'partial',
    THERE,
  ],
  [
    'chunks without end',
    forEver(`${HEAD}transfer-encoding: chunked\r\n\r\n`, `${LONG_HTML.length.toString(16)}\r\n${LONG_HTML}\r\n`),
    'partial',
    THERE,
  ],
  [
    'a chunk cut short',
    say(`${HEAD}transfer-encoding: chunked\r\n\r\n${HTML.length.toString(16)}\r\n${HTML}\r\nff\r\nabc`),
    'partial',
    THERE,
  ],
  [
    'a chunk size that is none',
    say(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nabc`),
    ['bad_encoding', 'connect_failed'],
  ],
  ['a length too long', say(`${HEAD}content-length: 9999\r\n\r\n${HTML}`), 'partial', THERE],
  [
    'a length too short',
    say(`${HEAD}content-length: ${HTML.length - 20}\r\n\r\n${HTML}`),
    ['ok', 'partial', 'bad_encoding'],
  ],
  ['two lengths', say(`${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\nhellox`), 'bad_encoding'],
  ['a negative length', say(`${HEAD}content-length: -5\r\n\r\nhello`), 'bad_encoding'],
  [
    'a length and chunks',
    say(`${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
    'bad_encoding',
  ],
  ['HTTP/0.9', say(HTML), 'bad_encoding'],
  ['bare line feeds', say(answer(HEAD).replaceAll('\r\n', '\n')), ['ok', 'bad_encoding']],
  ['a control character in a header', say(answer(`${HEAD}x-a: b\x01c\r\n`)), ['ok', 'bad_encoding']],
  ['garbage', say(Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7919) % 256))), 'bad_encoding'],
  ['status 000', say(answer('HTTP/1.1 000 None\r\n')), 'bad_encoding'],
  ['status 999', say(answer('HTTP/1.1 999 Denied\r\ncontent-type: text/html\r\n')), 'http_error', THERE],
  ['another protocol', say('220 mail.example ESMTP\r\n'), 'bad_encoding'],
  [
    'a reset amid the body',
    (socket) => {
      socket.write(`${HEAD}content-length: 9999\r\n\r\n${HTML}`);
      setTimeout(() => socket.resetAndDestroy(), 100);
    },
    'partial',
    THERE,
  ],
  ['gzip', encoded('gzip', gzipSync(HTML)), 'ok', THERE],
  ['gzip bomb', encoded('gzip', gzipBomb), 'partial', THERE],
  ['brotli bomb', encoded('br', brotliCompressSync(zeros(64 * MB))), ['partial', 'ok']],
  ['gzip in gzip', encoded('gzip, gzip', gzipSync(gzipBomb)), ['partial', 'bad_encoding']],
  ['fifty encodings', encoded(Array(50).fill('gzip').join(', '), gzipSync(HTML)), 'bad_encoding'],
  ['an unknown encoding', encoded('rot13', Buffer.from(HTML)), 'bad_encoding'],
  ['an encoding that is a lie', encoded('gzip', Buffer.from(HTML)), ['ok', 'bad_encoding']],
  ['gzip cut short', encoded('gzip', gzipSync(HTML + NOISE).subarray(0, 9_000)), ['partial', 'bad_encoding']],
  [
    'gzip with a tail',
    encoded('gzip', Buffer.concat([gzipSync(HTML), Buffer.from('tail tail')])),
    ['ok', 'partial'],
    THERE,
  ],
  ['a redirect to itself', (socket) => redirect('/a%20redirect%20to%20itself')(socket), 'too_many_redirects'],
  [
    'a redirect without end',
    (socket) => redirect(`/a%20redirect%20without%20end?${Math.random()}`)(socket),
    'too_many_redirects',
  ],
  ['a redirect to nothing', say('HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n'), ['ok', 'partial', 'http_error']],
  ['a redirect to what is no URL', redirect('http://[bad'), 'http_error'],
  ['a redirect to a file', redirect('file:///etc/passwd'), 'blocked_address'],
  ['a redirect to data:', redirect('data:text/html,x'), 'blocked_address'],
  ['a redirect to a script', redirect('javascript:alert(1)'), 'blocked_address'],
  ['a redirect to loopback', redirect('http://127.0.0.2:9/'), 'blocked_address'],
  ['a redirect to metadata', redirect('http://169.254.169.254/latest/'), 'blocked_address'],
  [
    'a redirect with a body without end',
    forEver('HTTP/1.1 302 Found\r\nlocation: http://[::1]/\r\n\r\n', Buffer.alloc(65_536)),
    'blocked_address',
  ],
  [
    'a lead to metadata',
    say(answer(`${HEAD}refresh: 0;url=http://169.254.169.254/\r\n`)),
    'partial',
    /failed: blocked_address: /,
  ],
  ['a lead that is all delay', say(answer(`${HEAD}refresh: ${'0'.repeat(60_000)}\r\n`)), 'ok', THERE],
  ['204', say('HTTP/1.1 204 None\r\n\r\n'), ['ok', 'partial']],
  ['205', say('HTTP/1.1 205 Reset\r\ncontent-length: 0\r\n\r\n'), ['ok', 'partial']],
  [
    '206 unasked',
    say(answer('HTTP/1.1 206 Partial\r\ncontent-type: text/html\r\ncontent-range: bytes 0-99/900\r\n')),
    ['ok', 'partial'],
    THERE,
  ],
  ['304 unasked', say('HTTP/1.1 304 Not Modified\r\n\r\n'), ['ok', 'partial', 'http_error']],
  ...[401, 403, 404, 407, 410, 418, 500, 502].map(
    (status): Row => [
      String(status),
      say(answer(`HTTP/1.1 ${status} No\r\ncontent-type: text/html\r\n`)),
      'http_error',
      THERE,
    ],
  ),
  ...['3', new Date(Date.now() + 60_000).toUTCString()].flatMap((when) =>
    [429, 503].map(
      (status): Row => [
        `${status} until ${when}`,
        say(answer(`HTTP/1.1 ${status} Wait\r\ncontent-type: text/html\r\nretry-after: ${when}\r\n`)),
        ['http_error', 'rate_limited'],
      ],
    ),
  ),
  ...['application/pdf', 'image/png', 'application/zip', 'video/mp4', 'application/octet-stream'].map(
    (type): Row => [
      type,
      forEver(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n\r\n`, Buffer.alloc(65_536)),
      'not_html',
    ],
  ),
  [
    'events without end',
    drip('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n', 'data: x\n\n', 100),
    ['not_html', 'partial', 'timeout'],
  ],
  [
    'multipart without end',
    drip('HTTP/1.1 200 OK\r\ncontent-type: multipart/x-mixed-replace; boundary=b\r\n\r\n', '--b\r\n\r\nx', 100),
    ['not_html', 'partial', 'timeout'],
  ],
  [
    'HTML as plain text',
    say(answer('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n')),
    ['ok', 'partial'],
    /<title>t<\/title>/,
  ],
  ['no type', say(answer('HTTP/1.1 200 OK\r\n')), ['ok', 'partial'], THERE],
  ['a type that is none', say(answer('HTTP/1.1 200 OK\r\ncontent-type: ;;;\r\n')), ['ok', 'partial', 'not_html']],
  ['XHTML', say(answer('HTTP/1.1 200 OK\r\ncontent-type: application/xhtml+xml\r\n')), 'ok', THERE],
  ...['utf-7', 'x-user-defined', 'replacement', 'hz-gb-2312', 'none-such', 'utf-32'].map(
    (charset): Row => [
      `charset ${charset}`,
      say(answer(`HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=${charset}\r\n`)),
      ['ok', 'partial'],
    ],
  ),
  [
    'bytes that are no UTF-8',
    say(
      Buffer.concat([
        Buffer.from(`${HEAD.trimEnd()}; charset=utf-8\r\n\r\n${HTML}`),
        Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
      ]),
    ),
    ['ok', 'partial'],
    THERE,
  ],
  [
    'a file name with control characters',
    say(answer(`${HEAD}content-disposition: attachment; filename="a\x1b[31m.html"\r\n`)),
    ['ok', 'not_html', 'bad_encoding'],
  ],
];

const pathOf = (name: string) => `/${encodeURIComponent(name)}`;

test('hostile servers over HTTP', { timeout: 150_000 }, async (context) => {
  const talk: Talk = (socket) => {
    socket.once('data', (data) => {
      const path = /^\S+ (\S+)/.exec(data.toString('latin1'))?.[1]?.split('?', 1)[0];
      ROWS.find(([name]) => pathOf(name) === path)?.[1](socket);
    });
  };
  await using site = await startRawServer(talk);
  // A host that asks for a pause is left alone for the next calls.
  await using pausing = await startRawServer(talk);
  await using selfSigned = await startSite({ '/': { body: HTML } }, { secure: 'https' });
  await using onlyH2 = await startSite({ '/': { body: HTML } }, { secure: 'h2' });
  await using silent = await startRawServer(() => {});
  await using server = await startClient(['--allow-host', '127.0.0.1', '--max-concurrency', '16']);

  const rows = ROWS.map(([name, , expect, shows]): HostileRow => {
    const limitMs = limitOf(name);
    const host = name.includes(' until ') ? pausing.url : site.url;
    const input = { url: host + pathOf(name), engine: 'http', page_timeout: limitMs };
    return { name, input, expect, limitMs, ...(shows === undefined ? {} : { shows }) };
  });
  const tls: readonly [name: string, url: string, expect: string | readonly string[]][] = [
    ['self-signed', selfSigned.url, 'tls_failed'],
    ['HTTP/2 only, self-signed', onlyH2.url, 'tls_failed'],
    ['plain HTTP on a TLS port', site.url.replace('http:', 'https:'), ['tls_failed', 'timeout']],
    ['TLS on a plain port', selfSigned.url.replace('https:', 'http:'), ['connect_failed', 'bad_encoding']],
    ['a handshake that never comes', silent.url.replace('http:', 'https:'), ['timeout', 'tls_failed']],
    ['a port that nobody listens on', 'http://127.0.0.1:1024/', 'connect_failed'],
  ];
  rows.push(
    ...tls.map(([name, url, expect]) => {
      const limitMs = limitOf(name);
      return { name, input: { url, engine: 'http', page_timeout: limitMs }, expect, limitMs };
    }),
  );
  context.diagnostic(await runHostile(server, rows, 6));
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { createPolicy } from '../../../src/core/egress/address-policy.js';
import { ACCEPT_ENCODING, decodersFor, unpacked } from '../../../src/core/egress/decode.js';
import { AnswerBody } from '../../../src/core/egress/exchange.js';
import { HttpClient, type HttpRequest } from '../../../src/core/egress/http.js';
import { LoupeError } from '../../../src/core/errors.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';
import { type Site, startCannedServer, startRawServer } from '../../helpers/site.js';

const policy = createPolicy({ ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'] });
const TEXT = `${'The quick brown fox. '.repeat(2_000)}end`;

async function read(site: Site, request: Partial<HttpRequest> = {}) {
  await using client = new HttpClient({ policy, userAgent: 'x' });
  const signal = new AbortController().signal;
  const answer = await client.request(new URL(site.url), { signal, timeoutMs: 20_000, ...request });
  const bytes = await answer.readBytes();
  return { text: Buffer.from(bytes).toString(), truncated: answer.truncated, answer };
}

/** A whole answer with a right Content-Length, unless headers say otherwise. */
function answerOf(body: string | Uint8Array, headers: string, length: number | '' = Buffer.byteLength(body)): Buffer {
  const lengthLine = length === '' ? 'connection: close\r\n' : `content-length: ${length}\r\n`;
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}${lengthLine}\r\n`), Buffer.from(body)]);
}

const gzip = gzipSync(TEXT);
const named = Buffer.concat([
  Buffer.from('1f8b0818000000000003', 'hex'),
  Buffer.from('name\0comment\0'),
  gzip.subarray(10),
]);
const NO_COMPRESSION = 'none, utf-8, UTF8, iso-8859-1, windows-1252, text, binary, 7bit, 8bit, chunked, aws-chunked';
/** RFC 1952, section 2.3: further fields, with a name and a comment or without, and a checksum of these. */
const fields = Buffer.from([0x58, 0x02, ...Array.from({ length: 600 }, (_, i) => i % 3)]);
const whole = Buffer.concat([
  Buffer.from('1f8b081f000000000003', 'hex'),
  fields,
  Buffer.from('name\0comment\0\0\x01'),
  gzip.subarray(10),
]);
const fielded = Buffer.concat([
  Buffer.from('1f8b0806000000000003', 'hex'),
  fields,
  Buffer.from([0, 1]),
  gzip.subarray(10),
]);

test('encodings that are undone', async () => {
  const rows: [string, string, Uint8Array][] = [
    ['none', '', Buffer.from(TEXT)],
    ['identity', 'identity', Buffer.from(TEXT)],
    ['gzip', 'gzip', gzip],
    ['gzip by its old name, upper case', 'X-GZIP', gzip],
    ['gzip with a file name and a comment', 'gzip', named],
    ['gzip with all that its header may hold', 'gzip', whole],
    ['gzip with further fields alone', 'gzip', fielded],
    ['gzip without its checksum', 'gzip', gzip.subarray(0, -8)],
    [
      'brotli and something behind it',
      'br',
      Buffer.concat([brotliCompressSync(TEXT), Buffer.from('trailing garbage')]),
    ],
    ['an empty body', 'br', Buffer.alloc(0)],
    ['gzip and something behind it', 'gzip', Buffer.concat([gzip, Buffer.from('trailing garbage')])],
    ['deflate', 'deflate', deflateSync(TEXT)],
    ['raw deflate', 'deflate', deflateRawSync(TEXT)],
    ['brotli', 'br', brotliCompressSync(TEXT)],
    ['two', 'gzip, br', brotliCompressSync(gzip)],
    ['names that are no compression', NO_COMPRESSION, Buffer.from(TEXT)],
  ];
  for (const [name, encoding, body] of rows) {
    const header = encoding === '' ? '' : `content-encoding: ${encoding}\r\n`;
    await using site = await startCannedServer(answerOf(body, header));
    const { text, truncated, answer } = await read(site);
    assert.equal(text, body.length === 0 ? '' : TEXT, name);
    assert.equal(truncated, undefined, name);
    assert.equal(answer.wireBytes, body.length, name);
  }
});

test('compressed bodies come in pieces, as small as they may be', async () => {
  async function* bytewise(body: Uint8Array) {
    for (const byte of body) yield Uint8Array.of(byte);
  }
  const none = Buffer.alloc(0);
  for (const [encoding, body] of [
    ['gzip', whole],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['gzip', none],
    ['deflate', none],
    ['br', none],
  ] as const) {
    const pieces: Uint8Array[] = [];
    for (const decode of decodersFor(encoding)) for await (const piece of decode(bytewise(body))) pieces.push(piece);
    assert.equal(Buffer.concat(pieces).toString(), body.length === 0 ? '' : TEXT, encoding);
  }
});

test('a gzip file gives what came whole, as much as is asked for; what is none stays', async () => {
  const read = async (file: Uint8Array, most = 1_000_000) => Buffer.from(await unpacked(file, most)).toString();
  assert.equal(await read(gzip), TEXT);
  assert.equal(await read(gzip, 100), TEXT.slice(0, 100));
  assert.equal(await read(Buffer.from('<urlset>')), '<urlset>');
  const long = randomBytes(300_000).toString('hex');
  const part = await read(gzipSync(long).subarray(0, 200_000));
  assert.ok(part.length > 100_000 && long.startsWith(part), `${part.length}`);
  assert.equal(await read(gzipSync(long), 200_000), long.slice(0, 200_000));
});

test('a body that comes byte by byte is taken in as few pieces as have come together', async () => {
  const bytes = Array.from(TEXT, (byte) => `1\r\n${byte}\r\n`).join('');
  await using site = await startCannedServer(
    Buffer.from(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${bytes}0\r\n\r\n`),
  );
  await using client = new HttpClient({ policy, userAgent: 'x' });
  const { signal } = new AbortController();
  const answer = await client.request(new URL(site.url), { signal, timeoutMs: 20_000 });
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  assert.equal(Buffer.concat(pieces).toString(), TEXT);
  // Each piece alone would cost the protocol's thread as much as a whole one.
  assert.ok(pieces.length < TEXT.length / 50, `${pieces.length} pieces`);
});

test('what cannot be undone is bad_encoding', async () => {
  const rows: [string, Uint8Array][] = [
    ['gzip', Buffer.from('<html>plain</html>')],
    ['br', Buffer.from('<html>plain</html>')],
    ['br', Buffer.from('plain')],
    ['deflate', deflateSync(TEXT).subarray(0, 4)],
    ['nonsense', Buffer.from('x')],
    ['constructor', Buffer.from('x')],
    ['gzip, gzip, gzip', gzipSync(gzipSync(gzip))],
  ];
  for (const [encoding, body] of rows) {
    await using site = await startCannedServer(answerOf(body, `content-encoding: ${encoding}\r\n`));
    await assert.rejects(
      read(site),
      (error: unknown) => error instanceof LoupeError && error.code === 'bad_encoding',
      encoding,
    );
  }
});

test('bodies that are cut short keep what came, and say so', async () => {
  const plain = Array.from({ length: 9_000 }, (_, index) => `word ${(index * 7919) % 9001}`).join(' ');
  const words = gzipSync(plain);
  const half = (encoding: string, body: Uint8Array) =>
    answerOf(body.subarray(0, body.length / 2), `content-encoding: ${encoding}\r\n`);
  const damaged = Buffer.concat([words.subarray(0, words.length / 2), Buffer.alloc(1_000, 0xff)]);
  const rows: [name: string, answer: Buffer, end: boolean, truncated: string | undefined, least: number][] = [
    ['content-length too long', answerOf('part', '', 100), true, 'connection', 4],
    ['content-length too short', answerOf('hello world', '', 5), false, undefined, 5],
    ['no length, closed', answerOf('to the end', '', ''), true, undefined, 10],
    [
      'gzip cut short',
      answerOf(gzip.subarray(0, gzip.length - 20), 'content-encoding: gzip\r\n', ''),
      true,
      'encoding',
      1_000,
    ],
    [
      'gzip whose line broke',
      answerOf(gzip.subarray(0, gzip.length - 20), 'content-encoding: gzip\r\n', gzip.length),
      true,
      'connection',
      1_000,
    ],
    [
      'chunked cut short',
      Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo'),
      true,
      'connection',
      7,
    ],
    ['brotli cut short', half('br', brotliCompressSync(plain)), false, 'encoding', 10_000],
    ['deflate cut short', half('deflate', deflateSync(plain)), false, 'encoding', 10_000],
    ['raw deflate cut short', half('deflate', deflateRawSync(plain)), false, 'encoding', 10_000],
    ['damaged gzip', answerOf(damaged, 'content-encoding: gzip\r\n', ''), true, 'encoding', 10_000],
  ];
  for (const [name, answer, end, expected, least] of rows) {
    await using site = await startCannedServer(answer, { end });
    const outcome = await read(site).catch((error: unknown) => error);
    assert.ok(!(outcome instanceof Error) && typeof outcome === 'object' && outcome !== null, `${name}: ${outcome}`);
    assert.equal(Reflect.get(outcome, 'truncated'), expected, name);
    assert.ok(String(Reflect.get(outcome, 'text')).length >= least, name);
  }
});

test('zstd is asked for only where Node tells a body that was cut short', async (t) => {
  const pack: unknown = Reflect.get(zlib, 'zstdCompressSync');
  if (!ACCEPT_ENCODING.includes('zstd') || typeof pack !== 'function') return t.skip('not asked for here');
  const body: Buffer = pack(Buffer.from(randomBytes(200_000).toString('hex')));
  const header = 'content-encoding: zstd\r\n';
  for (const [part, truncated, least] of [
    [body, undefined, 400_000],
    [body.subarray(0, -1), 'encoding', 100_000],
  ] as const) {
    await using site = await startCannedServer(answerOf(part, header));
    const outcome = await read(site);
    assert.equal(outcome.truncated, truncated);
    assert.ok(outcome.text.length >= least);
  }
  await using none = await startCannedServer(answerOf(body.subarray(0, 10), header));
  await assert.rejects(read(none), { code: 'bad_encoding' });
});

test('bombs and endless bodies are cut by ratio and by size', async () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024);
  for (const [encoding, body] of Object.entries({ gzip: gzipSync(zeros), br: brotliCompressSync(zeros) })) {
    await using site = await startCannedServer(answerOf(body, `content-encoding: ${encoding}\r\n`));
    const { truncated, answer } = await read(site);
    assert.equal(truncated, 'ratio', encoding);
    assert.ok(answer.decodedBytes < 4 * 1024 * 1024, `${encoding}: ${answer.decodedBytes}`);
  }
  const piece = Buffer.alloc(64 * 1024, 'x');
  await using endless = await startRawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n');
    const more = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.on('drain', more);
    more();
  });
  const { truncated, answer } = await read(endless, { maxBytes: 1_000_000 });
  assert.equal(truncated, 'size');
  assert.equal(answer.decodedBytes, 1_000_000);
  assert.equal((await read(endless)).text.length, 10 * 1024 * 1024, 'where nothing is said');
  // Next to nothing is saved: the bytes of the line come to their bound first.
  const noise = gzipSync(randomBytes(40_000));
  await using packed = await startCannedServer(answerOf(noise, 'content-encoding: gzip\r\n'));
  assert.equal((await read(packed, { maxBytes: 30_000 })).truncated, 'size', 'a cut of ours is no damage');
});

test('what packs well is no bomb: small bodies may be of one letter, long ones shrink to a hundredth', async () => {
  const rows = Array.from({ length: 3_000 }, (_, i) => `${i} ${'-'.repeat(640)}\n`);
  for (const text of ['x'.repeat(1_000_000), rows.join('')]) {
    const body = gzipSync(text);
    await using site = await startCannedServer(answerOf(body, 'content-encoding: gzip\r\n'));
    const { truncated, answer } = await read(site);
    assert.equal(truncated, undefined, `${answer.decodedBytes} bytes of ${body.length}`);
  }
});

test('trickles end at the deadline: with what came, or with timeout', async () => {
  const drip = (head: string, piece: string) =>
    startRawServer((socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write(piece), 20);
      socket.on('close', () => clearInterval(timer));
    });
  await using body = await drip('HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n', 'x');
  const started = performance.now();
  const partial = await read(body, { timeoutMs: 300 });
  assert.equal(partial.truncated, 'timeout');
  assert.match(partial.text, /^x+$/);
  const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${gzip.length}\r\n\r\n`;
  const beginning = (bytes: number) => startCannedServer(Buffer.concat([Buffer.from(head), gzip.subarray(0, bytes)]));
  await using packed = await beginning(gzip.length - 20);
  assert.equal((await read(packed, { timeoutMs: 300 })).truncated, 'timeout');
  await using barely = await beginning(12);
  await assert.rejects(read(barely, { timeoutMs: 300 }), { code: 'timeout' });
  for (const [head, piece] of [
    ['HTTP/1.1 200 OK\r\n', 'x-a: b\r\n'],
    ['', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', ''],
  ]) {
    await using site = await drip(head ?? '', piece ?? '');
    await assert.rejects(
      read(site, { timeoutMs: 300 }),
      (error: unknown) => error instanceof LoupeError && error.code === 'timeout',
      head,
    );
  }
  assert.ok(performance.now() - started < 4_000);
});

/** A body on a line that notes what is asked of it. */
function bodyOn(asked: string[]): AnswerBody {
  return new AnswerBody({
    resume: () => {},
    pause: () => asked.push('pause'),
    abort: ({ message }: Error) => asked.push(message),
  } as unknown as Dispatcher.DispatchController); // What undici has beside these is not called.
}

test('a server that has sent 64 KB which nobody took waits', () => {
  const asked: string[] = [];
  const body = bodyOn(asked);
  body.add(Buffer.alloc(60_000));
  assert.deepEqual(asked, []);
  body.add(Buffer.alloc(6_000));
  assert.deepEqual(asked, ['pause']);
});

test('the rest of a body that nobody wants is waited for a second, and given up then', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const ends: string[] = [];
  const body = bodyOn(ends);
  body.drop(true);
  mock.timers.tick(999);
  assert.deepEqual(ends, []);
  mock.timers.tick(1);
  assert.deepEqual(ends, ['the rest was not wanted']);
});

test('who gives up before an answer has come ends the connection', { timeout: 5_000 }, async () => {
  const cancel = new AbortController();
  let closed: Promise<unknown> | undefined;
  await using site = await startRawServer((socket) => {
    closed = once(socket, 'close');
    socket.once('data', () => cancel.abort());
  });
  await using client = new HttpClient({ policy, userAgent: 'x' });
  const asked = client.request(new URL(site.url), { signal: cancel.signal, timeoutMs: 20_000 });
  await assert.rejects(asked, { code: 'cancelled' });
  await closed;
});

test('a body that is cut ends its connection', { timeout: 5_000 }, async () => {
  let closed: Promise<unknown> | undefined;
  await using site = await startRawServer((socket) => {
    closed = once(socket, 'close');
    socket.resume().write(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(100)}`);
  });
  await using client = new HttpClient({ policy, userAgent: 'x' });
  const answer = await client.request(new URL(site.url), {
    signal: AbortSignal.timeout(9_000),
    timeoutMs: 9_000,
    maxBytes: 50,
  });
  assert.equal((await answer.readBytes()).length, 50);
  await closed;
});

test('a cancelled caller gets cancelled, not a part', async () => {
  await using site = await startRawServer((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nxx'));
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 100);
  await assert.rejects(
    read(site, { signal: cancel.signal }),
    (error: unknown) => error instanceof LoupeError && error.code === 'cancelled',
  );
});

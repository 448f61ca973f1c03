import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cookieSource } from '../../../src/core/egress/cookies.js';
import { AnswerBody } from '../../../src/core/egress/exchange.js';
import { HttpResponse } from '../../../src/core/egress/response.js';
import { asLoupeError } from '../../../src/core/errors.js';
import { readHead } from '../../../src/core/preview/head.js';

const PIECE = 4 * 1024;
const CONTROLLER = {
  aborted: false,
  paused: false,
  reason: null,
  rawHeaders: null,
  rawTrailers: null,
  pause: () => {},
  abort: () => {},
};

/** Reads the head of a page that arrives in pieces of 4 KiB: what was found, and how much was taken from the line. */
async function read(html: string, { forRanking = false, type = 'text/html; charset=utf-8' } = {}) {
  const bytes = Buffer.from(html);
  let at = 0;
  const line: AnswerBody = new AnswerBody({
    ...CONTROLLER,
    resume() {
      if (at >= bytes.length) return line.finish();
      line.add(bytes.subarray(at, at + PIECE));
      at += PIECE;
    },
  });
  const signal = new AbortController().signal;
  const response = new HttpResponse({
    status: 200,
    headers: { 'content-type': type },
    finalUrl: 'https://a.test/',
    line,
    maxBytes: 1024 * 1024,
    isCancelled: () => signal.aborted,
    toError: asLoupeError,
    onEnd: () => {},
  });
  const sources = {
    http: { request: async () => response, newCookies: cookieSource() },
    hostLimits: { acquire: async () => {}, note: () => undefined },
  };
  const request = { signal, timeoutMs: 1_000, forRanking, wanted: new Set<string>() };
  const reading = await readHead(new URL('https://a.test/'), request, sources);
  return { reading, takenKiB: response.wireBytes / 1024 };
}

const BODY = `<body><p>${'A sentence that goes on. '.repeat(80_000)}</p>`;
const DESCRIBED = `<head><title>T</title><meta property="og:description" content="d"></head>${BODY}`;
const BARE = `<head><title>T</title></head>${BODY}`;

const cases: [what: string, html: string, options: Parameters<typeof read>[1], takenKiB: number][] = [
  ['a described head ends the reading', DESCRIBED, {}, 4],
  ['to rank, the beginning of the body is read too', DESCRIBED, { forRanking: true }, 20],
  ['a head without a description is read on, to 64 KiB', BARE, {}, 64],
  ['a head without an end is read to 64 KiB', `<head><title>T</title>${'<meta name=x>'.repeat(100_000)}`, {}, 64],
  [
    'a tag cut by the end of a piece is seen',
    `<title>T</title><meta name=description content=d>${' '.repeat(PIECE - 52)}</head>${BODY.slice('<body>'.length)}`,
    {},
    8,
  ],
  [
    'a description that repeats the title is none',
    `<title>T</title><meta name=description content=' T '></head>${BODY}`,
    {},
    64,
  ],
  ['what is no HTML is not read', BODY, { type: 'application/zip' }, 0],
];

for (const [what, html, options, expected] of cases) {
  test(`${what}: ${expected} KiB`, async () => {
    const { takenKiB, reading } = await read(html, options);
    assert.equal(takenKiB, expected);
    if (expected > 0) assert.equal(reading.head.title, 'T');
  });
}

test('what came along and is not needed is not parsed; what turns out to be no HTML is not read on', async () => {
  const leadOf = async (html: string, options: Parameters<typeof read>[1]) => (await read(html, options)).reading.lead;
  assert.equal((await leadOf(DESCRIBED, {}))?.body, '');
  assert.match((await leadOf(DESCRIBED, { forRanking: true }))?.body ?? '', /^A sentence that goes on\./);
  assert.match((await leadOf(BARE, { type: '' }))?.body ?? '', /^A sentence that goes on\./);
  for (const [start, type] of [
    ['%PDF-1.7', ''],
    ['%PDF-1.7', 'text/html'],
    ['\0\0\0 ftyp', ''],
  ] as const) {
    const { reading, takenKiB } = await read(`${start} ${'A sentence. '.repeat(10_000)}`, { type });
    assert.deepEqual([reading.lead, takenKiB], [undefined, 4]);
  }
});

/** The pool runs the built worker: `npm run build` comes before the tests. */
import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';
import workerThreads from 'node:worker_threads';
import { LoupeError } from '../../../src/core/errors.js';
import { ExtractPool } from '../../../src/core/extract/extract-pool.js';
import { workedMs } from '../../helpers/in-time.js';
import { within } from '../../helpers/processes.js';
import { requestOf } from './page-of.js';

const never = new AbortController().signal;
const SMALL = '<a href=/a>x</a>';
const ALL = { links: true, media: true, tables: true, metadata: true, content: true };
/** The deadline of 3 s, and what ending a worker and a busy machine add. */
const ANSWER_MS_MAX = 4_500;
/** The deadline where other programs have the processor. */
const BUSY_ANSWER_MS_MAX = 10_000;
/**
 * Of the processor, or of the clock where that is less: five times what another worker takes. Behind the page it would be the
 * deadline.
 */
const DELAY_MS_MAX = 1_000;

const CHARS = 1_000_000;
const SHAPES: [why: string, html: string][] = [
  ['nested div', '<div>'.repeat(CHARS / 5)],
  ['nested b', '<b>'.repeat(CHARS / 3)],
  ['nested a', '<a href=x>'.repeat(CHARS / 10)],
  ['unclosed comments', '<!--'.repeat(CHARS / 4)],
  ['unclosed CDATA', '<![CDATA['.repeat(CHARS / 9)],
  ['CDATA in comments', '<![CDATA[>'.repeat(CHARS / 10)],
  ['closed div', '<div>'.repeat(CHARS / 11) + '</div>'.repeat(CHARS / 11)],
  ['anchors in tables', '<table><a href=1>'.repeat(CHARS / 17)],
  ['formatting elements', `<p>${'<b id=i>'.repeat(9_000)}</p>${'<p>x</p>'.repeat(9_000)}`],
];

test('hostile pages are answered or refused in time, and no other call waits for them', async (t) => {
  await using pool = new ExtractPool();
  await pool.run(requestOf(SMALL), never);
  for (const [why, html] of SHAPES) {
    await t.test(why, async () => {
      const startedMs = performance.now();
      const worked = workedMs();
      const hostile = pool.run(requestOf(html, { want: ALL }), never).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const [otherMs, otherWorked] = [performance.now(), workedMs()];
      const other = await pool.run(requestOf(SMALL), never);
      assert.equal(other.links.internal.length, 1);
      const waitedMs = Math.min(performance.now() - otherMs, workedMs() - otherWorked);
      const answer = await hostile;
      if (answer instanceof Error) assert.equal(answer instanceof LoupeError && answer.code, 'too_complex');
      const isStarved = workedMs() - worked < ANSWER_MS_MAX;
      assert.ok(performance.now() - startedMs < (isStarved ? BUSY_ANSWER_MS_MAX : ANSWER_MS_MAX));
      assert.ok(waitedMs < DELAY_MS_MAX, `another page waited ${waitedMs} ms`);
    });
  }
});

test('where the system gives no thread a page is refused, and read once it does', async () => {
  const { Worker } = workerThreads;
  const noThread = class {
    constructor() {
      throw Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });
    }
  };
  const give = (worker: unknown) => {
    Object.assign(workerThreads, { Worker: worker });
    syncBuiltinESMExports();
  };
  give(noThread);
  try {
    await using pool = new ExtractPool();
    await assert.rejects(pool.run(requestOf(SMALL), never), { code: 'overloaded' });
    give(Worker);
    assert.equal((await pool.run(requestOf(SMALL), never)).links.internal.length, 1);
  } finally {
    give(Worker);
  }
});

test('raw text in raw text in SVG, as a browser serialises it, is read once', async () => {
  await using pool = new ExtractPool();
  const levels = 15_000;
  const html = `<svg>${'<style><script>'.repeat(levels)}<a href="/a">x</a>${'</script></style>'.repeat(levels)}</svg>`;
  const { links } = await pool.run(requestOf(html, { rendered: true }), never);
  assert.equal(links.internal.length, 1);
});

test('what a worker answers is what the page says', async () => {
  await using pool = new ExtractPool();
  const html = '<title>T</title><p>Text</p><a href=/a>x</a><img src=/i.png>';
  const pages = await Promise.all([1, 2, 3, 4, 5].map(() => pool.run(requestOf(html, { want: ALL }), never)));
  for (const page of pages) {
    assert.equal(page.metadata.title, 'T');
    assert.match(page.content, /^Text/);
    assert.deepEqual([page.links.internal.length, page.media.images.length], [1, 1]);
  }
});

test('errors keep their code', async () => {
  await using pool = new ExtractPool();
  const request = requestOf(SMALL, { content: { css_selector: '[' } });
  await assert.rejects(pool.run(request, never), { code: 'invalid_input', message: /css_selector/ });
  assert.equal((await pool.run(requestOf(SMALL), never)).links.internal.length, 1);
});

test('an abort ends running and waiting pages at once, and the pool goes on', async () => {
  await using pool = new ExtractPool();
  const call = new AbortController();
  const hostile = requestOf('<p><b><i>'.repeat(CHARS / 9), { want: ALL });
  const jobs = [1, 2, 3].map(() => pool.run(hostile, call.signal));
  const startedMs = performance.now();
  setTimeout(() => call.abort(), 50);
  for (const job of jobs) await assert.rejects(job, { code: 'cancelled' });
  assert.ok(performance.now() - startedMs < 1_000);
  await assert.rejects(pool.run(hostile, call.signal), { code: 'cancelled' });
  assert.equal((await pool.run(requestOf(SMALL), never)).links.internal.length, 1);
});

/** Files of the build that this process holds open, as a module that is being read. */
const filesOpen = () =>
  readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).includes('/dist/');
    } catch {
      return false;
    }
  }).length;

test('calls that end while their parser loads leave no file open, and the parser to the next', {
  skip: process.platform !== 'linux',
}, async () => {
  // Of a parser that loaded when its whole pool was closed, as at the process's end: other tests do that.
  const before = filesOpen();
  await using pool = new ExtractPool();
  for (let i = 0; i < 100; i++) {
    const call = new AbortController();
    setTimeout(() => call.abort(), (i * 7) % 140);
    await pool.run(requestOf(SMALL), call.signal).catch(() => {});
  }
  assert.equal((await pool.run(requestOf(SMALL), never)).links.internal.length, 1);
  assert.ok(await within(5_000, () => filesOpen() <= before), `${filesOpen()} files are open, ${before} before`);
});

test('a closed pool takes no pages, and leaves none waiting', async () => {
  const pool = new ExtractPool();
  const job = pool.run(requestOf('<div>'.repeat(CHARS / 5), { want: ALL }), never);
  const rejected = assert.rejects(job, LoupeError);
  await pool[Symbol.asyncDispose]();
  await rejected;
  await assert.rejects(pool.run(requestOf(SMALL), never), { code: 'cancelled' });
});

test('a page that is too long is read as far as it goes, with a warning', async () => {
  await using pool = new ExtractPool();
  const page = await pool.run(requestOf(`${SMALL}${' '.repeat(5_000_000)}<a href=/late>y</a>`), never);
  assert.equal(page.links.internal.length, 1);
  assert.match(page.warnings.join(), /first 5000000 characters/);
});

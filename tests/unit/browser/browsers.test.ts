/** Several browser endpoints: who gets a page, and what happens when one does not answer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietCall } from '../../../src/core/call.js';
import { LoupeError } from '../../../src/core/errors.js';
import type { BrowserLoaded } from '../../../src/core/fetch/browser-messages.js';
import { Browsers } from '../../../src/core/fetch/browsers.js';
import { DEFAULT_RUN_CONFIG } from '../../../src/core/run-config.js';

const request = { url: 'https://site.example/', config: DEFAULT_RUN_CONFIG };
const loaded: BrowserLoaded = {
  finalUrl: request.url,
  status: 200,
  headers: {},
  mimeType: 'text/html',
  html: '',
  captures: [],
  warnings: [],
  timings: {},
  isPartial: false,
};

function endpoint(name: string, log: string[], answer: () => Promise<BrowserLoaded>) {
  return {
    load: () => {
      log.push(name);
      return answer();
    },
    counts: { pagesOpen: 1, pagesWaiting: 2, browserStarts: 3 },
    [Symbol.asyncDispose]: async () => {
      log.push(`${name} closed`);
    },
  };
}
const gone = async () => {
  throw new LoupeError('browser_unavailable', 'gone');
};

test('each page goes to the least busy', async () => {
  const log: string[] = [];
  const open: Array<() => void> = [];
  const busy = () => new Promise<BrowserLoaded>((resolve) => open.push(() => resolve(loaded)));
  const browsers = new Browsers([endpoint('a', log, busy), endpoint('b', log, busy)]);
  const loads = [1, 2, 3, 4].map(() => browsers.load(request, quietCall()));
  assert.deepEqual(log, ['a', 'b', 'a', 'b']);
  for (const resolve of open) resolve();
  await Promise.all(loads);
  assert.deepEqual(browsers.counts, { pagesOpen: 2, pagesWaiting: 4, browserStarts: 6 });
  await browsers[Symbol.asyncDispose]();
  assert.deepEqual(log.slice(4), ['a closed', 'b closed']);
});

test('one that does not answer gets no pages for a while; the page goes to another', async ({ mock }) => {
  const log: string[] = [];
  let now = 1_000;
  mock.method(performance, 'now', () => now);
  const browsers = new Browsers([endpoint('a', log, gone), endpoint('b', log, async () => loaded)]);
  assert.equal(await browsers.load(request, quietCall()), loaded);
  await browsers.load(request, quietCall());
  assert.deepEqual(log, ['a', 'b', 'b']);
  now += 31_000;
  await browsers.load(request, quietCall());
  assert.deepEqual(log.slice(3), ['a', 'b']);
});

test('when none answers, that is said; what a page does wrong is not tried elsewhere', async () => {
  const log: string[] = [];
  await assert.rejects(new Browsers([endpoint('a', log, gone), endpoint('b', log, gone)]).load(request, quietCall()), {
    code: 'browser_unavailable',
  });
  assert.deepEqual(log, ['a', 'b']);
  const bad = async () => {
    throw new LoupeError('dns_failed', 'no such host');
  };
  await assert.rejects(new Browsers([endpoint('c', log, bad), endpoint('d', log, bad)]).load(request, quietCall()), {
    code: 'dns_failed',
  });
  assert.deepEqual(log.slice(2), ['c']);
});

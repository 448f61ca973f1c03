/** Which calls share a kept page, for how long, and what of it is another's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FetchedPage } from '../../../src/core/fetch/page.js';
import { atPlace, OwnPages, pageKey } from '../../../src/core/fetch/page-cache.js';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../../src/core/run-config.js';
import { movedClock } from '../../helpers/moved-clock.js';

const pageAt = (url: string, finalUrl = url, html = '<p>'): FetchedPage => ({
  url,
  finalUrl,
  status: 200,
  headers: {},
  mimeType: 'text/html',
  html,
  bytes: html.length,
  charset: 'utf-8',
  engine: 'http',
  fromCache: false,
  captures: [],
  warnings: [],
  timings: {},
});

test('a page is kept for its owner, its address and what can change it', () => {
  const key = (fields: Partial<RunConfig> = {}, owner = 'ann', url = 'https://a.example/') =>
    pageKey(owner, url, { ...DEFAULT_RUN_CONFIG, ...fields });
  const same: Partial<RunConfig>[] = [
    { page_timeout: 1_000 },
    { cache_mode: 'refresh' },
    { check_robots_txt: true },
    { max_pages: 5 },
    { only_text: true },
  ];
  for (const fields of same) assert.equal(key(fields), key(), JSON.stringify(fields));
  const other: Partial<RunConfig>[] = [{ engine: 'http' }, { headers: { cookie: 'x=1' } }, { wait_for: 'css:p' }];
  const keys = [key(), ...other.map((fields) => key(fields)), key({}, 'bob'), key({}, 'ann', 'https://a.example/b')];
  assert.equal(new Set(keys).size, 6);
  assert.ok(!key({ headers: { cookie: 'secret' } }).includes('secret'));
});

test('a page at another place on it: where it led keeps a place of its own', () => {
  const place = (page: FetchedPage, url: string) => {
    const { url: asked, finalUrl } = atPlace(page, new URL(url));
    return [asked, finalUrl].map((each) => each.slice('https://a.example'.length));
  };
  const [at, to] = ['https://a.example/old', 'https://a.example/new'];
  const page = pageAt(at, to);
  assert.equal(atPlace(page, new URL(at)), page);
  assert.deepEqual(place(page, `${at}#x`), ['/old#x', '/new#x']);
  assert.deepEqual(place(pageAt(`${at}#x`, `${to}#x`), at), ['/old', '/new']);
  assert.deepEqual(place(pageAt(at, `${to}#own`), `${at}#x`), ['/old#x', '/new#own']);
  assert.equal(atPlace(page, new URL(`${at}#x`)).html, page.html);
});

test('pages are kept for five minutes, and 64 MB of them', async () => {
  using clock = movedClock();
  const pages = new OwnPages();
  await pages.set('a', pageAt('https://a.example/', undefined, 'x'.repeat(1_000)));
  assert.ok(pages.bytes >= 2_000 && pages.bytes <= 4_000, `${pages.bytes}`);
  await clock.pass(4.9);
  assert.notEqual(await pages.get('a'), undefined);
  await clock.pass(0.2);
  assert.equal(await pages.get('a'), undefined);
  const large = 'x'.repeat(10 * 1024 * 1024);
  for (const key of ['1', '2', '3', '4']) await pages.set(key, pageAt('https://a.example/', undefined, large));
  assert.deepEqual([(await pages.get('1')) === undefined, (await pages.get('2')) === undefined], [true, false]);
});

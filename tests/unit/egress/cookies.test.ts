/** Which cookies a hop carries: the stored ones, and those that answers before it set. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cookieSource } from '../../../src/core/egress/cookies.js';
import type { StoredCookie } from '../../../src/core/storage-state.js';

const SITE = new URL('https://site.example/a/b');
const HOUR_S = 3_600;

function stored(name: string, more: Partial<StoredCookie> = {}): StoredCookie {
  const plain = { value: 'v', domain: 'site.example', path: '/', expires: -1, httpOnly: false, secure: false };
  return { name, ...plain, sameSite: 'Lax', ...more };
}

test('stored cookies go by domain, path, expiry, Secure and the site they are partitioned by; as UTF-8', async () => {
  const now = Date.now() / 1000;
  const jar = cookieSource(() => [
    stored('host'),
    stored('below', { domain: '.site.example' }),
    stored('other', { domain: 'other.example' }),
    stored('path', { path: '/a' }),
    stored('deep', { path: '/c' }),
    stored('old', { expires: now - HOUR_S }),
    stored('epoch', { expires: 0 }),
    stored('soon', { expires: now + HOUR_S }),
    stored('tls', { secure: true }),
    stored('own', { partitionKey: 'https://www.site.example' }),
    stored('framed', { partitionKey: 'https://other.example' }),
    stored('é', { value: '日' }),
  ])();
  const names = async (url: string) =>
    (await jar.headerFor(new URL(url)))?.split('; ').map((pair) => pair.split('=')[0]) ?? [];
  assert.deepEqual(new Set(await names(SITE.href)), new Set(['host', 'below', 'path', 'soon', 'tls', 'own', 'Ã©']));
  assert.deepEqual(await names('http://www.site.example/'), ['below']);
  assert.deepEqual(new Set(await names('http://site.example/')), new Set(['host', 'below', 'soon', 'own', 'Ã©']));
  assert.deepEqual(await names('https://nobody.example/'), []);
  assert.match((await jar.headerFor(SITE)) ?? '', new RegExp(Buffer.from('é=日').toString('latin1')));
});

test('what an answer sets goes to the hops after it, into no other request, and the stored ones may change', async () => {
  let cookies: StoredCookie[] = [];
  const source = cookieSource(() => cookies);
  const first = source();
  first.take(SITE, undefined);
  assert.equal(await first.headerFor(SITE), undefined);
  first.take(SITE, ['a=1; Path=/', '=; =', 'b=2; Domain=other.example']);
  first.take(SITE, 'c=3');
  assert.equal(await first.headerFor(SITE), 'c=3; a=1');
  cookies = [stored('a'), stored('kept')];
  const second = source();
  assert.equal(await second.headerFor(SITE), 'a=v; kept=v');
  second.take(SITE, 'a=; Max-Age=0; Path=/');
  assert.equal(await second.headerFor(SITE), 'kept=v');
  assert.equal(await source().headerFor(SITE), 'a=v; kept=v');
});

test('a hostile answer sets no more than browsers keep: 180 lines, of 8,192 characters', async () => {
  const jar = cookieSource()();
  const line = (length: number) => `x${length}=`.padEnd(length, 'v');
  jar.take(SITE, [line(8_193), line(8_192)]);
  assert.equal((await jar.headerFor(SITE))?.length, 8_192);
  const many = cookieSource()();
  many.take(
    SITE,
    Array.from({ length: 200 }, (_, i) => `c${i}=1`),
  );
  assert.equal((await many.headerFor(SITE))?.split('; ').length, 180);
});

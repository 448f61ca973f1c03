import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlMatcher } from '../../../src/core/url-pattern.js';
import { workedMs } from '../../helpers/in-time.js';

const url = 'https://example.com/docs/guide/start.html?page=2';
const cases: [pattern: string, matches: boolean][] = [
  ['*/docs/*', true],
  ['*/doc/*', false],
  ['https://example.com/*', true],
  ['https://example.com/docs/*.html', false],
  ['*.html?page=?', true],
  ['*.html?page=??', false],
  ['*page*age=2', false],
  ['/docs/', false],
  ['/docs/*', true],
  ['{/api/*,/guide/*}', true],
  ['/start.htm', false],
  ['example.com/docs/*', true],
  ['guide/*', true],
  ['HTTPS:', false],
  ['**/guide/**', true],
  ['*/{api,guide}/*', true],
  ['*/{api,blog}/*', false],
  ['*/{doc,docs}/{guide,api}/*', true],
  ['*/{doc,{docs,blog}}/*', true],
  ['*/{doc,doc{s,t}}/{guide,{api,faq}}/*', true],
  ['*/{doc,{api,blog}}/*', false],
  ['*', true],
  ['', false],
  ['*{page*', false],
  [url, true],
];

for (const [pattern, expected] of cases) {
  test(`pattern ${JSON.stringify(pattern)}`, () => assert.equal(urlMatcher([pattern])(url), expected));
}

test('one of several patterns is enough, none match nothing', () => {
  assert.equal(urlMatcher(['*/blog/*', '*/docs/*'])(url), true);
  assert.equal(urlMatcher([])(url), false);
});

test('a hundred alternatives are read, more are refused', () => {
  const numbered = (count: number) => `*/p{${Array.from({ length: count }, (_, i) => i).join()}}`;
  assert.equal(urlMatcher([numbered(100)])('https://a.example/p99'), true);
  assert.throws(() => urlMatcher([numbered(101)]), { code: 'invalid_input' });
});

test('hostile patterns end soon', () => {
  const started = workedMs();
  assert.equal(urlMatcher(['*a'.repeat(250)])(`${'a'.repeat(2000)}b`), false);
  assert.throws(() => urlMatcher(['{a,b}'.repeat(100)]), { code: 'invalid_input', message: /more than 100 patterns$/ });
  assert.ok(workedMs() - started < 500);
});

test('many patterns whose every place is half a match end soon, on long addresses too', () => {
  const started = workedMs();
  const patterns = Array.from({ length: 100 }, (_, i) => `*${'{ab,ba}'.repeat(6)}${'ab'.repeat(200)}?z${i}`);
  const isMatch = urlMatcher(patterns);
  assert.throws(
    () => {
      for (let i = 0; i < 100; i++) isMatch(`https://a.example/${'ab'.repeat(3_000)}${i}`);
    },
    { code: 'too_complex', message: /^include_patterns, exclude_patterns: / },
  );
  assert.ok(workedMs() - started < 4_000, `${workedMs() - started} ms`);
});

test('a hundred usual patterns on 50,000 links are no such', () => {
  const isMatch = urlMatcher(Array.from({ length: 100 }, (_, i) => `*/section-${i}/*.html`));
  let found = 0;
  for (let i = 0; i < 50_000; i++)
    if (isMatch(`https://www.site.example/news/section-${i % 200}/a-story-of-the-day-${i}.html`)) found++;
  assert.equal(found, 25_000);
});

test('what any address matches from some place on costs nothing there, however long and many they are', () => {
  const isMatch = urlMatcher(['*', '*/docs/*']);
  const isDoc = urlMatcher(['https://a.example/docs/*']);
  const url = `https://a.example/docs/${'a'.repeat(2_000)}`;
  for (let i = 0; i < 50_000; i++) assert.ok(isMatch(url) && isDoc(url));
});

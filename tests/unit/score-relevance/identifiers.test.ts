/** Identifiers, versions and standards: what is asked for is the whole, however it is written, and not its numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relevance } from '../../../src/core/score/relevance.js';

/** `others` have a part of it. Each must be far behind all of `same`. */
const cases: { query: string; same: string[]; others: string[] }[] = [
  { query: 'error E47', same: ['error E47', 'E47', 'E-47'], others: ['jacket no. 47', 'house 47', 'E48'] },
  { query: 'E47', same: ['E47', 'E-47', 'E 47'], others: ['jacket no. 47', 'E48'] },
  { query: 'E-47', same: ['E47', 'E-47', 'E 47'], others: ['jacket no. 47', 'appendix E'] },
  { query: '3.11', same: ['version 3.11', 'release 3.11.2'], others: ['section 3', 'chapter 11', 'version 11.3'] },
  { query: 'python 3.11', same: ['Python 3.11', 'python3.11', 'python311'], others: ['Python 2', 'chapter 11'] },
  { query: 'python3.11', same: ['Python 3.11', 'python3.11', 'python311'], others: ['Python 2', 'chapter 11'] },
  { query: 'ISO 8859-1', same: ['ISO 8859-1', 'ISO-8859-1'], others: ['ISO 3166-1', 'house 8859', 'chapter 1'] },
  { query: 'Vue 3', same: ['Vue 3', 'Vue-3'], others: ['Vue', 'Vue 2', 'chapter 3'] },
  { query: 'CVE-2024-3094', same: ['CVE-2024-3094', 'CVE 2024 3094'], others: ['CVE-2024-1709', '2024', '3094'] },
  { query: 'RFC9110', same: ['RFC 9110', 'RFC-9110', 'rfc9110'], others: ['RFC 9112', 'house 9110'] },
  { query: 'RFC 9110', same: ['RFC 9110', 'RFC-9110', 'rfc9110'], others: ['RFC 9112', 'house 9110'] },
  { query: 'utf8', same: ['UTF-8', 'utf8'], others: ['UTF-16', 'chapter 8'] },
  { query: 'UTF-8', same: ['UTF-8', 'utf8'], others: ['UTF-16', 'chapter 8'] },
  { query: 'http2', same: ['HTTP/2', 'http2'], others: ['HTTP/1', 'chapter 2'] },
  { query: 'HTTP/2', same: ['HTTP/2', 'http2'], others: ['HTTP/1', 'chapter 2'] },
  { query: 'sha256', same: ['SHA-256', 'sha256'], others: ['SHA-1', '256 colours'] },
];

for (const { query, same, others } of cases) {
  test(`"${query}" is not its numbers alone`, async () => {
    const texts = [...same, ...others];
    const scores = await relevance(
      texts.map((anchor) => ({ anchor })),
      query,
    );
    const told = texts.map((text, i) => `${text}: ${(scores[i] ?? 0).toFixed(2)}`).join(', ');
    const least = Math.min(...scores.slice(0, same.length));
    assert.ok(1.5 * Math.max(...scores.slice(same.length)) < least, told);
  });
}

test('an identifier deep in a page beats its number in the name of another', async () => {
  const named = { anchor: 'Jacket no. 47', url: 'jacket-47', title: 'Jacket no. 47' };
  const said = { anchor: 'Dishwasher messages', body: 'When the pump does not run, it shows E47 and drains' };
  const [jacket = 1, messages = 0] = await relevance([named, said], 'error E47');
  assert.ok(messages > jacket, `${messages} ${jacket}`);
});

test('a number that is a word by itself is looked for as one', async () => {
  const [whole = 0, number = 0] = await relevance([{ anchor: 'jacket no. 47' }, { anchor: 'no. 47' }], 'jacket no. 47');
  assert.ok(whole > number && number > 0);
});

const ranges: { query: string; one: string; other: string }[] = [
  { query: 'windows 10/11', one: 'Windows 11', other: 'Windows 7' },
  { query: 'election 2020-2024', one: 'Election 2024', other: 'Election 1998' },
  { query: '10-12 years', one: '10 years', other: '3 years' },
];

for (const { query, one, other } of ranges) {
  test(`of "${query}" either number counts`, async () => {
    const [asked = 0, not = 0] = await relevance([{ anchor: one }, { anchor: other }], query);
    assert.ok(asked > 1.5 * not, `${asked} ${not}`);
  });
}

test('a date and a phrase with falling numbers are no ranges', async () => {
  for (const [query, whole, part] of [
    ['log of 2024-11-27', 'log 2024-11-27', 'log 27'],
    ['24/7', '24/7 line', 'chapter 7'],
  ] as const) {
    const [asked = 0, not = 0] = await relevance([{ anchor: whole }, { anchor: part }], query);
    assert.ok(asked > 1.5 * not, `${query}: ${asked} ${not}`);
  }
});

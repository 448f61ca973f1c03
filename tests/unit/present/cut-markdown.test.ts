import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutChars } from '../../../src/core/cut-chars.js';
import { cutMarkdown } from '../../../src/core/present/cut-markdown.js';
import { cutTokens } from '../../../src/core/present/head-view.js';
import { estimateTokens } from '../../../src/core/present/tokens.js';
import { workedMs } from '../../helpers/in-time.js';

const WORDS = 'some words of a text '.repeat(20).trim();
const LINK = '[text of a link](https://site.example/a/rather/long/address/to/be/cut?with=a&query=of&many=parts)';

/** The portions of a text, each within the budget. */
function portions(text: string, budget: number): string[] {
  const found: string[] = [];
  for (let start: number | undefined = 0; start !== undefined; ) {
    const portion = cutMarkdown(text, start, budget);
    found.push(portion.text);
    assert.ok(portion.next === undefined || portion.next > start);
    start = portion.next;
  }
  return found;
}

test('a text that is cut by characters ends before one that would be halved, and before no other', () => {
  const rows = [
    ['ab😀', 3, 'ab…'],
    ['ab😀c', 4, 'ab😀…'],
    ['！！！', 2, '！！…'],
    ['ab', 2, 'ab'],
    ['한글날', 2, '한글…'],
  ] as const;
  for (const [text, most, expected] of rows) assert.equal(cutChars(text, most), expected);
});

test('text is cut between blocks', () => {
  const [first, second] = portions(`${WORDS}\n\n${WORDS}\n\n${WORDS}`, 300);
  assert.equal(first, `${WORDS}\n\n${WORDS}\n\n`);
  assert.equal(second, WORDS);
});

test('the best end is the latest that leaves enough: of a block, a line, a sentence, a word; else where the room ends', () => {
  /** Of 2,000 characters that fit. */
  const words = (chars: number) => 'word '.repeat(chars / 5);
  const code = 'code '.repeat(400);
  const cases: ReadonlyArray<readonly [fits: string, left: string]> = [
    [`${words(1_200)}\n\n`, `${words(400)}\n${words(2_000)}`],
    [`${words(700)}\n\n`, `${words(600)}. ${words(2_000)}`],
    [`${words(300)}\n\n${words(900)}. `, words(2_000)],
    [`${words(300)}\n\n${words(900)}。`, words(2_000)],
    [`${words(800)}\n${words(500)}. `, words(2_000)],
    [`${words(300)}\n\n${words(200)}. ${words(100)}。${words(900)}`, '潮'.repeat(900)],
    [`${words(1_100)}\n`, `###### Next\n\n${words(2_000)}`],
    [`${words(1_200)}\n\n`, `\`\`\`js\n${code}\n\n${code}\n\`\`\``],
    [`${words(300)}${'潮'.repeat(260)}`, `[${'x'.repeat(500)}](/a)`],
    ['潮'.repeat(400), '潮'.repeat(900)],
  ];
  for (const [i, [fits, left]] of cases.entries())
    assert.equal(portions(fits + left, 430)[0]?.length, fits.length, `case ${i}`);
  for (const whole of ['x'.repeat(3), 'x'.repeat(4)].map((odd) => odd + '🌊'.repeat(900)))
    for (const portion of portions(whole, 300)) assert.doesNotThrow(() => encodeURIComponent(portion));
  const long = `[x](https://site.example/${'a'.repeat(1_500)})`;
  assert.equal(portions(long, 200).join(''), long);
});

test('a heading goes with what it stands above', () => {
  const [first, second] = portions(`${WORDS}\n\n## Next\n\n### Part\n\n${WORDS}\n\n${WORDS}`, 200);
  assert.equal(first, `${WORDS}\n\n`);
  assert.match(second ?? '', /^## Next\n\n### Part\n\nsome words/);
});

test('a heading is never the last line, not even where the next best end is one of a line', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `line ${i} of a list that has no empty lines`).join('\n');
  const [first, second] = portions(`${lines}\n\n## Next\n\n${WORDS.repeat(4)}`, 200);
  assert.doesNotMatch(first ?? '', /## Next\s*$/);
  assert.match(second ?? '', /^## Next\n\nsome words/);
  const tight = portions(`${lines}\n## Next\n${WORDS.repeat(4)}`, 200);
  assert.match(tight[1] ?? '', /^## Next\nsome words/);
});

test('a table is cut between rows', () => {
  const rows = Array.from({ length: 200 }, (_, i) => `| ${i} | value of ${i} |`);
  for (const portion of portions(rows.join('\n'), 300)) assert.match(portion, /^\| .* \|\n?$/s);
});

test('no link is cut', () => {
  const text = `\n${Array.from({ length: 40 }, () => LINK).join(' ')}`;
  for (const portion of portions(text, 200)) assert.equal(portion.replaceAll(LINK, '').trim(), '');
});

test('code that is cut is closed and opened again', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i}`);
  const all = portions(`before\n\n\`\`\`js\n${lines.join('\n\n')}\n\`\`\`\n\nafter`, 300);
  assert.ok(all.length > 2);
  for (const portion of all.slice(1, -1)) assert.match(portion, /^```js\n[^`]*\n```$/);
  assert.match(all[0] ?? '', /^before\n\n```js\n[^`]*\n```$/);
  assert.match(all.at(-1) ?? '', /^```js\n[^`]*\n```\n\nafter$/);
  assert.equal(all.join('\n').match(/line \d+/g)?.length, 300);
});

test('what is fenced and what is not stays so, wherever it is cut', () => {
  const words = 'some words of a text. '.repeat(30);
  const lines = Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n');
  const cases: ReadonlyArray<readonly [text: string, sign: string]> = [
    [`\`\`\`\n${words}\n\`\`\``, '```'],
    [`\`\`\`\`md\n\`\`\`js\n${lines}\n\`\`\`\n${lines}\n\`\`\`\`\n\n${words}`, '````'],
    [`\`\`\`md\n\`\`\`no end\n${lines}\n${lines}\n\`\`\` \n\n${words}`, '```'],
    [`\`\`\`\n${lines}\n\`\`\`\n\n${words}\n\n\`\`\`js\n${lines}\n\`\`\``, '```'],
    [`\`\`\`\n${lines}\n\n\`\`\`\n${words}`, '```'],
    [`${words}\n\`\`\`js\n${words}\n\`\`\``, '```'],
  ];
  for (const [text, sign] of cases) {
    const fence = new RegExp(`^${sign}(?:js|md)? ?$`, 'gm');
    /** Code and what is none, in turn, letter by letter. */
    const told = (part: string) =>
      part.split(fence).flatMap((piece, i) => [...piece.replace(/[\s`]/g, '')].map((letter) => letter + (i % 2)));
    for (let budget = 60; budget < 400; budget += 20) {
      const all = portions(text, budget);
      assert.equal(all.flatMap(told).join(''), told(text).join(''), `${text.slice(0, 20)} in ${budget}`);
    }
  }
});

test('hostile lines are cut in time', () => {
  const startedMs = workedMs();
  for (const unit of ['[', '![', '[a](', '[a b](c', '<https:', '](', '[[a]', '``` ']) {
    portions(unit.repeat(40_000 / unit.length), 4_000);
  }
  assert.ok(workedMs() - startedMs < 2_000);
});

test('however little room there is, each portion goes on where the one before ended', () => {
  for (const text of ['渡船每天早上六点开航。'.repeat(40), `${WORDS}\n\n\`\`\`\n${WORDS}\n\`\`\``, LINK.repeat(9)])
    for (const budget of [0, 8, 40, 120]) assert.ok(portions(text, budget).length > 1);
});

test('a text of few signs that each take many tokens is cut to an end', () => {
  for (let letters = 1; letters < 20; letters++)
    for (const most of [5, 20, 42]) {
      const cut = cutTokens(`${'ሀ'.repeat(letters)}.${'x'.repeat(40)}`, most);
      assert.ok(estimateTokens(cut) <= most || cut.length <= 1, cut);
    }
});

test('what is written like the beginning of a link, again and again, takes no more time', () => {
  const units = [
    '[[[[[[[[[[[a b](x)',
    '[a](<x y [a b](x)',
    '[a](x "b c [a b](x)',
    '[a](x(y [a b](x)',
    '<https://a [a b](x)',
  ];
  for (const unit of units) {
    const started = workedMs();
    cutMarkdown(unit.repeat(10_000), 0, 7_000);
    assert.ok(workedMs() - started < 1_000, unit);
  }
  const started = workedMs();
  cutMarkdown('<http:'.repeat(150_000), 0, 100_000);
  assert.ok(workedMs() - started < 1_500);
});

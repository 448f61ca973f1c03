import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutText } from '../../../src/core/present/cut-text.js';
import { cutTokens } from '../../../src/core/present/head-view.js';
import { estimateTokens } from '../../../src/core/present/tokens.js';

const WORDS = 'some words of a text '.repeat(20).trim();
const LINK = '[text of a link](https://site.example/a/rather/long/address/to/be/cut?with=a&query=of&many=parts)';

/** The portions of a text, each within the budget. */
function portions(text: string, budget: number): string[] {
  const found: string[] = [];
  for (let start: number | undefined = 0; start !== undefined; ) {
    const portion = cutText(text, start, budget);
    found.push(portion.text);
    assert.ok(portion.next === undefined || portion.next > start);
    start = portion.next;
  }
  return found;
}

test('text is cut between blocks', () => {
  const [first, second] = portions(`${WORDS}\n\n${WORDS}\n\n${WORDS}`, 300);
  assert.equal(first, `${WORDS}\n\n${WORDS}\n\n`);
  assert.equal(second, WORDS);
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
  const text = Array.from({ length: 40 }, () => LINK).join(' ');
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

test('hostile lines are cut in time', () => {
  const startedMs = performance.now();
  for (const unit of ['[', '![', '[a](', '[a b](c', '<https:', '](', '[[a]', '``` ']) {
    portions(unit.repeat(40_000 / unit.length), 4_000);
  }
  assert.ok(performance.now() - startedMs < 2_000);
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
    const started = performance.now();
    cutText(unit.repeat(10_000), 0, 7_000);
    assert.ok(performance.now() - started < 1_000, unit);
  }
});

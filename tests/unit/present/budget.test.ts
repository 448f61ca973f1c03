/** How an answer's room is shared out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oversizeIn, shareBudget, shownIn, takeWithin, warningsOf } from '../../../src/core/present/budget.js';
import { cutTokens, roomBeside, shownHead } from '../../../src/core/present/head-view.js';
import { estimateTokens } from '../../../src/core/present/tokens.js';

test('each part has its share, and what it leaves goes to the others by weight', () => {
  const cases: ReadonlyArray<readonly [wanted: number[], shares: number[]]> = [
    [
      [900, 900, 900],
      [500, 300, 200],
    ],
    [
      [100, 200, 300],
      [100, 200, 300],
    ],
    [
      [900, 0, 900],
      [714, 0, 286],
    ],
    [
      [100, 900, 900],
      [100, 540, 360],
    ],
    [
      [900, 900, 100],
      [563, 338, 100],
    ],
    [
      [100, 310, 900],
      [100, 310, 590],
    ],
  ];
  for (const [wanted, shares] of cases) assert.deepEqual(shareBudget(1_000, wanted, [5, 3, 2]).map(Math.round), shares);
});

test('an item may take 40 % of an answer, in a small one as much as a link with its head takes', () => {
  assert.deepEqual([200, 500, 750, 2_000].map(oversizeIn), [200, 300, 300, 800]);
});

test('whole items are taken in their order, what no answer has room for is passed over and counted', () => {
  const cases: ReadonlyArray<
    readonly [prices: number[], start: number, limit: number, taken: number[], next?: number]
  > = [
    [[30, 40, 30], 0, 9, [30, 40, 30]],
    [[30, 40, 30, 1], 0, 9, [30, 40, 30, 1]],
    [[30, 40, 30, 2], 0, 9, [30, 40, 30], 3],
    [[30, 40, 30], 0, 2, [30, 40], 2],
    [[30, 40, 30], 1, 9, [40, 30]],
    [[30, 40, 40, 5], 0, 9, [30, 40], 2],
    [[41, 40, 20], 0, 9, [40], 2],
    [[30, 99, 20, 99], 0, 9, [30, 20]],
    [[40, 30, 99, 1], 0, 9, [40, 30], 2],
    [[99, 99], 0, 9, []],
  ];
  for (const [prices, start, limit, taken, next] of cases) {
    const portion = takeWithin(prices, start, limit, 100, (price) => price, 40);
    const passed = prices.slice(start, next).filter((price) => price > 40).length;
    assert.deepEqual([portion.items, portion.next, portion.tooLong], [taken, next, passed], String(prices));
  }
  assert.deepEqual(
    [takeWithin([99], 0, 9, 40, (price) => price).next, takeWithin([], 0, 9, 0, () => 0).next],
    [undefined, undefined],
  );
  assert.throws(() => takeWithin([1], 1, 9, 100, () => 1), { code: 'invalid_input' });
  assert.deepEqual(warningsOf({ warnings: ['a'] }, { tooLong: 1 }, 'x'), {
    warnings: ['a', '1 item is too long for this answer; all are in x'],
  });
  assert.deepEqual(warningsOf({}, { tooLong: 0 }, 'x'), {});
});

test('items stand cut, each once, but whole in an answer for a program', () => {
  let cuts = 0;
  const cut = (item: { text: string }) => ({ text: `${item.text.slice(0, ++cuts)}…` });
  const item = { text: 'long' };
  const shown = shownIn(99_999, cut);
  assert.equal(shown(item), shown(item));
  assert.deepEqual([shown(item), cuts], [{ text: 'l…' }, 1]);
  assert.equal(shownIn(100_000, cut)(item), item);
});

test('a head takes no more than its part of an answer, and says how many warnings it leaves out', () => {
  const long = 'q8m2xk7v0z4tj9wnc5ysb1hd6rgfp3laue'.repeat(60);
  const head = { url: `https://a.example/${long}`, redirected_url: `https://b.example/${long}` };
  for (const maxTokens of [600, 2_400]) {
    const shown = shownHead({ ...head, warnings: ['one', long, 'two', long, long, 'three'] }, maxTokens);
    for (const url of [shown.url, shown.redirected_url]) {
      const tokens = estimateTokens(url);
      assert.ok(tokens <= maxTokens / 12 && tokens > maxTokens / 20, `${tokens} of ${maxTokens}`);
    }
    const { warnings } = shown;
    assert.equal(warnings.at(-1), `and ${6 - (warnings.length - 1)} more`);
    assert.ok(warnings.length > 2 && estimateTokens(warnings.slice(0, -1).join(' ')) <= maxTokens / 6 + 5);
    const left = roomBeside(shown, maxTokens);
    assert.ok(left > maxTokens * 0.2 && left + estimateTokens(JSON.stringify(shown)) < maxTokens, `${left}`);
  }
  const short = { url: 'https://a.example/', warnings: ['one'] };
  assert.deepEqual(shownHead(short, 600), short);
  assert.equal(roomBeside(short, 8_000), roomBeside({ ...short, redirected_url: 'https://a.example/b' }, 8_000));
  assert.deepEqual([cutTokens('', 0), cutTokens('word', 9), cutTokens('word word', 0).length], ['', 'word', 1]);
});

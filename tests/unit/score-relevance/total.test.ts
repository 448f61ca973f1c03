import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalScore } from '../../../src/core/score/total.js';

const DEFAULT = { intrinsic: 0.3, contextual: 0.7 };

test('total: both scores on one scale, with the default weights', () => {
  assert.equal(totalScore(4, 0.5, DEFAULT)?.toFixed(3), '4.700');
  assert.equal(totalScore(10, 1, DEFAULT), 10);
});

test("total: the seed's sample (4.17 and 1.000 give 5.917) is what 0.7 and 0.3 give", () => {
  const shownAs417 = 25 / 6;
  assert.equal(totalScore(shownAs417, 1, { intrinsic: 0.7, contextual: 0.3 })?.toFixed(3), '5.917');
  assert.equal(totalScore(shownAs417, 1, DEFAULT)?.toFixed(3), '8.250');
});

test('total: what is not known is not counted', () => {
  assert.equal(totalScore(4.2, undefined, DEFAULT), 4.2);
  assert.equal(totalScore(undefined, 0.25, DEFAULT), 2.5);
  assert.equal(totalScore(undefined, undefined, DEFAULT), undefined);
  assert.equal(totalScore(0, 0, DEFAULT), 0);
});

test('total: weights that do not add up to 1 keep the scale', () => {
  assert.equal(totalScore(10, 1, { intrinsic: 1, contextual: 1 }), 10);
  assert.equal(totalScore(2, 0.6, { intrinsic: 0, contextual: 0.7 }), 6);
  assert.equal(totalScore(2, 0.6, { intrinsic: 0, contextual: 0 }), 4);
});

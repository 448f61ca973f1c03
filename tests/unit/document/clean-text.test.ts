import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cleanText } from '../../../src/core/document/clean-text.js';

const tags = (text: string) =>
  [...text].map((char) => String.fromCodePoint(0xe0000 + (char.codePointAt(0) ?? 0))).join('');

const ROWS: [why: string, given: string, clean: string][] = [
  ['plain', 'Hello, world. 1 < 2', 'Hello, world. 1 < 2'],
  ['tag characters', `ok${tags('ignore all')}`, 'ok'],
  ['a flag is a tag sequence', `\u{1f3f4}${tags('gbsct')}\u{e007f}!`, `\u{1f3f4}${tags('gbsct')}\u{e007f}!`],
  ['a flag is no place to hide', `\u{1f3f4}${tags('gbsctandmuchmore')}\u{e007f}`, '\u{1f3f4}'],
  ['zero-width space and joiners', 'a\u200bb\u2060c\u200dd\u200ce', 'abcde'],
  ['bidi controls', '\u202eabc\u202c\u2066d\u2069\u200e\u200f\u061c', 'abcd'],
  ['terminal control', '\u001b[2J\u0007\u009bx\u007f', '[2Jx'],
  ['line ends', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['tab and line feed stay', 'a\tb\nc', 'a\tb\nc'],
  ['lone surrogates', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
  ['emoji stay', '👩🏽‍🚀 ❤️ 1️⃣', '👩🏽‍🚀 ❤️ 1️⃣'],
  ['one selector, after what has variants', 'a\ufe0f❤\ufe0f\ufe0f', 'a❤\ufe0f'],
  ['a selector of a Han character', '葛\u{e0100}x\u{e0100}', '葛\u{e0100}x'],
  ['Persian non-joiner', 'نمی\u200cخواهم', 'نمی\u200cخواهم'],
  ['eight marks at most', `e${'\u0301'.repeat(12)}`, `e${'\u0301'.repeat(8)}`],
  ['Thai and Hindi', 'ที่นี่ हिन्दी', 'ที่นี่ हिन्दी'],
];

test('what a person cannot see goes, what writing needs stays', async (t) => {
  for (const [why, given, clean] of ROWS) {
    await t.test(why, () => {
      const answer = cleanText(given);
      assert.equal(answer.text, clean);
      assert.equal(cleanText(clean).text, clean);
    });
  }
});

test('counts what it took', () => {
  assert.equal(cleanText('plain').stripped, 0);
  assert.equal(cleanText('a\u200bb\u200bc').stripped, 2);
});

const SHARED = new URL('../../../../shared/security/text-vectors.jsonl', import.meta.url);

test('the shared vectors', { skip: !existsSync(SHARED) && 'not on this machine' }, () => {
  for (const line of readFileSync(SHARED, 'utf8').trim().split('\n')) {
    const { in: given, out, why } = JSON.parse(line);
    assert.equal(cleanText(given).text, out.replace('\u2028', '\n'), why);
  }
});

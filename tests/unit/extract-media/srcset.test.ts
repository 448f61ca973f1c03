import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSrcset } from '../../../src/core/extract/srcset.js';
import { workedMs } from '../../helpers/in-time.js';

const cases: [string, string, string[]][] = [
  ['width and density descriptors', 'a.jpg 320w, b.jpg 2x, c.jpg', ['a.jpg 320w', 'b.jpg 2x', 'c.jpg ']],
  [
    'commas in URLs',
    'x/w_120,h_90/a.jpg 120w, x/w_240,h_180/a.jpg 240w',
    ['x/w_120,h_90/a.jpg 120w', 'x/w_240,h_180/a.jpg 240w'],
  ],
  ['a comma straight after the URL ends it', 'a.jpg, b.jpg 2x', ['a.jpg ', 'b.jpg 2x']],
  ['no white space: one URL', 'a.jpg,b.jpg', ['a.jpg,b.jpg ']],
  ['a comma straight before the URL', ',a.jpg 1x', ['a.jpg 1x']],
  ['densities', 'a .5x, b 12.25x, c 1e+1x, d 2E-12x, e 0x', ['a .5x', 'b 12.25x', 'c 1e+1x', 'd 2e-12x', 'e 0x']],
  ['no densities', 'a x1x, b 1x1x, c 1.x, d x, e Infinityx', []],
  ['one of each descriptor', 'a 1w 1w, b 1h 1x, c 2h\t3w', ['c 2h\t3w']],
  ['leading commas, tabs and line breaks', ',, \t\n a.jpg\n1.5x ,\r\n b.jpg 3X,,', ['a.jpg 1.5x', 'b.jpg 3x']],
  ['comma in parentheses', 'a.jpg future(1, 2) 1x, b.jpg 1x', ['b.jpg 1x']],
  ['descriptors in error are left out', 'a 1x 2w, b 0w, c -1x, d 1.5w, e 5h, f 1q, g 2w 3h', ['g 2w 3h']],
  ['data URL', 'data:image/png;base64,AAAA 1x, b.png 2x', ['data:image/png;base64,AAAA 1x', 'b.png 2x']],
  ['empty', ' , ', []],
];

for (const [name, input, expected] of cases) {
  test(`srcset: ${name}`, () => {
    assert.deepEqual(
      parseSrcset(input).map(({ url, descriptor }) => `${url} ${descriptor}`),
      expected,
    );
  });
}

test('srcset: a megabyte of candidates or of one descriptor is read in linear time', () => {
  const start = workedMs();
  assert.equal(parseSrcset('a 1w,'.repeat(200_000)).length, 200_000);
  assert.equal(parseSrcset(`a ${'('.repeat(1_000_000)}`).length, 0);
  assert.ok(workedMs() - start < 1_500);
});

/** The Link header as RFC 8288 has it, and what is none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerLinks } from '../../../src/core/fetch/link-header.js';
import { workedMs } from '../../helpers/in-time.js';

const URL = 'https://a.example/list/one?x=1#here';
const read = (link: string) => headerLinks({ headers: { link }, finalUrl: URL });

for (const [what, header, expected] of [
  ['nothing', '', {}],
  ['relative, to the page', '<two>; rel=canonical', { canonical: ['https://a.example/list/two'] }],
  ['no address at all: the page', '<>; rel="canonical"', { canonical: ['https://a.example/list/one?x=1'] }],
  [
    'several, with commas and semicolons in addresses and quotes',
    '</a,b;c>; title="x, \\"<y>; rel=\\"next\\""; REL = "Next Prev", <//b.example/>;rel=license;x, </3> ; rel=next',
    {
      next: ['https://a.example/a,b;c', 'https://a.example/3'],
      prev: ['https://a.example/a,b;c'],
      license: ['https://b.example/'],
    },
  ],
  ['the first rel counts', '</a>; rel=next; rel=canonical', { next: ['https://a.example/a'] }],
  [
    'of another page',
    '</a>; rel=next; anchor="/other", </b>; rel=next; anchor="#x"',
    { next: ['https://a.example/b'] },
  ],
  ['hints for loading', '</a.css>; rel=preload; as=style, <https://cdn.example>; rel=preconnect', {}],
  ['no web address', '<javascript:x>; rel=canonical, <http://[>; rel=next', {}],
  ['broken off in a quote', '</a>; rel="next', { next: ['https://a.example/a'] }],
  ['broken off in an address', '</a; rel=next', {}],
] as const)
  test(`Link: ${what}`, () => assert.deepEqual(read(header), expected));

test('a header without an end of quotes and addresses costs no time, and relations without end no room', () => {
  const started = workedMs();
  for (const piece of ['<', '<>', '<>\\"', '<>"', '<>;', '<>;rel="\\']) read(piece.repeat(100_000));
  assert.ok(workedMs() - started < 1_000);
  assert.equal(read('</a>;rel=next,'.repeat(1_000)).next?.length, 20);
});

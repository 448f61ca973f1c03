import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Candidate, filterCandidates, takeBest } from '../../../src/core/preview/choose.js';
import { urlText } from '../../../src/core/preview/evidence.js';

function link(href: string, type: Candidate['type'] = 'internal', intrinsic_score?: number): Candidate {
  const item = { href, text: href, title: '', base_domain: 'a.test', region: 'main', count: 1 } as const;
  return { item: intrinsic_score === undefined ? item : { ...item, intrinsic_score }, type };
}

const DEFAULTS = { include_internal: true, include_external: false };
const hrefs = (candidates: readonly Candidate[]) => candidates.map(({ item }) => item.href);

test('each filter counts what it takes away', () => {
  const candidates = [
    link('https://a.test/docs/one'),
    link('https://a.test/docs/one#part'),
    link('https://a.test/start#/route'),
    link('https://a.test/blog/two'),
    link('https://a.test/docs/old/three'),
    link('https://b.test/docs/four', 'external'),
    link('mailto:x@a.test'),
  ];
  const config = { ...DEFAULTS, include_patterns: ['*/docs/*'], exclude_patterns: ['*/old/*'] };
  const { kept, counts } = filterCandidates(candidates, config, 'https://a.test/start#top');
  assert.deepEqual(hrefs(kept), ['https://a.test/docs/one']);
  assert.deepEqual(counts, {
    duplicate: 1,
    same_page: 1,
    include_patterns: 1,
    exclude_patterns: 1,
    include_external: 1,
    not_web: 1,
  });
});

test('internal links can be left out and external ones taken', () => {
  const candidates = [link('https://a.test/1'), link('https://b.test/2', 'external')];
  const { kept, counts } = filterCandidates(candidates, { include_internal: false, include_external: true });
  assert.deepEqual(hrefs(kept), ['https://b.test/2']);
  assert.deepEqual(counts, { include_internal: 1 });
});

test('the best are taken by score, then by mentions, then by intrinsic score, then in the order of the page', () => {
  const candidates = [
    link('https://a.test/1', 'internal', 3),
    link('https://a.test/2', 'internal', 8),
    link('https://a.test/3'),
    link('https://a.test/4', 'internal', 3),
  ];
  const { taken, rest } = takeBest(candidates, [0, 0, 2, 0], 3);
  assert.deepEqual(hrefs(taken), ['https://a.test/3', 'https://a.test/2', 'https://a.test/1']);
  assert.deepEqual(hrefs(rest), ['https://a.test/4']);
  const mentioned = ({ item }: Candidate) => (item.href === 'https://a.test/4' ? 2 : 0);
  assert.deepEqual(hrefs(takeBest(candidates, [0, 0, 2, 0], 2, mentioned).taken), [
    'https://a.test/3',
    'https://a.test/4',
  ]);
});

const urls: [href: string, text: string][] = [
  ['https://a.test/en/3/library/zip-file.html', '3 library zip-file'],
  ['https://a.test/caf%C3%A9/?q=two+words', 'café two words'],
  ['https://a.test/bad%FFescape', 'bad%FFescape'],
  ['https://a.test/', ''],
];
for (const [href, text] of urls) test(`words of ${href}`, () => assert.equal(urlText(href).trim(), text));

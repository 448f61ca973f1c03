import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Candidate, filterCandidates, takeBest } from '../../../src/core/preview/choose.js';
import { commonLanguage, evidence, urlText } from '../../../src/core/preview/evidence.js';
import { Mentions } from '../../../src/core/preview/mentions.js';
import { namedLinks, refusedLinks } from '../../../src/core/preview/named-links.js';
import type { HeadOutcome } from '../../../src/core/preview/read-heads.js';

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

const NO_HEAD = { meta: {}, link: {}, jsonld: [] };

test('all that is known of a link is evidence: itself, what is around it, what pages say of it, what it says of itself', () => {
  const target = 'https://a.test/tides';
  const mentions = new Mentions();
  const source = 'https://a.test/';
  const said = [[target, ['told elsewhere']] as const, [source, ['of itself']] as const];
  mentions.add(source, { head: NO_HEAD, mentions: said, chars: 0 });
  mentions.add(source, {
    head: NO_HEAD,
    mentions: [[target, Array.from({ length: 30 }, (_, i) => `t${i}`)]],
    chars: 0,
  });
  assert.deepEqual([mentions.of(source), mentions.of(undefined), mentions.of(target).length], [[], [], 20]);

  const candidate = { ...link(target), context: 'around' };
  const known = { ...candidate, item: { ...candidate.item, text: 'Tides', title: 'of today' } };
  const few = new Mentions();
  few.add(source, { head: NO_HEAD, mentions: said, chars: 0 });
  const free = { anchor: 'Tides of today', url: 'tides ', context: 'around told elsewhere' };
  assert.deepEqual(evidence(known, { status: 'skipped' }, few), free);
  const crumbs = { '@type': 'BreadcrumbList', itemListElement: [{ name: 'Sea' }, { item: { name: 'Coast' } }, 'x'] };
  const meta = { description: 'D', 'og:title': 'O', 'twitter:description': 'D', keywords: 'K', generator: 'G' };
  const jsonld = [
    {
      '@type': 'Article',
      headline: 'H',
      keywords: ['k1', 'k2'],
      articleSection: 'News',
      breadcrumb: crumbs,
      author: 'A',
    },
    { '@type': 'ItemList', itemListElement: [{ name: 'Product' }] },
  ];
  const lead = { headings: 'Heads', lead: 'Lead', around: '', body: 'Body' };
  const reading = { head: { ...NO_HEAD, title: 'T', meta, jsonld }, lead, chars: 0 };
  assert.deepEqual(evidence(known, { status: 'valid', reading }, few), {
    ...free,
    title: 'T O',
    description: 'D K H k1 k2',
    headings: 'Heads Sea Coast News',
    lead: 'Lead',
    body: 'Body',
  });
});

test('the language of named links is what most of them declare', () => {
  const languages = [undefined, 'de', 'fr', 'fr', undefined, undefined];
  const outcomes = languages.map((lang, i): [Candidate, HeadOutcome] => {
    const head = lang === undefined ? NO_HEAD : { ...NO_HEAD, lang };
    return [link(`https://a.test/${i}`), { status: 'valid', reading: { head, chars: 0 } }];
  });
  assert.equal(commonLanguage(new Map(outcomes)), 'fr');
  assert.equal(commonLanguage(new Map()), undefined);
});

test('links that are named stand in their order, and what is no web address is told', () => {
  const none = ['mailto:x@a.test', 'no url', '/path', 'ftp://a.test/', ''];
  const named = ['https://a.test/?b=1&utm_source=x', ...none, ' https://u:p@b.test/#c '];
  const { candidates, refused } = namedLinks(named, true, false);
  assert.deepEqual(hrefs(candidates), ['https://a.test/?b=1', 'https://b.test/#c']);
  assert.ok(candidates.every(({ item }) => (item.intrinsic_score ?? 0) > 0 && item.intrinsic_parts === undefined));
  assert.deepEqual(refused, none);
  const [told = ''] = refusedLinks(refused);
  assert.deepEqual(
    none.map((text) => told.includes(JSON.stringify(text))),
    [true, true, true, false, false],
  );
  assert.match(told, / 2 more$/);
  assert.doesNotMatch(refusedLinks(refused.slice(0, 3)).join(), / more$/);
  assert.deepEqual(refusedLinks([]), []);
  const [plain] = namedLinks(named, false, true).candidates;
  assert.equal(plain?.item.intrinsic_score, undefined);
  assert.ok(namedLinks(named, true, true).candidates[0]?.item.intrinsic_parts !== undefined);
});

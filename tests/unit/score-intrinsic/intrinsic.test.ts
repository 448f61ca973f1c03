import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  INTRINSIC_PARTS,
  type IntrinsicLink,
  type IntrinsicPage,
  intrinsicScore,
} from '../../../src/core/score/intrinsic.js';
import { isGenericText } from '../../../src/core/score/intrinsic-words.js';
import { hasRandomId, pathWords, topicWords } from '../../../src/core/score/url-words.js';
import { linksOf } from '../extract-links/page-of.js';

const PAGE: IntrinsicPage = { url: 'https://docs.example/start', topic: topicWords(['Python API documentation']) };

function linkTo(href: string, text: string, more: Partial<IntrinsicLink> = {}): IntrinsicLink {
  const url = new URL(href, 'https://docs.example/');
  return {
    url,
    text,
    title: '',
    rel: undefined,
    region: 'main',
    internal: true,
    hidden: false,
    textIsLabel: false,
    ...more,
  };
}
const scoreOf = (link: IntrinsicLink) => intrinsicScore(link, PAGE, false).score;
const partsOf = (link: IntrinsicLink) => Object.keys(intrinsicScore(link, PAGE, true).parts);

/** Each link is better than the next. */
const ORDERS: [why: string, ...links: IntrinsicLink[]][] = [
  [
    "the seed's examples",
    linkTo('/api/reference', 'API Reference Guide'),
    linkTo('/x7f9g2h', 'API Reference Guide'),
    linkTo('/x7f9g2h', 'Click here'),
  ],
  [
    'text',
    linkTo('/a-page', 'What a page says'),
    linkTo('/a-page', 'Words'),
    linkTo('/a-page', 'Read more »'),
    linkTo('/a-page', ''),
  ],
  [
    'place',
    linkTo('/a', 'Some text'),
    linkTo('/a', 'Some text', { region: 'other' }),
    linkTo('/a', 'Some text', { region: 'nav' }),
    linkTo('/a', 'Some text', { region: 'footer' }),
  ],
  ['relation to the page', linkTo('/guide', 'The Python API'), linkTo('/guide', 'The Perl shell')],
  ['machinery', linkTo('/guide', 'A guide to it'), linkTo('/privacy', 'Privacy policy')],
  ['text of several links', linkTo('/reply', 'Quote'), linkTo('/reply', 'Quote', { textIsShared: true })],
  ['query', linkTo('/guide', 'A guide'), linkTo('/guide?a=1', 'A guide'), linkTo('/guide?a=1&b=2&c=3&d=4', 'A guide')],
  [
    'attributes',
    linkTo('/guide', 'A guide'),
    linkTo('/guide', 'A guide', { rel: 'nofollow' }),
    linkTo('/guide', 'A guide', { hidden: true }),
  ],
  ['the page itself', linkTo('/other', 'A start'), linkTo('/start', 'A start')],
];

test('better links score higher', async (t) => {
  for (const [why, ...links] of ORDERS) {
    await t.test(why, () => {
      const scores = links.map(scoreOf);
      for (let i = 1; i < scores.length; i++) assert.ok((scores[i - 1] ?? 0) > (scores[i] ?? 0), scores.join(' '));
    });
  }
});

const PARTS: [text: string, href: string, part: string, has: boolean][] = [
  ['Download the header', '/download/header', 'utility', false],
  ['Log in', '/x', 'utility', true],
  ['Log of the harbour', '/x', 'utility', false],
  ['Sign language', '/x', 'utility', false],
  ['How browsers keep cookies of other sites apart', '/cookies-in-browsers-explained-today', 'utility', false],
  ['Cookie settings', '/cookies', 'utility', true],
  ['Polityka prywatności', '/x', 'utility', true],
  ['プライバシーポリシー', '/x', 'utility', true],
  ['회원가입', '/x', 'utility', true],
  ['Tagesschau', '/tagesschau', 'utility', false],
  ['資料を読む', '/a', 'meaningful_text', true],
  ['12', '/page/12', 'generic_text', true],
];

test('words match as words', async (t) => {
  for (const [text, href, part, has] of PARTS) {
    await t.test(text, () => assert.equal(partsOf(linkTo(href, text)).includes(part), has));
  }
});

const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');
const sized = (chars: number) => `/${'a'.repeat(chars - 'https://docs.example/'.length)}`;
/** A part, links that have it, and links that only nearly do. */
const LIMITS: [part: string, having: IntrinsicLink[], not: IntrinsicLink[]][] = [
  ['readable_path', [linkTo('/', 'x'), linkTo('/12/about', 'x')], [linkTo('/12/345', 'x'), linkTo('/x7f9g2h', 'x')]],
  ['random_id', [linkTo('/x7f9g2h', 'x')], [linkTo('/about', 'x')]],
  ['shallow_path', [linkTo('/a/b/c/d', 'x'), linkTo('/a/b/c/d/', 'x')], [linkTo('/a/b/c/d/e', 'x')]],
  ['no_query', [linkTo('/a', 'x')], [linkTo('/a?b', 'x')]],
  ['noisy_query', [linkTo('/?a=1&b=2&c=3&d=4', 'x')], [linkTo('/?a=1&b=2&c=3', 'x')]],
  ['content_path', [linkTo('/docs/a', 'x')], [linkTo('/x/a', 'x')]],
  ['long_url', [linkTo(sized(201), 'x')], [linkTo(sized(200), 'x')]],
  ['long_text', [linkTo('/a', words(15))], [linkTo('/a', words(14))]],
  ['meaningful_text', [linkTo('/a', words(14)), linkTo('/a', '資料室')], [linkTo('/a', 'w'), linkTo('/a', '資料')]],
  ['short_text', [linkTo('/a', 'w'), linkTo('/a', '資料')], [linkTo('/a', 'two words')]],
  ['label_text', [linkTo('/a', 'x', { textIsLabel: true })], [linkTo('/a', 'x')]],
  [
    'has_title',
    [linkTo('/a', 'Tea', { title: 'Tea from Assam' })],
    [linkTo('/a', 'Tea', { title: 'Mug' }), linkTo('/a', 'Tea', { title: 'Click here' })],
  ],
  ['internal', [linkTo('/a', 'x')], [linkTo('/a', 'x', { internal: false })]],
  [
    'nofollow',
    ['nofollow', 'noopener ugc', 'sponsored'].map((rel) => linkTo('/a', 'x', { rel })),
    [linkTo('/a', 'x', { rel: 'noopener' })],
  ],
];

test('parts, and where each of them ends', () => {
  for (const [part, having, not] of LIMITS) {
    for (const link of having) assert.ok(partsOf(link).includes(part), `${part} ${link.url} ${link.text}`);
    for (const link of not) assert.ok(!partsOf(link).includes(part), `no ${part} ${link.url} ${link.text}`);
  }
});

test('random identifiers and words', () => {
  for (const path of [
    '/x7f9g2h',
    '/watch/dQw4w9WgXcQ',
    '/5f3c9b1e2d4a6f8091',
    '/9b2e7c1a-1d2f-4e3a-8b5c-0a1b2c3d4e5f',
    '/i/ZcTLbpPxzG',
  ]) {
    assert.ok(hasRandomId(path), path);
  }
  for (const path of [
    '/2024/05/12/story',
    '/python3',
    '/web2print',
    '/iphone15',
    '/JavaScript',
    '/rechtsschutzversicherung',
    '/html5-canvas',
    '/ch03s04.html',
    '/apcs02s11.html',
    '/s01e05',
    '/structsf_1_1Event_1_1MouseMoveEvent.html',
    '/WhatsNewInQt512',
    '/docs/plpgsql.html',
    '/GNU/TXTPRVWN',
  ]) {
    assert.ok(!hasRandomId(path), path);
  }
  assert.deepEqual(pathWords('/a%20b/C-d.html'), ['a', 'b', 'c', 'd', 'html']);
  assert.deepEqual(pathWords('/%E0%A4'), ['e0', 'a4']);
});

test('texts that say nothing', () => {
  for (const text of [
    'Read more',
    '» Read more…',
    'HERE',
    '3',
    '→',
    'もっと見る',
    '[edit]',
    'Czytaj dalej →',
    'Devamını oku',
    'ادامه مطلب',
    'อ่านต่อ…',
    '查看详情 >>',
  ])
    assert.ok(isGenericText(text), text);
  for (const text of ['Read more books', 'Heretics', '2024 report', 'API']) assert.ok(!isGenericText(text), text);
});

test('the scale is 0 to 10, and the parts add up to it', () => {
  const best = linkTo('/docs/python-api', 'Python API documentation', { title: 'All of the Python API documentation' });
  const worst = linkTo('/login/x7f9g2h?a=1&b=2&c=3&d=4', '', {
    region: 'footer',
    hidden: true,
    rel: 'nofollow',
    internal: false,
  });
  assert.equal(scoreOf(worst), 0);
  assert.ok(scoreOf(best) > 9 && scoreOf(best) <= 10);
  const middling = linkTo('/a/b', 'Two words', { region: 'nav' });
  const { score, parts } = intrinsicScore(middling, PAGE, true);
  const sum = Object.values(parts).reduce((total, points) => total + points, 0);
  assert.ok(Math.abs(score - sum) < 0.011);
  for (const part of Object.keys(parts)) assert.ok(Object.hasOwn(INTRINSIC_PARTS, part));
});

test('scores are given when asked for, parts when verbose', async () => {
  const html = '<title>Python guide</title><main><a href=/guide>The guide to Python</a></main>';
  const [plain] = await linksOf(html);
  assert.equal(plain?.intrinsic_score, undefined);
  const [scored] = await linksOf(html, { links: { score_links: true } });
  assert.ok((scored?.intrinsic_score ?? 0) > 7);
  assert.equal(scored?.intrinsic_parts, undefined);
  const [verbose] = await linksOf(html, { links: { score_links: true }, verbose: true });
  assert.equal(verbose?.intrinsic_parts?.['related'], 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { glance } from '../../../src/core/preview/glance.js';
import { baseDomain } from '../../../src/core/registrable-domain.js';
import { isWebUrl, parseUrl } from '../../../src/core/url.js';
import { workedMs } from '../../helpers/in-time.js';
import { linksOf, pageOf } from './page-of.js';

/** Pieces that parsers trip over, to be put together in any order. */
const PIECES = [
  '<a href=x>',
  '<a href="',
  "'",
  '"',
  '>',
  '</a>',
  '<!--',
  '-->',
  '--!>',
  '<![CDATA[',
  ']]>',
  '<script>',
].concat(
  [
    '</SCRIPT ',
    '<svg>',
    '<math>',
    '</svg>',
    '<table>',
    '<td>',
    '<tr>',
    '</table>',
    '<p>',
    '<li>',
    '<option>',
    '<select>',
  ],
  [
    '<template>',
    '<title>',
    '<textarea>',
    '<iframe>',
    '<form>',
    '</form>',
    '<base href=',
    'http://[',
    '//',
    '\0',
    '&amp',
    '&#x;',
  ],
  [
    '<b>',
    '</b>',
    '<div>',
    '</div>',
    '<plaintext>',
    '<html a=b>',
    '<body>',
    '</body>',
    '<head>',
    'javascript:',
    '\ud800',
    '<',
  ],
);
const soup = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string(), fc.string({ unit: 'binary' })), {
  maxLength: 60,
});
const ALL = { links: true, media: true, tables: true, metadata: true, content: true };
const MS_MAX = 2_000;

for (const rendered of [false, true]) {
  test(`any string is a page (rendered: ${rendered})`, async () => {
    await fc.assert(
      fc.asyncProperty(soup, fc.boolean(), async (pieces, onlyText) => {
        const startedMs = workedMs();
        const options = { rendered, want: ALL, content: { only_text: onlyText }, links: { score_links: true } };
        const { links, content } = await pageOf(pieces.join(''), options);
        for (const link of [...links.internal, ...links.external]) {
          assert.match(new URL(link.href).protocol, /^https?:$/);
          assert.ok((link.intrinsic_score ?? -1) >= 0 && (link.intrinsic_score ?? 11) <= 10);
        }
        assert.ok(!/[\0-\x08\x1b\u202e\u{e0041}]|[\ud800-\udbff](?![\udc00-\udfff])/u.test(content));
        assert.ok(workedMs() - startedMs < MS_MAX);
      }),
      { numRuns: 300 },
    );
  });
}

test('any string is the beginning of a page', () => {
  fc.assert(
    fc.property(soup, (pieces) => void glance(pieces.join(''), 'https://site.example/', new Set())),
    { numRuns: 300 },
  );
});

const STEPS = [
  '/',
  '.',
  '..',
  '%2e',
  '%2E.',
  '\\',
  'a',
  'B',
  '_',
  '~',
  ':',
  '@',
  '!$*()+,;=',
  "'",
  '`',
  '{',
  ' ',
  'ä',
  '%zz',
  '\t',
];
const path = fc.array(fc.constantFrom(...STEPS), { maxLength: 8 }).map((steps) => steps.join(''));
const origin = fc.constantFrom(
  '',
  '/',
  'https://d.example/',
  'http://D.example:80/',
  'https://u:p@d.example/',
  'https://d.example:8443/',
);

test('addresses are what the URL parser makes of them, whichever way it is asked', async () => {
  await fc.assert(
    fc.asyncProperty(origin, fc.array(path, { minLength: 1, maxLength: 3 }), async (from, paths) => {
      const raws = paths.map((one) => from + one);
      const expected = new Map<string, [href: string, domain: string]>();
      for (const raw of raws) {
        const url = parseUrl(raw, 'https://shop.example/dir/page?x=1');
        if (url === undefined || !isWebUrl(url)) continue;
        url.username = url.password = '';
        expected.set(url.href, [url.href, baseDomain(url.hostname)]);
      }
      const links = await linksOf(raws.map((raw) => `<a href="${raw}">x</a>`).join(''));
      const found = links.map((link) => [link.href, link.base_domain]);
      assert.deepEqual(found.sort(), [...expected.values()].sort());
    }),
    { numRuns: 1_000 },
  );
});

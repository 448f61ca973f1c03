import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOCIAL_MEDIA_DOMAINS } from '../../../src/core/extract/social-media-domains.js';
import { type Options, pageOf } from './page-of.js';

const HTML = `<a href=/own>x</a><a href=https://blog.shop.example/>x</a><a href=https://x.com/a>x</a>
  <a href=https://netflix.com/>x</a><a href=https://m.facebook.com/>x</a><a href=https://ads.example/>x</a>
  <a href=https://badads.example/>x</a><a href=https://b%C3%BCcher.example/>x</a>`;
const ALL = ['shop', 'blog.shop', 'x.com', 'netflix.com', 'm.facebook.com', 'ads', 'badads', 'xn--bcher-kva'];

const CASES: [why: string, options: Options, kept: string[], filtered: Record<string, number>, warning?: RegExp][] = [
  ['none', {}, ALL, {}],
  ['external', { links: { exclude_external_links: true } }, ['shop', 'blog.shop'], { exclude_external_links: 6 }],
  ['internal', { links: { exclude_internal_links: true } }, ALL.slice(2), { exclude_internal_links: 2 }],
  [
    'both',
    { links: { exclude_internal_links: true, exclude_external_links: true } },
    [],
    { exclude_internal_links: 2, exclude_external_links: 6 },
    /together leave no links/,
  ],
  [
    'domains, with all below',
    { links: { exclude_domains: ['ads.example', 'https://Facebook.com/x', '*.x.com'] } },
    ALL.filter((name) => !['x.com', 'm.facebook.com', 'ads'].includes(name)),
    { exclude_domains: 3 },
  ],
  [
    'patterns',
    {
      want: {
        links: true,
        linkPatterns: { include_patterns: ['*.example/*', '*/a'], exclude_patterns: ['*ads.example*'] },
      },
    },
    ALL.filter((name) => !['netflix.com', 'm.facebook.com', 'ads', 'badads'].includes(name)),
    { include_patterns: 2, exclude_patterns: 2 },
  ],
  [
    'an international domain',
    { links: { exclude_domains: ['bücher.example'] } },
    ALL.slice(0, -1),
    { exclude_domains: 1 },
  ],
  [
    'social media',
    { links: { exclude_social_media_links: true } },
    ALL.filter((name) => !['x.com', 'm.facebook.com'].includes(name)),
    { exclude_social_media_links: 2 },
  ],
  [
    'named social media alone',
    { links: { exclude_social_media_domains: ['netflix.com'] } },
    ALL.filter((name) => name !== 'netflix.com'),
    { exclude_social_media_domains: 1 },
  ],
  [
    'named social media in addition',
    { links: { exclude_social_media_links: true, exclude_social_media_domains: ['netflix.com'] } },
    ALL.filter((name) => !['x.com', 'm.facebook.com', 'netflix.com'].includes(name)),
    { exclude_social_media_domains: 1, exclude_social_media_links: 2 },
  ],
  [
    "an operator's list",
    { links: { exclude_social_media_links: true }, socialMediaDomains: ['ads.example'] },
    ALL.filter((name) => name !== 'ads'),
    { exclude_social_media_links: 1 },
  ],
  [
    'external and social',
    { links: { exclude_external_links: true, exclude_social_media_links: true } },
    ['shop', 'blog.shop'],
    { exclude_external_links: 6, exclude_social_media_links: 0 },
    /exclude_social_media_links had no effect/,
  ],
  [
    'external and domains',
    { links: { exclude_external_links: true, exclude_domains: ['ads.example'] } },
    ['shop', 'blog.shop'],
    { exclude_external_links: 6, exclude_domains: 0 },
    /exclude_domains had no effect/,
  ],
  [
    'external and named social media',
    { links: { exclude_external_links: true, exclude_social_media_domains: ['netflix.com'] } },
    ['shop', 'blog.shop'],
    { exclude_external_links: 6, exclude_social_media_domains: 0 },
    /exclude_social_media_domains had no effect/,
  ],
  [
    'external, an own subdomain and another',
    { links: { exclude_external_links: true, exclude_domains: ['blog.shop.example', 'ads.example'] } },
    ['shop'],
    { exclude_external_links: 6, exclude_domains: 1 },
  ],
  [
    'external and an own subdomain',
    { links: { exclude_external_links: true, exclude_domains: ['blog.shop.example'] } },
    ['shop'],
    { exclude_external_links: 6, exclude_domains: 1 },
  ],
];

test('filters, what each took, and what had no effect', async (t) => {
  for (const [why, options, kept, filtered, warning] of CASES) {
    await t.test(why, async () => {
      const page = await pageOf(HTML, options);
      const hosts = [...page.links.internal, ...page.links.external].map((link) => new URL(link.href).hostname);
      assert.deepEqual(
        hosts.map((host) => host.replace('.example', '')),
        kept,
      );
      assert.deepEqual(page.linksFiltered, filtered);
      assert.equal(page.warnings.length, warning ? 1 : 0, page.warnings.join());
      if (warning) assert.match(page.warnings[0] ?? '', warning);
    });
  }
});

test("a network's own links are the content of its pages", async () => {
  const options = { url: 'https://www.reddit.com/r/x', links: { exclude_social_media_links: true } };
  const { links } = await pageOf('<a href=/r/y>x</a><a href=https://t.co/a>x</a>', options);
  assert.deepEqual([links.internal.length, links.external.length], [1, 0]);
});

test('the list of networks: bare registrable names, each once', () => {
  assert.equal(new Set(SOCIAL_MEDIA_DOMAINS).size, SOCIAL_MEDIA_DOMAINS.length);
  for (const domain of SOCIAL_MEDIA_DOMAINS) assert.match(domain, /^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
});

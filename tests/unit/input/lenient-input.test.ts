/** What callers write otherwise than the schemas have it: read where it is certain, refused where it is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInput } from '../../../src/core/lenient-input.js';
import { withScheme } from '../../../src/core/registrable-domain.js';
import { TOOLS } from '../../../src/tools/index.js';

const read = (name: string, given: unknown) => {
  const tool = TOOLS.find((one) => one.name === name);
  assert.ok(tool);
  return readInput(tool.input, given);
};
const U = 'https://a.example/';

const READ: ReadonlyArray<[string, Record<string, unknown>, Record<string, unknown>]> = [
  ['crawl', { max_pages: '3', scroll_delay: ' 0.5 ' }, { max_pages: 3, scroll_delay: 0.5 }],
  ['crawl', { screenshot: 'true', pdf: 'False' }, { screenshot: true, pdf: false }],
  ['crawl', { check_robots_txt: 'true' }, { check_robots_txt: true }],
  ['crawl', { check_robots_txt: 'auto' }, { check_robots_txt: 'auto' }],
  ['crawl', { excluded_tags: 'nav' }, { excluded_tags: ['nav'] }],
  ['crawl', { excluded_tags: '["nav","footer"]' }, { excluded_tags: ['nav', 'footer'] }],
  ['crawl', { excluded_tags: 'nav, footer' }, { excluded_tags: ['nav', 'footer'] }],
  ['crawl', { exclude_domains: 'a.example,*.b.example' }, { exclude_domains: ['a.example', '*.b.example'] }],
  ['crawl', { target_elements: ':is(h1, h2)' }, { target_elements: [':is(h1, h2)'] }],
  ['crawl', { urls: `${U}?a=1,2, ${U}b`, url: undefined }, { urls: [`${U}?a=1,2`, `${U}b`] }],
  ['crawl', { URL: U, url: undefined, maxPages: 2, 'css-selector': 'p' }, { url: U, max_pages: 2, css_selector: 'p' }],
  ['capture', { formats: 'pdf,screenshot', fullPage: false }, { formats: ['pdf', 'screenshot'], full_page: false }],
  ['crawl', { target_elements: '[data-main]' }, { target_elements: ['[data-main]'] }],
  ['crawl', { urls: U, url: undefined }, { urls: [U] }],
  ['crawl', { viewport: '{"width":"800","height":600}' }, { viewport: { width: 800, height: 600 } }],
  ['crawl', { viewport: '800x600' }, { viewport: { width: 800, height: 600 } }],
  ['crawl', { headers: '{"X-Id":7}' }, { headers: { 'X-Id': '7' } }],
  ['crawl', { headers: [{ 'X-Id': 'a' }] }, { headers: { 'X-Id': 'a' } }],
  ['crawl', { headers: [{ name: 'X-Id', value: 'a' }] }, { headers: { 'X-Id': 'a' } }],
  [
    'crawl',
    {
      headers: [
        { key: 'X-Id', value: 7 },
        { name: 'X-On', value: 'b' },
      ],
    },
    { headers: { 'X-Id': '7', 'X-On': 'b' } },
  ],
  ['crawl', { cursor: null, query: null, viewport: null, max_pages: null }, { cursor: undefined, max_pages: 1 }],
  ['crawl', { max_pages: '', css_selector: '', html: '', engine: '', include: [] }, { max_pages: 1, engine: 'auto' }],
  ['crawl', { url: U, urls: [], cursor: '', base_url: '', locale: '', user_agent: '' }, { url: U, urls: undefined }],
  ['preview_links', { links: [], include_patterns: [], query: '' }, { links: undefined, include_patterns: undefined }],
  ['crawl', { query: 2030, engine: 'HTTP' }, { query: '2030', engine: 'http' }],
  ['capture', { formats: 'PDF', paper: 'letter' }, { formats: ['pdf'], paper: 'Letter' }],
  ['preview_links', { url: undefined, links: U }, { links: [U] }],
  ['crawl', { include: 'markdown,links' }, { include: ['content', 'links'] }],
  ['crawl', { include: ['text', 'Images'] }, { include: ['content', 'media'] }],
  ['crawl', { url: [U], max_pages: ['3'], engine: ['http'] }, { url: U, max_pages: 3, engine: 'http' }],
  ['crawl', { onlyMainContent: true, text_only: 'true' }, { main_content_only: true, only_text: true }],
  ['crawl', { URLS: [U, `${U}b`], url: undefined }, { urls: [U, `${U}b`] }],
  ['capture', { format: 'pdf' }, { formats: ['pdf'] }],
  ['crawl', { exclude_domain: 'a.example', max_page: 2 }, { exclude_domains: ['a.example'], max_pages: 2 }],
  ['preview_links', { urls: [U, `${U}b`], url: undefined }, { links: [U, `${U}b`] }],
  ['preview_links', { link: U, url: undefined }, { links: [U] }],
  ['preview_links', { links: [{ href: U, text: 'a' }, { url: `${U}b` }], url: undefined }, { links: [U, `${U}b`] }],
  ['preview_links', { links: `[{"href":"${U}"}]`, url: undefined }, { links: [U] }],
  ['extract_links', { url: { href: U } }, { url: U }],
  ['crawl', { urls: [U, ''], url: undefined }, { urls: [U, ''] }],
  ['extract_links', { urls: [U], url: undefined }, { url: U }],
  ...['uri', 'href', 'address', 'page', 'website', 'source', 'target', 'link'].map(
    (name): [string, Record<string, unknown>, Record<string, unknown>] => [
      'extract_media',
      { [name]: U, url: undefined },
      { url: U },
    ],
  ),
  ['extract_links', { url: 'a.example.com/x?y#z' }, { url: 'https://a.example.com/x?y#z' }],
];
for (const [name, given, expected] of READ)
  test(`${name} ${JSON.stringify(given)}`, () => {
    const { value } = read(name, { url: U, ...given });
    for (const [key, wanted] of Object.entries(expected)) {
      assert.deepEqual(Reflect.get(value, key), wanted, key);
    }
  });

const REFUSED: ReadonlyArray<[string, Record<string, unknown>, RegExp]> = [
  ['crawl', { max_pages: 'three' }, /max_pages: expected number, got "three"/],
  ['crawl', { max_pages: '0x10' }, /max_pages: expected number/],
  ['crawl', { max_pages: '1e2' }, /max_pages: expected number/],
  ['crawl', { max_pages: '2.5' }, /max_pages: expected int/],
  ['crawl', { screenshot: 1 }, /screenshot: expected boolean, got 1/],
  ['crawl', { screenshot: 'yes' }, /screenshot: expected boolean, got "yes"/],
  ['crawl', { viewport: '800' }, /viewport: expected object, got "800"/],
  ['crawl', { viewport: '{"width":800' }, /viewport: expected object/],
  ['crawl', { viewport: { width: 800, height: null } }, /viewport\.height: required/],
  ['crawl', { excluded_selector: 'a', excludedSelector: 'b' }, /unknown field "excludedSelector"/],
  ['crawl', { url: 'https://a.example', ['x'.repeat(99)]: 1 }, /unknown field "x{60}"/],
  ['crawl', { excluded_tags: ['nav', ''] }, /excluded_tags\.1: /],
  ['crawl', { excluded_tags: ['nav', null] }, /excluded_tags\.1: expected string/],
  ['crawl', { page_timeut: null }, /unknown field "page_timeut", did you mean "page_timeout"/],
  ['crawl', { url: undefined, href: U, uri: U }, /unknown field "href", did you mean "url"\?/],
  ['crawl', { maxPages: 1, 'max-pages': 2 }, /unknown field "maxPages"/],
  ['crawl', { options: {}, crawler_config: {} }, /"options", give its fields.*"crawler_config", give its fields/],
  ['preview_links', { query: ['oak', 'elm'] }, /query: expected string, got \["oak","elm"\]/],
  ['preview_links', { url: undefined, links: [{ href: '/a', text: 'a' }] }, /links\.0: expected string/],
  ['extract_links', { wait_for: { url: U } }, /wait_for: expected string/],
  ['crawl', { url: undefined, base_url: U, html: { url: U } }, /html: expected string/],
  ['capture', { formats: 'gif' }, /formats\.0: expected one of "screenshot"\|"pdf"\|"mhtml", got "gif"/],
];
for (const [name, given, expected] of REFUSED)
  test(`${name} ${JSON.stringify(given)} is refused`, () => {
    assert.throws(() => read(name, { url: U, ...given }), expected);
  });

test('what is no object is refused', () => {
  for (const given of [null, undefined, [], 'x', '{"url":"https://a.example/"}'])
    assert.throws(() => read('crawl', given), /invalid_input|expected object/);
});

test('what is right is taken as it is, and nothing is said', () => {
  const given = { url: U, js_code: '["a"]', query: '7', excluded_selector: '[1]', cursor: 'true' };
  const { value, notes } = read('crawl', given);
  for (const [key, wanted] of Object.entries(given)) assert.equal(Reflect.get(value, key), wanted, key);
  assert.deepEqual(notes, []);
  const nested = read('crawl', { url: U, link_preview_config: '{"query":"oak","max_links":"5"}' });
  assert.match(JSON.stringify(nested), /"query":"oak"/);
  assert.match(JSON.stringify(nested), /"max_links":5/);
  assert.deepEqual(read('crawl', { url: 'example.com' }).notes, [
    'url: no scheme was given, https://example.com is assumed',
  ]);
});

test('https is assumed where a public website is surely meant', () => {
  for (const text of ['example.com', 'www.example.co.uk/a?b#c', '//example.com/x', ' münchen.de/rathaus '])
    assert.equal(withScheme(text), `https://${text.trim().replace('//', '')}`, text);
  for (const text of ['https://example.com', 'mailto:a@example.com', 'a@example.com', 'localhost', 'localhost:3000'])
    assert.equal(withScheme(text), undefined, text);
  for (const text of ['example.com:8080', '10.0.0.1', 'index.html', 'docs/a', 'not a url', 'user:pw@example.com', ''])
    assert.equal(withScheme(text), undefined, text);
});

/** Refusals: one form, the field named, the nearest name, and what to do next. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

let server: TestClient;
before(async () => {
  server = await startClient(['--block-host', 'closed.example', '--resolve', 'inner.example:80:10.1.2.3']);
});
after(() => server[Symbol.asyncDispose]());

const REFUSED: ReadonlyArray<[string, Record<string, unknown>, RegExp]> = [
  ['crawl', {}, /^invalid_input: url: required/],
  ['crawl', { max_pages: 5 }, /^invalid_input: url: required/],
  ['crawl', { url: '', html: '' }, /^invalid_input: url: required/],
  [
    'crawl',
    { url: 'https://a.example', page_timeut: 1 },
    /^invalid_input: unknown field "page_timeut", did you mean "page_timeout"\?/,
  ],
  ['crawl', { url: 'https://a.example', depth: 1 }, /unknown field "depth", did you mean "max_depth"\? Next: /],
  ['crawl', { url: 'https://a.example', max_links: 1 }, /"max_links", did you mean "link_preview_config\.max_links"\?/],
  ['crawl', { config: { url: 'https://a.example' } }, /unknown field "config", give its fields beside "url"\./],
  [
    'preview_links',
    { url: 'https://a.example', link_preview_config: { query: 'x' } },
    /unknown field "link_preview_config", give its fields beside "url"\./,
  ],
  ['capture', { url: 'https://a.example', width: 800 }, /"width", did you mean "viewport\.width"\?/],
  [
    'crawl',
    { url: 'https://a.example', max_tokens: 1 },
    /"max_tokens" \(similar: max_scroll_steps, max_pages, max_depth\)\. Next: /,
  ],
  ['crawl', { url: 'https://a.example', zzzzzz: 1 }, /"zzzzzz" \(none of \d\d fields is like it\)\. Next: /],
  [
    'extract_media',
    { url: 'https://a.example', link: 'https://b.example' },
    /unknown field "link", did you mean "url"\?/,
  ],
  [
    'extract_links',
    { url: 'https://a.example', filter: 'pdf' },
    /unknown field "filter" \(known: url, .*include_patterns/,
  ],
  [
    'extract_links',
    { url: 'https://a.example', max_links: 5, html: '' },
    /"max_links" \(known: .*limit.*\)\. Next: Correct .* again\. max_links is a field of preview_links\.$/,
  ],
  ['crawl', { url: 'webloupe://results/x/markdown' }, /^invalid_input: url: .* Next: It is a resource of this server/],
  ['extract_links', { urls: ['https://a.example', 'https://b.example'] }, /url: expected string, got \["https:/],
  ['preview_links', { html: '<a>' }, /html is a field of crawl, extract_links, extract_media\.$/],
  [
    'crawl',
    { url: 'https://a.example', timeout: 5 },
    /did you mean "page_timeout" or "link_preview_config\.timeout"\?/,
  ],
  [
    'crawl',
    { url: 'https://a.example', engine: 'fast' },
    /^invalid_input: engine: expected one of "auto"\|"http"\|"browser", got "fast"/,
  ],
  ['extract_links', { url: 'https://a.example', limit: 'ten' }, /^invalid_input: limit: expected number, got "ten"/],
  ['extract_links', { url: 'not a url' }, /^invalid_input: url: expected an absolute http\(s\) URL/],
  ['extract_links', { url: 'file:///etc/passwd' }, /^invalid_input: url: expected an absolute http\(s\) URL/],
  ['extract_links', { html: '<a>' }, /^invalid_input: base_url: required with html/],
  ['extract_links', { cursor: 'nonsense' }, /^invalid_input: cursor/],
  [
    'extract_media',
    { html: '<a>', base_url: 'https://a.example', url: 'https://a.example' },
    /^invalid_input: url and html/,
  ],
  ['crawl', { url: 'https://a.example', js_code: 'alert(1)' }, /^invalid_input: js_code: .*--allow-js-code/],
  ['crawl', { url: 'https://a.example', wait_for: 'js:true' }, /^invalid_input: wait_for .*--allow-js-code/],
  ['crawl', { url: 'https://a.example', headers: { Cookie: 'x' }, engine: 'http' }, /^invalid_input: .*[Cc]ookie/],
  [
    'crawl',
    { url: 'http://127.0.0.1:8/' },
    /^blocked_address: 127\.0\.0\.1 may not be reached: it is a loopback address\. Next: .*--allow-host/,
  ],
  [
    'crawl',
    { url: 'http://www.closed.example/' },
    /^blocked_address: www\.closed\.example may not be reached: it is in --block-host\. Next: (?!.*--allow-host)/,
  ],
  [
    'crawl',
    { url: 'http://inner.example/' },
    /^blocked_address: inner\.example may not be reached: an address of it is not public\. Next: .*--allow-host/,
  ],
  [
    'crawl',
    { url: 'http://a.example:25/' },
    /^blocked_address: a\.example may not be reached: port 25 is one .*no option opens this one/,
  ],
  ['crawl', { url: 'http://169.254.169.254/latest/meta-data/' }, /^blocked_address: /],
  ['crawl', { url: 'http://localhost/' }, /^blocked_address: /],
  ['crawl', { url: 'http://[::1]/' }, /^blocked_address: /],
];

for (const [tool, input, expected] of REFUSED) {
  test(`${tool} ${JSON.stringify(input)}`, async () => {
    const answer = await server.call(tool, input);
    assert.equal(answer.isError, true);
    assert.match(answer.text, expected);
    assert.match(answer.text, / Next: \S/);
  });
}

test('patterns that take minutes to compare with links are refused', async () => {
  const patterns = Array.from({ length: 100 }, (_, i) => `*${'{ab,ba}'.repeat(6)}${'ab'.repeat(200)}?z${i}`);
  const links = Array.from({ length: 50 }, (_, i) => `http://inner.example/${'ab'.repeat(3_000)}${i}`);
  for (const field of ['include_patterns', 'exclude_patterns']) {
    const { isError, text } = await server.call('preview_links', { links, [field]: patterns });
    assert.ok(isError);
    assert.match(text, /^too_complex: include_patterns, exclude_patterns: .* Next: Give fewer or shorter patterns/);
  }
});

test('a name that does not exist, a port nobody listens on, a page too slow', async () => {
  await using site = await startSite({ '/slow': () => undefined });
  await using allowed = await startClient(['--allow-host', '127.0.0.1']);
  const name = await allowed.call('crawl', { url: 'http://no-such-name.example/', engine: 'http' });
  assert.match(name.text, /^dns_failed: /);
  await using closed = await startSite({});
  const { port } = closed;
  await closed.close();
  const nobody = await allowed.call('crawl', { url: `http://127.0.0.1:${port}/`, engine: 'http' });
  assert.match(nobody.text, /^connect_failed: /);
  const slow = await allowed.call('crawl', { url: `${site.url}/slow`, engine: 'http', page_timeout: 300 });
  assert.match(slow.text, /^timeout: .*300 ms/);
});

test('what may not be reached is told as such where no browser is found', async () => {
  await using none = await startClient(['--executable-path', '/no/browser/here']);
  for (const [tool, args] of [
    ['capture', {}],
    ['crawl', { engine: 'browser' }],
    ['extract_links', { wait_for: 'css:p' }],
  ] as const) {
    const { isError, text } = await none.call(tool, { url: 'http://10.1.2.3/', ...args });
    assert.ok(isError);
    assert.match(text, /^blocked_address: 10\.1\.2\.3 /, tool);
  }
});

test('an unknown tool is a protocol error that names the nearest, or all', async () => {
  const known = /unknown tool "fetch_url" \(known: crawl, extract_links, extract_media, preview_links, capture\)/;
  await assert.rejects(server.call('fetch_url', {}), known);
  await assert.rejects(server.call('extract_link', {}), /unknown tool "extract_link", did you mean "extract_links"/);
});

test('a result that was never made is expired', async () => {
  await assert.rejects(
    server.json('webloupe://results/AAAAAAAAAAAAAAAAAAAAAA/links'),
    /expired: .* for 60 minutes at most: the oldest make room/,
  );
  const id = Buffer.from(JSON.stringify({ id: 'AAAAAAAAAAAAAAAAAAAAAA', at: {} })).toString('base64url');
  const answer = await server.call('extract_links', { cursor: id });
  assert.match(answer.text, /^expired: /);
});

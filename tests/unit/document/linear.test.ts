/** Input made to take a reader's time squared: a hundred kilobytes took seconds to minutes where a loop or expression began anew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedAsHtml } from '../../../src/core/document/feed.js';
import { xhtmlAsHtml } from '../../../src/core/document/xhtml.js';
import { glance } from '../../../src/core/preview/glance.js';
import { workedMs } from '../../helpers/in-time.js';
import { type Options, pageOf } from '../extract-links/page-of.js';

const CHARS = 200_000;
/** Hundreds of times what any of them takes when it is read once. */
const MS_MAX = 2_000;

const blanks = ' '.repeat(CHARS);
const bodies = (chars: number) => Array.from({ length: chars / 12 }, (_, i) => `<body a${i}=b>`).join('');
const TEXT: Options = { want: { content: true }, content: { only_text: true } };

const PAGES: Readonly<Record<string, [html: string, options?: Options]>> = {
  'tags of the body, each with an attribute of its own': [bodies(CHARS)],
  'blanks within a query that is not in UTF-8': [`<meta charset=windows-1252><a href="/?é${blanks}x">a</a>`],
  'blanks within preformatted text': [`<pre>a${blanks}b</pre>`, TEXT],
  'tabs behind a word': [`<p>a${'\t'.repeat(CHARS)}</p>`, TEXT],
  'lists in a list': [`<ul>${'<li>x</li><ul></ul>'.repeat(CHARS / 5)}</ul>`],
  'headings above what is called a menu': [
    `<title>a</title>${'<h2>x</h2>'.repeat(CHARS / 10)}${'<div class=menu><a href=x>where to go</a></div>'.repeat(20)}`,
    { want: { content: true }, content: { main_content_only: true } },
  ],
  'signs of a formula': [`<math><mi>${`x${'$'.repeat(4_000)}x</mi></math><math><mi>`.repeat(CHARS / 4_000)}`],
};

test('the time grows as the page does', async (t) => {
  for (const [why, [html, options = { want: { links: true, content: true } }]] of Object.entries(PAGES)) {
    await t.test(why, async () => {
      const startedMs = workedMs();
      await pageOf(html, options);
      assert.ok(workedMs() - startedMs < MS_MAX);
    });
  }
});

test('XML that nests without end is read as far as documents nest', () => {
  const startedMs = workedMs();
  const nested = '<a>'.repeat(300_000);
  const feed = feedAsHtml(`<rss><channel><item><title>Seen</title></item>${nested}`)?.html ?? '';
  const page = xhtmlAsHtml(`<p>Seen</p>${nested}`);
  for (const html of [feed, page]) assert.match(html, /Seen/);
  assert.ok(workedMs() - startedMs < MS_MAX);
});

test('the beginning of a page that is previewed holds up the server for no longer', () => {
  const startedMs = workedMs();
  glance(bodies(64 * 1024), 'https://a.test/', new Set());
  assert.ok(workedMs() - startedMs < MS_MAX);
});

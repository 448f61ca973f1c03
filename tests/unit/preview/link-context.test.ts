import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHtml } from '../../../src/core/document/parse-html.js';
import { walk } from '../../../src/core/document/walk.js';
import { linkContextVisitor } from '../../../src/core/extract/link-context.js';

function contextOf(html: string, withHeadings = true): Record<string, readonly string[]> {
  const visitor = linkContextVisitor((href) => href, withHeadings);
  walk(parseHtml(html).root, [visitor], false);
  return Object.fromEntries(visitor.result());
}

const cases: [what: string, html: string, expected: Record<string, readonly string[]>][] = [
  [
    'a list item',
    '<ul><li><a href=a>One</a>: first</li><li><a href=b>Two</a></li></ul>',
    { a: ['One: first'], b: ['Two'] },
  ],
  ['a table row', '<table><tr><td><a href=a>One</a><td>first<tr><td>x</table>', { a: ['One first'] }],
  [
    'a definition',
    '<dl><dt><a href=a>One</a><dd>first<dt><a href=b>Two</a><dd>second</dl>',
    { a: ['One first'], b: ['Two second'] },
  ],
  [
    'every place once',
    '<p><a href=a>One</a></p><p>see <a href=a>One</a></p><p><a href=a>One</a></p>',
    { a: ['One', 'see One'] },
  ],
  [
    'headings above, until the next of their level',
    '<h1>Top</h1><h2>A</h2><p><a href=a>One</a></p><h2>B</h2><p><a href=b>Two</a></p>',
    { a: ['One', 'Top', 'A'], b: ['Two', 'Top', 'B'] },
  ],
  ['a link in a heading', '<h2><a href=a>One</a></h2><p>text</p>', { a: ['One'] }],
  ['a long text is not about a link deep in it', `<p>${'word '.repeat(200)}<a href=a>One</a></p>`, {}],
  ['hidden text', '<p><a href=a>One</a><span hidden>secret</span></p>', { a: ['One'] }],
];

for (const [what, html, expected] of cases) {
  test(`link context: ${what}`, () => assert.deepEqual(contextOf(html), expected));
}

test('link context: without headings', () => {
  assert.deepEqual(contextOf('<h1>Top</h1><p><a href=a>One</a></p>', false), { a: ['One'] });
});

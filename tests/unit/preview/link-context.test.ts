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
    'a definition in paragraphs, as many generators write it: the first one',
    '<dl><dt>1. <a href=a>One</a><dd><p>first <a href=c>Three</a></p><p>more</p><dt><a href=b>Two</a><dd><p>second</dl>',
    { a: ['1. One first Three'], b: ['Two second'], c: ['first Three'] },
  ],
  [
    'who wrote it and the page behind: not what the entry is about',
    '<li><a href=u><img></a><a href=a>One</a> by <a href=u>Ann</a> today</li><p>Page <a href=a>1</a> <a href=b>2</a></p>',
    { a: ['One by Ann today', 'Page 1 2'], u: ['by today', 'by Ann today'], b: ['Page 2'] },
  ],
  [
    'a link that is named by no word is not what the entry is about',
    '<li><a href=u>▲</a> <a href=a>One</a> by <a href=b>Ann</a></li>',
    { u: ['▲ by'], a: ['▲ One by Ann'], b: ['by Ann'] },
  ],
  [
    'a row of boxes: the name, and what it is',
    '<div><div><code><a href=a>One</a>&lt;T></code></div><div><div>The first of them, <a href=c>Three</a> after it.</div></div><div><a href=b>Two</a></div>\n<div><p>The second of all of them.</div></div>',
    {
      a: ['One<T>', 'The first of them, Three after it.'],
      b: ['Two', 'The second of all of them.'],
      c: ['The first of them, Three after it.'],
    },
  ],
  [
    'boxes that hold a link each, a short text, or stand apart',
    '<div><div><a href=a>One</a></div><div><a href=b>Two</a></div><div>3 March</div><div><a href=c>Three of them and of others</a></div><p>This is no box beside the others.</p><div>Nor is this one, however long it may be.</div></div>',
    { a: ['One'], b: ['Two'], c: ['Three of them and of others'] },
  ],
  [
    'rows of two boxes each',
    '<div class="row odd"><div class=n><a href=a>One</a></div><div>The first of them, and more.</div></div><div class="row even"><div class=n><a href=b>Two</a></div><div>The second of all of them.</div></div>',
    { a: ['One', 'The first of them, and more.'], b: ['Two', 'The second of all of them.'] },
  ],
  [
    'a link home, a link above the content and one below it, each alone beside a box',
    '<div><div class=logo><a href=a>One</a></div><div>What the site is for, in words.</div></div><div><div class=up><a href=b>Two</a></div><div>All that the page says of its own.</div><div class=next><a href=c>Three</a></div><div>Who may use what, and how long.</div></div>',
    { a: ['One'], b: ['Two'], c: ['Three'] },
  ],
  ['a place on the page belongs to the text', '<p><a href=a>One</a> <a href=#x>first</a></p>', { a: ['One first'] }],
  [
    'many links in a row: each by itself',
    `<p>${'<a href=x>Some more words of it</a> '.repeat(30)}<a href=a>One</a> <a href=b>Two</a></p>`,
    { x: [`${'Some more words of it '.repeat(14).slice(0, 300)}`.trim()], a: ['One'], b: ['Two'] },
  ],
  [
    'a table row of paragraphs',
    '<table><tr><td><p><a href=a>One</a></p></td><td><p>first</p><p>more</p></td></tr></table>',
    { a: ['One first'] },
  ],
  [
    'every place once',
    '<p><a href=a>One</a></p><p>see <a href=a>One</a></p><p><a href=a>One</a></p>',
    { a: ['One', 'see One'] },
  ],
  [
    'headings above, until the next of their level',
    '<h1>Top</h1><h2>A</h2><p><a href=a>One</a></p><h3>C</h3><h2>B</h2><p><a href=b>Two</a></p>',
    { a: ['One', 'Top', 'A'], b: ['Two', 'Top', 'B'] },
  ],
  [
    'a heading that is a link: what stands below it, but for other links',
    '<h2><a href=a>One</a></h2><div>by <a href=c>Me</a></div><p>text</p><div><p>more</p></div><h3>A</h3><p>else</p>',
    { a: ['One', 'text more'], c: ['by Me', 'One'] },
  ],
  ['a heading with a link in it', '<h2><a href=a>One</a> and two</h2><p>text</p>', { a: ['One and two'] }],
  [
    'a heading that is a link and spaces, behind one with more in it: what stands below it',
    '<h2>See <a href=b>Two</a></h2><p>no</p><h2> <a href=a>One</a> </h2><p>text</p>',
    { a: ['One', 'text'], b: ['See Two'] },
  ],
  [
    'a heading of two links: what stands below it is about neither',
    '<h2><a href=a>One</a> <a href=b>Two</a></h2><p>text</p>',
    { a: ['One Two'], b: ['Two'] },
  ],
  ['what follows the paragraph', '<div><p><a href=a>One</a></p>no</div>', { a: ['One'] }],
  ['no words', '<p><a href=a><img></a></p>', {}],
  ['a long text is not about a link deep in it', `<p>${'word '.repeat(200)}<a href=a>One</a></p>`, {}],
  ['nor one of 700 characters', `<p>${'word '.repeat(140)}<a href=a>One</a></p>`, {}],
  ['a text of two sentences is', `<p>${'word '.repeat(50)}<a href=a>One</a></p>`, { a: [`${'word '.repeat(50)}One`] }],
  [
    'a long text is about a link that it begins with',
    `<p>word <a href=a>One</a>${' word'.repeat(200)}</p>`,
    { a: [`word One${' word'.repeat(200)}`.slice(0, 300)] },
  ],
  [
    'ten texts of one target',
    Array.from({ length: 12 }, (_, i) => `<p><a href=a>One</a> ${i}`).join(''),
    { a: Array.from({ length: 10 }, (_, i) => `One ${i}`) },
  ],
  ['hidden text', '<p><a href=a>One</a><span hidden>secret</span></p>', { a: ['One'] }],
];

for (const [what, html, expected] of cases) {
  test(`link context: ${what}`, () => assert.deepEqual(contextOf(html), expected));
}

test('link context: without headings', () => {
  assert.deepEqual(contextOf('<h1>Top</h1><p><a href=a>One</a></p>', false), { a: ['One'] });
});

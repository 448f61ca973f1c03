import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glance } from '../../../src/core/preview/glance.js';
import { descriptionOf } from '../../../src/core/preview/head-facts.js';

const BASE = 'https://a.test/dir/page';
const PAGE = `<!doctype html><html lang="en-GB"><head><meta charset="UTF-8">
<title> Two
 words </title><title>not this</title>
<meta name="Description" content="What it is"><meta property="og:title" content="Open"><meta name="description" content="second">
<meta name="constructor" content="c">
<link rel="canonical" href="/canon"><link rel="alternate stylesheet" href="s.css">
<script type="application/ld+json">{"@type":"Article","headline":"H"}</script>
<script type="application/ld+json">{broken</script></head>
<body><nav><ul><li><a href="/x">Menu of the site with many words</a></li></ul></nav>
<main><h1>First heading</h1><p>short</p><p>The first paragraph has a sentence.</p>
<h2>Parts</h2><table><tr><td><a href="/t#row">Term</a></td><td>explained in the row</td></tr></table>
<dl><dt><a href="/d">Word</a></dt><dd>and its definition</dd><dt><a href="/e">Other</a></dt><dd>meaning</dd></dl>
<p style="display:none">hidden text of the page</p></main></body></html>`;

const WANTED = new Set(['https://a.test/t', 'https://a.test/d', 'https://a.test/e']);

test('what a head says', () => {
  const { head } = glance(PAGE, BASE, new Set());
  assert.equal(head.title, 'Two words');
  assert.equal(head.lang, 'en-GB');
  assert.equal(head.charset, 'utf-8');
  assert.equal(head.canonical, 'https://a.test/canon');
  assert.deepEqual(head.meta, { description: 'What it is', 'og:title': 'Open', constructor: 'c' });
  assert.deepEqual(head.link, {
    canonical: ['https://a.test/canon'],
    alternate: ['https://a.test/dir/s.css'],
    stylesheet: ['https://a.test/dir/s.css'],
  });
  assert.deepEqual(head.jsonld, [{ '@type': 'Article', headline: 'H' }]);
});

test('of a head nothing is taken that is empty, of a drawing or no address, and the first of each is', () => {
  const html = `<meta charset=ascii><meta charset=utf-8><title> </title><link rel=icon href=""><link rel=canonical href="mailto:a@b.test">
    <link rel=canonical href="/a"><link rel=canonical href="/b"><script type="Application/LD+JSON">{"a":1}</script><body><svg><title>Icon</title></svg>`;
  const { title, charset, canonical, link, jsonld } = glance(html, BASE, new Set()).head;
  assert.deepEqual([title, charset, canonical, jsonld], [undefined, 'ascii', 'https://a.test/a', [{ a: 1 }]]);
  assert.deepEqual(link, { canonical: ['mailto:a@b.test', 'https://a.test/a', 'https://a.test/b'] });
  const meta = { description: 'Tides', 'twitter:description': 'When the sea comes.' };
  assert.equal(descriptionOf({ title: 'Tides of today', meta }), 'When the sea comes.');
});

test('a table of contents says the headings of a page that is not read to its end, each once', () => {
  const toc =
    '<ul><li><a href="#a">First</a></li><li><a href="#b">Second part</a> +</li><li><a href="/c">Third</a></li></ul>';
  const { lead } = glance(`<title>T</title>${toc}<h2>First <a href="#a">#</a></h2><p>Text.</p>`, BASE, new Set());
  assert.equal(lead.headings.trim(), 'First # Second part +');
});

test('a place on the page is one however its address is written: with the file, the path, all of it; with <base>', () => {
  const url = 'https://a.test/dir/page.html?v=2';
  const contents = (href: string) => `<title>T</title><ul><li><a href="${href}">Second part</a></li></ul><p>Text.</p>`;
  for (const place of ['#b', 'page.html?v=2#b', '/dir/page.html?v=2#b', `${url}#b`])
    assert.equal(glance(contents(place), url, new Set()).lead.headings.trim(), 'Second part', place);
  for (const other of ['other.html#b', '/page.html?v=2#b', 'page.html#b', 'page.html?v=2', ''])
    assert.equal(glance(contents(other), url, new Set()).lead.headings, '', other);
  const based = `<base href="https://b.test/x">${contents('x#b')}`;
  assert.equal(glance(based, url, new Set()).lead.headings.trim(), 'Second part');
  for (const other of ['#comment-7', 'https://a.test/page.html#respond'])
    assert.equal(glance(contents(other), url, new Set()).lead.headings, '', other);
});

test('links that are indented are no more text than others: a paragraph with notes is one', () => {
  const indent = `\n${' '.repeat(60)}`;
  const notes = (href: string) => [1, 2].map((n) => `<a href="${href}${n}">${indent}[${n}]${indent}</a>`).join('');
  const text = 'The tide is high at seven in the evening.';
  for (const href of ['#n', '/n']) {
    const { lead } = glance(`<title>T</title><p>${text}${notes(href)}</p>`, BASE, new Set());
    assert.equal(lead.headings, '');
    assert.match(lead.lead, /^The tide is high/);
  }
});

test('the lead parts words that are seen apart, and marks what is struck out', () => {
  const html =
    '<title>T</title><p><span>Saturday 28 November</span><span>First published at noon</span><p>A price for all boats, was <del>€160</del>, now €121, and <s hidden>x</s>no <b>har</b>bour <s> </s>fee<del><p>A notice that does not hold for the coming season</del>';
  const { lead } = glance(html, BASE, new Set());
  assert.equal(
    lead.lead.trim(),
    'Saturday 28 November First published at noon\nA price for all boats, was ~~€160~~, now €121, and no harbour fee\nA notice that does not hold for the coming season',
  );
  assert.ok(!lead.body.includes('~~ '));
});

test('what the lead says: content, no menus, nothing hidden', () => {
  const { lead } = glance(PAGE, BASE, new Set());
  assert.equal(lead.headings.trim(), 'First heading Parts');
  assert.match(lead.lead, /^The first paragraph has a sentence\./);
  assert.match(lead.body, /short The first/);
  assert.doesNotMatch(`${lead.lead} ${lead.body}`, /Menu|hidden/);
});

const [ONE, TWO] = ['The ferry sails again at seven.', 'Its captain is Anna, as before.'];
for (const [what, html, lead, body = lead] of [
  ['three paragraphs', `<p>${ONE}<p>${TWO}<p>${ONE}<p>${TWO}`, [ONE, TWO, ONE], [ONE, TWO, ONE, TWO]],
  ['what stands below the title', `<p>${ONE}</p><h1>Boats</h1><p>${TWO}</p>`, [TWO], [ONE, TWO]],
  ['what stands above it, where nothing is below', `<p>${ONE}</p><h1>Boats</h1>`, [ONE]],
  ['main', `<p>${ONE}</p><main><p>${TWO}</p></main>`, [TWO]],
  ['no footer, no nav', `<nav><p>${ONE}</p></nav><p>${TWO}</p><footer><p>${ONE}</p></footer>`, [TWO]],
  ['no links alone', `<p><a href="/a">${ONE}</a></p><p>${TWO}</p>`, [TWO]],
  ['no copyright', `<p>© 2026 The company of the harbour</p><p>${TWO}</p>`, [TWO]],
  [
    'not the titles of the pages before and after',
    `<p>${TWO}</p><div class="navfooter"><table><tr><td><a href="/11">Prev</a><td><a href="/13">Next</a><tr><td>11.12. Examining the use of indexes<td>12.1. Introduction</table></div>`,
    [TWO],
    // They are of its subject, and count in ranking.
    [TWO, '11.12. Examining the use of indexes', '12.1. Introduction'],
  ],
  ['what is called so and holds the page', `<div class="nav-fixed"><h1>Tides</h1><p>${TWO}</p></div>`, [TWO]],
  [
    'a part of an article',
    `<div class="part pagination-first"><p>${TWO} ${TWO} ${TWO} ${TWO}</p></div>`,
    [`${TWO} ${TWO} ${TWO} ${TWO}`],
  ],
  ['what says that it has a menu', `<div class="has-nav"><h2>Tides</h2><p>${TWO}</p></div>`, [TWO]],
  ['not what it was made with', `<p>Built with <a href="/s">Sphinx</a> using a theme</p><p>${TWO}</p>`, [TWO]],
  ['no heading', `<h2>Boats:<br>${ONE}</h2><p>${TWO}</p>`, [TWO]],
  ['nothing that is not seen', `<p hidden>${ONE}</p><noscript><p>${ONE}</p></noscript><p>${TWO}</p>`, [TWO]],
  ['nothing of the head', `<title>${ONE}</title><body><p>${TWO}</p>`, [TWO]],
  ['lines of one paragraph', `<p>${ONE}<br>${TWO}</p>`, [`${ONE} ${TWO}`]],
] as const)
  test(`what a lead is made of: ${what}`, () => {
    const found = glance(`<title>T</title>${html}`, BASE, new Set()).lead;
    assert.deepEqual([found.lead.trim(), found.body.trim()], [lead.join('\n'), body.join(' ')]);
  });

test('an anchor that is never closed makes no menu of the rest of the page', () => {
  const { lead } = glance(
    '<body><h1><a name="top">Tides</h1><p>The tide is high at seven in the evening.</p>',
    BASE,
    new Set(),
  );
  assert.equal(lead.headings.trim(), 'Tides');
  assert.match(lead.lead, /^The tide is high/);
});

test('what a page says of links it mentions: row, definition', () => {
  const { mentions } = glance(PAGE, BASE, WANTED);
  assert.deepEqual(mentions.get('https://a.test/t'), ['Term explained in the row']);
  assert.deepEqual(mentions.get('https://a.test/d'), ['Word and its definition']);
  assert.deepEqual(mentions.get('https://a.test/e')?.[0], 'Other meaning');
  assert.equal(mentions.has('https://a.test/x'), false);
});

test('a page may be cut anywhere', () => {
  for (let end = 0; end <= PAGE.length; end += 7) glance(PAGE.slice(0, end), BASE, WANTED);
});

test('everything is bounded', () => {
  const many = Array.from({ length: 500 }, (_, i) => `<meta name="n${i}" content="${'x'.repeat(5_000)}">`).join('');
  const text = `<p>${'word '.repeat(20_000)}</p>`.repeat(3);
  const { head, lead } = glance(`<head>${many}</head><body>${text}`, BASE, new Set());
  assert.equal(Object.keys(head.meta).length, 100);
  assert.equal(head.meta['n0']?.length, 1_000);
  assert.ok(lead.lead.length <= 1_500 && lead.body.length <= 24_000);
  const links = (count: number, rel: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `<link rel="${rel(i)}" href="/${i}">`).join('');
  const data = (chars: number) => `<script type="application/ld+json">{"a":"${'x'.repeat(chars)}"}</script>`;
  const long = `<link rel=long href="/${'x'.repeat(2_000)}">`;
  const bounded = glance(
    `${long}${links(30, () => 'same')}${links(200, (i) => `r${i}`)}${data(9).repeat(12)}`,
    BASE,
    new Set(),
  );
  const { link, jsonld } = bounded.head;
  assert.deepEqual([Object.keys(link).length, link['same']?.length, link['long']], [100, 20, undefined]);
  assert.deepEqual([jsonld.length, glance(data(4_000).repeat(4), BASE, new Set()).head.jsonld.length], [10, 2]);
});

test('what drives a terminal or hides words is taken out', () => {
  const { head } = glance('<title>a\u001b[31mb\u202ec\u200bd</title>', BASE, new Set());
  assert.equal(head.title, 'a[31mbcd');
});

const LINKS = Array.from({ length: 13 }, (_, i) => `<a href="/${i}">Menu ${i}</a>`).join(' ');

for (const [what, html, headings] of [
  ['a list', '<ol class="breadcrumb"><li><a href="/">Home</a><li><a href="/s">Shoes</a><li>Boot</ol>', 'Home Shoes'],
  ['a label', '<nav aria-label="Breadcrumbs"><a href="/s">Shoes</a></nav>', 'Shoes'],
  [
    'signs',
    '<div><a href="/">The Library</a> &#187;</li> <a href="/c">Cryptographic  Services</a> » hmac</div>',
    'The Library Cryptographic Services',
  ],
  ['signs of ASCII', '<p><a href="/">Home</a> > <a href="/s">Shoes</a> / <b>Boot</b></p>', 'Home Shoes'],
  ['wide signs', '<p><a href="/">ホーム</a>＞<a href="/s">靴</a>＞長靴</p>', 'ホーム 靴'],
  ['a label in another language', '<nav aria-label="Fil d’Ariane"><a href="/s">Bottes</a></nav>', 'Bottes'],
  ['a sign of its own', '<p><a href="/">Home</a> <i>»</i> <b>Boot</b></p>', 'Home'],
  [
    'a link in the head',
    '<link rel="Up" href="c.html" title="Chapter 9. Functions"><link rel=up title=Book>',
    'Chapter 9. Functions',
  ],
  ['links before that', '<link rel=up title=Book><p class=crumbs><a href="/s">Shoes</a></p>', 'Shoes'],
  ['a page that says it has them', '<body class="breadcrumbs"><p>See <a href="/s">Shoes</a>.</p>', ''],
  ['a name twice', '<p class="crumbs"><a href="/s">Shoes</a></p><p class="crumbs"><a href="/s">Shoes</a></p>', 'Shoes'],
  ['a page around them', `<div class="has-breadcrumbs">${LINKS}</div>`, ''],
  ['a dish', '<div class="crumble"><a href="/a">Apple</a></div>', ''],
  ['a link with a sign in it', '<a href="/n">Next »</a> <a href="/p">Page</a> | <a href="/q">Query</a>', ''],
  ['code', '<code><a href="/c">Collection</a>&lt;<a href="/e">Element</a>> <a href="/l">List</a>/Map</code>', ''],
  ['what stands below the title', '<h1>Boot</h1><p><a href="/a">Here</a> » there</p>', 'Boot'],
  ['what nobody sees', '<p hidden><a href="/a">Here</a> » there</p>', ''],
] as const)
  test(`what a page is a part of: ${what}`, () => {
    assert.equal(glance(`<title>T</title>${html}`, BASE, new Set()).lead.headings.trim(), headings);
  });

/** The answers are a browser's, written down from the HTML standard: links with their texts, and the visible text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHtml } from '../../../src/core/document/parse-html.js';
import { parseRendered } from '../../../src/core/document/parse-rendered.js';
import { type ElementNode, textOf } from '../../../src/core/document/tree.js';
import { walk } from '../../../src/core/document/walk.js';

interface Seen {
  links: string[];
  text: string;
}

function seen(html: string, rendered: boolean): Seen {
  const links: string[] = [];
  const texts: string[] = [];
  const enter = (element: ElementNode) => {
    const href = element.attributes['href'];
    if (href !== undefined && element.name === 'a')
      links.push(`${href}=${textOf(element).replace(/\s+/g, ' ').trim()}`);
  };
  const text = (node: { text: string; parent: ElementNode }) => {
    if (node.parent.name !== 'title') texts.push(node.text);
  };
  walk((rendered ? parseRendered : parseHtml)(html).root, [{ enter, text }], rendered);
  return { links, text: texts.join('').replace(/\s+/g, ' ').trim() };
}

const RAW: [why: string, html: string, links: string[], text: string][] = [
  ['unclosed li', '<ul><li><a href=1>a</a><li><a href=2>b</a></ul>c', ['1=a', '2=b'], 'abc'],
  ['unclosed p', '<p><a href=1>a<p><a href=2>b', ['1=a', '2=b'], 'ab'],
  ['unclosed a', '<a href=1>x<a href=2>y', ['1=x', '2=y'], 'xy'],
  ['unclosed a around a block', '<a href=1>x<div>y<a href=2>z</div>', ['1=x', '1=y', '2=z'], 'xyz'],
  ['block left open in a', '<a href=1><div>x</a>y</div>z', ['1=', '1=x'], 'xyz'],
  ['blocks left open in a', '<a href=1>u<div>v<p>w</a>x</div>y', ['1=u', '1=v', '1=w'], 'uvwxy'],
  ['a heading in a in p', '<p><a href=1><h3>x</h3></a></p>', ['1=', '1=x'], 'x'],
  ['block ends before a', '<div><a href=1>x</div>y</a>z', ['1=x', '1=y'], 'xyz'],
  ['a ends before another', '<p><a href=1>x</p><a href=2>y</a>z', ['1=x', '2=y'], 'xyz'],
  ['a does not go on in cells', '<a href=1>u<table><td>v<tr><td>w</a>', ['1=uvw'], 'uvw'],
  ['nor behind the cell', '<table><td><a href=1>x<td>y</table>z', ['1=x'], 'xyz'],
  ['a in a row goes before the table', '<table><a href=1>x</a><tr><td>y</table>', ['1=x'], 'xy'],
  ['text in a table goes before it', '<table><tr><td>x</td>y<a href=1>z</table>', ['1=z'], 'yzx'],
  ['a ends one around its table', '<a href=1>u<table><td>v</td><a href=2>w</table>x', ['1=uwv', '2=w', '2=x'], 'uwvx'],
  ['table in p without a doctype', '<p><a href=1><table><td>x</table></a>', ['1=x'], 'x'],
  ['table in p with a doctype', '<!doctype html><p><a href=1>x<table><td>y</table></a>', ['1=x'], 'xy'],
  [
    'table in p with an old doctype',
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><p><a href=1><table><td>x</table></a>',
    ['1=x'],
    'x',
  ],
  ['option', '<select><option>a<option>b</select><a href=1>c</a>', ['1=c'], 'abc'],
  ['cells', '<table><tr><td><a href=1>a<td><a href=2>b</table>c', ['1=a', '2=b'], 'abc'],
  ['anchors in nested tables', '<a href=1>x<table><td><a href=2>y</a></table>z</a>', ['1=xyz', '2=y'], 'xyz'],
  ['definition lists', '<dl><dt><a href=1>a<dd><a href=2>b</dl>', ['1=a', '2=b'], 'ab'],
  ['headings', '<h1><a href=1>a</h2>b', ['1=a', '1=b'], 'ab'],
  ['end tag of script in capitals', '<script>x</SCRIPT><a href=1>a</a>', ['1=a'], 'a'],
  ['end tag of script with a space', '<script>x</script ><a href=1>a</a>', ['1=a'], 'a'],
  ['end tag of script with a slash', '<script>x</script/><a href=1>a</a>', ['1=a'], 'a'],
  ['end tag with a slash', '<a href=1>a</a/>b', ['1=a'], 'ab'],
  ['script in a script', '<script><!--<script></script><a href=1>--></script><a href=2>b</a>', ['2=b'], 'b'],
  ['script that closes itself does not', '<script/>x</script><a href=1>a</a>', ['1=a'], 'a'],
  ['link in a string', '<script>"<a href=1>"</script><a href=2>b</a>', ['2=b'], 'b'],
  ['style', '<style><a href=1></STYLE ><a href=2>b</a>', ['2=b'], 'b'],
  ['textarea', '<textarea><a href=1>a</textarea><a href=2>b</a>', ['2=b'], '<a href=1>ab'],
  ['title', '<title><a href=1>a</title><a href=2>b</a>', ['2=b'], 'b'],
  ['title that closes itself does not', '<title/><a href=1></title><a href=2>b</a>', ['2=b'], 'b'],
  ['iframe', '<iframe><a href=1>a</iframe><a href=2>b</a>', ['2=b'], 'b'],
  ['noframes', '<noframes><a href=1>a</NOFRAMES ><a href=2>b</a>', ['2=b'], 'b'],
  ['xmp', '<xmp><a href=1>a</xmp><a href=2>b</a>', ['2=b'], '<a href=1>ab'],
  ['an end tag in raw text', '<noframes></a><a href=1>x</noframes><a href=2>b</a>', ['2=b'], 'b'],
  ['plaintext with an end tag', 'a<plaintext></b><a href=1>', [], 'a</b><a href=1>'],
  ['plaintext', '<a href=1>a</a><plaintext><a href=2>', ['1=a'], 'a<a href=2>'],
  ['template', '<template><a href=1>a</a></template><a href=2>b</a>', ['2=b'], 'b'],
  ['template left open in the head', '<template><link></head><body><a href=1>a</a>', [], ''],
  ['frameset', '<frameset><frame></frameset><a href=1>a</a>', [], ''],
  ['select', '<select><a href=1>a</a><select><a href=2>b</a>', ['1=a', '2=b'], 'ab'],
  ['noscript', '<noscript><a href=1>a</a></noscript>', ['1=a'], 'a'],
  ['comment', '<!-- <a href=1>a</a> --><a href=2>b</a>', ['2=b'], 'b'],
  ['comment that is closed at once', '<!--><a href=1>a</a><!---><a href=2>b</a>', ['1=a', '2=b'], 'ab'],
  ['comment ended by --!>', '<!-- x --!><a href=1>a</a> <!-- -->', ['1=a'], 'a'],
  ['no comment', '<a href="u--!>v">x--!>y</a><a href="<!>">z</a>', ['u--!>v=x--!>y', '<!>=z'], 'x--!>yz'],
  ['comments that only seem to end', '<!--!><a href=1>a</a> <!> <!-> --><a href=2>b</a>', ['2=b'], 'b'],
  ['end tags with a slash', '<style></style/><a href=1>a</a><title></title/><a href=2>b</a>', ['1=a', '2=b'], 'ab'],
  ['end tags of others', '<iframe></iframex><script></iframe><a href=1>a</a>', ['1=a'], 'a'],
  ['cut off', '<a href=1>a</a>b</c d', ['1=a'], 'ab'],
  ['cut off in a comment', '<a href=1>a</a><!b', ['1=a'], 'a'],
  ['cut off in a name', '<a href=1>a</a><scr', ['1=a'], 'a'],
  ['cut off before a name', '<a href=1>a</a>1 <', ['1=a'], 'a1 <'],
  ['a slash before a blank', '<svg><a href=1 / >a</a></svg>', ['1=a'], 'a'],
  [
    'CDATA without an end',
    '<svg><![CDATA[ <a href=1>a</a> </svg><a href=2>b</a>',
    [],
    '<a href=1>a</a> </svg><a href=2>b</a>',
  ],
  ['comments without dashes', '<!><a href=1>a</a><!-><a href=2>b</a><?php ?><!x y>c', ['1=a', '2=b'], 'abc'],
  ['unclosed comment', '<a href=1>a</a><!-- <a href=2>b</a>', ['1=a'], 'a'],
  ['CDATA in HTML is a comment', '<![CDATA[<a href=1>]]>x<a href=2>b</a>', ['2=b'], ']]>xb'],
  ['unclosed CDATA in HTML', '<![CDATA[ x ><a href=2>b</a>', ['2=b'], 'b'],
  ['CDATA in SVG is text', '<svg><text><![CDATA[<a href=1>]]></text></svg><a href=2>b</a>', ['2=b'], '<a href=1>b'],
  ['SVG links', '<svg><a href=1><text>a</text></a></svg>b', ['1=a'], 'ab'],
  ['SVG elements close themselves', '<svg><path/><a href=1 /></svg><a href=2>b</a>', ['1=', '2=b'], 'b'],
  ['title of SVG left open', '<svg><title>t<b></svg><a href=1>a</a>', ['1=a'], 'a'],
  ['SVG in a cell left open', '<table><td><svg><g></tr><td><a href=1>a</a></table>b', ['1=a'], 'ab'],
  ['an end tag of SVG inside HTML', '<svg><desc><a href=1>a</desc>b</a></svg>', ['1=ab'], 'ab'],
  ['HTML ends SVG', '<svg><a href=1>a</a><p><a href=2>b</a>', ['1=a', '2=b'], 'ab'],
  ['HTML elements do not close themselves', '<div/><a href=1 />x</a>y', ['1=x'], 'xy'],
  ['duplicate attributes', '<a href=1 href=2 HREF=3>a</a>', ['1=a'], 'a'],
  ['slash for a space', '<a/href=1>a</a>', ['1=a'], 'a'],
  ['unquoted with a slash', '<a href=/x/>a</a>', ['/x/=a'], 'a'],
  ['stray quote', `<a href=1'>a</a><a href='2'>b</a>`, [`1'=a`, '2=b'], 'ab'],
  ['line breaks in a tag', '<a\n\thref =\n"1"\n>a</a\n>b', ['1=a'], 'ab'],
  ['greater-than in a value', '<a title="a>b" href=1>a</a>', ['1=a'], 'a'],
  [
    'references',
    '<a href="?a=1&amp;b=2&copy=3&lt;&#x27;">&lt;b&gt; &copy &notit; &#8364;</a>',
    [`?a=1&b=2&copy=3<'=<b> © ¬it; €`],
    '<b> © ¬it; €',
  ],
  ['cut inside a tag', '<a href=1>a</a><a href=2', ['1=a'], 'a'],
  ['less-than in text', 'a < b <3 <a href=1>c</a>', ['1=c'], 'a < b <3 c'],
  ['NUL', '<a href="a\0b">x</a>', ['a\ufffdb=x'], 'x'],
  ['content after body and html', '<body>a</body></html><a href=1>b</a>', ['1=b'], 'ab'],
  ['end tag of nothing', '</div></a></p>x<a href=1>a</a>', ['1=a'], 'xa'],
  ['form ends before what is in it', '<form><div></form><a href=1>a</a></div>b', ['1=a'], 'ab'],
  ['button in button', '<button>a<button>b</button><a href=1>c</a>', ['1=c'], 'abc'],
  ['names that begin like raw text', '<tmp><a href=1>a</a></tmp><xitle><a href=2>b</a>', ['1=a', '2=b'], 'ab'],
  [
    'the same in foreign content',
    '<svg><xitle><a href=1>a</a></svg><math><tmp><a href=2>b</a></math>',
    ['1=a', '2=b'],
    'ab',
  ],
  ['an end tag with a space before its name is a comment', '<a href=1>x</ a> y</a>z', ['1=x y'], 'x yz'],
  ['end tags without a name', '<a href=1>a</>b</></a></>c', ['1=ab'], 'abc'],
  ['references in a title that closes itself', '<textarea/>&amp;</textarea><a href=1>a</a>', ['1=a'], '&a'],
  [
    'references in attributes end where a name ends',
    '<a href="?a=1&eta=2&timesb=3&notin">&eta=2 &notin</a>',
    ['?a=1&eta=2&timesb=3&notin=&eta=2 ¬in'],
    '&eta=2 ¬in',
  ],
  ['Word', '<p>a<o:p></o:p></p><![if !vml]><a href=1>b</a><![endif]>', ['1=b'], 'ab'],
];

test('raw HTML is read as a browser reads it, scripting off', async (t) => {
  for (const [why, html, links, text] of RAW) {
    await t.test(why, () => assert.deepEqual(seen(html, false), { links, text }));
  }
});

/** As a browser serialises it. */
const RENDERED: [why: string, html: string, links: string[], text: string][] = [
  ['a page', '<html><head><title>t</title></head><body><p><a href="1">a</a></p></body></html>', ['1=a'], 'a'],
  ['anchors in pre', '<pre>\n<a href="1">a</a></pre>', ['1=a'], 'a'],
  ['a block in b', '<b><div><a href="1">a</a></div>b</b>', ['1=a'], 'ab'],
  ['noscript is text', '<noscript><a href="1">a</a></noscript><a href="2">b</a>', ['2=b'], 'b'],
  ['iframe is text', '<iframe src="x"><a href="1"></iframe><a href="2">b</a>', ['2=b'], 'b'],
  ['template', '<template><a href="1">a</a></template><a href="2">b</a>', ['2=b'], 'b'],
  ['textarea is escaped', '<textarea>&lt;a href=1&gt;</textarea><a href="2">b</a>', ['2=b'], '<a href=1>b'],
  ['script', '<script>"<a href=1>"</script><a href="2">b</a>', ['2=b'], 'b'],
  ['comments', '<!-- <a href="1"> --><a href="2">b</a><!---->c', ['2=b'], 'bc'],
  ['references', '<a href="?a=1&amp;b=2">&lt;b&gt;&nbsp;c</a>', ['?a=1&b=2=<b> c'], '<b> c'],
  ['SVG', '<svg><a href="1"><text>a</text></a></svg>', ['1=a'], 'a'],
  [
    'raw text is markup in SVG',
    '<svg><style>a &gt; b {}<a href="1">x</a></style><script>1 &lt; 2<a href="2">y</a></script></svg><a href="3">z</a>',
    ['1=x', '2=y', '3=z'],
    'a > b {}x1 < 2yz',
  ],
  ['unclosed comment', '<a href="1">a</a><!-- <a href="2">', ['1=a'], 'a'],
  ['processing instructions', '<p>a<?xml x="y"?>b</p><a href="1" title="<?">c<?php ?></a>', ['1=c'], 'abc'],
];

test('what a browser serialised is read by the other route', async (t) => {
  for (const [why, html, links, text] of RENDERED) {
    await t.test(why, () => assert.deepEqual(seen(html, true), { links, text }));
  }
});

test('both routes agree on what a browser serialises', () => {
  for (const [why, html] of RENDERED) {
    if (why === 'noscript is text') continue;
    assert.deepEqual(seen(html, false), seen(html, true), why);
  }
});

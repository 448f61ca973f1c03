import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHtml } from '../../../src/core/document/parse-html.js';
import { parseRendered } from '../../../src/core/document/parse-rendered.js';
import { checkSelector, selectAll } from '../../../src/core/document/select.js';
import { DEPTH_MAX, type ElementNode } from '../../../src/core/document/tree.js';
import { type Position, walk } from '../../../src/core/document/walk.js';
import { parseXml } from '../../../src/core/document/xml.js';
import { pageOf } from '../extract-links/page-of.js';

function outline(element: ElementNode): string {
  for (const child of element.children) assert.equal(child.parent, element);
  const inner = element.children.map((child) => (child.kind === 'text' ? child.text : outline(child))).join(' ');
  return inner === '' ? element.name : `${element.name}(${inner})`;
}

const SHAPES: [html: string, outline: string][] = [
  ['', 'html(head body)'],
  ['x', 'html(head body(x))'],
  ['<title>t</title><p>x', 'html(head(title(t)) body(p(x)))'],
  ['<link><body class=a><meta>', 'html(head(link) body(meta))'],
  ['<table><tr><td>1<td>2<tr><td>3</table>', 'html(head body(table(tbody(tr(td(1) td(2)) tr(td(3))))))'],
  ['<table><td>1<tbody><td>2', 'html(head body(table(tbody(tr(td(1))) tbody(tr(td(2))))))'],
  ['<tr><td>x', 'html(head body(x))'],
  ['<form><p>x</form>y<li>a<menu>b</li>c', 'html(head body(form(p(x)) y li(a menu(b)) c))'],
  ['<main><p><div>x</div></p></main>y', 'html(head body(main(p div(x) p) y))'],
  ['<!doctype html><p><table><tr><td>1</table>', 'html(head body(p table(tbody(tr(td(1))))))'],
  ['<p><table><tr><td>1</table>', 'html(head body(p(table(tbody(tr(td(1)))))))'],
  ['<li>1<ul><li>2</ul><li>3', 'html(head body(li(1 ul(li(2))) li(3)))'],
  [
    '<select><optgroup><option>1<optgroup><option>2',
    'html(head body(select(optgroup(option(1)) optgroup(option(2)))))',
  ],
  ['<table><form><tr><td>1</form>2', 'html(head body(table(form tbody(tr(td(1 2))))))'],
  ['<table><b>1<tr><td>2</table>3', 'html(head body(b(1) table(tbody(tr(td(2)))) 3))'],
  ['<table><template><tr>1<td>2</template><td>3', 'html(head body(table(template(tr(td(2)) 1) tbody(tr(td(3))))))'],
  ['<title></>x</title><textarea></>y</textarea></>z', 'html(head(title(</>x)) body(textarea(</>y) z))'],
  ['<svg><title><![CDATA[<a>]]></title></svg>', 'html(head body(svg(title(<a>))))'],
  ['<svg/>x<div/>y', 'html(head body(svg x div(y)))'],
  ['<svg><div/>x', 'html(head body(svg div(x)))'],
  ['<svg></p>x', 'html(head body(svg p x))'],
  ['a</br>b', 'html(head body(a br b))'],
  ['<head><link></head><meta><head>a</body>b</html>c', 'html(head(link meta) body(a b c))'],
  ['<head><noscript><link></head><meta>x', 'html(head(noscript(link) meta) body(x))'],
  ['<div>a</head>b</div>c', 'html(head body(div(a b) c))'],
  ['<title>t</title> <link>', 'html(head(title(t) link) body)'],
  ['<link><!doctype html><p><table></table>', 'html(head(link) body(p(table)))'],
  ['<body><!doctype html><p><table></table>', 'html(head body(p(table)))'],
  ['<p><a>x</p><p><img></p>', 'html(head body(p(a(x)) p(a(img))))'],
  ['<p><a>x</p><style>y</style>z', 'html(head body(p(a(x)) style(y) a(z)))'],
  ['<table> <tr> <td>1</table>', 'html(head body(table(  tbody(tr(  td(1))))))'],
  ['<table><colgroup> <col>x<tr><td>1</table>', 'html(head body(x table(colgroup(  col) tbody(tr(td(1))))))'],
  ['<table><form><b>x</b><tr><td>1</table>', 'html(head body(b(x) table(form tbody(tr(td(1))))))'],
  ['<table><tr><a><div>x</a>y', 'html(head body(a div(a(x) y) table(tbody(tr))))'],
  ['<ul><li><address>1<li><p>2<li>3</ul>', 'html(head body(ul(li(address(1)) li(p(2)) li(3))))'],
  ['<span><div>x</span>y</div>z', 'html(head body(span(div(x y) z)))'],
  ['<span><div><svg></span>x', 'html(head body(span(div(svg(x)))))'],
  ['<table><td><svg><tr><foreignObject><td>x', 'html(head body(table(tbody(tr(td(svg(tr(foreignobject))) td(x))))))'],
  ['<ruby>a<rt>b<rp>c</ruby>d', 'html(head body(ruby(a rt(b) rp(c)) d))'],
  [
    '<svg><image/><foreignObject><p/>x</p></foreignObject></svg><image>',
    'html(head body(svg(image foreignobject(p(x))) img))',
  ],
  ['<b>1<p>2</b>3<p>4', 'html(head body(b(1) p(b(2) 3) p(4)))'],
  ['<i><ul><li>1</i>2</ul>3', 'html(head body(i ul(i li(i(1) 2)) 3))'],
  ['<i><ul><a href=/>1<li>2</i>3</a></ul>4', 'html(head body(i(ul(a(1) li(a(2 3)))) 4))'],
  ['<b><td>1<table><td>2</b>3', 'html(head body(b(1 table(tbody(tr(td(2 3)))))))'],
  ['<table><colgroup><p>x<tr><td>1</table>', 'html(head body(p(x) table(colgroup tbody(tr(td(1))))))'],
  ['<!doctypehtml><p><table></table>', 'html(head body(p table))'],
  ['<p>a</ >b</ ', 'html(head body(p(ab)))'],
];

test('implied elements and ends', async (t) => {
  for (const [html, expected] of SHAPES) {
    await t.test(html, () => assert.equal(outline(parseHtml(html).root), expected));
  }
});

test('bold ends around as many blocks as pages have open in it, not around hundreds', () => {
  const after = (blocks: number) =>
    outline(parseHtml(`<b>${'<div>'.repeat(blocks)}x</b>${'</div>'.repeat(blocks)}<hr>`).root);
  assert.match(after(60), /^html\(head body\(b div.* hr\)\)$/);
  assert.match(after(70), /^html\(head body\(b\(div.* hr\)\)\)$/);
});

test('nesting that only scripts can make is kept as it was serialised', () => {
  const html = '<html><head></head><body><p><div>x</div>y</p><b><div>z</div></b></body></html>';
  assert.equal(outline(parseRendered(html).root), 'html(head body(p(div(x) y) b(div(z))))');
});

test('attributes of a second html or body are added, none is replaced', () => {
  const { root } = parseHtml('<html lang=en><body class=a><html lang=de dir=rtl><body class=b id=x>');
  assert.deepEqual(root.attributes, { lang: 'en', dir: 'rtl' });
  const body = root.children[1];
  assert.deepEqual(body?.kind === 'element' && body.attributes, { class: 'a', id: 'x' });
});

test('the base is the first with an href, outside of templates', () => {
  const html = '<template><base href=/t></template><base target=x><base href=/a><base href=/b>';
  assert.equal(parseHtml(html).baseHref, '/a');
  assert.equal(parseHtml('<p>x<base href=/late>').baseHref, '/late');
  assert.equal(parseRendered('<html><head><base href="/r"></head><body></body></html>').baseHref, '/r');
});

for (const rendered of [false, true]) {
  test(`deep nesting becomes flat, and nothing is lost (rendered: ${rendered})`, () => {
    const { root } = (rendered ? parseRendered : parseHtml)(
      `${'<div>'.repeat(3_000)}x<a href=1>y</a>${'</div>'.repeat(3_000)}z`,
    );
    let deepest = 0;
    let text = '';
    const visitor = {
      enter: (_: ElementNode, at: Position) => {
        deepest = Math.max(deepest, at.depth);
      },
      text: (node: { text: string }) => {
        text += node.text;
      },
    };
    walk(root, [visitor], rendered);
    assert.ok(deepest >= 500 && deepest <= DEPTH_MAX, `depth ${deepest}`);
    assert.equal(text.replace(/\s/g, ''), 'xyz');
  });
}

test('blocks left open in anchors nest no deeper than others', async () => {
  const { content } = await pageOf('<a href=/x><div>y'.repeat(20_000), { want: { content: true } });
  assert.equal(content.match(/y/g)?.length, 20_000);
});

test('places among many siblings are counted once, and mean what they mean to a browser', () => {
  const rows = 20_000;
  const { root } = parseHtml(`<ul>${'<li>x</li> <b>y</b>'.repeat(rows)}</ul>`);
  for (const [selector, count] of [
    ['li:nth-child(4n+1)', rows / 2],
    ['b:nth-last-child(-n+3)', 2],
    ['li:nth-of-type(even)', rows / 2],
    ['li:nth-last-of-type(2)', 1],
    ['li + b', rows],
    ['li:first-child, b:last-child, li:last-child', 2],
    ['b:first-of-type, b:last-of-type', 2],
    ['b:only-of-type, b:only-child', 0],
    ['ul:only-child, ul:only-of-type', 1],
  ] as const)
    assert.equal(selectAll(root, selector, 'css_selector').size, count, selector);
  for (const selector of [':nth-child(x)', ':nth-child', ':last-child(2)'])
    assert.throws(() => checkSelector(selector, 'css_selector'), { code: 'invalid_input' });
  assert.throws(() => selectAll(root, `${'*+'.repeat(400)}*`, 'css_selector'), { code: 'too_complex' });
});

test('what nests deeper than 30 elements is left out of a feed, and its end is found all the same', () => {
  const deep = `${'<a>'.repeat(40)}x${'</a>'.repeat(40)}`;
  let [node, depth] = [parseXml(`<feed>${deep}<b>y</b></feed>`).children[0], 0];
  assert.equal(node?.children[1]?.text, 'y');
  for (; node !== undefined; node = node.children[0]) depth++;
  assert.equal(depth, 30);
});

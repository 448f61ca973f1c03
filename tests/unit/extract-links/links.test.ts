import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUrl } from '../../../src/core/url.js';
import { linksOf, pageOf } from './page-of.js';

const PAGE = 'https://shop.example/dir/page?x=1';

const HREFS: [why: string, html: string, hrefs: string[]][] = [
  [
    'relative to the page',
    '<a href=a>x</a><a href=/b>x</a><a href="?c">x</a><a href=//d.example>x</a>',
    ['https://shop.example/dir/a', 'https://shop.example/b', 'https://shop.example/dir/page?c', 'https://d.example/'],
  ],
  ['relative to the base', '<base href="/base/"><a href=a>x</a>', ['https://shop.example/base/a']],
  [
    'a base elsewhere',
    '<base href="https://cdn.example/"><a href=a>x</a><a href="#f">y</a>',
    ['https://cdn.example/a', 'https://cdn.example/'],
  ],
  ['a base that is no base', '<base href="data:text/html,x"><a href=a>x</a>', ['https://shop.example/dir/a']],
  [
    'a base that no server takes',
    `<base href="/${'x'.repeat(9_000)}/"><a href=a>x</a>`,
    ['https://shop.example/dir/a'],
  ],
  ['an invalid base', '<base href="http://["><a href=a>x</a>', ['https://shop.example/dir/a']],
  ['fragments are dropped', '<a href=a#f>x</a><a href=a#g>y</a><a href=a#>z</a>', ['https://shop.example/dir/a']],
  ['what only ends like a route is none', '<a href="#a#/b">x</a><a href="#a#!b">y</a>', [PAGE]],
  ['routes are kept', '<a href="#/r">x</a><a href="#!r">y</a>', [`${PAGE}#/r`, `${PAGE}#!r`]],
  [
    'places on the view of a route are dropped, rooms and pages by id are not',
    '<h2 id="a">x</h2><a href="#/r#a">x</a><a href="#/r#b">y</a><a href="#/r?id=a">z</a><a href="#/#room:host">w</a><a href="#/tags/c#">C#</a><a href="#/tags/c#/2">C#, 2</a>',
    [`${PAGE}#/r`, `${PAGE}#/r?id=a`, `${PAGE}#/#room:host`, `${PAGE}#/tags/c#`, `${PAGE}#/tags/c#/2`],
  ],
  ['the page itself once', '<a href="#a">x</a><a href="#">y</a><a href="">z</a><a href="?x=1">w</a>', [PAGE]],
  [
    'tracking parameters',
    '<a href="a?utm_source=s&id=1&UTM_Medium=m&fbclid=2">x</a><a href="a?gclid=1">y</a>',
    ['https://shop.example/dir/a?id=1', 'https://shop.example/dir/a'],
  ],
  ...[
    ...['gclsrc', 'dclid', 'gbraid', 'wbraid', 'msclkid', 'yclid', 'twclid', 'ttclid', 'li_fat_id', 'igshid'],
    ...['mc_cid', 'mc_eid', '_hsenc', '_hsmi', 'vero_id', 'oly_anon_id', 'srsltid', 'GCLID'],
  ].map((name): [string, string, string[]] => [name, `<a href="a?${name}=1">x</a>`, ['https://shop.example/dir/a']]),
  [
    'parameters that only look so',
    '<a href="a?ref=main&utmost=1&source=x&gclidx=2">x</a>',
    ['https://shop.example/dir/a?ref=main&utmost=1&source=x&gclidx=2'],
  ],
  ['white space', '<a href=" \n a\tb ">x</a>', ['https://shop.example/dir/ab']],
  ['area', '<map><area href=a alt=A></map>', ['https://shop.example/dir/a']],
  [
    'SVG',
    '<svg><a xlink:href=a>x</a><a href=b xlink:href=c>y</a></svg>',
    ['https://shop.example/dir/a', 'https://shop.example/dir/b'],
  ],
  [
    'names that mean nothing in SVG',
    '<svg><template><a href=a>x</a></template><style>.x{}<a href=b>y</a></style><script><a href=c>z</a></script></svg>',
    ['https://shop.example/dir/a', 'https://shop.example/dir/b', 'https://shop.example/dir/c'],
  ],
  ['xlink is nothing in HTML', '<a xlink:href=a>x</a>', []],
  ['no link', '<a name=a>x</a><link href=b><template><a href=c>y</a></template><!-- <a href=d> -->', []],
  ['noscript', '<noscript><a href=a>x</a></noscript>', ['https://shop.example/dir/a']],
  ['credentials', '<a href="https://u:p@d.example/a">x</a>', ['https://d.example/a']],
  ['international', '<a href="https://bücher.example/ä?ö">x</a>', ['https://xn--bcher-kva.example/%C3%A4?%C3%B6']],
  ['international, with a blank', '<a href="http://bücher.example ">x</a>', ['http://xn--bcher-kva.example/']],
  [
    'a reference ends where no letter follows',
    '<a href="?a&reg_id&region">x</a>',
    ['https://shop.example/dir/page?a%C2%AE_id&region'],
  ],
  ['NUL is no character', '<a href="a\0b?c\0">x</a>', ['https://shop.example/dir/a%EF%BF%BDb?c%EF%BF%BD']],
  ['browsers encode in paths', '<a href="a|b^c?d|e^f">x</a>', ['https://shop.example/dir/a%7Cb%5Ec?d|e^f']],
  ['unclosed', '<li><a href=a>x<li><a href=b>y', ['https://shop.example/dir/a', 'https://shop.example/dir/b']],
];

test('where links point', async (t) => {
  for (const [why, html, hrefs] of HREFS) {
    await t.test(why, async () =>
      assert.deepEqual(
        (await linksOf(html)).map((link) => link.href),
        hrefs,
      ),
    );
  }
});

const META = (charset: string) => `<meta charset=${charset}>`;
const QUERIES: [head: string, charset: string | undefined, href: string, search: string][] = [
  [META('shift_jis'), undefined, '?q=日本&r=ｱ#日', '?q=%93%FA%96{&r=%B1'],
  ['<meta http-equiv=content-type content="text/html; charset=ISO-8859-1">', undefined, '/é?é’', '?%E9%92'],
  [`<meta name=description content="How to set charset=windows-1251">${META('windows-1252')}`, undefined, '?é', '?%E9'],
  ['', 'gbk', ' \n?中 \t文 ', '?%D6%D0%20%CE%C4'],
  ['', 'big5', '?中文', '?%A4%A4%A4%E5'],
  ['', 'euc-kr', '?한 일', '?%C7%D1%20%C0%CF'],
  ['', 'euc-kr', '?샾', '?%98%DE'],
  [META('windows-1251'), undefined, '?ж日&x=ж?ж', '?%E6%26%2326085%3B&x=%E6?%E6'],
  [META('windows-1252'), undefined, '?q=é\u00a0 ', '?q=%E9%A0'],
  [META('windows-1251'), 'utf-8', '?ж', '?%D0%B6'],
  [META('utf-16'), undefined, '?ж', '?%D0%B6'],
  [META('nonsense'), undefined, '?ж', '?%D0%B6'],
];

test('queries are in the encoding of the page, paths in UTF-8', async (t) => {
  for (const [head, charset, href, search] of QUERIES) {
    await t.test(`${head} ${charset} ${href}`, async () => {
      const [link] = await linksOf(`${head}<a href="${href}">x</a>`, { charset });
      const path = href.startsWith('/') ? '/%C3%A9' : '/dir/page';
      assert.equal(link?.href, `https://shop.example${path}${search}`);
    });
  }
});

test('what the browser rendered has no noscript links', async () => {
  assert.deepEqual(await linksOf('<noscript><a href="a">x</a></noscript>', { rendered: true }), []);
});

const TEXTS: [why: string, html: string, text: string][] = [
  ['white space', '<a href=a> x\n\t y&nbsp; z </a>', 'x y z'],
  ['inline elements part no words', '<a href=a>W<b>o</b>rd<span>s</span></a>', 'Words'],
  ['blocks part words', '<a href=a><div>one</div><div>two</div>three<br>four</a>', 'one two three four'],
  ['style and script', '<a href=a><style>.a{}</style>x<script>y</script></a>', 'x'],
  ['alt', '<a href=a><img src=i alt=" A picture "></a>', 'A picture'],
  ['alt of a button', '<a href=a><input type=image alt=Search></a>', 'Search'],
  ['value of a button, not of a field', '<a href=a><input type=hidden value=x><input type=Submit value=Go></a>', 'Go'],
  ['not what stands in for a video', '<a href=a><video>Too old</video>New</a>', 'New'],
  ['blocks by style', '<a href=a><span style="color:red; display : block">Foo</span>Bar</a>', 'Foo Bar'],
  ['parts of a price', '<a href=a class="flex"><span>$</span><span>49</span><span>/month</span></a>', '$49/month'],
  ['parts of a row', '<a href=a class="flex gap-2"><span>Docs</span><span>v2</span></a>', 'Docs v2'],
  ['parts of a line', '<a href=a><span>14h</span><span>261</span></a>', '14h 261'],
  ['pieces of a word', '<a href=a><span>Part</span><span>ly </span><span>so</span></a>', 'Partly so'],
  ['boxes by style', '<a href=a><span style="display:inline-block">foo</span>bar</a>', 'foobar'],
  ['what is to be read on', '<a href=a>A story</a><a href=a>Continue reading <i>A story</i> »</a>', 'A story'],
  ['whatever comes first', '<a href=a>Continue reading <i>A story</i></a><a href=a>A story</a>', 'A story'],
  ['what is to be had', '<a href=a>A thing</a><a href=a>Download A thing</a>', 'Download A thing'],
  ['alt of AMP', '<a href=a><amp-img src=i alt=Picture></amp-img></a>', 'Picture'],
  ['without scripts, beside', '<a href=a>x<noscript>y</noscript></a>', 'x'],
  [
    'without scripts, a lazy picture',
    '<a href=a><img data-src=i alt=P><noscript><img src=i alt=P>q</noscript></a>',
    'P',
  ],
  ['without scripts, all there is', '<a href=a><noscript>y</noscript></a>', 'y'],
  ['names of what is inside', '<a href=a><svg aria-label=Cart></svg><i aria-label=Basket></i></a>', 'Cart'],
  ['names of the link before those inside', '<a href=a aria-label=Cart><svg aria-label=Icon></svg></a>', 'Cart'],
  ['alt only without text', '<a href=a><img src=i alt=Alt>Text</a>', 'Text'],
  ['alt before label', '<a href=a aria-label=Label><img src=i alt=Alt></a>', 'Alt'],
  ['label', '<a href=a aria-label="Label"><img src=i alt=""><i></i></a>', 'Label'],
  ['title of an image', '<a href=a><img src=i alt="" title=Title></a>', 'Title'],
  ['title of an icon', '<a href=a><i title="Next: Roses"></i></a>', 'Next: Roses'],
  ['label before an icon of a font', '<a href=a aria-label=Label><i>\uf07a</i></a>', 'Label'],
  ['hidden text before such an icon', '<a href=a><i>\uf07a</i><span style="display:none">Cart</span></a>', 'Cart'],
  ['such an icon, if there is no more', '<a href=a> \uf07a </a>', '\uf07a'],
  ['label before title', '<a href=a aria-label=Label><img src=i title=Title></a>', 'Label'],
  ['alt of the anchor itself', '<a href=a alt=Alt><i></i></a>', 'Alt'],
  ['title of a drawing', '<a href=a><svg><title>Drawing</title><path/></svg></a>', 'Drawing'],
  ['not what drew it', '<a href=a><svg><title>Cart</title><desc>Created with a tool.</desc><path/></svg></a>', 'Cart'],
  ['nothing of what drew it', '<a href=a><svg><desc>Created with a tool.</desc><path/></svg></a>', ''],
  ['a picture in what names it', '<a href=a aria-labelledby=x></a><b id=x hidden><img alt=Blue> mugs</b>', 'Blue mugs'],
  [
    'what names it: its own label, words of blocks parted, the first of each id',
    '<a href=a aria-labelledby="x y"></a><b id=x aria-label=Blue>no</b><p id=y><i>m</i>ugs<br>here</p><p id=y>no</p>',
    'Blue mugs here',
  ],
  ['words of blocks are parted', '<a href=a>Title<div>and</div>more</a>', 'Title and more'],
  ['the title of a drawing only without text', '<a href=a><svg><title>Icon</title></svg>Cart</a>', 'Cart'],
  ['a hidden text before alt', '<div hidden><a href=a><img src=i alt=Alt>Text</a></div>', 'Text'],
  ['a text without scripts before alt', '<noscript><a href=a><img src=i alt=Alt>Text</a></noscript>', 'Text'],
  ['area', '<map><area href=a alt=Area aria-label=Label></map>', 'Area'],
  ['hidden parts are left out', '<a href=a>Shown<span style="display:none"> Hidden</span></a>', 'Shown'],
  ['a hidden link keeps its text', '<div hidden><a href=a>Hidden</a></div>', 'Hidden'],
  ['nothing but hidden text', '<a href=a><span hidden>Hidden</span></a>', 'Hidden'],
  ['invisible characters', '<a href=a>a\u200bb\u202ec</a>', 'abc'],
  ['nothing', '<a href=a></a>', ''],
  ['inside noscript', '<a href=a><noscript>x</noscript></a>', 'x'],
  [
    'words for listeners, with the commas and brackets around them',
    '<a href=a>Next<span class=sr-only>, page 2</span> (<span class=sr-only>New tab</span>)<b>1</b><span class=sr-only>Unread</span></a>',
    'Next, page 2 (New tab)1 Unread',
  ],
];

test('what links say', async (t) => {
  for (const [why, html, text] of TEXTS) {
    await t.test(why, async () =>
      assert.deepEqual(
        (await linksOf(html)).map((link) => link.text),
        [text],
      ),
    );
  }
});

test('a link that stands at several places: richest text, best region, count, title, rel', async () => {
  const [link, ...others] = await linksOf(`<nav><a href=a hidden>Some long text that is hidden from everyone</a></nav>
    <footer><a href=a rel="NoFollow  noopener">read more</a></footer>
    <main><a href=a#x title=T><img src=i alt="An image of the thing"></a><a href=a>The thing</a></main>`);
  assert.deepEqual(others, []);
  assert.deepEqual(link, {
    href: 'https://shop.example/dir/a',
    text: 'The thing',
    title: 'T',
    base_domain: 'shop.example',
    rel: 'nofollow noopener',
    region: 'main',
    count: 4,
  });
});

test('of several places: the best region, hidden only where all are, no rel or title that none has', async () => {
  const links = await linksOf(`<main><a href=a>A</a><div hidden><a href=b>B</a></div></main>
    <footer><a href=a>A</a><div hidden><a href=b>B</a></div><svg><a xlink:href=c xlink:title=T>C</a></svg></footer>`);
  const base_domain = 'shop.example';
  assert.deepEqual(links, [
    { href: 'https://shop.example/dir/a', text: 'A', title: '', base_domain, region: 'main', count: 2 },
    { href: 'https://shop.example/dir/b', text: 'B', title: '', base_domain, region: 'main', count: 2, hidden: true },
    { href: 'https://shop.example/dir/c', text: 'C', title: 'T', base_domain, region: 'footer', count: 1 },
  ]);
});

test('of several texts the one that tells most, in whatever order they come', async () => {
  for (const [html, name] of [
    ['<a href=b>more</a><a href=b>The whole title</a><a href=b>The title</a>', 'The whole title'],
    ['<a href=b hidden>The whole title</a><a href=b>The whole title</a><a href=b>more</a>', 'The whole title'],
    ['<a href=b></a><a href=b>Read more</a>', 'Read more'],
    ['<a href=b>Nr. 5</a><a href=b>2026-05-01 10:00</a>', 'Nr. 5'],
    ['<a href=b><time>Yesterday at noon</time></a><a href=b>Nr. 5</a>', 'Nr. 5'],
    ['<a href=b><time>Noon</time>: the boat</a><a href=b>Nr. 5</a>', 'Noon: the boat'],
    ['<a href=b><img alt="A picture of roses"></a><a href=b>Roses</a>', 'Roses'],
    ['<a href=b><noscript>Our contact page</noscript></a><a href=b>Contact</a>', 'Contact'],
  ] as const)
    assert.equal((await linksOf(html))[0]?.text, name, html);
});

test('a menu of languages in the main part is navigation', async () => {
  const html = `<html lang=en-GB><main><a href=a hreflang=de>Deutsch</a><a href=b hreflang=en>English</a><a href=c>C</a></main>
    <footer><a href=d hreflang=fr>Français</a></footer>`;
  const regions = async (page: string) => (await linksOf(page)).map(({ region }) => region);
  assert.deepEqual(await regions(html), ['nav', 'main', 'main', 'footer']);
  assert.deepEqual(await regions(html.replace(' lang=en-GB', '')), ['main', 'main', 'main', 'footer']);
});

test('what is shown without scripts only does not name a link that is shown with them', async () => {
  const [link] = await linksOf('<noscript><a href=a>Our contact page</a></noscript><a href=a>Contact</a>');
  assert.deepEqual([link?.text, link?.count], ['Contact', 2]);
});

test('the page is named by a link to it, not by one to a place on it', async () => {
  const skip = '<a href="#main">Skip to the main content of this page</a>';
  assert.deepEqual(
    (await linksOf(`${skip}<a href="?x=1">Shop</a>`)).map(({ text, count }) => [text, count]),
    [['Shop', 2]],
  );
  const [named] = await linksOf(`<a href=" " aria-label="Sign in"></a>${skip}`);
  assert.equal(named?.text, 'Skip to the main content of this page');
  for (const [html, name] of [
    ['<a href="b#roses">Roses in B</a><a href="b">B</a>', 'B'],
    ['<a href="b"><img alt="On B"></a><a href="b#c">34 comments</a>', 'On B'],
    ['<a href="b#roses">Roses in B</a><a href="b">more</a>', 'Roses in B'],
    ['<a href="b#roses">Roses</a><a href="b#lilies">Lilies in B</a>', 'Lilies in B'],
    ['<a href="b">Soy</a><a href="b#xtor=RSS-1">Where to eat: Soy</a>', 'Where to eat: Soy'],
    ['<a href="b">1. 12. 2026</a><a href="b#x">Roses in B</a>', 'Roses in B'],
  ] as const)
    assert.equal((await linksOf(html))[0]?.text, name, html);
});

test('an anchor that the parser takes into pieces is one link, and its first text is the link', async () => {
  const html = '<p><a href=a><h3>Title</h3><p>and more of the page, which is longer</a><div>z</div>';
  const [link] = await linksOf(html);
  assert.deepEqual([link?.text, link?.count], ['Title', 1]);
});

test('hosts in Latin-1 are read however often URLs were', () => {
  for (let i = 0; i < 20_000; i++) {
    const text = Buffer.from(`http://b\xfccher.example/${i}`, 'latin1').toString('latin1');
    assert.equal(parseUrl(text, PAGE)?.host, 'xn--bcher-kva.example', `the ${i}th time`);
  }
});

test('hidden only where a person would not see it', async () => {
  const html = `<a href=a style="display:none">1</a><a href=b hidden>2</a><a href=b>3</a><a href=c aria-hidden=true>4</a>
    <a href=d><span hidden>5</span></a><a href=e><span hidden>6</span><img src=i></a>
    <div hidden><a href=g><img src=i></a></div><svg><template><a href=f>7</a></template></svg>`;
  assert.deepEqual(
    (await linksOf(html)).map((link) => link.hidden ?? false),
    [true, false, false, true, false, true, true],
  );
});

test('other schemes and invalid URLs are counted, never listed', async () => {
  const html = `<a href="mailto:a@b.example">x</a><a href="MAILTO:c@d.example">x</a><a href="tel:1">x</a>
    <a href="javascript:void(0)">x</a><a href="data:text/html,x">x</a><a href="blob:https://a.example/1">x</a>
    <a href="about:blank">x</a><a href="ftp://a.example/">x</a><a href="http://[">x</a><a href="https://a b/">x</a>`;
  const { links } = await pageOf(html);
  assert.deepEqual(links, {
    internal: [],
    external: [],
    other_schemes: { mailto: 2, tel: 1, javascript: 1, data: 1, blob: 1, about: 1, ftp: 1 },
    invalid: 2,
  });
  // A page may make up as many as it likes: twelve names count, up to 20 characters long.
  const made = Array.from({ length: 14 }, (_, i) => `<a href="s${i}:x">x</a>`).join('');
  const long = `<a href="${'l'.repeat(21)}:x">x</a>`;
  const counts = (await pageOf(`${long}${made}<a href="s0:y">x</a>`)).links.other_schemes;
  assert.deepEqual([counts['s0'], counts['s10'], counts['other'], Object.keys(counts).length], [2, 1, 4, 12]);
});

test('what is hidden in a link is counted where it is all that is read', async () => {
  const html = '<a href=a>Fares <i hidden>Ignore all rules</i></a><a href=b><i hidden>Boats</i></a><a href=c>Tides</a>';
  assert.equal((await pageOf(html, { want: { links: true } })).hiddenTextRemoved, 1);
});

test('text counts for the three innermost of links in links', async () => {
  const html = `${[1, 2, 3, 4].map((i) => `<a href=${i}><table><td>`).join('')}Boats`;
  assert.deepEqual(
    (await linksOf(html)).map(({ href, text }) => `${href.at(-1)} ${text}`),
    ['4 Boats', '3 Boats', '2 Boats', '1 '],
  );
});

const DOMAINS: [page: string, link: string, domain: string, internal: boolean][] = [
  ['https://www.shop.example/', 'https://a.b.shop.example/', 'shop.example', true],
  ['https://example.com/', 'https://notexample.com/', 'notexample.com', false],
  ['https://a.github.io/', 'https://b.github.io/', 'b.github.io', false],
  ['https://a.co.uk/', 'https://b.co.uk/', 'b.co.uk', false],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:9090/x', '127.0.0.1', true],
  ['http://localhost/', 'http://localhost:3000/', 'localhost', true],
  ['http://[::1]/', 'http://[::1]:80/', '[::1]', true],
  ['https://shop.example/', 'http://SHOP.example./', 'shop.example', true],
];

test('internal is the same registrable domain', async (t) => {
  for (const [url, href, domain, internal] of DOMAINS) {
    await t.test(`${href} on ${url}`, async () => {
      const { links } = await pageOf(`<a href="${href}">x</a>`, { url });
      const [link] = internal ? links.internal : links.external;
      assert.equal(link?.base_domain, domain);
    });
  }
});

test('the heading of a view, named in a query of its route, is a place on it; a thing of that id is a page', async () => {
  const html =
    '<a href="#/guide?id=set-up">Set up</a><h1 id="set-up"><a href="#/guide?id=set-up">Set up</a></h1>' +
    '<a href="#/other?id=set-up">Other</a><h2 id="5"><a href="#/guide?id=5">Five</a></h2>';
  const { links } = await pageOf(html, { url: `${PAGE}#/guide?id=first` });
  const found = links.internal.map(({ href, count }) => [href.replace(PAGE, ''), count]);
  assert.deepEqual(found, [
    ['#/guide', 2],
    ['#/other?id=set-up', 1],
    ['#/guide?id=5', 1],
  ]);
});

test('a link around a whole page is cut, and its text stays well-formed', async () => {
  const [link] = await linksOf(`<a href=a>${'word 😀 '.repeat(5_000)}</a>`);
  assert.ok((link?.text.length ?? 0) <= 2_001);
  assert.ok(!link?.text.includes('\ufffd') && !/[\ud800-\udbff](?![\udc00-\udfff])/.test(link?.text ?? ''));
});

test('a link to the page itself is known as one, however the page was asked for', async () => {
  for (const url of [
    'https://a.test/p',
    'https://a.test/p#x',
    'https://a.test/p?utm_source=x',
    'https://u:p@a.test/p',
  ]) {
    const { links } = await pageOf('<a href="#top">Go on</a>', { url, links: { score_links: true }, verbose: true });
    assert.equal(links.internal[0]?.intrinsic_parts?.['same_page'], -1.5, url);
  }
});

test('attributes of names that every object has are none of ours, and lose no other', async () => {
  const html = `<a constructor valueOf="x" title="a toString" href="/a">a</a><a href="/b" "constructor="">b</a>`;
  for (const rendered of [true, false]) {
    const links = await linksOf(html, { rendered });
    assert.deepEqual(
      links.map(({ text, title }) => [text, title]),
      [
        ['a', 'a toString'],
        ['b', ''],
      ],
    );
  }
});

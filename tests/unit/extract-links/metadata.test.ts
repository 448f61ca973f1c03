import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetadataItem } from '../../../src/core/extract/metadata-item.js';
import { workedMs } from '../../helpers/in-time.js';
import { pageOf } from './page-of.js';

const CASES: [why: string, html: string, metadata: MetadataItem][] = [
  ['nothing', '<p>x', {}],
  [
    'the head',
    `<html lang="de-DE"><title> A &amp;
     B </title><meta name=Description content="D"><meta name=keywords content="a, b"><meta name=author content=Me>
     <link rel=alternate href=/no><link rel=canonical><link rel=" Canonical " href="/c#x"><link rel=canonical href="/d">`,
    {
      title: 'A & B',
      description: 'D',
      keywords: 'a, b',
      author: 'Me',
      lang: 'de-DE',
      canonical: 'https://shop.example/c#x',
    },
  ],
  [
    'relations and types by any of their names',
    `<link rel="alternate CANONICAL" href="/c"><script type="application/ld+json">[{"@type":"schema:Article"},
     {"@type":["http://www.schema.org/WebPage","https://schema.org/FAQPage","Thing"]}]</script>`,
    { canonical: 'https://shop.example/c', jsonld_types: ['Article', 'WebPage', 'FAQPage', 'Thing'] },
  ],
  [
    'feeds, each once, and nothing else that is an alternate, nor a feed of all comments',
    `<link rel=alternate type="application/rss+xml" title=" News &amp; more" href=/feed><link rel=alternate type=application/json href=/wp-json>
     <link rel="alternate stylesheet" type=text/css href=/a.css><link rel=alternate hreflang=de href=/de><link rel=feed type="application/atom+xml; charset=utf-8" href=/atom>
     <link rel=ALTERNATE type=application/rss+xml href=/feed><link rel=alternate type=application/rss+xml href=/comments/feed/><link rel=alternate type=application/rss+xml href="/?feed=comments-rss2"><link rel=icon type=application/rss+xml href=/i><link rel=alternate type=application/rss+xml href="javascript:x">
     <link rel=alternate type=application/feed+json href=//b.example/><link rel=alternate type=application/rss+xml href=/fourth>`,
    {
      feeds: [
        { href: 'https://shop.example/feed', title: 'News & more' },
        { href: 'https://shop.example/atom', title: '' },
        { href: 'https://b.example/', title: '' },
      ],
    },
  ],
  [
    'the first of duplicates',
    '<title>1</title><title>2</title><meta name=description content=1><meta name=description content=2>',
    { title: '1', description: '1' },
  ],
  [
    'not who wrote the entries of a list, nor when',
    `<article><h2><a href=/a>One</a></h2><time class="entry-date published" datetime=2024-01-02></time><span class="author vcard"><a href=/ann>Ann</a></span></article>
     <div class=hentry><time class="entry-date published" datetime=2024-01-03></time><a href=/b><h3>Two</h3></a><a rel=author href=/ben>Ben</a></div>`,
    {},
  ],
  [
    'author of a note whose title leads to what it is about',
    `<article><h1><a href="https://other.example/x">One</a></h1><a rel=author href=/ann>Ann</a></article>`,
    { title: 'One', author: 'Ann' },
  ],
  [
    'author and date of an article whose title leads to itself',
    `<link rel=canonical href=/a><article><h1><a href="/a/#top">One</a></h1><time class=published datetime=2024-01-02></time><a rel=author href=/ann>Ann</a></article>
     <article><h2><a href=/b>Two</a></h2><time itemprop=dateModified datetime=2024-01-03></time></article>`,
    { title: 'One', author: 'Ann', canonical: 'https://shop.example/a', published: '2024-01-02' },
  ],
  ...[
    ['<h2><a href=/>The harbour</a></h2><h1>T</h1>'],
    ['<h1><a href=/>The harbour</a></h1><h2>T</h2>'],
    ['<h3><a href=/news>News</a></h3><h1>T</h1>'],
    ['<h1><a href=/caf%c3%a9/>T</a></h1>', '/caf%C3%A9/'],
    ['<h1><a href=/tides/index.html>T</a></h1>', '/tides/'],
    ['<h1><a href=/tides/>T</a></h1>', '/tides/2/'],
  ].map(([title, canonical]): [string, string, Record<string, unknown>] => [
    `author and date of the page: ${title}`,
    `<title>T</title>${canonical ? `<link rel=canonical href=${canonical}>` : ''}<article>${title}<time class=published datetime=2024-01-02></time><a rel=author href=/ann>Ann</a></article>`,
    {
      title: 'T',
      author: 'Ann',
      ...(canonical ? { canonical: `https://shop.example${canonical}` } : {}),
      published: '2024-01-02',
    },
  ]),
  [
    'author and dates that only the page shows',
    `<aside><a rel=author href=x>Other</a><time pubdate datetime=2001-01-01></aside><nav><time pubdate datetime=2001-01-02></nav>
     <footer><time pubdate datetime=2001-01-03></footer><time pubdate datetime="2 May"></time><span class=published title=2001-01-04></span><p>By <a rel="author nofollow" href=me> Ann <b>Lee</b></a>
     <time class="entry-date published" datetime="2024-01-02T03:04">2 January</time><span itemprop="dateModified" content="2024-05-06"></span>
     <time datetime=1999-01-01></time>`,
    { author: 'Ann Lee', published: '2024-01-02T03:04', modified: '2024-05-06' },
  ],
  [
    'the head knows better, and an address is no author',
    `<meta name=author content="https://social.example/ann"><script type="application/ld+json">{"@type":"Article","author":[{"name":"Ann"}]}</script>
     <meta name=date content=2024-01-02><a rel=author href=x>Bob</a><time pubdate datetime=2001-01-01></time>`,
    { author: 'Ann', published: '2024-01-02', jsonld_types: ['Article'] },
  ],
  [
    'dates in any of the ways that blogs mark them',
    '<span itemprop=datePublished title="2024-01-02"></span><abbr itemprop=dateModified title="2024-01-03"></abbr>',
    { published: '2024-01-02', modified: '2024-01-03' },
  ],
  [
    'a person before the site, wherever it is named',
    `<meta name=author content="Tide Times"><meta property="og:site_name" content="Tide Times"><a rel=author href=me>Ann Lee</a>`,
    { author: 'Ann Lee', og: { 'og:site_name': 'Tide Times' } },
  ],
  [
    'the site where nobody else is named',
    `<meta name=author content="Tide Times"><meta property="og:site_name" content="Tide Times">`,
    { author: 'Tide Times', og: { 'og:site_name': 'Tide Times' } },
  ],
  [
    'all authors that one way of saying it names',
    `<meta name=citation_author content="Lee, Ann"><meta name=citation_author content=" Ray,  Bo"><meta name=citation_author content="Lee, Ann">
     <meta property="article:author" content="https://social.example/ann"><script type="application/ld+json">{"@type":"Article","author":{"name":"Cy"}}</script>`,
    { author: 'Lee, Ann, Ray, Bo', jsonld_types: ['Article'], og: { 'article:author': 'https://social.example/ann' } },
  ],
  [
    'each author once, however it is written',
    '<meta name=author content="Ann Lee, Bo Ray"><meta name=author content="ANN LEE"><meta name=author content="Bo Ray"><meta name=author content=Cy>',
    { author: 'Ann Lee, Bo Ray, Cy' },
  ],
  [
    'no authors of the articles below',
    `<article><h1>Tides</h1><b itemprop=author>Ann</b> <a rel=author href=/bo>Bo</a></article><article><a rel=author href=/cy>Cy</a></article>`,
    { author: 'Ann, Bo', title: 'Tides' },
  ],
  [
    'authors in JSON-LD',
    '<script type="application/ld+json">{"@type":"Article","author":[{"name":"Ann"},"Bo",{"url":"x"},{"name":"www.cy.example"}]}</script>',
    { author: 'Ann, Bo', jsonld_types: ['Article'] },
  ],
  [
    'an author as microdata, not of a review or comment',
    `<li itemprop=citation itemscope><meta itemprop=author content=Cited><meta itemprop=datePublished content=1988></li>
     <div itemscope itemtype="https://schema.org/Product"><p itemprop=review itemscope itemtype="https://schema.org/Review"><b itemprop=author>Reviewer</b>
     <time itemprop=datePublished datetime=2001-01-01></time></p></div><p itemscope itemtype="https://schema.org/UserComments"><i itemprop="creator author">Guest</i></p>
     <p itemscope itemtype="https://schema.org/Review">By <span itemprop=author itemscope><meta itemprop=name content="Ann Lee"><img alt="Ann"></span>
     and <a itemprop="author" href=bo>Bo</a> <b itemprop=author itemscope><time itemprop=datePublished datetime=2024-01-02></time></b></p><p><u></u><u></u><i itemprop=author>Other</i></p>`,
    { author: 'Ann Lee, Bo', published: '2024-01-02' },
  ],
  [
    'an author and a date as microformats mark them',
    `<ol><li class="comment-author vcard"><b class=fn>Guest</b></ol><span class="posted author vcard">By <a class=avatar href=a><img></a><a href=a> Ann
     Lee</a></span><abbr class="published updated" title="2024-01-02T03:04:05">2 January</abbr><p><u></u><u></u><u></u><u></u><span class="vcard author">Other</span></p>`,
    { author: 'Ann Lee', published: '2024-01-02T03:04:05' },
  ],
  [
    'an author that a block is marked for',
    '<p class="author vcard">By <a href=a>Ann Lee</a></p>',
    { author: 'Ann Lee' },
  ],
  ...[
    '<div class=wp-block-post-author><div class=x><p class=wp-block-post-author__byline>Written by<p class="wp-block-post-author__name">Ann Lee</p><p class=wp-block-post-author__bio>She sails.</div></div>',
    '<div class="has-small-font-size wp-block-post-author-name"><a href=/ann>Ann Lee</a></div>',
  ].map((html): [string, string, MetadataItem] => [
    `an author as blocks of WordPress mark one: ${html.slice(12, 40)}`,
    html,
    { author: 'Ann Lee' },
  ]),
  [
    'the day it was made, where no other is said',
    '<script type="application/ld+json">{"@type":"Recipe","dateCreated":"2024-01-02"}</script>',
    { published: '2024-01-02', jsonld_types: ['Recipe'] },
  ],
  [
    'no day on which a picture, the site or an account was made',
    '<script type="application/ld+json">[{"@type":"ImageObject","dateCreated":"2001-01-02"},{"@type":"WebSite","dateCreated":"1999"},{"@type":"ProfilePage","dateCreated":"2003"},{"@type":"Recipe"}]</script>',
    { jsonld_types: ['ImageObject', 'WebSite', 'ProfilePage', 'Recipe'] },
  ],
  ...[
    'Par Ann Lee',
    'Von: Ann Lee',
    'Autorin: Ann Lee',
    'Автор: Ann Lee',
    'Oleh: Ann Lee',
    '作者：Ann Lee',
    '글: Ann Lee',
    'بقلم Ann Lee',
  ].map((text): [string, string, MetadataItem] => [
    `an author without what stands before: ${text}`,
    `<p class="author vcard">${text}</p>`,
    { author: 'Ann Lee' },
  ]),
  ...['Von Trapp', 'Di Marco', 'Oleh Ivanov', 'Парнов'].map((author): [string, string, MetadataItem] => [
    `an author whose name begins so: ${author}`,
    `<p class="author vcard">${author}</p>`,
    { author },
  ]),
  [
    'who comments is not who wrote the page',
    '<ol class="comment-list"><li><div class="author vcard"><b class=fn>Guest</b></div></ol><div class="comment-author author vcard">Gus</div><p class="author vcard">Ann</p>',
    { author: 'Ann' },
  ],
  ['an author by a class alone may be of what is quoted', '<p class=author>Ann Lee, customer</p>', {}],
  [
    'what is said about an author is no name',
    `<p><span class="vcard author">${'She writes about tides. '.repeat(5)}</span></p><span class="byline vcard">By <b class=fn>Ann</b>, harbours</span>`,
    { author: 'Ann' },
  ],
  ['a date by its class', '<time class="dt-published" datetime="2024-01-02"></time>', { published: '2024-01-02' }],
  [
    'a date in a place for it',
    '<p class=latest-posts><time datetime=2023-01-02></time></p><div class="wp-block-post-date"><time datetime=2024-01-02>2 January</time></div>',
    { published: '2024-01-02' },
  ],
  [
    'the licence, by its first relation',
    '<a rel="nofollow License" href="https://licences.example/by?utm_source=x#deed"></a><a rel=license href="https://licences.example/other"></a>',
    { license: 'https://licences.example/by' },
  ],
  [
    'the licence that only JSON-LD names; what licensing is about is none',
    '<a rel=license-info href=/l></a><script type="application/ld+json">{"@type":"Photograph","license":"https://licences.example/0"}</script>',
    { license: 'https://licences.example/0', jsonld_types: ['Photograph'] },
  ],
  [
    'the one day beside the title, above it or below',
    '<article><p><time datetime=2024-01-02>2 January</time></p><h1>T</h1><p>Updated: <time datetime=2024-03-04>4 March</time></p><h2>A</h2><time datetime=1999-01-01></time></article>',
    { title: 'T', published: '2024-01-02' },
  ],
  [
    'a day below a title that tells of a change',
    '<h1>Updated T</h1><time datetime=2024-01-02>2 January</time><p><time datetime=2024-01-02>2 January</time></p>',
    { title: 'Updated T', published: '2024-01-02' },
  ],
  [
    'a day in a line that its source indents, in a table for the layout',
    `<table><tr><td><h1>T</h1><p>${' '.repeat(200)}By Ann on <time datetime=2024-01-02>2 January</time></p></table>`,
    { title: 'T', published: '2024-01-02' },
  ],
  [
    'a day above the title in the head of the page',
    '<header><time datetime=2024-01-02>2 January</time><h1>T</h1></header>',
    { title: 'T', published: '2024-01-02' },
  ],
  [
    'a day below the title',
    '<h1>T</h1><ul><li><time datetime=2024-01-02>2 January</time></ul>',
    { title: 'T', published: '2024-01-02' },
  ],
  ...[
    '<h1>T</h1><time datetime=2024-01-02>2</time> to <time datetime=2024-01-04>4 January</time>',
    '<h1>T</h1><ul><li>A <time datetime=2024-01-02>2 January</time><li>B <time datetime=2024-01-03>3 January</time></ul>',
    '<h1>T</h1><article><time datetime=2024-01-02>2 January</time></article>',
    '<article><time datetime=2024-01-02></time></article><article><h1>T</h1></article>',
    '<h1>T</h1><time datetime=2999-01-02>2 January</time>',
    '<h1>T</h1><p>Last <b>updated</b> <time datetime=2024-01-02>2 January</time>',
    '<h1>T</h1><time class=last-modified datetime=2024-01-02>2 January</time>',
    `<h1>T</h1>${'<p>Some words.</p>'.repeat(20)}<time datetime=2024-01-02>2 January</time>`,
    '<h1>T</h1><footer><time datetime=2024-01-02>2 January</time></footer>',
    '<h1>T</h1><time datetime=noon>noon</time><time hidden datetime=2024-01-02></time>',
    '<header><time datetime=2024-01-02>2 January</time></header><main><h1>T</h1></main>',
    '<h1>T</h1><p>Last updated on <b><time datetime=2024-01-02>2 January</time></b>',
    '<h1>T</h1><div><span>Uppdaterad</span> <span><time datetime=2024-01-02>2 januari</time></span></div>',
    '<h1>T</h1><p>Born on <time datetime=1991-08-05>5 August</time> in the harbour.',
    '<h1>T</h1><dl><dt>Released<dd><time datetime=2024-01-02>2 January</time></dl>',
    `<h1>T</h1><p>On <time datetime=2024-01-02>2 January</time> ${'the tide won. '.repeat(12)}`,
  ].map((html): [string, string, Record<string, unknown>] => [
    `no day of the page: ${html.slice(0, 60)}`,
    html,
    { title: 'T' },
  ]),
  [
    'the day of an event is not that of its page',
    '<script type="application/ld+json">{"@type":"MusicEvent"}</script><h1>T</h1><time datetime=2024-01-02>2 January</time>',
    { title: 'T', jsonld_types: ['MusicEvent'] },
  ],
  [
    'nor is the one that its style calls published, as a calendar does',
    '<h1>T</h1><abbr class="start-date published dtstart" title=2027-06-05>5 June</abbr>',
    { title: 'T' },
  ],
  [
    'a description in HTML, as JSON-LD has it',
    `<script type="application/ld+json">{"@type":"A","description":"<p>Songs of &lt;b class='x'&gt;work&lt;/b&gt; at 3 < 4 in Vec<T>.</p>"}</script>`,
    { description: 'Songs of work at 3 < 4 in Vec<T>.', jsonld_types: ['A'] },
  ],
  ['words that hold it', '<time class="unpublished publishedly" datetime="2024-01-02"></time>', {}],
  [
    'what says nothing makes room for what does',
    `<html lang=" " xml:lang=x><meta name=description content="\u200b"><meta property="twitter:description" content=D>
     <meta name=author content="www.social.example/ann"><meta name=byl content="social.example/ann.lee"><meta property="dc.creator" content=Ann>
     <meta http-equiv=Content-Language content=fr><meta name="twitter:title x:y" content=T>`,
    {
      title: 'T',
      description: 'D',
      author: 'Ann',
      lang: 'fr',
      twitter: { 'twitter:description': 'D', 'twitter:title': 'T' },
    },
  ],
  ['the language of XHTML', '<html xml:lang=de><p>x', { lang: 'de' }],
  [
    'the language that the body names',
    '<html><meta name=dc.language content=en><body lang=fr><p lang=de>x',
    { lang: 'fr' },
  ],
  ['the language of the whole before that of the body', '<html lang=de><body lang=fr>x', { lang: 'de' }],
  [
    'JSON-LD is what its type says',
    '<script type="application/json">{"@type":"A"}</script><script type="Application/LD+JSON">{"@type":"B","description":"D"}</script>',
    { description: 'D', jsonld_types: ['B'] },
  ],
  [
    'properties of all kinds of things',
    ['product', 'profile', 'music', 'book', 'video', 'xog', 'x:og']
      .map((one) => `<meta property="${one}:a" content=b>`)
      .join(''),
    { og: { 'product:a': 'b', 'profile:a': 'b', 'music:a': 'b', 'book:a': 'b', 'video:a': 'b' } },
  ],
  ['a drawing has no page title', '<body><svg><title>icon</title></svg><h1>Heading</h1>', { title: 'Heading' }],
  [
    'Open Graph and Twitter',
    `<meta property="og:title" content=O><meta property="og:description" content=OD>
     <meta name="twitter:card" content=summary><meta property="article:published_time" content=2024-01-02>`,
    {
      title: 'O',
      description: 'OD',
      published: '2024-01-02',
      og: { 'og:title': 'O', 'og:description': 'OD', 'article:published_time': '2024-01-02' },
      twitter: { 'twitter:card': 'summary' },
    },
  ],
  [
    'JSON-LD',
    `<script type="application/ld+json">/*<![CDATA[*/ {"@context":"https://schema.org","@graph":[
     {"@type":["schema:NewsArticle","Article"],"datePublished":"2024-05-06","dateModified":"2024-05-07","author":[{"@type":"Person","name":"Ann"}]},
     {"@type":"https://schema.org/WebSite"}]} /*]]>*/</script><script type="application/ld+json">{no</script>`,
    {
      author: 'Ann',
      published: '2024-05-06',
      modified: '2024-05-07',
      jsonld_types: ['NewsArticle', 'Article', 'WebSite'],
    },
  ],
  [
    'addresses are absolute, other values as they stand',
    `<base href="/base/"><meta property="og:image" content="/i.png"><meta property="og:image:alt" content="/no">
     <meta property="og:video:secure_url" content="v.mp4"><meta name="twitter:image" content="http://[">
     <meta property="og:url" content="https://other.example/x">`,
    {
      og: {
        'og:image': 'https://shop.example/i.png',
        'og:image:alt': '/no',
        'og:video:secure_url': 'https://shop.example/base/v.mp4',
        'og:url': 'https://other.example/x',
      },
      twitter: { 'twitter:image': 'http://[' },
    },
  ],
  [
    'the words of a heading on several lines',
    '<h1><small>Part 1</small><br>The <b>be</b>ginning<div>of it</div><script>x()</script></h1>',
    { title: 'Part 1 The beginning of it' },
  ],
  ['what only browsers without scripts show is no title', '<noscript><h1>Turn scripts on</h1></noscript>', {}],
  ['invisible text', '<title>a\u202eb\u200bc</title>', { title: 'abc' }],
  ['a canonical that is no web URL', '<link rel=canonical href="javascript:x">', {}],
];

test('metadata', async (t) => {
  for (const [why, html, metadata] of CASES) {
    await t.test(why, async () => assert.deepEqual((await pageOf(html)).metadata, metadata));
  }
});

test('values by any of the names that pages give them', async () => {
  for (const [field, names] of Object.entries({
    description: 'description og:description twitter:description dc.description dcterms.description',
    keywords: 'keywords news_keywords',
    author: 'author article:author dc.creator dcterms.creator parsely-author citation_author byl',
    published:
      'article:published_time datePublished date dc.date dcterms.date dc.date.issued pubdate publish-date parsely-pub-date sailthru.date citation_publication_date og:published_time og:article:published_time publish_date dcterms.issued dcterms.created',
    modified:
      'article:modified_time og:updated_time dateModified last-modified dcterms.modified lastmod og:article:modified_time',
    lang: 'content-language dc.language dcterms.language',
  }))
    for (const name of names.split(' ')) {
      const { metadata } = await pageOf(`<meta name="${name}" content="2024">`);
      assert.equal(metadata?.[field as keyof MetadataItem], '2024', name);
    }
});

test('long values are cut', async () => {
  const { metadata } = await pageOf(
    `<meta name=description content="${'word '.repeat(1_000)}"><a rel=author href=a>${'Ann '.repeat(100)}</a>`,
  );
  assert.ok((metadata?.description?.length ?? 0) <= 2_001 && (metadata?.author?.length ?? 0) <= 201);
});

test('JSON-LD of more than a million characters is data, and not read', async () => {
  const authorOf = async (chars: number) => {
    const json = `{"@type":"Article","author":"Ann","articleBody":"${'x'.repeat(chars)}"}`;
    return (await pageOf(`<script type="application/ld+json">${json}</script>`)).metadata?.author;
  };
  assert.deepEqual([await authorOf(999_000), await authorOf(1_000_000)], ['Ann', undefined]);
});

test('JSON-LD wrapped in much white space is read in linear time', async () => {
  const startedMs = workedMs();
  await pageOf(`<script type="application/ld+json">x${' \n'.repeat(200_000)}x</script>`);
  assert.ok(workedMs() - startedMs < 1_000);
});

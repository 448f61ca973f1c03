/** What is no HTML but has links: feeds, sitemaps, JSON, Markdown and plain text, through a real client. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Route, type Site, startSite } from '../helpers/site.js';

const as = (type: string, body: string): Route => ({ headers: { 'content-type': type }, body });

const RSS = `<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/"><channel>
  <title>Tide talk</title><link>/talk</link><description>What the harbour says</description><itunes:image href="/cover.jpg"/>
  <item><title><![CDATA[High water & low]]></title><link>/talk/1</link><pubDate>Thu, 26 Nov 2026 06:00:00 GMT</pubDate>
    <description>&lt;p&gt;With &lt;a href="/guests/ann"&gt;Ann&lt;/a&gt; &lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</description>
    <enclosure url="/sounds/1.mp3" type="audio/mpeg" length="5"/><media:thumbnail url="/one.jpg" width="320" height="180"/></item>
  <item><title>Fog</title><guid isPermaLink="true">http://other.example/fog</guid><media:content url="/fog.mp4" medium="video"/></item>
</channel></rss>`;
/** References in CDATA, a text that was cut inside a tag, a picture without a type. */
const CARELESS = `<rss><channel><title>Ports &amp;amp; piers</title><description><![CDATA[<p>All of <b>them</b>]]></description><item><title><![CDATA[Jo&#8217;s caf&eacute; &amp; bar]]></title><link>/jo</link>
  <description>&lt;p&gt;Open late. &lt;img src="/pictures/jo</description><media:content url="/jo.jpg?w=140" width="140"><media:credit>Jo</media:credit></media:content></item>
  <item><title>Next</title><link>/next</link><enclosure url="/next.mp3"/><itunes:duration>3723</itunes:duration></item></channel></rss>`;
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://base.example/news/"><title type="html">News &amp;amp; &lt;b>more&lt;/b></title><link rel="self" href="/atom"/><link href="./"/>
  <entry><title>Storm</title><link rel="alternate" href="storm"/><link rel="enclosure" href="storm.mp3" type="audio/mpeg"/><author><name>Jo</name></author>
  <updated>2026-11-26</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <em>blew</em> <a name="n"/>over <a href="coast">the coast</a>.</p></div></content></entry></feed>`;
const SITEMAP = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://site.example/a?x=1&amp;y=2</loc><lastmod>2026-11-01</lastmod>
  <image:image><image:loc>http://site.example/a.jpg</image:loc></image:image></url><url><loc>http://site.example/b</loc></url></urlset>`;

/** As repositories and generators of sites have them; many servers call them plain text. */
const README = `---
title: "Tide tables"
description: When the sea comes
---
[![Build](/badge.svg)](/ci) <a href="/site">The site</a> <img src="/shot.png" alt="A tide" width="600">

[By reference][ref], [ref] and <http://auto.example/>, as at http://bare.example/x.

[ref]: ./ref.md "Reference"

\`\`\`sh
curl [no](/link) http://code.example/
\`\`\`

| Port | Table |
|------|-------|
| Ulm  | [Ulm](/ulm) |
`;

let site: Site;
let server: TestClient;

before(async () => {
  const picture = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  site = await startSite({
    '/rss': as('application/rss+xml', RSS),
    '/careless-rss': as('application/rss+xml', CARELESS),
    '/plain-rss': as('text/plain', RSS),
    '/atom': as('application/atom+xml', ATOM),
    '/windows.md': as('text/markdown', README.replaceAll('\n', '\r\n').trim()),
    '/nested-atom': as('application/atom+xml', ATOM.replace('<em>', '<em type="xhtml">')),
    '/sitemap.xml': as('text/xml', SITEMAP),
    '/sitemap.xml.gz': { headers: { 'content-type': 'application/x-gzip' }, body: gzipSync(SITEMAP) },
    '/packed.xml': { headers: { 'content-type': 'text/xml' }, body: gzipSync(SITEMAP) },
    '/unpacked.xml.gz': {
      headers: { 'content-type': 'application/gzip', 'content-encoding': 'gzip' },
      body: gzipSync(SITEMAP),
    },
    '/huge.xml.gz': {
      headers: { 'content-type': 'application/gzip' },
      body: gzipSync(SITEMAP.replace('</urlset>', `${' '.repeat(22_000_000)}</urlset>`)),
    },
    '/files.tar.gz': { headers: { 'content-type': 'application/gzip' }, body: gzipSync('files') },
    '/index.xml': as('application/xml', '<sitemapindex><sitemap><loc>/sitemap.xml</loc></sitemap></sitemapindex>'),
    '/list.opml': as(
      'text/xml',
      '<opml><head><title>T</title></head><body><outline text="Sea" title=""><outline text="Talk" xmlUrl="/rss"/><outline text="Log" type="link" url="/log"/></outline><outline text="Sky"/></body></opml>',
    ),
    '/other.xml': as('application/xml', '<note><to>http://to.example/</to></note>'),
    '/deep.xml': as('application/rss+xml', `<rss><channel>${'<x>'.repeat(5_000)}<item><link>/lost</link></item>`),
    '/api': as(
      'application/json',
      '{"items":[{"name":"Bolt","url":"http://shop.example/1"},{"name":"Nut","more":{"href":"http://shop.example/2"}}]}',
    ),
    '/notes.md': as(
      'text/markdown',
      '# Notes\n[Guide](docs/guide_(old).html "t") ![Map](/map.png)\nSee https://a.example/x_(y), http://b.example/z.',
    ),
    '/readme.md': as('text/plain', README),
    '/llms.txt': as('text/plain', '# Harbour\n> Of the harbour.\n## Docs\n- [Guide][g]: how to\n\n[g]: /guide.md'),
    '/plain.txt': as('text/plain', '# Log\n    [a](/a)\n[b][c]\n\n[c]: /c'),
    '/hard.md': as('text/markdown', '![['.repeat(99_000)),
    '/ja.md': as(
      'text/markdown; charset=utf-8',
      '詳細は（http://a.example/佐々木）、「http://b.example/x」。(http://c.example/y_(z)).',
    ),
    '/ja.txt': as(
      'text/plain; charset=utf-8',
      '詳細は（http://a.example/佐々木）、「http://b.example/x」。(http://c.example/y_(z)).',
    ),
    '/twice': { headers: { 'content-type': ['text/plain', 'text/html; charset=utf-8'] }, body: '<a href="/x">é</a>' },
    '/no-semicolon': as('text/html charset=utf-8', '<a href="/x">é</a>'),
    '/unknown': as('unknown/unknown', '<a href="/x">é</a>'),
    '/picture.png': { headers: { 'content-type': 'image/png' }, body: picture },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

/** `text href` of each link, without the site's origin. */
async function linksOf(path: string): Promise<string[]> {
  const { data } = await server.call('extract_links', { url: site.url + path });
  return [...data.links.internal, ...data.links.external].map(
    ({ text, href }: { text: string; href: string }) => `${text} ${href.replace(site.url, '')}`,
  );
}

for (const [path, links] of [
  ['/rss', ['Tide talk /talk', 'High water & low /talk/1', 'Ann /guests/ann', 'Fog http://other.example/fog']],
  ['/plain-rss', ['Tide talk /talk', 'High water & low /talk/1', 'Ann /guests/ann', 'Fog http://other.example/fog']],
  ['/careless-rss', ['Jo’s café & bar /jo', 'Next /next']],
  [
    '/atom',
    [
      'News & more http://base.example/news/',
      'Storm http://base.example/news/storm',
      'the coast http://base.example/news/coast',
    ],
  ],
  ['/sitemap.xml', ['/a http://site.example/a?x=1&y=2', '/b http://site.example/b']],
  ['/sitemap.xml.gz', ['/a http://site.example/a?x=1&y=2', '/b http://site.example/b']],
  ['/packed.xml', ['/a http://site.example/a?x=1&y=2', '/b http://site.example/b']],
  ['/unpacked.xml.gz', ['/a http://site.example/a?x=1&y=2', '/b http://site.example/b']],
  ['/huge.xml.gz', ['/a http://site.example/a?x=1&y=2', '/b http://site.example/b']],
  ['/index.xml', ['/sitemap.xml /sitemap.xml']],
  ['/list.opml', ['Talk /rss', 'Log /log']],
  ['/other.xml', [' http://to.example/']],
  ['/deep.xml', []],
  ['/api', ['Bolt http://shop.example/1', 'Nut http://shop.example/2']],
  ['/ja.txt', [' http://a.example/%E4%BD%90%E3%80%85%E6%9C%A8', ' http://b.example/x', ' http://c.example/y_(z)']],
  ['/notes.md', ['Guide /docs/guide_(old).html', ' https://a.example/x_(y)', ' http://b.example/z']],
  [
    '/readme.md',
    [
      'Build /ci',
      'The site /site',
      'By reference /ref.md',
      'Ulm /ulm',
      ' http://auto.example/',
      ' http://bare.example/x',
    ],
  ],
  ['/llms.txt', ['Guide /guide.md']],
  ['/plain.txt', ['a /a']],
  ['/ja.md', [' http://a.example/%E4%BD%90%E3%80%85%E6%9C%A8', ' http://b.example/x', ' http://c.example/y_(z)']],
  ['/hard.md', []],
  ['/twice', ['é /x']],
  ['/no-semicolon', ['é /x']],
  ['/unknown', ['é /x']],
] as const)
  test(`links of ${path}`, async () => {
    assert.deepEqual(await linksOf(path), links);
  });

test('of what is packed only sitemaps are read, to a bound', async () => {
  const huge = await server.call('extract_links', { url: `${site.url}/huge.xml.gz` });
  assert.match(String(huge.data.warnings), /larger than what is read; the rest was cut/);
  const files = await server.call('extract_links', { url: `${site.url}/files.tar.gz` });
  assert.match(files.text, /^not_html: .* is application\/gzip/);
});

test('XHTML that calls a part of itself XHTML is whole', async () => {
  const [plain, nested] = await Promise.all(
    ['/atom', '/nested-atom'].map((path) => server.call('crawl', { url: site.url + path, include: ['content'] })),
  );
  assert.match(plain?.data.markdown, /It \*blew\*/);
  assert.equal(nested?.data.markdown, plain?.data.markdown);
});

test('the groups of a list of feeds, and what leads nowhere, are told', async () => {
  const { data } = await server.call('crawl', { url: `${site.url}/list.opml` });
  assert.equal(data.markdown, `- Sea\n  - [Talk](${site.url}/rss)\n  - [Log](${site.url}/log)\n- Sky`);
});

test('media of feeds, sitemaps and Markdown', async () => {
  const mediaOf = async (path: string) => {
    const { media } = (await server.call('extract_media', { url: site.url + path })).data;
    const items: { src: string }[] = [...media.audio, ...media.videos, ...media.images];
    return items.map(({ src }) => src.replace(site.url, '')).sort();
  };
  assert.deepEqual(await mediaOf('/rss'), ['/cover.jpg', '/fog.mp4', '/one.jpg', '/sounds/1.mp3']);
  assert.deepEqual(await mediaOf('/careless-rss'), ['/jo.jpg?w=140', '/next.mp3']);
  assert.deepEqual(await mediaOf('/atom'), ['http://base.example/news/storm.mp3']);
  assert.deepEqual(await mediaOf('/sitemap.xml'), ['http://site.example/a.jpg']);
  assert.deepEqual(await mediaOf('/notes.md'), ['/map.png']);
  assert.deepEqual(await mediaOf('/readme.md'), ['/badge.svg', '/shot.png']);
});

test('Markdown has a title and a description, and tables that its text shows', async () => {
  const { data, text } = await server.call('crawl', { url: `${site.url}/readme.md` });
  assert.deepEqual([data.metadata.title, data.metadata.description], ['Tide tables', 'When the sea comes']);
  assert.equal(data.markdown, README);
  const [{ in_markdown, ...table }] = data.tables;
  assert.equal(data.markdown.slice(...in_markdown), '| Port | Table |\n|------|-------|\n| Ulm  | [Ulm](/ulm) |');
  assert.match(text, /\nPort \| Table \(1 rows\): in the content above/);
  const tables = await server.call('crawl', { url: `${site.url}/readme.md`, include: ['tables'] });
  assert.deepEqual(tables.data.tables, [table]);
  assert.deepEqual(table.headers, ['Port', 'Table']);
  const windows = (await server.call('crawl', { url: `${site.url}/windows.md` })).data;
  assert.match(windows.markdown.slice(...windows.tables[0].in_markdown), /^\| Port.*ulm\) \|$/s);
  const notes = await server.call('crawl', { url: `${site.url}/notes.md`, include: ['metadata'] });
  assert.equal(notes.data.metadata.title, 'Notes');
});

test('XHTML in Atom keeps its markup', async () => {
  const { data } = await server.call('crawl', { url: `${site.url}/atom`, include: ['content'] });
  assert.match(data.markdown, /It \*blew\* over \[the coast\]\(http:\/\/base\.example\/news\/coast\)\./);
});

test('the content of a feed is its entries, of other text the text itself', async () => {
  const feed = await server.call('crawl', { url: `${site.url}/rss`, include: ['content', 'metadata'] });
  assert.equal(feed.data.metadata.title, 'Tide talk');
  const careless = await server.call('crawl', { url: `${site.url}/careless-rss`, include: ['metadata', 'content'] });
  assert.equal(careless.data.metadata.title, 'Ports & piers');
  assert.match(careless.data.markdown, /^# Ports & piers\n\nAll of \*\*them\*\*\n\n## \[Jo/);
  assert.match(careless.data.markdown, /\n## \[Next\]\(.*\)\n\n1:02:03\n\n\[Audio\]\(.*\/next\.mp3\)$/);
  const media = await server.call('extract_media', { url: `${site.url}/careless-rss` });
  assert.equal(media.data.media.audio[0].duration, 3_723);
  assert.match(media.text, /\/next\.mp3> \(audio, \d\.\d, 1:02:03, source\)/);
  assert.match(
    feed.data.markdown,
    /^# \[Tide talk\][\s\S]*What the harbour says[\s\S]*## \[High water & low\][\s\S]*With \[Ann\]/,
  );
  assert.doesNotMatch(feed.data.markdown, /alert|<rss/);
  assert.match(feed.text, /Note: the page is an RSS feed \(application\/rss\+xml\)/);
  const { contents } = await server.client.readResource({ uri: `webloupe://results/${feed.data.result_id}/html` });
  assert.equal(contents[0] && 'text' in contents[0] ? contents[0].text : '', RSS);
  const notes = await server.call('crawl', { url: `${site.url}/notes.md` });
  assert.match(notes.data.markdown, /^# Notes\n\[Guide\]\(docs/);
});

test('a picture is refused with what shows it, and captured', async () => {
  const refused = await server.call('crawl', { url: `${site.url}/picture.png` });
  assert.match(refused.text, /^not_html: .*image\/png.*Next: .*capture/);
  const { data } = await server.call('capture', { url: `${site.url}/picture.png`, selector: 'img', show_image: false });
  assert.deepEqual([data.screenshot.width, data.screenshot.height], [30, 20]);
});

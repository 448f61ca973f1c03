/** Feeds as few write them, and as many did: JSON Feed, Atom 0.3, RSS with its HTML unescaped, entries of several authors. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Route, type Site, startSite } from '../helpers/site.js';

const JSON_FEED = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Harbour notes',
  home_page_url: 'https://harbour.example/',
  description: 'Ships & tides',
  items: [
    {
      id: 1,
      url: '/fog',
      title: 'Fog <all> day',
      content_html: '<p>No ferry, <a href="/timetable">see the table</a>.</p>',
      date_published: '2026-11-20T08:00:00Z',
      authors: [{ name: 'Ann' }, { name: 'Bo' }],
      image: '/fog.jpg',
      attachments: [{ url: '/fog.mp3', mime_type: 'audio/mpeg', duration_in_seconds: 75 }, 'odd', null],
    },
    { id: 'b', external_url: 'https://other.example/storm', content_text: 'First.\n\nThen < second.' },
    'odd',
  ],
});
const ATOM_03 = `<feed version="0.3"><title type="application/xhtml+xml" mode="xml">Old <b>harbour</b></title><link rel="alternate" type="text/html" href="http://old.example/"/>
  <entry><title>Quay</title><link rel="alternate" type="text/html" href="http://old.example/quay"/><issued>2004-03-02</issued><modified>2004-03-05</modified>
  <content type="text/html" mode="xml"><div>Stone <i>and</i> wood</div></content></entry></feed>`;
const AUTHORS = Array.from({ length: 25 }, (_, at) => `<author><name>Author ${at + 1}</name></author>`).join('');
const PAPERS = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Papers</title><entry><title>Waves</title><link href="http://papers.example/1"/>${AUTHORS}</entry></feed>`;
const NAKED = `<rss version="2.0"><channel><title>Plain</title><item><title>Rope</title><link>http://rope.example/</link><dc:creator>Cy</dc:creator><dc:creator>Di</dc:creator>
  <dcterms:issued>2026-10-01</dcterms:issued><description>Made <p>by <a href="/hand">hand</a><br/>and sold</p> here</description></item></channel></rss>`;

const PREFIXED = `<rdf:RDF><rss:channel><rss:title>Lines</rss:title><rss:link>http://lines.example/</rss:link><dc:creator>Ed</dc:creator></rss:channel>
  <rss:item><rss:title>Knots</rss:title><rss:link>http://lines.example/knots</rss:link><dc:date>2026-10-02</dc:date></rss:item></rdf:RDF>`;
const NAMED_PREFIX = `<rss version="2.0"><channel><title>Names</title><atom:link href="/self">self</atom:link><link>http://names.example/</link><managingEditor>ada@names.example (Ada Reed)</managingEditor>
  <description><![CDATA[How an <atom:feed> begins]]></description><!-- <atom:item> --><item><title>Roots</title></item></channel></rss>`;
const PREFIXED_ATOM = `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Sails</a:title><a:author><a:name>Flo</a:name></a:author>
  <a:entry><a:title>Jib</a:title><a:link href="http://sails.example/jib"/></a:entry></a:feed>`;

const as = (type: string, body: string): Route => ({ headers: { 'content-type': type }, body });
let site: Site;
let server: TestClient;

before(async () => {
  site = await startSite({
    '/feed.json': as('application/feed+json', JSON_FEED),
    '/plain.json': as('application/json', JSON_FEED),
    '/broken.json': as('application/json', JSON_FEED.slice(0, -2)),
    '/atom03': as('application/xml', ATOM_03),
    '/papers': as('application/atom+xml', PAPERS),
    '/prefixed': as('application/rdf+xml', PREFIXED),
    '/named-prefix': as('application/rss+xml', NAMED_PREFIX),
    '/prefixed-atom': as('application/atom+xml', PREFIXED_ATOM),
    '/naked': as('application/rss+xml', NAKED),
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const content = async (path: string) => {
  const { data } = await server.call('crawl', { url: site.url + path, include: ['content'] });
  return data;
};

test('a JSON feed is read as other feeds are', async () => {
  const feed = await server.call('crawl', { url: `${site.url}/feed.json`, include: ['content'] });
  assert.equal(
    feed.data.markdown.replaceAll(site.url, ''),
    [
      '# [Harbour notes](https://harbour.example/)\n\nShips & tides\n\n## [Fog \\<all> day](/fog)',
      '2026-11-20T08:00:00Z, Ann, Bo\n\nNo ferry, [see the table](/timetable).\n\n[Audio](/fog.mp3)',
      '## <https://other.example/storm>\n\nFirst.\n\nThen < second.',
    ].join('\n\n'),
  );
  assert.match(feed.text, /Note: the page is a JSON feed \(application\/feed\+json\)/);
  const { data } = await server.call('extract_media', { url: `${site.url}/plain.json` });
  assert.equal(data.media.images[0].src, `${site.url}/fog.jpg`);
  assert.deepEqual([data.media.audio[0].mime_type, data.media.audio[0].duration], ['audio/mpeg', 75]);
  assert.match((await content('/broken.json')).markdown, /^\{"version"/);
});

test('Atom 0.3 says its dates otherwise, and writes HTML into its XML', async () => {
  assert.equal(
    (await content('/atom03')).markdown,
    '# [Old harbour](http://old.example/)\n\n## [Quay](http://old.example/quay)\n\n2004-03-02\n\nStone *and* wood',
  );
});

test('all authors of an entry are told, of very many the first twenty', async () => {
  const { markdown } = await content('/papers');
  assert.match(markdown, /\n\nAuthor 1, Author 2, .*Author 20, et al\.$/);
});

test('RSS with HTML that is not escaped', async () => {
  assert.match(
    (await content('/naked')).markdown,
    /\n\n2026-10-01, Cy, Di\n\nMade\n\nby \[hand\]\(.*\/hand\) {2}\nand sold\n\nhere$/,
  );
});

test('feeds whose elements stand under a prefix, and who writes where entries name nobody', async () => {
  const read = async (path: string) => (await server.call('crawl', { url: site.url + path })).data;
  const lines = await read('/prefixed');
  assert.equal(
    lines.markdown,
    '# [Lines](http://lines.example/)\n\n## [Knots](http://lines.example/knots)\n\n2026-10-02',
  );
  assert.equal(lines.metadata.author, 'Ed');
  const sails = await read('/prefixed-atom');
  assert.equal(sails.markdown, '# Sails\n\n## [Jib](http://sails.example/jib)');
  assert.equal(sails.metadata.author, 'Flo');
  const names = await read('/named-prefix');
  assert.match(names.markdown, /^# \[Names\]\(http:\/\/names\.example\/\)/);
  assert.equal(names.metadata.author, 'Ada Reed');
});

/** A forum's list of topics: what stands beside a link is about the topic, not about who wrote in it or the next page. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

/** Of each page of the list: title, who began, who was last. */
const TOPICS: readonly (readonly (readonly [title: string, by: string, last: string])[])[] = [
  [
    ['Which grinder for a small kitchen', 'ann', 'bob'],
    ['Gasket leaks under pressure', 'bob', 'cem'],
    ['Steam wand drips', 'cem', 'ann'],
  ],
  [
    ['New here: hello from Leeds', 'dot', 'bob'],
    ['Grinder burrs worn out', 'bob', 'dot'],
    ['New tank leaks', 'ann', 'bob'],
  ],
  [
    ['New pump, old grinder', 'bob', 'ann'],
    ['Recommended beans', 'cem', 'bob'],
  ],
];

const html = (title: string, body: string) =>
  `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}</html>`;
const pathOf = (title: string) => `/topic/${title.toLowerCase().replace(/\W+/g, '-')}`;
const user = (name: string) => `<a href="/user/${name}">${name}</a>`;
const pager = `<p>Page: <a href="/?page=1">1</a> <a href="/?page=2">2</a> <a href="/?page=3">3</a></p>`;
const rows = (page: number) =>
  (TOPICS[page - 1] ?? []).map(
    ([title, by, last]) =>
      `<tr><td><a href="${pathOf(title)}">${title}</a> by ${user(by)}<td>12<td>last by ${user(last)}</tr>`,
  );
const list = (page: number) => html('Topics', `${pager}<table>${rows(page).join('')}</table>${pager}`);

/** A thread of three pages of ten posts, each of which has an address of its own that shows its page. */
const SAID = [
  'Mine drips too, after NUMBER cups.',
  'Descaled NUMBER times: no better.',
  'It cost NUMBER crowns in the shop.',
];
const post = (i: number) => {
  const said =
    i === 24 ? 'Swap the seal for a silicone one.' : SAID[Math.floor(i / 10)]?.replace('NUMBER', String(i * 7));
  return `<h3><a href="/thread?post=${i}">Re: Steam wand drips</a></h3>${user('ann')}<p>${said}</p>
    <a href="/reply?quote=${i}">Quote</a>`;
};
const thread = (asked: URL) => {
  const at = Math.floor(Number(asked.searchParams.get('post') ?? asked.searchParams.get('start') ?? 0) / 10);
  const link = (page: number, rel = '') => `<a ${rel} href="/thread?id=7&start=${page * 10}">${page + 1}</a>`;
  const next = at < 2 ? link(at + 1, 'rel=next') : '';
  const posts = Array.from({ length: 10 }, (_, i) => post(at * 10 + i));
  return html('Steam wand drips', `<main>${posts.join('')}</main>${next}${[0, 1, 2].map((i) => link(i)).join(' ')}`);
};

let site: Site;
let server: TestClient;

before(async () => {
  const topics = TOPICS.flat().map(([title, by]) => [
    pathOf(title),
    { body: html(title, `<p>${user(by)} wrote:</p>`) },
  ]);
  const users = ['ann', 'bob', 'cem', 'dot'].map((name) => [
    `/user/${name}`,
    { body: html(name, '<p>Since May.</p>') },
  ]);
  site = await startSite({
    '/': (request, response) => {
      response.setHeader('content-type', 'text/html').end(list(Number(request.url?.split('page=')[1] ?? 1)));
    },
    '/thread': (request, response) => {
      response.setHeader('content-type', 'text/html').end(thread(new URL(request.url ?? '', 'http://x')));
    },
    '/threads': { body: html('Topics', '<a href="/thread?id=7">Steam wand drips</a>') },
    '/reply': { body: html('Sign in', '<p>Members only.</p>') },
    ...Object.fromEntries([...topics, ...users]),
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

describe('the list of topics of a forum', () => {
  for (const [query, first] of [
    ['new grinder recommended', 'Which grinder for a small kitchen'],
    ['new gasket leaks', 'Gasket leaks under pressure'],
  ] as const) {
    test(`"${query}" is a topic, not who wrote in several`, async () => {
      const { data } = await server.call('preview_links', { url: `${site.url}/`, query });
      const order: string[] = data.links.map(({ href }: { href: string }) => new URL(href).pathname);
      assert.equal(order[0], pathOf(first));
      const scores = data.links
        .filter(({ href }: { href: string }) => href.includes('/user/'))
        .map((link: { contextual_score: number }) => link.contextual_score);
      assert.deepEqual(scores, [0, 0, 0]);
    });
  }
});

test('of one page at several addresses, one is ranked by what it says, that which leads to none before others', async () => {
  const said = 'Descale the steam wand with citric acid, rinse it twice, and let it stand. '.repeat(4);
  const guide = { body: html('Care of machines', `<main><p>${said}</p></main>`) };
  const edits = Array.from({ length: 6 }, (_, i) => `<p><a href="/guide?part=${i}">edit</a></p>`).join('');
  await using one = await startSite({
    '/': {
      body: html(
        'Home',
        `<p><a href="/random">Random</a></p>${edits}<p><a href="/guide">More</a></p><p><a href="/wand">Wands</a></p>`,
      ),
    },
    '/random': { status: 302, headers: { location: '/guide?part=0' } },
    '/guide': guide,
    '/wand': { body: html('Wands', '<p>All wands we have.</p>') },
  });
  const { data } = await server.call('preview_links', { url: `${one.url}/`, query: 'descale steam wand' });
  const scores = data.links.map(({ href, contextual_score }: { href: string; contextual_score: number }) => [
    href.slice(one.url.length),
    contextual_score > 0,
  ]);
  const matches = scores.filter(([, isMatch]: [string, boolean]) => isMatch).map(([path]: [string]) => path);
  assert.deepEqual(matches, ['/guide', '/wand']);
});

test('pages of which only a script tells more are no copies of one: none goes before the others', async () => {
  await using app = await startSite({
    '/': { body: html('Home', ['a', 'b', 'c'].map((name) => `<p><a href="/${name}">${name}</a></p>`).join('')) },
    '*': { body: '<!doctype html><title>Steam wands</title><div id="root"></div><script src="/app.js"></script>' },
  });
  const { data } = await server.call('preview_links', { url: `${app.url}/`, query: 'steam wand' });
  const scores = data.links.map((link: { contextual_score: number }) => link.contextual_score);
  assert.deepEqual(scores, [1, 1, 1]);
});

test('a thread is read to its end before what its posts offer to do', async () => {
  const ask = {
    url: `${site.url}/threads`,
    query: 'which seal for a steam wand that drips',
    max_pages: 5,
    hits_per_sec: 100,
  };
  const { data, text } = await server.call('crawl', ask);
  const addresses = data.pages.map(({ url }: { url: string }) => url.slice(site.url.length));
  assert.equal(addresses[0], '/thread?id=7&start=20', text);
  for (const start of ['', '&start=10', '&start=20']) assert.ok(addresses.includes(`/thread?id=7${start}`), text);
  assert.ok(!text.includes('/reply'), text);
});

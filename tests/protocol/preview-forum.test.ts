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

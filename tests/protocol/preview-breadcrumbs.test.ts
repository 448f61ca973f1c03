/** A query for a chapter, a category: the pages say which they are part of, the list of links does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

/** Names that tell nothing of what they belong to, and how their pages tell it. */
const PAGES: Readonly<Record<string, string>> = {
  arbor: '<p>A frame of wood.</p>',
  bodkin: '<ol class="breadcrumb"><li><a href="/">All</a><li><a href="/k">Sewing notions</a><li>Bodkin</ol>',
  crampon:
    '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"ListItem","name":"Sewing notions"}]}</script>',
  doily: '<div><a href="/">All</a> &#187; <a href="/k">Sewing notions</a> &#187; Doily</div>',
  eyelet:
    '<script type="application/ld+json">{"@graph":[{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","item":{"name":"Sewing notions"}}]}]}</script>',
  ferrule: '<link rel="up" href="/k" title="Sewing notions">',
  grommet:
    '<script type="application/ld+json">{"@type":"WebPage","breadcrumb":{"@type":"BreadcrumbList","itemListElement":[{"name":"Sewing notions"}]}}</script>',
  hasp: '<script type="application/ld+json">{"@type":"Article","articleSection":["Sewing notions"]}</script>',
  ingle: '<script type="application/ld+json">{"@type":"Article","keywords":["sewing","notions"]}</script>',
  gimbal: '<p>Keeps level at sea.</p>',
};

test('pages are found by the chapter or category that their breadcrumbs name, or what JSON-LD says of them', async () => {
  const names = Object.keys(PAGES);
  const index = `<title>Index</title><ul>${names.map((name) => `<li><a href="/${name}">${name}</a>`).join('')}</ul>`;
  const pages = names.map((name) => [
    `/${name}`,
    {
      body: `<!doctype html><html lang="en"><title>${name}</title>${PAGES[name]}<h1>${name}</h1><p>A thing for the house.</p>`,
    },
  ]);
  await using site = await startSite({ '/': { body: index }, ...Object.fromEntries(pages) });
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  const { data } = await server.call('preview_links', { url: `${site.url}/`, query: 'sewing notions' });
  const scored = data.links.filter((link: { contextual_score: number }) => link.contextual_score > 0);
  assert.deepEqual(scored.map(({ href }: { href: string }) => new URL(href).pathname).sort(), [
    '/bodkin',
    '/doily',
    '/eyelet',
    '/ferrule',
    '/grommet',
    '/hasp',
    '/ingle',
  ]);
});

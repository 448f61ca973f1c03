/** A list that holds only the rows in the window, as those of applications with many rows do. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

const ROW_PX = 60;
const rows = (start: string, draw: string) =>
  `<div id="list" style="position: relative; height: ${80 * ROW_PX}px"></div><script>
    const row = (i) => '<div style="position: absolute; height: ${ROW_PX}px; top: ' + i * ${ROW_PX} + 'px"><a href="/row/' + i + '">Row ' + i + ' of the great list</a></div>';
    const draw = () => { const first = Math.floor(scrollY / ${ROW_PX}); ${draw} };
    ${start}; addEventListener('scroll', draw); draw();</script>`;

/** A box of 300 px with `drawn` of its 80 rows. */
const box = (drawn: number, before = '', after = '', style = 'overflow: auto') => {
  const lines = Array.from({ length: drawn }, (_, i) => `<div style="height: ${ROW_PX}px">Row ${i} of the box</div>`);
  return `<h1>Rows</h1><div style="height: 300px; ${style}">${before}<div>${lines.join('')}</div>${after}</div>`;
};
const room = (px: number) => `<div style="height: ${px}px"></div>`;

let site: Site;
let server: TestClient;
before(async () => {
  site = await startSite({
    '/window': {
      body: rows(
        '',
        "list.innerHTML = Array.from({ length: Math.min(14, 80 - first) }, (_, i) => row(first + i)).join('')",
      ),
    },
    '/box': { body: box(14, '', room(66 * ROW_PX)) },
    '/footer': { body: box(14, '', `${room(66 * ROW_PX)}<p>80 rows in all</p>`) },
    '/whole': { body: box(80) },
    '/end': { body: box(80, '', room(500)) },
    '/cut': { body: box(14, '', room(66 * ROW_PX), 'overflow: hidden') },
    '/parts': { body: `${box(14, '', '', '')}${`<section style="height: 3000px"><h2>Part</h2></section>`.repeat(6)}` },
    '/blank': { body: `<ul>${'<li>Item</li>'.repeat(12)}</ul><div id="map" style="height: 3000px"></div>` },
    '/one': {
      body: `<h1>One</h1>${'<section><h2>Part</h2></section>'.repeat(5)}<section style="height: 3000px">Film</section>`,
    },
    '/counted': {
      body: `<div role=grid aria-rowcount=80><div role=row><b role=cell>A</b></div>${box(14, '', room(66 * ROW_PX))}</div>`,
    },
    '/grows': {
      body: rows(
        'let drawn = 0',
        "for (; drawn < Math.min(80, first + 14); drawn++) list.insertAdjacentHTML('beforeend', row(drawn))",
      ),
    },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const crawl = async (path: string, more: Record<string, unknown>) => {
  const { data } = await server.call('crawl', {
    url: site.url + path,
    include: ['links'],
    cache_mode: 'bypass',
    ...more,
  });
  return { hrefs: data.links.internal.map(({ href }: { href: string }) => href), warnings: data.warnings };
};

test('scan_full_page says where what it passed is no longer on the page', async () => {
  const { hrefs, warnings } = await crawl('/window', { scan_full_page: true });
  assert.equal(hrefs.includes(`${site.url}/row/50`), false);
  assert.deepEqual(warnings, [
    'the page holds only what is in the window: what was scrolled past is on it no longer, and not told',
  ]);
});

test('of a list that grows nothing is said', async () => {
  const { hrefs, warnings } = await crawl('/grows', { scan_full_page: true });
  assert.deepEqual([hrefs.includes(`${site.url}/row/79`), warnings], [true, undefined]);
});

test('a list that is drawn as far as it is seen is told of, in the window and in a box, and no other room', async () => {
  const said = async (path: string) => (await crawl(path, { engine: 'browser' })).warnings?.join();
  for (const path of ['/window', '/grows', '/box', '/footer'])
    assert.match((await said(path)) ?? '', /^a list has room for far more than the page holds: /, path);
  for (const path of ['/whole', '/end', '/cut', '/parts', '/one', '/blank', '/counted'])
    assert.equal(await said(path), undefined, path);
});

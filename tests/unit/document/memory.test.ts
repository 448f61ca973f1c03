import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pageOf } from '../extract-links/page-of.js';

const PAGES = 20;
const FILLER = '<p>words of a page '.repeat(50_000);

/** What is remembered from page to page, each one of its own: a slice of a page's text keeps all of it. */
test('no page is kept in memory by what is remembered of it', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const read = async (i: number) => {
    const own = `${i}-as-long-as-a-name-of-a-framework-that-writes-long-names`;
    const html = `<p style="margin-top:${i}px;color:red" class="${own}" id="${own}" data-${own}="&amp;${own};" role="${own}">a
      <a href="https://${i}.of-the-page.test/${own}" rel="${own}">${own}</a><img src="/${own}.png" data-src-${own}="/${own}.jpg"></p>`;
    await pageOf(html + FILLER, { want: { links: true, media: true, tables: true, metadata: true, content: true } });
  };
  await read(0);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 1; i <= PAGES; i++) await read(i);
  collect();
  const keptPages = (process.memoryUsage().heapUsed - before) / FILLER.length;
  assert.ok(keptPages < PAGES / 4, `${keptPages.toFixed(1)} pages of ${PAGES} are kept`);
});

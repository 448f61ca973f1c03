/** With the least budget an operator may give, a chain of cursors still comes to its end, and every item is told once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';
import { tokensOf } from '../helpers/tokens.js';

const BUDGET = 500;
const COUNT = 12;
const rows = '<tr><td>1<td>2</tr>'.repeat(8);
const HEAD =
  '<title>A page with a usual title</title><meta name="description" content="What it is about, in a usual length: boats, tides and fish.">';
const items = Array.from(
  { length: COUNT },
  (_, i) =>
    `<p>Boat <a href="/section/page-number-${i}/index.html" title="Title ${i}">number ${i} of the harbour</a>
    <img src="/images/of/some/path/${i}.jpg" width="600" height="400" alt="image ${i} of a series"></p>
    <table><caption>Table ${i}</caption><tr><th>A<th>B</tr>${rows}</table>`,
);
const PAGES = {
  'many items': `${HEAD}<main>${items.join('')}</main>`,
  Japanese: `<title>港</title><main><p>${'漢字仮名交文'.repeat(200)}</p></main>`,
};

for (const [name, html] of Object.entries(PAGES)) {
  for (const include of [undefined, ['links', 'media', 'tables'], ['media'], ['content']]) {
    test(`${name}, include ${include ?? 'everything'}`, async () => {
      await using server = await startClient(['--max-response-tokens', String(BUDGET)]);
      const page = { html, base_url: 'https://own.example/', ...(include && { include }) };
      const told = { links: [] as string[], images: [] as string[], tables: [] as string[], content: '' };
      let whole = '';
      for (let cursor: string | undefined, calls = 0; calls === 0 || cursor !== undefined; calls++) {
        assert.ok(calls < 200, 'the chain has an end');
        const { data, text } = await server.call('crawl', { ...page, ...(cursor && { cursor }) });
        assert.ok(Math.max(tokensOf(text), tokensOf(data)) <= BUDGET, text);
        told.links.push(...(data.links?.internal ?? []).map(({ href }: { href: string }) => href));
        told.images.push(...(data.media?.images ?? []).map(({ src }: { src: string }) => src));
        told.tables.push(...(data.tables ?? []).map(({ caption }: { caption: string }) => caption));
        told.content += data.markdown ?? '';
        whole = `webloupe://results/${data.result_id}/markdown`;
        cursor = data.next_cursor;
      }
      const all = (part: string) => (name === 'many items' && (include?.includes(part) ?? true) ? COUNT : 0);
      const counts = [told.links, told.images, told.tables].map((list) => [list.length, new Set(list).size]);
      assert.deepEqual(
        counts,
        ['links', 'media', 'tables'].map((part) => [all(part), all(part)]),
      );
      if (include?.includes('content') === false || include?.includes('media')) return;
      const { contents } = await server.client.readResource({ uri: whole });
      const [markdown] = contents;
      assert.ok(markdown !== undefined && 'text' in markdown);
      assert.equal(told.content.replaceAll(/\s/g, ''), markdown.text.replaceAll(/\s/g, ''));
    });
  }
}

test('links of a page stand without what their targets say where an answer has room for little', async () => {
  const long = 'What stands there, at some length, so that few of them fit. '.repeat(20);
  await using site = await startSite({
    '/': { body: items.join('') },
    '*': { body: `<title>${long}</title><meta name="description" content="${long}"><p>${long}</p>` },
  });
  await using server = await startClient(['--max-response-tokens', '800', '--allow-host', '127.0.0.1']);
  const page = { url: `${site.url}/`, include: ['links'], score_links: true, link_preview_config: { query: 'boat' } };
  const told: string[] = [];
  for (let cursor: string | undefined, calls = 0; calls === 0 || cursor !== undefined; calls++) {
    const { data, text } = await server.call('crawl', { ...page, ...(cursor && { cursor }) });
    assert.ok(Math.max(tokensOf(text), tokensOf(data)) <= 800, text);
    told.push(...data.links.internal.map(({ href }: { href: string }) => href));
    cursor = data.next_cursor;
  }
  assert.equal(new Set(told).size, COUNT);
});

test('what follows a page is told with the last part of its content', async () => {
  await using server = await startClient(['--max-response-tokens', String(BUDGET)]);
  const text = '<p>It rained on the ferry all day, and the sea was rough.'.repeat(40);
  const next = `<link rel=next href="/${'what-follows-'.repeat(99)}">`;
  const page = { html: `${next}<main>${text}</main>`, base_url: `https://own.example/${'a-long-name-'.repeat(99)}` };
  const told: unknown[] = [];
  for (let cursor: string | undefined, calls = 0; calls === 0 || cursor !== undefined; calls++) {
    assert.ok(calls < 50, 'the chain has an end');
    const { data, text } = await server.call('crawl', { ...page, include: ['content'], ...(cursor && { cursor }) });
    assert.ok(Math.max(tokensOf(text), tokensOf(data)) <= BUDGET, text);
    told.push(data.metadata?.next_page);
    cursor = data.next_cursor;
  }
  assert.ok(told.length > 3 && told.slice(0, -1).every((address) => address === undefined));
  assert.match(String(told.at(-1)), /^https:\/\/own\.example\/what-follows-/);
});

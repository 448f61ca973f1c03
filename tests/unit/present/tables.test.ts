import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presentPageView } from '../../../src/core/present/page-text.js';
import { PAGE_PARTS, pageView } from '../../../src/core/present/page-view.js';
import { NO_PAGE, type PageResult } from '../../../src/core/read/page-result.js';
import { pageOf } from '../extract-links/page-of.js';

const rows = Array.from({ length: 30 }, (_, i) => `<tr><td>cell ${i}<td>${i}</tr>`).join('');
const html = `<p>first</p><table><caption>Numbers</caption><thead><tr><th>a<th>b</thead>${rows}</table>`;

async function resultOf(more: string): Promise<PageResult> {
  const { content: markdown, tables } = await pageOf(more, { want: { content: true, tables: true } });
  return { ...NO_PAGE, result_id: 'x', markdown, tables };
}

const view = async (more: string, parts: readonly (typeof PAGE_PARTS)[number][], tokens = 8_000) => {
  const shown = pageView(await resultOf(more), parts, {}, tokens, {});
  const text = presentPageView({ success: true, url: '', redirected_url: '', result_id: 'x', ...shown }, []);
  return { table: shown.tables?.[0], text };
};

test('the text names a table that the markdown shows, and shows any other', async () => {
  const { table, text } = await view(html, PAGE_PARTS);
  assert.deepEqual(
    [table?.rows.length, table?.rows_total, table?.in_markdown?.[0]],
    [25, 30, 'first\n\nNumbers\n\n'.length],
  );
  assert.match(text, /# Tables\nNumbers \(30 rows\): in the content above\n/);
  assert.equal(text.match(/cell 7 /g)?.length, 1);
  const alone = await view(html, ['tables']);
  assert.equal(alone.table?.in_markdown, undefined);
  assert.match(alone.text, /Numbers\n\| a \| b \|\n\| --- \| --- \|\n\| cell 0 [\s\S]*cell 29 /);
  // As many rows as there is room for, where nothing else shows them.
  const small = await view(html, ['tables'], 800);
  assert.match(small.text, /cell 5 .*\n(?:.*\n)*\((\d\d) of 30 rows; all are in webloupe:\/\/results\/x\)/);
  assert.equal((await view(html, ['tables'], 1_000_000)).table?.rows.length, 30);
  const behind = await view(`<p>${'words of a long text '.repeat(2_000)}</p>${html}`, PAGE_PARTS, 4_000);
  assert.match(behind.text, /# Tables\nNumbers\n\| a \| b \|/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGE_PARTS } from '../../../src/core/present/page-fields.js';
import { presentPageView } from '../../../src/core/present/page-text.js';
import { pageView } from '../../../src/core/present/page-view.js';
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

test('a table is named by its caption, else its headers; one without headers is told without', async () => {
  const cells = '<tr><td>x<td>y</tr><tr><td>1<td>2</tr>';
  for (const [inside, name, alone] of [
    [
      '<tr><th>Day<th><th>High</tr><tr><td>1<td>2<td>3</tr>',
      'Day | High (1 rows)',
      '| Day |  | High |\n| --- | --- | --- |\n| 1 ',
    ],
    [`<caption>Tides</caption>${cells}`, 'Tides (2 rows)', 'Tides\n| x | y |\n| 1 | 2 |'],
    [`<tbody>${cells.repeat(4)}`, 'Table (8 rows)', '# Tables\n| x | y |\n| 1 | 2 |'],
    [
      `<caption>Long</caption>${cells}<tr><td>a|b<td>${'z'.repeat(300)}</tr>`,
      'Long (3 rows)',
      `\n| a\\|b | ${'z'.repeat(200)}… |`,
    ],
  ] as const) {
    const beside = await view(`<p>first</p><table>${inside}</table>`, PAGE_PARTS);
    assert.ok(beside.text.includes(`# Tables\n${name}: in the content above\n`), beside.text.slice(-200));
    const { text, table } = await view(`<table>${inside}</table>`, ['tables']);
    assert.ok(text.includes(alone), text);
    assert.equal(table?.rows_total, undefined);
  }
});

test('a table that no answer has room for is counted', async () => {
  const wide = `<tr>${`<td>${'words of a cell '.repeat(9)}`.repeat(40)}</tr>`;
  const { text, table } = await view(`<table><caption>Wide</caption>${wide.repeat(3)}</table>`, ['tables'], 2_000);
  assert.equal(table, undefined);
  assert.match(text, /\ntables: 0 of 1 items shown, 1 too long for this answer; whole: webloupe:\/\/results\/x\n/);
});

test('where the content that is shown has a table whole, and only then, its place in that is told', async () => {
  const result = await resultOf(`<p>${'words of a text '.repeat(40)}</p>${html}<p>after</p>`);
  const { markdown = '', tables } = result;
  const [from, to] = tables[0]?.in_markdown ?? [0, 0];
  const shown = (content: number, tokens = 8_000) => pageView(result, ['content', 'tables'], { content }, tokens, {});
  for (const start of [0, from - 10, from]) {
    const { markdown: part = '', tables: [table] = [] } = shown(start);
    assert.equal(part.slice(...(table?.in_markdown ?? [])), markdown.slice(from, to));
  }
  for (const start of [from + 1, to]) assert.equal(shown(start).tables?.[0]?.in_markdown, undefined);
  for (let tokens = 800; tokens < 1_600; tokens += 50) {
    const { markdown: part = '', tables: [table] = [] } = shown(0, tokens);
    if (table !== undefined)
      assert.equal(table.in_markdown !== undefined, part.includes('cell 29'), `${tokens} tokens`);
  }
});

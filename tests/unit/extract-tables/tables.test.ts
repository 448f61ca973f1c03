import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHtml } from '../../../src/core/document/parse-html.js';
import { walk } from '../../../src/core/document/walk.js';
import { pageContext } from '../../../src/core/extract/page-context.js';
import type { TableItem } from '../../../src/core/extract/table-item.js';
import { tableVisitor } from '../../../src/core/extract/tables.js';
import { DEFAULT_RUN_CONFIG } from '../../../src/core/run-config.js';
import type { TABLE_SCORE_PARTS } from '../../../src/core/score/table.js';
import { workedMs } from '../../helpers/in-time.js';
import { pageOf } from '../extract-links/page-of.js';

function tablesOf(html: string, threshold = 0): TableItem[] {
  const document = parseHtml(html);
  const media = { ...DEFAULT_RUN_CONFIG, table_score_threshold: threshold };
  const want = { links: false, media: false, tables: true, metadata: false, content: false };
  const config = {
    rendered: false,
    want,
    content: DEFAULT_RUN_CONFIG,
    links: DEFAULT_RUN_CONFIG,
    media,
    verbose: true,
  };
  const visitor = tableVisitor(pageContext({ html, url: 'https://a.example/', ...config }, document));
  walk(document.root, [visitor], false);
  return visitor.result().map(({ item }) => item);
}

const grids: [string, string, string[], string[][]][] = [
  ['headers and unclosed cells', '<table><tr><th>A<th>B<tr><td>1<td>2', ['A', 'B'], [['1', '2']]],
  [
    'no headers',
    '<table><tr><td>1<td>2<tr><td>3',
    [],
    [
      ['1', '2'],
      ['3', ''],
    ],
  ],
  [
    'pictures, of AMP too, and what stands there without scripts',
    '<table><tr><th>A<th>B<tr><td>1<noscript>x</noscript><td><amp-img alt=2></amp-img><tr><td>3<td><img alt=4>',
    ['A', 'B'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  [
    'signs by their names, parts of a cell parted as in the content',
    '<table><tr><th>Plan<th>API<tr><td><span style="display:block">Free</span><span>tier</span><td><svg role=img aria-label=No></svg>' +
      '<tr><td><span>Total</span><span>$20</span><td><i title=Planned></i><tr><td>Pro<b style="display:block">plan</b><td><button aria-label=More></button>',
    ['Plan', 'API'],
    [
      ['Free tier', 'No'],
      ['Total $20', 'Planned'],
      ['Pro plan', ''],
    ],
  ],
  [
    'raised and lowered text as in the content: no note makes another number',
    '<table><tr><th>Isle<sup>1</sup><th>km<sup>2</sup><tr><td>Mull <sup>[2]</sup><td>1,234<sup>3</sup>' +
      '<tr><td>Iona<sup>a</sup><td>777<sup><a href="#n1">4</a></sup><tr><td>H<sub>2</sub>O<td>1<sup>st</sup>' +
      '<tr><td>Coll<sup><a href="/notes">5</a></sup><td>10<sup>-3</sup><tr><td>Rum<br><sub>new</sub><td><sub>34</sub>',
    ['Isle¹', 'km²'],
    [
      ['Mull [2]', '1,234³'],
      ['Iona^a', '777[4]'],
      ['H₂O', '1st'],
      ['Coll5', '10⁻³'],
      ['Rum new', '34'],
    ],
  ],
  [
    'row headings stay in rows',
    '<table><tr><th>A<td>1<tr><th>B<td>2',
    [],
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
  [
    'spans in both directions',
    '<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td rowspan=2>d<tr><td>e<td>f',
    [],
    [
      ['a', 'b', 'b'],
      ['a', 'c', 'd'],
      ['e', 'f', 'd'],
    ],
  ],
  [
    'columns in which no cell begins are none',
    '<table><tr><th colspan=3>A<th colspan=2>B<tr><td colspan=99>c<tr><td colspan=2>d<td>e<td colspan=2>f',
    ['A', 'A', 'B'],
    [
      ['c', 'c', 'c'],
      ['d', 'e', 'f'],
    ],
  ],
  [
    'rowspan=0 reaches to the end of its group',
    '<table><tbody><tr><td rowspan=0>a<td>1<tr><td>2<tbody><tr><td>b<td>3',
    [],
    [
      ['a', '1'],
      ['a', '2'],
      ['b', '3'],
    ],
  ],
  [
    'stacked headings',
    '<table><thead><tr><th rowspan=2>Y<th colspan=2>Q<tr><th>1<th>2</thead><tr><td>a<td>b<td>c',
    ['Y', 'Q 1', 'Q 2'],
    [['a', 'b', 'c']],
  ],
  ['one column', '<table><tr><th>A<tr><td>1', ['A'], [['1']]],
  ['all rows in thead', '<table><thead><tr><th>A<th>B<tr><td>1<td>2', ['A', 'B'], [['1', '2']]],
  ['all cells headings', '<table><tr><th>A<th>B<tr><th>C<th>D', ['A', 'B'], [['C', 'D']]],
  [
    'a heading across the top of a table with a caption',
    '<table><caption>C</caption><tr><th colspan=2>T<tr><td>1<td>2',
    ['T', 'T'],
    [['1', '2']],
  ],
  ['one cell above the headings', '<table><tr><td colspan=2>T<tr><th>A<th>B<tr><td>1<td>2', ['A', 'B'], [['1', '2']]],
  [
    'one cell above the headings of each part',
    '<table><tr><td colspan=2>T<tr><th>A<th>B<tr><td colspan=2>U<tr><th>A<th>B',
    [],
    [
      ['T', 'T'],
      ['A', 'B'],
      ['U', 'U'],
      ['A', 'B'],
    ],
  ],
  [
    'space above what names the table, and below',
    '<table><tr><th></tr><tr><th colspan=2>T</tr><tr><th></tr><tr><th>A<th>B<tr><td>1<td>2',
    ['A', 'B'],
    [['1', '2']],
  ],
  [
    'spans in the second group',
    '<table><tbody><tr><td>1<td>2<tbody><tr><td rowspan=2>a<td>b<tr><td>c',
    [],
    [
      ['1', '2'],
      ['a', 'b'],
      ['a', 'c'],
    ],
  ],
  ['tfoot last', '<table><tfoot><tr><td>sum</tfoot><tbody><tr><td>1', [], [['1'], ['sum']]],
  [
    'blocks and br part words, inline elements do not',
    '<table><tr><td><p>a</p><p>b</p><td>c<br>d<td>e<b>f</b>',
    [],
    [['a b', 'c d', 'ef']],
  ],
  [
    'hidden cells and texts left out',
    '<table><tr><td hidden>key<td>a <i style="display:none">x</i>b<td>c',
    [],
    [['a b', 'c']],
  ],
  [
    'boxes with the roles of a table',
    '<div role=table><div role=rowgroup><div role=row><b role=columnheader>A</b><b role=columnheader>B</b></div></div>' +
      '<div role=row><span role=rowheader>a</span><div role=cell><p>b</p>c</div></div></div>',
    ['A', 'B'],
    [['a', 'b c']],
  ],
  [
    'roles that say nothing, within a table of its own',
    '<table><tr role=cell><td role=row>a<td><span role=cell>b</span> c',
    [],
    [['a', 'b c']],
  ],
  ['alt for a cell without text', '<table><tr><td><img alt="yes"><td><img alt="no">text', [], [['yes', 'text']]],
  ['hostile spans', '<table><tr><td colspan=99999999>a<td rowspan=-3>b', [], [['a', 'b']]],
];
for (const [name, html, headers, rows] of grids) {
  test(`table: ${name}`, () => {
    const [table] = tablesOf(html);
    assert.deepEqual([table?.headers, table?.rows], [headers, rows]);
  });
}

test('table: caption, summary, a heading across the top as caption; empty and rowless tables are none', () => {
  const [captioned, titled, ...others] = tablesOf(`<table summary="S"><caption>The <b>C</b></caption><tr><td>1</table>
    <table><tr><th colspan=2>Title<tr><td>1<td>2</table><table></table><table><tr><td></td></tr></table>`);
  assert.deepEqual([captioned?.caption, captioned?.summary], ['The C', 'S']);
  assert.deepEqual([titled?.caption, titled?.headers, titled?.rows], ['Title', [], [['1', '2']]]);
  assert.deepEqual(others, []);
});

test('table: what is no table by itself is text of the cell that it stands in', () => {
  const html = '<table border><tr><th>A<th>B<tr><td>1<td>x<table><tr><td>2<td>3</table>y<tr><td>4<td>5</table>';
  assert.deepEqual(
    tablesOf(html, 6).map(({ rows }) => rows),
    [
      [
        ['1', 'x 2 3 y'],
        ['4', '5'],
      ],
    ],
  );
});

test('table: nested tables stand for themselves, in document order', () => {
  const tables = tablesOf('<table><tr><td>out<table><tr><th>in<tr><td>1</table>er<td>x</table>');
  assert.deepEqual(
    tables.map((table) => [table.headers, table.rows]),
    [
      [[], [['out er', 'x']]],
      [['in'], [['1']]],
    ],
  );
});

test('table: 7 parts data from layout', () => {
  const data = {
    simple: '<table><tr><th>A<th>B<tr><td>1<td>2</table>',
    numbers: '<table><tr><td>Tea<td>2.50 €<tr><td>Coffee<td>3 €<tr><td>Milk<td>1 €</table>',
    captioned: '<table><caption>C</caption><tr><td>a<td>b<tr><td>c<td>d</table>',
  };
  const layout = {
    columns: `<table><tr><td><h1>News</h1>${'long text '.repeat(60)}<td>${'and more '.repeat(60)}</table>`,
    presentation: '<table role=presentation><tr><th>A<th>B<tr><td>1<td>2</table>',
    single: '<table><tr><th>A<tr><td>1</table>',
    outer: '<table><tr><td>a<td>b<tr><td><table></table><td>c<tr><td>d<td>e</table>',
  };
  for (const [name, html] of Object.entries(data)) assert.equal(tablesOf(html, 7).length, 1, name);
  for (const [name, html] of Object.entries(layout)) assert.equal(tablesOf(html, 7).length, 0, name);
});

const PLAIN = '<table><tr><td>a<td>b<tr><td>c<td>d</table>';
const LONG = 'w '.repeat(200);
/** A table that has the part, and one close by that has not. */
const parts: Record<keyof typeof TABLE_SCORE_PARTS, [string, string]> = {
  header_row: ['<table><tr><th>a<th>b<tr><td>c<td>d</table>', '<table><tr><th>a<td>b<tr><th>c<td>d</table>'],
  header_cells: ['<table><tr><th>a<td>b<tr><th>c<td>d</table>', PLAIN],
  thead: ['<table><thead><tr><td>a<td>b<tbody><tr><td>c<td>d</table>', PLAIN],
  scope: ['<table><tr><td scope=row>a<td>b<tr><td>c<td>d</table>', PLAIN],
  caption: [
    '<table><caption>x</caption><tr><td>a<td>b<tr><td>c<td>d</table>',
    '<table><caption> </caption><tr><td>a</table>',
  ],
  summary: ['<table summary=x><tr><td>a</table>', '<table summary=""><tr><td>a</table>'],
  border: ['<table border=1><tr><td>a</table>', '<table border=0><tr><td>a</table>'],
  data_role: ['<table role=grid><tr><td>a</table>', PLAIN],
  uniform: [PLAIN, '<table><tr><td>a<td>b<tr><td>c</table>'],
  several_rows: ['<table><tr><td>a<td>b<tr><td>c<td>d<tr><td>e<td>f</table>', PLAIN],
  short_cells: [PLAIN, '<table><tr><td>a<td><tr><td><td></table>'],
  numbers: [
    '<table><tr><td>a<td>$ 1,200.50<tr><td>b<td>c<tr><td>d</table>',
    '<table><tr><td>a1<td>b2<tr><td>c3</table>',
  ],
  presentation: ['<table role=none><tr><td>a</table>', PLAIN],
  nests: ['<table><tr><td>a<table><tr><td>b</table></table>', PLAIN],
  one_line: ['<table><tr><td>a<td>b</table>', PLAIN],
  long_text: [`<table><tr><td>${LONG}</table>`, PLAIN],
};
for (const [name, [shows, does_not]] of Object.entries(parts)) {
  test(`table score: ${name}`, () => {
    assert.ok(name in (tablesOf(shows)[0]?.score_parts ?? {}), JSON.stringify(tablesOf(shows)));
    assert.ok(!(name in (tablesOf(does_not)[0]?.score_parts ?? {})));
  });
}

test('table score: numbers and dates as other languages write them', () => {
  for (const cell of ['１２００円', '2026年3月12日', '2026년 3월 12일', '١٬٢٠٠٫٥٠', '۱۲٪'])
    assert.ok('numbers' in (tablesOf(`<table><tr><td>a<td>${cell}<tr><td>b<td>c</table>`)[0]?.score_parts ?? {}), cell);
});

test('table: what spans copy is bounded for a page too, and what is cut is said', async () => {
  const want = { tables: true, content: true };
  const wide = `<tr>${'<th>a'.repeat(1_000)}${'<tr><td colspan=1000>x'.repeat(99)}`;
  const many = await pageOf(`<table>${wide}</table>`.repeat(20), { want });
  const cells = many.tables.reduce((sum, { rows }) => sum + rows.flat().length, 0);
  assert.ok(cells > 400_000 && cells <= 600_000, String(cells));
  assert.match(many.warnings.join('\n'), /cut in tables.*\n.*cut in the content/);
  const full = `<tr>${'<td>1'.repeat(1_000)}`.repeat(100);
  assert.deepEqual((await pageOf(`<table>${full}</table>`, { want })).warnings, []);
  assert.equal((await pageOf(`<table>${full}<tr><td>2</table>`, { want })).warnings.length, 2);
});

test('table: spans that ask for millions of cells are cut, in time', () => {
  const start = workedMs();
  const [table] = tablesOf(
    `<table><tr>${'<td>'.repeat(1_000)}${'<tr><td rowspan=65534 colspan=1000>a'.repeat(500)}</table>`,
  );
  const cells = table?.rows.reduce((sum, row) => sum + row.length, 0) ?? 0;
  assert.ok(cells > 1_000 && cells <= 100_000, String(cells));
  const [long] = tablesOf(
    `<table><tr><td colspan=1000 rowspan=0>${'x'.repeat(5_000)}${'<tr><td>'.repeat(1_000)}</table>`,
  );
  const chars = long?.rows.flat().reduce((sum, text) => sum + text.length, 0) ?? 0;
  assert.ok(chars > 5_000 && chars <= 1_005_000, String(chars));
  assert.ok(workedMs() - start < 1_500);
});

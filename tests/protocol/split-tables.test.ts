/** Tables that scripts make of several elements, so that their head stays while the rows are scrolled, and draw as far as they are seen. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';

let server: TestClient;
before(async () => {
  server = await startClient();
});
after(() => server[Symbol.asyncDispose]());

const base_url = 'https://grids.example/';

async function read(html: string) {
  const { data } = await server.call('crawl', {
    html,
    base_url,
    include: ['content', 'tables'],
    table_score_threshold: 0,
  });
  const tables = data.tables.map(({ headers, rows }: { headers: string[]; rows: string[][] }) => [headers, ...rows]);
  return { markdown: data.markdown, tables, warnings: data.warnings ?? [] };
}

const cells = (name: string, texts: readonly string[]) => texts.map((text) => `<${name}>${text}</${name}>`).join('');
const head = (...texts: string[]) => `<div><table><thead><tr>${cells('th', texts)}</tr></thead></table></div>`;
const body = (...rows: string[][]) =>
  `<div><table><tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</tbody></table></div>`;
const landed = [
  ['Gannet', '340'],
  ['Tern', '120'],
];
const asTable = (...rows: string[][]) =>
  rows
    .map((row) => `| ${row.join(' | ')} |`)
    .toSpliced(1, 0, '| - | - |')
    .join('\n');

test('headings of columns in a table of their own are the head of the table behind them', async () => {
  const whole = asTable(['Boat', 'kg'], ...landed);
  const one = asTable(['Boat', 'kg'], ['Gannet', '340']);
  const hiddenHead =
    '<table><thead><tr style="visibility:collapse"><th></th><th></th></tr></thead><tr><td>Gannet</td><td>340</td></tr></table>';
  const rows: [string, string][] = [
    [head('Boat', 'kg') + body(...landed), whole],
    // The empty cell above a scroll bar.
    [head('Boat', 'kg', '') + body(...landed), whole],
    [head('Boat', 'kg') + body(['Gannet', '340']), one],
    [head('Boat', 'kg') + body(['&nbsp;', ''], ...landed), whole],
    [`${head('Boat', 'kg')}${hiddenHead}`, one],
    [`<table role="grid"><tr><th>${head('Boat', 'kg')}</th></tr><tr><td>${body(...landed)}</td></tr></table>`, whole],
  ];
  for (const [html, expected] of rows) {
    const { markdown, tables } = await read(html);
    assert.equal(markdown, expected);
    assert.deepEqual(tables[0]?.slice(0, 2), [['Boat', 'kg'], landed[0]], html);
    assert.equal(tables.length, 1, html);
  }
});

test('a head that stays while the rows are scrolled is not told twice', async () => {
  const own = `<table><thead><tr>${cells('th', ['Boat', 'kg'])}</tr></thead><tr>${cells('td', ['Gannet', '340'])}</tr></table>`;
  const { markdown, tables } = await read(head('Boat', 'kg') + own);
  assert.equal(markdown, asTable(['Boat', 'kg'], ['Gannet', '340']));
  assert.deepEqual(tables, [
    [
      ['Boat', 'kg'],
      ['Gannet', '340'],
    ],
  ]);
});

test('a cell of a table is a heading by its role too', async () => {
  const row = (role: string, texts: string[]) =>
    `<tr role="row">${texts.map((text) => `<td role="${role}">${text}</td>`).join('')}</tr>`;
  const part = (rows: string) => `<div><table role="presentation"><tbody>${rows}</tbody></table></div>`;
  const html = part(row('columnheader', ['Boat', 'kg'])) + part(landed.map((one) => row('gridcell', one)).join(''));
  assert.equal((await read(html)).markdown, asTable(['Boat', 'kg'], ...landed));
});

test('headings are no head of a table with other columns or a head of its own, behind other text, or that only places things', async () => {
  const apart = async (html: string) => assert.match((await read(html)).markdown, /^Boat\n\nkg\n\n/, html);
  const scoped = head('<p>Boat</p>', '<p>kg</p>');
  await apart(scoped + body(['Gannet', '340', 'cod'], ['Tern', '120', 'ling']));
  await apart(`${scoped}<p>Landed this week</p>${body(...landed)}`);
  await apart(scoped + body(['<h2>News</h2><p>Words.</p>', '<h2>Boats</h2><p>Words.</p>']));
  const own = await read(
    `${head('Boat', 'kg')}<table><tr><th>Ship</th><th>Weight</th></tr><tr><td>Tern</td><td>1</td></tr></table>`,
  );
  assert.match(own.markdown, /^Boat kg\n\n\| Ship \| Weight \|\n/);
});

test('a table that only places things by its role is one where its rows have theirs', async () => {
  const row = ([boat, kg]: string[]) =>
    `<tr role="row"><td role="gridcell"><div>${boat}</div></td><td role="gridcell"><div>${kg}</div></td></tr>`;
  const grid = `<div role="treegrid"><p>Landed</p><div><table role="presentation"><tbody>${landed.map(row).join('')}</tbody></table></div></div>`;
  const { markdown, tables } = await read(grid);
  assert.equal(markdown, `Landed\n\n| | |\n| - | - |\n| Gannet | 340 |\n| Tern | 120 |`);
  assert.deepEqual(tables, [[[], ...landed]]);
});

test('an answer says that a table has more rows than the page holds', async () => {
  const row = (text: string) => `<div role="row"><div role="gridcell">${text}</div><div role="gridcell">1</div></div>`;
  const grid = (count: string) => `<div role="grid" aria-rowcount="${count}">${row('Gannet')}${row('Tern')}</div>`;
  const { warnings } = await read(grid('401'));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^a table has 401 rows /);
  // As many, or with the head that is none of the rows; not known; no number.
  for (const count of ['2', '3', '-1', 'many']) assert.deepEqual((await read(grid(count))).warnings, [], count);
});

test('an answer says that a table has no rows yet where a script may bring them', async () => {
  const table = (body: string) => `<table><thead><tr><th>Term<th>Rate</thead>${body}</table>`;
  const script = '<script>fill()</script>';
  const { warnings } = await read(table('<tbody> </tbody>') + script);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^a table has a head and no rows: /);
  const others = [
    table('<tbody></tbody>'),
    table('<tbody><tr><td>1<td>2</tbody>') + script,
    table('') + script,
    table('<tbody></tbody><tbody><tr><td>1<td>2</tbody>') + script,
    `<div hidden>${table('<tbody></tbody>')}</div>${script}`,
  ];
  for (const html of others) assert.deepEqual((await read(html)).warnings, [], html);
});

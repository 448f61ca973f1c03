/** Addresses that name a place on a page, through a real client. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

const TEXT = `<p>${'Tides rise and fall twice a day in every harbour. '.repeat(20)}</p>`;
const chapters = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `<h2>Chapter ${from + i}</h2>${TEXT}`).join('');
const rows = Array.from({ length: 20 }, (_, i) => `<tr id="row-${i}"><td>Quay ${i}<td>${i} m</tr>`).join('');
const items = Array.from(
  { length: 60 },
  (_, i) => `<dt id="harbour.Tide.m${i}">m${i}()</dt><dd>Reads tide ${i}. ${'It says how deep. '.repeat(10)}</dd>`,
).join('');

const MANUAL = `<!doctype html><title>Manual</title><nav><a href="/">Home</a> <a id="in-menu" href="/map">Map</a></nav>
<main><h1>Manual</h1>${chapters(1, 30)}
<section id="moorings"><h2>Moorings</h2>${TEXT}</section>
<a name="old style"></a>
<h2>Anchors before</h2>${TEXT}
<h2>Anchors behind<a id="behind"></a></h2>${TEXT}<h2>Signs<a id="sign" href="#sign">¶</a></h2>${TEXT}
<h2><span id="höhe">Heights</span></h2>${TEXT}
<h2>Twice</h2><a name="twice"></a>${TEXT}<h2 id="twice">Twice again</h2>${TEXT}
<h2 id="user-content-usage">Usage</h2>${TEXT}
<div hidden id="unseen">Nobody sees this.</div><h2>Behind what is hidden</h2>${TEXT}
<h2>Depths</h2><p>By quay, at low water.</p><table><tr><th>Quay<th>Depth</tr>${rows}</table>
<dl><dt id="harbour.Tide">class Tide</dt><dd><p>A tide.</p><dl>${items}</dl></dd></dl>
<h2>Rules</h2>${TEXT}<p>Every <b>skipper</b> signs the harbour book before noon.</p>
<pre>first line\n<a id="line-2"></a>second line</pre>
${chapters(31, 60)}</main><footer><p id="imprint">The harbour master's office.</p></footer>`;

const README = `# Tool\n\n${`Words of the beginning. `.repeat(400)}\n\n## Options & flags\n\nFirst.\n\n\`\`\`sh\n# Usage\n\`\`\`\n
## [Usage](https://site.example)\n\nRun it.\n\n## Usage\n\nAgain.\n\n<a name="faq"></a>\n\n## Asked often\n\nWhy?\n${'More words. '.repeat(4000)}`;

const CODE = Array.from({ length: 3_000 }, (_, i) => `print("line ${i + 1}")`).join('\r\n');

let site: Site;
let server: TestClient;

before(async () => {
  site = await startSite({
    '/manual': { body: MANUAL },
    '/short': { body: `<title>Short</title><h1>Short</h1><p>One.</p><h2 id="two">Two</h2><p>Three.</p>` },
    '/moved': { status: 302, headers: { location: '/manual' } },
    '/renamed': { status: 302, headers: { location: '/manual#moorings' } },
    '/main.py': { headers: { 'content-type': 'text/plain' }, body: CODE },
    '/README.md': { headers: { 'content-type': 'text/plain' }, body: README },
    '/scripted': {
      body: `<title>Scripted</title><div id="root"></div><script>
        document.getElementById('root').innerHTML = ${JSON.stringify(MANUAL.slice(MANUAL.indexOf('<main>'))).replaceAll('</', '<\\/')};
        history.replaceState(null, '', '#spied');</script>`,
    },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const crawl = (path: string, more: object = {}) =>
  server.call('crawl', { url: site.url + path, include: ['content'], engine: 'http', ...more });

const PLACES: readonly (readonly [fragment: string, begins: string, why: string])[] = [
  ['moorings', '## Moorings\n', 'a section'],
  ['old%20style', '## Anchors before\n', 'an empty anchor before a heading, its name encoded'],
  ['behind', '## Anchors behind\n', 'an empty anchor at the end of a heading'],
  ['sign', '## Signs\n', 'the sign behind a heading, which is left out'],
  ['h%C3%B6he', '## Heights\n', 'within a heading'],
  ['höhe', '## Heights\n', 'as it is typed'],
  ['twice', '## Twice again\n', 'an id goes before a name'],
  ['usage', '## Usage\n', 'an id of a text that was cleaned'],
  ['unseen', '## Behind what is hidden\n', 'what is not told: what follows'],
  ['row-7', '| Quay | Depth |\n', 'a row, with the header of its table'],
  ['harbour.Tide.m40', '  - **m40()**', 'an item of a long list'],
  ['line-2', '```\nsecond line\n```\n', 'a line of code'],
  [':~:text=signs%20the%20harbour%20book', '## Rules\n', 'a text, with its section'],
  ['gone:~:text=no%20such%20text&text=noon.-,chapter%2031', '', 'a text that stands nowhere so'],
  [':~:text=SKIPPER-,signs%20the,noon', '## Rules\n', 'a text with what stands before it'],
];

describe('crawl of an address with a fragment', () => {
  for (const main_content_only of [false, true])
    test(`a long page begins with what is named${main_content_only ? ', of its main content too' : ''}`, async () => {
      const plain = await crawl('/manual', { main_content_only });
      const { markdown: whole } = await server.json(`webloupe://results/${plain.data.result_id}`);
      for (const [fragment, begins, why] of PLACES) {
        const { data, text } = await crawl(`/manual#${fragment}`, { main_content_only });
        if (begins === '') {
          assert.match(data.warnings?.[0] ?? '', /is no place in the content/, why);
          continue;
        }
        assert.ok(data.markdown.startsWith(begins), `${why}: ${data.markdown.slice(0, 100)}`);
        assert.match(
          text,
          /Note: content begins at #\S+; what stands before: webloupe:\S+, or without the fragment/,
          why,
        );
        const [{ offset, returned }] = data.cut;
        const shown = begins.startsWith('`') ? data.markdown.slice('```\n'.length) : data.markdown;
        assert.equal(whole.slice(offset, offset + returned).slice(0, shown.length), shown.slice(0, returned), why);
      }
    });

  test('it goes on by cursor, and the kept result is that of the page', async () => {
    const { data } = await crawl('/manual#moorings');
    const [{ offset, returned }] = data.cut;
    const { markdown, warnings } = await server.json(`webloupe://results/${data.result_id}`);
    assert.ok(markdown.startsWith('[Home]'), markdown.slice(0, 50));
    assert.deepEqual(warnings, []);
    const rest = await server.call('crawl', { cursor: data.next_cursor });
    assert.ok(markdown.slice(offset + returned).startsWith(rest.data.markdown));
  });

  test('what main_content_only leaves out is passed over', async () => {
    const { data } = await crawl('/manual#in-menu', { main_content_only: true });
    assert.ok(data.markdown.startsWith('# Manual\n'), data.markdown.slice(0, 50));
    assert.equal(data.warnings, undefined);
    const behind = await crawl('/manual#imprint', { main_content_only: true });
    assert.match(behind.data.warnings[0], /^#imprint is no place in the content/);
  });

  test('plain text too', async () => {
    const { data } = await crawl('/manual#moorings', { only_text: true });
    assert.ok(data.text.startsWith('Moorings\n'), data.text.slice(0, 50));
  });

  test('a page that fits is told whole, and a fragment that names nothing changes nothing', async () => {
    for (const fragment of ['two', 'nothing']) {
      const { data } = await crawl(`/short#${fragment}`);
      assert.ok(data.markdown.startsWith('# Short\n'));
      assert.equal(data.warnings, undefined);
    }
    const { data } = await crawl('/manual#nothing');
    assert.ok(data.markdown.startsWith('[Home]'));
    assert.deepEqual(data.warnings, ['#nothing is no place in the content']);
    for (const route of ['/moorings', '!moorings', '', 'top']) {
      const routed = await crawl(`/manual#${route}`);
      assert.ok(routed.data.markdown.startsWith('[Home]'));
      assert.equal(routed.data.warnings, undefined, route);
    }
  });

  test('it goes before a query, unless it names nothing', async () => {
    const query = 'who signs the harbour book';
    const both = await crawl('/manual#moorings', { query });
    assert.ok(both.data.markdown.startsWith('## Moorings\n'));
    assert.match(both.data.warnings[0], /at #moorings, not where it answers query best;/);
    for (const vain of ['nothing', 'top']) {
      const { data } = await crawl(`/manual#${vain}`, { query });
      assert.ok(data.markdown.startsWith('## Rules\n'), data.markdown.slice(0, 50));
    }
  });

  test('redirects hand it on, or name their own', async () => {
    assert.ok((await crawl('/moved#moorings')).data.markdown.startsWith('## Moorings\n'));
    assert.ok((await crawl('/renamed')).data.markdown.startsWith('## Moorings\n'));
    assert.ok((await crawl('/renamed#usage')).data.markdown.startsWith('## Moorings\n'));
  });

  test('Markdown has the places that its page would have', async () => {
    const begins: readonly (readonly [string, string])[] = [
      ['options--flags', '## Options & flags\n'],
      ['usage', '## [Usage]'],
      ['usage-1', '## Usage\n\nAgain'],
      ['faq', '<a name="faq"></a>\n'],
    ];
    for (const [fragment, start] of begins) {
      const { data } = await crawl(`/README.md#${fragment}`);
      assert.ok(data.markdown.startsWith(start), `${fragment}: ${data.markdown.slice(0, 50)}`);
    }
  });

  test('code has the lines that its hosts name by their number', async () => {
    for (const [fragment, line] of [
      ['L1200', 1200],
      ['L1200-L1300', 1200],
      ['L1200C5', 1200],
      ['line=1199,1300', 1200],
      ['L3000', 3000],
    ] as const) {
      const { data } = await crawl(`/main.py#${fragment}`);
      assert.equal(data.markdown.split('\n')[0], `print("line ${line}")`, fragment);
    }
    for (const fragment of ['L0', 'L3001', 'L12345678901', 'Line', 'line=x']) {
      const { data } = await crawl(`/main.py#${fragment}`);
      assert.ok(data.markdown.startsWith('print("line 1")\n'), fragment);
      assert.match(`${data.warnings}`, / is no place in the content/, fragment);
    }
    assert.match((await crawl('/README.md#L5')).data.markdown, /^## Options/);
  });

  test('a page is asked for once for all its places, and each answer has its own', async () => {
    const path = '/manual?once';
    const asked = () => site.hits.filter((hit) => hit.path === path).length;
    const first = await crawl(`${path}#moorings`);
    const second = await crawl(`${path}#usage`);
    const third = await crawl(path);
    assert.equal(asked(), 1);
    assert.equal(first.data.redirected_url, `${site.url}${path}#moorings`);
    assert.equal(second.data.redirected_url, `${site.url}${path}#usage`);
    assert.equal(third.data.redirected_url, `${site.url}${path}`);
    assert.ok(second.data.markdown.startsWith('## Usage\n'));
    assert.ok(third.data.markdown.startsWith('[Home]'));
  });

  test('in a browser: what was asked for, whatever a script writes into the address', async () => {
    const { data } = await crawl('/scripted#moorings', { engine: 'browser' });
    assert.ok(data.markdown.startsWith('## Moorings\n'), data.markdown.slice(0, 50));
    const plain = await crawl('/scripted', { engine: 'browser' });
    assert.ok(plain.data.markdown.startsWith('# Manual\n'));
    assert.equal(plain.data.warnings, undefined);
  });
});

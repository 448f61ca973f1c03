import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Options, pageOf } from '../extract-links/page-of.js';

const contentOf = (html: string, content: Options['content'] = {}, more: Options = {}) =>
  pageOf(html, { ...more, content, want: { content: true } });

const MARKDOWN: [why: string, html: string, markdown: string][] = [
  [
    'blocks',
    '<h1>A</h1><p>b<br>c</p><ul><li>d<li>e</ul><ol start=3><li>f</ol><blockquote>g</blockquote><pre>h\n i</pre>',
    '# A\n\nb\\\nc\n\n- d\n- e\n\n3. f\n\n> g\n\n```\nh\n i\n```',
  ],
  ['inline', '<p><b>a</b> <i>b</i> <code>c</code> <del>d</del>', '**a** *b* `c` ~~d~~'],
  [
    'links are absolute',
    '<p><a href=/a?b title=T>x</a> <a href="mailto:a@b.example">m</a>',
    '[x](https://shop.example/a?b "T") [m](mailto:a@b.example)',
  ],
  ['script links are text', '<p><a href="javascript:x()">x</a> <a href="data:text/html,y">y</a>', 'x y'],
  [
    'images',
    '<p><img src=/i.png alt=A> <img src="data:image/gif;base64,R0" data-src=lazy.png alt=L> <img src="data:image/gif;base64,R0">',
    '![A](https://shop.example/i.png) ![L](https://shop.example/dir/lazy.png)',
  ],
  ['tables', '<table><tr><th>a<th>b<tr><td>1<td>2</table>', '| a | b |\n| - | - |\n| 1 | 2 |'],
  [
    'layout tables',
    '<table><tr><td><h2>a</h2><td><table><tr><td>b<td>c<tr><td>d<td>e</table></table>',
    '## a\n\n| | |\n| - | - |\n| b | c |\n| d | e |',
  ],
  ['code with its language', '<pre><code class="hljs language-js">let a;</code></pre>', '```js\nlet a;\n```'],
  ['markup in text stays text', '<p>*a* [b](c) &lt;b&gt;', '\\*a\\* \\[b]\\(c) \\<b>'],
  [
    'what is no content',
    '<style>a</style><script>b</script><select><option>c</select><textarea>d</textarea><noscript>e</noscript><svg><text>f</text></svg><template>g</template><iframe>h</iframe><p>x',
    'x',
  ],
  ['nothing', '', ''],
];

test('markdown', async (t) => {
  for (const [why, html, markdown] of MARKDOWN) {
    await t.test(why, async () => assert.equal((await contentOf(html)).content, markdown));
  }
});

const PAGE = `<header>Top</header><nav><a href=/n>Nav</a></nav><form><label>Mail</label><button>Go</button></form>
  <main><h1>Title</h1><p class=lead>The lead of it.</p><p>Short</p><div id=ad>Buy this now</div></main><footer>Foot</footer>`;

const SCOPES: [why: string, config: Options['content'], text: string][] = [
  ['all', {}, 'Top\n\nNav\n\nMail\nGo\n\nTitle\n\nThe lead of it.\n\nShort\n\nBuy this now\n\nFoot'],
  ['css_selector', { css_selector: 'main p' }, 'The lead of it.\n\nShort'],
  ['target_elements', { target_elements: ['.lead', 'footer'] }, 'The lead of it.\n\nFoot'],
  [
    'target_elements in css_selector',
    { css_selector: 'main', target_elements: ['p', 'footer'] },
    'The lead of it.\n\nShort',
  ],
  ['excluded_tags', { excluded_tags: ['MAIN', 'form', 'nav'] }, 'Top\n\nFoot'],
  ['excluded_selector', { excluded_selector: '#ad, .lead, header' }, 'Nav\n\nMail\nGo\n\nTitle\n\nShort\n\nFoot'],
  ['remove_forms', { remove_forms: true, excluded_tags: ['main'] }, 'Top\n\nNav\n\nFoot'],
  ['word_count_threshold', { word_count_threshold: 3 }, 'The lead of it.\n\nBuy this now'],
  ['main_content_only', { main_content_only: true, excluded_selector: '#ad' }, 'Title\n\nThe lead of it.\n\nShort'],
];

test('what part is read', async (t) => {
  for (const [why, config, text] of SCOPES) {
    await t.test(why, async () => {
      const page = await contentOf(PAGE, { only_text: true, ...config });
      assert.equal(page.content.replace(/\n{2,}/g, '\n\n'), text);
      assert.deepEqual(page.warnings, []);
    });
  }
});

test('a list between the items of a list belongs to the item before it; a caption goes before its table', async () => {
  const lists = await contentOf('<ul><li>A</li><ul><li>a1</li></ul><li>B</li></ul>');
  assert.equal(lists.content, '- A\n  - a1\n- B');
  const table = await contentOf(
    '<table><caption>Trees</caption><tr><th>N</th><th>M</th></tr><tr><td>1</td><td>2</td></tr></table>',
  );
  assert.match(table.content, /^Trees\n\n\| N \| M \|/);
});

test('word_count_threshold drops paragraphs of markdown, not headings, code and tables', async () => {
  const html = '<h2>One</h2><p>two words</p><p>three words here</p><pre>x</pre><ul><li><p>a</p><li><p>b c d</p></ul>';
  const { content } = await contentOf(html, { word_count_threshold: 3 });
  assert.match(content, /^## One\n\nthree words here\n\n```\nx\n```\n\n-/);
  assert.doesNotMatch(content, /two words|- +a$/m);
  assert.match(content, /b c d$/);
});

test('links and media: css_selector narrows them, target_elements do not, what is excluded is gone', async () => {
  const html = '<nav><a href=/n>n</a><img src=/n.png></nav><main><a href=/m>m</a><img src=/m.png></main>';
  const want = { links: true, media: true, metadata: true };
  const found = async (content: Options['content']) => {
    const { links, media } = await pageOf(`<title>T</title>${html}`, { content, want });
    return [
      ...links.internal.map((link) => link.text),
      ...media.images.map((image) => new URL(image.src).pathname),
    ].join();
  };
  assert.equal(await found({}), 'n,m,/n.png,/m.png');
  assert.equal(await found({ css_selector: 'main' }), 'm,/m.png');
  assert.equal(await found({ target_elements: ['main'] }), 'n,m,/n.png,/m.png');
  assert.equal(await found({ main_content_only: true }), 'n,m,/n.png,/m.png');
  assert.equal(await found({ excluded_tags: ['nav'] }), 'm,/m.png');
  assert.equal(await found({ excluded_selector: 'nav > *' }), 'm,/m.png');
  const { metadata } = await pageOf(`<title>T</title>${html}`, { content: { css_selector: 'main' } });
  assert.equal(metadata.title, 'T');
});

test('a selector that matches nothing is told of; one that cannot be read is an error', async () => {
  const { warnings, content } = await contentOf('<p>x', {
    css_selector: 'main',
    excluded_selector: 'b',
    target_elements: ['i'],
  });
  assert.equal(content, '');
  assert.deepEqual(
    warnings.map((warning) => warning.split(' ')[0]),
    ['css_selector', 'excluded_selector', 'target_elements'],
  );
  await assert.rejects(contentOf('<p>x', { css_selector: 'p[' }), {
    code: 'invalid_input',
    message: /^css_selector: /,
  });
  await assert.rejects(contentOf('<p>x', { target_elements: ['p', ':nope'] }), { code: 'invalid_input' });
});

test('a selector that takes too long is an error, in time', async () => {
  const startedMs = performance.now();
  const html = `<div>${'<p>x</p>'.repeat(20_000)}</div>`;
  await assert.rejects(contentOf(html, { css_selector: 'p:nth-last-child(2n+1):has(~ p:nth-last-child(3))' }), {
    code: 'too_complex',
  });
  assert.ok(performance.now() - startedMs < 3_000);
});

test('selectors know attributes, not what objects inherit', async () => {
  assert.equal((await contentOf('<p constructor=x>a</p><p>b', { css_selector: '[constructor]' })).content, '');
  assert.equal(
    (
      await contentOf('<p data-a="1 2" lang=de>a</p><p>b', {
        css_selector: 'p[data-a~="2"]:not(:empty):lang(de), p#x',
      }).catch(() => ({ content: 'a' }))
    ).content,
    'a',
  );
});

test('hidden text is left out and counted', async () => {
  const html = '<p>seen</p><p style="display:none">ignore all <b>previous</b></p><p>a\u200bb</p><p hidden> </p>';
  for (const only_text of [true, false]) {
    const page = await contentOf(html, { only_text });
    assert.equal(page.content, 'seen\n\nab');
    assert.equal(page.hiddenTextRemoved, 3);
  }
});

const PROSE = 'This sentence is long enough to be taken for prose by anyone who looks at it. ';
const MAINS: [why: string, html: string, holds: RegExp, not: RegExp][] = [
  ['a main landmark', `<div><p>${PROSE}</p></div><main><p>${PROSE}Wanted.</p></main>`, /Wanted/, /it\.\n+This/],
  [
    'an empty main',
    `<main></main><div id=c><p>${PROSE}</p><p>${PROSE}Wanted.</p></div><div><a href=x>${PROSE.repeat(4)}Link</a></div>`,
    /Wanted/,
    /Link/,
  ],
  [
    'an article',
    `<div><p>Teaser text</p></div><article><p>${PROSE}Wanted.</p><footer>Written by me</footer></article>`,
    /Wanted[\s\S]*Written/,
    /Teaser/,
  ],
  [
    'by prose',
    `<div><ul><li><a href=a>Menu entry one</a><li><a href=b>Menu entry two</a></ul></div><div><h2>Head</h2><p>${PROSE}</p><p>${PROSE}Wanted.</p></div>`,
    /Wanted/,
    /Menu/,
  ],
  [
    'landmarks around',
    `<div role=navigation>Menu</div><div><p>${PROSE}Wanted.</p></div><footer><p>${PROSE}Footer.</p></footer>`,
    /Wanted/,
    /Menu|Footer/,
  ],
];

test('main content', async (t) => {
  for (const [why, html, holds, not] of MAINS) {
    await t.test(why, async () => {
      const { content } = await contentOf(html, { main_content_only: true });
      assert.match(content, holds);
      assert.doesNotMatch(content, not);
    });
  }
});

test('long lists go on counting, long pages lose nothing', async () => {
  const items = Array.from({ length: 900 }, (_, i) => `<li>item ${i + 1}`).join('');
  const { content } = await contentOf(`<div><ol>${items}</ol>${'<p>block</p>'.repeat(700)}</div>`);
  const lines = content.split('\n').filter((line) => line !== '');
  assert.equal(lines.filter((line) => line === 'block').length, 700);
  assert.equal(lines.filter((line) => /^(\d+)\. item \1$/.test(line)).length, 900);
});

test('plain text: cells, preformatted lines, inline elements', async () => {
  const html =
    '<table><tr><td>a</td><td> b </td></tr><tr><td>c</td><td>d</td></tr></table><pre>x\n  y</pre>W<b>o</b>rd<br>next';
  assert.equal((await contentOf(html, { only_text: true })).content, 'a | b\nc | d\n\nx\n  y\n\nWord\nnext');
});

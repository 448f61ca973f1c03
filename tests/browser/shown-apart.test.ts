/** Words that stand apart only by style are told apart, and what is struck through as that; lines that it keeps are lines. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

let server: TestClient;
before(async () => {
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(() => server[Symbol.asyncDispose]());

const CASES: readonly (readonly [why: string, html: string, markdown: string])[] = [
  [
    'a row',
    '<div class=row><span>tide.jpg</span><span>2 MB</span><b>New</b><!-- --><i>Old</i></div>',
    'tide.jpg 2 MB **New** *Old*',
  ],
  ['a badge that is one character', '<div class=row><span>Cart</span><span>0</span></div>', 'Cart 0'],
  ['a box in a box', '<div class=row><span><b>Name</b></span><span><b>Size</b></span></div>', '**Name** **Size**'],
  ['a column', '<div class="row column"><span>One</span><span>Two</span></div>', 'One\n\nTwo'],
  ['lines', '<p><span class=line>One</span><span class=line>Two</span></p>', 'One\n\nTwo'],
  [
    'lines of a link',
    '<p><a href=/a><span class=line>One</span><span class=line>Two</span></a></p>',
    '[One Two](SITE/a)',
  ],
  ['a float', '<p>Name<span class=end>2 MB</span></p>', 'Name 2 MB'],
  ['no gap before what ends a word', '<div class=row><span>19</span><span>.99</span></div>', '19.99'],
  ['a drop cap', '<p><span class=end>O</span>nce</p>', 'Once'],
  [
    'letters that move one by one',
    '<h2 class=row><span>T</span><span>i</span><span>d</span><span>e</span></h2>',
    '## Tide',
  ],
  ['words in the line', '<p>W<span>o</span>r<b>ds</b> <span>an</span><span>d</span></p>', 'Wor**ds** and'],
  [
    'lines of code',
    '<pre><code><span class=line>a = 1</span><span class=line>b = 2</span></code></pre>',
    '```\na = 1\nb = 2\n```',
  ],
  ['parts of a line of code', '<pre class=row><span>a =</span><span>1</span></pre>', '```\na =1\n```'],
  [
    "elements of the page's own, as their style has them",
    '<p>Wait.</p><x-box class=line>A year.</x-box><x-box class=line><img src=/i alt=I><x-mark>Red</x-mark>, with a ring</x-box><div class=row><x-tab>npm</x-tab><x-tab>brew</x-tab></div>',
    'Wait.\n\nA year.\n\n![I](SITE/i) Red, with a ring\n\nnpm brew',
  ],
  [
    'what a shadow root makes a row of',
    '<x-tabs><template shadowrootmode=open><div class=tabs style="display: flex"><slot></slot></div></template><x-tab>npm</x-tab><x-tab>brew</x-tab></x-tabs>',
    'npm brew',
  ],
  ['a name in code and its type', '<div class=row><code>season</code><span>number</span></div>', '`season` number'],
  [
    'struck through',
    '<p><span class=was>$45</span> $40</p><div class=was>Gone</div><p><s>Once</s>',
    '~~$45~~ $40\n\n~~Gone~~\n\n~~Once~~',
  ],
  [
    'lines in text',
    '<div class=kept>One\n  two\n\n<x-mark>three</x-mark> <a href=/a>four</a></div><pre class=kept>a\n b</pre><p>One\ntwo</p>',
    'One  \ntwo\n\nthree [four](SITE/a)\n\n```\na\n b\n```\n\nOne two',
  ],
];
const STYLE =
  '<style>.kept { white-space: pre-wrap } .row { display: flex } .column { flex-direction: column } .line { display: block } .end { float: right } .was { text-decoration: line-through }</style>';

test('in a browser', async () => {
  const pages = Object.fromEntries(
    CASES.map(([, html], i) => [`/${i}`, { body: `<!doctype html><title>T</title>${STYLE}${html}` }]),
  );
  await using site = await startSite(pages);
  for (const [i, [why, , markdown]] of CASES.entries()) {
    const { data } = await server.call('crawl', {
      url: `${site.url}/${i}`,
      engine: 'browser',
      include: ['content', 'links'],
    });
    assert.equal(data.markdown, markdown.replaceAll('SITE', site.url), why);
    if (why === 'lines of a link') assert.equal(data.links.internal[0].text, 'One Two');
  }
});

test('by its own style over HTTP', async () => {
  const html = '<p><span style="text-decoration: line-through">$45</span> $40';
  const { data } = await server.call('crawl', { html, base_url: 'https://a.example/' });
  assert.equal(data.markdown, '~~$45~~ $40');
});

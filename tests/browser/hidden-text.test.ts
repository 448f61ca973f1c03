/** Text that only computed style hides is no content; what a person can bring to sight is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

const PAGE = `<!doctype html><title>Hidden</title><style>
.none { display: none } .invisible { visibility: hidden } .clear { opacity: 0 } .fading { opacity: 0; transition: opacity 1s }
.tiny { font-size: 1px } .glass { color: transparent } .off { position: absolute; left: -9999px }
.reader { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0, 0, 0, 0) }
.flat { height: 0; overflow: hidden } .indent { text-indent: -9999px }
</style><h1>Seen heading</h1>
${['none', 'invisible', 'clear', 'tiny', 'glass', 'off', 'reader', 'flat', 'indent'].map((name) => `<p class="${name}">Secret ${name}</p>`).join('\n')}
<p class="fading">Seen fading</p><details><summary>Seen summary</summary><p>Seen details</p></details>
<p class="invisible">Parent <span style="visibility: visible">Seen child</span></p>
<a href="/menu"><span class="reader">Seen menu</span></a><a class="none" href="/gone">Hidden link</a>`;

test('computed style: hidden text is left out and counted, hidden links are kept and marked', async () => {
  await using site = await startSite({ '/': { body: PAGE } });
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.deepEqual(data.markdown.match(/Secret \w+/g), null);
  for (const seen of ['heading', 'fading', 'summary', 'details', 'child', 'menu'])
    assert.match(data.markdown, new RegExp(`Seen ${seen}`));
  assert.ok(data.hidden_text_removed >= 9, String(data.hidden_text_removed));
  const links = Object.fromEntries(
    data.links.internal.map((link: { href: string; hidden?: boolean }) => [new URL(link.href).pathname, link.hidden]),
  );
  assert.deepEqual(links, { '/menu': undefined, '/gone': true });
});

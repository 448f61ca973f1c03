/** Listing what is kept: in pages, newest first, whole however much was added meanwhile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { pageWithLink } from '../helpers/http-server.js';
import { startSite } from '../helpers/site.js';

const PAGE_ITEMS = 100;
const MADE = 130;

test('hundreds of results are listed in pages, each once; a cursor that is none is refused', async () => {
  await using server = await startClient();
  const make = async (name: string) =>
    `webloupe://results/${(await server.call('extract_links', pageWithLink(name))).data.result_id}`;
  const made: string[] = [];
  for (let i = 0; i < MADE; i++) made.push(await make(`page-${i}`));
  const first = await server.client.listResources();
  assert.deepEqual(
    first.resources.map(({ uri }) => uri),
    made.toReversed().slice(0, PAGE_ITEMS),
  );
  const added = await make('added');
  const { resources, nextCursor } = await server.client.listResources({ cursor: first.nextCursor ?? '' });
  assert.equal(nextCursor, undefined, 'the last page');
  assert.deepEqual(
    resources.map(({ uri }) => uri),
    [...made.toReversed().slice(PAGE_ITEMS), 'webloupe://schema/run-config', 'webloupe://social-media-domains'],
  );
  assert.equal((await server.client.listResources()).resources[0]?.uri, added);
  await assert.rejects(
    server.client.listResources({ cursor: 'bm8gc3VjaCB1cmk' }),
    /-32602.*invalid_input: cursor: .* Next: List again from the start/,
  );
  const part = { uri: `${added}/nothing` };
  await assert.rejects(server.client.readResource(part), /-32602.*invalid_input: a result has no part "\/nothing"/);
});

test('content that is not kept whole says so, in the answer and in the resource', async () => {
  const chars = 'only the first 1,000,000 characters of text are kept';
  await using site = await startSite({
    '/one': { body: `<p>${'word '.repeat(220_000)}</p>` },
    '/many': { body: `<p>${'word '.repeat(20_000)}</p>`.repeat(11) },
    '/fits': { body: `<p>${'word '.repeat(190_000)}</p>` },
  });
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  for (const path of ['/one', '/many', '/fits']) {
    for (const only_text of [false, true]) {
      const { data, text } = await server.call('crawl', { url: site.url + path, include: ['content'], only_text });
      const { contents } = await server.client.readResource({ uri: `webloupe://results/${data.result_id}/markdown` });
      const [whole] = contents;
      const kept = whole !== undefined && 'text' in whole ? String(whole.text) : '';
      const isCut = path !== '/fits';
      assert.equal(text.includes(`Note: content: ${chars}`), isCut, path);
      assert.equal(kept.endsWith(`(content: ${chars})`), isCut, path);
    }
  }
});

test('a result says nothing of parts that its call did not ask for, until they are read', async () => {
  const page =
    '<title>T</title><main><p>Text.</p><p hidden>Not seen.</p><a href="/a">A</a> <a href="https://x.example/">X</a><img src="/i.png"></main>';
  await using site = await startSite({ '*': { body: page } });
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  const PARTS = ['links', 'media', 'tables', 'markdown', 'images_filtered', 'hidden_text_removed'];
  const url = `${site.url}/`;
  for (const [tool, input, parts] of [
    ['extract_links', {}, ['links']],
    ['extract_media', {}, ['media', 'images_filtered']],
    ['preview_links', {}, ['links']],
    ['crawl', { include: ['content'] }, ['markdown', 'hidden_text_removed']],
    ['crawl', {}, PARTS],
  ] as const) {
    const { data } = await server.call(tool, { url, ...input });
    const uri = `webloupe://results/${data.result_id}`;
    const whole = await server.json(uri);
    assert.deepEqual(
      PARTS.filter((part) => part in whole),
      parts,
      tool,
    );
    const { resources } = await server.client.listResources();
    const listed = resources.find((one) => one.uri === uri);
    assert.equal(listed?.size, Buffer.byteLength(JSON.stringify(whole)), tool);
    // Going on and reading another part still work on what was left out.
    assert.equal((await server.json(`${uri}/media`)).images.length, 1);
    assert.equal((await server.json(uri)).media.images.length, 1);
    assert.equal((await server.json(`${uri}/links`)).internal.length, 1);
    const { contents } = await server.client.readResource({ uri: `${uri}/markdown` });
    assert.match(JSON.stringify(contents), /Text\./);
    assert.equal((await server.json(uri)).hidden_text_removed, 1);
  }
});

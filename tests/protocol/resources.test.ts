/** Listing what is kept: in pages, newest first, whole however much was added meanwhile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { pageWithLink } from '../helpers/http-server.js';

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

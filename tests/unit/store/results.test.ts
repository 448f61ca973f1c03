import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId, OwnResults, type StoredResult } from '../../../src/core/store/results.js';
import { movedClock } from '../../helpers/moved-clock.js';

const result = (id: string, fields: Partial<StoredResult> = {}): StoredResult => ({
  ...{ id, owner: 'me', tool: 'extract_links', url: 'https://a.example/', title: '', createdAtMs: 0 },
  ...{ json: '{}', bytes: 2, ...fields },
});

test('ids are 128 random bits, no two alike', () => {
  const ids = Array.from({ length: 200 }, newId);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.equal(Buffer.from(id, 'base64url').length, 16, id);
});

test('results are kept for an hour, and 128 MB of them; the newest thousand of an owner are listed', async () => {
  using clock = movedClock();
  const results = new OwnResults();
  await results.put(result('a', { html: 'x'.repeat(1_000) }));
  assert.ok(results.bytes >= 1_002 && results.bytes < 4_000, `${results.bytes}`);
  await clock.pass(59);
  assert.equal((await results.find('a'))?.json, '{}');
  await clock.pass(2);
  assert.equal(await results.find('a'), undefined);
  const json = 'x'.repeat(40 * 1024 * 1024);
  for (const id of ['1', '2', '3', '4']) await results.put(result(id, { json }));
  assert.deepEqual([await results.html('1'), (await results.list('me')).length], [undefined, 3]);
  const many = new OwnResults();
  for (let i = 0; i <= 1_000; i++) await many.put(result(`r${i}`, { createdAtMs: i }));
  await many.put(result('other', { owner: 'you' }));
  const listed = await many.list('me');
  assert.deepEqual([listed.length, listed[0]?.id, listed.at(-1)?.id], [1_000, 'r1000', 'r1']);
});

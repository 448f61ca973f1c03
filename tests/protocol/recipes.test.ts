/** Every call in docs/recipes.md is made, and every answer that stands there is part of the one that comes. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { type Answer, startClient, type TestClient } from '../helpers/client.js';
import { type DocsSite, startDocsSite } from '../helpers/docs-site.js';

const page = readFileSync(new URL('../../docs/recipes.md', import.meta.url), 'utf8');
const callSchema = z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) });

interface Recipe extends z.infer<typeof callSchema> {
  line: number;
  expected?: unknown;
}

/** A block with `name` and `arguments` is a call; the block after it, its answer. */
function recipes(): Recipe[] {
  const found: Recipe[] = [];
  for (const match of page.matchAll(/^( *)```json\n([\s\S]*?)^\1```$/gm)) {
    const value: unknown = JSON.parse(match[2] ?? '');
    const call = callSchema.safeParse(value);
    const last = found.at(-1);
    if (call.success) found.push({ ...call.data, line: page.slice(0, match.index).split('\n').length });
    else if (last !== undefined) last.expected = value;
  }
  return found;
}

/** Fails unless every field of `part` is in `whole`; a list stands for the beginning of a list, an empty one for none. */
function assertPart(part: unknown, whole: unknown, where: string): void {
  if (Array.isArray(part)) {
    assert.ok(Array.isArray(whole), `${where}: no list`);
    if (part.length === 0) assert.deepEqual(whole, [], where);
    for (const [i, one] of part.entries()) assertPart(one, whole[i], `${where}[${i}]`);
  } else if (typeof part === 'object' && part !== null) {
    assert.ok(typeof whole === 'object' && whole !== null, `${where}: ${JSON.stringify(whole)} is no object`);
    for (const [key, value] of Object.entries(part)) assertPart(value, Reflect.get(whole, key), `${where}.${key}`);
  } else assert.deepEqual(whole, part, where);
}

let site: DocsSite;
let server: TestClient;
const captures = mkdtempSync(path.join(tmpdir(), 'webloupe-recipes-'));
before(async () => {
  site = await startDocsSite();
  server = await startClient([...site.flags, '--output-dir', captures]);
});
after(async () => {
  // First, so that a server that did not start cannot keep the site listening for ever.
  await site.close();
  await server[Symbol.asyncDispose]();
  rmSync(captures, { recursive: true });
});

const ALL = recipes();

for (const recipe of ALL) {
  test(`line ${recipe.line}: ${recipe.name}`, async () => {
    const answer: Answer = await server.call(recipe.name, recipe.arguments);
    assert.equal(answer.isError, false, answer.text);
    if (recipe.expected !== undefined) assertPart(recipe.expected, answer.data, 'answer');
  });
}

test('the page has recipes for every tool, and no block that is neither call nor answer', () => {
  assert.deepEqual([...new Set(ALL.map(({ name }) => name))].sort(), [
    'capture',
    'crawl',
    'extract_links',
    'extract_media',
    'preview_links',
  ]);
  const blocks = page.match(/```json$/gm) ?? [];
  assert.equal(blocks.length, ALL.length + ALL.filter(({ expected }) => expected !== undefined).length);
});

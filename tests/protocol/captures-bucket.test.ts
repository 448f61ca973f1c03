/** Captures in a bucket: written by one process, read by another, bounded, with secrets told nowhere. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startBucket, type TestBucket } from '../helpers/bucket.js';
import { MAIN, startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';

let bucket: TestBucket;
let site: Site;
/** Of these servers alone: others make folders in the machine's. */
const temporary = mkdtempSync(join(tmpdir(), 'webloupe-bucket-test-'));

before(async () => {
  bucket = await startBucket();
  site = await startSite({
    '*': { body: '<!doctype html><title>Tides</title><h1>Tides</h1><p>High water at six.</p>' },
    '/noise': {
      body: `<!doctype html><title>Noise</title><canvas width=800 height=600></canvas><script>
        const context = document.querySelector('canvas').getContext('2d');
        const picture = context.createImageData(800, 600);
        for (let i = 0; i < picture.data.length; i++) picture.data[i] = i % 4 === 3 ? 255 : Math.random() * 256;
        context.putImageData(picture, 0, 0);
      </script>`,
    },
  });
});
after(async () => {
  await site[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
  rmSync(temporary, { recursive: true });
});

const start = (...flags: string[]): Promise<TestClient> =>
  startClient(['--allow-host', '127.0.0.1', '--captures-url', bucket.url, ...flags], {
    ...bucket.env,
    TMPDIR: temporary,
  });
const shoot = ({ call }: TestClient, path = '/', more = {}) =>
  call('capture', { url: `${site.url}${path}`, show_image: false, ...more });
const blobOf = async ({ client }: TestClient, uri: string): Promise<Buffer> => {
  const [first] = (await client.readResource({ uri })).contents;
  return Buffer.from(first !== undefined && 'blob' in first ? String(first.blob) : '', 'base64');
};
/** Captures anywhere below. */
const files = () =>
  readdirSync(temporary, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:png|pdf|mhtml)$/.test(name));

test('a capture made by one process is listed and read by another, and lies on no disk', async () => {
  const before = readdirSync(temporary);
  {
    await using one = await start();
    await using two = await start();
    const { data, text } = await shoot(one, '/', { formats: ['screenshot', 'pdf'], show_image: true });
    assert.equal(data.screenshot.path, undefined, text);
    assert.deepEqual(
      [...bucket.objects.keys()].map((key) => /^team\/[\w-]{43}\/[0-9a-f]{32}$/.test(key)),
      [true, true],
    );
    const { resources } = await two.client.listResources();
    const listed = resources.find(({ uri }) => uri === data.screenshot.uri);
    assert.deepEqual(
      [listed?.name, listed?.mimeType, listed?.['size']],
      [`${site.url}/`, 'image/png', data.screenshot.bytes],
    );
    assert.equal((await blobOf(two, data.screenshot.uri)).length, data.screenshot.bytes);
    assert.equal((await blobOf(two, data.pdf.uri)).subarray(0, 5).toString(), '%PDF-');
    assert.deepEqual(files(), []);
    assert.deepEqual(bucket.refused, []);
  }
  assert.deepEqual(readdirSync(temporary), before);
});

test("somebody else's are neither listed nor read, and what is no capture is left alone", async () => {
  await using one = await start();
  const [[key, object] = []] = bucket.objects;
  assert.ok(key !== undefined && object !== undefined);
  const id = 'f'.repeat(32);
  bucket.objects.set(`team/${'A'.repeat(43)}/${id}`, object);
  bucket.objects.set('team/notes.txt', object);
  bucket.objects.set(key.replace(/[0-9a-f]{32}$/, 'e'.repeat(32)), { ...object, headers: { 'content-type': 'x/y' } });
  const { resources } = await one.client.listResources();
  assert.ok(resources.length > 0);
  assert.ok(!resources.some(({ uri }) => uri.endsWith(id) || uri.endsWith('eeee')));
  for (const unknown of [id, 'e'.repeat(32), '0'.repeat(32)])
    await assert.rejects(blobOf(one, `webloupe://captures/${unknown}`), /expired: /);
});

test('the oldest go first where the bucket holds more than its bound', async () => {
  await using one = await start('--output-max-size', '3000000');
  const first = await shoot(one, '/noise');
  for (let i = 0; i < 3; i++) assert.equal((await shoot(one, `/noise?${i}`)).isError, false);
  await assert.rejects(blobOf(one, first.data.screenshot.uri), /expired: /);
  const own = [...bucket.objects].filter(([key]) => key !== 'team/notes.txt');
  const bytes = own.reduce((sum, [, { body }]) => sum + body.length, 0);
  assert.ok(bytes <= 3_000_000 && bytes > 1_000_000, `${bytes}`);
  assert.ok(bucket.objects.has('team/notes.txt'));
});

test('a store that refuses is told without what it must not tell', async () => {
  const env = { ...bucket.env, AWS_SECRET_ACCESS_KEY: 'not/the+secret' };
  await using other = await startClient(['--allow-host', '127.0.0.1', '--captures-url', bucket.url], env);
  const refused = await shoot(other);
  assert.match(refused.text, /^overloaded: the store of captures answered 403 \(SignatureDoesNotMatch\)\. Next: /);
  bucket.fails = 500;
  const failing = await shoot(other);
  bucket.fails = undefined;
  assert.match(failing.text, /^overloaded: the store of captures answered 500/);
  const captures = { type: 'ref/resource', uri: 'webloupe://captures/{id}' } as const;
  for (const asked of [
    other.client.listResources(),
    other.client.complete({ ref: captures, argument: { name: 'id', value: '' } }),
  ])
    await assert.rejects(asked, /overloaded: the store of captures answered 403 .* Next: /);
  const told = JSON.stringify([refused, failing, other.logs, other.stderr()]);
  assert.doesNotMatch(told, /not\/the\+secret|TESTKEYID/);
});

test('where one of several files cannot be kept, none of them stays on the disk', async () => {
  await using one = await start();
  bucket.fails = 500;
  const failing = await shoot(one, '/', { formats: ['screenshot', 'pdf', 'mhtml'] });
  bucket.fails = undefined;
  assert.match(failing.text, /^overloaded: the store of captures answered 500/);
  assert.deepEqual(files(), []);
});

test('--captures-url has a form, and no place for credentials', () => {
  for (const url of [
    'https://shots',
    's3://KEY:hidden@shots',
    's3://shots?endpoint=ftp://x',
    's3://shots?acl=public',
  ]) {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, '--captures-url', url], {
      encoding: 'utf8',
      input: '',
    });
    assert.equal(status, 2, url);
    assert.match(stderr, /^webloupe: invalid_input: --captures-url: expected s3:\/\/BUCKET/);
    assert.doesNotMatch(stderr, /hidden/);
  }
});

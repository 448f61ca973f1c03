/** stdio as scripts use it: everything written at once, then the end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import * as z from 'zod';
import { MAIN } from '../helpers/client.js';
import { callOf, send, startHttp } from '../helpers/http-server.js';
import { isAlive, within } from '../helpers/processes.js';
import { startSite } from '../helpers/site.js';
import { ALLOWED, slowCall, slowSite } from '../helpers/slow-site.js';

const OPENING = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } },
};
const OPENING_WITH_BATCHES = { ...OPENING, params: { ...OPENING.params, protocolVersion: '2025-03-26' } };
const rpc = (request: object) => ({ jsonrpc: '2.0', ...request });

/** Everything that is answered to the lines, by id. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads into answers freely
async function answersTo(lines: readonly string[], flags: readonly string[] = []): Promise<Map<unknown, any>> {
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  const code = child.exitCode ?? (await new Promise((resolve) => child.on('exit', resolve)));
  assert.equal(code, 0);
  return new Map(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map((answer) => [answer.id, answer]),
  );
}

test('a client that writes its requests and closes its end gets the answers, and nothing else on stdout', async () => {
  const requests = [
    { id: 1, ...OPENING },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/list' },
    { id: 3, method: 'resources/list' },
  ];
  const answers = await answersTo(requests.map((request) => JSON.stringify({ jsonrpc: '2.0', ...request })));
  assert.deepEqual([...answers.keys()].sort(), [1, 2, 3]);
});

test('links to resources are in answers for those whose revision has them: 2025-06-18 and later, by the header over HTTP', async () => {
  await using site = await startSite({ '/': (_request, response) => void response.end('<title>A page</title>') });
  await using server = await startHttp(ALLOWED);
  const call = callOf('capture', { url: `${site.url}/`, show_image: false }, 2);
  for (const [revision, types] of [
    ['2025-03-26', ['text']],
    ['2025-06-18', ['text', 'resource_link']],
  ] as const) {
    const { params } = OPENING;
    const opening = rpc({ id: 1, ...OPENING, params: { ...params, protocolVersion: revision } });
    const piped = (await answersTo([JSON.stringify(opening), call], ALLOWED)).get(2);
    const header: Record<string, string> = revision === '2025-03-26' ? {} : { 'mcp-protocol-version': revision };
    const { body } = await send(server, { headers: header, body: call });
    const posted = JSON.parse(/^data: (.*"id":2.*)$/m.exec(body)?.[1] ?? body);
    for (const { result } of [piped, posted]) {
      assert.deepEqual(
        result.content.map(({ type }: { type: string }) => type),
        types,
      );
      assert.ok(result.content[0].text.includes(result.structuredContent.screenshot.uri));
    }
  }
});

test('a page that is slow to come is answered after the end of the input, unless its client is gone; of a batch, what there is', async () => {
  for (const isRead of [true, false]) {
    await using slow = await slowSite();
    const call = { name: 'crawl', arguments: slowCall(slow.site) };
    const requests = [rpc({ id: 2, method: 'tools/call', params: call }), rpc({ id: 3, method: 'ping' })];
    const input = [rpc({ id: 1, ...OPENING_WITH_BATCHES }), requests]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
    // A client with a process of its own: its end is what the server is to see.
    const start = `const { spawn } = require('node:child_process');
      const server = spawn(process.execPath, ${JSON.stringify([MAIN, ...ALLOWED])}, { stdio: ['pipe', 'inherit', 'ignore'] });
      process.send(server.pid);
      server.stdin.end(${JSON.stringify(input)});`;
    const client = spawn(process.execPath, ['-e', start], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
    const [pid] = await once(client, 'message');
    assert.ok(await within(20_000, () => slow.waiting() === 1));
    // Longer than what is nearly there gets.
    await sleep(1_500);
    if (isRead) slow.answer();
    else client.kill('SIGKILL');
    let out = '';
    for await (const chunk of client.stdout ?? []) out += chunk;
    const answers = /^\[.*/m.exec(out)?.[0] ?? '';
    assert.deepEqual([/title: slow.*"id":2/.test(answers), /"id":3/.test(answers)], [isRead, true], out);
    assert.ok(await within(10_000, () => !isAlive(pid)), 'it ends');
    assert.equal(slow.waiting(), 0);
  }
});

test('a file that cannot be loaded ahead fails the call that needs it, and no more', async () => {
  const dist = path.dirname(MAIN);
  const folder = mkdtempSync(path.join(dist, '../.cache/lacking-'));
  cpSync(dist, path.join(folder, 'dist'), { recursive: true });
  cpSync(path.join(dist, '../package.json'), path.join(folder, 'package.json'));
  for (const name of readdirSync(dist)) if (name.startsWith('engine-')) rmSync(path.join(folder, 'dist', name));
  const client = new Client({ name: 'pipe', version: '1' });
  const main = path.join(folder, 'dist/main.js');
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [main], stderr: 'ignore' }));
  await client.listTools();
  // The rest is loaded 100 ms later.
  await sleep(500);
  const reply = await client.callTool({ name: 'crawl', arguments: { url: 'http://127.0.0.1/' } });
  await client.close();
  assert.match(JSON.stringify(reply), /internal_error: .*engine-.*"isError":true/);
  rmSync(folder, { recursive: true });
});

const DEEP = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
const MODERN = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'pipe', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

test("params that cannot be read are the caller's mistake, and named; null for arguments is none", async () => {
  const refused: ReadonlyArray<readonly [method: string, params: unknown, message: RegExp]> = [
    ['tools/call', undefined, /params: required, expected object/],
    ['tools/call', {}, /params\.name: required, expected string/],
    ['tools/call', { name: 5 }, /params\.name: expected string, got 5/],
    ['tools/call', { name: 'crawl', arguments: 'x' }, /params\.arguments: expected object, got "x"/],
    ['tools/call', { name: 'crawl', arguments: [1] }, /params\.arguments: expected object, got \[1\]/],
    ['resources/read', {}, /params\.uri: required/],
    ['resources/list', { cursor: 5 }, /params\.cursor: expected string, got 5/],
    ['tools/list', { cursor: 'next' }, /params\.cursor: none of this list, which is whole/],
    ['prompts/list', { cursor: 'next' }, /params\.cursor: none of this list/],
    ['resources/templates/list', { cursor: 'next' }, /params\.cursor: none of this list/],
    ['prompts/get', { name: 'media_inventory', arguments: { url: 1 } }, /params\.arguments\.url: expected string/],
    ['completion/complete', { ref: { type: 'ref/prompt' } }, /params\.ref\.name: required/],
    ['completion/complete', { ref: { type: 'x' } }, /params\.ref\.type: expected "ref\/prompt" or "ref\/resource"/],
    ['logging/setLevel', { level: 'loud' }, /params\.level: expected one of "debug"/],
  ];
  const line = (id: unknown, method: string, params: unknown) => JSON.stringify({ jsonrpc: '2.0', id, method, params });
  const opening = JSON.stringify({ jsonrpc: '2.0', id: 'opening', ...OPENING });
  const answers = await answersTo([
    opening,
    ...refused.map(([method, params], id) => line(id, method, params)),
    line('null', 'tools/call', { name: 'crawl', arguments: null }),
    `{"jsonrpc":"2.0","id":"deep","method":"tools/call","params":{"name":"crawl","arguments":{"url":${DEEP}}}}`,
  ]);
  for (const [id, [method, , message]] of refused.entries()) {
    const { error } = answers.get(id);
    assert.equal(error?.code, -32602, method);
    assert.match(error.message, /^invalid_input: .* Next: /);
    assert.match(error.message, message);
  }
  assert.match(answers.get('null').result.content[0].text, /^invalid_input: url: required/);
  assert.match(answers.get('deep').result.content[0].text, /^invalid_input: url: expected string, got what is nested/);
  const modern = ['tools/call', 'prompts/get', 'resources/read', 'tools/list', 'prompts/list'];
  const later = await answersTo(
    ['server/discover', ...modern].map((method) => line(method, method, { cursor: 'next', _meta: MODERN })),
  );
  for (const method of modern) assert.equal(later.get(method).error?.code, -32602, method);
});

test('a line that is no message is answered as JSON-RPC says', async () => {
  const lines: ReadonlyArray<readonly [line: string, code: number, id: unknown]> = [
    ['{"jsonrpc":"2.0","id":1,', -32700, null],
    ['[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]', -32600, null],
    ['5', -32600, null],
    ['{"jsonrpc":"2.0","id":null,"method":"tools/list"}', -32600, null],
    ['{"id":1,"method":"tools/list"}', -32600, 1],
    ['{"jsonrpc":"2.0","id":"a"}', -32600, 'a'],
    ['{"jsonrpc":"2.0","id":2,"method":"tools/list","params":[]}', -32600, 2],
    ['{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"_meta":null}}', -32600, 2],
    ['{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"_meta":{"progressToken":1.5}}}', -32600, 2],
    ['{"jsonrpc":"2.0","id":1e20,"method":"tools/list"}', -32600, null],
  ];
  // What the client answers is never answered itself.
  const opening = JSON.stringify({ jsonrpc: '2.0', id: 'opening', ...OPENING });
  for (const [line, code, id] of lines) {
    const answers = await answersTo(['{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}', opening, line]);
    assert.deepEqual([...answers.keys()].sort(), [id, 'opening'].sort(), line);
    assert.equal(answers.get(id).error.code, code, line);
  }
});

test('a batch is one line of answers where its revision was chosen, whatever becomes of its requests', async () => {
  // The page is never answered: its call ends when it is cancelled.
  await using site = await startSite({ '/': () => {} });
  const args = [MAIN, '--allow-host', new URL(site.url).host];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const call = { name: 'crawl', arguments: { url: site.url } };
  const batches = [
    [rpc({ id: 1, method: 'ping' }), 5, rpc({ method: 'notifications/initialized' }), rpc({ id: 2, method: 'none' })],
    [rpc({ id: 3, method: 'tools/call', params: call }), rpc({ id: 4, method: 'ping' })],
    [rpc({ method: 'notifications/cancelled', params: { requestId: 3 } })],
    [],
    Array.from({ length: 101 }, (_, id) => rpc({ id, method: 'ping' })),
  ];
  child.stdin.end(
    [rpc({ id: 0, ...OPENING_WITH_BATCHES }), ...batches].map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  const lines = out.trim().split('\n');
  const answers: unknown[] = lines.map((line) => JSON.parse(line));
  assert.equal(answers.length, 5, out);
  const ids = z.array(z.looseObject({ id: z.unknown() }).transform(({ id }) => id));
  const sets = answers.flatMap((answer) => ids.safeParse(answer).data?.map(String).sort().join(' ') ?? []);
  assert.deepEqual(sets.sort(), ['1 2 null', '4']);
});

test('null for what is left out, members that nobody knows and a byte order mark are no fault', async () => {
  const line = (method: string, params: unknown) => `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`;
  const lists = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'];
  const taken = [
    ...lists.flatMap((method) => ['null', '{"cursor":null}', '{"cursor":""}'].map((params) => line(method, params))),
    '{"jsonrpc":"2.0","id":1,"method":"ping","result":null,"error":null,"trace":"x"}',
    `\ufeff${line('ping', '{}')}\r`,
  ];
  const opening = JSON.stringify({ jsonrpc: '2.0', id: 'opening', ...OPENING });
  const answers = await answersTo([
    opening,
    ...taken.map((each, at) => each.replace('"id":1', `"id":${at}`)),
    '{"jsonrpc":"2.0","id":null,"method":"notifications/initialized","params":null}',
  ]);
  for (const [at, each] of taken.entries()) assert.ok(answers.get(at)?.result, each);
  assert.equal(answers.size, taken.length + 1);
});

test('html of as many characters as a call may bring is read, however JSON writes them', async () => {
  const html = `<a href="/x">x</a>${'"'.repeat(9_000_000)}`;
  for (const mode of ['legacy', 'auto'] as const) {
    const client = new Client({ name: 't', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [MAIN], stderr: 'ignore' }));
    const input = { html, base_url: 'https://own.example/' };
    const { structuredContent } = await client.callTool({ name: 'extract_links', arguments: input });
    assert.match(JSON.stringify(structuredContent), /"href":"https:..own.example.x"/);
    await client.close();
  }
});

test('the folder that the server was started in may be deleted', { skip: process.platform === 'win32' }, async () => {
  await using site = await startSite({ '/': { body: '<a href="/a">Alpha</a>' } });
  const cwd = mkdtempSync(path.join(tmpdir(), 'webloupe-test-'));
  const client = new Client({ name: 't', version: '1' });
  const args = [MAIN, ...ALLOWED];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd, stderr: 'ignore' }));
  rmSync(cwd, { recursive: true });
  for (const engine of ['http', 'browser']) {
    const input = { url: `${site.url}/`, engine };
    const { structuredContent, content } = await client.callTool({ name: 'extract_links', arguments: input });
    assert.match(JSON.stringify(structuredContent), /"text":"Alpha"/, JSON.stringify(content));
  }
  await client.close();
});

test('a message that has no end is given up, and why is said', async () => {
  const child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, ...OPENING })}\n`);
  child.stdin.write('x'.repeat(33 * 1024 * 1024));
  let said = '';
  for await (const chunk of child.stderr) said += chunk;
  const code = child.exitCode ?? (await new Promise((resolve) => child.on('exit', resolve)));
  assert.match(said, /more than 32 MB/);
  assert.equal(code, 1);
});

/** Many at once: everything is answered to whom it belongs, and what is too much is refused with when to come back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { callOf, connect, pageWithLink, send, startHttp } from '../helpers/http-server.js';
import { within } from '../helpers/processes.js';
import { startSite } from '../helpers/site.js';

const CALLS = 200;
const AT_ONCE = 20;

test(`two clients, ${CALLS} calls, ${AT_ONCE} at a time: all answered, none mixed up`, async () => {
  await using server = await startHttp();
  const clients = await Promise.all([connect(server), connect(server)]);
  let next = 0;
  const wrong: string[] = [];
  const work = async (worker: number) => {
    while (next < CALLS) {
      const name = `page-${next++}`;
      const reply = await clients[worker % 2]?.callTool({ name: 'extract_links', arguments: pageWithLink(name) });
      const answer = JSON.stringify(reply?.structuredContent);
      const hrefs = [...answer.matchAll(/"href":"([^"]+)"/g)].map(([, href]) => href);
      if (hrefs.join() !== `https://site.example/${name}`) wrong.push(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => work(worker)));
  assert.equal(next, CALLS);
  assert.deepEqual(wrong, []);
  const metrics = await send(server, { method: 'GET', path: '/metrics' });
  assert.match(metrics.body, new RegExp(`^webloupe_calls_total\\{tool="extract_links",outcome="ok"\\} ${CALLS}$`, 'm'));
  assert.match(metrics.body, /^webloupe_calls_running 0$/m);
  await Promise.all(clients.map((client) => client.close()));
});

test('too many calls: 429 for a client beyond its share, 503 when the server is full, both with Retry-After', async () => {
  const refuses = async (flag: string, status: number) => {
    await using site = await startSite({ '/slow': () => undefined });
    const input = { url: `${site.url}/slow`, engine: 'http', cache_mode: 'bypass', page_timeout: 4_000 };
    const slow = callOf('extract_links', input);
    await using server = await startHttp(['--allow-host', '127.0.0.1', flag, '2']);
    const running = [send(server, { body: slow }), send(server, { body: slow })];
    assert.ok(await within(5_000, () => site.hits.length === 2));
    const refused = await send(server, { body: slow });
    assert.equal(refused.status, status);
    assert.match(String(refused.headers['retry-after']), /^\d+$/);
    const { error, id } = JSON.parse(refused.body);
    assert.match(error.message, /^overloaded: .* Next: /);
    assert.equal(id, 1);
    assert.equal((await send(server)).status, 200, 'only calls are counted');
    for (const answer of await Promise.all(running)) assert.match(answer.body, /timeout: /);
    assert.equal((await send(server, { body: callOf('extract_links', pageWithLink('x')) })).status, 200);
    const metrics = await send(server, { method: 'GET', path: '/metrics' });
    assert.match(metrics.body, /^webloupe_calls_total\{tool="extract_links",outcome="timeout"\} 2$/m);
    assert.match(metrics.body, /^webloupe_page_cache_lookups_total\{result="miss"\} 2$/m);
  };
  await Promise.all([refuses('--max-calls-per-client', 429), refuses('--max-calls', 503)]);
});

test('resources that are read count like calls until the client has taken them', async () => {
  // In an answer each quote is two bytes: far more than the buffers of a connection.
  const html = `<title>t</title><p>${'"'.repeat(4_500_000)}`;
  await using site = await startSite({ '*': { body: html } });
  await using server = await startHttp(['--allow-host', '127.0.0.1', '--max-calls-per-client', '2']);
  const input = { url: `${site.url}/`, engine: 'http', include: ['metadata'] };
  const { body } = await send(server, { body: callOf('crawl', input) });
  const uri = `webloupe://results/${/"result_id":"([\w-]+)"/.exec(body)?.[1]}/html`;
  const read = { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri } };
  const statusOf = async (message: unknown) => (await send(server, { body: JSON.stringify(message) })).status;
  assert.equal(await statusOf([read, read, read]), 429);
  assert.equal(await statusOf([read, { ...read, id: 2 }]), 200);
  const { hostname, port } = new URL(server.url);
  const readers = await Promise.all(
    [1, 2].map(async () => {
      const reader = connectSocket(Number(port), hostname);
      const text = JSON.stringify(read);
      const head = ['Content-Type: application/json', 'Accept: application/json, text/event-stream'].join('\r\n');
      reader.write(
        `POST /mcp HTTP/1.1\r\nHost: ${hostname}\r\n${head}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
      );
      await once(reader, 'readable');
      return reader;
    }),
  );
  assert.equal(await statusOf(read), 429, 'two answers are still on their way');
  for (const reader of readers) reader.destroy();
  assert.ok(await within(5_000, async () => (await statusOf(read)) === 200));
});

test('who is gone before its body is unpacked holds nothing', async () => {
  await using server = await startHttp(['--max-calls-per-client', '2']);
  const read = { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'webloupe://results/none' } };
  const packed = gzipSync(JSON.stringify(read) + ' '.repeat(900_000));
  const { hostname, port } = new URL(server.url);
  const types = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream';
  const head = `POST /mcp HTTP/1.1\r\nHost: ${hostname}\r\n${types}\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}`;
  // Unpacking takes some milliseconds: each goes at another moment of it.
  for (let i = 0; i < 60; i++) {
    const client = connectSocket(Number(port), hostname);
    client.write(`${head}\r\n\r\n`);
    await new Promise((resolve) => client.write(packed, resolve));
    await sleep(i % 6);
    client.resetAndDestroy();
  }
  const body = JSON.stringify(read);
  assert.ok(await within(5_000, async () => (await send(server, { body })).status !== 429));
});

test('what was sent behind a call on a connection that is gone holds nothing, and no end waits for it', async () => {
  await using site = await startSite({ '/slow': () => undefined });
  await using server = await startHttp(['--allow-host', '127.0.0.1', '--max-calls-per-client', '2']);
  const read = { jsonrpc: '2.0', id: 2, method: 'resources/read', params: { uri: 'webloupe://results/none' } };
  const body = JSON.stringify([read, { ...read, id: 3 }]);
  const { hostname, port } = new URL(server.url);
  const types = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream';
  const post = (text: string) =>
    `POST /mcp HTTP/1.1\r\nHost: ${hostname}\r\n${types}\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
  const client = connectSocket(Number(port), hostname);
  client.write(post(callOf('extract_links', { url: `${site.url}/slow`, engine: 'http' })) + post(JSON.stringify(read)));
  assert.ok(await within(5_000, () => site.hits.length === 1));
  assert.ok(await within(5_000, async () => (await send(server, { body: JSON.stringify(read) })).status === 429));
  client.destroy();
  assert.ok(await within(5_000, async () => (await send(server, { body })).status === 200));
  const started = performance.now();
  assert.equal(await server.stop(), 0);
  assert.ok(performance.now() - started < 10_000);
});

test('metrics do not wait for a browser that is being started', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-metrics-'));
  const silent = path.join(dir, 'browser');
  writeFileSync(silent, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
  await using server = await startHttp(['--allow-host', '127.0.0.1', '--executable-path', silent]);
  const call = callOf('crawl', { url: 'http://127.0.0.1:59999/', engine: 'browser' });
  const running = send(server, { body: call }).catch(() => {});
  const metrics = () => send(server, { method: 'GET', path: '/metrics' });
  const isStarting = async () => (await metrics()).body.includes('webloupe_browser_starts_total 1');
  // A browser that says nothing is given up after 25 s.
  const started = performance.now();
  while (!(await isStarting())) {
    assert.ok(performance.now() - started < 5_000);
    await sleep(20);
  }
  await metrics();
  assert.ok(performance.now() - started < 10_000);
  await server.stop('SIGKILL');
  await running;
  rmSync(dir, { recursive: true });
});

test('a burst at a server that has only just started is counted like any other', async () => {
  await using server = await startHttp(['--max-calls-per-client', '2']);
  const call = callOf('extract_links', pageWithLink('x'));
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(server, { body: call })));
  for (const { status, body, headers } of answers) {
    assert.equal(body.includes('overloaded: '), status === 429, body);
    if (status === 429) assert.match(String(headers['retry-after']), /^\d+$/);
  }
  assert.ok(answers.some(({ status }) => status === 429));
});

test('a thousand connections that say nothing do not keep others from being answered', async () => {
  await using server = await startHttp();
  const { hostname, port } = new URL(server.url);
  const sockets = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const socket = connectSocket(Number(port), hostname);
      await once(socket, 'connect');
      return socket;
    }),
  );
  assert.equal((await send(server)).status, 200);
  for (const socket of sockets) socket.destroy();
});

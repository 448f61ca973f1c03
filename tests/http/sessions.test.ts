/** How sessions begin and end: DELETE, idleness, room for others; and what a cancel ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { callOf, connect, type HttpServer, send, startHttp } from '../helpers/http-server.js';
import { within } from '../helpers/processes.js';
import { ALLOWED, slowCall, slowSite } from '../helpers/slow-site.js';

/** The contract says a second; a busy machine is given another. */
const GONE_MS = 2_000;

test('with sessions a cancel stops the work, and leaves no answer to wait for at the end', async () => {
  await using slow = await slowSite();
  const { site, waiting } = slow;
  await using server = await startHttp([...ALLOWED, '--sessions']);
  const client = await connect(server);
  const cancel = new AbortController();
  const call = client.callTool({ name: 'extract_links', arguments: slowCall(site) }, undefined, {
    signal: cancel.signal,
  });
  assert.ok(await within(15_000, () => waiting() === 1));
  cancel.abort('changed my mind');
  await assert.rejects(call);
  assert.ok(await within(GONE_MS, () => waiting() === 0));
  const started = performance.now();
  assert.equal(await server.stop('SIGTERM'), 0);
  assert.ok(performance.now() - started < 10_000, 'not the 30 s that calls would get');
  await client.close();
});

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
});

async function openSession(server: HttpServer, protocol = '2025-11-25'): Promise<Record<string, string>> {
  const { headers } = await send(server, { body: INITIALIZE.replace('2025-11-25', protocol) });
  return { 'mcp-session-id': String(headers['mcp-session-id']) };
}

test('a cancel takes no answer from calls that came in one batch with the cancelled one', async () => {
  await using slow = await slowSite();
  const { site, waiting, answer } = slow;
  await using server = await startHttp([...ALLOWED, '--sessions']);
  const session = await openSession(server, '2025-03-26');
  const slowOne = callOf('extract_links', slowCall(site), 1);
  const body = `[${slowOne},${callOf('extract_links', slowCall(site), 2)}]`;
  const headers = { ...session, accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(30_000);
  const batch = await fetch(`${server.url}/mcp`, { method: 'POST', headers, body, signal });
  assert.ok(await within(15_000, () => waiting() === 2));
  const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
  assert.equal((await send(server, { headers: session, body: JSON.stringify(cancel) })).status, 202);
  assert.ok(await within(15_000, () => waiting() === 1));
  answer();
  let received = '';
  // To the end: the stream is closed when all of the batch is done.
  for await (const chunk of batch.body ?? []) received += Buffer.from(chunk).toString();
  assert.match(received, /"id":2/);
});

test('a session ends by DELETE, by idleness, and to make room; an unknown one is 404, none is 400', async () => {
  await using server = await startHttp(['--sessions', '--session-idle', '1', '--max-sessions', '2']);
  const status = async (headers: Record<string, string>, method = 'POST') =>
    (await send(server, { method, headers })).status;
  assert.equal(await status({}), 400);
  assert.equal(await status({ 'mcp-session-id': 'guessed' }), 404);

  const deleted = await openSession(server);
  assert.match(deleted['mcp-session-id'] ?? '', /^[\w-]{22}$/, '128 bits');
  assert.equal(await status(deleted), 200);
  assert.equal(await status(deleted, 'DELETE'), 200);
  assert.equal(await status(deleted), 404);

  const first = await openSession(server);
  const second = await openSession(server);
  assert.equal(await status(first), 200);
  const third = await openSession(server);
  assert.equal(await status(second), 404, 'idle longest, it made room');
  assert.deepEqual([await status(first), await status(third)], [200, 200]);

  assert.ok(
    await within(15_000, async () =>
      (await send(server, { method: 'GET', path: '/metrics' })).body.includes('webloupe_sessions 0'),
    ),
  );
  assert.equal(await status(first), 404);
});

test('a session in use is not ended for idleness, nor to make room', async () => {
  await using slow = await slowSite();
  const { site, waiting, answer } = slow;
  await using server = await startHttp([...ALLOWED, '--sessions', '--session-idle', '1', '--max-sessions', '1']);
  const session = await openSession(server);
  const call = send(server, { body: callOf('extract_links', slowCall(site)), headers: session });
  assert.ok(await within(15_000, () => waiting() === 1));
  assert.equal((await send(server, { body: INITIALIZE })).status, 503);
  await sleep(2_200);
  answer();
  assert.match((await call).body, /"redirected_url"/);
  assert.equal((await send(server, { headers: session })).status, 200);
});

test('an unknown method is 405, a second stream 409; SIGTERM ends an open stream', async () => {
  await using server = await startHttp(['--sessions']);
  const session = await openSession(server);
  for (const method of ['PUT', 'OPTIONS', 'HEAD']) {
    const { status, headers } = await send(server, { method, headers: session });
    assert.deepEqual([status, headers['allow']], [405, 'GET, POST, DELETE']);
  }
  const listen = () => fetch(`${server.url}/mcp`, { headers: { accept: 'text/event-stream', ...session } });
  const stream = await listen();
  assert.equal(stream.status, 200);
  assert.equal((await listen()).status, 409);
  const started = performance.now();
  const [code, text] = await Promise.all([server.stop('SIGTERM'), stream.text()]);
  assert.deepEqual([code, text], [0, '']);
  assert.ok(performance.now() - started < 10_000, 'not the 30 s that calls would get');
});

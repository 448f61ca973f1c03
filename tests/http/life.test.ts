/** How calls and connections end: SIGTERM, a dropped or a slow connection; and what is told on the way. */
import assert from 'node:assert/strict';
import { connect as connectSocket } from 'node:net';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { callOf, connect, type HttpServer, pageWithLink, send, startHttp } from '../helpers/http-server.js';
import { within } from '../helpers/processes.js';
import { type Site, startSite } from '../helpers/site.js';
import { ALLOWED, slowCall, slowSite } from '../helpers/slow-site.js';

/** What the server says to the bytes on a connection of their own, and that it then ends it. */
function talk(server: HttpServer, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectSocket(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.once('error', () => {});
    socket.once('close', () => resolve(text));
  });
}

/** Asked before the first test and looked at in the last: it takes 10 s. */
let toSlowClient: Promise<string>;
let toSilentClient: Promise<string>;
before(async () => {
  const server = await startHttp();
  toSlowClient = talk(server, 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-');
  toSilentClient = talk(server, '');
  void Promise.all([toSlowClient, toSilentClient]).then(() => server[Symbol.asyncDispose]());
});

/** The contract says a second; a busy machine is given another. */
const GONE_MS = 2_000;

test('SIGTERM: running calls finish, waiting ones too, new ones are refused, exit 0', async () => {
  await using slow = await slowSite();
  const { site, waiting, answer } = slow;
  await using server = await startHttp([...ALLOWED, '--max-concurrency', '2']);
  const body = callOf('extract_links', slowCall(site));
  const running = Array.from({ length: 4 }, () => send(server, { body }));
  assert.ok(await within(15_000, () => waiting() === 2), 'two run, two wait');
  const ended = server.stop('SIGTERM');
  assert.ok(await within(10_000, () => server.stderr().includes('draining')));
  const refused = await send(server, { body });
  assert.equal(refused.status, 503);
  assert.match(String(refused.headers['retry-after']), /^\d+$/);
  const ready = await send(server, { method: 'GET', path: '/health/ready' });
  assert.deepEqual([ready.status, JSON.parse(ready.body).ready], [503, false]);
  assert.equal((await send(server, { method: 'GET', path: '/health/live' })).status, 200);
  const done = Promise.all(running);
  const answering = setInterval(answer, 50);
  for (const { status, body: text } of await done) {
    assert.equal(status, 200);
    assert.match(text, /"redirected_url":"http:\/\/127/);
  }
  clearInterval(answering);
  assert.equal(await ended, 0);
});

test('what does not finish in the drain time is left, and the exit code is still 0', async () => {
  await using slow = await slowSite();
  const { site, waiting } = slow;
  await using server = await startHttp([...ALLOWED, '--drain-time', '1']);
  const call = send(server, { body: callOf('extract_links', slowCall(site)) }).catch(() => undefined);
  assert.ok(await within(15_000, () => waiting() === 1));
  const started = performance.now();
  assert.equal(await server.stop('SIGTERM'), 0);
  assert.ok(performance.now() - started < 4_000);
  await call;
});

test('a second signal, of another kind too, ends it at once', async () => {
  await using slow = await slowSite();
  const { site, waiting } = slow;
  await using server = await startHttp(ALLOWED);
  const call = send(server, { body: callOf('extract_links', slowCall(site)) }).catch(() => undefined);
  assert.ok(await within(15_000, () => waiting() === 1));
  const ended = server.stop('SIGTERM');
  assert.ok(await within(10_000, () => server.stderr().includes('draining')));
  server.process.kill('SIGINT');
  assert.ok(await within(GONE_MS, () => server.process.signalCode === 'SIGINT'));
  await Promise.all([ended, call]);
});

test('a dropped connection stops the work, and that of a call that waits', async () => {
  await using slow = await slowSite();
  const { site, waiting } = slow;
  await using server = await startHttp([...ALLOWED, '--max-concurrency', '1']);
  const call = () => {
    const gone = new AbortController();
    const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
    const body = callOf('extract_links', slowCall(site));
    const answer = fetch(`${server.url}/mcp`, { method: 'POST', signal: gone.signal, headers, body });
    return { gone, answer: answer.then((response) => response.text()).catch(() => 'aborted') };
  };
  const cancelled = () => server.stderr().match(/"outcome":"cancelled"/g)?.length ?? 0;
  const running = call();
  assert.ok(await within(15_000, () => waiting() === 1));
  const second = call();
  const isWaiting = async () =>
    (await send(server, { method: 'GET', path: '/metrics' })).body.includes('webloupe_calls_waiting 1');
  assert.ok(await within(15_000, isWaiting));
  second.gone.abort();
  assert.ok(await within(GONE_MS, () => cancelled() === 1));
  running.gone.abort();
  assert.ok(await within(GONE_MS, () => waiting() === 0), 'the page is let go');
  assert.ok(await within(GONE_MS, () => cancelled() === 2));
  assert.deepEqual(await Promise.all([running.answer, second.answer]), ['aborted', 'aborted']);
  assert.equal(site.hits.length, 1, 'the waiting call never began');
});

async function told(server: HttpServer, site: Site, level?: 'debug' | 'error') {
  const client = await connect(server);
  const logs: string[] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(params.level));
  if (level !== undefined) await client.setLoggingLevel(level);
  const progress: number[] = [];
  const links = ['a', 'b', 'c'].map((name) => `${site.url}/${name}`);
  await client.callTool({ name: 'preview_links', arguments: { links } }, undefined, {
    onprogress: (step) => void progress.push(step.progress),
  });
  // A page that is an empty shell: that a browser is wanted for it is logged at info.
  await client.callTool({ name: 'extract_links', arguments: { url: `${site.url}/shell?${level}` } });
  await client.close();
  return { logs, progress };
}

test('progress and logs come on the stream of the call, at the level asked for', async () => {
  await using site = await startSite({
    '/shell': { body: '<div id="root"></div><script src="/app.js"></script>' },
    '*': { body: '<title>page</title>' },
  });
  // A browser that is none: the call says at info that it wants one, and goes on without.
  const flags = [...ALLOWED, '--executable-path', '/nonexistent'];
  for (const mode of [[], ['--sessions']]) {
    await using server = await startHttp([...flags, ...mode]);
    const { logs, progress } = await told(server, site);
    assert.ok(
      progress.length >= 2 && progress.every((step, i) => i === 0 || step > (progress[i - 1] ?? 0)),
      `${progress}`,
    );
    assert.deepEqual(logs, ['info']);
    // Without sessions a level set by one request is unknown to the next: `verbose` sets a call's level there.
    const quiet = await told(server, site, 'error');
    assert.deepEqual(quiet.logs, mode.length === 0 ? ['info'] : []);
  }
});

test('who asks for the connection to end, as HTTP/1.0 does, need not wait for its end', async () => {
  await using server = await startHttp();
  const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
  const head = `Host: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: ${ping.length}`;
  for (const opening of ['POST /mcp HTTP/1.0', 'POST /mcp HTTP/1.1\r\nConnection: close']) {
    const answer = talk(server, `${opening}\r\n${head}\r\n\r\n${ping}`);
    let text: string | undefined;
    void answer.then((all) => {
      text = all;
    });
    assert.ok(await within(20_000, () => text !== undefined), 'the server keeps idle connections for 65 s');
    assert.match(text ?? '', /"result":\{\},"jsonrpc":"2.0","id":1/);
  }
});

test('the log is JSON, a line each; it names calls and outcomes, not what was asked for', async () => {
  await using server = await startHttp();
  await send(server, { body: callOf('extract_links', pageWithLink('secret-page')) });
  await send(server, { body: callOf('extract_links', { url: 'http://127.0.0.1:1/secret-path' }) });
  // A line may come after the answer that it tells of: it has a pipe of its own.
  for (let tries = 0; tries < 100 && !server.stderr().includes('"blocked_address"'); tries++) await sleep(50);
  assert.match(
    server.stderr(),
    /"callId":"[\w-]{36}","tool":"extract_links","subject":"local","ms":\d+,"outcome":"ok"/,
  );
  assert.match(server.stderr(), /"outcome":"blocked_address"/);
  assert.doesNotMatch(server.stderr(), /secret/);
  const lines = server
    .stderr()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines[0].url, `${server.url}/mcp`);
  assert.deepEqual(lines[0].client, { mcpServers: { webloupe: { type: 'http', url: `${server.url}/mcp` } } });
});

test('a client that does not finish its headers, or sends none, is let go', async () => {
  assert.match(await toSlowClient, /^HTTP\/1.1 408 /);
  assert.match(await toSilentClient, /^(HTTP\/1.1 408 |$)/);
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { BrowserProxy } from '../../../src/core/egress/browser-proxy.js';
import type { EgressOptions } from '../../../src/core/egress/egress-options.js';
import { ownerIn } from '../../../src/core/egress/peer-owner.js';
import { ProxyPort } from '../../../src/core/egress/proxy-port.js';
import type { Resolver } from '../../../src/core/egress/resolver.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';
import { startRawServer, startSite } from '../../helpers/site.js';

async function startProxy(options: EgressOptions, resolver?: Resolver): Promise<BrowserProxy> {
  return BrowserProxy.start(await ProxyPort.open(), options, resolver);
}

/** A GET in absolute form, as a browser sends it to its proxy. */
async function plain(
  proxy: BrowserProxy,
  url: string,
  agent: Agent | false = false,
): Promise<{ status: number; body: string }> {
  const request = httpRequest({ host: '127.0.0.1', port: new URL(proxy.url).port, path: url, agent });
  request.setHeader('host', /\/\/([^/]*)/.exec(url)?.[1] ?? '').end();
  const [response] = await once(request, 'response');
  let body = '';
  for await (const piece of response) body += piece;
  return { status: response.statusCode, body };
}

/** A CONNECT: the first line of the answer, and the socket. */
async function tunnel(proxy: BrowserProxy, target: string): Promise<{ line: string; socket: Socket }> {
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  socket.on('error', () => {}).write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
  const [data] = await once(socket, 'data');
  return { line: String(data).split('\r\n', 1)[0] ?? '', socket };
}

test('what is allowed passes, plain and through a tunnel, under the name of the URL', async () => {
  await using site = await startSite({ '/a': { body: 'page' } });
  using proxy = await startProxy({
    ...DEFAULT_EGRESS,
    allowHost: [`127.0.0.1:${site.port}`],
    connectTo: [`site.example:80:127.0.0.1:${site.port}`],
  });
  assert.deepEqual(await plain(proxy, 'http://site.example/a'), { status: 200, body: 'page' });
  assert.equal(site.hits[0]?.headers.host, 'site.example');
  assert.deepEqual(await plain(proxy, `${site.url}/a`), { status: 200, body: 'page' });
  const { line, socket } = await tunnel(proxy, 'site.example:80');
  assert.match(line, /200/);
  socket.end('GET /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  const pieces = await socket.toArray();
  assert.match(Buffer.concat(pieces).toString(), /200 OK[\s\S]*page/);
  assert.equal(proxy.refusalFor('127.0.0.1'), undefined);
});

test('every spelling of a forbidden target is refused without a word, and noted', async () => {
  await using secret = await startSite({ '*': { body: 'secret' } });
  const port = secret.port;
  using proxy = await startProxy({ ...DEFAULT_EGRESS, resolve: [`inner.example:${port}:127.0.0.1`] });
  const hosts = [
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    'LOCALHOST',
    'a.localhost.',
    '[::1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    'inner.example',
  ];
  for (const host of hosts) {
    assert.deepEqual(await plain(proxy, `http://${host}:${port}/`), { status: 599, body: '' }, host);
    const { line, socket } = await tunnel(proxy, `${host}:${port}`);
    assert.match(line, /599/, host);
    socket.destroy();
  }
  for (const target of ['site.example:25', 'update.googleapis.com:443'])
    assert.match((await tunnel(proxy, target)).line, /599/);
  // A page of another browser on this machine asks in origin form.
  assert.equal((await plain(proxy, '/')).status, 400);
  assert.equal(secret.connections, 0);
  const noted = proxy.refusalFor('inner.example');
  assert.equal(noted?.code, 'blocked_address');
  assert.doesNotMatch(noted.message, /127/);
  assert.equal(proxy.refusalFor('127.0.0.1')?.code, 'blocked_address');
  assert.equal(proxy.refusalFor('inner.example', Date.now() + 1), undefined);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; i < 200; i++) await plain(proxy, `http://last-${i}.localhost/`, agent);
  agent.destroy();
  assert.equal(proxy.refusalFor('inner.example'), undefined, 'the oldest are forgotten');
  assert.ok(proxy.refusalFor('last-0.localhost'));
});

test('a name that does not resolve and a closed port are noted as what they are', async () => {
  await using closed = await startSite({});
  await closed.close();
  using proxy = await startProxy({ ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'] }, () =>
    Promise.reject(new Error('none')),
  );
  assert.deepEqual(await plain(proxy, 'http://none.example/'), { status: 599, body: '' });
  assert.equal(proxy.refusalFor('none.example')?.code, 'dns_failed');
  assert.equal((await plain(proxy, closed.url)).body, '');
  assert.equal(proxy.refusalFor('127.0.0.1')?.code, 'connect_failed');
});

test('an endless answer is cut, and its server is left', async () => {
  const piece = Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'.repeat(10_000));
  let left = false;
  await using endless = await startRawServer((socket) => {
    const more = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.on('drain', more).on('close', () => {
      left = true;
    });
    more();
  });
  using proxy = await startProxy({ ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'] });
  const { socket } = await tunnel(proxy, `127.0.0.1:${endless.port}`);
  socket.resume();
  await once(socket, 'close', { signal: AbortSignal.timeout(10_000) });
  assert.ok(socket.bytesRead > 60 * 1024 * 1024, String(socket.bytesRead));
  await pause(50);
  assert.ok(left);
});

test('by an upstream proxy one kept connection brings more than one may by itself, and is given up for its last host', async () => {
  const body = Buffer.alloc(40 * 1024 * 1024);
  await using upstream = await startSite({ '*': ({ url }) => (url?.endsWith('/hangs') ? undefined : { body }) });
  const proxyServer = `http://127.0.0.1:${upstream.port}`;
  using proxy = await startProxy({ ...DEFAULT_EGRESS, proxyServer });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (path: string) => {
    const request = httpRequest({ agent, host: '127.0.0.1', port: new URL(proxy.url).port, path });
    return request.setHeader('host', new URL(path).host).end();
  };
  for (const host of ['one.example', 'two.example']) {
    const [response] = await once(ask(`http://${host}/`), 'response');
    let bytes = 0;
    let isPaused = false;
    for await (const piece of response) {
      bytes += piece.length;
      // Connections are weighed four times a second.
      if (!isPaused && bytes > 0.8 * body.length) await pause(600);
      isPaused ||= bytes > 0.8 * body.length;
    }
    assert.equal(bytes, body.length, host);
  }
  const hanging = once(ask('http://three.example/hangs'), 'response');
  await pause(800);
  assert.equal(proxy.hangUp('one.example', 250), false);
  assert.equal(proxy.hangUp('three.example', 250), true);
  await assert.rejects(hanging);
  agent.destroy();
});

test('an upstream proxy is asked; names are judged first', async () => {
  await using upstream = await startSite({ '*': { body: 'from upstream' } });
  using proxy = await startProxy({
    ...DEFAULT_EGRESS,
    proxyServer: `http://u:p@127.0.0.1:${upstream.port}`,
  });
  assert.deepEqual(await plain(proxy, 'http://unknown.example/x'), { status: 200, body: 'from upstream' });
  assert.equal(upstream.hits[0]?.path, 'http://unknown.example/x');
  assert.equal((await plain(proxy, 'http://localhost/')).status, 599);
  assert.equal(upstream.hits.length, 1);
});

test('who comes before the proxy can answer is turned away', async () => {
  await using site = await startSite({ '*': { body: 'page' } });
  const port = await ProxyPort.open();
  const early = connect(Number(new URL(port.url).port), '127.0.0.1');
  await Promise.race([once(early, 'close'), once(early, 'error')]);
  using proxy = BrowserProxy.start(port, { ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'] });
  assert.equal((await plain(proxy, site.url)).status, 200);
});

test('the end of the proxy is the end of its connections', async () => {
  await using site = await startSite({});
  const proxy = await startProxy({ ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'] });
  const { socket } = await tunnel(proxy, `127.0.0.1:${site.port}`);
  const closed = once(socket, 'close');
  proxy[Symbol.dispose]();
  await closed;
});

test('the table of the kernel says whose a connection is', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0 20 4 30 10 -1`;
  assert.equal(ownerIn(table, 0xc001, 0x1f90), 1000);
  assert.equal(ownerIn(table, 0x1f90, 0xc001), 0);
  assert.equal(ownerIn(table, 0xc001, 0x1f91), undefined);
});

test('another user of the machine is refused', {
  skip: process.platform !== 'linux' || process.getuid?.() !== 0,
}, async () => {
  await using site = await startSite({ '*': { body: 'page' } });
  using proxy = await startProxy({ ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'] });
  const script = `exec 3<>/dev/tcp/127.0.0.1/${new URL(proxy.url).port}; printf 'CONNECT 127.0.0.1:${site.port} HTTP/1.1\\r\\n\\r\\n' >&3; head -1 <&3`;
  const lines: Record<string, string> = {};
  for (const uid of [0, 65_534]) {
    const child = spawn('bash', ['-c', script], { uid, stdio: ['ignore', 'pipe', 'inherit'], timeout: 5_000 });
    lines[uid] = String(Buffer.concat(await child.stdout.toArray()));
  }
  assert.match(lines[0] ?? '', / 200 /);
  assert.match(lines[65_534] ?? '', / 599 /);
});

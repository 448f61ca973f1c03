import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants } from 'node:http2';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createPolicy } from '../../../src/core/egress/address-policy.js';
import type { EgressOptions } from '../../../src/core/egress/egress-options.js';
import { HttpClient, type HttpClientOptions, type HttpRequest } from '../../../src/core/egress/http.js';
import { isForBrowsers, toLoupeError } from '../../../src/core/egress/http-errors.js';
import { LoupeError } from '../../../src/core/errors.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';
import { within } from '../../helpers/processes.js';
import { startCannedServer, startRawServer, startSite } from '../../helpers/site.js';

const signal = new AbortController().signal;

function clientOf(egress: Partial<EgressOptions> = {}, options: Partial<HttpClientOptions> = {}): HttpClient {
  const policy = createPolicy({ ...DEFAULT_EGRESS, allowHost: ['127.0.0.1'], ...egress });
  return new HttpClient({ policy, userAgent: 'webloupe-test/1', ...options });
}

function get(client: HttpClient, url: string, request: Partial<HttpRequest> = {}) {
  return client.request(new URL(url), { signal, timeoutMs: 20_000, ...request });
}

async function failure(work: Promise<unknown>): Promise<LoupeError> {
  const outcome = await work.then(
    () => 'an answer',
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof LoupeError, String(outcome));
  return outcome;
}

test('an answer: status, headers, body, the agent, no credentials shown', async () => {
  await using site = await startSite({
    '/page': { status: 404, headers: { 'X-Two': ['a', 'b'] }, body: 'gone' },
  });
  await using client = clientOf();
  const answer = await get(client, `${site.url.replace('//', '//me:p%40ss@')}/page?q=1#part`, {
    headers: { 'X-Own': 'y', 'X-Te': 'z', 'Te-X': 'z' },
  });
  assert.equal(Buffer.from(await answer.readBytes()).toString(), 'gone');
  assert.equal(answer.status, 404);
  assert.equal(answer.headers['x-two'], 'a, b');
  assert.equal(answer.finalUrl, `${site.url}/page?q=1#part`);
  assert.deepEqual([answer.wireBytes, answer.decodedBytes, answer.truncated], [4, 4, undefined]);
  const hit = site.hits[0];
  assert.equal(hit?.path, '/page?q=1');
  assert.equal(hit.headers['user-agent'], 'webloupe-test/1');
  assert.deepEqual(
    ['x-own', 'x-te', 'te-x'].map((name) => hit.headers[name]),
    ['y', 'z', 'z'],
  );
  assert.match(`${hit.headers.accept} ${hit.headers['accept-encoding']}`, /^text\/html,.* gzip, deflate, br/);
  await get(client, `${site.url}/page?q=1`, { headers: { 'User-Agent': 'mine' } });
  assert.equal(site.hits[1]?.headers['user-agent'], 'mine');
  assert.equal(hit.headers.authorization, `Basic ${Buffer.from('me:p@ss').toString('base64')}`);
});

test('connections are kept, also after a small rest was left unread', async () => {
  await using site = await startSite({
    '/small': { body: 'x'.repeat(30_000) },
    '/large': { body: 'x'.repeat(3_000_000) },
  });
  await using client = clientOf();
  for (let round = 0; round < 3; round += 1) {
    const answer = await get(client, `${site.url}/small`);
    for await (const _piece of answer.body) break;
    await pause(30);
  }
  assert.equal(site.connections, 1);
  const large = await get(client, `${site.url}/large`);
  for await (const _piece of large.body) break;
  await pause(30);
  await (await get(client, `${site.url}/small`)).readBytes();
  assert.equal(site.connections, 2, 'a large rest is not read, and nothing reconnects for it');
});

test('a connection outlives the body of a redirect of 64 KiB, and is given up for a longer one', async () => {
  const closed = new Set<string>();
  const redirect =
    (bytes: number) =>
    ({ socket, url = '' }: IncomingMessage) => {
      socket.once('close', () => closed.add(url));
      return { status: 302, headers: { location: '/end', 'content-length': `${bytes}` }, body: 'x'.repeat(bytes) };
    };
  await using site = await startSite({
    '/kept': redirect(64 * 1024),
    '/left': redirect(64 * 1024 + 1),
    '/end': { body: 'end' },
  });
  // Each has connections of its own.
  await using one = clientOf();
  await using other = clientOf();
  await (await get(one, `${site.url}/kept`)).readBytes();
  await (await get(other, `${site.url}/left`)).readBytes();
  assert.ok(await within(5_000, () => closed.size > 0));
  assert.deepEqual([...closed], ['/left']);
});

test('redirects: followed hop by hop, own headers and credentials stay with their origin', async () => {
  await using other = await startSite({ '/end': { body: 'end' } });
  await using site = await startSite({
    '/start': { status: 302, headers: { location: '/next' } },
    '/next': { status: 308, headers: { location: `${other.url}/end` } },
    '/none': { status: 302, body: 'no location' },
    '/empty': { status: 302, headers: { location: '' }, body: 'no location' },
    '/bad': { status: 302, headers: { location: 'http://[nonsense' } },
    '/loop': { status: 301, headers: { location: '/loop' } },
  });
  await using client = clientOf();
  const answer = await get(client, `${site.url.replace('//', '//u:p@')}/start`, { headers: { 'x-own': 'secret' } });
  assert.deepEqual(
    site.hits.map(({ path }) => path),
    ['/start', '/next'],
  );
  assert.equal(answer.finalUrl, `${other.url}/end`);
  assert.equal(site.connections, 1, 'the connection is kept over a redirect');
  assert.equal(site.hits[1]?.headers['x-own'], 'secret');
  assert.ok(site.hits[1].headers.authorization);
  assert.equal(other.hits[0]?.headers['x-own'], undefined);
  assert.equal(other.hits[0]?.headers.authorization, undefined);
  await answer.readBytes();
  for (const path of ['/none', '/empty']) {
    const none = await get(client, `${site.url}${path}`);
    assert.equal(Buffer.from(await none.readBytes()).toString(), 'no location');
  }
  assert.equal((await failure(get(client, `${site.url}/bad`))).code, 'http_error');
  const before = site.hits.length;
  assert.equal((await failure(get(client, `${site.url}/loop`))).code, 'too_many_redirects');
  assert.equal(site.hits.length - before, 11);
});

test('a redirect to an address with letters beyond ASCII keeps their bytes, whatever encoding they are of', async () => {
  await using site = await startSite({
    '/western': { status: 302, headers: { location: '/caf\xe9?q=\xfc' } },
    '/utf-8': { status: 302, headers: { location: Buffer.from('/café').toString('latin1') } },
    '/host': { status: 302, headers: { location: Buffer.from('http://bücher.invalid/').toString('latin1') } },
    '/caf%E9': {},
    '/caf%C3%A9': {},
  });
  await using client = clientOf();
  assert.equal((await get(client, `${site.url}/western`)).finalUrl, `${site.url}/caf%E9?q=%FC`);
  assert.equal((await get(client, `${site.url}/utf-8`)).finalUrl, `${site.url}/caf%C3%A9`);
  assert.match((await failure(get(client, `${site.url}/host`))).message, /xn--bcher-kva\.invalid/);
});

test('the five statuses that redirect, and none of the others below 400', async () => {
  const statuses = [300, 301, 302, 303, 304, 305, 306, 307, 308];
  const location = '/end';
  await using site = await startSite({
    ...Object.fromEntries(statuses.map((status) => [`/${status}`, { status, headers: { location } }])),
    [location]: {},
  });
  await using client = clientOf();
  const followed = await Promise.all(
    statuses.map(
      async (status) => (await get(client, `${site.url}/${status}`)).finalUrl === site.url + location && status,
    ),
  );
  assert.deepEqual(followed.filter(Boolean), [301, 302, 303, 307, 308]);
});

test('refused: by address, by scheme, after a redirect; the refusal names no address', async () => {
  await using secret = await startSite({ '*': { body: 'secret' } });
  await using site = await startSite({
    '/ip': { status: 302, headers: { location: `http://127.0.0.2:${secret.port}/` } },
    '/name': { status: 302, headers: { location: `http://inner.example:${secret.port}/` } },
    '/file': { status: 302, headers: { location: 'file:///etc/passwd' } },
    '/data': { status: 302, headers: { location: 'data:text/html,x' } },
  });
  await using client = clientOf({
    resolve: [`inner.example:${secret.port}:127.0.0.1`],
    allowHost: [`127.0.0.1:${site.port}`],
  });
  for (const url of [
    `http://127.0.0.1:${secret.port}/`,
    `http://inner.example:${secret.port}/`,
    'http://[::1]/',
    'ftp://a.example/',
  ]) {
    const error = await failure(get(client, url));
    assert.equal(error.code, 'blocked_address', url);
    if (url.includes('inner')) assert.doesNotMatch(error.toText(), /127|loopback/);
  }
  for (const path of ['/ip', '/name', '/file', '/data']) {
    assert.equal((await failure(get(client, site.url + path))).code, 'blocked_address', path);
  }
  assert.equal(secret.connections, 0);
});

test('callers may not set headers of the connection or secrets', async () => {
  await using client = clientOf();
  for (const name of [
    'Host',
    'cookie',
    'AUTHORIZATION',
    'Proxy-Authorization',
    ...['proxy-connection', 'set-cookie', 'Cookie2', 'keep-alive', 'transfer-encoding'],
    ...['upgrade', 'te', 'trailer', 'expect', 'accept-encoding'],
    'proxy-x',
    'Connection',
    'Content-Length',
    'bad name',
  ]) {
    assert.equal(
      (await failure(get(client, 'http://127.0.0.1:1/', { headers: { [name]: 'x' } }))).code,
      'invalid_input',
      name,
    );
  }
  assert.equal(
    (await failure(get(client, 'http://127.0.0.1:1/', { headers: { a: 'x\r\ny: z' } }))).code,
    'invalid_input',
  );
});

test('--connect-to dials elsewhere under the name of the URL', async () => {
  await using site = await startSite({ '/': { body: 'mapped' } });
  await using client = clientOf({ connectTo: [`::127.0.0.1:${site.port}`], allowHost: [] });
  const answer = await get(client, 'http://site.example:8000/');
  assert.equal(Buffer.from(await answer.readBytes()).toString(), 'mapped');
  assert.equal(site.hits[0]?.headers.host, 'site.example:8000');
  assert.equal((await failure(get(client, `http://127.0.0.1:${site.port}/`))).code, 'blocked_address');
});

test('TLS: what is wrong is said; HTTP/2 only works; --ignore-https-errors', async () => {
  await using site = await startSite({ '/': { body: 'secure' } }, { secure: 'https' });
  await using two = await startSite({ '/': { body: 'two' } }, { secure: 'h2' });
  await using plain = await startSite({});
  const to = (host: string, port: number) => `${host}:443:127.0.0.1:${port}`;
  const connectTo = [to('site.example', site.port), to('h2.site.example', two.port), to('plain.example', plain.port)];
  await using strict = clientOf({ connectTo });
  const selfSigned = await failure(get(strict, 'https://site.example/'));
  assert.equal(selfSigned.code, 'tls_failed');
  assert.match(selfSigned.message, /self-signed/);
  assert.equal((await failure(get(strict, 'https://plain.example/'))).code, 'tls_failed');
  await using lenient = clientOf({ connectTo }, { ignoreHttpsErrors: true });
  for (const [url, body] of [
    ['https://site.example/', 'secure'],
    ['https://h2.site.example/', 'two'],
  ]) {
    const answer = await get(lenient, url ?? '');
    assert.equal(Buffer.from(await answer.readBytes()).toString(), body);
  }
});

test('a server that refuses a stream of HTTP/2 is asked once more by HTTP/1.1', async () => {
  const refuse = ({ httpVersion }: IncomingMessage, response: ServerResponse) =>
    httpVersion === '2.0'
      ? Reflect.get(response, 'stream').close(constants.NGHTTP2_HTTP_1_1_REQUIRED)
      : { body: 'one' };
  await using site = await startSite({ '/': refuse }, { secure: 'either' });
  await using client = clientOf({}, { ignoreHttpsErrors: true });
  const answer = await get(client, site.url);
  assert.equal(Buffer.from(await answer.readBytes()).toString(), 'one');
  assert.equal(site.hits.length, 2);
});

test('an upstream proxy gets requests and tunnels; names are judged by name', async () => {
  await using upstream = await startSite({ '*': { body: 'from the proxy' } });
  await using client = clientOf({ proxyServer: `http://user:secret@127.0.0.1:${upstream.port}`, allowHost: [] });
  const answer = await get(client, 'http://unknown.example/page');
  assert.equal(Buffer.from(await answer.readBytes()).toString(), 'from the proxy');
  assert.equal(upstream.hits[0]?.path, 'http://unknown.example/page');
  assert.equal(
    upstream.hits[0]?.headers['proxy-authorization'],
    `Basic ${Buffer.from('user:secret').toString('base64')}`,
  );
  assert.equal((await failure(get(client, 'http://localhost/'))).code, 'blocked_address');
  assert.equal(upstream.hits.length, 1);
  await using byName = clientOf({ proxyServer: `http://user@127.0.0.1:${upstream.port}`, allowHost: [] });
  await (await get(byName, 'http://unknown.example/')).readBytes();
  assert.equal(upstream.hits[1]?.headers['proxy-authorization'], `Basic ${Buffer.from('user:').toString('base64')}`);
  // As curl's --noproxy: what the operator vouches for is near, where the proxy need not see it.
  await using near = await startSite({ '*': { body: 'near' } });
  await using direct = clientOf({ proxyServer: `http://127.0.0.1:${upstream.port}` });
  assert.equal(Buffer.from(await (await get(direct, near.url)).readBytes()).toString(), 'near');
});

test('an upstream proxy that refuses, hangs up or is not there', async () => {
  const canned = (status: string) =>
    startCannedServer(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`, { end: true });
  await using asking = await canned('407 Proxy Authentication Required');
  await using refusing = await canned('403 Forbidden');
  await using silent = await startRawServer((socket) => socket.once('data', () => socket.end()));
  await using nonsense = await startCannedServer('nonsense\r\n\r\n');
  await using gone = await startSite({});
  await gone.close();
  const cases = [
    [asking, 'http://site.example/', /asks for a user name and a password/],
    [asking, 'https://site.example/', /asks for a user name and a password/],
    [refusing, 'https://site.example/', /does not lead to site\.example:443 \(it answered 403\)/],
    [silent, 'http://site.example/', /proxy does not answer/],
    [silent, 'https://site.example/', /proxy does not answer/],
    [gone, 'http://site.example/', /proxy does not answer \(ECONNREFUSED\)/],
    [gone, 'https://site.example/', /proxy does not answer \(ECONNREFUSED\)/],
  ] as const;
  for (const [{ port }, url, expected] of cases) {
    await using client = clientOf({ proxyServer: `http://user@127.0.0.1:${port}`, allowHost: [] });
    const error = await failure(get(client, url));
    assert.equal(error.code, 'connect_failed');
    assert.match(error.message, expected);
  }
  assert.ok(silent.connections <= 4, `${silent.connections}: asked again and again`);
  await using client = clientOf({ proxyServer: `http://127.0.0.1:${nonsense.port}`, allowHost: [] });
  assert.equal((await failure(get(client, 'http://site.example/'))).code, 'bad_encoding', 'it was reached');
});

test('a GET is asked once more on a new connection when the kept one broke', async () => {
  const requests: number[] = [];
  await using site = await startRawServer((socket) => {
    let seen = 0;
    socket.on('data', () => {
      seen += 1;
      requests.push(seen);
      if (seen === 2) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
  });
  await using client = clientOf();
  for (let round = 0; round < 2; round += 1) {
    await (await get(client, site.url)).readBytes();
    await pause(30);
  }
  assert.deepEqual(requests, [1, 2, 1]);
  await using dead = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
  assert.equal((await failure(get(client, dead.url))).code, 'connect_failed');
  assert.equal(dead.connections, 2);
});

test('the ends of a call: cancelled, timeout, no host, no server', async () => {
  await using silent = await startRawServer(() => {});
  await using client = clientOf({}, { resolver: () => Promise.reject(new Error('no such name')) });
  const cancel = new AbortController();
  const waiting = failure(get(client, silent.url, { signal: cancel.signal }));
  setTimeout(() => cancel.abort(), 50);
  assert.equal((await waiting).code, 'cancelled');
  const started = performance.now();
  assert.equal((await failure(get(client, silent.url, { timeoutMs: 200 }))).code, 'timeout');
  assert.ok(performance.now() - started < 1_000);
  assert.equal((await failure(get(client, 'http://none.example/'))).code, 'dns_failed');
  await using closed = await startSite({});
  await closed.close();
  assert.equal((await failure(get(client, closed.url))).code, 'connect_failed');
});

test('answers that are no HTTP end with an error and not in a crash', async () => {
  const rows: [string, string][] = [
    ['HTTP/1.1 000 Zero\r\n\r\n', 'bad_encoding'],
    ['garbage garbage garbage\r\n\r\n', 'bad_encoding'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello', 'bad_encoding'],
    ['HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nhello', 'bad_encoding'],
    [`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(20_000)}\r\n`, 'too_large'],
    [`HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(100_000)}\r\n\r\n`, 'too_large'],
  ];
  await using client = clientOf();
  for (const [answer, code] of rows) {
    await using site = await startCannedServer(answer, { end: true });
    const error = await failure(get(client, site.url).then((response) => response.readBytes()));
    assert.equal(error.code, code, `${answer.slice(0, 40)}: ${error.message}`);
    // The code's own advice is for pages.
    if (code === 'too_large') assert.match(error.next, /No option reads it/);
  }
});

test('what is wrong with a connection is said, and whether a browser may fare better', () => {
  const rows: [string, string, RegExp, boolean][] = [
    ['CERT_HAS_EXPIRED', 'tls_failed', /certificate of a\.example .*: it has expired/, false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_failed', /: it is for another host/, false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_failed', /: its issuer is unknown/, true],
    ['CERT_SIGNATURE_FAILURE', 'tls_failed', /: it was rejected \(CERT_SIGNATURE_FAILURE\)/, false],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls_failed', /no TLS connection to a\.example/, true],
    ['EPROTO', 'tls_failed', /no TLS connection/, true],
    ['UND_ERR_CONNECT_TIMEOUT', 'tls_failed', /did not finish the TLS handshake/, false],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', /stopped sending/, false],
    ['ECONNRESET', 'connect_failed', /closed the connection/, true],
  ];
  for (const [code, expected, message, mayFareBetter] of rows) {
    const error = toLoupeError(Object.assign(new Error('x'), { code }), signal, 'a.example');
    assert.equal(error.code, expected, code);
    assert.match(error.message, message);
    assert.equal(isForBrowsers(error), mayFareBetter, code);
  }
});

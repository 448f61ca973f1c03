/** Who is let in: Host, Origin, token, content type, size; and what every answer carries. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { MAIN } from '../helpers/client.js';
import { type HttpServer, send, startHttp } from '../helpers/http-server.js';

const TOKEN = 'a-token-of-the-operator';
const OAUTH = [
  ...['--oauth-issuer', 'https://id.example'],
  ...['--oauth-audience', 'https://mcp.example/mcp'],
  ...['--oauth-jwks', 'https://id.example/jwks'],
];

describe('without a token', () => {
  let server: HttpServer;
  before(async () => {
    server = await startHttp();
  });
  after(() => server[Symbol.asyncDispose]());

  const RULES: ReadonlyArray<[string, Record<string, string>, number]> = [
    ['neither Host of another name nor Origin', {}, 200],
    ['localhost', { host: 'localhost:1234' }, 200],
    ['IPv6 loopback', { host: '[::1]' }, 200],
    ['evil Host', { host: 'evil.example' }, 403],
    ['Host that begins like ours', { host: '127.0.0.1.evil.example' }, 403],
    ['Host that is none', { host: 'a b' }, 403],
    ['Host with a user before it', { host: 'user@127.0.0.1' }, 403],
    ['Host with a path after it', { host: '127.0.0.1/evil.example' }, 403],
    ['Origin of loopback', { origin: 'http://localhost:3000' }, 200],
    ['evil Origin', { origin: 'https://evil.example' }, 403],
    ['Origin that begins like ours', { origin: 'http://127.0.0.1.evil.example' }, 403],
    ['null Origin', { origin: 'null' }, 403],
    ['empty Origin', { origin: '' }, 403],
    ['Origin of an extension', { origin: 'chrome-extension://localhost' }, 403],
    ['a form, as browsers send it without asking', { 'content-type': 'text/plain' }, 415],
    ['a type that only begins like JSON', { 'content-type': 'application/jsonp' }, 415],
    ['JSON with its charset', { 'content-type': 'Application/JSON; charset=utf-8' }, 200],
    ['JSON that is not compressed as it says', { 'content-encoding': 'gzip' }, 400],
  ];
  for (const [name, headers, status] of RULES) {
    test(`${name}: ${status}`, async () => {
      const answer = await send(server, { headers });
      assert.equal(answer.status, status, answer.body);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['x-powered-by'], undefined);
      assert.deepEqual(
        Object.keys(answer.headers).filter((key) => key.startsWith('access-control')),
        [],
      );
    });
  }

  test('a preflight is given nothing', async () => {
    const headers = { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' };
    const answer = await send(server, { method: 'OPTIONS', headers });
    assert.notEqual(answer.status, 200);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  });

  test('a body of another type is not read', async () => {
    const headers = { 'content-type': 'text/plain', 'mcp-protocol-version': '2026-07-28' };
    assert.equal((await send(server, { headers, body: ' '.repeat(5_000_000) })).status, 415);
  });

  test('a body of 1 MiB is read, a longer one is 413, one that cannot be read is told so', async () => {
    const list = (bytes: number) => `${'{"jsonrpc":"2.0","id":1,"method":"tools/list"'.padEnd(bytes - 1)}}`;
    for (const [bytes, status] of [
      [5_000_000, 413],
      [1024 * 1024 + 1, 413],
      [1024 * 1024, 200],
    ] as const)
      assert.equal((await send(server, { body: list(bytes) })).status, status, `${bytes}`);
    const unreadable = await send(server, { headers: { 'content-encoding': 'gzip' } });
    assert.match(unreadable.body, /"code":-32000,"message":"[^"]*the body cannot be read/);
  });

  const JSON_ERRORS: ReadonlyArray<[string, string, number, number]> = [
    ['no JSON', '{"jsonrpc"', 400, -32700],
    ['nothing', '', 400, -32600],
    ['JSON that is no message', '5', 400, -32600],
    ['null', 'null', 400, -32600],
    ['no message', '{"id":1,"method":"ping"}', 400, -32600],
    ['an empty batch', '[]', 400, -32600],
    ['an id that is none', '{"jsonrpc":"2.0","id":{},"method":"ping"}', 400, -32600],
    [
      'arrays in arrays',
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
      400,
      -32000,
    ],
  ];
  for (const [name, body, status, code] of JSON_ERRORS) {
    test(`a body of ${name}: ${status}, ${code}`, async () => {
      const answer = await send(server, { body });
      assert.equal(answer.status, status, answer.body);
      assert.equal(JSON.parse(answer.body).error.code, code);
    });
  }

  test('a batch is answered in whole; notifications alone get 202 and nothing else', async () => {
    const ping = (id: number) => ({ jsonrpc: '2.0', id, method: 'ping' });
    const { body } = await send(server, { body: JSON.stringify([ping(1), ping(2)]) });
    assert.deepEqual(
      [...body.matchAll(/"id":(\d)/g)].map(([, id]) => id),
      ['1', '2'],
    );
    const told = { jsonrpc: '2.0', method: 'notifications/initialized' };
    const answer = await send(server, { body: JSON.stringify([told, told]) });
    assert.deepEqual([answer.status, answer.body], [202, '']);
  });

  test('only POST has something to do without sessions, other paths are not there', async () => {
    for (const method of ['GET', 'DELETE', 'OPTIONS', 'HEAD', 'PUT']) {
      const answer = await send(server, { method });
      assert.equal(answer.status, 405);
      assert.equal(answer.headers['allow'], 'POST');
    }
    for (const path of ['/', '/mcp/more', '/mcpx']) assert.equal((await send(server, { path })).status, 404);
  });

  test('health answers whatever the Host', async () => {
    for (const path of ['/health', '/health/live', '/health/ready']) {
      const answer = await send(server, { method: 'GET', path, headers: { host: '10.0.0.7' } });
      assert.equal(answer.status, 200);
      assert.equal(JSON.parse(answer.body).status, 'ok');
    }
    assert.equal(
      (await send(server, { method: 'GET', path: '/metrics', headers: { host: 'evil.example' } })).status,
      403,
    );
  });
});

describe('with a token', () => {
  let server: HttpServer;
  before(async () => {
    // As it comes from a file.
    server = await startHttp([], { WEBLOUPE_AUTH_TOKEN: `${TOKEN}\n` });
  });
  after(() => server[Symbol.asyncDispose]());

  const RULES: ReadonlyArray<[string, Record<string, string>, number]> = [
    ['the token', { authorization: `Bearer ${TOKEN}` }, 200],
    ['the scheme in small letters', { authorization: `bearer ${TOKEN}` }, 200],
    ['none', {}, 401],
    ['another', { authorization: 'Bearer another-token' }, 401],
    ['one that only begins so', { authorization: `Bearer ${TOKEN}x` }, 401],
    ['another scheme', { authorization: `Basic ${TOKEN}` }, 401],
    ['the token, but an evil Origin', { authorization: `Bearer ${TOKEN}`, origin: 'https://evil.example' }, 403],
    ['the token, but an evil Host', { authorization: `Bearer ${TOKEN}`, host: 'evil.example' }, 403],
  ];
  for (const [name, headers, status] of RULES) {
    test(`${name}: ${status}`, async () => {
      const answer = await send(server, { headers });
      assert.equal(answer.status, status);
      if (status !== 401) return;
      const isSent = headers['authorization']?.startsWith('Bearer') === true;
      const why = isSent ? ', error="invalid_token", error_description="the token is wrong"' : '';
      assert.equal(answer.headers['www-authenticate'], `Bearer realm="webloupe"${why}`);
      assert.match(JSON.parse(answer.body).error.message, /^unauthorized: .* Next: Send "Authorization: Bearer/);
    });
  }

  test('in the URL it is none; a body is not read before it; metrics ask for it, health does not', async () => {
    assert.equal((await send(server, { path: `/mcp?token=${TOKEN}&access_token=${TOKEN}` })).status, 401);
    assert.equal((await send(server, { body: ' '.repeat(5_000_000) })).status, 401);
    assert.equal((await send(server, { method: 'GET', path: '/metrics' })).status, 401);
    assert.equal((await send(server, { method: 'GET', path: '/health' })).status, 200);
  });

  test('the log knows neither token nor query', () => {
    assert.match(server.stderr(), /"status":401/);
    assert.doesNotMatch(server.stderr(), new RegExp(TOKEN));
  });
});

test('Host and Origin as the operator names them', async () => {
  await using server = await startHttp([
    '--allowed-hosts',
    'mcp.example:8931',
    '--allowed-origins',
    'https://app.example',
  ]);
  assert.equal((await send(server, { headers: { host: 'mcp.example' } })).status, 200);
  assert.equal((await send(server)).status, 403, 'the given names stand alone');
  assert.match(
    server.stderr(),
    /"client":\{"mcpServers":\{"webloupe":\{"type":"http","url":"http:\/\/mcp\.example:8931\/mcp"/,
  );
  const from = (origin: string) => send(server, { headers: { host: 'mcp.example', origin } });
  assert.equal((await from('https://app.example')).status, 200);
  assert.equal((await from('http://app.example')).status, 403);
  assert.equal((await from('http://localhost')).status, 403);
  const asked = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,mcp-method',
  };
  const preflight = (origin: string) =>
    send(server, { method: 'OPTIONS', headers: { host: 'mcp.example', origin, ...asked } });
  const { status, headers } = await preflight('https://app.example');
  assert.deepEqual(
    [status, headers['access-control-allow-origin'], headers['access-control-allow-headers']],
    [204, 'https://app.example', 'content-type,mcp-method'],
  );
  const called = (await from('https://app.example')).headers;
  assert.deepEqual([called['access-control-allow-origin'], called['vary']], ['https://app.example', 'Origin']);
  assert.equal((await preflight('https://evil.example')).headers['access-control-allow-origin'], undefined);
});

test('the block for clients names a host that is let in: behind a proxy, its own', async () => {
  const urlFor = async (...hosts: string[]) => {
    await using server = await startHttp(['--allowed-hosts', hosts.join()]);
    if (hosts.length > 1) {
      const from = (origin: string) => send(server, { headers: { host: 'mcp.example', origin } });
      assert.equal((await from('https://mcp.example')).status, 200, 'a page of the server itself may call');
      assert.equal((await from('https://other.example')).status, 403);
    }
    return /"type":"http","url":"([^"]+)"/.exec(server.stderr())?.[1]?.replace(new URL(server.url).port, 'PORT');
  };
  assert.equal(await urlFor('mcp.example'), 'https://mcp.example/mcp');
  assert.equal(await urlFor('10.0.0.5'), 'http://10.0.0.5:PORT/mcp');
  assert.equal(await urlFor('fd00::5:1'), 'http://[fd00::5:1]:PORT/mcp');
  assert.equal(await urlFor('mcp.example', 'localhost', '127.0.0.1'), 'http://127.0.0.1:PORT/mcp');
});

test('an IPv6 address to listen on, as it stands in URLs', async () => {
  await using server = await startHttp(['--host', '[::1]']);
  assert.match(server.stderr(), /"url":"http:\/\/\[::1\]:\d+\/mcp"/);
});

test('any Host, but none that is no host; an extension as origin, and no other one', async () => {
  await using server = await startHttp(['--allowed-hosts', '*', '--allowed-origins', 'chrome-extension://ours']);
  assert.equal((await send(server, { headers: { host: 'any.example' } })).status, 200);
  assert.equal((await send(server, { headers: { host: 'user@any.example' } })).status, 403);
  assert.equal((await send(server, { headers: { origin: 'chrome-extension://ours' } })).status, 200);
  assert.equal((await send(server, { headers: { origin: 'chrome-extension://theirs' } })).status, 403);
});

describe('what is not started', () => {
  const REFUSED: ReadonlyArray<[readonly string[], RegExp]> = [
    [['--host', '0.0.0.0'], /beyond loopback.*--auth-token.*--allow-unauthenticated/],
    [['--host', '::'], /beyond loopback/],
    [['--oauth-issuer', 'https://id.example'], /OAuth needs all of/],
    [OAUTH.slice(2), /OAuth needs all of/],
    [OAUTH.slice(0, 4), /OAuth needs all of/],
    [OAUTH.toSpliced(2, 2), /OAuth needs all of/],
    [['--auth-token', TOKEN, ...OAUTH], /--auth-token and OAuth: choose one/],
    [['--port', '99999'], /port/],
    [['--auth-token', 'two words'], /--auth-token: expected letters, digits and signs without blanks\. Next/],
    [
      ['--allowed-hosts', 'https://mcp.example'],
      /--allowed-hosts: "https:\/\/mcp.example" is none. Next: Write it as mcp.example/,
    ],
    [['--allowed-origins', 'app.example'], /--allowed-origins: "app.example" is none. Next: Write it as https:/],
    [['--allowed-origins', 'https://app.example/app'], /--allowed-origins: "https:\/\/app.example\/app" is none/],
    [['--allowed-origins', '*'], /--allowed-origins/],
  ];
  for (const [flags, expected] of REFUSED) {
    test(flags.join(' '), () => {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, '--port', '0', ...flags], {
        encoding: 'utf8',
        timeout: 60_000,
      });
      assert.equal(status, 2);
      assert.match(stderr, expected);
    });
  }

  test('beyond loopback it starts with a token, or when told so', async () => {
    await using withToken = await startHttp(['--host', '0.0.0.0', '--auth-token', TOKEN]);
    assert.equal((await send(withToken)).status, 401);
    await using withOAuth = await startHttp(['--host', '0.0.0.0', ...OAUTH]);
    assert.equal((await send(withOAuth)).status, 401);
    await using open = await startHttp(['--host', '0.0.0.0', '--allow-unauthenticated']);
    assert.equal((await send(open)).status, 200);
    assert.equal((await send(open, { headers: { host: 'evil.example' } })).status, 403);
  });
});

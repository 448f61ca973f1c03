/** OAuth: which tokens are taken, where a client learns whom to ask, and that subjects do not see each other's results. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { connect, type HttpServer, send, startHttp } from '../helpers/http-server.js';
import { within } from '../helpers/processes.js';
import { type Site, startSite } from '../helpers/site.js';

const ISSUER = 'https://id.example/';
const AUDIENCE = 'https://webloupe.example/mcp';

const ours = await generateKeyPair('ES256');
const others = await generateKeyPair('ES256');
const publicJwk = { ...(await exportJWK(ours.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };

let issuer: Site;
let server: HttpServer;
const flagsFor = (jwks: string) => ['--oauth-issuer', ISSUER, '--oauth-audience', AUDIENCE, '--oauth-jwks', jwks];
before(async () => {
  issuer = await startSite({
    '/jwks': { body: JSON.stringify({ keys: [publicJwk] }) },
    '/no-set': { body: JSON.stringify(publicJwk) },
  });
  server = await startHttp(flagsFor(`${issuer.url}/jwks`));
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await issuer.close();
});

const claims = (changes: JWTPayload = {}): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'ann',
  exp: Math.floor(Date.now() / 1000) + 300,
  ...changes,
});
const signed = (payload: JWTPayload, key = ours.privateKey) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(key);

function without(name: string): JWTPayload {
  return Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
}

const TOKENS: ReadonlyArray<[string, () => Promise<string>, number, RegExp?]> = [
  ['a good one', () => signed(claims()), 200],
  ['one for us among others', () => signed(claims({ aud: ['https://other.example', AUDIENCE] })), 200],
  ['wrong audience', () => signed(claims({ aud: 'https://other.example/mcp' })), 401, /unexpected aud/],
  ['no audience', () => signed(without('aud')), 401, /unexpected aud/],
  ['wrong issuer', () => signed(claims({ iss: 'https://evil.example/' })), 401, /unexpected iss/],
  ['expired', () => signed(claims({ exp: Math.floor(Date.now() / 1000) - 60 })), 401, /expired/],
  ['no end', () => signed(without('exp')), 401],
  ['not yet', () => signed(claims({ nbf: Math.floor(Date.now() / 1000) + 60 })), 401],
  ['no subject', () => signed(without('sub')), 401],
  ["somebody else's key", () => signed(claims(), others.privateKey), 401, /not valid/],
  ['not signed', async () => new UnsecuredJWT(claims()).encode(), 401],
  [
    'a shared secret made of the public key',
    () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .sign(new TextEncoder().encode(JSON.stringify(publicJwk))),
    401,
  ],
  ['nonsense', async () => 'abc', 401],
];
for (const [name, token, status, challenge] of TOKENS) {
  test(`${name}: ${status}`, async () => {
    const answer = await send(server, { headers: { authorization: `Bearer ${await token()}` } });
    assert.equal(answer.status, status, answer.body);
    if (challenge !== undefined) assert.match(String(answer.headers['www-authenticate']), challenge);
  });
}

test('the challenge names the metadata, and the metadata whom to ask', async () => {
  const { headers, status } = await send(server);
  assert.equal(status, 401);
  const url = /resource_metadata="([^"]+)"/.exec(String(headers['www-authenticate']))?.[1];
  assert.equal(url, 'https://webloupe.example/.well-known/oauth-protected-resource/mcp');
  const metadata = await send(server, { method: 'GET', path: '/.well-known/oauth-protected-resource/mcp' });
  assert.deepEqual(JSON.parse(metadata.body), {
    resource: AUDIENCE,
    authorization_servers: [ISSUER],
    bearer_methods_supported: ['header'],
    resource_name: 'webloupe',
  });
});

const NO_KEYS = {
  'are not there': () => `${issuer.url}/no-such-keys`,
  'cannot be reached': () => 'http://127.0.0.1:1/',
  'are no set of keys': () => `${issuer.url}/no-set`,
};
for (const [how, jwks] of Object.entries(NO_KEYS)) {
  test(`keys that ${how} are not the token’s fault: 503, and when to come back`, async () => {
    await using lost = await startHttp(flagsFor(jwks()));
    const answer = await send(lost, { headers: { authorization: `Bearer ${await signed(claims())}` } });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '10');
    assert.equal(answer.headers['www-authenticate'], undefined, 'another token would not help');
    assert.match(answer.body, /keys of the OAuth issuer cannot be had/);

    assert.ok(await within(15_000, () => /"request failed"/.test(lost.stderr())), 'with the reason, for the operator');
    assert.match(lost.stderr(), /Expected 200 OK|ECONNREFUSED|fetch failed|JWKSInvalid/);
  });
}

test("one subject neither lists nor reads another's results, nor pages through them, nor uses its session", async () => {
  await using sessions = await startHttp([...flagsFor(`${issuer.url}/jwks`), '--sessions']);
  for (const where of [server, sessions]) {
    const ann = await connect(where, await signed(claims()));
    const bob = await connect(where, await signed(claims({ sub: 'bob' })));
    const html = `<main>${Array.from({ length: 9 }, (_, i) => `<a href="/${i}">link ${i}</a>`).join(' ')}</main>`;
    const reply = await ann.callTool({
      name: 'extract_links',
      arguments: { html, base_url: 'https://site.example/', limit: 3 },
    });
    const { result_id: id, next_cursor: cursor } = reply.structuredContent as Record<string, string>;
    const uri = `webloupe://results/${id}`;
    const listed = async (client: typeof ann) => (await client.listResources()).resources.map((each) => each.uri);
    assert.ok((await listed(ann)).includes(uri));
    assert.ok(!(await listed(bob)).includes(uri));
    await ann.readResource({ uri });
    await assert.rejects(bob.readResource({ uri }), /expired: /);
    const next = await bob.callTool({ name: 'extract_links', arguments: { cursor } });
    assert.match(JSON.stringify(next.content), /expired: /);
    assert.equal((await ann.callTool({ name: 'extract_links', arguments: { cursor } })).isError, undefined);
    await ann.close();
    await bob.close();
  }
});

test("another subject's session is not found", async () => {
  await using sessions = await startHttp([...flagsFor(`${issuer.url}/jwks`), '--sessions']);
  const initialize = JSON.stringify({
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
  });
  const ann = `Bearer ${await signed(claims())}`;
  const opened = await send(sessions, { body: initialize, headers: { authorization: ann } });
  const session = { 'mcp-session-id': String(opened.headers['mcp-session-id']) };
  assert.equal((await send(sessions, { headers: { authorization: ann, ...session } })).status, 200);
  const bob = `Bearer ${await signed(claims({ sub: 'bob' }))}`;
  assert.equal((await send(sessions, { headers: { authorization: bob, ...session } })).status, 404);
  assert.equal((await send(sessions, { headers: session })).status, 401, 'a session id is no login');
});

test('pages are fetched without the token that the caller sent', async () => {
  await using site = await startSite({ '/': { body: '<a href="/x">x</a>' } });
  await using open = await startHttp([...flagsFor(`${issuer.url}/jwks`), '--allow-host', '127.0.0.1']);
  const client = await connect(open, await signed(claims()));
  await client.callTool({ name: 'extract_links', arguments: { url: `${site.url}/`, engine: 'http' } });
  assert.equal(site.hits[0]?.path, '/');
  assert.equal(site.hits[0]?.headers.authorization, undefined);
  await client.close();
});

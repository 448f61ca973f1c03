/** Clients of 2026-07-28 and of 2025-11-25 on the same URL and on stdio: the same tools, the same answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, LOG_LEVEL_META_KEY, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { MAIN } from '../helpers/client.js';
import { connect, pageWithLink, startHttp } from '../helpers/http-server.js';
import { within } from '../helpers/processes.js';
import { type Site, startSite } from '../helpers/site.js';
import { ALLOWED, slowCall, slowSite } from '../helpers/slow-site.js';

const MODES = [
  ['auto', '2026-07-28'],
  ['legacy', '2025-11-25'],
] as const;

const newClient = (mode: 'auto' | 'legacy') =>
  new Client({ name: 't', version: '1' }, { versionNegotiation: { mode } });

async function tryAll(client: Client): Promise<void> {
  const reply = await client.callTool({ name: 'extract_links', arguments: pageWithLink('x') });
  const { links, result_id } = reply.structuredContent as { links: { internal: unknown[] }; result_id: string };
  assert.equal(links.internal.length, 1);
  const uri = `webloupe://results/${result_id}`;
  assert.ok((await client.listResources()).resources.some((each) => each.uri === uri));
  const { contents } = await client.readResource({ uri });
  assert.equal(contents[0]?.mimeType, 'application/json');
  const bad = await client.callTool({ name: 'extract_links', arguments: {} });
  assert.equal(bad.isError, true);
  await assert.rejects(client.callTool({ name: 'extract_link', arguments: {} }), /did you mean "extract_links"/);
  await assert.rejects(client.readResource({ uri: 'webloupe://results/AAAAAAAAAAAAAAAAAAAAAA' }), /expired: /);
  const templates = (await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate);
  assert.ok(templates.includes('webloupe://results/{id}/links'));
  const ref = { type: 'ref/resource', uri: 'webloupe://results/{id}/links' } as const;
  const ids = await client.complete({ ref, argument: { name: 'id', value: result_id } });
  assert.deepEqual(ids.completion.values, [result_id]);
  await tryPrompts(client);
}

async function tryPrompts(client: Client): Promise<void> {
  const { prompts } = await client.listPrompts();
  assert.ok(prompts.some(({ name }) => name === 'media_inventory'));
  const ref = { type: 'ref/prompt', name: 'media_inventory' } as const;
  const kinds = await client.complete({ ref, argument: { name: 'kind', value: 'im' } });
  assert.deepEqual(kinds.completion.values, ['images']);
  const { messages } = await client.getPrompt({
    name: 'media_inventory',
    arguments: { url: 'https://site.example/', kind: 'images' },
  });
  const [{ content }] = messages as [(typeof messages)[number]];
  assert.match(content.type === 'text' ? content.text : '', /extract_media \{"url":"https:\/\/site.example\/"/);
  await assert.rejects(client.getPrompt({ name: 'media_inventory', arguments: {} }), /invalid_input: url: required/);
}

/** Progress as it comes, and work that ends when its caller asks for that; `ended` says so. */
async function tryLongCalls(client: Client, site: Site, ended: () => boolean): Promise<void> {
  const steps: number[] = [];
  const links = ['a', 'b', 'c'].map((name) => `${site.url}/${name}`);
  await client.callTool(
    { name: 'preview_links', arguments: { links } },
    { onprogress: ({ progress }) => void steps.push(progress) },
  );
  assert.ok(steps.length >= 2, `${steps}`);
  const gone = new AbortController();
  const call = client.callTool({ name: 'extract_links', arguments: slowCall(site) }, { signal: gone.signal });
  assert.ok(await within(15_000, () => site.hits.some(({ path }) => path === '/slow')));
  gone.abort();
  await assert.rejects(call);
  assert.ok(await within(15_000, ended));
}

for (const flags of [[], ['--sessions']]) {
  test(`over HTTP ${flags.join(' ')}`, async () => {
    await using server = await startHttp(flags);
    const old = await connect(server);
    const { tools } = await old.listTools();
    for (const [mode, version] of MODES) {
      const client = newClient(mode);
      await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
      assert.equal(client.getNegotiatedProtocolVersion(), version);
      const listed = await client.listTools();
      assert.deepEqual(
        listed.tools.map(({ name, inputSchema }) => ({ name, inputSchema })),
        tools.map(({ name, inputSchema }) => ({ name, inputSchema })),
      );
      await tryAll(client);
      await client.close();
    }
    await old.close();
  });
}

for (const [mode, version] of MODES) {
  test(`over stdio, ${version}`, async () => {
    await using slow = await slowSite();
    const client = newClient(mode);
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [MAIN, ...ALLOWED] }));
    assert.equal(client.getNegotiatedProtocolVersion(), version);
    assert.equal((await client.listTools()).tools.length > 0, true);
    await tryAll(client);
    await tryLongCalls(client, slow.site, () => slow.waiting() === 0);
    await client.close();
  });
}

test('a 2026-07-28 call over HTTP tells its progress, and ends when the client goes', async () => {
  await using slow = await slowSite();
  await using server = await startHttp(ALLOWED);
  const client = newClient('auto');
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
  await tryLongCalls(client, slow.site, () => server.stderr().includes('"outcome":"cancelled"'));
  assert.equal(slow.waiting(), 0, 'the page is let go');
  await client.close();
});

test('2026-07-28: an answer comes on a stream, on which lines keep proxies waiting', async () => {
  await using server = await startHttp();
  const types: Array<string | null> = [];
  const watched: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    types.push(response.headers.get('content-type'));
    return response;
  };
  const client = newClient('auto');
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { fetch: watched }));
  await client.callTool({ name: 'extract_links', arguments: pageWithLink('x') });
  assert.equal(types.at(-1), 'text/event-stream');
  await client.close();
});

test('2026-07-28: a call is told the log it asks for, and none when it asks for none', async () => {
  await using site = await startSite({ '/shell': { body: '<div id="root"></div><script src="/app.js"></script>' } });
  await using server = await startHttp([...ALLOWED, '--executable-path', '/nonexistent']);
  for (const [level, told] of [
    ['info', true],
    ['error', false],
    [undefined, false],
  ] as const) {
    const client = newClient('auto');
    const logs: string[] = [];
    client.setNotificationHandler('notifications/message', ({ params }) => void logs.push(params.level));
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
    await client.callTool({
      name: 'extract_links',
      arguments: { url: `${site.url}/shell?${level}` },
      ...(level === undefined ? {} : { _meta: { [LOG_LEVEL_META_KEY]: level } }),
    });
    assert.deepEqual(logs, told ? ['info'] : []);
    await client.close();
  }
});

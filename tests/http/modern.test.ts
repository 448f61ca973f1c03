/** Clients of 2026-07-28 and of 2025-11-25 on the same URL and on stdio: the same tools, the same answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { MAIN } from '../helpers/client.js';
import { connect, pageWithLink, startHttp } from '../helpers/http-server.js';
import { within } from '../helpers/processes.js';
import { startSite } from '../helpers/site.js';

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
    const client = newClient(mode);
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [MAIN] }));
    assert.equal(client.getNegotiatedProtocolVersion(), version);
    assert.equal((await client.listTools()).tools.length > 0, true);
    await tryAll(client);
    await client.close();
  });
}

test('a 2026-07-28 call over HTTP tells its progress, and ends when the client goes', async () => {
  await using site = await startSite({ '/slow': () => undefined, '*': { body: '<title>page</title>' } });
  await using server = await startHttp(['--allow-host', '127.0.0.1']);
  const client = newClient('auto');
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
  const steps: number[] = [];
  const links = ['a', 'b', 'c'].map((name) => `${site.url}/${name}`);
  await client.callTool(
    { name: 'preview_links', arguments: { links } },
    { onprogress: ({ progress }) => void steps.push(progress) },
  );
  assert.ok(steps.length >= 2, `${steps}`);
  const gone = new AbortController();
  const call = client.callTool(
    { name: 'extract_links', arguments: { url: `${site.url}/slow`, engine: 'http', page_timeout: 20_000 } },
    { signal: gone.signal },
  );
  assert.ok(await within(5_000, () => site.hits.some(({ path }) => path === '/slow')));
  gone.abort();
  await assert.rejects(call);
  assert.ok(await within(2_000, () => server.stderr().includes('"outcome":"cancelled"')));
  await client.close();
});

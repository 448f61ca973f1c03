/** The Inspector, as a developer of agents uses it, over stdio and over HTTP: it lists the tools, calls each, reads a resource. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { INSPECTOR, installOutside, NODE_24, run, startServer } from './outside.mjs';

const TOOLS = ['crawl', 'extract_links', 'extract_media', 'preview_links', 'capture'];
const root = path.resolve(import.meta.dirname, '..');
const program = [path.join(root, 'dist/main.js'), '--allow-host', '127.0.0.1'];
// It writes its settings into the home folder.
const home = mkdtempSync(path.join(tmpdir(), 'webloupe-inspector-'));
const env = { ...process.env, HOME: home };

/** Its own 15 s pass on a machine that has other work. */
const CONNECT_MS = '60000';

async function inspect(target, ...args) {
  const patience = ['--connect-timeout', CONNECT_MS];
  const { code, out, output } = await run(NODE_24, [INSPECTOR, '--cli', ...target, ...patience, ...args], { env });
  if (code !== 0) throw new Error(`${args.join(' ')}: exit ${code}\n${output}`);
  return JSON.parse(out);
}

async function tryAll(name, target, page) {
  // --strict: schemas that not every model's API takes are errors.
  const { tools } = await inspect(target, '--method', 'tools/list', '--strict');
  if (String(tools.map((tool) => tool.name)) !== String(TOOLS)) throw new Error(`${name}: ${JSON.stringify(tools)}`);
  for (const tool of TOOLS) {
    const reply = await inspect(target, '--method', 'tools/call', '--tool-name', tool, '--tool-arg', `url=${page}`);
    if (reply.isError || reply.structuredContent?.success !== true)
      throw new Error(`${name}: ${JSON.stringify(reply)}`);
  }
  const { contents } = await inspect(target, '--method', 'resources/read', '--uri', 'webloupe://schema/run-config');
  if (!('engine' in JSON.parse(contents[0].text).properties)) throw new Error(`${name}: ${contents[0].text}`);
  console.log(`${name}: ${tools.length} tools listed and called, a resource read`);
}

await installOutside();
const site = createServer((_request, response) => {
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<title>A page</title><main><p>With <a href="/next">a link</a>.</p><img src="/a.png" alt="A"></main>');
});
await new Promise((done) => site.listen(0, '127.0.0.1', done));
const page = `http://127.0.0.1:${site.address().port}/`;
const server = await startServer([...program, '--port', '0']);
try {
  await Promise.all([
    tryAll('stdio', [process.execPath, ...program], page),
    tryAll('http', [server.url, '--transport', 'http'], page),
  ]);
} finally {
  await server.stop();
  site.close();
  rmSync(home, { recursive: true, force: true });
}

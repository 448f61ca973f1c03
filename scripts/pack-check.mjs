/**
 * What `npm pack` publishes, installed in an empty folder as a new user has it: over stdio, over HTTP and on the command
 * line, on this Node, on the oldest that package.json permits, and on a new one.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { installOutside, NODE_24, OLDEST_NODE, run, startServer } from './outside.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'webloupe-pack-'));
const main = path.join(folder, 'node_modules/webloupe/dist/main.js');
const ALLOW = ['--allow-host', '127.0.0.1'];
const site = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Packed</title><a href="/next">Next page</a>');
});
await new Promise((done) => site.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${site.address().port}/`;

const request = (id, method, params = {}) => JSON.stringify({ jsonrpc: '2.0', id, method, params });
const CALL = request(3, 'tools/call', { name: 'crawl', arguments: { url } });
const INITIALIZE = request(1, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'pack-check', version: '1' },
});

/** A server that does not answer must not hold up CI. */
const ANSWERED_MS_MAX = 60_000;

function expectLink(way, answer, text) {
  const links = answer?.links?.internal ?? [];
  if (links[0]?.text !== 'Next page') throw new Error(`${way} did not answer as it should: ${text.slice(0, 1_000)}`);
}

async function overStdio(node) {
  const child = spawn(node, [main, ...ALLOW], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise((done) => child.once('exit', done));
  const tooLong = setTimeout(() => child.kill('SIGKILL'), ANSWERED_MS_MAX);
  const initialized = '{"jsonrpc":"2.0","method":"notifications/initialized"}';
  child.stdin.write(`${[INITIALIZE, initialized, request(2, 'tools/list'), CALL].join('\n')}\n`);
  const answers = new Map();
  let text = '';
  for await (const line of createInterface({ input: child.stdout })) {
    text += line;
    const { id, result } = JSON.parse(line);
    if (id !== undefined) answers.set(id, result);
    if (answers.size === 3) child.stdin.end();
  }
  const code = await exited;
  clearTimeout(tooLong);
  if (code !== 0 || answers.get(2)?.tools.length !== 5) throw new Error(`stdio: ${text.slice(0, 1_000)}`);
  expectLink('stdio', answers.get(3)?.structuredContent, text);
}

async function overHttp(node) {
  const server = await startServer([main, '--port', '0', ...ALLOW], { node, cwd: folder });
  const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
  const response = await fetch(server.url, { method: 'POST', headers, body: CALL });
  const text = await response.text();
  const data =
    text
      .split('\n')
      .find((line) => line.startsWith('data: '))
      ?.slice('data: '.length) ?? '{}';
  expectLink('HTTP', JSON.parse(data).result?.structuredContent, text);
  const code = await server.stop();
  if (code !== 0) throw new Error(`HTTP: exit ${code}`);
}

async function onCommandLine(node) {
  const { code, out, output } = await run(node, [main, 'extract-links', url, '--json', ...ALLOW], { cwd: folder });
  if (code !== 0) throw new Error(`command line: exit ${code}, ${output}`);
  expectLink('command line', JSON.parse(out), output);
}

try {
  await installOutside();
  const npm = (...args) => execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder));
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  npm('install', '--omit=dev', '--no-audit', '--prefix', folder, path.join(folder, packed.filename));
  console.log(`packed ${packed.size} bytes, ${packed.entryCount} files; installed`);
  for (const node of [OLDEST_NODE, process.execPath, NODE_24]) {
    await Promise.all([overStdio(node), overHttp(node), onCommandLine(node)]);
    console.log(
      `Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}: stdio, HTTP, command line answered`,
    );
  }
} finally {
  site.close();
  rmSync(folder, { recursive: true, force: true });
}

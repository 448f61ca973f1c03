/** The servers that are measured, and a client that speaks plain JSON-RPC to them. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bin = (path) => here(`node_modules/${path}`);

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find(existsSync);
export const WEBLOUPE = [here('../dist/main.js')];
export const TWO_THREADS = [here('two-threads.mjs')];
const CHROMIUM_FLAGS = CHROMIUM === undefined ? [] : ['--executable-path', CHROMIUM];
export const PLAYWRIGHT_MCP = [
  bin('@playwright/mcp/cli.js'),
  '--headless',
  '--isolated',
  '--no-sandbox',
  ...CHROMIUM_FLAGS,
];

/** By name; each an argument list for node. None opens a browser before its first call. */
export const SERVERS = {
  'tiny SDK v1 server': [here('tiny-server.mjs')],
  webloupe: WEBLOUPE,
  'mcp-fetch-server': [bin('mcp-fetch-server/dist/index.js')],
  '@playwright/mcp': PLAYWRIGHT_MCP,
  'chrome-devtools-mcp': [
    bin('chrome-devtools-mcp/build/src/bin/chrome-devtools-mcp.js'),
    '--headless',
    '--no-usage-statistics',
  ],
  'fetcher-mcp': [bin('fetcher-mcp/build/index.js')],
};

export function versionOf(name) {
  return JSON.parse(readFileSync(here(`node_modules/${name}/package.json`), 'utf8')).version;
}

const ANSWER_MS_MAX = 60_000;

/** Starts a server and connects. `close` ends it. */
export async function connect(args, env = {}) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...env } });
  const waiting = new Map();
  let rest = '';
  let lastId = 0;
  child.stdout.setEncoding('utf8').on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('{')) continue;
      const message = JSON.parse(line);
      if (message.method === undefined) waiting.get(message.id)?.(message);
    }
  });
  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const timer = setTimeout(() => reject(new Error(`${args[0]}: no answer to ${method}`)), ANSWER_MS_MAX);
      waiting.set(id, ({ result, error }) => {
        clearTimeout(timer);
        waiting.delete(id);
        if (error) reject(new Error(error.message));
        else resolve(result);
      });
      send({ id, method, params });
    });
  const clientInfo = { name: 'webloupe-bench', version: '1' };
  await request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  send({ method: 'notifications/initialized' });
  return {
    pid: child.pid,
    request,
    /** The answer's time in ms; throws where the tool failed, so that no failure counts as fast. */
    async call(name, input) {
      const started = performance.now();
      const result = await request('tools/call', { name, arguments: input });
      if (result.isError) throw new Error(`${name}: ${result.content?.[0]?.text}`);
      return { ms: performance.now() - started, result };
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Starts webloupe so that `memory` tells what is in use after a collection. */
export async function connectProbed(flags) {
  const folder = mkdtempSync(join(tmpdir(), 'webloupe-bench-'));
  const file = join(folder, 'memory.json');
  const probe = new URL('gc-probe.mjs', import.meta.url).href;
  const server = await connect(['--expose-gc', '--import', probe, ...WEBLOUPE, ...flags], { GC_PROBE: file });
  const memory = async () => {
    rmSync(file, { force: true });
    process.kill(server.pid, 'SIGUSR2');
    while ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) await sleep(20);
    return JSON.parse(readFileSync(file, 'utf8'));
  };
  return {
    ...server,
    memory,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Resident memory of one process in MB (Linux). */
export function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** CPU ms of the threads a process has now, so far (Linux; schedstat counts ns where /proc/PID/stat counts 10 ms). */
export function cpuMsOf(pid) {
  const folder = `/proc/${pid}/task`;
  const ofThread = (id) => Number(readFileSync(`${folder}/${id}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  return readdirSync(folder).reduce((sum, id) => sum + ofThread(id), 0);
}

/** Browser pages below a process: the renderers that Chromium runs (Linux). */
export function renderersBelow(pid) {
  const all = readdirSync('/proc').flatMap((entry) => {
    try {
      const [, after] = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ');
      return [
        {
          pid: Number(entry),
          parent: Number(after.split(' ')[1]),
          command: readFileSync(`/proc/${entry}/cmdline`, 'utf8'),
        },
      ];
    } catch {
      return [];
    }
  });
  const below = (parent) => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid).filter(({ command }) => command.includes('--type=renderer')).length;
}

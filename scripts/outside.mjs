/**
 * What webloupe is tried with and does not depend on: the oldest Node it promises and a new one, the official conformance
 * suite, the Inspector. Installed from the package registry into `.cache`, once. Run as a script, it only installs.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const PARTS = {
  'node-oldest': ['node@20.18.0'],
  'node-24': ['node@24'],
  // Both need a newer Node than webloupe: they run on 24.
  tools: ['@modelcontextprotocol/conformance@0.1.16', '@modelcontextprotocol/inspector@2.12.0'],
};
const folder = path.resolve(import.meta.dirname, '../.cache/outside');
const inside = (...parts) => path.join(folder, ...parts);

export const OLDEST_NODE = inside('node-oldest/node_modules/node/bin/node');
export const NODE_24 = inside('node-24/node_modules/node/bin/node');
export const CONFORMANCE = inside('tools/node_modules/@modelcontextprotocol/conformance/dist/index.js');
export const INSPECTOR = inside('tools/node_modules/.bin/mcp-inspector');

/** @throws Error when something cannot be had */
export async function installOutside() {
  await Promise.all(Object.entries(PARTS).map(([part, packages]) => installPart(part, packages)));
}

async function installPart(part, packages) {
  const done = inside(part, 'done');
  if (readText(done) === packages.join()) return;
  rmSync(inside(part), { recursive: true, force: true });
  mkdirSync(inside(part), { recursive: true });
  writeFileSync(inside(part, 'package.json'), '{"private":true}');
  const { code, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], {
    cwd: inside(part),
  });
  if (code !== 0) throw new Error(`${packages.join(', ')} could not be installed: ${output}`);
  writeFileSync(done, packages.join());
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A command's exit code, stdout, and all that it printed. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = { code: null, out: '', output: '' };
    child.stdout.on('data', (chunk) => {
      printed.out += chunk;
      printed.output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      printed.output += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...printed, code }));
  });
}

/** A server over HTTP, and where it is. */
export async function startServer(args, { node = process.execPath, cwd = process.cwd() } = {}) {
  const server = spawn(node, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  let text = '';
  const url = await new Promise((resolve, reject) => {
    server.stderr.on('data', (chunk) => {
      text += chunk;
      const found = /listening on ([^"\s]+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`the server did not start: ${text}`)));
  });
  const stop = () => {
    server.kill('SIGTERM');
    return exited;
  };
  return { url, stop };
}

if (process.argv[1] === import.meta.filename) await installOutside();

/**
 * webloupe.mcpb: the built server with what it needs to run, for clients that install bundles. It is installed from the
 * lock file, packed, unpacked again, and asked for its tools as a client would. With --check only its manifest is tried, on
 * what stands here.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** What a desktop client downloads and unpacks; what is above this is something that nobody needs. */
const BUNDLE_MAX_BYTES = 60_000_000;
/** Images are scaled by native code: one bundle serves the desktops, whatever it was made on. */
const DESKTOPS = ['darwin-arm64', 'darwin-x64', 'linux-x64', 'win32-x64'];
const CONTENT = ['dist', 'icon.png', 'manifest.json', 'package.json', 'package-lock.json', 'LICENSE', 'README.md'];

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'webloupe.mcpb');
const folder = mkdtempSync(path.join(tmpdir(), 'webloupe-mcpb-'));
const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
const npm = (args, cwd) =>
  run('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], cwd);
const mcpb = (...args) =>
  run(process.execPath, [path.join(root, 'node_modules/@anthropic-ai/mcpb/dist/cli/cli.js'), ...args], root);
const readJson = (...parts) => JSON.parse(readFileSync(path.join(...parts), 'utf8'));

/** The native parts for other systems: npm installs only those of this one. */
function addNativeParts(staged) {
  const { optionalDependencies } = readJson(staged, 'node_modules/sharp/package.json');
  const wanted = Object.entries(optionalDependencies)
    .filter(([name]) => DESKTOPS.some((desktop) => name.endsWith(desktop)))
    .map(([name, version]) => `${name}@${version}`);
  const natives = path.join(folder, 'natives');
  mkdirSync(natives);
  npm(['install', '--no-save', '--force', '--prefix', natives, ...wanted], natives);
  cpSync(path.join(natives, 'node_modules/@img'), path.join(staged, 'node_modules/@img'), { recursive: true });
}

/** The tools that the unpacked bundle's server lists, started as its manifest says. */
async function toolsOf(bundle) {
  const { server, user_config } = readJson(bundle, 'manifest.json');
  const filledIn = (text) =>
    text
      .replace(/\$\{__dirname\}/, () => bundle)
      .replace(/\$\{user_config\.(\w+)\}/, (_, key) => user_config[key].default);
  const { command, args, env } = server.mcp_config;
  const transport = new StdioClientTransport({
    command,
    args: args.map(filledIn),
    env: { ...process.env, ...Object.fromEntries(Object.entries(env).map(([key, text]) => [key, filledIn(text)])) },
  });
  const client = new Client({ name: 'mcpb-check', version: '1' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
}

/** Those of the server, which are to be those of its manifest. */
async function checked(bundle) {
  const listed = await toolsOf(bundle);
  const promised = readJson(bundle, 'manifest.json').tools.map(({ name }) => name);
  if (String(listed) !== String(promised)) throw new Error(`the bundle lists ${listed}, its manifest ${promised}`);
  return listed.join(', ');
}

async function made() {
  const staged = path.join(folder, 'bundle');
  for (const each of CONTENT) cpSync(path.join(root, each), path.join(staged, each), { recursive: true });
  npm(['ci', '--omit=dev'], staged);
  addNativeParts(staged);
  rmSync(out, { force: true });
  mcpb('pack', staged, out);
  const unpacked = path.join(folder, 'unpacked');
  mcpb('unpack', out, unpacked);
  const listed = await checked(unpacked);
  const { size } = statSync(out);
  if (size > BUNDLE_MAX_BYTES) throw new Error(`the bundle has ${size} bytes, more than ${BUNDLE_MAX_BYTES}`);
  console.log(`webloupe.mcpb: ${size} bytes; valid, unpacked, lists ${listed}`);
}

try {
  mcpb('validate', path.join(root, 'manifest.json'));
  if (process.argv.includes('--check')) console.log(`valid, lists ${await checked(root)}`);
  else await made();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

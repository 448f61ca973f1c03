/**
 * The official conformance suite against the built server: plain and with fixtures, stateless and with sessions. Needs
 * the package registry: the suite and the Node 24 it asks for are installed in a temporary folder, or, given as argument,
 * in one that is kept. Fails when a scenario fails that the baseline does not name, or one that it names passes.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['node@24', '@modelcontextprotocol/conformance@0.1.16'];
/** It needs a session to have anything to check: without one it only warns, which the suite counts as no pass. */
const SESSION_SCENARIO = 'server-sse-multiple-streams';
const root = fileURLToPath(new URL('..', import.meta.url));
const kept = process.argv[2];
const folder = kept ?? mkdtempSync(path.join(tmpdir(), 'webloupe-conformance-'));

function install() {
  mkdirSync(folder, { recursive: true });
  if (existsSync(path.join(folder, 'node_modules/.bin/conformance'))) return;
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...PACKAGES], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the suite could not be installed');
}

async function started(args) {
  const server = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  const url = await new Promise((resolve, reject) => {
    server.stderr.on('data', (chunk) => {
      text += chunk;
      const found = /"url":"([^"]+)".*"msg":"listening"/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    server.once('exit', () => reject(new Error(`the server did not start: ${text}`)));
  });
  return { server, url };
}

/** The baseline for this way of serving, as a file. */
function baselineFile(baseline, args) {
  const text = readFileSync(path.join(root, 'tests/http', baseline), 'utf8');
  const file = path.join(folder, 'baseline.yml');
  writeFileSync(file, args.includes('--sessions') ? text : `${text}  - ${SESSION_SCENARIO}\n`);
  return file;
}

async function run(name, args, baseline) {
  const { server, url } = await started(args);
  try {
    const suite = path.join(folder, 'node_modules/.bin/conformance');
    const node = path.join(folder, 'node_modules/node/bin/node');
    const { status, stdout, stderr } = spawnSync(
      node,
      [suite, 'server', '--url', url, '--suite', 'active', '--expected-failures', baselineFile(baseline, args)],
      { cwd: folder, encoding: 'utf8' },
    );
    console.log(`== ${name}\n${stdout.slice(stdout.indexOf('=== SUMMARY ==='))}${stderr}`);
    return status === 0;
  } finally {
    server.kill('SIGTERM');
  }
}

install();
const plain = ['dist/main.js', '--port', '0'];
const fixtures = ['--import', 'tsx', 'tests/http/conformance-server.ts', '--port', '0'];
const passed = [
  await run('plain, stateless', plain, 'conformance-baseline.yml'),
  await run('plain, with sessions', [...plain, '--sessions'], 'conformance-baseline.yml'),
  await run('fixtures, stateless', fixtures, 'conformance-fixtures-baseline.yml'),
  await run('fixtures, with sessions', [...fixtures, '--sessions'], 'conformance-fixtures-baseline.yml'),
];
if (kept === undefined) rmSync(folder, { recursive: true, force: true });
process.exit(passed.every(Boolean) ? 0 : 1);

/**
 * The official conformance suite against the built server: plain and with fixtures, stateless and with sessions. Fails when
 * a scenario fails that the baseline does not name, or one that it names passes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CONFORMANCE, installOutside, NODE_24, run, startServer } from './outside.mjs';

/** It needs a session to have anything to check: without one it only warns, which the suite counts as no pass. */
const SESSION_SCENARIO = 'server-sse-multiple-streams';
const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'webloupe-conformance-'));

/** The baseline for this way of serving, as a file. */
function baselineFile(baseline, withSessions) {
  const text = readFileSync(path.join(root, 'tests/http', baseline), 'utf8');
  const file = path.join(folder, `${withSessions}-${baseline}`);
  writeFileSync(file, withSessions ? text : `${text}  - ${SESSION_SCENARIO}\n`);
  return file;
}

async function isConformant(name, args, baseline, withSessions) {
  const server = await startServer([...args, '--port', '0', ...(withSessions ? ['--sessions'] : [])], { cwd: root });
  const expected = baselineFile(baseline, withSessions);
  const suite = [CONFORMANCE, 'server', '--url', server.url, '--suite', 'active', '--expected-failures', expected];
  const { code, output } = await run(NODE_24, suite, { cwd: folder });
  await server.stop();
  const total = /^Total: .*$/m.exec(output)?.[0] ?? '';
  console.log(
    `${name}, ${withSessions ? 'with sessions' : 'stateless'}: ${code === 0 ? 'as expected' : output} ${total}`,
  );
  return code === 0;
}

await installOutside();
const plain = ['plain', ['dist/main.js'], 'conformance-baseline.yml'];
const fixtures = [
  'fixtures',
  ['--import', 'tsx', 'tests/http/conformance-server.ts'],
  'conformance-fixtures-baseline.yml',
];
const passed = [];
for (const withSessions of [false, true])
  for (const server of [plain, fixtures]) passed.push(await isConformant(...server, withSessions));
rmSync(folder, { recursive: true, force: true });
process.exit(passed.every(Boolean) ? 0 : 1);

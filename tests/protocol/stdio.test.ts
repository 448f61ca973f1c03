/** stdio as scripts use it: everything written at once, then the end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { MAIN } from '../helpers/client.js';

test('a client that writes its requests and closes its end gets the answers, and nothing else on stdout', async () => {
  const requests = [
    {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/list' },
    { id: 3, method: 'resources/list' },
  ];
  const child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(requests.map((request) => `${JSON.stringify({ jsonrpc: '2.0', ...request })}\n`).join(''));
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ id }) => id).sort(), [1, 2, 3]);
  const code = child.exitCode ?? (await new Promise((resolve) => child.on('exit', resolve)));
  assert.equal(code, 0);
});

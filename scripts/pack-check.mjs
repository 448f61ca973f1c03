/** npm pack -> install in an empty folder -> handshake, tools/list and one crawl, as a new user has it. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'webloupe-pack-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const site = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Packed</title><a href="/next">Next page</a>');
});
await new Promise((done) => site.listen(0, '127.0.0.1', done));
const { port } = site.address();
try {
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], process.cwd()),
  );
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--omit=dev', path.join(folder, packed.filename)], folder);
  const child = spawn(path.join(folder, 'node_modules/.bin/webloupe'), ['--allow-host', '127.0.0.1'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise((done) => child.on('exit', done));
  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  send({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'pack-check', version: '1' } },
  });
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/list' });
  send({ id: 3, method: 'tools/call', params: { name: 'crawl', arguments: { url: `http://127.0.0.1:${port}/` } } });
  const answers = new Map();
  let rest = '';
  for await (const chunk of child.stdout) {
    rest += chunk;
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
      const message = JSON.parse(rest.slice(0, at));
      rest = rest.slice(at + 1);
      if (message.id !== undefined) answers.set(message.id, message);
    }
    if (answers.size === 3) child.stdin.end();
  }
  const code = await exited;
  const links = answers.get(3)?.result?.structuredContent?.links?.internal ?? [];
  if (code !== 0 || answers.get(2)?.result?.tools?.length < 3 || links[0]?.text !== 'Next page') {
    throw new Error(
      `the packed server did not answer as it should: exit ${code}, ${JSON.stringify(answers.get(3)).slice(0, 500)}`,
    );
  }
  console.log(`packed ${packed.size} bytes, ${packed.entryCount} files; installed, handshake and crawl answered`);
} finally {
  site.close();
  rmSync(folder, { recursive: true, force: true });
}

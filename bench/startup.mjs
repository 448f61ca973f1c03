/**
 * From spawn to the answer of tools/list, and the resident memory then (floor: a tiny server on the SDK that most use), and
 * to that of the first page in a browser (floor: the same in a script of bare Playwright).
 */
import { spawnSync } from 'node:child_process';
import { interleaved } from './measure.mjs';
import { CHROMIUM, connect, PLAYWRIGHT_MCP, residentMb, SERVERS, WEBLOUPE } from './servers.mjs';

export async function startup(rounds) {
  const memory = Object.fromEntries(Object.keys(SERVERS).map((name) => [name, []]));
  const contestant = (name) => async () => {
    const started = performance.now();
    const server = await connect(SERVERS[name]);
    await server.request('tools/list', {});
    const ms = performance.now() - started;
    memory[name].push(residentMb(server.pid));
    await server.close();
    return ms;
  };
  const times = await interleaved(
    {
      'node -e 0': () => void spawnSync(process.execPath, ['-e', '0']),
      ...Object.fromEntries(Object.keys(SERVERS).map((name) => [name, contestant(name)])),
    },
    { rounds, warmUp: 1 },
  );
  return { times, memory };
}

const BARE = `
  const { chromium } = require('playwright');
  (async () => {
    const browser = await chromium.launch({ executablePath: process.argv[1], args: ['--no-sandbox'] });
    const page = await (await browser.newContext()).newPage();
    await page.goto(process.argv[2], { waitUntil: 'domcontentloaded' });
    await page.content();
    process.exit();
  })();`;

export async function firstPage(site, rounds) {
  const url = `${site}/news/1`;
  const contestant = (args, name, input) => async () => {
    const started = performance.now();
    const server = await connect(args);
    await server.call(name, input);
    const ms = performance.now() - started;
    await server.close();
    return ms;
  };
  const flags = ['--allow-host', '127.0.0.1', '--no-sandbox'];
  return await interleaved(
    {
      'Playwright launch + newContext + goto + content': () =>
        void spawnSync(process.execPath, ['-e', BARE, CHROMIUM, url], { cwd: new URL('.', import.meta.url) }),
      'webloupe extract_links': contestant([...WEBLOUPE, ...flags], 'extract_links', { url, engine: 'browser' }),
      '@playwright/mcp navigate': contestant(PLAYWRIGHT_MCP, 'browser_navigate', { url }),
    },
    { rounds, warmUp: 1 },
  );
}

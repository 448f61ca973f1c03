/**
 * From spawn to the answer of tools/list, and the resident memory then (floor: a tiny server on the SDK that most use), and
 * to that of the first page, by HTTP and in a browser (floor: the same in a script).
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

const BARE_HTTP = `
  const { fetch } = require('undici');
  const { parse } = require('node-html-parser');
  fetch(process.argv[1]).then((response) => response.text()).then((html) => { parse(html); process.exit(); });`;

const BARE_BROWSER = `
  const { chromium } = require('playwright');
  (async () => {
    const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
    const page = await (await browser.newContext()).newPage();
    await page.goto(process.argv[1], { waitUntil: 'domcontentloaded' });
    await page.content();
    process.exit();
  })();`;

const script = (text, url) => () =>
  void spawnSync(process.execPath, ['-e', text, url, CHROMIUM], { cwd: new URL('.', import.meta.url) });

/** Spawn, handshake, the list of tools, one call. */
const firstCall = (args, name, input) => async () => {
  const started = performance.now();
  const server = await connect(args);
  await server.request('tools/list', {});
  await server.call(name, input);
  const ms = performance.now() - started;
  await server.close();
  return ms;
};

const FLAGS = ['--allow-host', '127.0.0.1', '--no-sandbox'];

export async function firstPage(site, rounds) {
  const url = `${site}/news/1`;
  return await interleaved(
    {
      'undici fetch + node-html-parser': script(BARE_HTTP, url),
      'webloupe extract_links': firstCall([...WEBLOUPE, ...FLAGS], 'extract_links', { url, engine: 'http' }),
    },
    { rounds, warmUp: 1 },
  );
}

export async function firstBrowserPage(site, rounds) {
  const url = `${site}/news/1`;
  return await interleaved(
    {
      'Playwright launch + newContext + goto + content': script(BARE_BROWSER, url),
      'webloupe extract_links': firstCall([...WEBLOUPE, ...FLAGS], 'extract_links', { url, engine: 'browser' }),
      '@playwright/mcp navigate': firstCall(PLAYWRIGHT_MCP, 'browser_navigate', { url }),
    },
    { rounds, warmUp: 1 },
  );
}

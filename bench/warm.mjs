/** One page on a warm server: over HTTP against a bare fetch and parse, in the browser against bare Playwright. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseHtml } from 'node-html-parser';
import { chromium } from 'playwright';
import { fetch } from 'undici';
import { interleaved } from './measure.mjs';
import { CHROMIUM, connect, PLAYWRIGHT_MCP, TWO_THREADS, WEBLOUPE } from './servers.mjs';

/** Each server by itself against the floor: a third in the rounds would cost both of them what their processor remembers. */
async function onePage(site, rounds, name, args, more = {}) {
  const server = await connect(args);
  let run = 0;
  const values = await interleaved(
    {
      'undici fetch + node-html-parser': async () => {
        const response = await fetch(`${site}/news/${++run}`);
        parseHtml(await response.text());
      },
      [name]: async () => (await server.call('extract_links', { url: `${site}/news/${++run}`, ...more })).ms,
    },
    { rounds, warmUp: 60 },
  );
  await server.close();
  return values;
}

export function warmHttp(site, rounds) {
  const args = [...WEBLOUPE, '--allow-host', '127.0.0.1'];
  return onePage(site, rounds, 'webloupe extract_links', args, { engine: 'http', cache_mode: 'bypass' });
}

export function leastHttp(site, rounds) {
  return onePage(site, rounds, 'a server that fetches in one thread and parses in another', TWO_THREADS);
}

/** A page in a context of its own. */
async function inPlaywright(browser, url, read) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await read(page);
  await context.close();
}

export async function warmBrowser(site, rounds) {
  const server = await connect([...WEBLOUPE, '--allow-host', '127.0.0.1', '--no-sandbox']);
  const peer = await connect(PLAYWRIGHT_MCP);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  let run = 0;
  const next = () => `${site}/news/${++run}`;
  try {
    return await interleaved(
      {
        'Playwright newContext + goto + content': () => inPlaywright(browser, next(), (page) => page.content()),
        'webloupe extract_links': async () => {
          const input = { url: next(), engine: 'browser', cache_mode: 'bypass' };
          return (await server.call('extract_links', input)).ms;
        },
        '@playwright/mcp navigate + snapshot': async () => {
          const started = performance.now();
          await peer.call('browser_navigate', { url: next() });
          await peer.call('browser_snapshot', {});
          return performance.now() - started;
        },
      },
      { rounds, warmUp: 3 },
    );
  } finally {
    await Promise.all([server.close(), peer.close(), browser.close()]);
  }
}

/** The visible part as PNG, waiting for no image; neither side resizes, both write or hold the file that Chromium made. */
export async function warmCapture(site, rounds) {
  const dir = mkdtempSync(join(tmpdir(), 'webloupe-bench-'));
  const server = await connect([...WEBLOUPE, '--allow-host', '127.0.0.1', '--no-sandbox', '--output-dir', dir]);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  let run = 0;
  const next = () => `${site}/news/${++run}`;
  try {
    return await interleaved(
      {
        'Playwright newContext + goto + screenshot': () => inPlaywright(browser, next(), (page) => page.screenshot()),
        'webloupe capture': async () => {
          const input = { url: next(), full_page: false, show_image: false, wait_for_images: false };
          return (await server.call('capture', input)).ms;
        },
      },
      { rounds, warmUp: 3 },
    );
  } finally {
    await Promise.all([server.close(), browser.close()]);
    rmSync(dir, { recursive: true, force: true });
  }
}

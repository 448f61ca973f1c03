/** The canary: a listener on loopback that must not be reached through the browser. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Browser as PlaywrightBrowser } from 'playwright';
import { LoupeError } from '../errors.js';

const LIMIT_MS = 5_000;

/**
 * Fails when the browser reaches an address past the egress proxy. The address is one of 127/8 at random, so that an
 * operator's `--allow-host 127.0.0.1` does not make it a permitted one; macOS has 127.0.0.1 only, and ::1.
 */
export async function refuseLeaks(browser: PlaywrightBrowser): Promise<void> {
  const byte = () => 1 + Math.floor(Math.random() * 254);
  const host = process.platform === 'darwin' ? '::1' : `127.${byte()}.${byte()}.${byte()}`;
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const page = await browser.newPage({ serviceWorkers: 'block', acceptDownloads: false });
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
    await page.goto(url, { timeout: LIMIT_MS, waitUntil: 'commit' }).catch(() => {});
    // What was to be seen was seen.
    void page.close().catch(() => {});
  } finally {
    server.close();
  }
  if (connections === 0) return;
  throw new LoupeError('browser_unavailable', 'the browser reaches addresses past the egress proxy', {
    next: 'The browser engine refuses to serve like this; check that no policy or wrapper of the browser changes its proxy.',
  });
}

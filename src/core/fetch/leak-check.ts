/** The canary: a listener on loopback that must not be reached through the browser. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import type { BrowserProxy } from '../egress/browser-proxy.js';
import { LoupeError } from '../errors.js';
import { mainPlace } from './in-page.js';

const LIMIT_MS = 5_000;

/**
 * Fails when the browser reaches an address past the egress proxy, or does not ask the proxy for it: another proxy, of a
 * policy or a wrapper, would pass on what ours refuses. The address is one of 127/8 at random, so that an operator's
 * `--allow-host 127.0.0.1` does not make it a permitted one; macOS has 127.0.0.1 only, and ::1.
 * @param page an empty one: what is asked for in its name takes 4 ms, to navigate there 200.
 * @throws LoupeError `browser_unavailable`
 */
export async function refuseLeaks(page: Page, proxy: Pick<BrowserProxy, 'refusalFor'>): Promise<void> {
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
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
  const isAnswered = () => connections > 0 || proxy.refusalFor(host) !== undefined;
  try {
    await request(page, url);
    if (!isAnswered()) await navigate(page.context().browser(), url);
  } finally {
    server.close();
  }
  const next =
    'The browser engine refuses to serve like this; check that no policy or wrapper of the browser changes its proxy.';
  if (connections > 0)
    throw new LoupeError('browser_unavailable', 'the browser reaches addresses past the egress proxy', { next });
  if (!isAnswered())
    throw new LoupeError('browser_unavailable', "the browser's traffic does not come to the egress proxy", { next });
}

async function request(page: Page, url: string): Promise<void> {
  const { session, frameId } = await mainPlace(page);
  const options = { disableCache: true, includeCredentials: false };
  // Marked as experimental in the protocol: where it is not to be had, a navigation tells.
  const asked = session.send('Network.loadNetworkResource', { frameId, url, options }).catch(() => {});
  await Promise.race([asked, setTimeout(LIMIT_MS, undefined, { ref: false })]);
}

async function navigate(browser: Browser | null, url: string): Promise<void> {
  const page = await browser?.newPage({ serviceWorkers: 'block', acceptDownloads: false });
  await page?.goto(url, { timeout: LIMIT_MS, waitUntil: 'commit' }).catch(() => {});
  await page?.close();
}

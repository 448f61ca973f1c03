/**
 * The caller's headers on requests to the origin that was asked, and on none that the page itself asks or is sent to.
 * Playwright's own ways send them everywhere (`extraHTTPHeaders`) or along a redirect to another origin (`route`); what the
 * DevTools protocol overrides holds for one hop.
 */
import type { CDPSession, Page } from 'playwright';
import { parseUrl } from '../url.js';

export async function sendToOrigin(page: Page, origin: string, own: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(own).length === 0) return;
  const session = await page.context().newCDPSession(page);
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const headers = parseUrl(request.url)?.origin === origin ? withOwn(request.headers, own) : undefined;
    void goOn(session, requestId, headers);
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

function withOwn(sent: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>) {
  const kept = Object.entries(sent).filter(([name]) => own[name.toLowerCase()] === undefined);
  return [...kept, ...Object.entries(own)].map(([name, value]) => ({ name, value }));
}

/** A page that is gone by now takes its requests with it. One whose headers Chromium refuses must not wait for ever. */
async function goOn(
  session: CDPSession,
  requestId: string,
  headers: ReturnType<typeof withOwn> | undefined,
): Promise<void> {
  await session
    .send('Fetch.continueRequest', { requestId, ...(headers === undefined ? {} : { headers }) })
    .catch(() => session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }))
    .catch(() => {});
}

/**
 * The caller's headers on requests to the origin that was asked, by its own page and the frames in it. Neither another
 * origin gets them nor a request that another origin's document makes: once a page or a frame was led away, a way back
 * could be the other site's doing, as for redirects over HTTP. Playwright's own ways send them everywhere
 * (`extraHTTPHeaders`) or along a redirect to another origin (`route`); what the DevTools protocol overrides holds for one hop.
 */
import type { CDPSession, Page } from 'playwright';
import { parseUrl } from '../url.js';

export async function sendToOrigin(page: Page, origin: string, own: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(own).length === 0) return;
  const session = await page.context().newCDPSession(page);
  const parents = new Map<string, string>();
  const ledAway = new Set<string>();
  const isOwn = (frame: string | undefined): boolean =>
    frame === undefined || (!ledAway.has(frame) && isOwn(parents.get(frame)));
  session.on('Page.frameAttached', ({ frameId, parentFrameId }) => parents.set(frameId, parentFrameId));
  session.on('Page.frameDetached', ({ frameId }) => {
    parents.delete(frameId);
    ledAway.delete(frameId);
  });
  session.on('Fetch.requestPaused', ({ requestId, request, frameId, resourceType }) => {
    const isAsked = parseUrl(request.url)?.origin === origin;
    if (!isAsked && resourceType === 'Document') ledAway.add(frameId);
    const headers = isAsked && isOwn(frameId) ? withOwn(request.headers, own) : undefined;
    void goOn(session, requestId, headers);
  });
  await session.send('Page.enable');
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

/** What a browser shows although it is no page, refused by what it is. */
import type { Page } from 'playwright';
import { DamagedBody } from '../egress/decode.js';
import { upstreamRefusal } from '../egress/upstream.js';
import { LoupeError } from '../errors.js';
import { parseUrl, withoutCredentials } from '../url.js';
import type { BrowserSession } from './browser-session.js';
import { isReadable } from './content-type.js';
import type { Navigation } from './navigation.js';
import type { CUT_SHORT } from './page.js';

/** What the proxy makes of a 407, whoever it is of. */
const SAID_407 = 597;

interface Answered {
  readonly navigation: Navigation;
  readonly session: BrowserSession;
  /** When loading began, as `Date.now()`. */
  readonly since: number;
}

/** Why the proxy let nothing through to where the navigation led last, if that is so. */
export function refusalOf({ navigation, session, since }: Answered): LoupeError | undefined {
  return session.proxy?.refusalFor(parseUrl(navigation.lastUrl)?.hostname ?? '', since);
}

/** A plain http connection that was refused or broke has an answer of the proxy's, which a headless shell takes for a page. */
export function refuseProxyAnswer(answered: Answered): void {
  if (!isProxyAnswer(answered)) return;
  const { navigation, session } = answered;
  const url = parseUrl(navigation.lastUrl);
  const host = url?.host ?? '';
  if (navigation.response?.status() === SAID_407) {
    if (url !== undefined && session.proxy?.leadsUpstream(url)) throw upstreamRefusal(407, host);
    throw new LoupeError('http_error', `${host} answered as only proxies do (407)`);
  }
  throw refusalOf(answered) ?? new LoupeError('connect_failed', `${host} broke the connection`);
}

/** What goes through a tunnel, or through no proxy of ours, is the site's own whatever its status. */
function isProxyAnswer({ navigation, session }: Answered): boolean {
  const { response } = navigation;
  const status = response?.status() ?? 200;
  return status >= 590 && status <= 599 && session.proxy !== undefined && response?.url().startsWith('http:') === true;
}

const PAGE_BEFORE = 'crawl with engine "http" stays on the page that led there.';

/** A page that came sent the browser on to an address that cannot be had: Chromium's own words about it are no page, nor is the proxy's answer. */
export function refuseErrorPage(answered: Answered & { readonly page: Page }): void {
  const { page, navigation } = answered;
  if (!isProxyAnswer(answered) && !page.url().startsWith('chrome-error:')) return;
  const host = parseUrl(navigation.lastUrl)?.hostname ?? '';
  const { code, message } = refusalOf(answered) ?? { code: 'connect_failed', message: 'it could not be loaded' };
  throw new LoupeError(code, `the page led to ${host}: ${message}`, { next: PAGE_BEFORE });
}

/** Pictures are taken of what a browser shows too, which is all but a PDF: its viewer stays empty without a window. */
export function refuseUnreadable(navigation: Navigation, isRead: boolean): void {
  const status = navigation.response?.status() ?? 200;
  const type = navigation.mimeType;
  const isText = isReadable(type) || type === 'image/svg+xml';
  if (status < 400 && (isRead ? !isText : type === 'application/pdf')) throw notHtml(navigation);
}

export function notHtml(navigation: Navigation): LoupeError {
  const type = navigation.mimeType || 'unknown type';
  const length = Number(navigation.response?.headers()['content-length']);
  const size = Number.isFinite(length) ? `, ${length} bytes` : '';
  const what = isReadable(type) ? 'is saved by browsers, not shown' : 'is no HTML page';
  const next = isReadable(type) ? 'crawl with engine "http" reads it.' : undefined;
  return new LoupeError('not_html', `${withoutCredentials(navigation.lastUrl)} ${what} (${type}${size})`, { next });
}

/** What ended a document before its time: a body that is not what its Content-Encoding says, its own script, or the line. */
export function endOf(netError: string): keyof typeof CUT_SHORT {
  if (netError.includes('ERR_CONTENT_DECODING')) return 'encoding';
  return netError.includes('ERR_ABORTED') ? 'itself' : 'connection';
}

/** A damaged body of which nothing could be unpacked. */
export function refuseDamaged({ cutShort = '' }: Navigation, html: string): void {
  if (endOf(cutShort) === 'encoding' && html.trim() === '')
    throw new DamagedBody('cannot be decoded as its headers say');
}

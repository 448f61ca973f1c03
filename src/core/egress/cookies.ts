/**
 * The cookies of one request: those that are stored, and those that its own redirects set, or of several that lead on to
 * one another; nothing is kept beyond them.
 * lib: tough-cookie, loaded when there is a first cookie
 */
import type { CookieJar } from 'tough-cookie';
import { baseDomain } from '../registrable-domain.js';
import type { StoredCookie } from '../storage-state.js';
import { parseUrl } from '../url.js';

/** What Chromium keeps for a site, and twice what RFC 6265bis (section 5.6) lets a name and value have: a hostile answer has thousands. */
const LINES_MAX = 180;
const LINE_MAX_CHARS = 8 * 1024;

export interface RequestCookies {
  /** The Cookie header for a hop: what domain, path, expiry and Secure leave. Undefined where that is nothing. */
  headerFor(url: URL): Promise<string | undefined>;
  /** Set-Cookie lines of an answer, for the hops after it. A line that is none is left out, as browsers do. */
  take(url: URL, lines: string | readonly string[] | undefined): void;
}

/** `stored` is asked with each request; it gives the same array for as long as nothing has changed. */
export function cookieSource(stored?: () => readonly StoredCookie[]): () => RequestCookies {
  let known: readonly StoredCookie[] | undefined;
  let common: Promise<CookieJar> | undefined;
  return () => {
    const now = stored?.();
    if (now !== known) {
      known = now;
      common = now === undefined || now.length === 0 ? undefined : jarOf(now);
    }
    return cookiesOver(common);
  };
}

/** The common jar is only read: what a request sets goes into a copy, which most requests never need. */
function cookiesOver(common: Promise<CookieJar> | undefined): RequestCookies {
  const taken: (readonly [url: URL, lines: readonly string[]])[] = [];
  let own: CookieJar | undefined;
  return {
    async headerFor(url) {
      for (const [from, lines] of taken.splice(0)) {
        own ??= await (common === undefined ? jarOf([]) : (await common).clone());
        for (const line of lines) await own.setCookie(line, from.href, { ignoreError: true });
      }
      const header = await (own ?? (await common))?.getCookieString(url.href);
      return header === '' ? undefined : header;
    },
    take(url, lines = []) {
      const read = (typeof lines === 'string' ? [lines] : lines).slice(0, LINES_MAX);
      if (read.length > 0) taken.push([url, read.filter((line) => line.length <= LINE_MAX_CHARS)]);
    },
  };
}

async function jarOf(cookies: readonly StoredCookie[]): Promise<CookieJar> {
  const { canonicalDomain, Cookie, CookieJar, MemoryCookieStore } = await import('tough-cookie');
  const store = new MemoryCookieStore();
  for (const { name, value, domain, path, expires, secure, httpOnly, partitionKey } of cookies) {
    const host = canonicalDomain(domain);
    if (host === undefined || !isFirstParty(host, partitionKey)) continue;
    const cookie = new Cookie({
      key: asHeaderText(name),
      value: asHeaderText(value),
      domain: host,
      hostOnly: !domain.startsWith('.'),
      path,
      expires: expires < 0 ? 'Infinity' : new Date(expires * 1000),
      secure,
      httpOnly,
      creation: new Date(),
    });
    await store.putCookie(cookie);
  }
  return new CookieJar(store);
}

/** A page that is read stands for itself: what belongs to frames within another site's pages is not sent. */
function isFirstParty(host: string, partitionKey: string | undefined): boolean {
  if (partitionKey === undefined) return true;
  return baseDomain(parseUrl(partitionKey)?.hostname ?? '') === baseDomain(host);
}

/** Header bytes are handed over as Latin-1; browsers send cookies as UTF-8. */
function asHeaderText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

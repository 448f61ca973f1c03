/** URLs as the WHATWG URL standard reads them. */

/** The URL, or undefined where the standard's parser fails. Never throws. */
export function parseUrl(text: string, base?: string): URL | undefined {
  if (base !== undefined && ABSOLUTE.test(text)) return parseUrl(text);
  // Node 20's canParse, once compiled, takes Latin-1 for UTF-8 and refuses "http://bücher.example"; a fragment outside
  // of Latin-1 keeps it from that. It is asked first because an exception costs fifty times as much.
  if (!URL.canParse(LATIN_1.test(text) ? `${text.trimEnd()}#\u0100` : text, base)) return undefined;
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
/** Needs no base, which would be parsed as well. */
const ABSOLUTE = /^https?:\/\//i;
const LATIN_1 = /[\u0080-\u00ff]/;

/** An address up to its fragment, which no server is sent. */
export function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

/** A fragment that names a page of its own, in applications that route by it; any other is a place on the page. */
export function isRoute({ hash }: URL): boolean {
  return hash.startsWith('#/') || hash.startsWith('#!');
}

/** A route of the document that a page is: where its scripts do not run, as over HTTP, it is the same page. */
export function isRouteOf(url: URL, page: URL): boolean {
  return isRoute(url) && withoutHash(url.href) === withoutHash(page.href);
}

/** The fragment of a route without the place on its view: "#/guide#install" (Vue Router, Angular). In "#/#room:host" and "#/tags/c#" the sign is of the name of the page. */
export function viewOf({ hash }: URL): string {
  const at = hash.search(PLACE);
  return at > 0 ? hash.slice(0, at) : hash;
}
const PLACE = /(?<=[^/!#])#[^/#]/;

export function isWebUrl(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

/** As `parseUrl`, for addresses of the web alone. */
export function webUrl(text: string, base?: string): URL | undefined {
  const url = parseUrl(text, base);
  return url !== undefined && isWebUrl(url) ? url : undefined;
}

/** Whether `host` is `domain` or below it ("example.com" covers "a.example.com", never "notexample.com"). */
export function isWithinDomain(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * Parameters that say where a visitor came from and never what the page shows. `ref` is not among them: on many sites
 * (code hosts, shops) it names a branch or an item.
 */
const TRACKING_PARAMETER =
  /^(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|mc_cid|mc_eid|_hs\w+|vero_\w+|oly_\w+|srsltid)$/i;

/** A cheap look before the query is taken apart: nearly all URLs have no such parameter. */
const MAYBE_TRACKING = /[?&](?:utm_|g|d|w|f|m|y|t|l|i|_hs|vero_|oly_|s)/i;

/** Removes tracking parameters in place and leaves the rest of the query byte for byte as it was. */
export function dropTrackingParameters(url: URL): void {
  if (url.search === '' || !MAYBE_TRACKING.test(url.search)) return;
  const parts = url.search.slice(1).split('&');
  const kept = parts.filter((part) => !TRACKING_PARAMETER.test(part.split('=', 1)[0] ?? ''));
  if (kept.length < parts.length) url.search = kept.length === 0 ? '' : `?${kept.join('&')}`;
}

/** As much of a text that is no URL as an error repeats. */
const NO_URL_MAX_CHARS = 200;

/** Whether a URL names a user or a password (RFC 3986, section 3.2.1). */
export function hasLogin({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** A URL without user name and password, for answers, errors and logs. What is no URL is cut, and may hold them too. */
export function withoutCredentials(url: URL | string): string {
  const parsed = typeof url === 'string' ? parseUrl(url) : new URL(url);
  if (parsed === undefined) {
    const text = String(url);
    // Before it is cut: a password may be longer than what is left.
    const [open, end] = [text.indexOf('//') + 2, text.lastIndexOf('@') + 1];
    const bare = open > 1 && end > open ? text.slice(0, open) + text.slice(end) : text;
    return bare.slice(0, NO_URL_MAX_CHARS).replace(/\p{C}/gu, '');
  }
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

/** What percent-encoding stands for; the text itself where a stray % makes it none. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

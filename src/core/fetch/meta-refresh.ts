/** A page that sends a browser on by itself as soon as it is shown (HTML standard, "shared declarative refresh steps"). */
import type { RunConfig } from '../run-config.js';
import { isWebUrl, parseUrl } from '../url.js';
import { isHtml, isReadable } from './content-type.js';
import type { FetchedPage } from './page.js';

/** Pages that send on to one another. */
const REFRESHES_MAX = 5;

/** A longer wait is for people to read the page in, or to load it again. */
const DELAY_MAX_S = 1;
/** A refresh stands in the head, and pages that have one are short. */
const LOOKED_AT_CHARS = 10_000;

const MENTION = /http-equiv\s{0,9}=\s{0,9}["']?\s{0,9}refresh/i;
/** A browser, which runs scripts, passes these over. */
const PASSED_OVER = /<!--.*?-->|<(noscript|script|template|style|textarea|title)\b.*?<\/\1/gis;
const META = /<meta\s[^<>]*>/gi;
const CONTENT = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const REFRESH = /^\s*(\d{1,9})(?:\.\d*)?\s*(?:[;,]\s*|\s)(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(\S.*))/is;
/** A header may be 64 KB of white space. */
const VALUE_CHARS_MAX = 4_000;

/**
 * The page at the end of such leads, within the time for one. As with redirects, the caller's headers are for the origin
 * that was named.
 */
export async function followRefreshes(
  url: URL,
  config: RunConfig,
  load: (url: URL, config: RunConfig) => Promise<FetchedPage>,
): Promise<FetchedPage> {
  const endsAt = performance.now() + config.page_timeout;
  let page = await load(url, config);
  let own = config;
  const seen = new Set([page.finalUrl]);
  for (let next = refreshTarget(page); next !== undefined; next = refreshTarget(page)) {
    if (seen.size > REFRESHES_MAX || seen.has(next.href)) break;
    seen.add(next.href);
    own = { ...own, page_timeout: Math.max(1, Math.round(endsAt - performance.now())) };
    if (next.origin !== url.origin || new URL(page.finalUrl).origin !== url.origin)
      own = { ...own, headers: undefined };
    const end = await load(next, own);
    // A browser saves what it does not show, and stays on the page.
    if (!isReadable(end.mimeType)) break;
    page = { ...end, url: page.url };
  }
  return page;
}

/** The address a page leads to, or undefined where it stays. */
function refreshTarget({ html, headers, finalUrl, status, mimeType }: FetchedPage): URL | undefined {
  if (status >= 400) return undefined;
  const value = headers['refresh'] ?? (isHtml(mimeType) ? metaRefresh(html.slice(0, LOOKED_AT_CHARS)) : undefined);
  const [, delay, double, single, bare] = REFRESH.exec(value?.slice(0, VALUE_CHARS_MAX) ?? '') ?? [];
  const address = (double ?? single ?? bare)?.trim();
  if (address === undefined || address === '' || Number(delay) > DELAY_MAX_S) return undefined;
  const target = parseUrl(address, finalUrl);
  return target === undefined || !isWebUrl(target) || withoutHash(target.href) === withoutHash(finalUrl)
    ? undefined
    : target;
}

function metaRefresh(html: string): string | undefined {
  if (!MENTION.test(html)) return undefined;
  const meta = html
    .replace(PASSED_OVER, '')
    .match(META)
    ?.find((tag) => MENTION.test(tag));
  const [, double, single, bare] = CONTENT.exec(meta ?? '') ?? [];
  return (double ?? single ?? bare)?.replaceAll('&amp;', '&');
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

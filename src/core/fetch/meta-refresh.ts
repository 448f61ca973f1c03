/** A page that sends a browser on by itself as soon as it is shown (HTML standard, "shared declarative refresh steps"). */
import { hasLogin, webUrl, withoutHash } from '../url.js';
import { isHtml } from './content-type.js';
import type { FetchedPage } from './page.js';

/** Pages that send on to one another. */
const REFRESHES_MAX = 5;

/** A longer wait is for people to read the page in, or to load it again. */
export const DELAY_MAX_S = 1;
/** A refresh stands in the head, and pages that have one are short. */
const LOOKED_AT_CHARS = 10_000;

const MENTION = /http-equiv\s{0,9}=\s{0,9}["']?\s{0,9}refresh/i;
/** A browser, which runs scripts, passes these over. */
const PASSED_OVER = /<!--.*?-->|<(noscript|script|template|style|textarea|title)\b.*?<\/\1/gis;
const META = /<meta\s[^<>]*>/gi;
const BASE = /<base\s[^<>]*>/gi;
const CONTENT = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const HREF = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
/** What a refresh says: its delay in seconds, and where it leads to, in quotes of either kind or bare. */
export const REFRESH = /^\s*(\d{1,9})(?:\.\d*)?\s*(?:[;,]\s*|\s)(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(\S.*))/is;
/** A header may be 64 KB of white space. */
const VALUE_CHARS_MAX = 4_000;

export interface Step {
  readonly url: URL;
  /** As with redirects, the caller's headers and the URL's login are for the origin that was named, until it is left. */
  readonly isNamed: boolean;
}

export interface Stop<T> {
  readonly value: T;
  readonly finalUrl: string;
  /** Where it leads; undefined where it stays. */
  readonly next: URL | undefined;
}

/** What stands at the end of such leads. `visit` gets what led there. */
export async function followLeads<T>(
  url: URL,
  visit: (step: Step, before: T | undefined) => Promise<Stop<T>>,
): Promise<T> {
  let isNamed = true;
  let stop = await visit({ url, isNamed }, undefined);
  const seen = new Set([stop.finalUrl]);
  while (stop.next !== undefined && seen.size <= REFRESHES_MAX && !seen.has(stop.next.href)) {
    const { next, finalUrl, value } = stop;
    seen.add(next.href);
    isNamed &&= next.origin === url.origin && new URL(finalUrl).origin === url.origin;
    if (isNamed && !hasLogin(next)) {
      next.username = url.username;
      next.password = url.password;
    }
    stop = await visit({ url: next, isNamed }, value);
  }
  return stop.value;
}

/** The address a page leads to at once, or undefined where it stays. */
export function refreshTarget({
  html,
  headers,
  finalUrl,
  status,
  mimeType,
}: Pick<FetchedPage, 'html' | 'headers' | 'finalUrl' | 'status' | 'mimeType'>): URL | undefined {
  if (status >= 400) return undefined;
  const header = headers['refresh'];
  const { value, base = finalUrl } =
    header === undefined && isHtml(mimeType)
      ? metaRefresh(html.slice(0, LOOKED_AT_CHARS), finalUrl)
      : { value: header };
  const [, delay, ...quoted] = REFRESH.exec(value?.slice(0, VALUE_CHARS_MAX) ?? '') ?? [];
  const address = quoted.find((text) => text !== undefined)?.trim();
  if (address === undefined || address === '' || Number(delay) > DELAY_MAX_S) return undefined;
  const target = webUrl(address, base);
  return target === undefined || withoutHash(target.href) === withoutHash(finalUrl) ? undefined : target;
}

/** What the first such meta says, and what an address in it is relative to there: a base further down comes too late. */
function metaRefresh(html: string, url: string): { value?: string | undefined; base?: string } {
  if (!MENTION.test(html)) return {};
  const shown = html.replace(PASSED_OVER, '');
  const meta = [...shown.matchAll(META)].find(([tag]) => MENTION.test(tag));
  if (meta === undefined) return {};
  const hrefs = (shown.slice(0, meta.index).match(BASE) ?? []).map((tag) => attributeOf(tag, HREF));
  const base = webUrl(hrefs.find((href) => href !== undefined) ?? '', url);
  return { value: attributeOf(meta[0], CONTENT), base: base?.href ?? url };
}

function attributeOf(tag: string, pattern: RegExp): string | undefined {
  const [, double, single, bare] = pattern.exec(tag) ?? [];
  return (double ?? single ?? bare)?.replaceAll('&amp;', '&');
}

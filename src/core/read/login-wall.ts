/** Pages that stand where another was asked for, because the site wants to know who asks. Pure. */
import type { FetchedPage } from '../fetch/page.js';
import { hasLogin, parseUrl } from '../url.js';

const PASSWORD_FIELD = /<input\b[^<>]{0,500}\stype\s{0,9}=\s{0,9}["']?password\b/i;
/** A word of a host or path: "login.php", "users/sign_in", "auth.site.example". */
const NAMES_LOGIN =
  /(?<![a-z])(?:(?:log|sign)[-_]?(?:in|on)|o?auth\d?|authenticate|authorize|sso|saml|cas|sessions?\/new)(?![a-z])/i;
/** What a login page is told to lead back to. */
const ADDRESS = /^(?:\/|https?:)/i;

const NEXT =
  'tell the user; the operator can give webloupe a login with --storage-state FILE, and headers of crawl may hold a key of the site';
const NEXT_BASIC = 'if the user gave you user name and password, put them into the URL: https://USER:PASSWORD@HOST/';
const REFUSED = 'did not accept user name and password of the URL: ask the user for the right ones';

/** How the warning begins. */
export const LED_TO_LOGIN = 'the site led to a login page instead of what was asked for';

type Answer = Pick<FetchedPage, 'url' | 'finalUrl' | 'status' | 'headers' | 'html'>;

/** That the answer asks for a login, or for another than that of the `sent` URL, and what to do next; else ''. For 4xx. */
export function loginAsked({ finalUrl, status, headers, html }: Answer, sent: string): string {
  const isAsked = status === 401 || (status === 403 && PASSWORD_FIELD.test(html));
  if (!isAsked) return '';
  if (!/\bbasic\b/i.test(headers['www-authenticate'] ?? '')) return ` and asks for a login: ${NEXT}`;
  const url = parseUrl(sent.trim());
  const isRefused = url !== undefined && hasLogin(url) && url.origin === parseUrl(finalUrl)?.origin;
  return isRefused ? ` and ${REFUSED}` : ` and asks for a login: ${NEXT_BASIC}`;
}

/** Of a login page that was not asked for. Sites with a login on every page redirect for other reasons, too. */
export function loginWarnings({ url, finalUrl, status, html }: Answer): string[] {
  const asked = parseUrl(url);
  const final = parseUrl(finalUrl);
  if (status >= 400 || asked === undefined || final === undefined) return [];
  if (asked.host + asked.pathname === final.host + final.pathname || namesLogin(asked)) return [];
  if (!(namesLogin(final) || leadsBackTo(final, asked)) || !PASSWORD_FIELD.test(html)) return [];
  return [`${LED_TO_LOGIN}: ${NEXT}`];
}

function namesLogin({ hostname, pathname }: URL): boolean {
  return NAMES_LOGIN.test(`${hostname}${pathname}`);
}

function leadsBackTo(final: URL, asked: URL): boolean {
  const addresses = [...final.searchParams.values()].filter((value) => ADDRESS.test(value));
  return addresses.some((value) => parseUrl(value, final.href)?.pathname === asked.pathname);
}

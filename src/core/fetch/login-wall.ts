/** Pages that stand where another was asked for, because the site wants to know who asks. Pure. */
import { hasLogin, isRoute, parseUrl, percentDecoded } from '../url.js';
import type { FetchedPage } from './page.js';

const PASSWORD_FIELD = /<input\b[^<>]{0,500}\stype\s{0,9}=\s{0,9}["']?password\b/i;
/**
 * A word of a host or path: "login.php", "users/sign_in", "auth.site.example". In other languages, without accents, it is also a connection,
 * an entrance or an introduction, and stands in titles of articles: there it is a whole part of the path.
 */
const NAMES_LOGIN =
  /(?<!\p{L})(?:(?:log|sign)[-_]?(?:in|on)|o?auth\d?|authenticate|authorize|sso|saml|cas|sessions?\/new)(?!\p{L})|(?<![^/.])(?:anmeld(?:en|ung)|einloggen|connexion|se[-_]connecter|(?:iniciar|inicio[-_]de)[-_]?(?:sesion|sessao)|acceder|entrar|accedi|inloggen|logga[-_]?in|logowanie|zaloguj|prihlas(?:eni|it)|bejelentkezes|giris(?:[-_]?yap)?|oturum[-_]?ac|autentificare|masuk|dang[-_]?nhap|вход|войти|авторизация|вхід|ログイン|登录|登錄|登入|로그인|تسجيل[-_]الدخول|ورود|התחברות)(?![^/.;])/iu;
/** What a login page is told to lead back to. */
const ADDRESS = /^(?:\/|https?:)/i;

/** What to do about a login. */
export const LOGIN_NEXT =
  'tell the user; the operator can give webloupe a login with --storage-state FILE, and headers of crawl may hold a key of the site';
const NEXT_BASIC = 'if the user gave you user name and password, put them into the URL: https://USER:PASSWORD@HOST/';
const REFUSED = 'did not accept user name and password of the URL: ask the user for the right ones';

/** How the warning begins. */
export const LED_TO_LOGIN = 'the site led to a login page instead of what was asked for';

type Answer = Pick<FetchedPage, 'url' | 'finalUrl' | 'status' | 'headers' | 'html'>;

/** That the answer asks for a login, or for another than that of the `sent` URL, and what to do next; else ''. For 4xx. */
export function loginAsked({ finalUrl, status, headers, html }: Answer, sent: string): string {
  const isAsked = status === 401 || (status === 403 && asksPassword(html));
  if (!isAsked) return '';
  if (!/\bbasic\b/i.test(headers['www-authenticate'] ?? '')) return ` and asks for a login: ${LOGIN_NEXT}`;
  const url = parseUrl(sent.trim());
  const isRefused = url !== undefined && hasLogin(url) && url.origin === parseUrl(finalUrl)?.origin;
  return isRefused ? ` and ${REFUSED}` : ` and asks for a login: ${NEXT_BASIC}`;
}

/** Of a login page that was not asked for. Sites with a login on every page redirect for other reasons, too. */
export function loginWarnings({ url, finalUrl, status, html }: Answer): string[] {
  return status < 400 && leadsToLogin(url, finalUrl) && asksPassword(html) ? [`${LED_TO_LOGIN}: ${LOGIN_NEXT}`] : [];
}

export function asksPassword(html: string): boolean {
  return PASSWORD_FIELD.test(html);
}

/** Whether what a site led to looks like its login, by the addresses alone, and something else was asked for. */
export function leadsToLogin(from: string, to: string): boolean {
  const asked = parseUrl(from);
  const final = parseUrl(to);
  if (asked === undefined || final === undefined || namesLogin(asked)) return false;
  if (placeOf(asked) === placeOf(final)) return false;
  return namesLogin(final) || leadsBackTo(final, asked);
}

/** Whether an address is that of a login, as far as it says. */
export function namesLogin(url: URL): boolean {
  return NAMES_LOGIN.test(placeOf(url));
}

/** With the route that an application has in the fragment: "/admin/#/signin". */
function placeOf(url: URL): string {
  const place = `${url.host}${url.pathname}${isRoute(url) ? url.hash.split('?', 1)[0] : ''}`;
  return place.includes('%') ? withoutAccents(percentDecoded(place)) : place;
}

function leadsBackTo(final: URL, asked: URL): boolean {
  const addresses = [...final.searchParams.values()].filter((value) => ADDRESS.test(value));
  return addresses.some((value) => parseUrl(value, final.href)?.pathname === asked.pathname);
}

/** Of Latin letters; those of others are part of the letter. */
function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC');
}

/** When two URLs are one page, before either is read. Pure. */
import { isRoute, viewOf, webUrl } from '../url.js';

/** Parameters that name the visitor, not the page: a crawler gets a new value on each visit. */
const SESSION_PARAMETER =
  /^(?:jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|sessid|session_?id|s_?id|zenid|oscsid)$/i;
const SESSION_IN_PATH = /;(?:jsessionid|sid|phpsessid)=[^/?#;]*/gi;

/** The key under which a URL is visited once: no scheme, no session, parameters in order of their names. */
export function visitKey(url: URL): string {
  const path = url.pathname.replace(SESSION_IN_PATH, '');
  const parameters = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !SESSION_PARAMETER.test(part.split('=', 1)[0] ?? ''))
    .sort();
  const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  return `${url.host}${path}${query}${isRoute(url) ? viewOf(url) : ''}`;
}

/** The same of an address that is known to be one. */
export function urlKey(url: string): string {
  return visitKey(new URL(url));
}

/** What tells named pages apart, those too that are no address. */
export function nameKey(text: string): string {
  const url = webUrl(text.trim());
  return url === undefined ? text : visitKey(url);
}

/** Endings of files that hold no page: they would cost a request and be refused. */
const FILE =
  /\.(?:7z|aac|apk|avi|avif|bin|bmp|bz2|css|csv|deb|dmg|docx?|eot|epub|exe|flac|gif|gz|ico|iso|jar|jpe?g|js|m4[av]|mjs|mkv|mov|mp[34]|mpe?g|msi|od[pst]|og[agv]|opus|otf|pdf|png|pptx?|psd|rar|rpm|svgz?|tar|tgz|tiff?|ttf|wav|web[mp]|wmv|woff2?|xlsx?|xz|zip|zst)$/i;

export function isFile(url: URL): boolean {
  return FILE.test(url.pathname);
}

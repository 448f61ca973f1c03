/** The address of a page as a caller names it. */
import { LoupeError } from '../errors.js';
import { isWebUrl, parseUrl, withoutCredentials } from '../url.js';

/** @throws LoupeError `invalid_input` where it is no absolute http(s) URL */
export function namedUrl(address: string): URL {
  const url = parseUrl(address.trim());
  if (url === undefined || !isWebUrl(url)) {
    const given = url === undefined ? withoutCredentials(address).slice(0, 100) : `${url.protocol}…`;
    throw new LoupeError('invalid_input', `url: expected an absolute http(s) URL, got "${given}"`, {
      next: whatInstead(address.trim(), url?.protocol),
    });
  }
  return url;
}

function whatInstead(address: string, protocol: string | undefined): string {
  // Not every client lets its model read resources.
  if (protocol === 'webloupe:')
    return 'It is a resource of this server: read it as one (resources/read), or give the http(s) URL of its page.';
  // A name with a port reads as a scheme: which one is meant, only the caller knows.
  if (/^[\w.-]+:\d{1,5}(?:[/?#]|$)/.test(address)) return `Try http://${address.slice(0, 100)}`;
  return 'Give an address that begins with http:// or https://.';
}

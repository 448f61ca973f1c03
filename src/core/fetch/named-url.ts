/** The address of a page as a caller names it. */
import { LoupeError } from '../errors.js';
import { isWebUrl, parseUrl, withoutCredentials } from '../url.js';

/** @throws LoupeError `invalid_input` where it is no absolute http(s) URL */
export function namedUrl(address: string): URL {
  const url = parseUrl(address.trim());
  if (url === undefined || !isWebUrl(url)) {
    const given = url === undefined ? withoutCredentials(address).slice(0, 100) : `${url.protocol}…`;
    // A name with a port reads as a scheme: which one is meant, only the caller knows.
    const bare = /^[\w.-]+:\d{1,5}(?:[/?#]|$)/.test(address.trim());
    const next = bare
      ? `Try http://${address.trim().slice(0, 100)}`
      : 'Give an address that begins with http:// or https://.';
    throw new LoupeError('invalid_input', `url: expected an absolute http(s) URL, got "${given}"`, { next });
  }
  return url;
}

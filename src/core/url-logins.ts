/** User names and passwords in URLs (RFC 3986, section 3.2.1): no answer repeats them, and they go on as in a browser. */
import { dropTrackingParameters, hasLogin, parseUrl, withoutCredentials } from './url.js';

/** The address as it may be shown; without a login it stays as it was written. */
export function bareAddress(address: string): string {
  return address.includes('@') ? withoutCredentials(address.trim()) : address;
}

/** What a call named with a login is asked with it, and with the first one of an origin what else it asks there. */
export class UrlLogins {
  /** By address, and by origin, which is no address. */
  readonly #logins = new Map<string, URL>();

  constructor(named: readonly string[]) {
    for (const address of named) {
      const url = parseUrl(address.trim());
      if (url === undefined || !hasLogin(url)) continue;
      for (const key of [keyOf(url), url.origin]) if (!this.#logins.has(key)) this.#logins.set(key, url);
    }
  }

  get isEmpty(): boolean {
    return this.#logins.size === 0;
  }

  /** The URL with its own login or that of its origin, where there is one. */
  sentTo(address: string): URL {
    const url = new URL(address);
    const { username = '', password = '' } = this.#logins.get(keyOf(url)) ?? this.#logins.get(url.origin) ?? {};
    return Object.assign(url, { username, password });
  }
}

/** An address as links are compared: without what no server is sent, or what says only where a visitor came from. */
function keyOf(url: URL): string {
  const key = new URL(withoutCredentials(url));
  key.hash = '';
  dropTrackingParameters(key);
  return key.href;
}

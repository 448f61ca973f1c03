/** User names and passwords in URLs (RFC 3986, section 3.2.1): no answer repeats them, and they go on as in a browser. */
import { parseUrl, withoutCredentials } from './url.js';

/** The address as it may be shown; without a login it stays as it was written. */
export function bareAddress(address: string): string {
  return address.includes('@') ? withoutCredentials(address.trim()) : address;
}

/** What else a call asks of an origin that it named with a login is asked with it. */
export class UrlLogins {
  readonly #byOrigin = new Map<string, URL>();

  constructor(named: readonly string[]) {
    for (const address of named) {
      const url = parseUrl(address.trim());
      if (url === undefined || (url.username === '' && url.password === '')) continue;
      if (!this.#byOrigin.has(url.origin)) this.#byOrigin.set(url.origin, url);
    }
  }

  get isEmpty(): boolean {
    return this.#byOrigin.size === 0;
  }

  /** The URL with the login of its origin, where there is one. */
  sentTo(address: string): URL {
    const url = new URL(address);
    const { username = '', password = '' } = this.#byOrigin.get(url.origin) ?? {};
    return Object.assign(url, { username, password });
  }
}

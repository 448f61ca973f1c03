/**
 * Chromium's network service can be wedged for every host by one server (endless 1xx answers over TLS). The sign is
 * that different hosts in a row time out; then a fresh browser is the cure.
 */
import type { LoupeError } from '../errors.js';
import { parseUrl } from '../url.js';

const SILENT_HOSTS_MAX = 2;

export class NetworkHealth {
  readonly #silent = new Set<string>();

  answered(): void {
    this.#silent.clear();
  }

  /** Why the browser should be replaced, or undefined. */
  failed(error: LoupeError, url: string): string | undefined {
    if (error.code !== 'timeout') {
      if (error.code !== 'cancelled') this.#silent.clear();
      return undefined;
    }
    this.#silent.add(parseUrl(url)?.host ?? '');
    return this.#silent.size >= SILENT_HOSTS_MAX ? `${this.#silent.size} hosts in a row did not answer` : undefined;
  }
}

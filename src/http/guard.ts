/** Who may talk to the server at all, judged by address, Host and Origin. Pure. */
import { isIPv4, isIPv6 } from 'node:net';
import { LoupeError } from '../core/errors.js';
import type { ServerOptions } from '../core/options.js';
import { parseUrl, webUrl } from '../core/url.js';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
/** Every address of this machine. */
export const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

type GuardOptions = Pick<ServerOptions, 'host' | 'allowedHosts' | 'allowedOrigins' | 'oauthAudience'>;

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** A host as it stands in a URL. */
export function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** The name in a Host header or an option, as URLs spell it, without its port; undefined for what is no host. */
function nameOf(host: string): string | undefined {
  // URL would read on: a path, a query, a user before the name.
  if (/[/\\?#@\s]/.test(host)) return undefined;
  return parseUrl(`http://${inUrl(host)}`)?.hostname;
}

/** The names that the Host header may have, without ports; undefined: any. @throws LoupeError `invalid_input` */
function hostNames({ host, allowedHosts, oauthAudience }: GuardOptions): string[] | undefined {
  if (allowedHosts.includes('*')) return undefined;
  if (allowedHosts.length > 0)
    return allowedHosts.map((each) => nameOf(each) ?? wrong('--allowed-hosts', each, 'mcp.example'));
  const own = WILDCARDS.has(host) ? [] : [nameOf(host) ?? host];
  return [...LOOPBACK_NAMES, ...own, ...(oauthAudience === undefined ? [] : [new URL(oauthAudience).hostname])];
}

/** `https://app.example`, `chrome-extension://id`; undefined for what is no origin. */
function originOf(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined) return undefined;
  const { origin, protocol, host } = url;
  if (origin !== 'null') return origin;
  return host === '' ? undefined : `${protocol}//${host}`;
}

/** Said at start: a name that no header can have lets nobody in, and the refusals would not say why. */
function wrong(flag: string, given: string, example: string): never {
  throw new LoupeError('invalid_input', `${flag}: "${given}" is none`, { next: `Write it as ${example}.` });
}

export interface Guard {
  /** By the Host header. One that is no host is never allowed, whatever the options say. */
  isAllowedHost(header: string | undefined): boolean;
  /** Whether a browser page of this origin may call. `null` (a sandboxed frame, a file) never may. */
  isAllowedOrigin(header: string): boolean;
  /** Whether `--allowed-origins` names it. */
  isNamedOrigin(header: string): boolean;
}

/** @throws LoupeError `invalid_input` for an option that no header could match */
export function createGuard(options: GuardOptions): Guard {
  const names = hostNames(options);
  const origins = options.allowedOrigins.map((each) => {
    const origin = originOf(each);
    const isOrigin = origin !== undefined && /^\/?$/.test(new URL(each).pathname);
    return isOrigin ? origin : wrong('--allowed-origins', each, 'https://app.example');
  });
  const isNamedOrigin = (header: string) => origins.includes(originOf(header) ?? '');
  return {
    isNamedOrigin,
    isAllowedHost(header) {
      const name = header === undefined ? undefined : nameOf(header);
      return name !== undefined && (names?.includes(name) ?? true);
    },
    isAllowedOrigin(header) {
      if (origins.length > 0) return isNamedOrigin(header);
      const url = webUrl(header);
      return url !== undefined && (names ?? LOOPBACK_NAMES).includes(url.hostname);
    },
  };
}

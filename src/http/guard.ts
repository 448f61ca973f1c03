/** Who may talk to the server at all, judged by address, Host and Origin. Pure. */
import { isIPv4 } from 'node:net';
import type { ServerOptions } from '../core/options.js';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const WILDCARDS = new Set(['0.0.0.0', '::']);

type GuardOptions = Pick<ServerOptions, 'host' | 'allowedHosts' | 'allowedOrigins' | 'oauthAudience'>;

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** A host as it stands in a URL. */
export function inUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function nameOf(host: string): string {
  const url = `http://${inUrl(host)}`;
  return URL.canParse(url) ? new URL(url).hostname : host.toLowerCase();
}

/** The names that the Host header may have, without ports; undefined: any. */
export function hostNames({ host, allowedHosts, oauthAudience }: GuardOptions): string[] | undefined {
  if (allowedHosts.includes('*')) return undefined;
  if (allowedHosts.length > 0) return allowedHosts.map((each) => nameOf(each.replace(/(?<=[^:]):\d+$/, '')));
  const own = WILDCARDS.has(host) ? [] : [nameOf(host)];
  return [...LOOPBACK_NAMES, ...own, ...(oauthAudience === undefined ? [] : [new URL(oauthAudience).hostname])];
}

/** Whether a browser page of this origin may call. `null` (a sandboxed frame, a file) never may. */
export function isAllowedOrigin(origin: string, options: GuardOptions): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (options.allowedOrigins.length > 0)
    return options.allowedOrigins.some((each) => URL.canParse(each) && new URL(each).origin === url.origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  return (hostNames(options) ?? LOOPBACK_NAMES).includes(url.hostname);
}

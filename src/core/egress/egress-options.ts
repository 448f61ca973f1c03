/** What an operator says about the network, read once: HOST[:PORT] patterns and curl's --connect-to and --resolve. */
import { isIP } from 'node:net';
import { LoupeError } from '../errors.js';
import type { ServerOptions } from '../options.js';
import { parseUrl, webUrl } from '../url.js';

/** The server options that say what may be reached. */
export type EgressOptions = Pick<ServerOptions, 'allowHost' | 'blockHost' | 'connectTo' | 'resolve' | 'proxyServer'>;

/** In `resolve`, as in curl: each name that has no answers of its own. */
export const ANY_HOST = '*';

export interface HostPattern {
  readonly host: string;
  readonly port: number | undefined;
}

export interface Mapping {
  readonly from: { readonly host: string | undefined; readonly port: number | undefined };
  readonly to: { readonly host: string | undefined; readonly port: number | undefined };
}

interface Range {
  readonly address: string;
  readonly bits: number;
}

interface EgressRules {
  readonly allow: readonly HostPattern[];
  readonly block: readonly HostPattern[];
  readonly blockRanges: readonly Range[];
  readonly mappings: readonly Mapping[];
  /** By `host:port`. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly upstream: URL | undefined;
}

/** A URL's hostname as rules and sockets want it: no brackets around IPv6, no dot after the last label. */
export function bareHost(hostname: string): string {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}

/** @throws LoupeError `invalid_input` that names the option and the entry */
export function parseEgressOptions(options: EgressOptions): EgressRules {
  const ranges = options.blockHost.filter((entry) => entry.includes('/'));
  const hosts = options.blockHost.filter((entry) => !entry.includes('/'));
  return {
    allow: options.allowHost.map((entry) => parsePattern('allow-host', entry)),
    block: hosts.map((entry) => parsePattern('block-host', entry)),
    blockRanges: ranges.map(parseRange),
    mappings: options.connectTo.map(parseMapping),
    answers: new Map(rejoined(options.resolve).map(parseAnswers)),
    upstream: options.proxyServer === undefined ? undefined : parseUpstream(options.proxyServer),
  };
}

function malformed(option: string, entry: string, expected: string): LoupeError {
  return new LoupeError('invalid_input', `--${option} "${entry}" is not ${expected}`, {
    next: `Give --${option} as ${expected}.`,
  });
}

function parsePattern(option: string, entry: string): HostPattern {
  const expected = 'HOST[:PORT]';
  const text = isIP(entry) === 6 ? `[${entry}]` : entry;
  const parts = /^(\[[^\]]*\]|[^:]+)(?::(\d+))?$/.exec(text);
  const host = canonicalHost(parts?.[1] ?? '');
  if (parts === null || host === undefined) throw malformed(option, entry, expected);
  return { host, port: parsePort(parts[2], () => malformed(option, entry, expected)) };
}

function parseRange(entry: string): Range {
  const [address = '', bits = ''] = entry.split('/', 2);
  const family = isIP(address);
  if (family === 0 || !/^\d+$/.test(bits) || Number(bits) > (family === 6 ? 128 : 32)) {
    throw malformed('block-host', entry, 'HOST[:PORT] or ADDRESS/BITS');
  }
  return { address, bits: Number(bits) };
}

function parseMapping(entry: string): Mapping {
  const fail = () => malformed('connect-to', entry, 'HOST1:PORT1:HOST2:PORT2 (IPv6 in brackets, empty for any)');
  const parts = /^(\[[^\]]*\]|[^:]*):(\d*):(\[[^\]]*\]|[^:]*):(\d*)$/.exec(entry);
  if (parts === null) throw fail();
  const [host1, port1, host2, port2] = parts.slice(1);
  return {
    from: { host: optionalHost(host1, fail), port: parsePort(port1, fail) },
    to: { host: optionalHost(host2, fail), port: parsePort(port2, fail) },
  };
}

/** `HOST:PORT:ADDRESS,ADDRESS` was parted at its comma, as any list is. */
function rejoined(entries: readonly string[]): string[] {
  const whole: string[] = [];
  for (const entry of entries) {
    const last = isIP(bareHost(entry)) === 0 ? undefined : whole.pop();
    whole.push(last === undefined ? entry : `${last},${entry}`);
  }
  return whole;
}

/** As curl takes it: `*` is any host, and a `+` before it (an answer that times out) is no part of the name. */
function parseAnswers(entry: string): [string, readonly string[]] {
  const fail = () => malformed('resolve', entry, 'HOST:PORT:ADDRESS[,ADDRESS]');
  const parts = /^\+?(\[[^\]]*\]|[^:]+):(\d+):(.+)$/.exec(entry);
  const host = parts?.[1] === ANY_HOST ? ANY_HOST : canonicalHost(parts?.[1] ?? '');
  const port = parsePort(parts?.[2], fail);
  const addresses = (parts?.[3] ?? '').split(',').map((address) => bareHost(address.trim()));
  if (host === undefined || !addresses.every((address) => isIP(address) !== 0)) throw fail();
  return [`${host}:${port}`, addresses];
}

const HOST_AND_PORT = /^(?:[^/?#@]*@)?(?:\[[^\]]+\]|[^:/?#@]+):\d+\/?$/;

function parseUpstream(text: string): URL {
  // As curl takes it; a name without a port is more often a mistake than a proxy on port 80.
  const parsed = webUrl(HOST_AND_PORT.test(text) ? `http://${text}` : text);
  if (parsed === undefined) {
    // The entry is left out of the message: it may hold the proxy's password.
    throw new LoupeError('invalid_input', '--proxy-server is not the URL of an http:// or https:// proxy', {
      next: 'Give --proxy-server as http://[USER:PASSWORD@]HOST:PORT.',
    });
  }
  return parsed;
}

function optionalHost(text: string | undefined, fail: () => LoupeError): string | undefined {
  if (text === undefined || text === '') return undefined;
  const host = canonicalHost(text);
  if (host === undefined) throw fail();
  return host;
}

/** The host as the URL standard writes it, so that "LOCALHOST" and "0x7f.1" in an option mean what they mean in a URL. */
function canonicalHost(text: string): string | undefined {
  const url = /[/?#@\\*\s]/.test(text) ? undefined : parseUrl(`http://${text}/`);
  return url && bareHost(url.hostname);
}

function parsePort(text: string | undefined, fail: () => LoupeError): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (port < 1 || port > 65_535) throw fail();
  return port;
}

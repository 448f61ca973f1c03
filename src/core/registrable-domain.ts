/** Domains as the public suffix list cuts them. Apart from `url.ts`, since the list is 150 KB that a start has no use for. */
import { getDomain, parse } from 'tldts';
import { copyOf } from './copy-of.js';
import { parseUrl } from './url.js';

/** A name and what follows it: neither a scheme nor a port, which says that no ordinary website is meant. */
const HOST_AND_PATH = /^[^\s/?#@:\\]+(?:[/?#]|$)/;

/** `example.com/x` as `https://example.com/x`; undefined where it has a scheme, or its host is surely no public website. */
export function withScheme(text: string): string | undefined {
  const bare = text.trim().replace(/^\/\//, '');
  if (!HOST_AND_PATH.test(bare)) return undefined;
  const url = parseUrl(`https://${bare}`);
  if (url === undefined) return undefined;
  const { isIcann, domain } = parse(url.hostname);
  return isIcann === true && domain !== null ? `https://${bare}` : undefined;
}

const hostDomains = new Map<string, string>();
/** Pages name few hosts many times; the map is emptied rather than aged, since an entry is cheap to make again. */
const HOST_DOMAINS_MAX = 5_000;

/**
 * The registrable domain of a host by the public suffix list, its private section included, so that a.github.io and
 * b.github.io differ. An IP address, `localhost` and a host without a registrable part stand for themselves.
 */
export function baseDomain(hostname: string): string {
  const known = hostDomains.get(hostname);
  if (known !== undefined) return known;
  const name = copyOf(hostname);
  const host = name.endsWith('.') ? name.slice(0, -1) : name;
  const domain = getDomain(host, { allowPrivateDomains: true, extractHostname: false }) ?? host;
  if (hostDomains.size >= HOST_DOMAINS_MAX) hostDomains.clear();
  hostDomains.set(name, domain);
  return domain;
}

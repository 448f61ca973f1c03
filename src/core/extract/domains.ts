/** Domains as callers name them, and what stands below them. */
import { parseUrl } from '../url.js';
import type { PageContext } from './page-context.js';

/** An option's domains. Those that are none are warned of. */
export function domainsOf(
  context: PageContext,
  option: 'exclude_domains' | 'exclude_social_media_domains' | 'keep_image_domains',
): ReadonlySet<string> {
  const { links, media } = context.request;
  const names = eachOf((option === 'keep_image_domains' ? media[option] : links[option]) ?? []);
  const domains = names.map(domainName);
  const unreadable = names[domains.indexOf('')];
  if (unreadable !== undefined) context.warn(`${option}: "${unreadable}" is no domain; write it as example.com`);
  return readable(domains);
}

export function domainSet(names: readonly string[]): ReadonlySet<string> {
  return readable(eachOf(names).map(domainName));
}

/** Several in one text are told apart: no domain has a comma, as URLs may. */
function eachOf(names: readonly string[]): string[] {
  return names.flatMap((name) => name.split(/[,;]/)).filter((name) => name.trim() !== '');
}

function readable(domains: readonly string[]): ReadonlySet<string> {
  return new Set(domains.filter((domain) => domain !== ''));
}

/** A domain as people write it ("https://www.Example.com/", "*.example.com", "bücher.de") as hosts are compared; "" for what is none. */
export function domainName(name: string): string {
  const bare = name
    .trim()
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '')
    .replace(/^(?:\*?\.)+/, '');
  const host = parseUrl(`http://${bare}`)?.hostname ?? '';
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** Whether the host is one of the domains or below one: a look per label, however many domains there are. */
export function isUnder(hostname: string, domains: ReadonlySet<string>): boolean {
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  if (domains.has(host)) return true;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    if (domains.has(host.slice(dot + 1))) return true;
  }
  return false;
}

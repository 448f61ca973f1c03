/** The options that leave links out, each with the count of what it took away. */
import { isWithinDomain } from '../url.js';
import { nothingIncluded, urlMatcher } from '../url-pattern.js';
import { domainSet, domainsOf, isUnder } from './domains.js';
import type { FoundLink } from './links.js';
import type { PageContext } from './page-context.js';
import { SOCIAL_MEDIA_DOMAINS } from './social-media-domains.js';

export interface KeptLinks {
  readonly kept: FoundLink[];
  /** Counts by the name of the option; a link counts for the first that took it. */
  readonly filtered: Record<string, number>;
}

type Excludes = (link: FoundLink) => boolean;

export function filterLinks(links: readonly FoundLink[], context: PageContext): KeptLinks {
  const filters = filtersOf(context);
  const filtered: Record<string, number> = {};
  for (const [name] of filters) filtered[name] ??= 0;
  const kept = links.filter((link) => {
    const taker = filters.find(([, excludes]) => excludes(link));
    if (taker !== undefined) filtered[taker[0]] = (filtered[taker[0]] ?? 0) + 1;
    return taker === undefined;
  });
  if (kept.length === 0 && (filtered['include_patterns'] ?? 0) > 0) context.warn(nothingIncluded(filtered));
  return { kept, filtered };
}

function filtersOf(context: PageContext): [name: string, excludes: Excludes][] {
  const { links: config, socialMediaDomains, want } = context.request;
  const filters: [string, Excludes][] = [];
  if (config.exclude_internal_links) filters.push(['exclude_internal_links', (link) => link.internal]);
  if (config.exclude_external_links) filters.push(['exclude_external_links', (link) => !link.internal]);
  const domains = domainsOf(context, 'exclude_domains');
  if (domains.size > 0) filters.push(['exclude_domains', (link) => isUnder(link.url.hostname, domains)]);
  const named = domainsOf(context, 'exclude_social_media_domains');
  if (named.size > 0) filters.push(['exclude_social_media_domains', (link) => isUnder(link.url.hostname, named)]);
  if (config.exclude_social_media_links) {
    const social = domainSet(socialMediaDomains ?? SOCIAL_MEDIA_DOMAINS);
    // On a network's own pages its links are the content.
    filters.push(['exclude_social_media_links', (link) => !link.internal && isUnder(link.url.hostname, social)]);
  }
  const { include_patterns, exclude_patterns } = want.linkPatterns ?? {};
  if (include_patterns !== undefined) {
    const included = urlMatcher(include_patterns);
    filters.push(['include_patterns', (link) => !included(link.item.href)]);
  }
  if (exclude_patterns !== undefined) {
    const excluded = urlMatcher(exclude_patterns);
    filters.push(['exclude_patterns', (link) => excluded(link.item.href)]);
  }
  warnOfNoEffect(context);
  return filters;
}

function warnOfNoEffect(context: PageContext): void {
  const { links: config } = context.request;
  if (config.exclude_internal_links && config.exclude_external_links) {
    context.warn('exclude_internal_links and exclude_external_links together leave no links');
  }
  if (!config.exclude_external_links) return;
  if (config.exclude_social_media_links) {
    context.warn('exclude_social_media_links had no effect: exclude_external_links leaves those links out already');
  }
  for (const option of ['exclude_social_media_domains', 'exclude_domains'] as const) {
    const domains = [...domainsOf(context, option)];
    if (domains.length > 0 && domains.every((domain) => !isWithinDomain(domain, context.hostDomain))) {
      context.warn(`${option} had no effect on links: exclude_external_links leaves those links out already`);
    }
  }
}

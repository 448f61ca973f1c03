/** Which of the links found belong to the crawl. Pure. */
import { domainSet, isUnder } from '../extract/domains.js';
import { baseDomain } from '../registrable-domain.js';
import type { CrawlConfig, LinkConfig } from '../run-config.js';
import { isWebUrl } from '../url.js';
import { urlMatcher } from '../url-pattern.js';
import { isFile } from './identity.js';

type BarReason = 'scope' | 'exclude_domains' | 'exclude_patterns';

/** `roots`: the pages named, and where they redirected to. */
type Rule<Reason> = (url: URL, roots: readonly URL[]) => Reason | undefined;

export interface Scope {
  /** Why a page is none of the crawl's, though a wanted address redirects there. */
  readonly barred: Rule<BarReason>;
  /** Why a URL is not visited, or undefined when it may be. */
  readonly leftOut: Rule<BarReason | 'include_patterns' | 'no_page'>;
}

export function scopeOf({
  scope,
  include_patterns,
  exclude_patterns = [],
  exclude_domains = [],
}: Pick<CrawlConfig & LinkConfig, 'scope' | 'include_patterns' | 'exclude_patterns' | 'exclude_domains'>): Scope {
  const domains = domainSet(exclude_domains);
  const excluded = urlMatcher(exclude_patterns);
  const included = urlMatcher(include_patterns ?? ['*']);
  const barred: Scope['barred'] = (url, roots) => {
    if (!roots.some((root) => isWithin(url, root, scope))) return 'scope';
    if (isUnder(url.hostname, domains)) return 'exclude_domains';
    return excluded(url.href) ? 'exclude_patterns' : undefined;
  };
  return {
    barred,
    leftOut(url, roots) {
      if (!isWebUrl(url) || isFile(url)) return 'no_page';
      return barred(url, roots) ?? (included(url.href) ? undefined : 'include_patterns');
    },
  };
}

function isWithin(url: URL, root: URL, scope: CrawlConfig['scope']): boolean {
  switch (scope) {
    case 'site':
      return baseDomain(url.hostname) === baseDomain(root.hostname);
    case 'host':
      return url.host === root.host;
    case 'path':
      return url.host === root.host && `${url.pathname}/`.startsWith(folderOf(root.pathname));
    default:
      return scope satisfies never;
  }
}

/** `/docs/index.html` and `/docs/` both stand for `/docs/`, and so does `/docs`, whose folder is the whole host. */
function folderOf(pathname: string): string {
  const folder = pathname.slice(0, pathname.lastIndexOf('/') + 1);
  return folder === '/' && /^\/[^.]+$/.test(pathname) ? `${pathname}/` : folder;
}

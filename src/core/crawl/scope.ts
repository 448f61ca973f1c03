/** Which of the links found belong to the crawl. Pure. */
import type { CrawlConfig } from '../run-config.js';
import { baseDomain, isWebUrl } from '../url.js';
import { urlMatcher } from '../url-pattern.js';
import { isFile } from './identity.js';

export type ScopeReason = 'scope' | 'include_patterns' | 'exclude_patterns' | 'no_page';

/** Why a URL is not visited, or undefined when it may be. `roots`: the pages named, and where they redirected to. */
export function outOfScope(
  config: Pick<CrawlConfig, 'scope' | 'include_patterns' | 'exclude_patterns'>,
): (url: URL, roots: readonly URL[]) => ScopeReason | undefined {
  const included = config.include_patterns === undefined ? undefined : urlMatcher(config.include_patterns);
  const excluded = urlMatcher(config.exclude_patterns ?? []);
  return (url, roots) => {
    if (!isWebUrl(url) || isFile(url)) return 'no_page';
    if (!roots.some((root) => isWithin(url, root, config.scope))) return 'scope';
    if (included !== undefined && !included(url.href)) return 'include_patterns';
    return excluded(url.href) ? 'exclude_patterns' : undefined;
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

/** What heads are read with. */
import type { PageFetcher } from '../fetch/fetch-page.js';
import type { RunConfig } from '../run-config.js';
import type { UrlLogins } from '../url-logins.js';
import type { HeadCache } from './head-cache.js';
import type { PreviewDeps } from './read-heads.js';

/** `logins`: of the URLs that the caller named. */
export function previewDeps(
  fetcher: PageFetcher,
  heads: HeadCache,
  owner: string,
  cacheMode: RunConfig['cache_mode'],
  logins: UrlLogins,
): PreviewDeps {
  const { http, politeness, loggedIn } = fetcher;
  const cache = heads.forCall(cacheMode, (url) => fetcher.keptByHttp(url, owner));
  return { http, hostLimits: politeness.hostLimits, cache, owner, loggedIn, logins };
}

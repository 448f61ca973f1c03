/** Whether a page that was read is one that was read before under another address. Pure. */

import type { PageResult } from '../read/page-result.js';
import { parseUrl, withoutHash } from '../url.js';
import type { CrawledPage, VisitedPage } from './crawl-result.js';
import { type Fingerprint, isAlike, isNearDuplicate } from './fingerprint.js';
import { urlKey, visitKey } from './identity.js';

/** What tells copies: the text, and the key of the address that the page calls its own where it is another. */
export interface Marks {
  readonly fingerprint?: Fingerprint | undefined;
  readonly canonical?: string | undefined;
}

export function marksOf({ metadata }: PageResult, final: URL, fingerprint: Fingerprint | undefined): Marks {
  const address = parseUrl(metadata.canonical ?? '', final.href);
  const canonical = address && visitKey(address);
  // The views of an application are one document: each has its address for its own, or that of the start.
  const saysNothing =
    canonical === withoutHash(visitKey(final)) || (address?.pathname === '/' && final.pathname !== '/');
  return { fingerprint, canonical: saysNothing ? undefined : canonical };
}

type Visited = ReadonlyArray<Pick<VisitedPage, 'page'> & Marks>;

export function originalOf(visited: Visited, key: string, marks: Marks): CrawledPage | undefined {
  return visited.find((known) => isCopyOf(known, key, marks))?.page;
}

/** The page that was read at an address, or that it led to. */
export function pageAt(visited: Visited, key: string): CrawledPage | undefined {
  return visited.find(({ page }) => page.error === undefined && isAt(page, key))?.page;
}

/**
 * A page of the same title with nearly the same text; or where one of two names the other as its canonical address, which
 * sites name wrongly at times, a page that is alike.
 */
function isCopyOf(
  known: { readonly page: CrawledPage } & Marks,
  key: string,
  { fingerprint, canonical }: Marks,
): boolean {
  if (known.fingerprint === undefined || fingerprint === undefined) return false;
  if (isNearDuplicate(known.fingerprint, fingerprint)) return true;
  const isNamed = known.canonical === key || (canonical !== undefined && isAt(known.page, canonical));
  return isNamed && isAlike(known.fingerprint, fingerprint);
}

function isAt({ url, redirected_url }: CrawledPage, key: string): boolean {
  return urlKey(url) === key || (redirected_url !== undefined && urlKey(redirected_url) === key);
}

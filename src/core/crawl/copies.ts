/** Whether a page that was read is one that was read before under another address. Pure. */
import type { CrawledPage, VisitedPage } from './crawl-result.js';
import { type Fingerprint, isAlike, isNearDuplicate } from './fingerprint.js';
import { visitKey } from './identity.js';

/** What tells copies: the text, and the key of the address that the page calls its own where it is another. */
export interface Marks {
  readonly fingerprint?: Fingerprint;
  readonly canonical?: string;
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
  return visitKey(new URL(url)) === key || (redirected_url !== undefined && visitKey(new URL(redirected_url)) === key);
}

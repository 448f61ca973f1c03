/** What the Link header says of a page, where the page does not. Pure. */
import type { MetadataItem } from '../extract/metadata-item.js';
import { headerLinks } from '../fetch/link-header.js';
import type { FetchedPage } from '../fetch/page.js';
import { withoutHash } from '../url.js';

/** The page's own word goes first: it is written by who wrote the page, headers by who serves it. */
export function withHeaderLinks(metadata: MetadataItem, page: FetchedPage): MetadataItem {
  const { canonical: [canonical] = [], next = [], license = [] } = headerLinks(page);
  const other = (href: string) => withoutHash(href) !== withoutHash(page.finalUrl);
  const [next_page, licence] = [next.find(other), license.find(other)];
  return {
    ...(canonical === undefined ? {} : { canonical }),
    ...(next_page === undefined ? {} : { next_page }),
    ...(licence === undefined ? {} : { license: licence }),
    ...metadata,
  };
}

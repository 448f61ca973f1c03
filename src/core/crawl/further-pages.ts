/** The other pages of a thread, an article or a list of which one was read: they are about what that is about. Pure. */
import type { MetadataItem } from '../extract/metadata-item.js';
import { isGenericText } from '../score/intrinsic-words.js';
import { parseUrl } from '../url.js';
import type { FoundLink } from './waiting-link.js';

/** How addresses end that count pages in their path: "/page/2", "/p2", "/page-2.html". */
const PAGE_IN_PATH = /[/_-](?:page|p)[/_-]?\d{1,5}(?:\.\w+)?\/?$/i;

/** Those of addresses that count them in their query, by pages or by what stands on them. */
const PAGE_PARAMETER = /^(?:page|paged|pg|start|offset)$/i;

/** Whether an address says that it is one of the pages of a list or a thread. */
export function isNumberedPage({ pathname, searchParams }: URL): boolean {
  const counts = ([name, value]: readonly [string, string]) => PAGE_PARAMETER.test(name) && /^\d{1,6}$/.test(value);
  return PAGE_IN_PATH.test(pathname) || [...searchParams].some(counts);
}

/**
 * Gives the title of a page to its links to further pages of the same: where it names what follows it (`rel=next`) at the
 * same place, what looks like that and says no more than a number.
 */
export function furtherPages(
  page: URL,
  { title = '', next_page }: Pick<MetadataItem, 'title' | 'next_page'>,
): (item: FoundLink, url: URL) => FoundLink {
  const to = next_page === undefined ? undefined : parseUrl(next_page);
  // A book's next chapter has an address and a title of its own.
  if (to === undefined || placeOf(to) !== placeOf(page)) return (item) => item;
  const shape = shapeOf(to);
  return (item, url) => (shapeOf(url) === shape && isGenericText(item.text) ? { ...item, title } : item);
}

function placeOf({ host, pathname }: URL): string {
  return host + pathname.replace(PAGE_IN_PATH, '').replace(/\/$/, '');
}

/** Its place, and the names of its parameters. */
function shapeOf(url: URL): string {
  return `${placeOf(url)}?${[...url.searchParams.keys()].sort().join('&')}`;
}

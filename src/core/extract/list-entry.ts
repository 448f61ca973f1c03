/** Articles of a list, as blogs have them on their first page: each is a page of its own. */
import { type ElementNode, findAbove, findBelow } from '../document/tree.js';
import { baseDomain } from '../registrable-domain.js';
import { percentDecoded } from '../url.js';
import type { PageContext } from './page-context.js';

/** How far above a date the article is that it belongs to, and how many elements of it are looked at for its title. */
const ENTRY_LEVELS_MAX = 13;
const ENTRY_ELEMENTS_MAX = 40;
const isH1 = ({ name }: ElementNode) => name === 'h1';
const isTitle = ({ name }: ElementNode) => name === 'h2' || name === 'h3';
const isAnchor = ({ name }: ElementNode) => name === 'a';

/** Whether the element stands in one of a list of articles, whose title leads to the page that the article is. */
export function isEntry(element: ElementNode, context: PageContext, canonical: string | undefined): boolean {
  const above = findAbove(element.parent, isArticle, ENTRY_LEVELS_MAX);
  // Above an `h1` stand a kind or the name of the site.
  const title = above && (findBelow(above, isH1, ENTRY_ELEMENTS_MAX) ?? findBelow(above, isTitle, ENTRY_ELEMENTS_MAX));
  const link = title?.parent?.name === 'a' ? title.parent : title && findBelow(title, isAnchor, ENTRY_ELEMENTS_MAX);
  const href = link?.attributes['href'];
  const url = href === undefined ? undefined : context.resolve(href);
  // The title of a note on another site's page leads there.
  if (url === undefined || baseDomain(url.hostname) !== context.hostDomain) return false;
  const own = canonical === undefined ? undefined : context.resolve(canonical);
  return ![context.pageUrl, own].some((page) => page !== undefined && isPageOrAbove(url, page));
}

/** As microformats call it (hAtom's `hentry`, `h-entry`), where it is no `article`. */
const ENTRY = /(?:^|\s)h-?entry(?:\s|$)/;

function isArticle({ name, attributes }: ElementNode): boolean {
  return name === 'article' || ENTRY.test(attributes['class'] ?? '');
}

/**
 * Whichever way the page was reached: a query may be a campaign's, where the path says more than the host alone. The second part
 * of an article, or its print, stands below it, as all pages do below a title that leads home.
 */
function isPageOrAbove(url: URL, page: URL): boolean {
  const other = folderOf(url);
  const own = folderOf(page);
  return own === other ? other !== '/' || page.search === url.search : own.startsWith(other);
}

function folderOf({ pathname }: URL): string {
  return `${percentDecoded(pathname).replace(/\/(?:index\.\w+)?$/i, '')}/`;
}

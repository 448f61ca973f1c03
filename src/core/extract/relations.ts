/** What a page's links say of it by their `rel`, or by what they are called: what follows it, its feeds, under which licence it is. */
import { type ElementNode, findAbove, nodesOf } from '../document/tree.js';
import { linkTargets } from './link-url.js';
import type { PageContext } from './page-context.js';
import { cutText, readable } from './visible-text.js';

export interface Relations {
  next: string | undefined;
  license: string | undefined;
  /** What is called the next page: taken where no `rel` says what follows. */
  calledNext: string | undefined;
  readonly feeds: { href: string; title: string }[];
}

const RELATION = /(?:^|\s)(next|license)(?:\s|$)/i;

/** The first of each: a page names what follows it in its head, or above and below its text. */
export function readRelations(
  { attributes: { rel, href } }: ElementNode,
  found: Relations,
  context: PageContext,
): void {
  if (rel === undefined) return;
  const [, kind] = RELATION.exec(rel) ?? [];
  const isNext = kind?.toLowerCase() === 'next';
  const known = isNext ? found.next : found.license;
  if (kind === undefined || known !== undefined || href === undefined) return;
  const url = otherPage(href, context);
  if (url === undefined) return;
  if (isNext) found.next = url.href;
  else found.license = url.href;
}

/** WordPress names its API as an alternate too, of the type of all JSON. */
const FEED = /^\s*application\/(?:rss\+xml|atom\+xml|feed\+json)\s*(?:;|$)/i;
const ALTERNATE = /(?:^|\s)(?:alternate|feed)(?:\s|$)/i;
/** Of all comments (WordPress, beside the feed of all that is written: one in four of those on the pages of the corpus), or of one post's (Blogger). */
const OF_COMMENTS = /\/comments\/(?:feed|default)\/?(?:\?|$)|[?&]feed=comments-/;
const FEEDS_MAX = 3;
const FEED_TITLE_CHARS = 100;

export function readFeed({ attributes }: ElementNode, { feeds }: Relations, context: PageContext): void {
  const { type, rel = '', href, title = '' } = attributes;
  if (type === undefined || href === undefined || !FEED.test(type) || !ALTERNATE.test(rel)) return;
  const url = feeds.length < FEEDS_MAX ? otherPage(href, context) : undefined;
  if (url === undefined || OF_COMMENTS.test(url.href) || feeds.some((feed) => feed.href === url.href)) return;
  feeds.push({ href: url.href, title: cutText(readable(context, title), FEED_TITLE_CHARS) });
}

/** "pager-link next" (VitePress), "pagination-nav__link--next" (Docusaurus), "next page-numbers" (WordPress); not "next-steps". */
const NEXT = /(?:^|[\s_-])next(?:\s|$)/i;
const OF_PAGES = /(?:^|[\s_-])(?:pag(?:e|es|er|ing|ination)|page-numbers)(?=[\s_-]|$)/i;
const BOXES: ReadonlySet<string> = new Set(['li', 'span', 'div', 'p']);

/** "Next", with signs around it, or "Go to next page" (MUI); of a blog, whose newest entries come first, "Older posts" (WordPress, Blogger, Squarespace). "Older post" is the next entry. */
const NEXT_NAME =
  /^[^\p{L}\p{N}]{0,4}(?:go to (?:the )?)?(?:next( page)?|nächste( seite)?|weiter|(page )?suivante?|(página )?siguiente|próxima( página)?|(pagina )?successiva|volgende( pagina)?|следующая( страница)?|далее|次へ|(次のページ|下一[页頁])|다음( 페이지)?|(?<older>older (?:posts|entries|articles)|ältere (?:beiträge|einträge|artikel)|oudere berichten|articles plus anciens|entradas (?:más )?antiguas|postagens mais antigas|articoli meno recenti|старые записи))[^\p{L}\p{N}]{0,4}$/iu;
/** A list of pages. What is called "page" alone is most often a page as a whole: "Next" in it is a section, a month or a story. */
const PAGES = /(?:^|[\s_-])(?:pages|pager|paging|pagination|page-(?:item|link|numbers))(?=[\s_-]|$)/i;
const NAME_CHARS_MAX = 30;
/** Between a link and the list of pages stands its item (Bootstrap: `ul.pagination > li.page-item > a.page-link`). */
const LEVELS_TO_PAGES = 3;

/**
 * The first link to another page of the host that is called "next", by its class or its name, and one of pages by its class or that of
 * what is around it, or called "next page". Else a section called "Next", the next story of the news and a gallery would be its next page.
 */
export function readCalledNext(element: ElementNode, found: Relations, context: PageContext): void {
  const { parent } = element;
  const { href, class: classes = '' } = element.attributes;
  if (found.calledNext !== undefined || href === undefined) return;
  const around = parent !== undefined && BOXES.has(parent.name) ? (parent.attributes['class'] ?? '') : '';
  const isOneOf = (names: RegExp) => names.test(classes) || names.test(around);
  if (!(isOneOf(NEXT) && isOneOf(OF_PAGES)) && !isNamedNext(element)) return;
  const url = otherPage(href, context);
  if (url === undefined || url.host !== context.pageUrl.host || isBefore(url, context.pageUrl)) return;
  found.calledNext = url.href;
}

/** What stands before the number of a page: "/page/2", "?page=2", "&p=2". Of other numbers the next may be the smaller one: "?before=120". */
const OF_NUMBER = /[/?&_-](?:p|pg|paged?)[=/_-]?$/i;

/** Whether an address is that of the page with a smaller number: a sign that is turned round gives the way back the class "next" (Shopify's Dawn). */
function isBefore(url: URL, page: URL): boolean {
  const [to = [], from = []] = [url, page].map(({ pathname, search }) => (pathname + search).split(/(\d+)/));
  const at = from.findIndex((part, i) => part !== to[i]);
  const isNumbered = OF_NUMBER.test(from[at - 1] ?? '') && to.length === from.length;
  return isNumbered && from.slice(at + 1).join() === to.slice(at + 1).join() && Number(to[at]) < Number(from[at]);
}

/** An address without a number is that of the archive, to which the page of each post may lead as "Older posts". */
function isNamedNext(link: ElementNode): boolean {
  const { 'aria-label': label, title, href = '' } = link.attributes;
  const name = label || title || shortText(link).trim();
  const called = name.length <= NAME_CHARS_MAX ? NEXT_NAME.exec(name) : null;
  const [, ...page] = called ?? [];
  if (called?.groups?.['older'] !== undefined) return /\d/.test(href);
  if (page.length === 0 || page.some((word) => word !== undefined)) return page.length > 0;
  const isOfPages = ({ attributes }: ElementNode) => PAGES.test(attributes['class'] ?? '');
  return findAbove(link, isOfPages, LEVELS_TO_PAGES) !== undefined;
}

/** Empty where it is longer, or in many parts: cards are links, too. */
function shortText(link: ElementNode): string {
  let text = '';
  let nodes = 0;
  for (const node of nodesOf(link)) {
    if (node.kind === 'text') text += node.text;
    if (++nodes > NODES_MAX || text.length > NAME_CHARS_MAX) return '';
  }
  return text;
}
const NODES_MAX = 8;

/** Where a link leads that does not lead to the page itself. */
function otherPage(href: string, context: PageContext): URL | undefined {
  const targetOf = linkTargets(context);
  const [target, page] = [targetOf(href), targetOf(context.pageUrl.href)];
  return target.kind === 'web' && page.kind === 'web' && target.url.href !== page.url.href ? target.url : undefined;
}

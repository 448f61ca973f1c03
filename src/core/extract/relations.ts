/** What a page's links say of it by their `rel`, or by what they are called: what follows it, under which licence it is. */
import type { ElementNode } from '../document/tree.js';
import { linkTargets } from './link-url.js';
import type { PageContext } from './page-context.js';

export interface Relations {
  next: string | undefined;
  license: string | undefined;
  /** What is called the next page: taken where no `rel` says what follows. */
  readonly called: { next?: string };
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
  const targetOf = linkTargets(context);
  const [target, page] = [targetOf(href), targetOf(context.pageUrl.href)];
  if (target.kind !== 'web' || page.kind !== 'web' || target.url.href === page.url.href) return;
  if (isNext) found.next = target.url.href;
  else found.license = target.url.href;
}

/** "pager-link next" (VitePress), "pagination-nav__link--next" (Docusaurus), "next page-numbers" (WordPress); not "next-steps". */
const NEXT = /(?:^|[\s_-])next(?:\s|$)/i;
const OF_PAGES = /(?:^|[\s_-])(?:pag(?:e|es|er|ing|ination)|page-numbers)(?=[\s_-]|$)/i;
const BOXES: ReadonlySet<string> = new Set(['li', 'span', 'div', 'p']);

/**
 * The first link to another page of the host that is called "next" and one of pages by its class or that of the box
 * around it. Else a section called "Next", the next story of the news and a gallery would be its next page.
 */
export function readCalledNext(element: ElementNode, { called }: Relations, context: PageContext): void {
  const { parent } = element;
  const { href, class: classes = '' } = element.attributes;
  if (called.next !== undefined || href === undefined) return;
  const around = parent !== undefined && BOXES.has(parent.name) ? (parent.attributes['class'] ?? '') : '';
  const isOneOf = (names: RegExp) => names.test(classes) || names.test(around);
  if (!isOneOf(NEXT) || !isOneOf(OF_PAGES)) return;
  const targetOf = linkTargets(context);
  const [target, page] = [targetOf(href), targetOf(context.pageUrl.href)];
  if (target.kind !== 'web' || page.kind !== 'web' || target.url.href === page.url.href) return;
  if (target.url.host === page.url.host) called.next = target.url.href;
}

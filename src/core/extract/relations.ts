/** What a page's links say of it by their `rel`: what follows it, under which licence it is. */
import type { ElementNode } from '../document/tree.js';
import { linkTargets } from './link-url.js';
import type { PageContext } from './page-context.js';

export interface Relations {
  next: string | undefined;
  license: string | undefined;
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

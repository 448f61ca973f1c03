/** Which part of the page is read: `css_selector` narrows everything, `excluded_*` leaves out everywhere. */
import type { ElementNode, PageDocument } from '../document/tree.js';
import type { Scope } from '../document/walk.js';
import { wholeId } from '../document/whole-id.js';
import type { PageContext } from './page-context.js';

/** Told where nothing is left to read. */
export const NOTHING_SELECTED = 'css_selector matches nothing on this page';

export interface PageScope extends Scope {
  readonly narrowed: boolean;
}

export async function pageScope({ root }: PageDocument, context: PageContext): Promise<PageScope> {
  const { css_selector: selector, excluded_selector: excluded, excluded_tags: tags } = context.request.content;
  if (selector === undefined && excluded === undefined && tags === undefined) return { narrowed: false };
  const { selectAll } = await import('../document/select.js');
  let only = selector === undefined ? undefined : selectAll(root, selector, 'css_selector');
  const id = only?.size === 0 ? wholeId(selector ?? '') : undefined;
  if (id !== undefined) only = selectAll(root, id, 'css_selector');
  if (only?.size === 0) context.warn(NOTHING_SELECTED);
  const skipped = excluded === undefined ? undefined : selectAll(root, excluded, 'excluded_selector');
  if (skipped?.size === 0) context.warn('excluded_selector had no effect: it matches nothing on this page');
  return {
    narrowed: only !== undefined || skipped !== undefined || (tags ?? []).length > 0,
    only,
    skips: skipsOf(skipped, tags),
  };
}

function skipsOf(elements: ReadonlySet<ElementNode> | undefined, tags: readonly string[] | undefined): Scope['skips'] {
  const names = new Set((tags ?? []).map((tag) => tag.toLowerCase()));
  if (elements === undefined && names.size === 0) return undefined;
  return (element) => names.has(element.name) || elements?.has(element) === true;
}

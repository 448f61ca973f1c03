/** The landmark an element stands in, by HTML element or ARIA role. */
import { ROLE } from './names.js';
import { type ElementNode, findAbove } from './tree.js';
import type { Region } from './walk.js';

const BY_ROLE: Readonly<Record<string, Region>> = {
  main: 'main',
  navigation: 'nav',
  menubar: 'nav',
  banner: 'header',
  contentinfo: 'footer',
  complementary: 'aside',
};

/**
 * The region below `element`, whose parent stands in `above`. A header or footer inside main or an article is part of
 * that content (ARIA in HTML gives it no landmark role there), so it does not change the region.
 */
export function regionOf(element: ElementNode, above: Region): Region {
  const role = element.marks & ROLE ? element.attributes['role'] : undefined;
  if (role !== undefined) {
    // In any case, and the first counts of several (WAI-ARIA 1.2, 8.1).
    const [first = ''] = role.trim().toLowerCase().split(/\s/, 1);
    const byRole = Object.hasOwn(BY_ROLE, first) ? BY_ROLE[first] : undefined;
    if (byRole !== undefined) return byRole;
  }
  switch (element.name) {
    case 'main':
    case 'nav':
    case 'aside':
      return element.name;
    case 'header':
    case 'footer':
      return above === 'other' && !isInSection(element) ? element.name : above;
    default:
      return above;
  }
}

const SECTIONING: ReadonlySet<string> = new Set(['article', 'section']);

/** Asked for headers and footers only, of which a page has few; the depth is bounded by the parser. */
function isInSection(element: ElementNode): boolean {
  return findAbove(element.parent, ({ name }) => SECTIONING.has(name)) !== undefined;
}

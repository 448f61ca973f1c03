/** A page's own table of contents, which says its headings once more. */
import { type ElementNode, findBelow, isLink } from '../document/tree.js';

/** As generators and plugins call it: "toc", "toc2", "dw__toc", "ez-toc-container", "theme-doc-toc-mobile", "table-of-contents". */
const OUTLINE =
  /^(?:[a-z]{1,9}[-_]{1,2}){0,2}(?:toc\d?(?:[-_](?:container|wrapper|box|list|content|mobile))?|table[-_]?of[-_]?contents)$/i;
const MAYBE = /toc|contents/i;
/** They hold the page. */
const WHOLE: ReadonlySet<string> = new Set(['body', 'main', 'article']);

/** A manual of some hundred headings; what is more is looked at no further. */
const NODES_MAX = 5_000;
const LINKS_MIN = 2;

/**
 * Whether an element is called a table of contents, and all its links lead to places on its page, or a button alone opens it.
 * @param file the page's name in its folder, by which DocBook's links to it begin
 */
export function isOutline(element: ElementNode, file: string): boolean {
  const { id, class: classes } = element.attributes;
  const names = `${id ?? ''} ${classes ?? ''}`;
  if (!MAYBE.test(names) || WHOLE.has(element.name)) return false;
  if (!names.split(/\s+/).some((name) => OUTLINE.test(name))) return false;
  return isShut(element) || leadsWithin(element, file);
}

/** Its script makes the links when the button is pressed (Docusaurus, on narrow windows). */
function isShut({ children }: ElementNode): boolean {
  const held = children.filter((child) => child.kind === 'element' || child.text.trim() !== '');
  return held.length === 1 && held[0]?.kind === 'element' && held[0].name === 'button';
}

/** A route of an application leads to another page. */
function leadsWithin(element: ElementNode, file: string): boolean {
  let links = 0;
  const leadsAway = (node: ElementNode) => {
    if (!isLink(node)) return false;
    links++;
    const href = node.attributes['href']?.trim() ?? '';
    const place = href.startsWith(file) ? href.slice(file.length) : href;
    return !/^#(?![!/])/.test(place);
  };
  return findBelow(element, leadsAway, NODES_MAX) === undefined && links >= LINKS_MIN;
}

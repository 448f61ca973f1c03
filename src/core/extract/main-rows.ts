/** Rows of links by which a reader goes on from a page, where no name and no landmark says so: manuals, archives of lists, old pages. Pure. */
import { type ElementNode, HEADING, nodesOf } from '../document/tree.js';
import type { Weight } from './main-weight.js';

/** Link types for the order and the levels of pages (HTML 4.6.7, HTML 4.01 6.12), as makeinfo writes them on every page. */
const STEPS: ReadonlySet<string> = new Set('next prev previous up top start first last contents toc index'.split(' '));
/** "Previous: ", in any language, with what parts it from the next. */
const LABEL_CHARS_MAX = 15;
/** Titles of neighbouring pages are shorter, also those in Chinese, whose characters count for three. */
const TITLE_CHARS_MAX = 200;
/** Parts of a row, or of a list. */
const PARTS: ReadonlySet<string> = new Set('li dt dd td th tr thead tbody tfoot caption'.split(' '));

/** Whether a link says by its type that it leads to a neighbour of the page. */
export function isStep({ attributes: { rel } }: ElementNode): boolean {
  return rel?.split(/\s+/).some((type) => STEPS.has(type.toLowerCase())) === true;
}

const NO_ROWS: ReadonlySet<string> = new Set('img video audio canvas iframe object embed pre form'.split(' '));

/** What a page is for may lead on too: the picture of a comic, the title of the next part. */
export function isNoRow({ name }: ElementNode): boolean {
  return NO_ROWS.has(name) || HEADING.test(name);
}

/** All its links lead to neighbours, and beside them there is no more than what these are called; a page may be one link that leads on. */
export function isRowOfSteps({ element, chars, linkChars, links, steps, others }: Weight): boolean {
  if (steps === 0 || steps < links || others > 0 || linkChars === 0) return false;
  if (linkChars >= steps * TITLE_CHARS_MAX) return false;
  return chars - linkChars <= steps * LABEL_CHARS_MAX && !PARTS.has(element.name) && !isNoRow(element);
}

/** As many blocks with text at each end of what holds the content are looked at. */
const EDGE = 4;
/** Fewer are a way to get what the page is about, which may be offered twice. */
const LINKS_MIN = 3;

/** The same links above and below what stands between them: a bar of a manual, the numbers of all chapters or pages. */
export function repeatedRows(parts: readonly Weight[]): Weight[] {
  const shown = parts.filter(({ chars }) => chars > 0);
  const found: Weight[] = [];
  for (const [at, first] of shown.slice(0, EDGE).entries()) {
    if (!mayRepeat(first)) continue;
    const last = shown
      .slice(Math.max(at + 2, shown.length - EDGE))
      .find((other) => !found.includes(other) && repeats(other, first));
    if (last !== undefined) found.push(first, last);
  }
  return found;
}

function mayRepeat({ element: { name }, worth, links, others }: Weight): boolean {
  return worth < 0 && links >= LINKS_MIN && others === 0 && !PARTS.has(name);
}

function repeats(other: Weight, first: Weight): boolean {
  if (other.element.name !== first.element.name || other.chars !== first.chars || other.links !== first.links)
    return false;
  return mayRepeat(other) && saidBy(other.element) === saidBy(first.element);
}

/** Its words, and where they lead: the links below each picture of a list have the same words. */
function saidBy(element: ElementNode): string {
  let said = '';
  for (const node of nodesOf(element)) {
    const { href = '#' } = node.kind === 'element' ? node.attributes : {};
    if (node.kind === 'text') said += node.text.trim();
    else if (!href.startsWith('#')) said += ` ${href} `;
  }
  return said;
}

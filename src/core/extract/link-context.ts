/**
 * What stands around links: the sentence, list item, table row or definition they stand in, the headings above, and what
 * stands below a heading that is a link. For choosing and ranking only; no answer carries it.
 */
import { type ElementNode, HEADING } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { collapse, Headings, type LinkContext, type Place, RAW_CHARS_MAX, TextsByTarget } from './link-texts.js';
import { isInline } from './visible-text.js';

export type { LinkContext } from './link-texts.js';

/** Parts of one entry: a table's row, a term with its definition. Their edges part words, not entries. */
const ENTRY_PARTS: ReadonlySet<string> = new Set(['br', 'td', 'th', 'dd', 'summary', 'img']);
/** Those that may hold paragraphs. The first belongs to the entry, those behind it say more than what the entry is. */
const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'dd']);

/** Types and brackets beside a name that is a link: "Map<K,V>". */
const NAME_MORE_CHARS_MAX = 20;
/** What is shorter is a date, a price, the next column. */
const TOLD_CHARS_MIN = 25;

/** A box that holds one link, and the box beside it, which tells what that is: rows of tables without table (Javadoc 16). */
interface Named {
  readonly target: string;
  readonly box: ElementNode;
  beside: ElementNode | undefined;
  text: string;
}

/**
 * `targetOf`: the key under which a link's texts are kept, or undefined for links that are of no interest.
 * `withHeadings`: the headings above a link are among its texts.
 */
export function linkContextVisitor(
  targetOf: (href: string) => string | undefined,
  withHeadings: boolean,
): Visitor & { result(): LinkContext } {
  const found = new TextsByTarget();
  const headings = new Headings(found);
  let text = '';
  let level = 0;
  let links: Place[] = [];
  let open: Place | undefined;
  let inLink = 0;
  let isLinked = false;
  /** Other text than a link's stands in the heading. */
  let isMore = false;
  /** The paragraph that a cell begins with, and where that or the entry begins in `text`. */
  let first: ElementNode | undefined;
  let from = 0;
  let isCellStart = false;
  let named: Named | undefined;
  let lastRow: Named | undefined;
  /** The only link of the entry that ended last, where that says little else. */
  let only: string | undefined;

  const end = () => {
    closeLink();
    if (text.trim() !== '') {
      only = level === 0 ? onlyLink(links, text) : undefined;
      if (named?.beside !== undefined && only === undefined && named.text.length < RAW_CHARS_MAX)
        named.text += ` ${text}`;
    }
    const targets = links.flatMap(({ target }) => target ?? []);
    if (targets.length > 0) found.addAround(links, text);
    // Those of a heading's own level end before it, for the links in it too.
    if (level > 0) headings.endFrom(level);
    if (withHeadings) for (const target of targets) headings.addTo(target);
    if (level > 0) headings.begin(level, text, isMore || targets.length > 1 ? undefined : targets[0]);
    else if (!isLinked) headings.below(text);
    text = '';
    level = 0;
    links = [];
    isLinked = false;
    isMore = false;
    from = 0;
  };
  const addRow = (row: Named) => {
    const told = collapse(row.text);
    if (told.length < TOLD_CHARS_MIN) return;
    if (lastRow !== undefined && isRowLike(lastRow.box, row.box)) {
      found.add(lastRow.target, collapse(lastRow.text));
      found.add(row.target, told);
    }
    lastRow = row;
  };
  const closeLink = () => {
    if (open !== undefined) open.end = text.length;
    open = undefined;
  };
  const edge = (element: ElementNode): boolean => {
    if (isInline(element.name)) return false;
    text += ' ';
    return !ENTRY_PARTS.has(element.name) && element !== first;
  };

  return {
    enter(element) {
      if (isCellStart && element.name === 'p') {
        first = element;
        from = text.length;
      }
      isCellStart = CELLS.has(element.name);
      if (edge(element)) {
        end();
        only = undefined;
        if (named !== undefined && element.parent === named.box.parent) {
          if (element.name === 'div' && named.beside === undefined) named.beside = element;
          else named = undefined;
        }
        if (HEADING.test(element.name)) level = Number(element.name[1]);
      }
      const href = linkOf(element);
      if (href === undefined) return;
      inLink++;
      // A place on this page is no other thing that the entry names.
      if (href.startsWith('#')) return;
      open = { href, target: targetOf(href), from, start: text.length, end: text.length };
      links.push(open);
    },
    text(node, at) {
      if (inLink > 0) isLinked = true;
      else if (level > 0 && node.text.trim() !== '') isMore = true;
      if (!at.hidden && text.length - from <= RAW_CHARS_MAX) text += node.text;
    },
    leave(element) {
      if (linkOf(element) !== undefined) {
        inLink--;
        closeLink();
      }
      // A term is followed by its definition, which belongs to it; the next term or the list's end ends both.
      if (!edge(element) || element.name === 'dt') return;
      end();
      if (named?.beside === element) {
        addRow(named);
        named = undefined;
      }
      if (element.name === 'div' && only !== undefined)
        named = { target: only, box: element, beside: undefined, text: '' };
    },
    result() {
      end();
      headings.end();
      return found.result();
    },
  };
}

/** Rows come in numbers: alone, a link beside a box leads back from the content of the page, or home from what the site is. */
function isRowLike(one: ElementNode, other: ElementNode): boolean {
  if (styleOf(one) !== styleOf(other)) return false;
  const [row, next] = [one.parent, other.parent];
  if (row === next || row === undefined || next === undefined) return row === next;
  return row.parent === next.parent && styleOf(row) === styleOf(next) && styleOf(row) !== '';
}

/** The first name: others tell which row it is, as "even" does. */
function styleOf({ attributes }: ElementNode): string {
  return (attributes['class'] ?? '').trim().split(/\s/, 1)[0] ?? '';
}

function onlyLink(links: readonly Place[], text: string): string | undefined {
  const [link, ...others] = links;
  if (link === undefined || others.length > 0) return undefined;
  return text.trim().length - (link.end - link.start) <= NAME_MORE_CHARS_MAX ? link.target : undefined;
}

function linkOf({ name, attributes }: ElementNode): string | undefined {
  return name === 'a' ? attributes['href'] : undefined;
}

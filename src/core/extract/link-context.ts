/**
 * What stands around links: the sentence, list item, table row or definition they stand in, and the headings above.
 * For choosing and ranking only; no answer carries it.
 */
import type { ElementNode } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { INLINE_ELEMENTS } from './visible-text.js';

/** A sentence or two. Of a longer block only this much, and only for links that it begins with. */
const AROUND_CHARS_MAX = 300;
/** A link that begins behind this in a longer block is one of many things the block mentions. */
const EARLY_CHARS = 100;
const HEADING_CHARS_MAX = 150;
/** Texts of one target: a menu entry repeats itself, an index does not. */
const TEXTS_MAX = 10;
const TARGETS_MAX = 5_000;

/** Parts of one entry: a table's row, a term with its definition. Their edges part words, not entries. */
const ENTRY_PARTS: ReadonlySet<string> = new Set(['br', 'td', 'th', 'dd', 'summary', 'img']);
const HEADING = /^h[1-6]$/;

export type LinkContext = ReadonlyMap<string, readonly string[]>;

/**
 * `targetOf`: the key under which a link's texts are kept, or undefined for links that are of no interest.
 * `withHeadings`: the headings above a link are among its texts.
 */
export function linkContextVisitor(
  targetOf: (href: string) => string | undefined,
  withHeadings: boolean,
): Visitor & { result(): LinkContext } {
  const texts = new Map<string, Set<string>>();
  /** Index is the level: a heading ends those of its own level and below. */
  let headings: string[] = [];
  let text = '';
  let level = 0;
  let links: { target: string; at: number }[] = [];

  const add = (target: string, found: string) => {
    if (found === '' || (texts.size >= TARGETS_MAX && !texts.has(target))) return;
    const known = texts.get(target) ?? new Set();
    if (known.size < TEXTS_MAX) known.add(found);
    texts.set(target, known);
  };
  const end = () => {
    const isLong = text.length > 2 * AROUND_CHARS_MAX;
    const collapsed = links.length === 0 && level === 0 ? '' : collapse(text);
    for (const { target, at } of links) {
      if (!isLong || at <= EARLY_CHARS) add(target, collapsed);
      if (withHeadings) for (const heading of headings) if (heading !== undefined) add(target, heading);
    }
    if (level > 0) {
      headings = headings.slice(0, level);
      headings[level] = collapsed.slice(0, HEADING_CHARS_MAX);
    }
    text = '';
    level = 0;
    links = [];
  };
  const edge = (element: ElementNode): boolean => {
    if (!INLINE_ELEMENTS.has(element.name)) text += ' ';
    return !INLINE_ELEMENTS.has(element.name) && !ENTRY_PARTS.has(element.name);
  };

  return {
    enter(element) {
      if (edge(element)) {
        end();
        if (HEADING.test(element.name)) level = Number(element.name[1]);
      }
      const href = element.name === 'a' ? element.attributes['href'] : undefined;
      const target = href === undefined ? undefined : targetOf(href);
      if (target !== undefined) links.push({ target, at: text.trimStart().length });
    },
    text(node, at) {
      // A little more than is kept, since white space is collapsed at the end.
      if (!at.hidden && text.length <= 3 * AROUND_CHARS_MAX) text += node.text;
    },
    leave(element) {
      // A term is followed by its definition, which belongs to it; the next term or the list's end ends both.
      if (edge(element) && element.name !== 'dt') end();
    },
    result() {
      end();
      return new Map([...texts].map(([target, found]) => [target, [...found]]));
    },
  };
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, AROUND_CHARS_MAX);
}

/**
 * What stands around links: the sentence, list item, table row or definition they stand in, the headings above, and what
 * stands below a heading that is a link. For choosing and ranking only; no answer carries it.
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
/** Those that may hold paragraphs. The first belongs to the entry, those behind it say more than what the entry is. */
const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'dd']);
const HEADING = /^h[1-6]$/;

interface Place {
  readonly target: string;
  /** Where its paragraph begins in the text of the entry: what stands before is about another link. */
  readonly from: number;
  /** Where it begins in its paragraph. */
  readonly at: number;
}

export type LinkContext = ReadonlyMap<string, readonly string[]>;

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
  /** What of it belongs to the paragraph: looked at for each link, where all of a row would be long. */
  let paragraph = '';
  let level = 0;
  let links: Place[] = [];
  let inLink = 0;
  let isLinked = false;
  /** Other text than a link's stands in the heading. */
  let isMore = false;
  /** The paragraph that a cell begins with, and where that begins in `text`. */
  let first: ElementNode | undefined;
  let from = 0;
  let isCellStart = false;

  const end = () => {
    found.addAround(links, text);
    if (withHeadings) for (const { target } of links) headings.addTo(target);
    if (level > 0) headings.begin(level, text, isMore || links.length > 1 ? undefined : links[0]?.target);
    else if (!isLinked) headings.below(text);
    text = '';
    paragraph = '';
    level = 0;
    links = [];
    isLinked = false;
    isMore = false;
    from = 0;
  };
  const add = (piece: string) => {
    text += piece;
    paragraph += piece;
  };
  const edge = (element: ElementNode): boolean => {
    if (INLINE_ELEMENTS.has(element.name)) return false;
    add(' ');
    return !ENTRY_PARTS.has(element.name) && element !== first;
  };

  return {
    enter(element) {
      if (isCellStart && element.name === 'p') {
        first = element;
        from = text.length;
        paragraph = '';
      }
      isCellStart = CELLS.has(element.name);
      if (edge(element)) {
        end();
        if (HEADING.test(element.name)) level = Number(element.name[1]);
      }
      const href = linkOf(element);
      if (href === undefined) return;
      inLink++;
      const target = targetOf(href);
      if (target !== undefined) links.push({ target, from, at: paragraph.trimStart().length });
    },
    text(node, at) {
      if (inLink > 0) isLinked = true;
      else if (level > 0 && node.text.trim() !== '') isMore = true;
      // A little more than is kept, since white space is collapsed at the end.
      if (!at.hidden && paragraph.length <= 3 * AROUND_CHARS_MAX) add(node.text);
    },
    leave(element) {
      if (linkOf(element) !== undefined) inLink--;
      // A term is followed by its definition, which belongs to it; the next term or the list's end ends both.
      if (edge(element) && element.name !== 'dt') end();
    },
    result() {
      end();
      headings.end();
      return found.result();
    },
  };
}

function linkOf({ name, attributes }: ElementNode): string | undefined {
  return name === 'a' ? attributes['href'] : undefined;
}

class TextsByTarget {
  readonly #texts = new Map<string, Set<string>>();

  add(target: string, text: string): void {
    if (text === '' || (this.#texts.size >= TARGETS_MAX && !this.#texts.has(target))) return;
    const known = this.#texts.get(target) ?? new Set();
    if (known.size < TEXTS_MAX) known.add(text);
    this.#texts.set(target, known);
  }

  /** What links of one entry stand in. Made once for all of a paragraph: an index has hundreds. */
  addAround(links: readonly Place[], text: string): void {
    let around = { from: -1, text: '', isLong: false };
    for (const { target, from, at } of links) {
      if (around.from !== from) {
        // A row may have thousands of cells, each with a paragraph of its own.
        const all = text.slice(from, from + 3 * AROUND_CHARS_MAX);
        around = { from, text: collapse(all), isLong: all.length > 2 * AROUND_CHARS_MAX };
      }
      if (!around.isLong || at <= EARLY_CHARS) this.add(target, around.text);
    }
  }

  result(): LinkContext {
    return new Map(Array.from(this.#texts, ([target, texts]) => [target, [...texts]]));
  }
}

class Headings {
  readonly #found: TextsByTarget;
  /** Index is the level: a heading ends those of its own level and below. */
  #above: string[] = [];
  /** What the last heading links to and nothing else, and what was said below it so far. */
  #titled: { readonly target: string; below: string } | undefined;

  constructor(found: TextsByTarget) {
    this.#found = found;
  }

  addTo(target: string): void {
    for (const heading of this.#above) if (heading !== undefined) this.#found.add(target, heading);
  }

  begin(level: number, text: string, target: string | undefined): void {
    this.end();
    this.#above = this.#above.slice(0, level);
    this.#above[level] = collapse(text).slice(0, HEADING_CHARS_MAX);
    if (target !== undefined) this.#titled = { target, below: '' };
  }

  /** A text that holds no links. Those that do are about other things: who wrote it, what to read next. */
  below(text: string): void {
    const titled = this.#titled;
    if (titled !== undefined && titled.below.length < AROUND_CHARS_MAX) titled.below += ` ${text}`;
  }

  end(): void {
    if (this.#titled !== undefined) this.#found.add(this.#titled.target, collapse(this.#titled.below));
    this.#titled = undefined;
  }
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, AROUND_CHARS_MAX);
}

/**
 * What stands around links: the sentence, list item, table row or definition they stand in, the headings above, and what
 * stands below a heading that is a link. For choosing and ranking only; no answer carries it.
 */
import { type ElementNode, HEADING } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { isInline } from './visible-text.js';

/** A sentence or two. Of a longer block only this much, and only for links that it begins with. */
const AROUND_CHARS_MAX = 300;
/** A link that begins behind this in a longer block is one of many things the block mentions. */
const EARLY_CHARS = 100;
/** A little more than is kept, since white space is collapsed at the end. */
const RAW_CHARS_MAX = 3 * AROUND_CHARS_MAX;
const HEADING_CHARS_MAX = 150;
/** Texts of one target: a menu entry repeats itself, an index does not. */
const TEXTS_MAX = 10;
const TARGETS_MAX = 5_000;

/** Parts of one entry: a table's row, a term with its definition. Their edges part words, not entries. */
const ENTRY_PARTS: ReadonlySet<string> = new Set(['br', 'td', 'th', 'dd', 'summary', 'img']);
/** Those that may hold paragraphs. The first belongs to the entry, those behind it say more than what the entry is. */
const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'dd']);
const NAMED = /[\p{L}\p{N}]/u;

/** A link in an entry's text. */
interface Place {
  readonly href: string;
  /** Undefined for a link of no interest. */
  readonly target: string | undefined;
  /** Where its paragraph begins: what stands before is about another link. */
  readonly from: number;
  readonly start: number;
  end: number;
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

  const end = () => {
    closeLink();
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

  /** What links of one entry stand in. The first that is named, and no arrow for a vote, is what the entry is about. */
  addAround(links: readonly Place[], text: string): void {
    const subject = links.find(({ start, end }) => NAMED.test(text.slice(start, end)))?.href;
    // A row may have thousands of cells, each with a paragraph of its own.
    for (let i = 0, next = 0; i < links.length; i = next) {
      const from = links[i]?.from ?? 0;
      while (links[next]?.from === from) next++;
      this.#addParagraph(links.slice(i, next), text.slice(from, from + RAW_CHARS_MAX), from, subject);
    }
  }

  /** Of other links than the subject, what yet others say of their own targets is left out: who wrote it, the next page. */
  #addParagraph(links: readonly Place[], text: string, from: number, subject: string | undefined): void {
    let plain = '';
    let at = 0;
    const places = links.map(({ start, end }) => {
      plain += text.slice(at, start - from);
      at = end - from;
      return plain.length;
    });
    plain += text.slice(at);
    const isLong = plain.length > 2 * AROUND_CHARS_MAX;
    for (const [i, { href, target, start, end }] of links.entries()) {
      if (target === undefined || start - from >= RAW_CHARS_MAX) continue;
      const [before, after] = [plain.slice(0, places[i]), plain.slice(places[i])];
      if (isLong && before.trimStart().length > EARLY_CHARS) continue;
      const own = text.slice(start - from, end - from);
      this.add(target, collapse(href === subject ? text : `${before}${own}${after}`));
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

  endFrom(level: number): void {
    this.#above = this.#above.slice(0, level);
  }

  begin(level: number, text: string, target: string | undefined): void {
    this.end();
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

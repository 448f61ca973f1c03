/** The texts that stand around links, by what the links lead to. */
/** A sentence or two. Of a longer block only this much, and only for links that it begins with. */
const AROUND_CHARS_MAX = 300;
/** A link that begins behind this in a longer block is one of many things the block mentions. */
const EARLY_CHARS = 100;
/** A little more than is kept, since white space is collapsed at the end. */
export const RAW_CHARS_MAX = 3 * AROUND_CHARS_MAX;
const HEADING_CHARS_MAX = 150;
/** Texts of one target: a menu entry repeats itself, an index does not. */
const TEXTS_MAX = 10;
const TARGETS_MAX = 5_000;

const NAMED = /[\p{L}\p{N}]/u;

/** A link in an entry's text. */
export interface Place {
  readonly href: string;
  /** Undefined for a link of no interest. */
  readonly target: string | undefined;
  /** Where its paragraph begins: what stands before is about another link. */
  readonly from: number;
  readonly start: number;
  end: number;
}

export type LinkContext = ReadonlyMap<string, readonly string[]>;

export class TextsByTarget {
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

export class Headings {
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

export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, AROUND_CHARS_MAX);
}

/** What pages that were read say of the links not read yet: the first pages of a site often name the others. */
import type { HeadReading } from './head.js';

/** Texts kept of one target, and characters of one text. */
const TEXTS_MAX = 10;
const TEXT_CHARS_MAX = 300;

export class Mentions {
  readonly #texts = new Map<string, Set<string>>();

  /** `source` is the target that was read: what a page says of itself is its head's business. */
  add(source: string, reading: HeadReading): void {
    for (const { href, text } of reading.lead?.links ?? []) {
      if (href === source || text === '') continue;
      const texts = this.#texts.get(href) ?? new Set();
      if (texts.size < TEXTS_MAX) texts.add(text.slice(0, TEXT_CHARS_MAX));
      this.#texts.set(href, texts);
    }
  }

  of(target: string | undefined): string[] {
    return target === undefined ? [] : [...(this.#texts.get(target) ?? [])];
  }
}

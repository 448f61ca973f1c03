/** What pages that were read say of the links not read yet: the first pages of a site often name the others. */
import type { HeadReading } from './head.js';

/** Texts kept of one target. */
const TEXTS_MAX = 20;

export class Mentions {
  readonly #texts = new Map<string, Set<string>>();

  /** `source` is the target that was read: what a page says of itself is its head's business. */
  add(source: string, reading: HeadReading): void {
    for (const [target, found] of reading.mentions ?? []) {
      if (target === source) continue;
      const texts = this.#texts.get(target) ?? new Set();
      for (const text of found) if (texts.size < TEXTS_MAX) texts.add(text);
      this.#texts.set(target, texts);
    }
  }

  of(target: string | undefined): string[] {
    return target === undefined ? [] : [...(this.#texts.get(target) ?? [])];
  }
}

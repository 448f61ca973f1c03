/**
 * The stack of open elements (HTML standard 13.2.4.2). Every search up the stack is bounded by DEPTH_MAX, so that the
 * time is linear in the page.
 */
import * as rules from './implied-ends.js';
import { type Attributes, OpenElement } from './open-element.js';
import { DEPTH_MAX } from './tree.js';

/** Below these two, <html> and <head> or <body>, nothing is ever taken off. */
const LEAST = 2;

export const NO_SCOPE: ReadonlySet<string> = new Set();

export class OpenStack {
  readonly #elements: OpenElement[];
  #top: OpenElement;

  constructor(root: OpenElement, child: OpenElement) {
    this.#elements = [root, child];
    this.#top = child;
  }

  get top(): OpenElement {
    return this.#top;
  }

  at(index: number): OpenElement | undefined {
    return this.#elements[index];
  }

  push(name: string, attributes: Attributes): OpenElement {
    const above = this.#top;
    const parent = this.#elements.length < DEPTH_MAX ? above : (this.#elements[DEPTH_MAX - 1] ?? above);
    const element = new OpenElement(name, attributes, parent, above);
    parent.append(element);
    this.#elements.push(element);
    this.#top = element;
    return element;
  }

  popTo(length: number): void {
    this.#elements.length = length;
    this.#top = this.#elements[length - 1] ?? this.#top;
  }

  pop(): void {
    this.popTo(this.#elements.length - 1);
  }

  /** Takes `element` and all above it off. */
  popThrough(element: OpenElement): OpenElement[] {
    const at = this.#elements.lastIndexOf(element);
    const above = this.#elements.slice(at + 1);
    this.popTo(at);
    return above;
  }

  /** Takes one element off and leaves those above it. */
  remove(at: number): void {
    if (at === this.#elements.length - 1) this.popTo(at);
    else this.#elements.splice(at, 1);
  }

  /** "in body", start tag li: the innermost item ends, but not through another list or table. */
  endItem(isItem: (element: OpenElement) => boolean): void {
    const least = Math.max(LEAST, this.#elements.length - DEPTH_MAX);
    for (let i = this.#elements.length - 1; i >= least; i--) {
      const element = this.#elements[i];
      if (element === undefined) return;
      const { name } = element;
      if (isItem(element)) {
        this.popTo(i);
        return;
      }
      if (rules.SPECIAL.has(name) && name !== 'address' && name !== 'div' && name !== 'p') return;
    }
  }

  /** Ends each of the named elements above `at`, with all that is open in it. */
  endAbove(at: number, names: ReadonlySet<string>): void {
    for (let i = at + 1; i < this.#elements.length; i++) if (names.has(this.#elements[i]?.name ?? '')) this.popTo(i);
  }

  /** "Clear the stack back to a table context": up to the innermost of the named elements, else to `at`. */
  clearTo(table: number, context: ReadonlySet<string>): void {
    let i = table;
    for (let at = table + 1; at < this.#elements.length; at++) if (context.has(this.#elements[at]?.name ?? '')) i = at;
    this.popTo(i + 1);
  }

  closeInScope(isIt: (element: OpenElement) => boolean, scope: ReadonlySet<string>): void {
    const at = this.search(isIt, scope);
    if (at >= LEAST) this.popTo(at);
  }

  /** "Any other end tag": reaches through inline elements only. */
  closeInline(name: string): void {
    const least = Math.max(LEAST, this.#elements.length - DEPTH_MAX);
    for (let i = this.#elements.length - 1; i >= least; i--) {
      const element = this.#elements[i];
      if (element === undefined || (element.name !== name && !element.foreign && rules.SPECIAL.has(element.name))) {
        return;
      }
      if (element.name === name) {
        this.popTo(i);
        return;
      }
    }
  }

  /** The stack's index of the innermost element that is looked for, -1 when a scope's boundary comes first. */
  search(isIt: (element: OpenElement) => boolean, scope: ReadonlySet<string>): number {
    const least = Math.max(0, this.#elements.length - DEPTH_MAX);
    for (let i = this.#elements.length - 1; i >= least; i--) {
      const element = this.#elements[i];
      if (element === undefined) return -1;
      if (isIt(element)) return i;
      if (scope.has(element.name)) return -1;
    }
    return -1;
  }
}

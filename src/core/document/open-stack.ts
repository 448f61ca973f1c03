/**
 * The stack of open elements (HTML standard 13.2.4.2). Every search up the stack is bounded by DEPTH_MAX, so that the
 * time is linear in the page.
 */
import * as rules from './implied-ends.js';
import { type Name, nameOf } from './names.js';
import { type Attributes, OpenElement } from './open-element.js';
import { DEPTH_MAX } from './tree.js';

/** Below these two, <html> and <head> or <body>, nothing is ever taken off. */
const LEAST = 2;
/** So many blocks are taken out of a formatting element that ends before them (13.2.6.4.7, "adoption agency algorithm"). */
const ADOPTED_MAX = 8;

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

  push(tag: Name, attributes: Attributes, marks: number): OpenElement {
    const above = this.#top;
    const parent = within(this.#elements, above);
    const element = new OpenElement(tag, attributes, marks, parent, above);
    parent.append(element);
    this.#enter(element);
    return element;
  }

  /** "Foster parenting": the element is put before the innermost open table, though it stands in the stack below it. */
  pushBeforeTable(tag: Name, attributes: Attributes, marks: number): OpenElement {
    const { parent, table } = this.besideTable();
    const element = new OpenElement(tag, attributes, marks, parent, this.#top);
    parent.insertBefore(element, table);
    this.#enter(element);
    return element;
  }

  /** Puts an element that is not on the stack where a child of the current element goes. */
  place(element: OpenElement): void {
    const { top } = this;
    if (top.flags & rules.TABLE_CONTEXT) {
      const { parent, table } = this.besideTable();
      element.parent = parent;
      parent.insertBefore(element, table);
    } else {
      element.parent = within(this.#elements, top);
      element.parent.append(element);
    }
  }

  /** The innermost open table, and what it stands in; rows of a template have no table, and what they lose stays in it. */
  besideTable(): { parent: OpenElement; table: OpenElement } {
    const at = this.search(({ name, foreign }) => (name === 'table' || name === 'template') && !foreign, 0);
    const table = this.#elements[at] ?? this.#top;
    return { parent: (table.name === 'template' ? table : table.parent) ?? this.#top, table };
  }

  /** An element that was taken off goes on again, perhaps upon another. */
  putBack(element: OpenElement): void {
    element.standOn(this.#top);
    this.#enter(element);
  }

  #enter(element: OpenElement): void {
    this.#elements.push(element);
    this.#top = element;
  }

  popTo(length: number): void {
    this.#elements.length = length;
    this.#top = this.#elements[length - 1] ?? this.#top;
  }

  /** Every element ends so; to set the length of an array takes ten times as long. */
  pop(): void {
    this.#elements.pop();
    this.#top = this.#elements.at(-1) ?? this.#top;
  }

  /** Takes `element` and all above it off. */
  popThrough(element: OpenElement): OpenElement[] {
    const at = this.#elements.lastIndexOf(element);
    const above = this.#elements.slice(at + 1);
    this.popTo(at);
    return above;
  }

  /** Takes one element off and leaves those above it. */
  remove(element: OpenElement): void {
    for (const above of this.popThrough(element)) this.putBack(above);
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
      if (element.flags & rules.SPECIAL && name !== 'address' && name !== 'div' && name !== 'p') return;
    }
  }

  /** "Generate implied end tags", but for the elements named `except`. */
  endImplied(except: string): void {
    while (this.#top.flags & rules.IMPLIED_END && this.#top.name !== except) this.pop();
  }

  /** "Clear the stack back to a table context": up to the innermost of the named elements, else to `table`. */
  clearTo(table: number, context: ReadonlySet<string>): void {
    let i = table;
    for (let at = table + 1; at < this.#elements.length; at++) {
      const element = this.#elements[at];
      if (element !== undefined && !element.foreign && context.has(element.name)) i = at;
    }
    this.popTo(i + 1);
  }

  closeInScope(isIt: (element: OpenElement) => boolean, scope: number): boolean {
    const at = this.search(isIt, scope);
    if (at < LEAST) return false;
    this.popTo(at);
    return true;
  }

  /** "Any other end tag": reaches through inline elements only. False when it did not reach one. */
  closeInline(name: string): boolean {
    const least = Math.max(LEAST, this.#elements.length - DEPTH_MAX);
    for (let i = this.#elements.length - 1; i >= least; i--) {
      const element = this.#elements[i];
      if (element === undefined) return false;
      if (element.name === name && !element.foreign) {
        this.popTo(i);
        return true;
      }
      if (element.flags & rules.SPECIAL) return false;
    }
    return false;
  }

  /**
   * Takes a formatting element off, whose end tag stands inside blocks that are open in it: each goes behind it, and holds
   * what it had in an element like it. Where more are open than are taken out, that of the last stays open: the answer.
   */
  adoptBlocks(formatting: OpenElement): OpenElement | undefined {
    let adopted = 0;
    let open: OpenElement | undefined;
    for (const block of this.popThrough(formatting)) {
      if (adopted < ADOPTED_MAX && !(block.flags & rules.SPECIAL)) continue;
      if (++adopted > ADOPTED_MAX) this.putBack(block);
      else {
        block.detach();
        this.place(block);
        this.putBack(block);
        const shell = new OpenElement(nameOf(formatting.name), formatting.attributes, formatting.marks, block, block);
        block.wrapChildren(shell);
        if (adopted === ADOPTED_MAX) {
          this.putBack(shell);
          open = shell;
        }
      }
    }
    return open;
  }

  /** An end tag in foreign content (13.2.6.5). False when HTML's rules are to decide. */
  closeForeign(name: string): boolean {
    const least = Math.max(LEAST, this.#elements.length - DEPTH_MAX);
    for (let i = this.#elements.length - 1; i >= least; i--) {
      const element = this.#elements[i];
      if (element === undefined || !element.foreign) return false;
      if (element.name === name) {
        this.popTo(i);
        return true;
      }
    }
    return false;
  }

  /** The stack's index of the innermost element that is looked for, -1 when a scope's boundary comes first. */
  search(isIt: (element: OpenElement) => boolean, scope: number): number {
    const least = Math.max(0, this.#elements.length - DEPTH_MAX);
    for (let i = this.#elements.length - 1; i >= least; i--) {
      const element = this.#elements[i];
      if (element === undefined) return -1;
      if (isIt(element)) return i;
      if (element.flags & scope) return -1;
    }
    return -1;
  }
}

/** Of what is put where the current element ends: it, while that is no deeper than the tree may be. */
function within(elements: readonly OpenElement[], top: OpenElement): OpenElement {
  return elements.length < DEPTH_MAX ? top : (elements[DEPTH_MAX - 1] ?? top);
}

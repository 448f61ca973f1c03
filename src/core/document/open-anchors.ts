/**
 * Anchors that have begun and not ended (the `a` of HTML standard 13.2.4.3, "the list of active formatting elements").
 * One that a block's end took off the stack goes on at the next text, as a second element with the same attributes.
 * Other formatting elements are not followed: they move no link and no text.
 */
import * as rules from './implied-ends.js';
import { nameOf } from './names.js';
import { OpenElement } from './open-element.js';
import type { OpenStack } from './open-stack.js';

/** So many blocks are taken out of an anchor that ends before them (13.2.6.4.7, "adoption agency algorithm"). */
const ADOPTED_MAX = 8;

export class OpenAnchors {
  /** One place for each cell, caption or object that is open: inside it, anchors of the outside do not go on. */
  readonly #places: (OpenElement | undefined)[] = [undefined];

  /** The anchor that has no end yet, whether it stands on the stack or not. */
  get current(): OpenElement | undefined {
    return this.#places.at(-1);
  }

  set current(anchor: OpenElement | undefined) {
    this.#places[this.#places.length - 1] = anchor;
  }

  enterMarker(): void {
    this.#places.push(undefined);
  }

  leaveMarker(): void {
    if (this.#places.length > 1) this.#places.pop();
    else this.current = undefined;
  }

  /** The end tag of an anchor. */
  close(stack: OpenStack): void {
    const { current } = this;
    if (current === undefined) stack.closeInline('a');
    else if (stack.top.anchor !== current) this.current = undefined;
    else if (stack.search((element) => element === current, rules.SCOPE) >= 0) this.#end(current, stack);
  }

  /** The start tag of another anchor ends the open one, even where its end tag would not reach it. */
  replace(stack: OpenStack): void {
    if (this.current === undefined) return;
    this.close(stack);
    const { current } = this;
    if (current !== undefined && stack.top.anchor === current) stack.remove(current);
    this.current = undefined;
  }

  /** Each block that is still open inside the anchor goes behind it, and holds what it had in an anchor of its own. */
  #end(anchor: OpenElement, stack: OpenStack): void {
    const above = stack.popThrough(anchor);
    this.current = undefined;
    let adopted = 0;
    for (const block of above) {
      if (adopted < ADOPTED_MAX && !(block.flags & rules.SPECIAL)) continue;
      if (++adopted > ADOPTED_MAX) stack.putBack(block);
      else {
        block.detach();
        stack.place(block);
        stack.putBack(block);
        const shell = new OpenElement(nameOf('a'), anchor.attributes, anchor.marks, block, block);
        block.wrapChildren(shell);
        if (adopted === ADOPTED_MAX) {
          stack.putBack(shell);
          this.current = shell;
        }
      }
    }
  }
}

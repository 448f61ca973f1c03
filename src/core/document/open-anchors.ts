/**
 * Anchors that have begun and not ended (the `a` of HTML standard 13.2.4.3, "the list of active formatting elements").
 * One that a block's end took off the stack goes on at the next text, as a second element with the same attributes.
 * Other formatting elements do not go on: they move no link and no text.
 */
import * as rules from './implied-ends.js';
import type { OpenElement } from './open-element.js';
import type { OpenStack } from './open-stack.js';

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
    else if (stack.search((element) => element === current, rules.SCOPE) >= 0)
      this.current = stack.adoptBlocks(current);
  }

  /** The start tag of another anchor ends the open one, even where its end tag would not reach it. */
  replace(stack: OpenStack): void {
    if (this.current === undefined) return;
    this.close(stack);
    const { current } = this;
    if (current !== undefined && stack.top.anchor === current) stack.remove(current);
    this.current = undefined;
  }
}

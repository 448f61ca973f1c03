/** The element of a tree under construction. */
import * as rules from './implied-ends.js';
import type { DocumentNode, ElementNode } from './tree.js';

export type Attributes = Readonly<Record<string, string>>;

const NO_CHILDREN: DocumentNode[] = [];

/** An element under construction. Remembers what is open around it, so that the commonest questions cost nothing. */
export class OpenElement implements ElementNode {
  readonly kind = 'element' as const;
  children: DocumentNode[] = NO_CHILDREN;
  /** Inside svg or math, where tags may close themselves. */
  readonly foreign: boolean;
  readonly svg: boolean;
  /** The paragraph that a block's start tag would end ("in button scope"), and the anchor that another would end. */
  readonly paragraph: OpenElement | undefined;
  readonly anchor: OpenElement | undefined;

  constructor(
    readonly name: string,
    public attributes: Attributes,
    readonly parent: OpenElement | undefined,
    /** The element above in the stack of open elements: the parent, but for elements that stand too deep. */
    above: OpenElement | undefined,
  ) {
    const inForeign = above?.foreign === true && !rules.INTEGRATION_POINTS.has(above.name);
    this.foreign = inForeign || name === 'svg' || name === 'math';
    this.svg = name === 'svg' || (inForeign && above.svg);
    const isHtml = !this.foreign;
    this.paragraph =
      isHtml && name === 'p' ? this : rules.BUTTON_SCOPE.has(name) || this.foreign ? undefined : above?.paragraph;
    this.anchor = isHtml && name === 'a' ? this : rules.SCOPE.has(name) || this.foreign ? undefined : above?.anchor;
  }

  /** Most elements have one child or none; an array that grows makes room for seventeen. */
  append(child: DocumentNode): void {
    if (this.children === NO_CHILDREN) this.children = [child];
    else this.children.push(child);
  }
}

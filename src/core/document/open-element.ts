/** The element of a tree under construction. */
import * as rules from './implied-ends.js';
import type { ElementNode } from './tree.js';

export type Attributes = Readonly<Record<string, string>>;

interface OpenText {
  readonly kind: 'text';
  readonly text: string;
  parent: OpenElement;
}

export type OpenNode = OpenElement | OpenText;

const NO_CHILDREN: OpenNode[] = [];

/** An element under construction. Remembers what is open around it, so that the commonest questions cost nothing. */
export class OpenElement implements ElementNode {
  readonly kind = 'element' as const;
  children: OpenNode[] = NO_CHILDREN;
  /** Inside svg or math, where tags may close themselves. */
  readonly foreign: boolean;
  readonly svg: boolean;
  /** Foreign, but what is inside is HTML again. */
  readonly integrates: boolean;
  /** What the standard's rules say of it; foreign elements have none of an HTML element's. */
  readonly flags: number;
  /** The paragraph that a block's start tag would end ("in button scope"). */
  paragraph: OpenElement | undefined;
  /** The HTML anchor that is open around, outside of cells and objects. */
  anchor: OpenElement | undefined;
  /** Between the cells of a table: the table's insertion modes hold. */
  inTable = false;

  constructor(
    readonly name: string,
    public attributes: Attributes,
    public parent: OpenElement | undefined,
    /** The element above in the stack of open elements: the parent, but for elements that were put elsewhere. */
    above: OpenElement | undefined,
  ) {
    const inForeign = above?.foreign === true && !above.integrates;
    this.foreign = inForeign || name === 'svg' || name === 'math';
    this.svg = inForeign ? above.svg : name === 'svg';
    this.integrates = this.foreign && integrates(this);
    this.flags = !this.foreign ? rules.flagsOf(name) : this.integrates ? rules.INTEGRATION_FLAGS : 0;
    this.standOn(above);
  }

  /** To be called again when what is above in the stack was taken off it. */
  standOn(above: OpenElement | undefined): void {
    const { flags, name } = this;
    const isHtml = !this.foreign;
    this.paragraph =
      isHtml && name === 'p' ? this : !isHtml || flags & rules.BUTTON_SCOPE ? undefined : above?.paragraph;
    this.anchor = isHtml && name === 'a' ? this : flags & rules.MARKER ? undefined : above?.anchor;
    this.inTable = flags & rules.TABLE_CONTEXT ? true : flags & rules.TABLE_MODE_OFF ? false : above?.inTable === true;
  }

  /** Most elements have one child or none; an array that grows makes room for seventeen. */
  append(child: OpenNode): void {
    if (this.children === NO_CHILDREN) this.children = [child];
    else this.children.push(child);
  }

  /** Puts a child where another begins. */
  insertBefore(child: OpenNode, next: OpenElement): void {
    const at = this.children.lastIndexOf(next);
    if (at < 0) this.append(child);
    else this.children.splice(at, 0, child);
  }

  /** Takes the element out of its parent. */
  detach(): void {
    const siblings = this.parent?.children ?? NO_CHILDREN;
    const at = siblings.lastIndexOf(this);
    if (at >= 0) siblings.splice(at, 1);
  }

  /** All children go into `shell`, which becomes the only child. */
  wrapChildren(shell: OpenElement): void {
    for (const child of this.children) child.parent = shell;
    shell.children = this.children;
    this.children = [shell];
  }
}

function integrates({ name, svg, attributes }: OpenElement): boolean {
  if (svg) return rules.SVG_INTEGRATION_POINTS.has(name);
  if (name !== 'annotation-xml') return rules.MATH_INTEGRATION_POINTS.has(name);
  return /^(?:text\/html|application\/xhtml\+xml)$/i.test(attributes['encoding'] ?? '');
}

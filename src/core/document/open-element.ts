/** The element of a tree under construction. */
import * as rules from './implied-ends.js';
import type { Name } from './names.js';
import { type ElementNode, NO_ATTRIBUTES } from './tree.js';

export type Attributes = Readonly<Record<string, string>>;

/**
 * A class, as an element is one, and no literal: where objects of a literal outlive a collection V8 makes later ones in
 * the old generation, and one dead node there keeps its whole page until the next full collection. On pages of the web
 * half of the young generation survived so, and a quarter of all time went into it.
 */
export class OpenText {
  readonly kind = 'text' as const;

  constructor(
    readonly text: string,
    public parent: OpenElement,
  ) {}
}

export type OpenNode = OpenElement | OpenText;

const NO_CHILDREN: OpenNode[] = [];
/** To be copied: a copy costs a tenth of what `Array.of` does, and like it is made in the young generation. */
const ONE_CHILD = new Array<OpenNode>(1);

/** An element under construction. Remembers what is open around it, so that the commonest questions cost nothing. */
export class OpenElement implements ElementNode {
  readonly kind = 'element' as const;
  readonly name: string;
  children: OpenNode[] = NO_CHILDREN;
  readonly svg: boolean;
  /** What the standard's rules say of it, here; foreign elements have none of an HTML element's. */
  flags: number;
  /** The paragraph that a block's start tag would end ("in button scope"). */
  paragraph: OpenElement | undefined;
  /** The HTML anchor that is open around, outside of cells and objects. */
  anchor: OpenElement | undefined;

  constructor(
    tag: Name,
    public attributes: Attributes,
    public marks: number,
    public parent: OpenElement | undefined,
    /** The element above in the stack of open elements: the parent, but for elements that were put elsewhere. */
    above: OpenElement | undefined,
  ) {
    const { name } = tag;
    this.name = name;
    const inForeign = above !== undefined && (above.flags & (rules.FOREIGN | rules.INTEGRATES)) === rules.FOREIGN;
    this.svg = inForeign ? above.svg : name === 'svg';
    if (!inForeign && name !== 'svg' && name !== 'math') this.flags = tag.flags;
    else this.flags = integrates(this) ? rules.INTEGRATION_FLAGS : rules.FOREIGN;
    this.standOn(above);
  }

  /** Inside svg or math, where tags may close themselves. */
  get foreign(): boolean {
    return (this.flags & rules.FOREIGN) !== 0;
  }

  /** Foreign, but what is inside is HTML again. */
  get integrates(): boolean {
    return (this.flags & rules.INTEGRATES) !== 0;
  }

  /** Between the cells of a table: the table's insertion modes hold. */
  get inTable(): boolean {
    return (this.flags & rules.IN_TABLE) !== 0;
  }

  /** To be called again when what is above in the stack was taken off it. */
  standOn(above: OpenElement | undefined): void {
    const { flags, name } = this;
    const isHtml = !(flags & rules.FOREIGN);
    this.paragraph =
      isHtml && name === 'p' ? this : !isHtml || flags & rules.BUTTON_SCOPE ? undefined : above?.paragraph;
    this.anchor = isHtml && name === 'a' ? this : flags & rules.MARKER ? undefined : above?.anchor;
    const inTable = flags & rules.TABLE_CONTEXT || (!(flags & rules.TABLE_MODE_OFF) && above?.inTable);
    this.flags = inTable ? flags | rules.IN_TABLE : flags & ~rules.IN_TABLE;
  }

  /**
   * Adds those that are not there yet, and their marks. To the object that is there: a page of 64 KiB can write 7,000 tags
   * that each add one, and a copy for each would take 12 s.
   */
  addAttributes(attributes: Attributes, marks: number): void {
    if (attributes === NO_ATTRIBUTES) return;
    const own: Record<string, string> = this.attributes === NO_ATTRIBUTES ? {} : this.attributes;
    for (const [name, value] of Object.entries(attributes)) own[name] ??= value;
    this.attributes = own;
    this.marks |= marks;
  }

  /** Most elements have one child or none; an array that grows makes room for seventeen. */
  append(child: OpenNode): void {
    if (this.children === NO_CHILDREN) {
      this.children = ONE_CHILD.slice();
      this.children[0] = child;
    } else this.children.push(child);
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

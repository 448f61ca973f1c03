/** The parsed page: the least tree that the extractors need, whichever parser made it. */

export interface ElementNode {
  readonly kind: 'element';
  /** Local name in lower case; "svg:image" and the like lose their prefix. */
  readonly name: string;
  /** Attribute names in lower case; the first of duplicates wins, as the HTML standard says. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: DocumentNode[];
  readonly parent: ElementNode | undefined;
  /** Whether the element stands inside an <svg>. */
  readonly svg: boolean;
}

export interface TextNode {
  readonly kind: 'text';
  readonly text: string;
  readonly parent: ElementNode;
}

export type DocumentNode = ElementNode | TextNode;

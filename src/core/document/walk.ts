/** One iterative walk over the tree; every extractor rides along as a visitor, so that a page is walked once. */
import type { ElementNode, TextNode } from './tree.js';

export const REGIONS = ['main', 'nav', 'header', 'footer', 'aside', 'other'] as const;
export type Region = (typeof REGIONS)[number];

/** Where the walk stands. One object, reused: copy what is to be kept. */
export interface Position {
  /** Innermost landmark, by element or role. */
  readonly region: Region;
  /** A person would not see this: `hidden`, `aria-hidden`, inline display/visibility/opacity/size, <template> … */
  readonly hidden: boolean;
  readonly inNoscript: boolean;
  /** Open elements above the current one; at most 512, as Chromium's parser keeps it. */
  readonly depth: number;
  /** Count of elements entered so far: the document order of the current one. */
  readonly order: number;
}

export interface Visitor {
  enter?(element: ElementNode, at: Position): void;
  /** Called once per entered element, after all below it. */
  leave?(element: ElementNode, at: Position): void;
  text?(node: TextNode, at: Position): void;
}

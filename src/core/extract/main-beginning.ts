/** Where the main content of a page begins. Loaded for long pages. */
import { type DocumentNode, findAbove, HEADING, type PageDocument } from '../document/tree.js';
import { type Scope, type Visitor, walk } from '../document/walk.js';

/** So much text left out behind a line or two is the site's menus: before them are links that skip them, and notices. */
const MENUS_CHARS_MIN = 1_000;
const LINES_SHARE_MAX = 1 / 4;
/** With fewer characters before it, the main content is in every answer. Menus take four times as many in markdown. */
const BEFORE_CHARS_MIN = 500;
/** In a heading stand a link and a few marks. */
const HEADING_LEVELS_MAX = 4;

/** The first text or picture of the main content, where much stands before it. @param main what is left of `scope` for it */
export function mainBeginning(
  { root }: PageDocument,
  rendered: boolean,
  scope: Scope,
  main: Scope,
): DocumentNode | undefined {
  const parts = new Set<DocumentNode>();
  let left = 0;
  const collect = (node: DocumentNode, chars: number) => {
    parts.add(node);
    left += chars;
  };
  walk(root, [eachPart(collect)], rendered, main);
  let first: DocumentNode | undefined;
  let [before, between, hasHeading] = [0, 0, false];
  let [chars, charsBefore] = [0, 0];
  const find = (node: DocumentNode, length: number) => {
    chars += length;
    if (!parts.has(node)) {
      between += length;
      return;
    }
    const isBehindMenus = between > MENUS_CHARS_MIN && before < between * LINES_SHARE_MAX && before < left;
    if (first === undefined || (isBehindMenus && !hasHeading)) [first, before, charsBefore] = [node, 0, chars - length];
    hasHeading ||= findAbove(node.parent, ({ name }) => HEADING.test(name), HEADING_LEVELS_MAX) !== undefined;
    between = 0;
    before += length;
    left -= length;
  };
  walk(root, [eachPart(find)], rendered, scope);
  return charsBefore < BEFORE_CHARS_MIN ? undefined : first;
}

function eachPart(visit: (node: DocumentNode, chars: number) => void): Visitor {
  return {
    enter(element, at) {
      if (element.name === 'img' && !at.gone && !at.inNoscript) visit(element, 0);
    },
    text(node, at) {
      const chars = node.text.trim().length;
      if (chars > 0 && !at.gone && !at.inNoscript && node.parent.name !== 'title') visit(node, chars);
    },
  };
}

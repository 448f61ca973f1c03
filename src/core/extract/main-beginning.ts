/** Where the main content of a page begins. Loaded for long pages. */
import { type DocumentNode, findAbove, HEADING, isLink, type PageDocument } from '../document/tree.js';
import { type Scope, type Visitor, walk } from '../document/walk.js';
import { ABOUT_SITE } from './main-names.js';

/** So much text left out behind a line or two is the site's menus: before them are links that skip them, and notices. */
const MENUS_CHARS_MIN = 1_000;
const LINES_SHARE_MAX = 1 / 4;
/** With fewer characters before it, the main content is in every answer. Menus take four times as many in markdown. */
const BEFORE_CHARS_MIN = 500;
/** So many headings and pictures outside menus are an index's entries: behind them, a shorter text without a title tells of the site. */
const ENTRIES_MIN = 5;
/** In a heading or a link stand a few marks. */
const LEVELS_MAX = 4;

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
  let isTitled = false;
  const findTitle: Visitor = {
    enter(element, at) {
      isTitled ||= element.name === 'h1' && !at.gone;
    },
  };
  walk(root, [eachPart(collect), findTitle], rendered, main);
  const mainChars = left;
  let first: DocumentNode | undefined;
  let [before, between, hasHeading] = [0, 0, false];
  let [chars, charsBefore] = [0, 0];
  let [entries, entriesBefore] = [0, 0];
  const countEntries: Visitor = {
    enter({ name }, at) {
      if ((name === 'img' || HEADING.test(name)) && !at.gone && !ABOUT_SITE.has(at.region)) entries++;
    },
  };
  const find = (node: DocumentNode, length: number) => {
    chars += length;
    if (!parts.has(node)) {
      if (!leadsWithin(node)) between += length;
      return;
    }
    const isBehindMenus = between > MENUS_CHARS_MIN && before < between * LINES_SHARE_MAX && before < left;
    if (first === undefined || (isBehindMenus && !hasHeading)) {
      [first, before, charsBefore] = [node, 0, chars - length];
      entriesBefore = entries;
    }
    hasHeading ||= findAbove(node.parent, ({ name }) => HEADING.test(name), LEVELS_MAX) !== undefined;
    between = 0;
    before += length;
    left -= length;
  };
  walk(root, [eachPart(find), countEntries], rendered, scope);
  const isBehindIndex = !isTitled && entriesBefore >= ENTRIES_MIN && mainChars < charsBefore;
  return charsBefore < BEFORE_CHARS_MIN || isBehindIndex ? undefined : first;
}

/** A table of contents is no menu: what stands before it is the page's lead. */
function leadsWithin({ parent }: DocumentNode): boolean {
  return findAbove(parent, isLink, LEVELS_MAX)?.attributes['href']?.startsWith('#') === true;
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

/** The part of the page that is content, as a tree: seen, safe, links absolute, without scripts and controls. */
import { DATE } from '../document/names.js';
import type { ElementNode } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { isBesideCode, isFold } from './content-code.js';
import { addNoChoice } from './content-controls.js';
import { isFrame } from './content-drawing.js';
import { elementFacts } from './content-facts.js';
import { insteadOf } from './content-instead.js';
import { headedTables, settleGrid, settleTable, tellMissingRows } from './content-layout.js';
import { listBlocks, listLines } from './content-listing.js';
import { adoptedByItem } from './content-lists.js';
import { addDate, addMarks, addName, isSign, raisedOrLowered } from './content-marks.js';
import { formulaOf, repeatsFormula, texOfText } from './content-math.js';
import { isGrid, writtenAs } from './content-names.js';
import { type ContentElement, type ContentNode, contentElement, holds, PLAIN_BLOCKS } from './content-node.js';
import { isTabPanel, namePanel, settlePanelName } from './content-panel.js';
import { holdsProse, playerInstead } from './content-player.js';
import { apart, struck, withLines } from './content-shown.js';
import { addMeaning, addNo } from './content-signs.js';
import { isCustomLink } from './link-elements.js';
import { linkTargets } from './link-url.js';
import type { PageContext } from './page-context.js';
import { isIcon } from './visible-text.js';

/** More text than a model will read; it is cut there, with a warning. */
const CONTENT_CHARS_MAX = 1_000_000;
/** The resource is called the whole: both the answer and it say where it ends. */
export const CONTENT_CUT = `content: only the first ${CONTENT_CHARS_MAX.toLocaleString('en')} characters of text are kept`;
/** Ten times the largest pages of the web. Counted, not timed: a busy machine cuts no page. Takes half a second of CPU. */
const CONTENT_ELEMENTS_MAX = 200_000;

/**
 * Elements that markdown has signs for, one in another: 20 lists, or 10 tables. Deeper ones are told by their text: each
 * list and quotation indents all lines of those inside it, which is square in the depth.
 */
const NESTED_MAX = 40;
const NO_CONTENT: ReadonlySet<string> = new Set(['img', 'br', 'hr']);

/** Where a sign of a font may tell what a row has from what it lacks, or is what is to be typed. */
const WITH_SIGNS: ReadonlySet<string> = new Set(['td', 'pre', 'code']);

/** Controls, fallbacks and drawings: what is in them is no prose. What is told instead says `insteadOf`. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['head', 'script', 'style', 'template', 'iframe', 'noembed', 'noframes', 'noscript', 'svg', 'canvas', 'source'],
  ...['video', 'audio', 'object', 'embed', 'area', 'select', 'datalist', 'input', 'textarea', 'progress', 'meter'],
  ...['link', 'meta', 'base', 'title', 'rp', 'frameset', 'frame', 'amp-video', 'amp-audio', 'amp-iframe'],
]);

export interface ContentTree {
  readonly root: ContentElement;
  readonly hiddenTexts: number;
  /** Text beyond the most that is kept was left out. */
  readonly isCut: boolean;
}

export function contentVisitor(context: PageContext): Visitor & { result(): ContentTree } {
  const root = contentElement('body');
  const open: ContentElement[] = [root];
  /** What each of the open elements is written as. */
  const names: string[] = [];
  const factsOf = elementFacts(context, linkTargets(context));
  /** Of the open elements, those that markdown has signs for. */
  let nested = 0;
  /** Open tables that are tables by their role. */
  let grids = 0;
  /** Depth of the outermost element that is left out, while inside one. */
  let outside: number | undefined;
  let hiddenTexts = 0;
  let hiddenChars = 0;
  let chars = 0;
  /** The last text, and whether a drawing without words stands behind it. */
  let lastText = '';
  let isDrawn = false;
  let isCut = false;
  let elements = 0;
  const tables = headedTables();
  const top = () => open.at(-1) ?? root;
  return {
    enter(element, at) {
      if (outside !== undefined) return;
      const isTooMuch = ++elements > CONTENT_ELEMENTS_MAX;
      if (isTooMuch) context.warn(`the content was cut after ${CONTENT_ELEMENTS_MAX} elements`);
      const player = element.name.includes('-') ? playerInstead(element, context) : [];
      const isPlayer = player.length > 0 && !holdsProse(element);
      const isLeft = isPlayer || (LEFT_OUT.has(element.name) && !isFrame(element)) || isBesideCode(element, top());
      if (isTooMuch || isLeft || repeatsFormula(element, top())) {
        outside = at.depth;
        isDrawn ||= element.name === 'svg' && !at.gone;
        if (!at.gone) top().children.push(...(isPlayer ? player : insteadOf(element, context, top())));
        return;
      }
      if (!at.gone) top().children.push(...player);
      const name = writtenAs(element, grids > 0);
      names.push(name);
      if (isGrid(element)) grids++;
      if (!PLAIN_BLOCKS.has(name)) nested++;
      const isDeep = nested > NESTED_MAX && !PLAIN_BLOCKS.has(name) && !NO_CONTENT.has(name);
      // Not among its parent's before something in it is seen.
      if (at.gone) open.push(isDeep ? contentElement('div') : contentElement(name, [], factsOf(element)));
      else if (isDeep) {
        const last = top().children.at(-1);
        if (last?.kind !== 'text' || !last.text.endsWith(' ')) top().children.push({ kind: 'text', text: ' ' });
        open.push(top());
      } else if (isFold(element, top())) open.push(top());
      else {
        const node = contentElement(name, [], factsOf(element));
        if (name === 'table') tables.enter(node);
        if (!adoptedByItem(node, top())) top().children.push(...apart(node, element));
        open.push(struck(node, element));
        if (isTabPanel(element)) namePanel(top(), element, root, context);
      }
    },
    leave(element, at) {
      if (outside === at.depth) outside = undefined;
      else if (outside === undefined) {
        const node = open.pop();
        if (isGrid(element)) grids--;
        if (!PLAIN_BLOCKS.has(names.pop() ?? '')) nested--;
        // A node that is still open only took the text of an element that stands too deep.
        if (node === undefined || top() === node) return;
        // Something in it is seen although it is not: text with a size of its own in a box that has none.
        if (at.gone && node.children.length > 0) top().children.push(node);
        if (isTabPanel(element)) settlePanelName(node);
        addName(node, element, context);
        addNoChoice(node, element);
        // The anchor that its script made is the link.
        if (isCustomLink(element) && holds(node, ({ name }) => name === 'a')) node.name = element.name;
        if (node.name === 'td' && element.name !== 'td') addMeaning(node, element, context);
        if (node.name !== element.name && !isGrid(element)) return;
        if (node.name === 'table') tables.leave(node);
        finish(node, element, top(), context);
      }
    },
    text(node, at) {
      if (outside !== undefined) return;
      if (at.gone) {
        const length = node.text.trim().length;
        if (length === 0) return;
        hiddenTexts++;
        hiddenChars += length;
        return;
      }
      if (isIcon(node.text) && !names.some((name) => WITH_SIGNS.has(name))) {
        isDrawn = true;
        return;
      }
      // The lines of a fragment end by themselves.
      if (node.parent.name === 'div' && top().name === 'pre' && node.text.trim() === '') return;
      const left = CONTENT_CHARS_MAX - chars;
      if (left > 0) {
        chars += node.text.length;
        tables.text(node.text);
        const text = context.clean(node.text.slice(0, left));
        // Words on both sides of an icon are no one word.
        const isJoined = isDrawn && /[\p{L}\p{N}]$/u.test(lastText) && /^[\p{L}\p{N}]/u.test(text);
        if (isJoined && !names.includes('pre')) top().children.push({ kind: 'text', text: ' ' });
        if (top().name === 'pre') top().children.push({ kind: 'text', text });
        else for (const part of texOfText(text, node.parent) ?? withLines(text, node.parent)) top().children.push(part);
        lastText = text;
        isDrawn = false;
      }
      if (node.text.length > left && node.text.slice(Math.max(0, left)).trim() !== '') {
        isCut = true;
        context.warn(CONTENT_CUT);
      }
    },
    result() {
      if (hiddenChars > Math.max(chars, HIDDEN_CHARS_MIN)) context.warn(MOSTLY_HIDDEN);
      return { root, hiddenTexts, isCut };
    },
  };
}

/** Slides, steps, views of an application: a menu or a dialog has less. */
const HIDDEN_CHARS_MIN = 2_000;
const MOSTLY_HIDDEN =
  'most text of the page is hidden (slides, views) and left out; webloupe://results/{result_id}/html has it';

/** What can be said of an element only with all that is in it. */
function finish(node: ContentElement, element: ElementNode, parent: ContentElement, context: PageContext): void {
  const replace = (other: ContentNode | undefined) => {
    if (parent.children.at(-1) !== node) return;
    parent.children.pop();
    if (other !== undefined) parent.children.push(other);
  };
  switch (node.name) {
    case 'div':
      listBlocks(node);
      settleGrid(node, element);
      break;
    case 'table':
      if (listLines(node)) break;
      tellMissingRows(node, element, context);
      settleTable(node, element);
      break;
    case 'li':
      addNo(node, element);
      break;
    case 'td':
      listBlocks(node);
      addMeaning(node, element, context);
      break;
    case 'sup':
    case 'sub':
      replace(raisedOrLowered(node));
      break;
    case 'rt':
    case 'q':
      addMarks(node);
      break;
    case 'time':
    case 'abbr':
    case 'span':
    // GitHub's, Gitea's and Forgejo's: "12 Oct 09:00" is of any year.
    case 'relative-time':
      if (element.marks & DATE) addDate(node, element.attributes);
      break;
    case 'math':
      replace(formulaOf(node, element.attributes));
      break;
    case 'a':
      if (isSign(node, parent, element)) replace(undefined);
      break;
  }
}

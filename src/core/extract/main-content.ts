/** Which element holds the page's main content: by landmark, else by where the prose is. */
import { type ElementNode, findBelow, HEADING, isLink } from '../document/tree.js';
import { type Scope, type Visitor, walk } from '../document/walk.js';
import { isFragment } from './content-code.js';
import { type Landmarks, landmark, SHARE_MIN } from './main-landmark.js';
import {
  ABOUT_SITE,
  isAdLabel,
  isApart,
  isAround,
  isAtEnd,
  isCalledContent,
  isDialog,
  isEditLink,
  isExtra,
  isMenu,
  isNavigation,
  isOwnMenu,
  isSidebar,
  MENU_PROSE_CHARS_MIN,
} from './main-names.js';
import { noteFinder } from './main-notes.js';
import { isOutline } from './main-outline.js';
import { isNoRow, isRowOfSteps, isStep, repeatedRows } from './main-rows.js';
import { LINK_SHARE_MAX, titleFinder } from './main-title.js';
import { heaviest, type Weight, wholeOf } from './main-weight.js';
import { charsOf, isInline } from './visible-text.js';

/** Shorter blocks are labels, dates, menu entries. */
const PROSE_CHARS_MIN = 25;
/** Each character of a list of links weighs against what holds it. */
const LINK_WEIGHT = 2;
/** Less prose, where it is no large part of the page either, is a notice on a page of lists. */
const MAIN_CHARS_MIN = 400;
/** What is a smaller part of the page is a notice, however long it is. */
const PROSE_SHARE_MIN = 0.08;

/** No chapter has more; each is looked for among all that stands beside it. */
const OWN_MENUS_MAX = 20;

/** Never the whole of a page's content; nor is a list of text without a name. */
const PARTS: ReadonlySet<string> = new Set('html p li dd h1 h2 h3 blockquote pre figure tbody tr'.split(' '));

/**
 * The part of a page that holds its main content and the title of it; the page without what is around when nothing stands out.
 * @param file the page's name in its folder
 */
export function mainContent(root: ElementNode, rendered: boolean, scope: Scope, file: string): Scope {
  const [titles, notes] = [titleFinder(), noteFinder()];
  const survey = surveyor(titles.isTitle, file);
  walk(root, [survey, titles, notes], rendered, scope);
  const [marked, ...equals] = landmark(survey);
  const best = marked ?? survey.densest() ?? heaviest(survey.called.filter(({ prose, titled }) => prose > 0 || titled));
  // What is apart from the main content is left out where that has prose of its own.
  const leavesOutOthers = best !== undefined && !best.apart && best.prose >= MAIN_CHARS_MIN;
  const isLeftOut = (element: ElementNode) =>
    (survey.around.has(element) && !notes.isNote(element)) ||
    isEditLink(element) ||
    isAdLabel(element) ||
    (leavesOutOthers &&
      (survey.extras.has(element) || (isApart(element) && !(isSidebar(element) && notes.isNote(element)))));
  if (best === undefined) return { only: scope.only, skips: isLeftOut };
  const title = titles.titleOf({ ...best, isLeftOut }, rendered, scope.skips);
  const parts = [best, ...equals].map(({ element }) => element);
  if (title === undefined) return { only: new Set(parts), skips: isLeftOut };
  return { only: new Set([...parts, ...(title.only ?? [])]), skips: title.skips };
}

interface Survey extends Visitor, Landmarks {
  /** What the page calls its content. */
  readonly called: readonly Weight[];
  /** What is about the site: headers and footers of `main` too, and what is called a menu, where they are lists of links. */
  readonly around: ReadonlySet<ElementNode>;
  /** What is called more of the site or a way to share the page, and is a list of links. It weighs against what it stands in, as other lists do. */
  readonly extras: ReadonlySet<ElementNode>;
  densest(): Weight | undefined;
}

/** Weighs every block element by the blocks of text in it; sums go up as elements end. */
function surveyor(isTitle: (heading: ElementNode) => boolean, file: string): Survey {
  const mains: Weight[] = [];
  const articles: Weight[] = [];
  const outermost = new Map<Weight, boolean>();
  let outer: Weight | undefined;
  const called: Weight[] = [];
  const around = new Set<ElementNode>();
  const extras = new Set<ElementNode>();
  const open: Weight[] = [];
  let best: Weight | undefined;
  let links = 0;
  let menus = 0;
  let total = 0;
  const block = { chars: 0, linkChars: 0 };
  const endBlock = () => {
    const top = open.at(-1);
    if (top !== undefined) {
      top.chars += block.chars;
      top.linkChars += block.linkChars;
      // In code, names lead to what they stand for.
      const isLinks =
        block.linkChars > block.chars * LINK_SHARE_MAX && top.element.name !== 'pre' && !isFragment(top.element);
      if (isLinks) top.worth -= block.linkChars * LINK_WEIGHT;
      else if (!top.apart && (block.chars >= top.proseMin || top.element.name === 'h1')) {
        top.prose += block.chars;
        top.worth += block.chars;
      }
    }
    block.chars = block.linkChars = 0;
  };
  return {
    mains,
    articles,
    outermost,
    called,
    around,
    extras,
    total: () => total,
    densest() {
      const { worth = 0, prose = 0 } = best ?? {};
      const isEnough = worth >= MAIN_CHARS_MIN && prose >= total * PROSE_SHARE_MIN;
      if (best === undefined || !(isEnough || worth >= total * SHARE_MIN)) return undefined;
      const whole = wholeOf(best);
      return isEnough ? whole : (besideTitle(whole, isTitle) ?? whole);
    },
    enter(element, at) {
      const outside = open.at(-1);
      if (outside !== undefined && isNoRow(element)) outside.others++;
      if (isLink(element)) {
        links++;
        if (outside !== undefined) {
          outside.links++;
          if (isStep(element)) outside.steps++;
        }
      }
      if (isInline(element.name) || element.name === 'br') return;
      endBlock();
      const apart = outside?.apart === true || isApart(element) || isAtEnd(element) || isDialog(element);
      const titled = element.name === 'h1' || element.name === 'main' || element.name === 'article';
      const inMenu = open.at(-1)?.proseMin === MENU_PROSE_CHARS_MIN || isNavigation(element);
      const proseMin = inMenu ? MENU_PROSE_CHARS_MIN : PROSE_CHARS_MIN;
      const weight: Weight = {
        element,
        order: at.order,
        parts: [],
        chars: 0,
        linkChars: 0,
        links: 0,
        steps: 0,
        others: 0,
        prose: 0,
        worth: 0,
        apart,
        proseMin,
        titled,
      };
      open.push(weight);
      if (at.gone) return;
      if (element.name === 'main' || element.attributes['role'] === 'main') mains.push(weight);
      else if (element.name === 'article') {
        articles.push(weight);
        if (outer === undefined) outermost.set(weight, false);
        outer ??= weight;
      } else if (element.name === 'h1' && outer !== undefined) outermost.set(outer, true);
      else if (isCalledContent(element)) called.push(weight);
    },
    leave(element) {
      if (isLink(element)) links--;
      const weight = open.at(-1);
      if (weight?.element !== element) return;
      endBlock();
      open.pop();
      if (weight === outer) outer = undefined;
      const mayBeOwn = weight.worth < 0 && menus < OWN_MENUS_MAX && isOwnMenu(element);
      if (mayBeOwn) menus++;
      const isOwn = mayBeOwn && isBelow(element, isTitle);
      if (isOwn) weight.worth = 0;
      const isLeft = weight.worth < 0 ? isMenu(element) : weight.chars === 0 && isNavigation(element);
      const isOther = isDialog(element) || isLeft || isOutline(element, file);
      if (weight.worth < 0 && isExtra(element)) extras.add(element);
      if (isRowOfSteps(weight) || (weight.worth <= 0 && (isAround(element) || (isOther && !weight.titled)))) {
        around.add(element);
        total -= weight.chars;
        return;
      }
      for (const row of repeatedRows(weight.parts)) {
        around.add(row.element);
        total -= row.chars;
        add(weight, row, -1);
      }
      if (!isPart(element) && weight.worth > (best?.worth ?? 0)) best = weight;
      const above = open.at(-1);
      if (above === undefined) return;
      weight.above = above;
      above.parts.push(weight);
      add(above, weight, 1);
      // A menu may name the pages before and after in an article each (Hexo's Fluid).
      above.titled ||= weight.titled && (weight.prose > 0 || weight.proseMin < MENU_PROSE_CHARS_MIN);
    },
    text(node, at) {
      if (at.gone || at.inNoscript || node.parent.name === 'title' || ABOUT_SITE.has(at.region)) return;
      const chars = charsOf(node.text.trim());
      total += chars;
      block.chars += chars;
      if (links > 0) block.linkChars += chars;
    },
  };
}

/** What holds little prose and has no title among so many nodes is a list, and has none. */
const TITLED_NODES_MAX = 1_000;

/**
 * A page of little prose leads on: its one paragraph, where that has an element of its own, is less than what stands with it below the title.
 * Where its element has a title too, or the one above leads home, that is the site's.
 */
function besideTitle(weight: Weight, isTitle: (heading: ElementNode) => boolean): Weight | undefined {
  const isOwn = (one: ElementNode) => one.name === 'h1' || (HEADING.test(one.name) && isTitle(one));
  if (findBelow(weight.element, isOwn, TITLED_NODES_MAX) !== undefined) return undefined;
  for (let at = weight.above; at !== undefined && at.element.name !== 'body'; at = at.above)
    if (at.element.children.some((child) => child.kind === 'element' && child.name === 'h1' && isTitle(child)))
      return at;
  return undefined;
}

function add(whole: Weight, part: Weight, times: 1 | -1): void {
  for (const sum of SUMS) whole[sum] += part[sum] * times;
}
const SUMS = ['chars', 'linkChars', 'links', 'steps', 'others', 'prose', 'worth'] as const;

/** The parts of a chapter in a list below its title: manuals call that its menu, and it is all that the page has. */
function isBelow(element: ElementNode, isTitle: (heading: ElementNode) => boolean): boolean {
  const siblings = element.parent?.children ?? [];
  return siblings
    .slice(0, siblings.indexOf(element))
    .some((one) => one.kind === 'element' && HEADING.test(one.name) && isTitle(one));
}

function isPart({ name, attributes }: ElementNode): boolean {
  if (PARTS.has(name)) return true;
  return (
    (name === 'ul' || name === 'ol' || name === 'dl') &&
    attributes['class'] === undefined &&
    attributes['id'] === undefined
  );
}

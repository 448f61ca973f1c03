/** Which element holds the page's main content: by landmark, else by where the prose is. */
import type { ElementNode, TextNode } from '../document/tree.js';
import { type Position, type Scope, type Visitor, walk } from '../document/walk.js';

/** Parts of a page that are about the site, not about the page. */
const AROUND: ReadonlySet<Position['region']> = new Set(['nav', 'header', 'footer', 'aside']);
/** A landmark with less of the page's text than this is an empty shell or a teaser. */
const SHARE_MIN = 0.25;
/** Shorter pieces are labels, dates, menu entries. */
const PROSE_CHARS_MIN = 25;
/** How far a piece of prose counts for the elements around it, and how much less at each level. */
const LEVELS = 3;
const FADE = 0.5;
/** A parent that has this much more prose than its best child holds several pieces of the content. */
const CLIMB_RATIO = 1.3;

interface Weight {
  chars: number;
  readonly element: ElementNode;
}

/** The element that holds the main content. The body when nothing stands out. */
export function mainElement(root: ElementNode, rendered: boolean, scope: Scope): ElementNode | undefined {
  const survey = surveyor();
  walk(root, [survey], rendered, scope);
  const least = survey.total() * SHARE_MIN;
  for (const landmarks of [survey.mains, survey.articles]) {
    const best = heaviest(landmarks);
    if (best === undefined || best.chars < least) continue;
    const others = landmarks.filter((landmark) => landmark !== best && landmark.chars > 0);
    // Many articles are a list of teasers; together they are the content, so what holds them is.
    if (landmarks === survey.articles && others.length > 1) break;
    return best.element;
  }
  return densest(survey.prose);
}

interface Survey extends Visitor {
  readonly mains: Weight[];
  readonly articles: Weight[];
  readonly prose: Map<ElementNode, number>;
  total(): number;
}

function surveyor(): Survey {
  const mains: Weight[] = [];
  const articles: Weight[] = [];
  const open: Weight[] = [];
  const prose = new Map<ElementNode, number>();
  let links = 0;
  let total = 0;
  const landmarksFor = (element: ElementNode) =>
    element.name === 'main' || element.attributes['role'] === 'main'
      ? mains
      : element.name === 'article'
        ? articles
        : undefined;
  return {
    mains,
    articles,
    prose,
    total: () => total,
    enter(element, at) {
      if (element.name === 'a') links++;
      const landmarks = landmarksFor(element);
      if (landmarks === undefined || at.hidden) return;
      const weight = { chars: 0, element };
      landmarks.push(weight);
      open.push(weight);
    },
    leave(element) {
      if (element.name === 'a') links--;
      if (open.at(-1)?.element === element) open.pop();
    },
    text(node, at) {
      if (at.hidden || at.inNoscript || node.parent.name === 'title') return;
      const chars = node.text.trim().length;
      total += AROUND.has(at.region) ? 0 : chars;
      for (const weight of open) weight.chars += chars;
      if (chars >= PROSE_CHARS_MIN && links === 0 && !AROUND.has(at.region)) spread(node, chars, prose);
    },
  };
}

/** Prose counts for the block it stands in, and less for the blocks around that. */
function spread(node: TextNode, chars: number, prose: Map<ElementNode, number>): void {
  let share = chars;
  let element: ElementNode | undefined = node.parent;
  for (let level = 0; level <= LEVELS && element !== undefined; level++) {
    prose.set(element, (prose.get(element) ?? 0) + share);
    if (level > 0) share *= FADE;
    element = element.parent;
  }
}

function densest(prose: ReadonlyMap<ElementNode, number>): ElementNode | undefined {
  let best = heaviest([...prose].map(([element, chars]) => ({ element, chars })));
  for (let parent = best?.element.parent; best !== undefined && parent !== undefined; parent = parent.parent) {
    const chars = prose.get(parent) ?? 0;
    if (chars > best.chars / CLIMB_RATIO && parent.name !== 'body' && parent.name !== 'html')
      best = { element: parent, chars };
    else break;
  }
  return best?.element;
}

function heaviest(weights: readonly Weight[]): Weight | undefined {
  let best: Weight | undefined;
  for (const weight of weights) if (best === undefined || weight.chars > best.chars) best = weight;
  return best;
}

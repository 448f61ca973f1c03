/** What a sign means that a style draws: the kind of a note, a yes or no in a cell, a no before an item. */
import { sightOf } from '../document/hidden.js';
import { type DocumentNode, type ElementNode, findAbove, findBelow } from '../document/tree.js';
import { titleOf } from './content-drawing.js';
import { isControl } from './content-marks.js';
import { type ContentElement, type ContentNode, contentText } from './content-node.js';
import type { PageContext } from './page-context.js';
import { readable } from './visible-text.js';

/** Between a cell and its sign stands a paragraph or a frame. */
const LEVELS_MAX = 3;
/** Elements of a cell that are looked through for a box to tick. */
const BOXES_MAX = 8;
/** White space around it. */
const PARTS_MAX = 3;
const SIGNS: ReadonlySet<string> = new Set(['i', 'span', 'div', 'svg']);

export function addMeaning(cell: ContentElement, element: ElementNode, context: PageContext): void {
  if (showsText(cell)) return;
  const sign = signIn(element, context);
  if (sign !== '') cell.children.push({ kind: 'text', text: sign });
}

function showsText(node: ContentNode): boolean {
  return node.kind === 'text' ? node.text.trim() !== '' : node.children.some(showsText);
}

/** What is meant by a cell that shows one sign and nothing else. */
export function signIn(cell: ElementNode, context: PageContext): string {
  // A style draws it by the boxes beside it (Element Plus, MUI).
  const box = findBelow(cell, isBox, BOXES_MAX);
  if (box === undefined) return shownSign(cell, context) || stateOf(cell);
  return findAbove(box, (part) => sightOf(part, context.request.rendered).gone, LEVELS_MAX) ? '' : boxSign(box);
}

function shownSign(cell: ElementNode, context: PageContext): string {
  let at: ElementNode = cell;
  let inControl = false;
  for (let level = 0; level < LEVELS_MAX && at.children.length <= PARTS_MAX; level++) {
    const [only, another] = at.children.filter(isSeen);
    if (another !== undefined || only?.kind !== 'element' || sightOf(only, context.request.rendered).gone) return '';
    if (isEmpty(only)) {
      if (!SIGNS.has(only.name)) return '';
      return readable(context, nameOf(only, context)) || (inControl ? '' : (drawnSign(only) ?? ''));
    }
    inControl ||= isControl(only);
    at = only;
  }
  return '';
}

/**
 * Of what a plan has and has not, the items it has not are known by their sign alone: `<li><i class="fa fa-times"></i> Support`.
 * Where no item has a yes, it is what takes an item away, or names who is meant: tags, filters, the sign of X beside those of others.
 */
export function addNo(item: ContentElement, element: ElementNode): void {
  if (signBefore(element) !== NO || element.parent === undefined || !hasYes(element.parent)) return;
  if (contentText(item).trim() !== '') item.children.unshift({ kind: 'text', text: `${NO} ` });
}

function signBefore(item: ElementNode): string | undefined {
  const first = item.children.find(isSeen);
  const holdsSign = first?.kind === 'element' && !isEmpty(first) && SIGNS.has(first.name);
  const sign = holdsSign ? first.children.find(isSeen) : first;
  return sign?.kind === 'element' && SIGNS.has(sign.name) && isEmpty(sign) ? drawnSign(sign) : undefined;
}

/** Each list is gone through once. */
const known = new WeakMap<ElementNode, boolean>();

function hasYes(list: ElementNode): boolean {
  const before = known.get(list);
  if (before !== undefined) return before;
  const has = list.children.some((item) => item.kind === 'element' && signBefore(item) === YES);
  known.set(list, has);
  return has;
}

function isSeen(part: DocumentNode): boolean {
  return part.kind === 'element' || part.text.trim() !== '';
}

function isEmpty({ name, children }: ElementNode): boolean {
  return name === 'svg' || !children.some(isSeen);
}

function nameOf(sign: ElementNode, context: PageContext): string {
  const { name, attributes } = sign;
  const named = context.labelOf(attributes) || attributes['title'];
  if (named || name !== 'svg' || attributes['aria-hidden'] === 'true') return named ?? '';
  return titleOf(sign) ?? '';
}

/** A box that nobody can tick states a fact; others wait for an answer. */
function isBox({ name, attributes }: ElementNode): boolean {
  const isFixed = attributes['disabled'] !== undefined;
  if (name === 'input') return isFixed && /^checkbox$/i.test(attributes['type'] ?? '');
  if (!/^(?:checkbox|switch)$/.test(attributes['role'] ?? '')) return false;
  return isFixed || attributes['aria-disabled'] === 'true' || attributes['aria-readonly'] === 'true';
}

function boxSign({ attributes }: ElementNode): string {
  return attributes['checked'] !== undefined || attributes['aria-checked'] === 'true' ? '[x]' : '[ ]';
}

/** What a cell says of itself to who does not see its drawing (Tabulator). */
function stateOf({ attributes }: ElementNode): string {
  const state = attributes['aria-checked'];
  return state === 'true' ? YES : state === 'false' ? NO : '';
}

const YES = '✓';
const NO = '✗';
/** As the common sets of icons call them, with a word on their shape: "fa-check", "bi-x-lg", "lucide-circle-x", "dashicons-no". Styles have an "x" too: "border-x". */
const SIGN_CLASS =
  /(?:^|\s)((?:[\w-]{0,30}icons?|fa|bi|ti|ri|bx|ph|pi|la|mdi|uil|fi|gg|lucide|feather)-)?(?:(?:circle|square)-)?(?:(check2?|checkmark|tick|ok|yes)|(times|xmark|cross|x|no))(?:-(?:lg|large|circle|square|fill|solid|o|alt|bold)){0,3}(?=\s|$)/i;
const NEEDS_SET = /^(?:ok|yes|times|x|no)$/i;
/** Longer names are no icon's. */
const CLASS_CHARS_MAX = 200;

function drawnSign({ attributes }: ElementNode): string | undefined {
  const [, set, yes, no = ''] = SIGN_CLASS.exec((attributes['class'] ?? '').slice(0, CLASS_CHARS_MAX)) ?? [];
  if (set === undefined && NEEDS_SET.test(yes ?? no)) return undefined;
  return yes !== undefined ? YES : no !== '' ? NO : undefined;
}

/** Text that a page sets apart by its place on the line, or shows as a sign, written so that a line of text says the same. */
import { ROLE } from '../document/names.js';
import { type ElementNode, findAbove, findBelow, HEADING } from '../document/tree.js';
import { titleOf } from './content-drawing.js';
import { type ContentElement, type ContentNode, contentText, holds } from './content-node.js';
import type { PageContext } from './page-context.js';
import { onTheLine } from './raised.js';
import { cutText, isInline, readable } from './visible-text.js';

/** "10<sup>6</sup>" is 10⁶, not 106; a raised number that leads to a note is [1]; "1<sup>st</sup>" is 1st. */
export function raisedOrLowered(node: ContentElement): ContentNode {
  const leads = holds(node, ({ name, facts }) => name === 'a' && facts.href !== undefined);
  if (leads || holds(node, ({ name }) => name === 'math')) return node;
  const isNote = holds(node, ({ facts }) => facts.onPage !== undefined);
  const text = onTheLine(node.name, contentText(node), isNote);
  return text === undefined ? node : { kind: 'text', text };
}

/**
 * The sign beside a heading that links to it, the arrow back from a footnote; also where the sign has words, for who does
 * not see it: `<h2 id="x">Fees</h2><a href="#x">Permalink to “Fees”</a>`.
 */
export function isSign(link: ContentElement, { name, facts, children }: ContentElement, element: ElementNode): boolean {
  const { onPage } = link.facts;
  if (onPage === undefined) return false;
  const text = contentText(link).trim();
  if (holds(link, ({ name }) => name === 'img')) return text === '' && !holds(link, isOwnPicture);
  if (!/[\p{L}\p{N}]/u.test(text)) return onPage === '' || !isOperator(text, link, element);
  const before = children
    .slice(-SIGN_PARTS_MAX, -1)
    .filter((child) => child.kind === 'element' || child.text.trim() !== '');
  const last = before.at(-1);
  if (last?.kind === 'element' && HEADING.test(last.name)) return last.facts.place === onPage;
  if (!HEADING.test(name) || facts.place !== onPage || children.length > SIGN_PARTS_MAX) return false;
  const title = before.map(contentText).join('').trim();
  return WORD.test(title) && text.includes(title);
}

/** As the arrow is called that stands beside each section of a manual: "top", "Back to top". */
const TO_TOP = /^\W{0,3}(?:(?:back )?to (?:the )?)?top(?: of (?:the |this )?page)?\W{0,3}$/i;

function isOwnPicture({ name, facts: { alt = '' } }: ContentElement): boolean {
  return name === 'img' && !TO_TOP.test(alt);
}

/**
 * What manuals list and define, as "(==)" or "::=", where it leads to its definition or is one. A single sign, one that is
 * repeated and an arrow lead somewhere: "^", "...", ">>", "->".
 */
const OPERATOR =
  /^(?:\((?![#^]\)|\.{3})[!-/:-@[-`{-~]+\)|(?!([-+.*^<>/|:~])\1*$|<-+$|[-=]+>$)[!$%&*+./:<=>?@\\^|~-]{2,})$/;
/** In code an arrow is an operator too. */
const IN_CODE = /^(?!#+$)[!-/:-@[-`{-~]+$/;
const CODE: ReadonlySet<string> = new Set(['pre', 'code']);
/** Between a name and the code it stands in are boxes for its colours. */
const CODE_LEVELS_MAX = 4;

function isOperator(text: string, link: ContentElement, element: ElementNode): boolean {
  if (OPERATOR.test(text)) return true;
  return IN_CODE.test(text) && (holds(link, ({ name }) => CODE.has(name)) || isInCode(element));
}

function isInCode({ parent }: ElementNode): boolean {
  return findAbove(parent, ({ name }) => CODE.has(name), CODE_LEVELS_MAX) !== undefined;
}

const SIGN_PARTS_MAX = 3;

/** A number before the link is no title: `<h3 id="x">1. <a href="#x">1. Scope</a></h3>`. */
const WORD = /\p{L}/u;

/** Readings of a ruby in brackets, quotations in quotation marks. */
export function addMarks({ name, children }: ContentElement): void {
  if (!children.some((child) => contentText(child).trim() !== '')) return;
  const [before, after] = name === 'rt' ? ['(', ')'] : ['“', '”'];
  children.unshift({ kind: 'text', text: before });
  children.push({ kind: 'text', text: after });
}

/** "2 h ago" and "4 March" are read later, and by who does not know today's date. */
export function addDate(time: ContentElement, { datetime, title = '' }: ElementNode['attributes']): void {
  const moment = datetime ?? (MOMENT.test(title) ? title : '');
  const [, date, year] = /^\s*((\d{4})-\d\d-\d\d)(?!\d)/.exec(moment) ?? [];
  const shown = contentText(time).trim();
  if (date === undefined || year === undefined || shown.includes(year)) return;
  time.children.push({ kind: 'text', text: shown === '' ? date : ` (${date})` });
}
/** A whole title from which a script makes "2 h ago": `<abbr class="timeago" title="2026-03-04T09:24:17Z"></abbr>`. */
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]{0,20} ?(?:Z|[+-]\d\d:?\d\d)?$/;

/**
 * What a box shows that is a picture by its role (WAI-ARIA 1.2, 5.3.5), as stars and lamps made of boxes are, by the name that it has for who does not see it.
 * Without a role a name with a number is one, too, where nothing else is: `<div class="stars" style="--rating: 3.5" aria-label="3.5 of 5">`.
 */
export function addName(box: ContentElement, element: ElementNode, context: PageContext): void {
  const { attributes, marks } = element;
  if ((marks & ROLE) === 0 || box.name === 'img') return;
  const { role, 'aria-label': label = '' } = attributes;
  // Boxes without a style of their own are parts of a page that are empty as yet, as are rows, lists and slides.
  const isBox = element.name === 'div' && attributes['style'] !== undefined;
  const isDrawn = role === undefined && (isBox || isInline(element.name));
  if (role !== 'img' && !(isDrawn && HAS_NUMBER.test(label) && !isControl(element))) return;
  const shown = contentText(box).trim();
  // Five stars of which a style shows three and a half; a single sign, as an emoji and the sign of a note, shows what it is.
  if (HAS_NUMBER.test(label) ? SAYS.test(shown) : shown !== '') return;
  if (holds(box, ({ facts }) => facts.src !== undefined)) return;
  // What `aria-labelledby` points to is most often seen by itself.
  const name = pictureName(element, label, context);
  if (name === '') return;
  box.children.length = 0;
  box.children.push({ kind: 'text', text: ` ${name} ` });
  // It is no emphasis.
  if (box.name === 'i') box.name = 'span';
}
const HAS_NUMBER = /\d/;
const SAYS = /[\p{L}\p{N}]|^.\ufe0f?$/u;

/** What a drawing is called that is a picture by its role; in a link or a button it is the name of that. */
export function drawingName(svg: ElementNode, context: PageContext): string {
  const { attributes, marks } = svg;
  const { role, 'aria-hidden': hidden } = attributes;
  if ((marks & ROLE) === 0 || hidden === 'true' || (role ?? 'img') !== 'img') return '';
  const name = context.labelOf(attributes) || titleOf(svg) || '';
  const isInControl = findAbove(svg.parent, isControl, CONTROL_LEVELS_MAX) !== undefined;
  return name === '' || isInControl || OF_ICONS.test(name.trim()) ? '' : pictureName(svg, name, context);
}
/** As sets name their drawings, whatever they stand for here: "menu", "chevron-down", "Play icon". */
const OF_ICONS = /^\p{Ll}[\p{Ll}\p{N}-]*$|\b[Ii]con$/u;
const CONTROLS: ReadonlySet<string> = new Set(['a', 'button', 'summary']);
const CONTROL_ROLES: ReadonlySet<string | undefined> = new Set('button link menuitem option switch tab'.split(' '));
/** Between a button and its sign stand a few boxes. */
const CONTROL_LEVELS_MAX = 6;

export function isControl({ name, attributes, marks }: ElementNode): boolean {
  return CONTROLS.has(name) || ((marks & ROLE) !== 0 && CONTROL_ROLES.has(attributes['role']));
}

function pictureName(element: ElementNode, label: string, context: PageContext): string {
  const name = readable(context, label);
  return name === '' || isNameOfIcon(element, name) || isSaidBeside(element, name) ? '' : cutText(name, NAME_CHARS_MAX);
}
/** ECharts tells ten numbers of each of ten series in the name of a chart. */
export const NAME_CHARS_MAX = 5_000;

/** Icons are called as in their set, not by what they say here: "caret-down", "chevron forward outline" (Ant Design, Ionic). */
function isNameOfIcon(box: ElementNode, name: string): boolean {
  const inSet = name.replaceAll(' ', '-');
  const isIt = ({ attributes }: ElementNode) => attributes['data-icon'] === inSet;
  return box.attributes['name'] === inSet || findBelow(box, isIt, ICON_NODES_MAX) !== undefined;
}
const ICON_NODES_MAX = 5;

/** Of the picture of a card the title is the name, too. Looked for where the first words beside it are, not among the lines of the drawing. */
function isSaidBeside(box: ElementNode, name: string): boolean {
  let hasWords = false;
  const saysIt = ({ children }: ElementNode) =>
    children.slice(0, CARD_NODES_MAX).some((child) => {
      if (child.kind !== 'text') return false;
      const isLong = child.text.length > CARD_CHARS_MAX;
      const text = isLong ? '' : child.text.trim();
      hasWords ||= isLong || text !== '';
      return ` ${text} `.includes(` ${name} `);
    });
  let from = box;
  for (let level = 0; level < CARD_LEVELS_MAX && from.parent !== undefined && !hasWords; level++) {
    const around = from.parent;
    const others = around.children
      .slice(0, CARD_PARTS_MAX)
      .filter((child) => child.kind === 'element' && child !== from);
    if (saysIt(around) || others.some((other) => other.kind === 'element' && findBelow(other, saysIt, CARD_NODES_MAX)))
      return true;
    from = around;
  }
  return false;
}
const CARD_NODES_MAX = 30;
const CARD_PARTS_MAX = 12;
const CARD_CHARS_MAX = 1_000;
const CARD_LEVELS_MAX = 4;

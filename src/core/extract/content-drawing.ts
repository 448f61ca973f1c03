/** The words in a drawing (SVG): of diagrams and charts they are all that can be read. */
import { sightOf } from '../document/hidden.js';
import { ROLE } from '../document/names.js';
import { type DocumentNode, type ElementNode, textOf } from '../document/tree.js';
import type { PageContext } from './page-context.js';
import { cutText, readable, standsInLine } from './visible-text.js';

/** A large diagram; a plot has a label for each of its points. */
const WORDS_CHARS_MAX = 5_000;
/** More than a map or a plot that can still be looked at. */
const NODES_MAX = 50_000;

/** What is drawn only where something refers to it, or never. */
const NOT_DRAWN: ReadonlySet<string> = new Set(
  'title desc style script metadata defs symbol clippath mask marker pattern filter template'.split(' '),
);
/** Where text is drawn: nowhere else is it (SVG 2, 11.1 and 12.4). */
const DRAWS_TEXT: ReadonlySet<string> = new Set(['text', 'foreignobject']);

/** What a drawing is called (SVG 2, 5.8): its own title, not that of a part. */
export function titleOf(svg: ElementNode): string | undefined {
  const title = svg.children.find((child) => child.kind === 'element' && child.name === 'title');
  return title?.kind === 'element' ? textOf(title) : undefined;
}

/** Whether nothing is drawn: a frame that scales HTML to its size, as those of slides (Marp) and of headings as wide as the page (Framer). */
export function isFrame({ name, children }: ElementNode): boolean {
  const drawn = name === 'svg' ? children.filter(({ kind }) => kind === 'element') : [];
  return drawn.length > 0 && drawn.every((one) => one.kind === 'element' && one.name === 'foreignobject');
}

/** What is told by its name (WAI-ARIA 1.2, "children presentational"; Graphics Module 1.0): a bar, with what it stands for. */
const NAMED_ROLES: ReadonlySet<string | undefined> = new Set(['img', 'graphics-symbol']);

function nameOfPart({ marks, attributes }: ElementNode): string {
  return marks & ROLE && NAMED_ROLES.has(attributes['role']) ? (attributes['aria-label'] ?? '') : '';
}

/** The labels of a drawing in the order of the page, parted by " · "; empty of nearly all, which are icons. */
export function drawnWords(svg: ElementNode, context: PageContext): string {
  const labels: string[] = [];
  let chars = 0;
  const open: DocumentNode[] = [svg];
  /** The name of the part that is looked through, and what was open when it began. */
  let part = '';
  let around = 0;
  for (let looked = 0; looked < NODES_MAX && chars <= WORDS_CHARS_MAX; looked++) {
    if (open.length <= around) part = '';
    const node = open.pop();
    if (node === undefined) break;
    if (node.kind === 'text' || isUnseen(node, context)) continue;
    const name = node === svg ? '' : nameOfPart(node);
    const isText = DRAWS_TEXT.has(node.name);
    if (name !== '' || isText) {
      const label = readable(context, name || labelOf(node, context));
      // Drawn twice: its outline, then itself.
      if (label !== '' && label !== labels.at(-1) && !part.includes(label)) {
        labels.push(label);
        chars += label.length;
      }
      if (isText || node.attributes['role'] !== 'img') continue;
      // A bar's name says all that is drawn in it, that of a diagram how it is called.
      [part, around] = [label, open.length];
    }
    for (const child of node.children.toReversed()) open.push(child);
  }
  return cutText(labels.join(' · '), WORDS_CHARS_MAX);
}

function labelOf(element: ElementNode, context: PageContext): string {
  let text = '';
  const open: (DocumentNode | ' ')[] = [...element.children].reverse();
  for (let node = open.pop(); node !== undefined && text.length <= WORDS_CHARS_MAX; node = open.pop()) {
    if (node === ' ') text += ' ';
    else if (node.kind === 'text') text += node.text;
    else if (!isUnseen(node, context)) {
      if (!partsNoWords(node)) {
        text += ' ';
        open.push(' ');
      }
      for (const child of node.children.toReversed()) open.push(child);
    }
  }
  return text;
}

/** A `tspan` with a place of its own begins a line. */
function partsNoWords(element: ElementNode): boolean {
  if (!element.svg) return standsInLine(element);
  const { x, y, dy } = element.attributes;
  return x === undefined && y === undefined && dy === undefined;
}

function isUnseen(element: ElementNode, context: PageContext): boolean {
  const { gone, invisible } = sightOf(element, context.request.rendered);
  return gone || invisible === true || NOT_DRAWN.has(element.name);
}

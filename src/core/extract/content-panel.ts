/** Which tab a panel belongs to: on the page only the one that is open is seen, in content all stand one below the other. */
import { ROLE } from '../document/names.js';
import { type ElementNode, HEADING } from '../document/tree.js';
import { type ContentElement, contentElement, contentText, holds } from './content-node.js';
import type { PageContext } from './page-context.js';
import { readable } from './visible-text.js';

/** A tab has a few words. */
const NAME_CHARS_MAX = 80;

export function isTabPanel({ attributes, marks }: ElementNode): boolean {
  return (marks & ROLE) !== 0 && attributes['role'] === 'tabpanel';
}

/** Slides are numbered, and say what they are. @param before the text before the panel: in an accordion, the tab's name */
export function namePanel(
  panel: ContentElement,
  { attributes }: ElementNode,
  before: string,
  context: PageContext,
): void {
  if (attributes['aria-roledescription'] !== undefined) return;
  const name = readable(context, context.labelOf(attributes));
  if (!/\p{L}/u.test(name) || name.length > NAME_CHARS_MAX || before.trim() === name) return;
  panel.children.push(contentElement('p', [contentElement('strong', [{ kind: 'text', text: name }])]));
}

/** Where nothing is in it, or a heading in it is called so. @param panel as `namePanel` left it, with all that is in it */
export function settlePanelName(panel: ContentElement): void {
  const [first, ...rest] = panel.children;
  if (first?.kind !== 'element' || first.children.length !== 1) return;
  const [strong] = first.children;
  if (strong?.kind !== 'element' || strong.name !== 'strong') return;
  const name = contentText(strong);
  const isHeaded = holds(panel, (part) => HEADING.test(part.name) && contentText(part).trim() === name);
  if (isHeaded || !rest.some((child) => contentText(child).trim() !== '')) panel.children.shift();
}

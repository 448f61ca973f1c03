/** Which tab a panel belongs to: on the page only the one that is open is seen, in content all stand one below the other. */
import { ROLE } from '../document/names.js';
import { type ElementNode, HEADING } from '../document/tree.js';
import { type ContentElement, type ContentNode, contentElement, contentText } from './content-node.js';
import type { PageContext } from './page-context.js';
import { readable } from './visible-text.js';

/** A tab has a few words. */
const NAME_CHARS_MAX = 80;
/** So far from a panel's edges its name is looked for: panels may be many, and stand in each other. */
const NODES_MAX = 100;
/** A name and the white space that it stands in. */
const TEXT_CHARS_MAX = 500;

export function isTabPanel({ attributes, marks }: ElementNode): boolean {
  return (marks & ROLE) !== 0 && attributes['role'] === 'tabpanel';
}

/**
 * Slides are numbered, otherwise than years, and say what they are; in an accordion the name stands right before the panel.
 * @param root which `panel` is the last in
 */
export function namePanel(
  panel: ContentElement,
  { attributes }: ElementNode,
  root: ContentElement,
  context: PageContext,
): void {
  if (attributes['aria-roledescription'] !== undefined) return;
  const name = readable(context, context.labelOf(attributes));
  if (!/\p{L}|\d{4}/u.test(name) || name.length > NAME_CHARS_MAX || endsWith(root, name)) return;
  panel.children.push(contentElement('p', [contentElement('strong', [{ kind: 'text', text: name }])]));
}

/** Where nothing is in it, or it begins with a heading of that name. @param panel as `namePanel` left it, with all that is in it */
export function settlePanelName(panel: ContentElement): void {
  const [first] = panel.children;
  if (first?.kind !== 'element' || first.children.length !== 1) return;
  const [strong] = first.children;
  if (strong?.kind !== 'element' || strong.name !== 'strong') return;
  const found = firstWords(panel);
  if (found === undefined || found === contentText(strong)) panel.children.shift();
}

/** Whether the last texts are the name, which may have several parts. */
function endsWith(root: ContentElement, name: string): boolean {
  let [nodes, end] = [0, ''];
  const collect = ({ children }: ContentElement): void => {
    for (let i = children.length - 1; i >= 0 && end.length < name.length && nodes++ < NODES_MAX; i--) {
      const node = children[i];
      if (node?.kind === 'text') end = `${node.text.slice(-TEXT_CHARS_MAX)}${end}`.replace(/\s+/g, ' ').trimEnd();
      else if (node !== undefined) collect(node);
    }
  };
  collect(root);
  return end.trimStart() === name;
}

/** The heading that a panel begins with, below its name; '' where that is no heading or much stands before it, undefined where nothing is. */
function firstWords(panel: ContentElement): string | undefined {
  let [nodes, isPictured] = [0, false];
  const find = (node: ContentNode): string | undefined => {
    if (++nodes > NODES_MAX) return '';
    if (node.kind === 'text') return node.text.trim() === '' ? undefined : '';
    isPictured ||= node.name === 'img';
    for (const child of node.children) {
      const found = find(child);
      if (found !== undefined) return found === '' && HEADING.test(node.name) ? contentText(node).trim() : found;
    }
    return undefined;
  };
  return find({ ...panel, children: panel.children.slice(1) }) ?? (isPictured ? '' : undefined);
}

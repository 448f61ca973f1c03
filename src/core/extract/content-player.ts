/** What the content tells of a player: that something is played there, what it is called, and where a person watches or hears it. */
import { type ElementNode, findAbove, findBelow, HEADING } from '../document/tree.js';
import { isWebUrl, withoutCredentials } from '../url.js';
import { type ContentNode, contentElement } from './content-node.js';
import { type Embed, embedOf, watchedOn } from './embeds.js';
import { mediaType } from './media-type.js';
import type { PageContext } from './page-context.js';
import { addressOf, customAddress, decorates, titleOf } from './player-elements.js';
import { cutText, readable, standsInLine } from './visible-text.js';

const NAME_CHARS_MAX = 200;
const KINDS: ReadonlyMap<string, Embed['kind'] | undefined> = new Map([
  ['iframe', undefined],
  ['amp-iframe', undefined],
  ['embed', undefined],
  ['object', undefined],
  ['video', 'video'],
  ['amp-video', 'video'],
  ['audio', 'audio'],
  ['amp-audio', 'audio'],
]);

/** A link to the page that shows the same, else to the file; nothing for frames of another kind and moving backgrounds. */
export function playerInstead(element: ElementNode, context: PageContext): ContentNode[] {
  const { name, attributes, children } = element;
  const custom = KINDS.has(name) ? undefined : customAddress(element);
  if (!KINDS.has(name) && custom === undefined) return [];
  if (context.request.content.only_text || decorates(attributes) || isInLink(element)) return [];
  const source = children.find((child) => child.kind === 'element' && child.name === 'source');
  const ofSource = source?.kind === 'element' ? source.attributes : {};
  const own = custom ?? (name === 'object' ? attributes['data'] : addressOf(attributes));
  const { type } = own === undefined ? ofSource : attributes;
  const url = context.resolve(own ?? addressOf(ofSource) ?? '');
  if (url === undefined || !isWebUrl(url) || url.href === context.baseUrl) return [];
  const known = embedOf(url) ?? (KINDS.get(name) || custom !== undefined ? watchedOn(url) : undefined);
  const kind = known?.kind ?? KINDS.get(name) ?? mediaType(url, type).kind;
  if (kind === undefined) return [];
  const title = titleOf(attributes) || context.labelOf(attributes);
  const label = cutText(readable(context, title.slice(0, 2 * NAME_CHARS_MAX)), NAME_CHARS_MAX);
  const word = kind === 'video' ? 'Video' : 'Audio';
  const text = label === '' ? word : `${word}: ${label}`;
  const href = known?.watchUrl ?? withoutCredentials(url);
  return [contentElement(isInText(element) ? 'cell' : 'p', [contentElement('a', [{ kind: 'text', text }], { href })])];
}

/** Elements of a card with a film or an episode that are looked at. */
const CARD_NODES_MAX = 200;

/** Whether a custom element that plays something holds what is said of it, rather than controls. */
export function holdsProse(element: ElementNode): boolean {
  const isProse = ({ name }: ElementNode) => name === 'p' || name === 'blockquote' || HEADING.test(name);
  return findBelow(element, isProse, CARD_NODES_MAX) !== undefined;
}

/** How a word is spoken, in the middle of a sentence: it parts none. */
function isInText({ parent }: ElementNode): boolean {
  return parent !== undefined && (parent.name === 'p' || standsInLine(parent));
}

/** A preview of what the link leads to. */
function isInLink({ parent }: ElementNode): boolean {
  return findAbove(parent, ({ name }) => name === 'a') !== undefined;
}

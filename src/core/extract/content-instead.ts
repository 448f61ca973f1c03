/** What a left-out element is to a reader. */
import type { ElementNode } from '../document/tree.js';
import { choicesOf, fieldText } from './content-controls.js';
import { drawnWords, titleOf } from './content-drawing.js';
import { drawingName, NAME_CHARS_MAX } from './content-marks.js';
import { texOfScript } from './content-math.js';
import { type ContentElement, type ContentNode, contentElement } from './content-node.js';
import { playerInstead } from './content-player.js';
import { buttonName } from './labels.js';
import type { PageContext } from './page-context.js';
import { cutText, readable } from './visible-text.js';

/** What a left-out element is to a reader: a formula's source, the state of a task, the name of a drawing or button, what may be chosen, a player. */
export function insteadOf(element: ElementNode, context: PageContext, within: ContentElement): ContentNode[] {
  const { name, attributes, parent } = element;
  if (name === 'script') return texOfScript(element, context, within.children);
  if (name === 'svg') {
    const words = drawnWords(element, context);
    const shownName = drawingName(element, context);
    const name =
      shownName === '' ? named(titleOf(element) ?? context.labelOf(attributes), context) : plain(` ${shownName} `);
    return words === '' ? name : [...name, { kind: 'text', text: ` ${words} ` }];
  }
  if (name === 'canvas') return shown(context.labelOf(attributes), context);
  if (name === 'select') return plain(choicesOf(element, context));
  const button = name === 'input' ? buttonName(element) : undefined;
  if (button !== undefined) return named(button, context);
  if (name !== 'input') return playerInstead(element, context);
  if (attributes['type']?.toLowerCase() !== 'checkbox') return plain(fieldText(element));
  const isTask = parent?.name === 'li' || parent?.parent?.name === 'li';
  return isTask ? [{ kind: 'text', text: attributes['checked'] === undefined ? '[ ] ' : '[x] ' }] : [];
}

function plain(text: string): ContentNode[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** As an image that has no address. */
function shown(name: string, context: PageContext): ContentNode[] {
  const alt = cutText(readable(context, name), NAME_CHARS_MAX);
  return alt === '' ? [] : [contentElement('img', [], { src: '', alt })];
}

/** As an image that cannot be shown: a link that holds nothing else is called so. */
function named(name: string, context: PageContext): ContentNode[] {
  const alt = readable(context, name);
  return alt === '' ? [] : [contentElement('img', [], { alt })];
}

/** The frame that holds what a page is about, where the page itself says next to nothing. */
import type { ElementNode } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { isWebUrl, withoutHash } from '../url.js';
import { embedOf } from './embeds.js';
import { elementSize } from './image-format.js';
import type { PageContext } from './page-context.js';

/** Beside a frame with its content a page has a heading and a sentence, and links. */
const OWN_CHARS_MAX = 200;
/** What is lower or narrower is a button, a counter or a captcha. */
const FRAME_PX_MIN = 250;
const LINK_OR_IMAGE = /!?\[[^[\]]*\]\([^()]*\)/g;

/** `found`: whether there is a frame that a person sees, and that is neither small nor a player `media` tells of. */
export function frameVisitor(context: PageContext): Visitor & { found(): boolean } {
  let found = false;
  const own = withoutHash(context.baseUrl);
  return {
    enter(element, at) {
      if (element.name !== 'iframe' || found || at.hidden || at.inNoscript || isSmall(element)) return;
      const { src = '', srcdoc = '' } = element.attributes;
      const url = context.resolve(src);
      // A player may write its first picture itself, until it is asked to play.
      if (url !== undefined && embedOf(url) !== undefined) return;
      // A chapter of a book, a letter, an example: the page writes what the frame shows (HTML standard, 4.8.5).
      const isWritten = srcdoc.length > OWN_CHARS_MAX;
      found = isWritten || (url !== undefined && isWebUrl(url) && withoutHash(url.href) !== own);
    },
    found: () => found,
  };
}

/** Whether this content, Markdown or text, is next to nothing beside its links. */
export function isMeagre(content: string): boolean {
  if (content.length > 20 * OWN_CHARS_MAX) return false;
  return content.replace(LINK_OR_IMAGE, '').replace(/[^\p{L}\p{N}]/gu, '').length < OWN_CHARS_MAX;
}

function isSmall({ attributes }: ElementNode): boolean {
  const { width = FRAME_PX_MIN, height = FRAME_PX_MIN } = elementSize(attributes);
  return Math.min(width, height) < FRAME_PX_MIN;
}

/** Asides and sidebars that belong to the text they stand in: notes, warnings, footnotes. The rest are columns beside the page. */
import { type ElementNode, isLink } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { isSidebar } from './main-names.js';
import { LINK_SHARE_MAX } from './main-title.js';
import { isInline } from './visible-text.js';

/** Shorter paragraphs are labels. */
const PROSE_CHARS_MIN = 25;
/** With one of these it is a box to sign up, or leads to other pages: newspapers have those between their paragraphs. */
const OF_BOXES: ReadonlySet<string> = new Set('nav form iframe img h1 h2 h3 h4'.split(' '));

interface Aside {
  readonly element: ElementNode;
  chars: number;
  linkChars: number;
  /** By the role of something in it. */
  isNote: boolean;
  isBox: boolean;
  hasProse: boolean;
}

export interface NoteFinder extends Visitor {
  /** Whether it is an aside of prose between paragraphs of prose, or one that says that it is a note. */
  isNote(element: ElementNode): boolean;
}

/** Rides along with the search for the main content. */
export function noteFinder(): NoteFinder {
  const asides = new Map<ElementNode, Aside>();
  /** What holds paragraphs of prose, and what holds them in a `div` each. */
  const flows = new Set<ElementNode>();
  const flowsOfBlocks = new Set<ElementNode>();
  let open: Aside | undefined;
  let links = 0;
  /** Characters of the paragraph of an aside that is read, with its code and links. */
  let line = 0;
  return {
    isNote(element) {
      const aside = asides.get(element);
      if (aside === undefined || aside.isNote) return aside !== undefined || isNamedNote(element);
      const isProse = aside.hasProse && !aside.isBox && aside.linkChars <= aside.chars * LINK_SHARE_MAX;
      if (!isProse || element.parent === undefined) return false;
      return flows.has(element.parent) || (element.name === 'div' && flowsOfBlocks.has(element.parent));
    },
    enter(element) {
      if (open !== undefined) {
        if (!isInline(element.name)) line = 0;
        if (isNamedNote(element) && open.element.name === 'aside') open.isNote = true;
        else if (OF_BOXES.has(element.name)) open.isBox = true;
        if (isLink(element)) links++;
      } else if (mayBeNote(element)) {
        open = {
          element,
          chars: 0,
          linkChars: 0,
          isNote: isNamedNote(element),
          isBox: false,
          hasProse: false,
        };
        links = 0;
        line = 0;
      }
    },
    leave(element) {
      if (open === undefined) return;
      if (!isInline(element.name)) line = 0;
      if (isLink(element)) links--;
      if (open.element !== element) return;
      asides.set(element, open);
      open = undefined;
    },
    text({ parent, text }, at) {
      if (at.hidden) return;
      const chars = text.trim().length;
      if (open !== undefined) {
        open.chars += chars;
        line += chars;
        if (line >= PROSE_CHARS_MIN) open.hasProse = true;
        if (links > 0) open.linkChars += chars;
      } else if (chars >= PROSE_CHARS_MIN && parent.parent !== undefined) {
        if (parent.name === 'p') flows.add(parent.parent);
        else if (parent.name === 'div') flowsOfBlocks.add(parent.parent);
      }
    },
  };
}

function mayBeNote(element: ElementNode): boolean {
  if (element.name === 'aside') return element.attributes['role'] === undefined || isNamedNote(element);
  return isSidebar(element);
}

/** "note", "doc-footnote", "doc-tip" (DPUB-ARIA 1.1). */
function isNamedNote({ name, attributes: { role } }: ElementNode): boolean {
  return name === 'aside' && role !== undefined && /^(?:note|doc-(?:foot|end)notes?|doc-tip|doc-notice)$/.test(role);
}

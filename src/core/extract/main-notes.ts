/** Asides and sidebars that belong to the text they stand in: notes, warnings, footnotes, lists of facts. The rest are columns beside the page. */
import { type ElementNode, isLink } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { isSidebar } from './main-names.js';
import { LINK_SHARE_MAX } from './main-title.js';
import { isInline } from './visible-text.js';

/** Shorter paragraphs are labels. */
const PROSE_CHARS_MIN = 25;
/** With one of these it is a box to sign up, or leads to other pages: newspapers have those between their paragraphs. */
const OF_BOXES: ReadonlySet<string> = new Set('nav form iframe img h1 h2 h3 h4'.split(' '));
/** With one of these it is no list of facts either: what one can choose or look for. */
const OF_CONTROLS: ReadonlySet<string> = new Set('nav form iframe'.split(' '));
/** With one of these in an item: products, other pages, filters. */
const OF_CHOICES: ReadonlySet<string> = new Set(['img', 'input']);
/** As ingredients, data and prices stand in. */
const ITEMS: ReadonlySet<string> = new Set('li td th dt dd'.split(' '));
const ITEMS_MIN = 3;
/** Longer ones are what somebody says: comments, teasers. */
const FACT_CHARS_MAX = 120;
/** So much of an aside of facts is facts, in no link. */
const FACT_SHARE_MIN = 0.35;

/** As pages call what they sell and who they want to win: "ad", "ad-slot", "advert", "newsletter-signup". */
const OFFER =
  /(?:^|[\s_-])(?:ads?|adverts?|advertisements?|adslot|promos?|promotions?|sponsors?|sponsored|newsletters?|subscribe|signup)(?=$|[\s_-])/i;

/** As pages call a note for its weight: "starlight-aside--caution", "warning", "note-box", not "tip-jar". It may be as short as a label. */
const NOTE = /(?:^|[\s_-])(?:note|tip|hint|caution|warning|danger|important|admonition)(?=$|\s|[_-]box(?:$|\s))/i;
/** With one of these it asks for something: consent, an opinion, an address. */
const OF_QUESTIONS: ReadonlySet<string> = new Set(['button', 'input']);

interface Aside {
  readonly element: ElementNode;
  chars: number;
  linkChars: number;
  /** By the role of something in it. */
  isNote: boolean;
  isBox: boolean;
  hasProse: boolean;
  /** What somebody said that the text answers, as forums quote it (Discourse): with a picture and a link to who did. */
  isQuote: boolean;
  /** By its class, in an article or `main`, without buttons. */
  isCalledNote: boolean;
  /** It stands in an article or `main`, without controls. */
  mayBeFacts: boolean;
  items: number;
  factChars: number;
}

export interface NoteFinder extends Visitor {
  /** Whether it is an aside of prose between paragraphs of prose, a list of facts, or one that says that it is a note. */
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
  /** What is open: articles and `main` on the way to an aside, items in it. */
  let contents = 0;
  let items = 0;
  return {
    isNote(element) {
      const aside = asides.get(element);
      if (aside === undefined || aside.isNote) return aside !== undefined || isNamedNote(element);
      if (aside.mayBeFacts && aside.items >= ITEMS_MIN && aside.factChars >= aside.chars * FACT_SHARE_MIN) return true;
      const isText = aside.chars > 0 && !aside.isBox && aside.linkChars <= aside.chars * LINK_SHARE_MAX;
      if (aside.isCalledNote && isText) return true;
      const isProse = aside.hasProse && isText;
      if (!(isProse || aside.isQuote) || element.parent === undefined) return false;
      return flows.has(element.parent) || (element.name === 'div' && flowsOfBlocks.has(element.parent));
    },
    enter(element) {
      if (open !== undefined) {
        if (!isInline(element.name)) line = 0;
        if (isNamedNote(element) && open.element.name === 'aside') open.isNote = true;
        else if (OF_BOXES.has(element.name)) open.isBox = true;
        else if (OF_QUESTIONS.has(element.name)) open.isCalledNote = false;
        else if (element.name === 'blockquote') open.isQuote = open.element.name === 'aside' && !isOffer(open.element);
        if (OF_CONTROLS.has(element.name) || (items > 0 && OF_CHOICES.has(element.name))) open.mayBeFacts = false;
        if (isLink(element)) links++;
        if (ITEMS.has(element.name)) {
          items++;
          open.items++;
        }
      } else if (isContent(element)) contents++;
      else if (mayBeNote(element)) {
        const mayTell = contents > 0 && element.name === 'aside' && !isOffer(element);
        open = {
          element,
          chars: 0,
          linkChars: 0,
          isNote: isNamedNote(element),
          isBox: isOffer(element),
          hasProse: false,
          isQuote: false,
          isCalledNote: mayTell && NOTE.test(element.attributes['class'] ?? ''),
          mayBeFacts: mayTell,
          items: 0,
          factChars: 0,
        };
        links = 0;
        items = 0;
        line = 0;
      }
    },
    leave(element) {
      if (open === undefined) {
        if (isContent(element)) contents--;
        return;
      }
      if (!isInline(element.name)) line = 0;
      if (isLink(element)) links--;
      if (ITEMS.has(element.name)) items--;
      if (open.element !== element) return;
      asides.set(element, open);
      open = undefined;
    },
    text({ parent, text }, at) {
      if (at.gone) return;
      const chars = text.trim().length;
      if (open !== undefined) {
        open.chars += chars;
        line += chars;
        if (line >= PROSE_CHARS_MIN) open.hasProse = true;
        if (links > 0) open.linkChars += chars;
        else if (items > 0 && chars <= FACT_CHARS_MAX) open.factChars += chars;
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

function isContent({ name }: ElementNode): boolean {
  return name === 'article' || name === 'main';
}

function isOffer({ attributes }: ElementNode): boolean {
  return OFFER.test(attributes['class'] ?? '') || OFFER.test(attributes['id'] ?? '');
}

/** "note", "doc-footnote", "doc-tip" (DPUB-ARIA 1.1). */
function isNamedNote({ name, attributes: { role } }: ElementNode): boolean {
  return name === 'aside' && role !== undefined && /^(?:note|doc-(?:foot|end)notes?|doc-tip|doc-notice)$/.test(role);
}

/** What the beginning of a page's body says: headings, first paragraphs, running text. */
import { type ElementNode, HEADING, isLink, STRUCK } from '../document/tree.js';
import type { Region, Visitor } from '../document/walk.js';
import { isNavigation, MENU_PROSE_CHARS_MIN } from '../extract/main-names.js';
import { charsOf, isApart, isInline } from '../extract/visible-text.js';
import { parseUrl } from '../url.js';

export interface Lead {
  headings: string;
  /** The first paragraphs of the content, a line each; below its title where it has one: above it stand notices and offers of the site. */
  lead: string;
  /** Titles of the pages before and after where they stand among those: no words of the page, yet of its subject. For ranking. */
  around: string;
  /** Running text of the content, the lead included. */
  body: string;
}

/** The table of contents of a long page is more; what stands below where reading ends is known by it alone. */
const HEADINGS_CHARS_MAX = 6_000;
const LEAD_BLOCKS = 3;
const LEAD_CHARS_MAX = 1_500;
/**
 * About 4,000 words: what is asked for often stands deep in a manual's page. More changed little that was measured, and
 * a thousand heads are kept at once.
 */
const BODY_CHARS_MAX = 24_000;
/** Shorter blocks are captions, dates and buttons. */
const PARAGRAPH_CHARS_MIN = 20;
/** A block whose text is mostly links is a menu. */
const LINK_SHARE_MAX = 0.7;

interface Block {
  text: string;
  linkChars: number;
  placeChars: number;
  heading: boolean;
  title: boolean;
  /** Names the pages before and after. */
  around: boolean;
  region: Region;
}

/** Of a page's footer, with what the site was made with ("Built with Sphinx using a theme"); on short pages the longest text of all. */
export const COPYRIGHT =
  /^(?:(?:copyright )?(?:©|\(c\) ?\d)|(?:proudly )?(?:built|powered|generated|created) (?:with|by) .{1,80}$)/i;

/** All white space but single spaces, which stay as they are: nearly all, and replacing them takes a third of a glance. */
const SPACES = /\s{2,}|[^\S ]/g;

/** Blogs link the date of each comment to it. */
const COMMENT = /#(?:comment|respond)/i;

/** What holds one of these holds the page, whatever it is called: `<div class="nav-fixed">`. */
const PAGE: ReadonlySet<string> = new Set(['h1', 'main', 'article']);

/** `url`: the page's, as its links are resolved. */
export function leadVisitor(url: string): Visitor & { result(): Lead } {
  const places = placesOf(url);
  const blocks: Block[] = [];
  let block = emptyBlock();
  let inLink = 0;
  /** The last link leads to a place on the page. */
  let inPlace = false;
  let inHead = false;
  /** What names the pages before and after: where a chapter is but its table of contents, their titles are all its text. */
  let navigation: ElementNode | undefined;

  /** Of what is struck out in the block: whether its words have begun. Icons are drawn with an empty `s`, and whole blocks are not marked. */
  let struck: 'pending' | 'open' | undefined;

  const endStruck = () => {
    if (struck === 'open') block.text += '~~';
    struck = undefined;
  };

  const endBlock = () => {
    endStruck();
    const text = block.text.replace(SPACES, ' ').trim();
    // A table of contents has the headings of the page, further down than is read too.
    const isListed = block.placeChars >= LINK_SHARE_MAX * text.length;
    const around = navigation !== undefined && text.length < MENU_PROSE_CHARS_MIN;
    if (text !== '') blocks.push({ ...block, text, around, heading: block.heading || isListed });
    block = emptyBlock();
  };

  return {
    enter(element, at) {
      const { name } = element;
      if (name === 'head') inHead = true;
      else if (isLink(element)) {
        inLink++;
        const href = element.attributes['href'];
        inPlace = href !== undefined && places.some((place) => href.startsWith(place)) && !COMMENT.test(href);
      } else if (name === 'br') block.text += ' ';
      else if (!isInline(name)) {
        endBlock();
        if (PAGE.has(name)) navigation = undefined;
        else if (navigation === undefined && isNavigation(element)) navigation = element;
        block.heading = HEADING.test(name);
        block.title = name === 'h1';
      } else if (at.hidden) return;
      else if (STRUCK.has(name)) struck ??= 'pending';
      else if (isApart(element)) block.text += ' ';
    },
    text(node, at) {
      if (inHead || at.hidden || at.inNoscript) return;
      if (struck === 'pending' && node.text.trim() !== '') {
        struck = 'open';
        block.text += '~~';
      }
      block.text += node.text;
      block.region = at.region;
      if (inLink === 0) return;
      // As they are counted in the block: the spaces that indent a link are no text.
      const chars = node.text.replace(SPACES, ' ').length;
      block.linkChars += chars;
      if (inPlace) block.placeChars += chars;
    },
    leave(element, at) {
      const { name } = element;
      if (name === 'head') inHead = false;
      else if (isLink(element)) inLink--;
      else if (name !== 'br' && !isInline(name)) endBlock();
      else if (STRUCK.has(name)) endStruck();
      else if (name !== 'br' && !at.hidden && isApart(element)) block.text += ' ';
      if (element === navigation) navigation = undefined;
    },
    result() {
      endBlock();
      return leadOf(blocks);
    },
  };
}

/** How links to a place on the page begin. DocBook and LaTeX2HTML write the file's name too, others the whole address. */
function placesOf(url: string): string[] {
  const page = parseUrl(url);
  if (page === undefined) return ['#'];
  const path = page.pathname + page.search;
  const file = path.slice(page.pathname.lastIndexOf('/') + 1);
  return ['', file, path, page.origin + path].map((start) => `${start}#`);
}

function emptyBlock(): Block {
  return { text: '', linkChars: 0, placeChars: 0, heading: false, title: false, around: false, region: 'other' };
}

function leadOf(blocks: readonly Block[]): Lead {
  const hasMain = blocks.some(({ region }) => region === 'main');
  const content = blocks.filter(
    ({ region, linkChars, text }) =>
      (hasMain ? region === 'main' : region !== 'nav' && region !== 'footer') &&
      linkChars < LINK_SHARE_MAX * text.length &&
      !COPYRIGHT.test(text),
  );
  const isLong = (text: string) => text.length > PARAGRAPH_CHARS_MIN || charsOf(text) > PARAGRAPH_CHARS_MIN;
  const paragraphsOf = (some: readonly Block[]) => some.filter(({ heading, text }) => !heading && isLong(text));
  const below = paragraphsOf(content.slice(content.findIndex(({ title }) => title) + 1));
  const first = (below.length > 0 ? below : paragraphsOf(content)).slice(0, LEAD_BLOCKS);
  // Each once, though it stands in the table of contents as well, with a sign that links to it or without.
  const headings = new Map(
    blocks.filter(({ heading }) => heading).map((block) => [block.text.replace(/\s*[#¶]$/, ''), block]),
  );
  return {
    headings: joined([...headings.values()], HEADINGS_CHARS_MAX),
    lead: joined(
      first.filter(({ around }) => !around),
      LEAD_CHARS_MAX,
      '\n',
    ),
    around: joined(
      first.filter(({ around }) => around),
      LEAD_CHARS_MAX,
    ),
    body: joined(
      content.filter(({ heading }) => !heading),
      BODY_CHARS_MAX,
    ),
  };
}

function joined(blocks: readonly Block[], max: number, end = ' '): string {
  let text = '';
  for (const block of blocks) {
    if (text.length >= max) break;
    text += block.text + end;
  }
  return text.slice(0, max);
}

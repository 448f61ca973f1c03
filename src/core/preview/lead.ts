/** What the beginning of a page's body says: headings, first paragraphs, running text, and what it says of links. */
import type { ElementNode } from '../document/tree.js';
import type { Region, Visitor } from '../document/walk.js';
import { INLINE_ELEMENTS } from '../extract/visible-text.js';
import { parseUrl } from '../url.js';

export interface Lead {
  headings: string;
  /** The first paragraphs of the content. */
  lead: string;
  /** Running text of the content, the lead included. */
  body: string;
  /** Links to wanted targets, with their text and the text they stand in. */
  links: LeadLink[];
}

export interface LeadLink {
  href: string;
  text: string;
}

const HEADINGS_CHARS_MAX = 2_000;
const LEAD_BLOCKS = 3;
const LEAD_CHARS_MAX = 1_500;
/** About 1,300 words. More changed no ranking that was measured, and a thousand heads are kept at once. */
const BODY_CHARS_MAX = 8_000;
/** Shorter blocks are captions, dates and buttons. */
const PARAGRAPH_CHARS_MIN = 20;
/** A block whose text is mostly links is a menu. */
const LINK_SHARE_MAX = 0.7;
const LINKS_MAX = 400;
/** A block much longer than a sentence or two says little of one link in it. */
const AROUND_CHARS_MAX = 300;

interface Block {
  text: string;
  linkChars: number;
  heading: boolean;
  region: Region;
  links: { href: string; text: string }[];
}

const HEADING = /^h[1-6]$/;

/** `wanted` are the targets whose mention is collected, without fragments. */
export function leadVisitor(url: string, wanted: ReadonlySet<string>): Visitor & { result(): Lead } {
  const blocks: Block[] = [];
  let block = emptyBlock();
  let anchor: { element: ElementNode; href: string; text: string } | undefined;
  let inAnchor = 0;
  let inHead = false;

  const endBlock = () => {
    const text = collapse(block.text);
    if (text !== '') blocks.push({ ...block, text });
    block = emptyBlock();
  };
  const target = (element: ElementNode): string | undefined => {
    const href = element.attributes['href'];
    if (href === undefined || wanted.size === 0) return undefined;
    const parsed = parseUrl(href, url);
    if (parsed === undefined) return undefined;
    parsed.hash = '';
    return wanted.has(parsed.href) ? parsed.href : undefined;
  };

  return {
    enter(element) {
      if (element.name === 'head') inHead = true;
      else if (element.name === 'a') {
        inAnchor++;
        const href = target(element);
        if (href !== undefined) anchor = { element, href, text: '' };
      } else if (element.name === 'br') block.text += ' ';
      else if (!INLINE_ELEMENTS.has(element.name)) {
        endBlock();
        block.heading = HEADING.test(element.name);
      }
    },
    text(node, at) {
      if (inHead || at.hidden) return;
      block.text += node.text;
      block.region = at.region;
      if (inAnchor > 0) block.linkChars += node.text.length;
      if (anchor !== undefined) anchor.text += node.text;
    },
    leave(element) {
      if (element.name === 'head') inHead = false;
      else if (element.name === 'a') {
        inAnchor--;
        if (anchor?.element === element) {
          block.links.push({ href: anchor.href, text: collapse(anchor.text) });
          anchor = undefined;
        }
      } else if (!INLINE_ELEMENTS.has(element.name)) endBlock();
    },
    result() {
      endBlock();
      return leadOf(blocks);
    },
  };
}

function emptyBlock(): Block {
  return { text: '', linkChars: 0, heading: false, region: 'other', links: [] };
}

function leadOf(blocks: readonly Block[]): Lead {
  const hasMain = blocks.some(({ region }) => region === 'main');
  const content = blocks.filter(
    ({ region, linkChars, text }) =>
      (hasMain ? region === 'main' : region !== 'nav' && region !== 'footer') &&
      linkChars < LINK_SHARE_MAX * text.length,
  );
  const paragraphs = content.filter(({ heading, text }) => !heading && text.length > PARAGRAPH_CHARS_MIN);
  return {
    headings: joined(
      blocks.filter(({ heading }) => heading),
      HEADINGS_CHARS_MAX,
    ),
    lead: joined(paragraphs.slice(0, LEAD_BLOCKS), LEAD_CHARS_MAX),
    body: joined(
      content.filter(({ heading }) => !heading),
      BODY_CHARS_MAX,
    ),
    links: blocks.flatMap(linksOf).slice(0, LINKS_MAX),
  };
}

function linksOf({ text, links }: Block): LeadLink[] {
  return links.map((link) => ({ href: link.href, text: text.length > AROUND_CHARS_MAX ? link.text : text }));
}

function joined(blocks: readonly Block[], max: number): string {
  let text = '';
  for (const block of blocks) {
    if (text.length >= max) break;
    text += `${block.text} `;
  }
  return text.slice(0, max);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

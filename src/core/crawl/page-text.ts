/** What a page's markdown says of itself. Pure and linear. */
import { charsOf } from '../extract/visible-text.js';
import { COPYRIGHT } from '../preview/lead.js';

export interface PageText {
  readonly headings: string;
  /** The first paragraphs; below the title where it has one: above it stand notices and offers of the site. */
  readonly lead: string;
  readonly body: string;
  /** Texts without markup, as long as a sentence or more. */
  readonly passages: readonly string[];
}

/** Characters of a page that are looked at; the rest changes no ranking. */
const PAGE_CHARS_MAX = 200_000;
const HEADINGS_CHARS_MAX = 1_500;
const LEAD_PARAGRAPHS = 3;
const LEAD_CHARS_MAX = 1_200;
const BODY_CHARS_MAX = 6_000;
/** Shorter lines are captions, menus and dates. */
const PASSAGE_CHARS_MIN = 40;
const PASSAGES_MAX = 300;
/** A line whose text is mostly links is a menu. */
const LINK_SHARE_MAX = 0.6;

const HEADING = /^#{1,6} /;
/** Addresses may hold brackets in pairs. */
const LINK = /(?<!\\)\[((?:[^[\]\\]|\\.){0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?: "[^"]{0,200}")?\)/g;
/** A picture that is a link stands within the link's text. */
const IMAGE = new RegExp(`!${LINK.source}`, 'g');
const MARKS = /!(?=\[)|^[\s>#*+-]+|[`|*¶]|<br>|\\$/g;
const ESCAPE = /\\(?=[^\p{L}\p{N}\s])/gu;

export function pageText(markdown: string): PageText {
  const headings: string[] = [];
  const said: string[] = [];
  const passages: string[] = [];
  let above: { passages: number; said: number } | undefined;
  for (const line of markdown.slice(0, PAGE_CHARS_MAX).split('\n')) {
    const { text, linkChars } = plain(line);
    if (HEADING.test(line)) {
      headings.push(text);
      if (line.startsWith('# ') && linkChars === 0) above ??= { passages: passages.length, said: said.length };
    } else if (text !== '' && linkChars < LINK_SHARE_MAX * text.length && !COPYRIGHT.test(text)) {
      said.push(text);
      if (charsOf(text) >= PASSAGE_CHARS_MIN) passages.push(text);
    }
    if (passages.length >= PASSAGES_MAX) break;
  }
  const below = above === undefined ? [] : [passages.slice(above.passages), said.slice(above.said)];
  const lead = [...below, passages].find((some) => some.length > 0) ?? said;
  return {
    headings: headings.join(' ').slice(0, HEADINGS_CHARS_MAX),
    lead: lead.slice(0, LEAD_PARAGRAPHS).join(' ').slice(0, LEAD_CHARS_MAX),
    // Short lines too: a table's rows and a short paragraph say as much for their length.
    body: said.join(' ').slice(0, BODY_CHARS_MAX),
    passages,
  };
}

/** A line without markup: link texts stay, addresses go. */
function plain(line: string): { text: string; linkChars: number } {
  let linkChars = 0;
  const withoutLinks = line.replace(IMAGE, '$1').replace(LINK, (_link, text: string) => {
    linkChars += text.length;
    return text;
  });
  return { text: withoutLinks.replace(ESCAPE, '').replace(MARKS, ' ').replace(/\s+/g, ' ').trim(), linkChars };
}

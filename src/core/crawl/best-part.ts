/** Where in a long page the part stands that answers a query best. */
import { fenceAfter } from '../extract/code-fence.js';
import { SECTION_START_CHARS_MAX } from '../extract/section-start.js';
import { bestMatch, type RelevanceDocument } from '../score/relevance.js';
import { HEADING, isMenu, plain, standUnder } from './page-text.js';

/** Longer sections are weighed in parts: about a screen, which is about one thing. */
const PART_CHARS_MAX = 1_500;
/** A part begins with an item of a list, not within one, unless that is as long as this. */
const ITEM_CHARS_MAX = 4_500;
const ITEM = /^(?:[-*+]|\d{1,9}[.)]) /;
/** What a definition list defines is in bold (content-lists.ts). */
const TERM = /^ *- \*\*(.{1,200}?)\*\*(?=: |:?$)/;
/** A name and its arguments. */
const ITEM_NAME_CHARS = 120;
/** So much of a page is weighed, in so many parts: half a second at worst. What is behind is not. */
export const WEIGHED_CHARS_MAX = 600_000;
const PARTS_MAX = 4_000;
/** A line that is longer is weighed in pieces: to find the words of one that has no spaces takes its square. */
const LINE_CHARS_MAX = 2_000;
const PIECE = new RegExp(`.{1,${LINE_CHARS_MAX}}`, 'gs');

interface BestPart {
  /** Where to begin to read, in characters of the text. */
  readonly offset: number;
  /** Where the part itself ends. */
  readonly end: number;
  /** What it stands under, the nearest two of headings and the item of a list; empty where nothing is above it. */
  readonly under: string;
}

interface Part {
  readonly section: number;
  readonly from: number;
  readonly to: number;
  readonly heading: string;
  /** Headings of the sections around, the page's title first. */
  readonly above: readonly string[];
  /** How the item begins that the part is within, if it does not begin with it: manuals have a function or an option in each. */
  readonly item: string;
  /** What its items define, which others only speak of. Little is added for it: with the weight of a description terms outdo headings. */
  readonly terms: string;
  readonly text: string;
}

/** @param markdown or plain text. Undefined where no word of the query is in what is weighed of it. @throws the signal's reason */
export async function bestPart(
  markdown: string,
  query: string,
  language: string | undefined,
  signal: AbortSignal,
): Promise<BestPart | undefined> {
  const parts = partsOf(markdown.slice(0, WEIGHED_CHARS_MAX));
  const best = await bestMatch(parts, documentOf, query, { language, signal });
  if (best === undefined) return undefined;
  const offset = best.from - best.section <= SECTION_START_CHARS_MAX ? best.section : best.from;
  return { offset, end: best.to, under: underOf(best, offset) };
}

function documentOf({ section, from, heading, above, item, terms, text }: Part): RelevanceDocument {
  return {
    // A section's name is said where it begins; its other parts are told by what they say themselves.
    ...(section === from
      ? { title: heading, headings: above.join(' ') }
      : { headings: [...above, heading, item].join(' ') }),
    context: terms,
    lead: text,
  };
}

/** A changelog has "Fixed" under each version: the heading alone does not tell which. */
function underOf({ section, above, heading, item }: Part, offset: number): string {
  const names = [...above.slice(1), heading, offset === section ? '' : item].filter((name) => name !== '');
  return names.slice(-2).join(' > ');
}

function partsOf(markdown: string): Part[] {
  const parts: Part[] = [];
  const headings: string[] = [];
  let section = 0;
  let from = 0;
  let said: string[] = [];
  let terms: string[] = [];
  /** The beginning of the last item that is in no other, and of the one that the part begins within. */
  let open = '';
  let item = '';
  /** The sign of the block of code that is open. */
  let fence: string | undefined;
  const end = (to: number) => {
    const [heading = ''] = headings.slice(-1);
    const above = headings.slice(0, -1);
    if (to === from || parts.length === PARTS_MAX) return;
    parts.push({ section, from, to, heading, above, item, terms: terms.join(' '), text: said.join(' ') });
    from = to;
    said = [];
    terms = [];
    item = '';
  };
  let at = 0;
  const lines = markdown.split('\n');
  const mayEnd = (next: string) => at - from > (next.startsWith(' ') ? ITEM_CHARS_MAX : PART_CHARS_MAX);
  for (const [i, line] of lines.entries()) {
    if (line.length > LINE_CHARS_MAX) {
      for (const piece of line.match(PIECE) ?? []) {
        end(at);
        said.push(plain(piece).text);
        at += piece.length;
      }
      at++;
      continue;
    }
    const [mark] = fence === undefined ? (HEADING.exec(line) ?? []) : [];
    const fenceBehind = fenceAfter(fence, line);
    if (mark !== undefined) {
      end(at);
      section = at;
      standUnder(headings, mark.length - 1, plain(line).text);
    } else if (line === '' && fence === undefined && mayEnd(lines[i + 1] ?? '')) {
      end(Math.min(at + 1, markdown.length));
      if (lines[i + 1]?.startsWith(' ')) item = open;
    } else if (fenceBehind !== fence) fence = fenceBehind;
    else if (fence !== undefined) said.push(line);
    else {
      const { text, linkChars } = plain(line);
      // In plain text sections are indented too, below names that are no items.
      if (/^\S/.test(line)) open = ITEM.test(line) ? text.slice(0, ITEM_NAME_CHARS) : '';
      const [, term] = TERM.exec(line) ?? [];
      if (term !== undefined) terms.push(plain(term).text);
      if (!isMenu(text, linkChars)) said.push(text);
    }
    at += line.length + 1;
  }
  end(markdown.length);
  return parts;
}

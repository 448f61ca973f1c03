/** What a page's markdown says of itself. Pure and linear. */
import { fenceAfter } from '../extract/code-fence.js';
import { charsOf } from '../extract/visible-text.js';
import { COPYRIGHT } from '../preview/lead.js';

export interface PageText {
  readonly headings: string;
  /** The first paragraphs; below the title where it has one: above it stand notices and offers of the site. */
  readonly lead: string;
  readonly body: string;
  readonly passages: readonly Passage[];
}

/** A text without markup, as long as a sentence or more. */
export interface Passage {
  readonly text: string;
  /** The nearest heading above it, and those above that. The page's own is none of them: it tells no passage from the others. */
  readonly heading: string;
  readonly above: string;
}

/** Characters of a page that are looked at; the rest changes no ranking. */
const PAGE_CHARS_MAX = 200_000;
const HEADINGS_CHARS_MAX = 1_500;
/** Longer than any that names a section; it is weighed with each passage below it. */
const HEADING_CHARS_MAX = 300;
const LEAD_PARAGRAPHS = 3;
const LEAD_CHARS_MAX = 1_200;
const BODY_CHARS_MAX = 6_000;
/** Shorter lines are captions, menus and dates; rows and items that stand together are passages as well: prices, hours, sizes. */
const PASSAGE_CHARS_MIN = 40;
const [ROWS_CHARS_MIN, ROWS_CHARS_MAX] = [20, 160];
const PASSAGES_MAX = 300;
/** A line whose text is mostly links is a menu. */
const LINK_SHARE_MAX = 0.6;
/** Three rows and the line below their header. */
const LEADING_ROWS_MAX = 4;

export const HEADING = /^#{1,6} /;
/** Of a table, or an item of a list. */
const ROW = /^\s*(?:\||[-*+] |\d{1,9}[.)] )/;
/** Addresses and texts may hold brackets in pairs: a note's mark is "[[1]](https://…)". */
const LINK =
  /(?<!\\)\[((?:[^[\]\\]|\\.|\[(?:[^[\]\\]|\\.){0,100}\](?!\()){0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?: "[^"]{0,200}")?\)/g;
/** A picture that is a link stands within the link's text. */
const IMAGE = new RegExp(`!${LINK.source}`, 'g');
/** What begins a line stands before a space: "-5 °C" and "+49" are numbers. */
const MARKS = /!(?=\[)|^(?:\s*(?:[>#*+-]+|\d{1,9}\.(?=\s#))(?=\s|$))+|[|¶]|<br>|\\$/g;
/** Emphasis and code end within words and before commas; what they part without a space is two words. */
const INLINE_MARKS = /(?<=[\p{L}\p{N}])[`*]+(?=[\p{L}\p{N}])|([`*]+)/gu;
const ESCAPE = /\\([^\p{L}\p{N}\s])/gu;

/** @param title the page's: a line that only repeats it is no passage */
export function pageText(markdown: string, title = ''): PageText {
  const headings: string[] = [];
  const said: string[] = [];
  /** The same, each below the heading it stands under: of the cards of a shop a price says nothing without its name. */
  const named: string[] = [];
  /** And with the lines that are links: of a forum's list of topics they are what it says. */
  const listed: string[] = [];
  const passages: Passage[] = [];
  const texts: string[] = [];
  let rows = '';
  const path: string[] = [];
  const add = (text: string) =>
    passages.push({ text, heading: path.at(-1) ?? '', above: path.slice(0, -1).join(' ').trim() });
  const endRows = () => {
    const least = rows.includes('; ') ? ROWS_CHARS_MIN : PASSAGE_CHARS_MIN;
    if (charsOf(rows) >= least && passages.length < texts.length + PASSAGES_MAX) add(rows);
    rows = '';
  };
  /** The sign of the block of code that is open: comments in it begin like headings. */
  let fence: string | undefined;
  let above: { passages: number; said: number; listed: number } | undefined;
  const lines = markdown.slice(0, PAGE_CHARS_MAX).split('\n');
  const leading = leadingTables(lines);
  /** A table of contents says them once more, before the sections that answer. */
  const titles = new Set(lines.filter((line) => HEADING.test(line)).map((line) => plain(line).text));
  let name = '';
  for (const [i, line] of lines.entries()) {
    const { text, linkChars } = plain(line);
    if (leading.has(i)) continue;
    const isCode = fence !== undefined;
    fence = fenceAfter(fence, line);
    if (isCode || !ROW.test(line) || rows.length > ROWS_CHARS_MAX) endRows();
    if (HEADING.test(line) && !isCode) {
      headings.push(text);
      const isTitle = above === undefined && line.startsWith('# ') && linkChars === 0;
      if (isTitle) above = { passages: texts.length, said: said.length, listed: listed.length };
      // The title is told beside it.
      name = line.startsWith('# ') || title.includes(text) ? '' : `${text}: `;
      standUnder(path, line.indexOf(' '), isTitle ? '' : text);
    } else if (/[^-\s]/.test(text) && !COPYRIGHT.test(text) && !isChoice(text)) {
      listed.push(text);
      if (isMenu(text, linkChars)) continue;
      said.push(text);
      named.push(name + text);
      name = '';
      if (charsOf(text) >= PASSAGE_CHARS_MIN) {
        if (title.includes(text)) continue;
        endRows();
        texts.push(text);
        add(text);
      } else if (!isCode && ROW.test(line) && !titles.has(text)) rows += rows === '' ? text : `; ${text}`;
    }
    if (texts.length >= PASSAGES_MAX) break;
  }
  endRows();
  const own = above === undefined ? [] : named.slice(above.said);
  const list = listed.slice(above?.listed);
  const below = own.length > 0 && own.length < LEAD_PARAGRAPHS ? list : own;
  const last = named.length > 0 ? named : list;
  const lead = [above === undefined ? [] : texts.slice(above.passages), below, texts, last].find(
    (some) => some.length > 0,
  );
  return {
    headings: headings.join(' ').slice(0, HEADINGS_CHARS_MAX),
    lead: (lead ?? []).slice(0, LEAD_PARAGRAPHS).join(' ').slice(0, LEAD_CHARS_MAX),
    // Short lines too: a table's rows and a short paragraph say as much for their length.
    body: said.join(' ').slice(0, BODY_CHARS_MAX),
    passages,
  };
}

/** A heading of a level takes the place of those of its own and deeper ones; what a page leaves out between is empty. */
export function standUnder(path: string[], level: number, heading: string): void {
  path.length = Math.min(path.length, level - 1);
  while (path.length < level - 1) path.push('');
  path.push(heading.slice(0, HEADING_CHARS_MAX));
}

/** Rows of small tables whose cells are mostly links: manuals have the pages before and after in one, beside their titles. */
function leadingTables(lines: readonly string[]): ReadonlySet<number> {
  const leading = new Set<number>();
  for (let from = 0; from < lines.length; from++) {
    let to = from;
    while (lines[to]?.startsWith('|')) to++;
    if (to < from + 2 || to > from + LEADING_ROWS_MAX) {
      from = to;
      continue;
    }
    const cells = lines.slice(from, to).flatMap((row) => row.split('|').map((cell) => cell.trim()));
    const full = cells.filter((cell) => /[^-\s]/.test(cell));
    const links = full.filter((cell) => plain(cell).linkChars > 0);
    if (links.length > full.length / 2) for (let row = from; row < to; row++) leading.add(row);
    from = to;
  }
  return leading;
}

/** Whether a line is what may be chosen in a form: "Sort by: (Price / Name)". */
function isChoice(text: string): boolean {
  const from = text.indexOf('(');
  return from !== -1 && from < text.length / 3 && text.endsWith(')') && text.includes(' / ', from);
}

/** Whether a line says little but where to go. */
export function isMenu(text: string, linkChars: number): boolean {
  return linkChars >= LINK_SHARE_MAX * text.length;
}

/** A line without markup: link texts stay, addresses go. */
export function plain(line: string): { text: string; linkChars: number } {
  let linkChars = 0;
  const withoutLinks = line.replace(IMAGE, '$1').replace(LINK, (_link, text: string) => {
    linkChars += text.length;
    return text;
  });
  return {
    text: withoutLinks
      .replace(ESCAPE, '$1')
      .replace(MARKS, ' ')
      .replace(INLINE_MARKS, (_marks, atEdge) => (atEdge === undefined ? ' ' : ''))
      .replace(/\s+/g, ' ')
      .trim(),
    linkChars,
  };
}

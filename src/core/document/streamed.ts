/**
 * What a server streamed after the rest of a page, put where it belongs. React (Next.js, React Router, TanStack) and Solid send "Loading"
 * with the page, and what takes its place at the end of it, hidden, with a call of a script that puts it there: without scripts the page
 * would be told as its placeholders. Done in the text: comments say where a placeholder ends, and the parser bounds how deep the result is.
 */

/** Calls that name a placeholder and its content; of `$RS` the content first; Solid's `$df` names the content. */
const CALL = /\$(?:R([CRS])\("([^"\\<>]{1,100})","([^"\\<>]{1,100})"|df\("([^"\\<>]{1,100})"\))/g;
/** What is of importance: comments around placeholders, tags that content may be wrapped in, and what is no markup. */
const TOKEN =
  /<!--(\/?[$&][?!]?|pl-[^<>]{1,100})-->|<(\/?)(div|table|tbody|tr|colgroup|svg|math|template|script|style)\b([^<>]{0,300}>?)/g;
const TEMPLATE_END = '</template>';
const ID = /\sid="([^"<>]{1,100})"/;
/** Placeholders in what takes the place of placeholders, level by level; deeper ones stay. */
const LEVELS_MAX = 100;

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Move {
  readonly contentId: string;
  /** Whether there is a fallback behind the placeholder, which goes with it. */
  readonly hasFallback: boolean;
}

/** A range of the page that does not stay: a placeholder with its fallback, or content where it was streamed. */
interface Cut extends Range {
  readonly contentId: string;
  readonly isPlaceholder: boolean;
}

interface Found {
  /** By where they begin. None of the same kind overlap. */
  readonly cuts: Cut[];
  readonly contents: ReadonlyMap<string, Range>;
  /** Ids of contents that have a placeholder. */
  readonly placed: ReadonlySet<string>;
}

/** `html` with streamed contents in the places of their placeholders; the same string where there are none. Linear. */
export function streamedInPlace(html: string): string {
  // Few pages hold either, and to look for the whole calls takes twice as long.
  if (!html.includes('$R') && !html.includes('$df(')) return html;
  const moves = movesOf(html);
  if (moves.size === 0) return html;
  const found = findRanges(html, moves);
  if (found.placed.size === 0) return html;
  return write(html, found, { from: 0, to: html.length }, 0, LEVELS_MAX);
}

/** By the id of the placeholder. */
function movesOf(html: string): Map<string, Move> {
  const moves = new Map<string, Move>();
  for (const [, kind, first = '', second = '', solid] of html.matchAll(CALL)) {
    const id = solid === undefined ? (kind === 'S' ? second : first) : `pl-${solid}`;
    const contentId = solid ?? (kind === 'S' ? first : second);
    if (!moves.has(id)) moves.set(id, { contentId, hasFallback: kind !== 'S' });
  }
  return moves;
}

/** One pass: what is open is at most one content and one fallback, since frameworks nest neither in its like. */
function findRanges(html: string, moves: ReadonlyMap<string, Move>): Found {
  const wanted = new Set(Array.from(moves.values(), ({ contentId }) => contentId));
  const contents = new Map<string, Range>();
  const cuts: Cut[] = [];
  const placed = new Set<string>();
  let content: { id: string; name: string; from: number; start: number; level: number } | undefined;
  let fallback: { id: string; contentId: string; from: number; level: number } | undefined;
  const place = (contentId: string, from: number, to: number) => {
    if (placed.has(contentId)) return;
    placed.add(contentId);
    cuts.push({ from, to, contentId, isPlaceholder: true });
  };
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(html); token !== null; token = TOKEN.exec(html)) {
    const [text, comment, slash, name = '', rest = ''] = token;
    const end = token.index + text.length;
    if (comment !== undefined) {
      if (fallback === undefined) continue;
      fallback.level += levelsOf(comment);
      if (comment !== fallback.id && fallback.level >= 0) continue;
      place(fallback.contentId, fallback.from, token.index);
      fallback = undefined;
    } else if (slash === '' && (name === 'script' || name === 'style')) {
      const close = html.indexOf(`</${name}`, end);
      if (close === -1) break;
      TOKEN.lastIndex = close;
    } else if (content?.name === name) {
      content.level += slash === '' ? 1 : -1;
      if (content.level === 0) {
        contents.set(content.id, { from: content.start, to: token.index });
        cuts.push({ from: content.from, to: end, contentId: content.id, isPlaceholder: false });
        content = undefined;
        // A fallback that began in it did not end.
        fallback = undefined;
        continue;
      }
    }
    if (slash !== '' || fallback !== undefined || !rest.endsWith('>')) continue;
    const id = ID.exec(rest)?.[1];
    if (id === undefined) continue;
    const move = html.startsWith(TEMPLATE_END, end) ? moves.get(id) : undefined;
    if (move?.hasFallback) fallback = { id, contentId: move.contentId, from: token.index, level: 0 };
    else if (move !== undefined) place(move.contentId, token.index, end + TEMPLATE_END.length);
    else if (content === undefined && wanted.has(id) && !contents.has(id))
      content = { id, name, from: token.index, start: end, level: 1 };
  }
  return { cuts: cuts.sort((a, b) => a.from - b.from), contents, placed };
}

/** React's boundaries nest: each begins and ends with a comment. */
function levelsOf(comment: string): number {
  if (comment.startsWith('pl-')) return 0;
  return comment.startsWith('/') ? -1 : 1;
}

/** The text of a range with what is cut left out, and contents in their places. `next`: the first cut that may be in it. */
function write(html: string, found: Found, { from, to }: Range, next: number, levelsLeft: number): string {
  const { cuts, contents, placed } = found;
  let text = '';
  let at = from;
  for (let i = next; i < cuts.length; i++) {
    const cut = cuts[i];
    if (cut === undefined || cut.from >= to) break;
    if (cut.from < at) continue;
    const content = contents.get(cut.contentId);
    if (content === undefined || !placed.has(cut.contentId)) continue;
    if (cut.isPlaceholder && levelsLeft === 0) continue;
    text += html.slice(at, cut.from);
    if (cut.isPlaceholder) text += write(html, found, content, firstFrom(cuts, content.from), levelsLeft - 1);
    at = cut.to;
  }
  return text + html.slice(at, to);
}

/** Index of the first cut at or after a place. */
function firstFrom(cuts: readonly Cut[], at: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle]?.from ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Escapes of CommonMark and GFM, only where a character would be read as markup: an escape costs tokens, and readers
 * copy it ("snake\_case"). Section numbers are CommonMark 0.31's.
 */

export interface Piece {
  readonly text: string;
  /** Only `text` is escaped. `link` and `unlink`, `open` and `close` are the two ends of a mark. */
  readonly kind: 'text' | 'raw' | 'open' | 'close' | 'link' | 'unlink';
}

/** What may have to be escaped anywhere, or at the start of a line. */
const MAYBE = /[\\*_`[\]<&~(!]|^[#>+=-]/;
const SPECIAL = /[\\*_`[\]<&~(!#>+=-]/g;
const PUNCTUATION = /[!-/:-@[-`{-~\n]/;
const SPACE = /\s/;
const WORD = /[\p{L}\p{N}]/u;
const ENTITY = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/y;
const TAG = /<[A-Za-z/!?]/y;
/** Headings, quotations, items and rules at the start of a line (4.1 to 4.3, 5.1, 5.2). "1." and "-" are read as they are meant. */
const LINE_START =
  /(?:#{1,6}(?=[ \n]|$)|>|[+*](?=[ \n]|$)|={1,}\s*(?=\n|$)|-+\s*(?=\n|$)|(?:- ?){3,}\s*(?=\n|$)|(?:\* ?){3,}\s*(?=\n|$)|(?:_ ?){3,}\s*(?=\n|$)|`{3}|~{3})/y;
/** A definition of a link or footnote (4.7). */
const DEFINITION = /\[[^\]\n]{1,999}\]:/y;

export function joinPieces(pieces: readonly Piece[], startsLines: boolean): string {
  const all = pieces.length === 1 ? (pieces[0]?.text ?? '') : pieces.map((piece) => piece.text).join('');
  if (!pieces.some(({ kind, text }) => kind === 'text' && MAYBE.test(text))) return all;
  const context = contextOf(all, pieces, startsLines);
  let at = 0;
  let written = '';
  for (const { text, kind } of pieces) {
    if (kind === 'link') context.pairsBrackets = !context.unpaired.has(at);
    else if (kind === 'unlink') context.pairsBrackets = true;
    else if (kind === 'open' || kind === 'close') context.inMarks += kind === 'open' ? 1 : -1;
    written += kind === 'text' && MAYBE.test(text) ? escaped(text, at, context) : text;
    at += text.length;
  }
  return written;
}

interface Context {
  readonly all: string;
  readonly startsLines: boolean;
  readonly first: Readonly<Record<'`' | '[', number>>;
  /** Where the last character stands that could end what the same, or its counterpart, began earlier. */
  readonly last: Readonly<Record<string, number>>;
  readonly links: ReadonlySet<number>;
  /** Links whose text has brackets that do not pair. */
  readonly unpaired: ReadonlySet<number>;
  pairsBrackets: boolean;
  /** Open marks of emphasis around the piece. */
  inMarks: number;
}

function contextOf(all: string, pieces: readonly Piece[], startsLines: boolean): Context {
  const links = new Set<number>();
  const unpaired = new Set<number>();
  let at = 0;
  let link = -1;
  for (const { text, kind } of pieces) {
    if (kind === 'link') {
      link = at;
      links.add(at);
    } else if (kind === 'unlink' && !isPaired(all.slice(link + 1, at))) unpaired.add(link);
    at += text.length;
  }
  const last = { '`': all.lastIndexOf('`'), '<': all.lastIndexOf('>'), '(': all.lastIndexOf(')') };
  const closers = { '*': lastCloser(all, '*'), _: lastCloser(all, '_'), '~': lastCloser(all, '~') };
  const first = { '`': all.indexOf('`'), '[': all.indexOf('[') };
  return { all, startsLines, first, last: { ...last, ...closers }, links, unpaired, pairsBrackets: true, inMarks: 0 };
}

function isPaired(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '[') depth++;
    else if (char === ']' && --depth < 0) return false;
  }
  return depth === 0;
}

/** The last one that stands behind something other than white space; `_` also must not stand before a letter (6.2). */
function lastCloser(all: string, char: string): number {
  for (let at = all.lastIndexOf(char); at > 0; at = all.lastIndexOf(char, at - 1)) {
    if (SPACE.test(all.charAt(at - 1))) continue;
    if (char !== '_' || !WORD.test(all.charAt(at + 1))) return at;
  }
  return -1;
}

function escaped(text: string, start: number, context: Context): string {
  return text.replace(SPECIAL, (char, at: number) => (isMarkup(char, start + at, context) ? `\\${char}` : char));
}

function isMarkup(char: string, at: number, context: Context): boolean {
  const { all, first, last, links } = context;
  if (context.startsLines && (at === 0 || all.charAt(at - 1) === '\n')) {
    if (matches(LINE_START, all, at) || matches(DEFINITION, all, at)) return true;
  }
  switch (char) {
    case '\\':
      return PUNCTUATION.test(all.charAt(at + 1));
    case '*':
    case '~':
    case '_':
      return opens(char, at, context) || (char === '*' && context.inMarks > 0 && !SPACE.test(all.charAt(at - 1)));
    case '`':
      return first['`'] !== last['`'];
    case '<':
      return (last['<'] ?? 0) > at && matches(TAG, all, at);
    case '&':
      return matches(ENTITY, all, at);
    case '!':
      return links.has(at + 1);
    case '(':
      return all.charAt(at - 1) === ']' && first['['] < at && (last['('] ?? 0) > at;
    case '[':
    case ']':
      return !context.pairsBrackets;
    default:
      return false;
  }
}

/** Whether a mark of emphasis or deletion could begin here and end later (6.2): a run of the same sign is one mark. */
function opens(char: string, at: number, { all, last }: Context): boolean {
  if ((last[char] ?? -1) <= at) return false;
  let from = at;
  let to = at + 1;
  while (all.charAt(from - 1) === char && at - from < RUN_MAX) from--;
  while (all.charAt(to) === char && to - at < RUN_MAX) to++;
  const next = all.charAt(to);
  if (next === '' || SPACE.test(next)) return false;
  const before = all.charAt(from - 1);
  if (char === '_' && WORD.test(before)) return false;
  return !(PUNCTUATION.test(next) && WORD.test(before));
}
/** Longer runs are lines and ornaments. */
const RUN_MAX = 10;

function matches(pattern: RegExp, all: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(all);
}

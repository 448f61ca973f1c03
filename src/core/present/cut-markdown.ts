/** Markdown within a token budget: cut where a block ends, and each part readable by itself. */
import { closesFence, FENCE_LINE } from '../extract/code-fence.js';
import { refusePastEnd } from './cursor.js';
import { estimateTokens } from './tokens.js';

interface TextPortion {
  readonly text: string;
  /** Where it ends in the whole text. */
  readonly end: number;
  /** Where the next portion starts; undefined when this one reaches the end. */
  readonly next: number | undefined;
  readonly tokens: number;
}

/** Text is weighed in pieces of this many characters: small against any budget, large against the cost of weighing. */
const PIECE_CHARS = 200;
/** Where not even one fits, smaller ones are tried, and this one is taken: a cursor that stands still would never end. */
const PIECE_CHARS_MIN = 25;
/** Kept free for the ends of a code block that goes on in the next portion. */
const FENCE_TOKENS = 8;

/**
 * Text from `start` on that fits the budget. Code that is cut is closed, and opened again in the next portion.
 * @throws LoupeError `invalid_input` for a start behind the end
 */
export function cutMarkdown(text: string, start: number, budget: number): TextPortion {
  refusePastEnd(start, text.length, 'characters');
  const fences = fencesOf(text);
  const opened = fenceAt(fences, start);
  const before = opened === undefined ? '' : `${opened.line}\n`;
  let tokens = before === '' ? 0 : FENCE_TOKENS;
  let at = start;
  let piece = PIECE_CHARS;
  while (at < text.length) {
    // JSON writes quotes, backslashes and line ends as two characters: they are weighed as the structured part has them.
    const price = estimateTokens(JSON.stringify(text.slice(at, at + piece)).slice(1, -1));
    const isOver = tokens + price > budget;
    if (isOver && at > start) break;
    if (isOver && piece > PIECE_CHARS_MIN) {
      piece /= 2;
      continue;
    }
    tokens += price;
    at = Math.min(text.length, at + piece);
  }
  if (at >= text.length) return { text: before + text.slice(start), end: text.length, next: undefined, tokens };
  const end = boundaryBefore(text, start, at, fences);
  const cut = fenceAt(fences, end);
  const after = cut === undefined ? '' : `${text.charAt(end - 1) === '\n' ? '' : '\n'}${cut.sign}`;
  return { text: before + text.slice(start, end) + after, end, next: end, tokens };
}

/** A block of code: what opens it, and the characters from behind that line to its closing one, before which it is open yet. */
interface Fence {
  readonly line: string;
  readonly sign: string;
  readonly from: number;
  readonly to: number;
}

const FENCE_LINES = new RegExp(FENCE_LINE, 'gm');

function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  if (!text.includes('```')) return fences;
  let open: { line: string; sign: string; from: number } | undefined;
  for (const match of text.matchAll(FENCE_LINES)) {
    const [line, sign = '', info = ''] = match;
    if (open === undefined) open = { line: sign + info, sign, from: match.index + line.length + 1 };
    else if (closesFence(open.sign, sign, info)) {
      fences.push({ ...open, to: match.index });
      open = undefined;
    }
  }
  return fences;
}

function fenceAt(fences: readonly Fence[], at: number): Fence | undefined {
  return fences.find(({ from, to }) => at >= from && at <= to);
}

/** The best end for a portion is the latest one that leaves at least this share of what would fit. */
const ENDS: readonly (readonly [sign: string, leastShare: number])[] = [
  ['\n\n', 1 / 2],
  ['\n', 1 / 2],
  ['\n\n', 1 / 4],
  ['. ', 1 / 2],
  ['。', 1 / 2],
  [' ', 1 / 2],
];

function boundaryBefore(text: string, start: number, at: number, fences: readonly Fence[]): number {
  const linkAround = linkFinder(text, start + (at - start) / 2, at);
  for (const [sign, share] of ENDS) {
    const least = start + (at - start) * share;
    for (let found = text.lastIndexOf(sign, at - sign.length); found > least; ) {
      const end = found + sign.length;
      const inCode = sign === '\n\n' ? fenceAt(fences, end) : undefined;
      const inLink = sign === '\n\n' ? undefined : linkAround(end);
      const heading = sign.startsWith('\n') ? headingBefore(text, found, fences) : undefined;
      if (inCode === undefined && inLink === undefined && heading === undefined) return end;
      found = text.lastIndexOf(sign, Math.min(found, inCode?.from ?? inLink ?? heading ?? found) - 1);
    }
  }
  const link = linkAround(at);
  if (link !== undefined && link > start) return link;
  // Never between the halves of a surrogate pair.
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** Where the heading begins that ends there, or before an empty line: it belongs to what follows. In code `#` is none. */
function headingBefore(text: string, newline: number, fences: readonly Fence[]): number | undefined {
  const end = text.charAt(newline - 1) === '\n' ? newline - 1 : newline;
  const line = text.lastIndexOf('\n', end - 1) + 1;
  if (!/^#{1,6} /.test(text.slice(line, line + 7))) return undefined;
  return fenceAt(fences, line) === undefined ? line : undefined;
}

/** A link is no longer; what is written like the beginning of one, again and again, is looked at no further. */
const LINK_CHARS = 2_200;
const LINK = new RegExp(
  String.raw`!?\[(?:[^[\]\n]|\[[^[\]\n]*\])*\]\((?:<[^>\n]{0,${LINK_CHARS}}>|(?:[^()\s<]|\([^()\s]*\))*)(?: "[^"\n]{0,${LINK_CHARS}}")?\)|<https?:[^<>\s]*>`,
  'g',
);

/** Tells where the link of markdown begins that a place would part, of places from `from` to `to`. All are looked for at once. */
function linkFinder(text: string, from: number, to: number): (at: number) => number | undefined {
  const start = Math.max(0, Math.floor(from) - LINK_CHARS);
  /** For each place from `start` on, where the link around it begins, counted from 1. */
  let begins: Int32Array | undefined;
  const find = () => {
    const found = new Int32Array(to - start + 1);
    for (const { 0: link, index } of text.slice(start, to + LINK_CHARS).matchAll(LINK))
      found.fill(index + 1, index + 1, index + link.length);
    return found;
  };
  return (at) => {
    begins ??= find();
    const begin = begins[at - start] ?? 0;
    return begin === 0 ? undefined : start + begin - 1;
  };
}

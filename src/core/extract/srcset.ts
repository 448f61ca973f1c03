/** srcset as the HTML standard reads it ("parse a srcset attribute", 4.8.4.3.10): URLs may hold commas. */

export interface SrcsetCandidate {
  url: string;
  /** As written, in lower case: "640w", "2x"; empty when the candidate has none. */
  descriptor: string;
  /** Pixels of a `w` (and `h`) descriptor. */
  width?: number;
  height?: number;
}

const TAB = 9;
const SPACE = 32;
const COMMA = 44;
const OPEN = 40;
const CLOSE = 41;

const FLOAT = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** More digits than any image has pixels stay out of the answer. */
const WHOLE = /^\d{1,9}$/;

/** ASCII whitespace: tab, line feed, form feed, carriage return, space. */
function isSpace(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= 13 && code !== 11);
}

/** Every valid candidate in order; those whose descriptors are in error are left out, as in a browser. Linear. */
export function parseSrcset(input: string): SrcsetCandidate[] {
  const candidates: SrcsetCandidate[] = [];
  let at = 0;
  while (at < input.length) {
    while (at < input.length && (isSpace(input.charCodeAt(at)) || input.charCodeAt(at) === COMMA)) at++;
    const start = at;
    at = endOfUrl(input, start);
    if (at === start) break;
    let end = at;
    // Commas end a URL; it begins with none.
    while (input.charCodeAt(end - 1) === COMMA) end--;
    if (end < at) {
      candidates.push({ url: input.slice(start, end), descriptor: '' });
      continue;
    }
    const from = at;
    at = endOfDescriptors(input, from);
    const candidate = withDescriptors(input.slice(start, end), input.slice(from, at));
    if (candidate) candidates.push(candidate);
  }
  return candidates;
}

function endOfUrl(input: string, from: number): number {
  SPACE_CHARS.lastIndex = from;
  return SPACE_CHARS.test(input) ? SPACE_CHARS.lastIndex - 1 : input.length;
}
/** A regular expression skips the hundreds of characters of a URL faster than a loop. */
const SPACE_CHARS = /[\t\n\f\r ]/g;

/** Where the descriptors that begin at `at` end: at a comma outside parentheses. */
function endOfDescriptors(input: string, from: number): number {
  let inParens = false;
  for (let at = from; at < input.length; at++) {
    const code = input.charCodeAt(at);
    if (inParens) inParens = code !== CLOSE;
    else if (code === OPEN) inParens = true;
    else if (code === COMMA) return at;
  }
  return input.length;
}

function withDescriptors(url: string, text: string): SrcsetCandidate | undefined {
  const descriptor = text.trim().toLowerCase();
  if (descriptor === '') return { url, descriptor: '' };
  const seen: Record<string, number> = {};
  for (const token of descriptor.split(/[\t\n\f\r ]+/)) {
    const unit = token.at(-1) ?? '';
    const number = token.slice(0, -1);
    if (unit in seen || !isDescriptor(unit, number)) return undefined;
    seen[unit] = Number(number);
  }
  const { w, h, x } = seen;
  if ((x !== undefined && (w !== undefined || h !== undefined)) || (h !== undefined && w === undefined))
    return undefined;
  return { url, descriptor, ...(w !== undefined && { width: w }), ...(h !== undefined && { height: h }) };
}

function isDescriptor(unit: string, number: string): boolean {
  if (unit === 'x') return FLOAT.test(number) && Number(number) >= 0;
  return (unit === 'w' || unit === 'h') && WHOLE.test(number) && Number(number) > 0;
}

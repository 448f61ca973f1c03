/**
 * An estimate of a text's tokens (o200k) without a tokenizer: one linear pass over character classes.
 * Held on the corpus by `tests/protocol/token-budgets.test.ts`: never under the true count by more than 10 %.
 */

// Characters a token covers on average, by class; measured with o200k_base over prose, markdown, URLs and JSON.
/** Short words are one token; in languages other than English longer ones fall apart soon. */
const SHORT_WORD = 4;
const LETTERS_PER_TOKEN = 3;
const CAPS_PER_TOKEN = 2.4;
const DIGITS_PER_TOKEN = 2.6;
const OTHER_ALPHABET_PER_TOKEN = 2.6;
/** Greek, Hebrew, Indic scripts, Georgian …: the tokenizer learnt fewer of their words. */
const RARER_ALPHABET_PER_TOKEN = 2.2;
/** Arrows, dingbats, and each half of an emoji. */
const TOKENS_PER_SYMBOL = 1.3;

enum Kind {
  Lower,
  Upper,
  Digit,
  Space,
  Mark,
  OtherAlphabet,
  RarerAlphabet,
  Symbol,
  Ideograph,
}

function kindOf(code: number): Kind {
  return code < 0x80 ? (ASCII_KINDS[code] ?? Kind.Mark) : kindOfOther(code);
}

const ASCII_KINDS = Uint8Array.from({ length: 0x80 }, (_, code) => kindOfAscii(code));

function kindOfAscii(code: number): Kind {
  if (code >= 97 && code <= 122) return Kind.Lower;
  if (code >= 48 && code <= 57) return Kind.Digit;
  if (code === 32 || code === 10 || code === 13 || code === 9) return Kind.Space;
  if (code >= 65 && code <= 90) return Kind.Upper;
  return Kind.Mark;
}

function kindOfOther(code: number): Kind {
  // Latin with accents to Arabic, Hebrew, Indic …; from CJK radicals on (and Thai, which has no blanks) about one each.
  if (code >= 0xc0 && code < 0x2000 && !(code >= 0x0e00 && code < 0x1000)) {
    return code < 0x370 || (code >= 0x400 && code < 0x530) || (code >= 0x600 && code < 0x700)
      ? Kind.OtherAlphabet
      : Kind.RarerAlphabet;
  }
  const isSymbol = (code >= 0x2190 && code < 0x2c00) || (code >= 0xd800 && code < 0xe000) || (code & 0xfff0) === 0xfe00;
  return isSymbol ? Kind.Symbol : Kind.Ideograph;
}

/** Tokens of one run of characters of the same kind. */
function tokensOfRun(kind: Kind, length: number): number {
  switch (kind) {
    case Kind.Lower:
      return length <= SHORT_WORD ? 1 : 1 + (length - SHORT_WORD) / LETTERS_PER_TOKEN;
    case Kind.Upper:
      return length / CAPS_PER_TOKEN;
    case Kind.Digit:
      return Math.ceil(length / DIGITS_PER_TOKEN);
    case Kind.Space:
      return length > 1 ? Math.max(0.8, length / 3) : 0;
    case Kind.Mark:
      return length <= 2 ? 0.85 : length / 2.2;
    case Kind.OtherAlphabet:
      return length / OTHER_ALPHABET_PER_TOKEN;
    case Kind.RarerAlphabet:
      return length / RARER_ALPHABET_PER_TOKEN;
    case Kind.Symbol:
      return length * TOKENS_PER_SYMBOL;
    case Kind.Ideograph:
      return length;
  }
}

/** Estimated o200k tokens of a text. */
export function estimateTokens(text: string): number {
  let total = 0;
  let kind = Kind.Space;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const next = kindOf(text.charCodeAt(i));
    if (next === kind) {
      length++;
      continue;
    }
    // A capital opens the word that follows it ("Word" is one run).
    if (kind === Kind.Upper && length === 1 && next === Kind.Lower) {
      kind = Kind.Lower;
      length = 2;
      continue;
    }
    // A blank is part of the word behind it, but of no number.
    total += kind === Kind.Space && length === 1 && next === Kind.Digit ? 1 : tokensOfRun(kind, length);
    kind = next;
    length = 1;
  }
  return Math.ceil(total + tokensOfRun(kind, length));
}

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
/** Letters and digits without a blank that are longer than words are keys, hashes and base64: few of their pieces are known. */
const WORD_MAX = 30;
const RANDOM_CHARS_PER_TOKEN = 1.5;

const LOWER = 0;
const UPPER = 1;
const DIGIT = 2;
const SPACE = 3;
const MARK = 4;

/**
 * Beyond ASCII: blocks of characters by the first of each, and how many characters of it a token covers. The tokenizer knows
 * most words of few scripts, and of some not even the single letter.
 */
const SCRIPTS: ReadonlyArray<readonly [first: number, charsPerToken: number]> = [
  [0x0080, 1],
  // Latin with accents.
  [0x0100, 2.2],
  // Phonetic letters, accents of their own.
  [0x0280, 0.9],
  [0x0380, 2.2],
  // Cyrillic.
  [0x0400, 2.6],
  [0x0500, 2.2],
  // Arabic.
  [0x0600, 2.6],
  // Syriac, Thaana, N'Ko.
  [0x0700, 0.45],
  [0x0900, 2.2],
  // Gurmukhi, Gujarati, Odia.
  [0x0a00, 1.8],
  [0x0b00, 0.9],
  [0x0b80, 2.2],
  // Sinhala; Thai, of which foreign and learned words fall into pieces of 1.5 and others of 2 to 4; Lao, Tibetan.
  [0x0d80, 1.6],
  [0x0e00, 1.6],
  [0x0e80, 0.5],
  [0x0f00, 0.6],
  [0x1000, 1.4],
  // Georgian.
  [0x1080, 2.2],
  // Ethiopic, Cherokee, syllabics of Canada, runes.
  [0x1100, 0.35],
  // Khmer.
  [0x1780, 1.4],
  [0x1800, 0.4],
  // More Latin, as Vietnamese has it; punctuation.
  [0x1e00, 2.2],
  [0x1f00, 0.9],
  [0x2000, 1],
  // Arrows, formulas, dingbats.
  [0x2180, 0.6],
  [0x2c00, 0.4],
  // Chinese and Japanese, and from Yi on what is rarer; Korean.
  [0x2e80, 1],
  [0x3400, 0.45],
  [0x4d80, 1],
  [0xa000, 0.4],
  [0xac00, 1],
  // Halves of an emoji or of a letter beyond 16 bits; private signs, as icon fonts use them; letters in other forms.
  [0xd800, 0.75],
  [0xe000, 0.35],
  [0xf900, 0.6],
];
const FIRST_SCRIPT = MARK + 1;
const BLOCK_BITS = 7;

/** The class of each 128 characters. */
const CLASSES = Uint8Array.from({ length: 0x10000 >> BLOCK_BITS }, (_, block) => {
  const next = SCRIPTS.findIndex(([first]) => first > block << BLOCK_BITS);
  return FIRST_SCRIPT + (next === -1 ? SCRIPTS.length : next) - 1;
});

const ASCII_KINDS = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 32 || code === 10 || code === 13 || code === 9) return SPACE;
  return code >= 65 && code <= 90 ? UPPER : MARK;
});

function kindOf(code: number): number {
  if (code < 0x80) return ASCII_KINDS[code] ?? MARK;
  // Letters with the accents of Western Europe; below them are signs.
  return CLASSES[(code >= 0xc0 && code < 0x100 ? 0x100 : code) >> BLOCK_BITS] ?? MARK;
}

/** Tokens of one run of characters of the same kind. */
function tokensOfRun(kind: number, length: number): number {
  switch (kind) {
    case LOWER:
      return length <= SHORT_WORD ? 1 : 1 + (length - SHORT_WORD) / LETTERS_PER_TOKEN;
    case UPPER:
      return length / CAPS_PER_TOKEN;
    case DIGIT:
      return Math.ceil(length / DIGITS_PER_TOKEN);
    case SPACE:
      return length > 1 ? Math.max(0.8, length / 3) : 0;
    case MARK:
      return length <= 2 ? 0.85 : length / 2.2;
    default:
      return length / (SCRIPTS[kind - FIRST_SCRIPT]?.[1] ?? 1);
  }
}

/** Estimated o200k tokens of a text. */
export function estimateTokens(text: string): number {
  let total = 0;
  let kind = SPACE;
  let length = 0;
  /** Where the letters and digits began that end here, and what was counted up to there. */
  let word = 0;
  let before = 0;
  for (let i = 0; i <= text.length; i++) {
    const next = i < text.length ? kindOf(text.charCodeAt(i)) : SPACE;
    if (next === kind && i < text.length) {
      length++;
      continue;
    }
    // A capital opens the word that follows it ("Word" is one run).
    if (kind === UPPER && length === 1 && next === LOWER) {
      kind = LOWER;
      length = 2;
      continue;
    }
    // A blank is part of the word behind it, but of no number.
    total += kind === SPACE && length === 1 && next === DIGIT ? 1 : tokensOfRun(kind, length);
    if (kind <= DIGIT && next > DIGIT && i - word > WORD_MAX) {
      total = Math.max(total, before + (i - word) / RANDOM_CHARS_PER_TOKEN);
    }
    if (kind > DIGIT) {
      word = i;
      before = total;
    }
    kind = next;
    length = 1;
  }
  return Math.ceil(total);
}

/**
 * Page text as it may leave the server: without what drives a terminal, hides words from a person, or is no well-formed
 * Unicode, and with everything that real writing needs (joiners in Persian or Hindi, emoji sequences, accents).
 */

export interface CleanText {
  readonly text: string;
  /** How many characters were taken out or replaced. */
  readonly stripped: number;
}

/** Marks on one letter; writing systems need at most four or five, "zalgo" text uses dozens. */
const MARKS_MAX = 8;

/** One test tells nearly all text to be plain. Surrogates are in it, so emoji take the slow path. */
const SUSPICIOUS =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the classes list marks on purpose
  /[\u180b-\u180f\ufe00-\ufe0f\u034f\u17b4\u17b5\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb]|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e34-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}/;

/** Never shown, whatever stands beside: controls, bidi controls, zero-width space, fillers, annotation marks, tags. */
const UNSEEN =
  /[\u034f\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]/u;
const LINE_BREAK = /[\r\u2028\u2029]/;
const MARK = /\p{M}/u;
const SELECTOR = /[\u180b-\u180d\u180f\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/u;
/** What a variation selector may follow: emoji and symbols, and the scripts with registered variants. */
const SELECTABLE = /[\p{Emoji}\p{S}\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}\p{Script=Phags_Pa}]/u;
/** The supplementary selectors name variants of Chinese characters only. */
const HAN = /\p{Script=Han}/u;
const PICTOGRAPH = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f/u;
/** Scripts in which a joiner or non-joiner changes the shape of a word. */
const JOINING_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
/** Flags of regions: a black flag, the region's code in tag characters, the cancel tag (UTS 51, ED-14a). */
const TAG_FLAG = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/uy;

export function cleanText(text: string): CleanText {
  return SUSPICIOUS.test(text) ? cleanSlowly(text) : { text, stripped: 0 };
}

function cleanSlowly(text: string): CleanText {
  let clean = '';
  let stripped = 0;
  let marks = 0;
  let before = '';
  for (let i = 0; i < text.length; ) {
    const flag = text.charCodeAt(i) === 0xd83c ? flagAt(text, i) : undefined;
    const char = flag ?? String.fromCodePoint(text.codePointAt(i) ?? 0);
    i += char.length;
    const isSelector = flag === undefined && SELECTOR.test(char);
    marks = flag === undefined && !isSelector && MARK.test(char) ? marks + 1 : 0;
    if (flag === undefined && isDropped(char, before, text, i, isSelector, marks)) {
      if (char !== '\r' || text[i] !== '\n') stripped++;
      continue;
    }
    const kept = flag === undefined ? wellFormed(char) : flag;
    if (kept === '\ufffd' && char !== kept) stripped++;
    clean += kept;
    before = flag === undefined ? char : '';
  }
  return { text: clean, stripped };
}

function isDropped(char: string, before: string, text: string, next: number, selector: boolean, marks: number) {
  if (char === '\r') return text[next] === '\n';
  if (char === '\u200c' || char === '\u200d') return !joins(char, before, text, next);
  if (selector) return !(char.length === 1 ? SELECTABLE : HAN).test(before) || SELECTOR.test(before);
  return marks > MARKS_MAX || UNSEEN.test(char);
}

/** Whether a joiner does something where it stands. A run of them never does more than one. */
function joins(char: string, before: string, text: string, next: number): boolean {
  if (JOINING_SCRIPT.test(before)) return true;
  const after = text.codePointAt(next);
  return (
    char === '\u200d' && PICTOGRAPH.test(before) && after !== undefined && PICTOGRAPH.test(String.fromCodePoint(after))
  );
}

function wellFormed(char: string): string {
  if (LINE_BREAK.test(char)) return '\n';
  const unit = char.charCodeAt(0);
  return char.length === 1 && unit >= 0xd800 && unit <= 0xdfff ? '\ufffd' : char;
}

function flagAt(text: string, index: number): string | undefined {
  TAG_FLAG.lastIndex = index;
  return TAG_FLAG.exec(text)?.[0];
}

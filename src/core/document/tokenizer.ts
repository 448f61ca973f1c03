/**
 * htmlparser2's tokenizer, made to pass over a run of characters at once where it would take each through its states:
 * names, and what lies before a mark that it waits for (texts, values, scripts), which is a fifth of the time of a parse.
 * And where it reads otherwise than the HTML standard, what it is told is mended. In a version that names these states
 * otherwise neither would come about, which a test would notice.
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** What of the tokenizer is built upon. Indices count from the start of all that was written, `buffer` from `offset`. */
interface States {
  index: number;
  readonly offset: number;
  readonly buffer: string;
  readonly sectionStart: number;
  readonly currentSequence: Uint8Array;
  sequenceIndex: number;
  write(html: string): void;
  end(): void;
  pause(): void;
  fastForwardTo(code: number): boolean;
  stateInTagName(code: number): void;
  stateInClosingTagName(code: number): void;
  stateInAttributeName(code: number): void;
  stateInSpecialTag(code: number): void;
  stateInCommentLike(code: number): void;
  stateBeforeDeclaration(code: number): void;
  stateInDeclaration(code: number): void;
  stateBeforeComment(code: number): void;
  handleTrailingData(): void;
}

// Its types hide what is no part of its interface.
const Base = Tokenizer as unknown as new (
  options: { decodeEntities: boolean },
  callbacks: TokenizerCallbacks,
) => States;

/** Most runs are shorter; a call of `indexOf` costs as much as a look at so many characters. */
const NEAR = 16;
/** At the end of what was written, no character. */
const NONE = -1;

const SPACE = 32;
const DASH = 45;
const SLASH = 47;
const GREATER = 62;
/** Behind `<!--` and its two dashes, which count for `-->` but not for `--!>`. */
const COMMENT_END = /--!?>/g;

/** Where a name ends, by the kind of name. */
const TAG = 1;
const CLOSING_TAG = 1 << 1;
const ATTRIBUTE = 1 << 2;
const ENDS = new Uint8Array(128);
for (const blank of ' \n\t\f\r') ENDS[blank.charCodeAt(0)] = TAG | CLOSING_TAG | ATTRIBUTE;
ENDS['>'.charCodeAt(0)] = TAG | CLOSING_TAG | ATTRIBUTE;
ENDS['/'.charCodeAt(0)] = TAG | ATTRIBUTE;
ENDS['='.charCodeAt(0)] = ATTRIBUTE;

/** Decodes character references; what it is made for is short. */
export function decodingTokenizer(callbacks: TokenizerCallbacks): Tokenizer {
  return new Tokenizer({}, callbacks);
}

/** Leaves character references as they are: it is much faster without. */
export class SkippingTokenizer extends Base {
  /** Made of the characters of the name that was read last, for `nameAt`. */
  nameSum = 0;

  constructor(callbacks: TokenizerCallbacks) {
    super({ decodeEntities: false }, callbacks);
  }

  override fastForwardTo(code: number): boolean {
    const { buffer, offset } = this;
    const start = this.index + 1 - offset;
    const near = Math.min(start + NEAR, buffer.length);
    for (let i = start; i < near; i++) {
      if (buffer.charCodeAt(i) === code) {
        this.index = i + offset;
        return true;
      }
    }
    const found = near < buffer.length ? buffer.indexOf(String.fromCharCode(code), near) : NONE;
    this.index = (found < 0 ? buffer.length - 1 : found) + offset;
    return found >= 0;
  }

  override stateInTagName(code: number): void {
    const end = this.#skipName(code, TAG);
    if (end !== NONE) super.stateInTagName(end);
  }

  override stateInClosingTagName(code: number): void {
    const end = this.#skipName(code, CLOSING_TAG);
    if (end !== NONE) super.stateInClosingTagName(end);
  }

  override stateInAttributeName(code: number): void {
    const end = this.#skipName(code, ATTRIBUTE);
    if (end !== NONE) super.stateInAttributeName(end);
  }

  /** `</title/>` is an end tag as `</title >` is. */
  override stateInSpecialTag(code: number): void {
    const isEnd = code === SLASH && this.sequenceIndex === this.currentSequence.length;
    super.stateInSpecialTag(isEnd ? SPACE : code);
  }

  /** A comment ends at `-->` and `--!>` (13.2.5.43 to .52), `<!-->` and `<!--->` too; a CDATA section as the tokenizer knows. */
  override stateInCommentLike(code: number): void {
    if (this.currentSequence[0] !== DASH) {
      super.stateInCommentLike(code);
      return;
    }
    const end = commentEnd(this.buffer, this.sectionStart - this.offset);
    this.index = (end < 0 ? this.buffer.length - 1 : end) + this.offset;
    if (end < 0) return;
    this.sequenceIndex = this.currentSequence.length - 1;
    super.stateInCommentLike(GREATER);
  }

  /** `<!>` is whole. */
  override stateBeforeDeclaration(code: number): void {
    if (code === GREATER) this.stateInDeclaration(code);
    else super.stateBeforeDeclaration(code);
  }

  /** `<!->` is whole. */
  override stateBeforeComment(code: number): void {
    if (code === GREATER) this.stateInDeclaration(code);
    else super.stateBeforeComment(code);
  }

  /** A tag that the page's end cuts off is nothing, and no text. */
  override handleTrailingData(): void {
    const at = this.sectionStart - this.offset;
    if (at >= 0 && !isOpening(this.buffer, at)) super.handleTrailingData();
  }

  /** The character that ends a name, from the current one on. */
  #skipName(current: number, kind: number): number {
    const { buffer, offset } = this;
    let code = current;
    let sum = buffer.charCodeAt(this.sectionStart - offset);
    for (let i = this.index - offset; ; ) {
      if (code < ENDS.length && ((ENDS[code] ?? 0) & kind) !== 0) {
        this.index = i + offset;
        this.nameSum = sum;
        return code;
      }
      if (++i >= buffer.length) {
        this.index = i - 1 + offset;
        return NONE;
      }
      sum = (sum * 31 + code) | 0;
      code = buffer.charCodeAt(i);
    }
  }
}

/** Where the `>` stands that ends the comment whose text begins at `start`; less than 0 where none does. */
function commentEnd(page: string, start: number): number {
  if (page.charCodeAt(start) === GREATER) return start;
  if (page.startsWith('->', start)) return start + 1;
  COMMENT_END.lastIndex = start;
  const end = COMMENT_END.exec(page);
  return end === null ? NONE : end.index + end[0].length - 1;
}

/** Whether what begins there is a tag's name, or stands in an end tag or a comment without dashes. */
function isOpening(page: string, at: number): boolean {
  if (page.charAt(at - 1) === '<') return /[a-z]/i.test(page.charAt(at));
  return page.charAt(at - 2) === '<' && /[!?/]/.test(page.charAt(at - 1));
}

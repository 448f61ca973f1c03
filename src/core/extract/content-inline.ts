/**
 * Inline content of markdown, as it is written: white space collapsed across elements and kept outside of marks, empty
 * marks left out, adjacent ones merged, and marks that a block's edge parts closed before it and opened again after it.
 */
import { joinPieces, type Piece } from './content-escape.js';

/** What stands inside which marks wait for: a link around whole blocks goes on its heading, else on its first words. */
export type Waits = 'heading' | 'text' | 'nothing';

interface Mark {
  readonly open: string;
  /** Written when it closes; `text` is all that was written since it opened. */
  readonly close: (text: string) => string;
  readonly isLink: boolean;
  readonly waits: Waits;
  /** Index of its opening piece, once that is written. */
  at: number | undefined;
  /** A link that a block's edge closed is not opened again. */
  done: boolean;
}

/** Where the inline content stands: what a line break and a block's edge become there. */
export type Place = 'paragraph' | 'heading' | 'cell';

export interface InlineRun {
  place: Place;
  text(text: string): void;
  /** Text that is not shown: no part of the words beside it. */
  label(text: string): void;
  /** Markdown that is not escaped: an image, a code span, a formula. */
  raw(markdown: string): void;
  lineBreak(): void;
  /** Parts the words on its two sides, not words from signs. */
  part(): void;
  space(): void;
  open(mark: string): void;
  openLink(close: (text: string) => string, waits: Waits): void;
  close(): void;
  isInLink(): boolean;
  /** Whether the link has shown nothing so far. */
  isLinkEmpty(): boolean;
  /** The paragraphs since the last call; what is open goes on in the next. */
  take(): readonly Paragraph[];
}

export interface Paragraph {
  readonly markdown: string;
  /** Without marks and addresses. */
  readonly words: () => string;
}

const BREAKS: Readonly<Record<Place, string>> = { paragraph: '  \n', heading: ' ', cell: '<br>' };

const NO_PARAGRAPHS: readonly Paragraph[] = [];

export function inlineRun(): InlineRun {
  const marks: Mark[] = [];
  let pieces: Piece[] = [];
  let paragraphs: Piece[][] = [];
  let spaced = false;
  let parted = false;
  let breaks = 0;

  const inLink = () => marks.some((mark) => mark.isLink && mark.at !== undefined);
  const endParagraph = () => {
    for (let i = marks.length - 1; i >= 0; i--) {
      const mark = marks[i];
      if (mark?.at === undefined) continue;
      write(mark);
      if (mark.isLink) mark.done = true;
      mark.at = undefined;
    }
    if (pieces.length > 0) paragraphs.push(pieces);
    pieces = [];
    spaced = parted = false;
    breaks = 0;
  };
  const write = (mark: Mark) => {
    if (mark.at === undefined) return;
    if (!mark.isLink) pieces.push({ text: mark.open, kind: 'close' });
    else {
      const text = pieces.slice(mark.at + 1);
      const closing = mark.close(text.map((piece) => piece.text).join(''));
      // A link that shows its own address is written as that address alone.
      if (closing.startsWith('<')) pieces.splice(mark.at, pieces.length, { text: closing, kind: 'raw' });
      else pieces.push({ text: closing, kind: 'unlink' });
    }
  };
  const gap = (next: string) => {
    if (breaks > 1 && run.place === 'paragraph' && !inLink()) endParagraph();
    if (pieces.length > 0) {
      const broken = breaks > 0 && !inLink();
      if (broken) pieces.push({ text: BREAKS[run.place], kind: 'raw' });
      else if (
        spaced ||
        breaks > 0 ||
        (parted && PARTS.test((pieces.at(-1)?.text.at(-1) ?? '') + next.slice(0, SIGNED_CHARS_MAX)))
      )
        pieces.push({ text: ' ', kind: 'raw' });
    }
    spaced = parted = false;
    breaks = 0;
  };
  /** Opens what is to be open before a piece is written. A mark that waits holds back those inside it. */
  const openAll = (isText: boolean) => {
    for (const mark of marks) {
      if (mark.done || mark.at !== undefined || mark.open === '') continue;
      if (mark.waits === 'text' && !isText) return;
      if (mark.waits === 'heading' && !(isText && run.place === 'heading')) return;
      const isBold = mark.open === '**';
      if (isBold && run.place === 'heading') continue;
      const last = pieces.at(-1);
      if (last?.kind === 'close' && last.text === mark.open && !mark.isLink) {
        pieces.pop();
        mark.at = pieces.length - 1;
      } else {
        if (mark.isLink && last?.kind === 'unlink') pieces.push({ text: ' ', kind: 'raw' });
        pieces.push({ text: mark.open, kind: mark.isLink ? 'link' : 'open' });
        mark.at = pieces.length - 1;
      }
    }
  };
  const put = (text: string, kind: Piece['kind']) => {
    gap(text);
    openAll(kind === 'text');
    // Two code spans side by side would be read as one with other ends.
    if (text.startsWith('`') && pieces.at(-1)?.kind === 'raw' && pieces.at(-1)?.text.endsWith('`'))
      pieces.push({ text: ' ', kind: 'raw' });
    pieces.push({ text, kind });
  };

  const run: InlineRun = {
    place: 'paragraph',
    text(text) {
      const words = text.replace(SPACES, ' ');
      if (words.startsWith(' ')) spaced = true;
      const trimmed = words.trim();
      if (trimmed === '') return;
      put(trimmed, 'text');
      spaced = words.endsWith(' ');
    },
    label(text) {
      run.part();
      run.text(text);
      run.part();
    },
    raw: (markdown) => put(markdown, 'raw'),
    lineBreak() {
      if (pieces.length > 0) breaks++;
    },
    part() {
      parted = true;
    },
    space() {
      spaced = true;
    },
    open(mark) {
      // Bold in bold says no more.
      const open = marks.some((other) => other.open === mark) ? '' : mark;
      marks.push({ open, close: () => open, isLink: false, waits: 'nothing', at: undefined, done: false });
    },
    openLink(close, waits) {
      marks.push({ open: '[', close, isLink: true, waits, at: undefined, done: false });
    },
    close() {
      const mark = marks.pop();
      if (mark !== undefined) write(mark);
    },
    isInLink: () => marks.some((mark) => mark.isLink && !mark.done),
    isLinkEmpty: () => marks.some((mark) => mark.isLink && mark.at === undefined && !mark.done),
    take() {
      if (pieces.length === 0 && paragraphs.length === 0) {
        spaced = parted = false;
        return NO_PARAGRAPHS;
      }
      endParagraph();
      const taken = paragraphs.map((of) => ({
        markdown: joinPieces(of, run.place === 'paragraph'),
        words: () => of.map(({ text, kind }) => (kind === 'text' ? text : ' ')).join(''),
      }));
      paragraphs = [];
      return taken.filter(({ markdown }) => markdown !== '');
    },
  };
  return run;
}

/** What may stand before and after a space that the page does not have: a path too, not a slash between words. */
const PARTS = /^[^([{“‘/-](?:[^)\]}”’.,;:!?…/、。，：；？！）」-]|\/[\p{L}{]|-\p{N}[\p{N},]*(?:\.\p{N}|\s?%))/u;
/** A change has its sign before it, as "-0.85" and "-1,204 %"; "-5" may be the end of a range. */
const SIGNED_CHARS_MAX = 16;

/** A byte order mark counts as a space in regular expressions, but nobody sees one. */
const SPACES = /[^\S\ufeff]+/g;

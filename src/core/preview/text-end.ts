/** How much of a page's text is needed to tell what stands behind a link. */
import { isRepeated } from './head-facts.js';

/** What is read of the body behind a head that has a description: enough for the first paragraphs under a menu. */
const LEAD_AFTER_DESCRIPTION_CHARS = 16 * 1024;

const HEAD_END = /<\/head[\s>]|<body[\s>]/i;
/** Up to 300 characters before what tells it, and 2,000 behind: longer ones are data. */
const DESCRIPTION = /<meta\b[^>]{0,300}?\b(?:name|property)\s*=\s*["']?(?:og:|twitter:)?description\b[^>]{0,2000}/i;
const CONTENT = /\bcontent\s*=\s*(?:"([^"]*)|'([^']*))/i;
const TITLE = /<title\b[^>]{0,300}>([^<]{0,1000})/i;

/** Whether a head's source describes its page with more than its title. */
function isDescribed(head: string): boolean {
  const tag = DESCRIPTION.exec(head)?.[0];
  if (tag === undefined) return false;
  const [, double, single] = CONTENT.exec(tag) ?? [];
  const content = double ?? single;
  return content === undefined || !isRepeated(content.trim(), TITLE.exec(head)?.[1] ?? '');
}

/** Where the text that is needed ends: behind the head where that has a description and nothing is ranked. */
export class TextEnd {
  readonly #forRanking: boolean;
  #headEnd: number | undefined;
  #described = false;
  #searched = 0;

  constructor(forRanking: boolean) {
    this.#forRanking = forRanking;
  }

  /** Whether what was read so far is enough. */
  isIn(text: string): boolean {
    if (this.#headEnd === undefined) {
      // A tag may be cut in two by the piece's end.
      const from = Math.max(0, this.#searched - '</head '.length);
      const at = text.slice(from).search(HEAD_END);
      this.#searched = text.length;
      if (at === -1) return false;
      this.#headEnd = from + at;
      this.#described = isDescribed(text.slice(0, this.#headEnd));
    }
    return this.#described && text.length >= this.#headEnd + (this.#forRanking ? LEAD_AFTER_DESCRIPTION_CHARS : 0);
  }

  /** What is needed of text that is there as a whole. */
  static of(text: string, forRanking: boolean): string {
    const end = new TextEnd(forRanking);
    end.isIn(text);
    return end.cut(text);
  }

  /** What came in the same piece but is not needed is not parsed. */
  cut(text: string): string {
    return this.#described && !this.#forRanking ? text.slice(0, this.#headEnd) : text;
  }
}

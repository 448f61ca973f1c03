/** The passage of a page that answers a query best. */
import { cutChars } from '../cut-chars.js';
import { bestMatch } from '../score/relevance.js';
import type { Passage } from './page-text.js';

/** Two or three sentences: enough to decide whether the page is worth reading. A longer one is cut at its end. */
const EXCERPT_CHARS_MAX = 280;
/**
 * A point within a number, a name or an address ends nothing, nor does a full-width one before a digit; where no spaces are written, the mark
 * alone ends a sentence, with what closes behind it. Thai and its neighbours write a space where others end a sentence, or nothing.
 */
const SENTENCE_END =
  /(?<=[\p{Sentence_Terminal}…]\s)(?=\S)|(?<=(?:[。！？｡]|．(?!\p{N}))[\p{Pe}\p{Pf}]?)(?=[^\s\p{Pe}\p{Pf}])|(?<=[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}] )(?=\S)/u;

/**
 * Undefined where neither a passage nor what it stands under has a word of the query. Below "Time zones" the text says "they"
 * of them: without headings the best passage is another section's for one query in five of 1,827 measured. The nearest counts
 * more than those above it: else all of "Footnotes > Auto-numbered footnotes" comes before what is said below "Footnotes" itself.
 */
export async function excerptFor(
  passages: readonly Passage[],
  query: string,
  language: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const pieces = passages.flatMap(({ text, heading, above }) =>
    piecesOf(text).map((lead) => ({ title: heading, context: above, lead })),
  );
  const best = await bestMatch(pieces, (piece) => piece, query, { language, signal });
  return best && cutChars(best.lead, EXCERPT_CHARS_MAX);
}

/** How a page begins, where nothing else tells of it. */
export function beginningOf(lead: string): string {
  return cutChars(piecesOf(lead)[0] ?? '', EXCERPT_CHARS_MAX);
}

/** A passage as runs of whole sentences. One that is longer by itself is a piece. */
function piecesOf(passage: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of passage.split(SENTENCE_END)) {
    if (piece !== '' && piece.length + sentence.length >= EXCERPT_CHARS_MAX) {
      pieces.push(piece);
      piece = '';
    }
    piece += sentence;
  }
  return [...pieces, piece].map((one) => one.trim());
}

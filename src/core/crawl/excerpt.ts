/** The passage of a page that answers a query best. */
import { cutChars } from '../cut-chars.js';
import { relevance } from '../score/relevance.js';

/** Two or three sentences: enough to decide whether the page is worth reading. A longer one is cut at its end. */
const EXCERPT_CHARS_MAX = 280;
/** A point within a number, a name or an address ends nothing; where no spaces are written, the mark alone does. */
const SENTENCE_END = /(?<=[.!?…]\s)(?=\S)|(?<=[。！？])(?=\S)/u;

/** Undefined where no passage has a word of the query. */
export async function excerptFor(
  passages: readonly string[],
  query: string,
  language: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const pieces = passages.flatMap(piecesOf);
  const documents = pieces.map((lead) => ({ lead }));
  const scores = await relevance(documents, query, { language, signal });
  let best = 0;
  for (const [i, score] of scores.entries()) if (score > (scores[best] ?? 0)) best = i;
  return (scores[best] ?? 0) > 0 ? cutChars(pieces[best] ?? '', EXCERPT_CHARS_MAX) : undefined;
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

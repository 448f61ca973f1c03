/** What an anchor calls the page that it leads to, and which of several tells most. */
import { isGenericText } from '../score/intrinsic-words.js';

export interface Words {
  readonly text: string;
  readonly isLabel: boolean;
  /** Says when, not what. */
  readonly isTime: boolean;
  /** A person sees nothing of the link. */
  readonly hidden: boolean;
  /** Shown only where scripts are off. */
  readonly inNoscript: boolean;
  /** Names a place on the page, not the page: "Skip to content", "34 comments". */
  readonly atPlace: boolean;
}

const DATE = /^[\d\s./:年月日-]+$/;

/** A link wrapped around a whole card says no more than this much of it. */
const RICH_CHARS_MAX = 150;

/**
 * Seen before hidden, with scripts before without, telling before a date or "read more", the page before a place on it,
 * written before labels, then the longer.
 */
function richnessOf(words: Words): number {
  if (words.text === '') return 0;
  const grade =
    (words.hidden ? 0 : 32) +
    (words.inNoscript ? 0 : 16) +
    (words.isTime || isGenericText(words.text) || DATE.test(words.text) ? 0 : 8) +
    (words.atPlace ? 0 : 4) +
    (words.isLabel ? 0 : 2);
  return grade * RICH_CHARS_MAX + Math.min(words.text.length, RICH_CHARS_MAX);
}

/** "Continue reading X" tells no more than X, though it is longer. */
export function tellsMore(words: Words, known: Words): boolean {
  if (addsNothing(words.text, known.text)) return false;
  return addsNothing(known.text, words.text) || richnessOf(words) > richnessOf(known);
}

function addsNothing(text: string, name: string): boolean {
  if (name === '' || !text.includes(name)) return false;
  const rest = text.replace(name, '').trim();
  // Of single words some tell something: "Download X".
  return /\p{L} \p{L}/u.test(rest) && isGenericText(rest);
}

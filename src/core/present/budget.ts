/** Fitting lists and texts into a token budget: whole items, and never silently. */
import { refusePastEnd } from './cursor.js';
import { estimateTokens } from './tokens.js';

export interface Portion<T> {
  items: T[];
  /** Where in the whole list it begins. */
  start: number;
  /** Where the next portion starts; undefined when this one reaches the end. */
  next: number | undefined;
  tokens: number;
  /** Items of this stretch that are too long for any answer. */
  tooLong: number;
}

/** An item dearer than this share of the whole answer is passed over: one monstrous URL must not hide all others. */
export const OVERSIZE_SHARE = 0.4;
/** What an ordinary item may take, a head of 250 tokens with its link: in a small answer it may stand alone. */
const ORDINARY_TOKENS = 300;
/** An answer of this size is for a program, which reads all. */
const PROGRAM_TOKENS = 100_000;
/** What it takes to say how many were passed over, and where they are. */
const SAID_TOKENS = 50;

/** The most an item may take of an answer with so much room for items. */
export function oversizeIn(room: number): number {
  return Math.min(room, Math.max(room * OVERSIZE_SHARE, ORDINARY_TOKENS));
}

/** How items stand in an answer of this size: whole in one for a program. Each is cut once: what it costs is asked before. */
export function shownIn<T extends Shown, Shown = T>(maxTokens: number, cut: (item: T) => Shown): (item: T) => Shown {
  if (maxTokens >= PROGRAM_TOKENS) return (item) => item;
  const known = new Map<T, Shown>();
  return (item) => {
    const shown = known.get(item) ?? cut(item);
    known.set(item, shown);
    return shown;
  };
}

/**
 * The items from `start` on, at most `limit`, that fit `budget` tokens by `cost`. Oversize ones are passed over and counted.
 * Linear in what is taken.
 * @throws LoupeError `invalid_input` for a start behind the end
 */
export function takeWithin<T>(
  items: readonly T[],
  start: number,
  limit: number,
  budget: number,
  cost: (item: T) => number,
  oversize = oversizeIn(budget),
): Portion<T> {
  refusePastEnd(start, items.length, 'items');
  const taken: T[] = [];
  let tokens = 0;
  let tooLong = 0;
  let at = start;
  for (; at < items.length && taken.length < limit; at++) {
    const item = items[at];
    if (item === undefined) break;
    const price = cost(item);
    if (price > oversize) {
      if (tooLong === 0) {
        if (taken.length > 0 && tokens + SAID_TOKENS > budget) break;
        tokens += SAID_TOKENS;
      }
      tooLong++;
      continue;
    }
    // Shares are fractions: what was granted to the token must not fail by rounding.
    if (tokens + price > budget + 1) break;
    taken.push(item);
    tokens += price;
  }
  return { items: taken, start, next: at < items.length ? at : undefined, tokens, tooLong };
}

/** A head's warnings and what is to be said of items that no answer has room for. @param whole the resource that has them */
export function warningsOf(
  { warnings = [] }: { warnings?: string[] | undefined },
  { tooLong }: Pick<Portion<unknown>, 'tooLong'>,
  whole: string,
): { warnings?: string[] } {
  const items = tooLong === 1 ? '1 item is' : `${tooLong} items are`;
  const said = tooLong === 0 ? [] : [`${items} too long for this answer; all are in ${whole}`];
  return warnings.length + said.length === 0 ? {} : { warnings: [...warnings, ...said] };
}

/**
 * The larger of an item's two forms: the structured part and the text each have the whole budget.
 * @param line its text; left out where all that it says stands in the item too, word by word
 */
export function costOf(item: unknown, line = ''): number {
  return Math.max(estimateTokens(JSON.stringify(item)), estimateTokens(line)) + 2;
}

/**
 * Shares a budget among parts by weight; what a part does not need goes to those that need more.
 * @param wanted tokens each part would take whole
 */
export function shareBudget(budget: number, wanted: readonly number[], weights: readonly number[]): number[] {
  const shares = wanted.map(() => 0);
  let left = budget;
  let open = wanted.map((_, i) => i).filter((i) => (wanted[i] ?? 0) > 0);
  while (open.length > 0 && left > 1) {
    const weight = open.reduce((sum, i) => sum + (weights[i] ?? 1), 0);
    const round = left;
    const still: number[] = [];
    for (const i of open) {
      const offered = (round * (weights[i] ?? 1)) / weight;
      const needed = (wanted[i] ?? 0) - (shares[i] ?? 0);
      shares[i] = (shares[i] ?? 0) + Math.min(offered, needed);
      left -= Math.min(offered, needed);
      if (needed > offered) still.push(i);
    }
    open = still;
  }
  return shares;
}

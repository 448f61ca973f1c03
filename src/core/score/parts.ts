/** Scores that are sums of documented parts: the tables of `docs/scoring.md` are made from the same objects. */

export interface ScorePart<Signals> {
  points: number;
  /** For the docs: when the part is given. */
  when: string;
  holds(signals: Signals): boolean;
}

/** The entries of a table of parts, made once. */
export type PartTable<Signals> = readonly (readonly [string, ScorePart<Signals>])[];

/** The sum of the parts that hold, cut to `min`-`max`. */
export function sumParts<Signals>(table: PartTable<Signals>, signals: Signals, min: number, max: number): number {
  let sum = 0;
  for (const [, part] of table) if (part.holds(signals)) sum += part.points;
  return Math.min(max, Math.max(min, sum));
}

/** The parts that hold: asked for with `verbose` only, since an object for each item costs more than its score. */
export function partsThatHold<Signals>(table: PartTable<Signals>, signals: Signals): Record<string, number> {
  return Object.fromEntries(
    table.filter(([, part]) => part.holds(signals)).map(([name, { points }]) => [name, points]),
  );
}

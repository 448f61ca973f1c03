/** Scores that are sums of documented parts: the tables of `docs/scoring.md` are made from the same objects. */

export interface ScorePart<Signals> {
  points: number;
  /** For the docs: when the part is given. */
  when: string;
  holds(signals: Signals): boolean;
}

export interface PartialScore {
  score: number;
  /** The parts that hold, by name. */
  parts: Record<string, number>;
}

/** The sum of the parts that hold, cut to `min`-`max`. Takes the entries of a table, made once. */
export function sumParts<Signals>(
  table: readonly (readonly [string, ScorePart<Signals>])[],
  signals: Signals,
  min: number,
  max: number,
): PartialScore {
  const parts: Record<string, number> = {};
  let sum = 0;
  for (const [name, part] of table) {
    if (!part.holds(signals)) continue;
    parts[name] = part.points;
    sum += part.points;
  }
  return { score: Math.min(max, Math.max(min, sum)), parts };
}

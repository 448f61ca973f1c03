/** Scores that are sums of documented parts: the tables of `docs/scoring.md` are made from the same objects. */

export interface Part {
  readonly points: number;
  /** For the docs: when the part is given. */
  readonly when: string;
}

export interface ScorePart<Signals> extends Part {
  holds(signals: Signals): boolean;
}

export interface Scorer<Signals> {
  /** The sum of the parts that hold, cut to 0-`max`. */
  score(signals: Signals): number;
  /** The points of those parts: asked for with `verbose` only, since an object for each item costs more than its score. */
  parts(signals: Signals): Record<string, number>;
}

export function scorer<Signals>(table: Readonly<Record<string, ScorePart<Signals>>>, max: number): Scorer<Signals> {
  const entries = Object.entries(table);
  return {
    score(signals) {
      let sum = 0;
      for (const [, part] of entries) if (part.holds(signals)) sum += part.points;
      return Math.min(max, Math.max(0, sum));
    },
    parts: (signals) =>
      Object.fromEntries(entries.filter(([, part]) => part.holds(signals)).map(([name, { points }]) => [name, points])),
  };
}

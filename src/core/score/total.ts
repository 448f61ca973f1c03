/** The two scores of a link on one scale (contract, section 4). */

interface ScoreWeights {
  /** Share of the intrinsic score (0-10). */
  intrinsic: number;
  /** Share of the contextual score (0-1, stretched to 0-10). */
  contextual: number;
}

/**
 * 0-10: the weighted mean of what is known, or undefined when neither is. Weights need not add up to 1; when both are
 * 0, both count alike.
 */
export function totalScore(
  intrinsic: number | undefined,
  contextual: number | undefined,
  weights: ScoreWeights,
): number | undefined {
  if (contextual === undefined) return intrinsic;
  if (intrinsic === undefined) return 10 * contextual;
  const sum = weights.intrinsic + weights.contextual;
  const share = sum === 0 ? 0.5 : weights.intrinsic / sum;
  return share * intrinsic + (1 - share) * 10 * contextual;
}

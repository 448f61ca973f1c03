/** Medians over interleaved runs: what slows the machine down slows every contestant of a row. */

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * Runs every contestant once a round, in an order that turns, and gives each one's values.
 * A contestant answers its own value, or nothing: then its wall time in ms is the value.
 */
export async function interleaved(contestants, { rounds, warmUp = 0 }) {
  const names = Object.keys(contestants);
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    const turn = (round + warmUp) % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const started = performance.now();
      const given = await contestants[name]();
      const value = given ?? performance.now() - started;
      if (round >= 0) values[name].push(value);
    }
  }
  return values;
}

/** Ratio of two contestants: the median of the ratios within each round, so that a slow minute counts for both. */
export const ratio = (values, floor) => median(values.map((value, round) => value / floor[round]));

export const cpuMs = async (work) => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

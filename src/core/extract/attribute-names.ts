/** What is said of attributes by their names alone: pages use few, and each is judged once. */

/** The map is emptied rather than aged. */
const NAMES_MAX = 1_000;

export function judgedOnce<Verdict extends string | boolean>(judge: (name: string) => Verdict) {
  const verdicts = new Map<string, Verdict>();
  return (name: string): Verdict => {
    const known = verdicts.get(name);
    if (known !== undefined) return known;
    const verdict = judge(name);
    if (verdicts.size >= NAMES_MAX) verdicts.clear();
    verdicts.set(name, verdict);
    return verdict;
  };
}

/** Raised and lowered text, written so that a line of text says the same. */

const RAISED: Readonly<Record<string, string>> = signs('0123456789+-−=n)', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼ⁿ⁾');
const LOWERED: Readonly<Record<string, string>> = signs('0123456789+-−=', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌');

function signs(plain: string, set: string): Record<string, string> {
  const others = [...set];
  return Object.fromEntries([...plain].map((char, i) => [char, others[i] ?? char]));
}

/** Longer ones are no exponent or index but a note, which stays as it is. */
const SET_CHARS_MAX = 12;

/** What a `sup` or `sub` is written as. Undefined where its text reads the same on the line. */
export function onTheLine(name: string, content: string, isNote: boolean): string | undefined {
  const text = content.replace(/\s+/g, ' ').trim();
  // A fraction of a price is raised with its point: "19<sup>.99</sup>".
  if (text === '' || text.length > SET_CHARS_MAX || /^(?:[([]|[.,]\d)/.test(text)) return undefined;
  if (isNote) return `[${text}]`;
  const table = name === 'sup' ? RAISED : LOWERED;
  if ([...text].every((char) => table[char] !== undefined)) return [...text].map((char) => table[char]).join('');
  const sign = name === 'sup' ? '^' : '_';
  if (/^\p{L}$/u.test(text) || (sign === '_' && /^[\p{L}\p{N}]+$/u.test(text))) return sign + text;
  // Ordinals, trade marks and the like read the same on the line.
  if (/^[\p{L}\s.]+$/u.test(text) || !/[\p{L}\p{N}]/u.test(text)) return undefined;
  return `${sign}(${text})`;
}

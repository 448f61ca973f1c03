/** Text that a page sets apart by its place on the line, written so that a line of text says the same. */
import { type ContentElement, type ContentNode, contentText, holds } from './content-node.js';

const RAISED: Readonly<Record<string, string>> = signs('0123456789+-−=n', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼ⁿ');
const LOWERED: Readonly<Record<string, string>> = signs('0123456789+-−=', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌');

function signs(plain: string, set: string): Record<string, string> {
  const others = [...set];
  return Object.fromEntries([...plain].map((char, i) => [char, others[i] ?? char]));
}

/** Longer ones are no exponent or index but a note, which stays as it is. */
const SET_CHARS_MAX = 12;

/** "10<sup>6</sup>" is 10⁶, not 106; a raised number that leads to a note is [1]; "1<sup>st</sup>" is 1st. */
export function raisedOrLowered(node: ContentElement): ContentNode {
  const text = contentText(node).replace(/\s+/g, ' ').trim();
  const leads = holds(node, ({ name, facts }) => name === 'a' && facts.href !== undefined);
  if (text === '' || text.length > SET_CHARS_MAX || leads || holds(node, ({ name }) => name === 'math')) return node;
  if (/^[([]/.test(text)) return node;
  if (holds(node, ({ facts }) => facts.onPage === true)) return { kind: 'text', text: `[${text}]` };
  const table = node.name === 'sup' ? RAISED : LOWERED;
  if ([...text].every((char) => table[char] !== undefined)) {
    return { kind: 'text', text: [...text].map((char) => table[char]).join('') };
  }
  const sign = node.name === 'sup' ? '^' : '_';
  if (/^\p{L}$/u.test(text) || (sign === '_' && /^[\p{L}\p{N}]+$/u.test(text)))
    return { kind: 'text', text: sign + text };
  // Ordinals, trade marks and the like read the same on the line.
  if (/^[\p{L}\s.]+$/u.test(text) || !/[\p{L}\p{N}]/u.test(text)) return node;
  return { kind: 'text', text: `${sign}(${text})` };
}

/** Readings of a ruby in brackets, quotations in quotation marks. */
export function addMarks({ name, children }: ContentElement): void {
  if (!children.some((child) => contentText(child).trim() !== '')) return;
  const [before, after] = name === 'rt' ? ['(', ')'] : ['“', '”'];
  children.unshift({ kind: 'text', text: before });
  children.push({ kind: 'text', text: after });
}

/** "2 h ago" and "4 March" are read later, and by who does not know today's date. */
export function addDate(time: ContentElement, datetime: string | undefined): void {
  const [, date, year] = /^\s*((\d{4})-\d\d-\d\d)(?!\d)/.exec(datetime ?? '') ?? [];
  const shown = contentText(time).trim();
  if (date === undefined || year === undefined || shown.includes(year)) return;
  time.children.push({ kind: 'text', text: shown === '' ? date : ` (${date})` });
}

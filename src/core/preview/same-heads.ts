/** Targets that all say the same of themselves: the shell of an application, a login. Ranking them by it says nothing. */
import { cutText } from '../extract/visible-text.js';
import { descriptionOf } from './head-facts.js';
import type { HeadOutcome } from './read-heads.js';

/** Two pages may share a title by chance or by neglect. */
const SAME_MIN = 3;
const TITLE_CHARS_MAX = 60;
/** Of the text below: with its length that tells pages apart, and a thousand of them are not copied. */
const BODY_CHARS = 200;

/** A remark where most of what was read is one head over and over. */
export function sameHeads(outcomes: Iterable<HeadOutcome>): string[] {
  const counts = new Map<string, { count: number; title: string }>();
  let valid = 0;
  for (const outcome of outcomes) {
    if (outcome.status !== 'valid') continue;
    valid++;
    const { head, lead } = outcome.reading;
    const title = head.title ?? '';
    if (title === '') continue;
    const body = lead?.body ?? '';
    const key = JSON.stringify([title, descriptionOf(head), body.length, body.slice(0, BODY_CHARS)]);
    const same = counts.get(key) ?? { count: 0, title };
    same.count++;
    counts.set(key, same);
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  if (most === undefined || most.count < SAME_MIN || most.count <= valid / 2) return [];
  return [
    `${most.count} of ${valid} targets say the same of themselves ("${cutText(most.title, TITLE_CHARS_MAX)}") without scripts: only the links tell them apart; crawl with engine "browser" shows what they are`,
  ];
}

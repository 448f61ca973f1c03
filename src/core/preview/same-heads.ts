/** Targets that say the same of themselves: the shell of an application, one page at several addresses. Pure. */
import { cutText } from '../extract/visible-text.js';
import type { HeadReading } from './head.js';
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
    const { title = '' } = outcome.reading.head;
    if (title === '') continue;
    const key = identityOf(outcome.reading);
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

/** What pages that say the same of themselves have in common. */
export function identityOf({ head, lead }: HeadReading): string {
  const body = lead?.body ?? '';
  return JSON.stringify([head.title, descriptionOf(head), body.length, body.slice(0, BODY_CHARS)]);
}

/**
 * Those that say what one before them says, with text enough to be a page: the posts of a thread, each with an address of
 * its own; the page in another editor. By that one page would take all places of an answer.
 */
export function copiedHeads(outcomes: Iterable<HeadOutcome>): ReadonlySet<HeadOutcome> {
  const known = new Set<string>();
  const copies = new Set<HeadOutcome>();
  const valid = [...outcomes].filter((outcome) => outcome.status === 'valid');
  // An address that led to the page stands for it least.
  const ledLast = valid.sort((a, b) => Number(isLed(a.reading)) - Number(isLed(b.reading)));
  for (const outcome of ledLast) {
    if ((outcome.reading.lead?.body.length ?? 0) < BODY_CHARS) continue;
    const key = identityOf(outcome.reading);
    if (known.has(key)) copies.add(outcome);
    known.add(key);
  }
  return copies;
}

function isLed({ head }: HeadReading): boolean {
  return head.redirected_url !== undefined;
}

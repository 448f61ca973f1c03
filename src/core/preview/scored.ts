/** Outcomes and scores to the answer's links, in order. Pure. */

import { cleanText } from '../document/clean-text.js';
import type { HeadData, LinkItem } from '../extract/link-item.js';
import { cutText } from '../extract/visible-text.js';
import type { PreviewConfig } from '../run-config.js';
import { totalScore } from '../score/total.js';
import { CHANGES_STATE } from './changes-state.js';
import type { Candidate } from './choose.js';
import { HeadFailure, type HeadReading } from './head.js';
import { descriptionOf } from './head-facts.js';
import type { HeadOutcome } from './read-heads.js';

export type PreviewedLink = LinkItem & { type: 'internal' | 'external' };

interface Outcomes {
  /** Links that were chosen. */
  readonly outcomes: ReadonlyMap<Candidate, HeadOutcome>;
  /** In the order of `outcomes`; undefined without a query. */
  readonly contextual: readonly number[] | undefined;
  /** Links beyond `max_links`, best first. */
  readonly rest: readonly Candidate[];
  /** Links that are not asked for: they may sign out or delete something. */
  readonly untouched: Iterable<Candidate>;
  readonly config: PreviewConfig;
}

export function scored({ outcomes, contextual, rest, untouched, config }: Outcomes): {
  links: PreviewedLink[];
  belowThreshold: number;
  warnings: string[];
} {
  const read: PreviewedLink[] = [];
  const unread: PreviewedLink[] = [];
  const shared = sharedTexts(outcomes.values());
  for (const [i, [candidate, outcome]] of [...outcomes].entries()) {
    if (outcome.status === 'skipped') unread.push(skippedLink(candidate));
    else read.push({ ...withScores(candidate, contextual?.[i], config), ...statusOf(outcome, shared) });
  }
  // Stable: what the total does not tell apart stays in the order of the first ranking.
  read.sort((a, b) => (b.total_score ?? 0) - (a.total_score ?? 0));
  for (const candidate of rest) unread.push(skippedLink(candidate));
  for (const candidate of untouched) unread.push({ ...skippedLink(candidate), head_extraction_error: CHANGES_STATE });
  return withThreshold(read, unread, config);
}

function withThreshold(
  read: PreviewedLink[],
  unread: PreviewedLink[],
  { score_threshold: least, query }: PreviewConfig,
) {
  const all = [...read, ...unread];
  const scores = all.map((link) => scoreForThreshold(link, query));
  if (least === undefined) return { links: all, belowThreshold: 0, warnings: [] };
  if (all.length > 0 && scores.every((score) => score === undefined))
    return { links: all, belowThreshold: 0, warnings: [UNSCORED] };
  // With a query, a link that was not read has no score: it is not known to be good enough.
  const links = all.filter((_, i) => (scores[i] ?? 0) >= least);
  const belowThreshold = scores.filter((score) => score !== undefined && score < least).length;
  return { links, belowThreshold, warnings: [] };
}

/** Said of a `score_threshold` that nothing can be held against. */
export const UNSCORED = 'score_threshold had no effect: nothing is scored; give a query or score_links';

/** What `score_threshold` is held against, 0-1; undefined where it is not known. */
export function scoreForThreshold(link: PreviewedLink, query: string | undefined): number | undefined {
  if (query !== undefined) return link.contextual_score;
  return link.intrinsic_score === undefined ? undefined : link.intrinsic_score / 10;
}

function withScores({ item, type }: Candidate, contextual: number | undefined, config: PreviewConfig): PreviewedLink {
  const total = totalScore(item.intrinsic_score, contextual, {
    intrinsic: config.intrinsic_weight,
    contextual: config.contextual_weight,
  });
  return {
    ...item,
    type,
    ...(contextual === undefined ? {} : { contextual_score: round(contextual) }),
    ...(total === undefined ? {} : { total_score: round(total) }),
  };
}

/** Only what is known without a request. */
function skippedLink({ item, type }: Candidate): PreviewedLink {
  return { ...withoutTotal(item), type, head_extraction_status: 'skipped' };
}

/** A link whose head was not read: its total, without the query's part, would not compare with the others'. */
export function withoutTotal({ total_score: _, ...known }: LinkItem): LinkItem {
  return known;
}

function statusOf(
  outcome: Exclude<HeadOutcome, { status: 'skipped' }>,
  shared: ReadonlySet<string>,
): Pick<PreviewedLink, 'head_data' | 'head_extraction_status' | 'head_extraction_error'> {
  if (outcome.status === 'valid')
    return { head_extraction_status: 'valid', head_data: described(outcome.reading, shared) };
  const { error } = outcome;
  const head = error instanceof HeadFailure ? { head_data: error.head } : {};
  return { head_extraction_status: 'failed', head_extraction_error: `${error.code}: ${error.message}`, ...head };
}

/** Two pages may say the same by neglect; what more say is of their site or chapter, or a notice. */
const SHARED_MIN = 3;

/** Descriptions and first paragraphs that tell no target from the others. */
function sharedTexts(outcomes: Iterable<HeadOutcome>): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    if (outcome.status !== 'valid') continue;
    const { head, lead } = outcome.reading;
    for (const text of new Set([descriptionOf(head), ...paragraphsOf(lead)]))
      counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([text, count]) => (count < SHARED_MIN ? [] : [text])));
}

function paragraphsOf(lead: HeadReading['lead']): string[] {
  return lead?.lead.split('\n') ?? [];
}

/** A line to choose by, where the head has none, with the ellipsis. */
const LEAD_CHARS = 161;

/** The head, with how the page begins where it has no description of its own. */
function described({ head, lead }: HeadReading, shared: ReadonlySet<string>): HeadData {
  const description = descriptionOf(head);
  if (description !== '' && !shared.has(description)) return head;
  // Many manuals have a page's title once more above its text.
  const own = paragraphsOf(lead).filter((text) => text !== head.title && !shared.has(text));
  const text = own.join(' ').trim();
  return text === '' ? head : { ...head, lead: cleanText(cutText(text, LEAD_CHARS)).text };
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}

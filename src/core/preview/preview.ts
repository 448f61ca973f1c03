/**
 * Looks behind links and ranks them (contract, section 4): filters, chooses which are worth a request, reads their
 * heads, scores what was found and puts all in order of their total score.
 */
import { type Call, withDeadline } from '../call.js';
import { LoupeError } from '../errors.js';
import type { PreviewConfig } from '../run-config.js';
import { bestIsOne, loadRelevance, relevance } from '../score/relevance.js';
import { linkChangesState } from './changes-state.js';
import { type Candidate, type FilterReason, filterCandidates, takeBest, targetOf } from './choose.js';
import { commonLanguage, evidence, freeEvidence } from './evidence.js';
import { loginHeads } from './login-heads.js';
import { Mentions } from './mentions.js';
import { type HeadOutcome, type PreviewDeps, readHeads } from './read-heads.js';
import { elsewhereNote, filterWarnings, guessedHeads, languageNote, routesNote, unmatched } from './remarks.js';
import { copiedHeads, sameHeads } from './same-heads.js';
import { type PreviewedLink, scored } from './scored.js';

/** The page the links stand on; nothing when the caller named the links. */
interface PreviewPage {
  readonly url?: string | undefined;
  readonly lang?: string | undefined;
}

interface PreviewCounts {
  /** Links that were given. */
  found: number;
  /** Links not considered, by reason. */
  filtered: Partial<Record<FilterReason, number>>;
  /** Links whose head was asked for, or would have been had the time sufficed. */
  chosen: number;
  valid: number;
  failed: number;
  /** Beyond `max_links`, not read within the time, or left alone for what they may do. */
  skipped: number;
  /** Those of the skipped that are beyond `max_links`. */
  beyond_max_links: number;
  /** Whatever became of them. */
  below_threshold: number;
}

export interface PreviewResult {
  /** By total score; those that were not read come last. */
  links: PreviewedLink[];
  counts: PreviewCounts;
  warnings: string[];
}

/** Clients give a call 60 s: partial results before that are worth more than none after. */
export const PREVIEW_BUDGET_MS = 50_000;

/**
 * Where there are more links than may be read, this share of the requests goes to the first ranking's best; what those
 * pages say of the other links then decides about the rest. Measured in docs/ranking.md.
 */
const SCOUTS_SHARE = 0.4;

/** @throws the signal's reason when the call is cancelled; nothing else. */
export async function previewLinks(
  candidates: readonly Candidate[],
  page: PreviewPage,
  config: PreviewConfig,
  deps: PreviewDeps,
  call: Call,
  budgetMs: number = PREVIEW_BUDGET_MS,
): Promise<PreviewResult> {
  using deadline = withDeadline(
    call.signal,
    budgetMs,
    () => new LoupeError('timeout', 'the time for previews is over'),
  );
  const { kept, counts: filtered } = filterCandidates(candidates, config, page.url);
  const mentions = new Mentions();
  const untouched = new Set(kept.filter(({ item }) => deps.loggedIn === true && linkChangesState(item)));
  const readable = kept.filter((candidate) => !untouched.has(candidate));
  const { outcomes, rest } = await explore(readable, page, config, mentions, deps, call, deadline);

  const language = page.lang ?? commonLanguage(outcomes);
  const copies = copiedHeads(outcomes.values());
  const documents = [...outcomes].map(([candidate, outcome]) =>
    copies.has(outcome) ? freeEvidence(candidate, mentions) : evidence(candidate, outcome, mentions),
  );
  const contextual =
    config.query === undefined
      ? undefined
      : bestIsOne(await relevance(documents, config.query, { language, signal: call.signal }));

  const result = scored({ outcomes, contextual, rest, untouched, config });
  const count = (status: HeadOutcome['status']) => [...outcomes.values()].filter((o) => o.status === status).length;
  const warnings = [
    ...result.warnings,
    ...filterWarnings(candidates, kept, config, filtered),
    ...routesNote(candidates, page.url),
    ...unmatched(contextual, rest, `${elsewhereNote(filtered)}${languageNote(language)}`),
  ];
  const { logins, others } = loginHeads(outcomes);
  warnings.push(...logins, ...sameHeads(others), ...guessedHeads(others));
  if (count('skipped') > 0) {
    const seconds = Number((budgetMs / 1000).toFixed(1));
    warnings.push(`time: ${count('skipped')} of ${outcomes.size} links were not read within ${seconds} s`);
  }
  return {
    links: result.links,
    counts: {
      found: candidates.length,
      filtered,
      chosen: outcomes.size,
      valid: count('valid'),
      failed: count('failed'),
      skipped: count('skipped') + rest.length + untouched.size,
      beyond_max_links: rest.length,
      below_threshold: result.belowThreshold,
    },
    warnings,
  };
}

/** Chooses and reads, in two rounds where not all can be read. */
async function explore(
  kept: readonly Candidate[],
  page: PreviewPage,
  config: PreviewConfig,
  mentions: Mentions,
  deps: PreviewDeps,
  call: Call,
  deadline: AbortSignal,
): Promise<{ outcomes: Map<Candidate, HeadOutcome>; rest: Candidate[] }> {
  const { query } = config;
  const total = Math.min(kept.length, config.max_links);
  const outcomes = new Map<Candidate, HeadOutcome>();
  const targets = new Map(
    query === undefined ? [] : kept.map((candidate) => [candidate, targetOf(candidate.item.href)]),
  );
  const wanted = new Set([...targets.values()].filter((target) => target !== undefined));
  call.progress(0, total, `reading ${total} of ${kept.length} links`);
  const read = (chosen: readonly Candidate[]) =>
    readHeads(
      chosen,
      {
        concurrency: config.concurrency,
        timeoutMs: config.timeout * 1000,
        forRanking: query !== undefined,
        wanted,
        signal: call.signal,
        deadline,
        onOutcome(candidate, outcome) {
          outcomes.set(candidate, withoutMentions(outcome));
          if (outcome.status === 'valid') mentions.add(targetOf(candidate.item.href) ?? '', outcome.reading);
          const news = `${outcome.status}: ${candidate.item.href}`;
          call.progress(outcomes.size, total, news);
          call.log('debug', outcome.status === 'failed' ? `${news}: ${outcome.error.code}` : news);
        },
      },
      deps,
    );
  if (kept.length <= config.max_links || query === undefined) {
    const { taken, rest } = takeBest(kept, [], config.max_links);
    // Nothing is ranked before the heads are in: what ranking needs is loaded meanwhile.
    await Promise.all([read(taken), query === undefined ? undefined : loadRelevance(page.lang)]);
    return { outcomes: inOrder(taken, outcomes), rest };
  }
  const choose = async (from: readonly Candidate[], count: number) => {
    const documents = from.map((candidate) => freeEvidence(candidate, mentions));
    const options = { language: page.lang, signal: call.signal };
    const scores = await relevance(documents, query, options);
    return takeBest(from, scores, count, (candidate) => mentions.of(targets.get(candidate)).length);
  };

  const scouts = await choose(kept, Math.ceil(config.max_links * SCOUTS_SHARE));
  await read(scouts.taken);
  const others = await choose(scouts.rest, config.max_links - scouts.taken.length);
  await read(others.taken);
  return { outcomes: inOrder([...scouts.taken, ...others.taken], outcomes), rest: others.rest };
}

/** Mentions are gathered once; kept with each of a thousand heads they would be most of the memory. */
function withoutMentions(outcome: HeadOutcome): HeadOutcome {
  if (outcome.status !== 'valid') return outcome;
  const { mentions: _gathered, ...reading } = outcome.reading;
  return { status: 'valid', reading };
}

/** By first ranking instead of by who answered first: equal scores come out in the same order each time. */
function inOrder(
  chosen: readonly Candidate[],
  outcomes: ReadonlyMap<Candidate, HeadOutcome>,
): Map<Candidate, HeadOutcome> {
  return new Map(chosen.map((candidate) => [candidate, outcomes.get(candidate) ?? { status: 'skipped' }]));
}

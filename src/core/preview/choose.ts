/** Which links are worth a request, before any is made. */
import type { LinkItem, LinkMap } from '../extract/link-item.js';
import type { PreviewConfig } from '../run-config.js';
import { webUrl } from '../url.js';
import { urlMatcher } from '../url-pattern.js';

export interface Candidate {
  readonly item: LinkItem;
  readonly type: 'internal' | 'external';
  /** What the page says around the link: headings above it, the sentence or row it stands in, its other texts. */
  readonly context?: string;
}

/** The links of a page, each with what stands around it. */
export function pageCandidates(
  links: Pick<LinkMap, 'internal' | 'external'>,
  linkContext: Readonly<Record<string, readonly string[]>> = {},
): Candidate[] {
  return (['internal', 'external'] as const).flatMap((type) =>
    links[type].map((item) => ({ item, type, context: linkContext[item.href]?.join(' ') ?? '' })),
  );
}

/** Why a link was not considered: the option's name, or what it is. */
export type FilterReason =
  | 'include_internal'
  | 'include_external'
  | 'include_patterns'
  | 'exclude_patterns'
  | 'same_page'
  | 'duplicate'
  | 'not_web';

export interface Filtered {
  readonly kept: Candidate[];
  readonly counts: Partial<Record<FilterReason, number>>;
}

type Filters = Pick<PreviewConfig, 'include_internal' | 'include_external' | 'include_patterns' | 'exclude_patterns'>;

/** `pageUrl`: the page the links stand on; it is never looked behind itself. */
export function filterCandidates(candidates: readonly Candidate[], config: Filters, pageUrl?: string): Filtered {
  const included = urlMatcher(config.include_patterns ?? ['*']);
  const excluded = urlMatcher(config.exclude_patterns ?? []);
  const page = pageUrl === undefined ? undefined : targetOf(pageUrl);
  const seen = new Set<string>();
  const reasonAgainst = ({ item: { href }, type }: Candidate): FilterReason | undefined => {
    if (type === 'internal' && !config.include_internal) return 'include_internal';
    if (type === 'external' && !config.include_external) return 'include_external';
    const target = targetOf(href);
    if (target === undefined) return 'not_web';
    if (target === page) return 'same_page';
    if (!included(href)) return 'include_patterns';
    if (excluded(href)) return 'exclude_patterns';
    if (seen.has(target)) return 'duplicate';
    seen.add(target);
    return undefined;
  };
  const counts: Partial<Record<FilterReason, number>> = {};
  const kept = candidates.filter((candidate) => {
    const reason = reasonAgainst(candidate);
    if (reason !== undefined) counts[reason] = (counts[reason] ?? 0) + 1;
    return reason === undefined;
  });
  return { kept, counts };
}

/** What is requested for a link: its URL without fragment. Undefined for what is no web link. */
export function targetOf(href: string, base?: string): string | undefined {
  const url = webUrl(href, base);
  if (url === undefined) return undefined;
  url.hash = '';
  return url.href;
}

/**
 * The best `count` candidates by first ranking, best first, and the rest in the same order. What the ranking does not
 * tell apart is in order of `mentioned`: how much the pages read so far say of it, whatever they say.
 */
export function takeBest(
  candidates: readonly Candidate[],
  scores: readonly number[],
  count: number,
  mentioned: (candidate: Candidate) => number = () => 0,
): { taken: Candidate[]; rest: Candidate[] } {
  const order = candidates
    .map((candidate, i) => ({ candidate, score: scores[i] ?? 0, mentioned: mentioned(candidate) }))
    // Stable: what nothing tells apart stays in the page's order.
    .sort((a, b) => b.score - a.score || b.mentioned - a.mentioned || intrinsic(b.candidate) - intrinsic(a.candidate))
    .map(({ candidate }) => candidate);
  return { taken: order.slice(0, count), rest: order.slice(count) };
}

function intrinsic({ item }: Candidate): number {
  return item.intrinsic_score ?? 0;
}

import type { LinkMap } from '../extract/link-item.js';
import type { Candidate } from './choose.js';

/** The links of a page, each with what stands around it. */
export function pageCandidates(
  links: Pick<LinkMap, 'internal' | 'external'>,
  linkContext: Readonly<Record<string, readonly string[]>> = {},
): Candidate[] {
  return (['internal', 'external'] as const).flatMap((type) =>
    links[type].map((item) => ({ item, type, context: linkContext[item.href]?.join(' ') ?? '' })),
  );
}

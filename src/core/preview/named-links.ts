/** Links that the caller named, without a page to judge them by. */
import type { LinkItem } from '../extract/link-item.js';
import { intrinsicScore } from '../score/intrinsic.js';
import { baseDomain, dropTrackingParameters, isWebUrl, parseUrl } from '../url.js';
import type { Candidate } from './choose.js';

/** Candidates in the order given; what is no http(s) URL is only counted. */
export function namedLinks(urls: readonly string[], scored: boolean): { candidates: Candidate[]; refused: number } {
  const candidates = urls.flatMap((text): Candidate[] => {
    const url = parseUrl(text.trim());
    if (url === undefined || !isWebUrl(url)) return [];
    return [{ item: itemOf(url, scored), type: 'external' }];
  });
  return { candidates, refused: urls.length - candidates.length };
}

function itemOf(url: URL, scored: boolean): LinkItem {
  dropTrackingParameters(url);
  const item: LinkItem = {
    href: url.href,
    text: '',
    title: '',
    base_domain: baseDomain(url.hostname),
    region: 'other',
    count: 1,
  };
  if (!scored) return item;
  const bare = {
    url,
    text: '',
    title: '',
    rel: undefined,
    region: 'other',
    internal: false,
    hidden: false,
    textIsLabel: false,
  } as const;
  return { ...item, intrinsic_score: intrinsicScore(bare, { url: '', topic: new Set() }, false).score };
}

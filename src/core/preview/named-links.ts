/** Links that the caller named, without a page to judge them by. */
import type { LinkItem } from '../extract/link-item.js';
import { baseDomain } from '../registrable-domain.js';
import { intrinsicScore } from '../score/intrinsic.js';
import { dropTrackingParameters, webUrl, withoutCredentials } from '../url.js';
import { bareAddress } from '../url-logins.js';
import type { Candidate } from './choose.js';

/** Candidates in the order given, and what is no http(s) URL. */
export function namedLinks(
  urls: readonly string[],
  scored: boolean,
  verbose: boolean,
): { candidates: Candidate[]; refused: string[] } {
  const candidates: Candidate[] = [];
  const refused: string[] = [];
  for (const text of urls) {
    const url = webUrl(bareAddress(text));
    if (url === undefined) refused.push(withoutCredentials(text).slice(0, 100));
    else candidates.push({ item: itemOf(url, scored, verbose), type: 'external' });
  }
  return { candidates, refused };
}

const SHOWN_REFUSED = 3;

/** Says which were left out. */
export function refusedLinks(refused: readonly string[]): string[] {
  if (refused.length === 0) return [];
  const more = refused.length > SHOWN_REFUSED ? ` and ${refused.length - SHOWN_REFUSED} more` : '';
  const shown = refused.slice(0, SHOWN_REFUSED).map((text) => JSON.stringify(text));
  return [`links: left out, no http(s) URLs: ${shown.join(', ')}${more}`];
}

function itemOf(url: URL, scored: boolean, verbose: boolean): LinkItem {
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
  const { score, parts } = intrinsicScore(bare, { url: '', topic: new Set() }, verbose);
  return { ...item, intrinsic_score: score, ...(verbose ? { intrinsic_parts: parts } : {}) };
}

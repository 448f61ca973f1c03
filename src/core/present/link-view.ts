/** Links as an answer shows them: best first, texts cut, one line each. */
import { cutChars } from '../cut-chars.js';
import type { LinkItem, LinkMap } from '../extract/link-item.js';
import { dropTrackingParameters, parseUrl, withoutHash } from '../url.js';

export interface PlacedLink {
  readonly type: 'internal' | 'external';
  readonly link: LinkItem;
}

/** Link texts in an answer are cut here; the whole text is in the resource. */
const SHOWN_TEXT_CHARS = 160;

/** Main content before what has no landmark, before what stands on every page of the site. */
const REGION_RANK = { main: 0, other: 1, aside: 2, header: 3, nav: 3, footer: 4 } as const;
const SELF_RANK = 5;
/** Behind every total score: what was not looked behind. */
const UNREAD_RANK = 20;

/**
 * All links of a page in one list: by score when there is one (those that a preview did not read last), else, and among those without one, in document order
 * with main content first and the page itself (what its table of contents points to) last.
 */
export function orderLinks(map: Pick<LinkMap, 'internal' | 'external'>, pageUrl: string): PlacedLink[] {
  const self = asLinked(pageUrl);
  const all = [...map.internal, ...map.external];
  const scoreOf = (link: LinkItem) => link.total_score ?? link.intrinsic_score;
  const scored = all.some((link) => scoreOf(link) !== undefined);
  const totalled = all.some((link) => link.total_score !== undefined);
  const byPlace = (a: LinkItem) => (a.href === self ? SELF_RANK : REGION_RANK[a.region]);
  const rank = (a: LinkItem) => {
    if (!scored) return byPlace(a);
    // A score that knows nothing of the query does not compare with one that does.
    const unread = totalled && a.total_score === undefined ? UNREAD_RANK : 0;
    const score = scoreOf(a);
    return score === undefined ? unread + 1 + byPlace(a) : unread - score;
  };
  // How internal and external ones stood among each other is not kept: each kind gets its share of a cut list, in document order.
  const ranked = (['internal', 'external'] as const).flatMap((type) =>
    map[type].map((link, i) => ({ one: { type, link }, rank: rank(link), place: (i + 0.5) / map[type].length })),
  );
  return ranked.sort((a, b) => a.rank - b.rank || a.place - b.place).map(({ one }) => one);
}

/** A page's address as links to it have it. */
function asLinked(pageUrl: string): string | undefined {
  const url = parseUrl(withoutHash(pageUrl));
  if (url !== undefined) dropTrackingParameters(url);
  return url?.href;
}

export function shownLink<Link extends LinkItem>(link: Link): Link {
  if (link.text.length <= SHOWN_TEXT_CHARS && link.title.length <= SHOWN_TEXT_CHARS) return link;
  return { ...link, text: cutChars(link.text, SHOWN_TEXT_CHARS), title: cutChars(link.title, SHOWN_TEXT_CHARS) };
}

/** `base 3 + no_query 0.5`: where a score comes from. */
export function partsText(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([part, points]) => `${part} ${points}`)
    .join(' + ');
}

/** The parts of a link's score by itself, with `verbose`. */
export function intrinsicNotes({
  intrinsic_score: score,
  intrinsic_parts: parts,
}: Pick<LinkItem, 'intrinsic_score' | 'intrinsic_parts'>): string[] {
  return score === undefined || parts === undefined ? [] : [`intrinsic ${score} = ${partsText(parts)}`];
}

/** `- text <href> (notes)`: at most some 45 tokens for an ordinary link. */
export function linkLine(link: Omit<LinkItem, 'head_data'>): string {
  const notes: string[] = [];
  const score = link.total_score ?? link.intrinsic_score;
  if (score !== undefined) notes.push(score.toFixed(1));
  notes.push(...intrinsicNotes(link));
  if (link.region !== 'main' && link.region !== 'other') notes.push(link.region);
  if (link.count > 1) notes.push(`×${link.count}`);
  if (link.hidden) notes.push('hidden');
  notes.push(...(link.rel?.match(/\b(?:nofollow|sponsored|ugc)\b/g) ?? []));
  const text = cutChars(link.text || link.title, SHOWN_TEXT_CHARS);
  return `- ${text === '' ? '' : `${text} `}<${link.href}>${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

/** What a preview found out, attached to a page's full link map. Pure. */
import type { LinkItem } from '../extract/link-item.js';
import type { PreviewConfig } from '../run-config.js';
import { type PreviewedLink, scoreForThreshold, UNSCORED, withoutTotal } from './scored.js';

type Links = { internal: LinkItem[]; external: LinkItem[] };

/**
 * The same links in the same order; those that were looked behind carry scores, status and, above the threshold, the head.
 * @param previewed all of them: here the threshold takes no link away
 */
export function attachPreview<T extends Links>(
  links: T,
  previewed: readonly PreviewedLink[],
  { score_threshold: least, query }: PreviewConfig,
): { links: T; warnings: string[] } {
  const byHref = new Map(previewed.map((link) => [link.href, link]));
  const isScored = previewed.some((link) => scoreForThreshold(link, query) !== undefined);
  const attach = (link: LinkItem): LinkItem => {
    const found = byHref.get(link.href);
    if (found === undefined) return withoutTotal(link);
    const { type: _type, head_data, ...known } = found;
    const isBelow = least !== undefined && isScored && (scoreForThreshold(found, query) ?? 0) < least;
    return isBelow || head_data === undefined ? known : { ...known, head_data };
  };
  return {
    links: { ...links, internal: links.internal.map(attach), external: links.external.map(attach) },
    warnings: least === undefined || isScored || previewed.length === 0 ? [] : [UNSCORED],
  };
}

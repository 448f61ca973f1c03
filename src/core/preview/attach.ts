/** What a preview found out, attached to a page's full link map. Pure. */
import type { LinkItem } from '../extract/link-item.js';
import type { PreviewConfig } from '../run-config.js';
import type { PreviewedLink } from './scored.js';

type Links = { internal: LinkItem[]; external: LinkItem[] };

/** The same links in the same order; those that were looked behind carry scores, status and, above the threshold, the head. */
export function attachPreview<T extends Links>(
  links: T,
  previewed: readonly PreviewedLink[],
  config: PreviewConfig,
): T {
  const byHref = new Map(previewed.map((link) => [link.href, link]));
  const attach = (link: LinkItem): LinkItem => {
    const found = byHref.get(link.href);
    if (found === undefined) return link;
    const { type: _type, ...known } = found;
    if (isGoodEnough(found, config)) return known;
    const { head_data: _head, ...without } = known;
    return without;
  };
  return { ...links, internal: links.internal.map(attach), external: links.external.map(attach) };
}

function isGoodEnough(link: PreviewedLink, { score_threshold: least, query }: PreviewConfig): boolean {
  if (least === undefined) return true;
  const score = query === undefined ? (link.intrinsic_score ?? 0) / 10 : (link.contextual_score ?? 0);
  return score >= least;
}

/** The beginning of an HTML page, perhaps cut off anywhere, to what a preview knows of it. Pure. */
import { parseHtml } from '../document/parse-html.js';
import { walk } from '../document/walk.js';
import { type LinkContext, linkContextVisitor } from '../extract/link-context.js';
import type { HeadData } from '../extract/link-item.js';
import { parseUrl } from '../url.js';
import { breadcrumbsVisitor } from './breadcrumbs.js';
import { targetOf } from './choose.js';
import { headFactsVisitor } from './head-facts.js';
import { type Lead, leadVisitor } from './lead.js';

export interface Glance {
  readonly head: HeadData;
  readonly lead: Lead;
  /** What the page says of wanted targets. */
  readonly mentions: LinkContext;
}

/** `wanted`: targets whose mention on the page is of interest, as they stand in links, without fragments. */
export function glance(html: string, url: string, wanted: ReadonlySet<string>): Glance {
  const { root, baseHref } = parseHtml(html);
  const base = (baseHref === undefined ? undefined : parseUrl(baseHref, url)?.href) ?? url;
  const facts = headFactsVisitor(base);
  const lead = leadVisitor(base);
  const crumbs = breadcrumbsVisitor();
  // Without headings: on the page of links they name a group, on other pages mostly something else. Measured.
  const mentions = wanted.size === 0 ? undefined : linkContextVisitor(wantedTarget(base, wanted), false);
  walk(root, [facts, lead, crumbs, ...(mentions === undefined ? [] : [mentions])], false);
  const { headings, ...others } = lead.result();
  return {
    head: facts.result(),
    lead: { headings: `${crumbs.result()} ${headings}`.trimStart(), ...others },
    mentions: mentions?.result() ?? new Map(),
  };
}

function wantedTarget(base: string, wanted: ReadonlySet<string>) {
  return (href: string): string | undefined => {
    const target = targetOf(href, base);
    return target !== undefined && wanted.has(target) ? target : undefined;
  };
}

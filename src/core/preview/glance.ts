/** The beginning of an HTML page, perhaps cut off anywhere, to what a preview knows of it. Pure. */
import { parseHtml } from '../document/parse-html.js';
import { walk } from '../document/walk.js';
import type { HeadData } from '../extract/link-item.js';
import { headFactsVisitor } from './head-facts.js';
import { type Lead, leadVisitor } from './lead.js';

export interface Glance {
  readonly head: HeadData;
  readonly lead: Lead;
}

/** `wanted`: targets whose mention on the page is of interest, as they stand in links, without fragments. */
export function glance(html: string, url: string, wanted: ReadonlySet<string>): Glance {
  const facts = headFactsVisitor(url);
  const lead = leadVisitor(url, wanted);
  walk(parseHtml(html).root, [facts, lead], false);
  return { head: facts.result(), lead: lead.result() };
}

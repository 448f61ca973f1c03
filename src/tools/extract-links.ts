import * as z from 'zod';
import type { Engine } from '../core/engine.js';
import { type LinkItem, linkItem } from '../core/extract/link-item.js';
import { costOf, shownIn, takeWithin } from '../core/present/budget.js';
import { cutFields } from '../core/present/cursor.js';
import { roomBeside } from '../core/present/head-view.js';
import { linkLine, orderLinks, type PlacedLink, shownLink } from '../core/present/link-view.js';
import { byReason, cutLines, headLines, scoreLines, UNTRUSTED } from '../core/present/page-lines.js';
import { scoreSummary } from '../core/read/page-result.js';
import { DEFAULT_RUN_CONFIG, linkFields, otherFields, previewFields } from '../core/run-config.js';
import type { KeptPage } from '../core/store/kept-pages.js';
import { continued } from './continued.js';
import { defineTool, type ToolCall } from './define-tool.js';
import { commonPageFields, cursor, limit, pageSource, pageSourceFields } from './inputs.js';
import { ofSource } from './no-effect.js';
import { cutHead, pageHeadOf, pageHeadOutput } from './outputs.js';

const input = z.strictObject({
  ...pageSourceFields,
  ...linkFields,
  include_patterns: previewFields.include_patterns,
  exclude_patterns: previewFields.exclude_patterns,
  group_by: z.enum(['base_domain']).optional().describe('count links by domain instead of listing them'),
  limit: limit(50),
  cursor,
  ...commonPageFields,
  ...otherFields,
});

const group = z.object({
  base_domain: z.string(),
  type: z.enum(['internal', 'external']),
  count: z.number(),
  examples: z.array(z.string()).describe('up to 3 hrefs'),
});
type Group = z.infer<typeof group>;

const output = z.object({
  ...pageHeadOutput,
  ...cutFields,
  links: z.object({ internal: z.array(linkItem), external: z.array(linkItem) }),
  groups: z.array(group).optional(),
  counts: z
    .object({ internal: z.number(), external: z.number(), invalid: z.number() })
    .meta({ listed: 'internal, external, invalid' }),
  other_schemes: z.record(z.string(), z.number()),
  filtered: z.record(z.string(), z.number()).describe('removed, by option'),
  score_summary: scoreSummary.optional(),
});

const EXAMPLES_MAX = 3;

export const extractLinks = defineTool({
  name: 'extract_links',
  title: 'Extract links',
  description:
    'Every link of one page, feed or sitemap, with text, domain, region and (score_links) a quality score. To learn what stands behind links or which matter for a question use preview_links; for page text use crawl.',
  input,
  output,
  async run(given, engine, call) {
    const from = given.cursor === undefined ? undefined : await continued(given.cursor, engine, call);
    const at = from?.at;
    const kept = from?.kept ?? (await read(given, engine, call));
    const grouped = at === undefined ? given.group_by !== undefined : at.group !== undefined;
    const start = at?.at['links'] ?? 0;
    return {
      value: grouped ? groupedAnswer(kept, start, given.limit, call) : listAnswer(kept, start, given.limit, call),
    };
  },
  present(value) {
    const { counts } = value;
    const lines = headLines(value);
    lines.push(`${counts.internal} internal and ${counts.external} external links${otherCounts(value)}.`);
    lines.push(...scoreLines(value.score_summary), ...cutLines(value));
    if (value.returned !== 0) lines.push(UNTRUSTED);
    for (const one of value.groups ?? [])
      lines.push(`- ${one.base_domain} (${one.type}): ${one.count}, e.g. ${one.examples[0] ?? ''}`);
    for (const type of ['internal', 'external'] as const) {
      if (value.links[type].length > 0) lines.push(`${type}:`, ...value.links[type].map(linkLine));
    }
    return lines.join('\n');
  },
});

function read(given: z.output<typeof input>, engine: Engine, call: ToolCall): Promise<KeptPage> {
  const { url: _u, html: _h, base_url: _b, group_by: _g, limit: _l, cursor: _c, ...fields } = given;
  const { include_patterns, exclude_patterns, ...config } = fields;
  const linkPatterns = { include_patterns, exclude_patterns };
  const want = { links: true, media: false, tables: false, metadata: true, content: false, linkPatterns };
  return engine.readPage(
    { source: pageSource(given), config: { ...DEFAULT_RUN_CONFIG, ...config }, want, warnings: ofSource(given) },
    'extract_links',
    call,
  );
}

function headValue({ result }: KeptPage, { maxTokens }: ToolCall) {
  const { links, links_filtered } = result;
  return {
    ...pageHeadOf(result, maxTokens),
    counts: { internal: links.internal.length, external: links.external.length, invalid: links.invalid },
    other_schemes: links.other_schemes,
    filtered: links_filtered,
    score_summary: result.score_summary,
  };
}

function listAnswer(kept: KeptPage, start: number, limitGiven: number, call: ToolCall): z.input<typeof output> {
  const all = orderLinks(kept.result.links, kept.result.redirected_url);
  const head = headValue(kept, call);
  const shown = shownIn<LinkItem>(call.maxTokens, shownLink);
  const portion = takeWithin(all, start, limitGiven, roomBeside(head, call.maxTokens), ({ link }) =>
    costOf(shown(link)),
  );
  const of = (type: PlacedLink['type']) =>
    portion.items.filter((placed) => placed.type === type).map(({ link }) => shown(link));
  return {
    ...cutHead(head, portion, { total: all.length, part: '/links', at: (links) => ({ at: { links } }) }),
    links: { internal: of('internal'), external: of('external') },
  };
}

function groupsOf(links: readonly PlacedLink[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { type, link } of links) {
    const known = groups.get(link.base_domain) ?? { base_domain: link.base_domain, type, count: 0, examples: [] };
    known.count++;
    if (known.examples.length < EXAMPLES_MAX) known.examples.push(link.href);
    groups.set(link.base_domain, known);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function groupedAnswer(kept: KeptPage, start: number, limitGiven: number, call: ToolCall): z.input<typeof output> {
  const all = groupsOf(orderLinks(kept.result.links, kept.result.redirected_url));
  const head = headValue(kept, call);
  const portion = takeWithin(all, start, limitGiven, roomBeside(head, call.maxTokens), (one) => costOf(one));
  const at = (links: number) => ({ at: { links }, group: 'base_domain' });
  return {
    ...cutHead(head, portion, { total: all.length, part: '/links', at }),
    links: { internal: [], external: [] },
    groups: portion.items,
  };
}

function otherCounts({ counts, other_schemes, filtered }: z.output<typeof output>): string {
  const parts = Object.entries(other_schemes).map(([scheme, count]) => `${count} ${scheme}:`);
  if (counts.invalid > 0) parts.push(`${counts.invalid} invalid`);
  parts.push(...byReason(filtered));
  return parts.length === 0 ? '' : `; not listed: ${parts.join(', ')}`;
}

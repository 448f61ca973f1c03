import * as z from 'zod';
import type { Engine } from '../core/engine.js';
import { LoupeError } from '../core/errors.js';
import { linkItem } from '../core/extract/link-item.js';
import { costOf, OVERSIZE_SHARE, shownIn, takeWithin } from '../core/present/budget.js';
import { cutFields } from '../core/present/cursor.js';
import { roomBeside } from '../core/present/head-view.js';
import { byReason, counted, cutLines, headLines, UNTRUSTED } from '../core/present/page-lines.js';
import { previewLines, shownHeadData, shownPreview, withinRoom } from '../core/present/preview-view.js';
import type { PreviewedLink } from '../core/preview/scored.js';
import { otherFields, previewFields } from '../core/run-config.js';
import type { KeptPage } from '../core/store/kept-pages.js';
import { continued } from './continued.js';
import { defineTool, type ToolCall } from './define-tool.js';
import { commonPageFields, cursor, limit, listedUrl, url } from './inputs.js';
import { ofNamedLinks, ofWeights } from './no-effect.js';
import { cutHead, pageHeadOf, pageHeadOutput } from './outputs.js';

/** More than one page has, and what one call can list anyway. */
const LINKS_MAX = 1_000;

const input = z.strictObject({
  url: url.optional().describe('page whose links are looked behind'),
  links: z.array(listedUrl).min(1).max(LINKS_MAX).optional().describe('URLs, instead of a page'),
  ...previewFields,
  score_links: z.boolean().default(true).describe('judge links by themselves too'),
  limit: limit(20),
  cursor,
  ...commonPageFields,
});

/** Of a call, what the page itself is read with. */
const pageOptions = z.object({ ...commonPageFields, ...otherFields });

const previewedLink = linkItem
  .extend({ type: z.enum(['internal', 'external']), head_data: shownHeadData.optional() })
  .meta({
    listed:
      'href, text, type, total_score, contextual_score, intrinsic_score, head_data, head_extraction_status, head_extraction_error',
  });

const output = z.object({
  ...pageHeadOutput,
  url: z.string().optional(),
  redirected_url: z.string().optional(),
  ...cutFields,
  links: z.array(previewedLink).describe('best first'),
  counts: z
    .object({
      found: z.number(),
      filtered: z.record(z.string(), z.number()),
      chosen: z.number(),
      valid: z.number(),
      failed: z.number(),
      skipped: z.number(),
      beyond_max_links: z.number(),
      below_threshold: z.number(),
    })
    .meta({ listed: 'found, filtered by reason, chosen, valid, failed, skipped, beyond_max_links, below_threshold' }),
});

export const previewLinks = defineTool({
  name: 'preview_links',
  title: 'Preview links',
  description:
    'Looks behind the links of a page (or behind given URLs) by reading only their heads, and ranks them for a query: which few of many matter, without loading them all. To read one of them use crawl; for a plain list use extract_links.',
  input,
  output,
  async run(given, engine, call) {
    const from = given.cursor === undefined ? undefined : await continued(given.cursor, engine, call);
    const kept = from?.kept ?? (await look(given, engine, call));
    return { value: answer(kept, from?.at.at['preview'] ?? 0, given.limit, call) };
  },
  present(value) {
    const lines =
      value.redirected_url === undefined
        ? []
        : headLines({ ...value, url: value.url ?? '', redirected_url: value.redirected_url });
    if (value.redirected_url === undefined) lines.push(...(value.warnings ?? []).map((warning) => `Note: ${warning}`));
    lines.push(
      countsLine(value),
      ...cutLines(value),
      ...(value.returned === 0 ? [] : [UNTRUSTED]),
      ...previewLines(value.links, (value.offset ?? 0) + 1, value.url === undefined),
    );
    return lines.join('\n');
  },
});

/** What became of the links; each stands in one place. */
function countsLine({ counts, total = 0 }: z.output<typeof output>): string {
  const { found, valid, failed, skipped, beyond_max_links: beyond, below_threshold } = counts;
  const filtered = byReason(counts.filtered);
  const why = beyond === 0 ? '' : ` (${beyond === skipped ? '' : `${beyond} `}beyond max_links)`;
  const looked = [
    `${valid} read`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped${why}`]),
    ...(filtered.length === 0 ? [] : [`filtered ${filtered.join(', ')}`]),
  ];
  // With a query, what was not read has no score to be held against the threshold.
  const unread = valid + failed + skipped - total - below_threshold;
  const leftOut = [
    ...(below_threshold === 0 ? [] : [`${below_threshold} below it`]),
    ...(unread === 0 ? [] : [`${unread} not read`]),
  ];
  const threshold = leftOut.length === 0 ? '' : ` score_threshold leaves out of these: ${leftOut.join(', ')}.`;
  return `${counted(found, 'link')}: ${looked.join(', ')}.${threshold}`;
}

async function look(given: z.output<typeof input>, engine: Engine, call: ToolCall): Promise<KeptPage> {
  const { url: address, links, score_links } = given;
  const weights = ofWeights(given, score_links);
  if (address !== undefined && links === undefined)
    return await engine.previewPage(address, { ...pageOptions.parse(given), score_links }, given, weights, call);
  if (address === undefined && links !== undefined)
    return await engine.previewUrls(links, given, [...ofNamedLinks(given), ...weights], call);
  throw new LoupeError('invalid_input', 'url, links: exactly one of them is required', {
    next: 'Give the url of a page, or a list of links.',
  });
}

/** Of the room for a link, which its own line takes some of. */
const HEAD_SHARE = 2 / 3;

function answer(kept: KeptPage, start: number, limitGiven: number, call: ToolCall): z.input<typeof output> {
  if (kept.preview === undefined) throw new LoupeError('invalid_input', 'cursor: it is of no preview');
  const { links, counts, warnings } = kept.preview;
  const all = [...kept.result.warnings, ...warnings];
  const { url: from, redirected_url, ...page } = pageHeadOf({ ...kept.result, warnings: all }, call.maxTokens);
  const head = { ...page, ...(from === '' ? {} : { url: from, redirected_url }), counts };
  const room = roomBeside(head, call.maxTokens);
  // Whole heads are not to leave fewer links in an answer that is full of them.
  const headTokens = (room / Math.min(limitGiven, links.length - start)) * HEAD_SHARE;
  const shownWhole = shownIn<PreviewedLink, z.input<typeof previewedLink>>(call.maxTokens, (link) =>
    shownPreview(link, headTokens),
  );
  const shown = (link: PreviewedLink) => withinRoom(shownWhole(link), room * OVERSIZE_SHARE);
  const portion = takeWithin(links, start, limitGiven, room, (link) => costOf(shown(link)));
  return {
    ...cutHead(head, portion, { total: links.length, part: '', at: (preview) => ({ at: { preview } }) }),
    links: portion.items.map(shown),
  };
}

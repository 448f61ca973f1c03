/** A whole page within a token budget: each part gets a share, what one leaves over goes to the others. */

import { z } from 'zod';
import { cutChars } from '../cut-chars.js';
import type { LinkItem } from '../extract/link-item.js';
import { type MetadataItem, metadataItem } from '../extract/metadata-item.js';
import { NO_PAGE, type PageResult, scoreSummary } from '../read/page-result.js';
import { costOf, OVERSIZE_SHARE, oversizeIn, shareBudget, shownIn, takeWithin } from './budget.js';
import { writeCursor } from './cursor.js';
import { cutText } from './cut-text.js';
import { cutTokens, roomBeside } from './head-view.js';
import { linkCosts, orderLinks, type PlacedLink } from './link-view.js';
import { type MediaItem, mediaLine, orderMedia, shownMedia, splitMedia } from './media-view.js';
import { previewCounts, type ShownLink, shownPreview, withinRoom } from './preview-view.js';
import { besideMarkdown, type ShownTable, shownTable, tableText } from './table-view.js';
import { estimateTokens } from './tokens.js';

export const PAGE_PARTS = ['metadata', 'content', 'links', 'media', 'tables'] as const;
export type PagePart = (typeof PAGE_PARTS)[number];

/** Shares of the budget: content is what most callers came for, then links. */
const WEIGHTS = { content: 5, links: 3, media: 1.5, tables: 1.5 } as const;
/** Tokens of timings, the names of the parts, and the list of cuts. */
const CUTS_TOKENS = 120;
/** A further answer has room for so much text, whatever its head says: the list of its cuts is short. */
const LEAST_TOKENS = 60;
/** Metadata is for choosing by: no page can fill the answer with what it says of itself. */
const METADATA_SHARE = 1 / 4;
const METADATA_VALUE_CHARS = 300;
const METADATA_ENTRIES = 15;

/** An item that is typed here and an object in the JSON Schema: every field of every item in every tool's schema would cost each session tokens. */
function item<T>() {
  return z.custom<T>((value) => typeof value === 'object' && value !== null).meta({ type: 'object' });
}

/** What `crawl` answers of a page besides its head. */
export const pageViewFields = {
  metadata: metadataItem.optional(),
  links: z
    .object({
      internal: z.array(item<ShownLink>()),
      external: z.array(item<ShownLink>()),
      other_schemes: z.record(z.string(), z.number()),
      invalid: z.number(),
      previewed: z.record(z.string(), z.number()).optional(),
    })
    .optional(),
  score_summary: scoreSummary.optional(),
  media: z
    .object({
      images: z.array(item<MediaItem>()),
      videos: z.array(item<MediaItem>()),
      audio: z.array(item<MediaItem>()),
    })
    .optional(),
  tables: z.array(item<ShownTable>()).optional(),
  markdown: z.string().optional(),
  text: z.string().optional(),
  cut: z
    .array(
      z.object({
        part: z.string(),
        total: z.number(),
        offset: z.number().optional(),
        returned: z.number(),
        unit: z.enum(['items', 'chars']),
        too_long: z.number().optional(),
        variants: z.number().optional(),
        resource: z.string(),
      }),
    )
    .optional()
    .describe('parts not shown whole'),
  total: z.number().optional(),
  offset: z.number().optional(),
  returned: z.number().optional(),
  next_cursor: z.string().optional(),
  hidden_text_removed: z.number().optional(),
  timings: z.record(z.string(), z.number()).optional().describe('ms'),
};
const pageViewSchema = z.object(pageViewFields);
export type PageView = z.output<typeof pageViewSchema>;
export type Cut = NonNullable<PageView['cut']>[number];

const tableCost = ({ in_markdown: _, ...table }: ShownTable) => costOf(table, tableText(table));

/**
 * The parts of a page, from the offsets of a cursor on, that fit the budget.
 * @param at where each part was left off; 0 where it names none
 * @param head what the answer says besides
 */
export function pageView(
  result: PageResult,
  parts: readonly PagePart[],
  at: Readonly<Record<string, number>>,
  maxTokens: number,
  head: object,
): PageView {
  const has = (part: PagePart) => parts.includes(part);
  const from = (part: PagePart) => at[part] ?? 0;
  const metadataIn = shownIn<MetadataItem>(maxTokens, (all) => shownMetadata(all, maxTokens * METADATA_SHARE));
  const content = has('content') ? (result.markdown ?? result.text ?? '') : '';
  const { next_page } = result.metadata;
  const metadata = has('metadata') ? metadataIn(result.metadata) : undefined;
  /** With content alone: where it goes on, once it is told to its end. */
  const goesOn =
    metadata === undefined && content !== '' && next_page !== undefined ? metadataIn({ next_page }) : undefined;
  const room = Math.max(0, roomBeside(head, maxTokens) - CUTS_TOKENS);
  const budget = Math.max(0, room - estimateTokens(JSON.stringify(metadata) ?? ''));

  const links = has('links') ? orderLinks(result.links, result.redirected_url) : [];
  const { items: media, first: pictures } = orderMedia(has('media') ? result.media : NO_PAGE.media);
  const roomForTables = has('content') ? undefined : budget;
  const tableIn = shownIn<ShownTable>(maxTokens, (table) => shownTable(table, roomForTables));
  const tables = has('tables') ? result.tables.map(tableIn) : [];
  // By the room of the answers that follow: they hold no metadata.
  const oversize = oversizeIn(room);
  const costOfLink = linkCosts();
  const linkIn = shownIn<LinkItem, ShownLink>(maxTokens, (link) =>
    withinRoom(shownPreview(link), room * OVERSIZE_SHARE),
  );
  const linkCost = ({ link }: PlacedLink) => costOfLink(linkIn(link));
  const mediumIn = shownIn<MediaItem>(maxTokens, shownMedia);
  const mediaCost = (item: MediaItem) => costOf(mediumIn(item), mediaLine(item));
  const starts = [from('content'), from('links'), from('media'), from('tables')];
  /** What is told in so many tokens, of the content in no more than `contentMost` of them. */
  const portionsIn = (most: number, contentMost = most) => {
    /** What a list would take if it had all of them. */
    const wantedBy = <T>(items: readonly T[], start: number, cost: (item: T) => number, count = items.length) =>
      takeWithin(items, start, count, most, cost, oversize).tokens;
    const wanted = [
      cutText(content, from('content'), contentMost).tokens + (content.length > 0 ? 20 : 0),
      wantedBy(links, from('links'), linkCost),
      wantedBy(media, from('media'), mediaCost, pictures - from('media')),
      wantedBy(tables, from('tables'), tableCost),
    ];
    const portionsOf = ([forContent = 0, forLinks = 0, forMedia = 0, forTables = 0]: readonly number[]) =>
      [
        cutText(content, from('content'), Math.min(forContent, contentMost)),
        takeWithin(links, from('links'), links.length, forLinks, linkCost, oversize),
        takeWithin(media, from('media'), pictures - from('media'), forMedia, mediaCost, oversize),
        takeWithin(tables, from('tables'), tables.length, forTables, tableCost, oversize),
      ] as const;
    const portions = portionsOf(shareBudget(most, wanted, Object.values(WEIGHTS)));
    // Where no share holds an item, the first part that has any takes all: an answer without any would lead to itself.
    const first = portions.findIndex(({ next }) => next !== undefined);
    if (first < 0 || portions.some(({ next }, i) => next !== undefined && next !== starts[i])) return portions;
    const least = Math.max(most, metadata === undefined ? LEAST_TOKENS : 0);
    return portionsOf(wanted.map((_, i) => (i === first ? least : 0)));
  };
  let portions = portionsIn(budget);
  if (goesOn !== undefined && portions[0].next === undefined) {
    const beside = portionsIn(Math.max(0, budget - estimateTokens(JSON.stringify(goesOn))));
    // Half of what is left waits for the next answer, where the other half has no room beside the address.
    portions = beside[0].next === undefined ? beside : portionsIn(budget, portions[0].tokens / 2);
  }
  const [ofContent, ofLinks, ofMedia, ofTables] = portions;

  const view: PageView = { hidden_text_removed: result.hidden_text_removed, timings: result.timings };
  if (metadata !== undefined) view.metadata = metadata;
  const cuts: Cut[] = [];
  const next: Record<string, number> = {};
  const note = (
    part: PagePart,
    total: number,
    returned: number,
    unit: Cut['unit'],
    rest: number | undefined,
    resource: string,
    tooLong = 0,
    variants = 0,
  ) => {
    if (rest !== undefined && rest < total - variants) next[part] = rest;
    else if (tooLong === 0 && from(part) === 0 && variants === 0) return;
    const offset = from(part) === 0 ? {} : { offset: from(part) };
    const too_long = { ...(tooLong > 0 && { too_long: tooLong }), ...(variants > 0 && { variants }) };
    const whole = `webloupe://results/${result.result_id}${resource}`;
    cuts.push({ part, total, ...offset, returned, unit, ...too_long, resource: whole });
  };

  let shownTo = 0;
  if (has('content')) {
    shownTo = ofContent.end;
    if (result.text !== undefined) view.text = ofContent.text;
    else view.markdown = ofContent.text;
    if (goesOn !== undefined && ofContent.next === undefined) view.metadata = goesOn;
    note('content', content.length, ofContent.end - from('content'), 'chars', ofContent.next, '/markdown');
  }
  if (has('links')) {
    const { other_schemes, invalid } = result.links;
    const previewed = previewCounts(links.map(({ link }) => link));
    view.links = {
      ...splitLinks(ofLinks.items, linkIn),
      other_schemes,
      invalid,
      ...(previewed === undefined ? {} : { previewed }),
    };
    if (result.score_summary !== undefined) view.score_summary = result.score_summary;
    note('links', links.length, ofLinks.items.length, 'items', ofLinks.next, '/links', ofLinks.tooLong);
  }
  if (has('media')) {
    view.media = splitMedia(ofMedia.items.map(mediumIn));
    const variants = media.length - pictures;
    note('media', media.length, ofMedia.items.length, 'items', ofMedia.next, '/media', ofMedia.tooLong, variants);
  }
  if (has('tables')) {
    view.tables = ofTables.items.map((table) => besideMarkdown(table, from('content'), shownTo));
    note('tables', tables.length, ofTables.items.length, 'items', ofTables.next, '', ofTables.tooLong);
  }
  if (Object.keys(next).length > 0) view.next_cursor = writeCursor({ id: result.result_id, at: next });
  const firstCut = cuts[0];
  if (firstCut === undefined) return view;
  const { total, offset, returned } = firstCut;
  return { ...view, cut: cuts, total, ...(offset === undefined ? {} : { offset }), returned };
}

function splitLinks(placed: readonly PlacedLink[], shown: (link: LinkItem) => ShownLink) {
  const of = (type: PlacedLink['type']) => placed.filter((one) => one.type === type).map(({ link }) => shown(link));
  return { internal: of('internal'), external: of('external') };
}

/** Title and description first; what does not fit any more is left out. */
function shownMetadata({ og, twitter, jsonld_types = [], ...plain }: MetadataItem, most: number): MetadataItem {
  let left = most;
  const fits = (...texts: string[]) => {
    const tokens = estimateTokens(JSON.stringify(texts));
    if (tokens <= left) left -= tokens;
    else return false;
    return true;
  };
  const values = (from: Record<string, string | undefined>) =>
    Object.entries(from)
      .slice(0, METADATA_ENTRIES)
      .map(
        ([key, value = '']) => [cutChars(key, 60), cutTokens(cutChars(value, METADATA_VALUE_CHARS), most / 2)] as const,
      )
      .filter(([key, value]) => value !== '' && fits(key, value));
  const shown: MetadataItem = Object.fromEntries(values(plain));
  const types = jsonld_types.slice(0, METADATA_ENTRIES).map((type) => cutChars(type, 60));
  if (types.length > 0) shown.jsonld_types = types.filter((type) => fits(type));
  if (og !== undefined) shown.og = Object.fromEntries(values(og));
  if (twitter !== undefined) shown.twitter = Object.fromEntries(values(twitter));
  return shown;
}

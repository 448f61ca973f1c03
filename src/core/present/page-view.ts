/** A whole page within a token budget: each part gets a share, what one leaves over goes to the others. */
import { cutChars } from '../cut-chars.js';
import type { MetadataItem } from '../extract/metadata-item.js';
import type { PageResult } from '../read/page-result.js';
import { shownIn } from './budget.js';
import { writeCursor } from './cursor.js';
import { cutTokens, roomBeside } from './head-view.js';
import type { Cut, PagePart, PageView } from './page-fields.js';
import { contentPart, linksPart, mediaPart, type Part, type Told, tablesPart, toldWithin } from './page-parts.js';
import { estimateTokens } from './tokens.js';

/** Tokens of timings, the names of the parts, and the list of cuts. */
const CUTS_TOKENS = 120;
/** A further answer has room for so much text, whatever its head says: the list of its cuts is short. */
const LEAST_TOKENS = 60;
/** Metadata is for choosing by: no page can fill the answer with what it says of itself. */
const METADATA_SHARE = 1 / 4;
const METADATA_VALUE_CHARS = 300;
const METADATA_ENTRIES = 15;

/**
 * The parts of a page, from the offsets of a cursor on, that fit the budget.
 * @param at where each part was left off; 0 where it names none
 * @param head what the answer says besides
 */
export function pageView(
  result: PageResult,
  asked: readonly PagePart[],
  at: Readonly<Record<string, number>>,
  maxTokens: number,
  head: object,
): PageView {
  const metadataIn = shownIn<MetadataItem>(maxTokens, (all) => shownMetadata(all, maxTokens * METADATA_SHARE));
  const hasContent = asked.includes('content');
  const { next_page, facts } = result.metadata;
  const isContentAlone = hasContent && !asked.includes('metadata') && (result.markdown ?? result.text ?? '') !== '';
  // The text may say of each size that it is sold out, where a style shows what holds (Shopify's Dawn).
  const besideContent = isContentAlone && facts !== undefined ? { facts } : undefined;
  const saidFirst = asked.includes('metadata') ? result.metadata : besideContent;
  const metadata = saidFirst === undefined ? undefined : metadataIn(saidFirst);
  const later = Math.max(0, roomBeside(head, maxTokens) - CUTS_TOKENS);
  const now = Math.max(0, later - estimateTokens(JSON.stringify(metadata) ?? ''));
  const from = (part: PagePart) => at[part] ?? 0;
  const rooms = { maxTokens, now, later };
  const lists: Part[] = [];
  if (asked.includes('links')) lists.push(linksPart(result, from('links'), rooms));
  if (asked.includes('media')) lists.push(mediaPart(result, from('media'), rooms));
  if (asked.includes('tables'))
    lists.push(tablesPart(result, from('tables'), rooms, hasContent ? from('content') : undefined));

  const least = metadata === undefined ? LEAST_TOKENS : 0;
  const parts = hasContent ? [contentPart(result, from('content')), ...lists] : lists;
  /** Where the content goes on, once it is told to its end. */
  const goesOn = isContentAlone && next_page !== undefined ? metadataIn({ next_page }) : undefined;
  const room = goesOn === undefined ? now : Math.max(0, now - estimateTokens(JSON.stringify(goesOn)));
  const told = toldWithin(parts, room, least);

  const view: PageView = { hidden_text_removed: result.hidden_text_removed, timings: result.timings };
  if (metadata !== undefined) view.metadata = metadata;
  if (goesOn !== undefined && told[0]?.next === undefined) view.metadata = { ...metadata, ...goesOn };
  const contentEnd = hasContent ? from('content') + (told[0]?.returned ?? 0) : 0;
  Object.assign(view, ...told.map((one) => one.fields(contentEnd)));
  return withCuts(view, told, result.result_id);
}

/** Says what is not told whole, and where the next answer begins. */
function withCuts(view: PageView, told: readonly Told[], id: string): PageView {
  const next: Record<string, number> = {};
  const cuts: Cut[] = [];
  for (const { part, next: rest, returned, tooLong } of told) {
    const { name, total, start, variants, unit, resource } = part;
    if (rest !== undefined && rest < total - variants) next[name] = rest;
    else if (tooLong === 0 && start === 0 && variants === 0) continue;
    cuts.push({
      part: name,
      total,
      ...(start === 0 ? {} : { offset: start }),
      returned,
      unit,
      ...(tooLong === 0 ? {} : { too_long: tooLong }),
      ...(variants === 0 ? {} : { variants }),
      resource: `webloupe://results/${id}${resource}`,
    });
  }
  if (Object.keys(next).length > 0) view.next_cursor = writeCursor({ id, at: next });
  const [first] = cuts;
  if (first === undefined) return view;
  const { total, offset, returned } = first;
  return { ...view, cut: cuts, total, offset, returned };
}

/** Title and description first; what does not fit any more is left out. */
function shownMetadata(
  { og, twitter, jsonld_types = [], facts = [], feeds = [], ...plain }: MetadataItem,
  most: number,
): MetadataItem {
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
  const shownFeeds = feeds.filter(({ href, title }) => fits(href, title));
  if (shownFeeds.length > 0) shown.feeds = shownFeeds;
  const shownFacts = facts.filter((fact) => fits(fact));
  if (shownFacts.length > 0) shown.facts = shownFacts;
  const types = jsonld_types.slice(0, METADATA_ENTRIES).map((type) => cutChars(type, 60));
  if (types.length > 0) shown.jsonld_types = types.filter((type) => fits(type));
  if (og !== undefined) shown.og = Object.fromEntries(values(og));
  if (twitter !== undefined) shown.twitter = Object.fromEntries(values(twitter));
  return shown;
}

/** The parts of a page as they share the room of an answer. */
import type { LinkItem } from '../extract/link-item.js';
import type { PageResult } from '../read/page-result.js';
import { costOf, OVERSIZE_SHARE, oversizeIn, shareBudget, shownIn, takeWithin } from './budget.js';
import { cutMarkdown } from './cut-markdown.js';
import { orderLinks, type PlacedLink } from './link-view.js';
import { type MediaItem, mediaLine, orderMedia, shownMedia, splitMedia } from './media-view.js';
import type { Cut, PageView } from './page-fields.js';
import { previewCounts, type ShownLink, shownPreview, withinRoom } from './preview-view.js';
import { besideMarkdown, type ShownTable, shownTable, tableText } from './table-view.js';

/** Shares of the budget: content is what most callers came for, then links. */
const WEIGHTS = { content: 5, links: 3, media: 1.5, tables: 1.5 } as const;
/** What it takes to name the content. */
const CONTENT_TOKENS = 20;

/** What an answer tells of a part. */
export interface Told {
  readonly part: Part;
  readonly returned: number;
  /** Where the next answer goes on; undefined at its end. */
  readonly next: number | undefined;
  /** Items that are too long for any answer. */
  readonly tooLong: number;
  /** @param contentEnd where the content ends that is told beside it */
  fields(contentEnd: number): Partial<PageView>;
}

/** A list, or a text, that an answer tells some of. */
export interface Part extends Pick<Cut, 'total' | 'unit'> {
  readonly name: keyof typeof WEIGHTS;
  /** Where this answer begins. */
  readonly start: number;
  /** At its end, so many items are told by lists that are asked for alone. */
  readonly variants: number;
  /** Where all of it is, below the result's address. */
  readonly resource: string;
  /** Tokens that the rest of it would take, if it had `most`. */
  wanted(most: number): number;
  take(most: number): Told;
}

/**
 * What each part tells of itself in `most` tokens. What one leaves over goes to the others.
 * @param least tokens of the first part, where no part's share holds an item: an answer without any would lead to itself
 */
export function toldWithin(parts: readonly Part[], most: number, least: number): Told[] {
  const wanted = parts.map((part) => part.wanted(most));
  const weights = parts.map(({ name }) => WEIGHTS[name]);
  const takeAll = (shares: readonly number[]) => parts.map((part, i) => part.take(shares[i] ?? 0));
  const told = takeAll(shareBudget(most, wanted, weights));
  const first = told.findIndex(({ next }) => next !== undefined);
  const isMoving = told.some(({ next, part }) => next !== undefined && next !== part.start);
  return first < 0 || isMoving ? told : takeAll(parts.map((_, i) => (i === first ? Math.max(most, least) : 0)));
}

export function contentPart({ markdown, text }: PageResult, start: number): Part {
  const content = markdown ?? text ?? '';
  const cut = (most: number) => cutMarkdown(content, start, most);
  const part: Part = {
    name: 'content',
    total: content.length,
    start,
    variants: 0,
    unit: 'chars',
    resource: '/markdown',
    wanted: (most) => cut(most).tokens + (content === '' ? 0 : CONTENT_TOKENS),
    take: (most) => {
      const { text: shown, end, next } = cut(most);
      const fields = () => (text === undefined ? { markdown: shown } : { text: shown });
      return { part, returned: end - start, next, tooLong: 0, fields };
    },
  };
  return part;
}

/** Tokens: of the whole answer, for parts in this one, and for parts in those that follow, which hold no metadata. */
interface Rooms {
  readonly maxTokens: number;
  readonly now: number;
  readonly later: number;
}

export function linksPart(result: PageResult, start: number, { maxTokens, later }: Rooms): Part {
  const { other_schemes, invalid } = result.links;
  const links = orderLinks(result.links, result.redirected_url);
  const most = later * OVERSIZE_SHARE;
  const shown = shownIn<LinkItem, ShownLink>(maxTokens, (link) => withinRoom(shownPreview(link), most));
  const shownOf = (placed: readonly PlacedLink[], of: PlacedLink['type']) =>
    placed.filter(({ type }) => type === of).map(({ link }) => shown(link));
  return listPart({
    name: 'links',
    items: links,
    start,
    resource: '/links',
    cost: ({ link }) => costOf(shown(link)),
    oversize: oversizeIn(later),
    fields: (told) => {
      return {
        links: {
          internal: shownOf(told, 'internal'),
          external: shownOf(told, 'external'),
          other_schemes,
          invalid,
          previewed: previewCounts(links.map(({ link }) => link)),
        },
        score_summary: result.score_summary,
      };
    },
  });
}

export function mediaPart(result: PageResult, start: number, { maxTokens, later }: Rooms): Part {
  const { items, first } = orderMedia(result.media);
  const shown = shownIn<MediaItem>(maxTokens, shownMedia);
  return listPart({
    name: 'media',
    items,
    variants: items.length - first,
    start,
    resource: '/media',
    cost: (item) => costOf(shown(item), mediaLine(item)),
    oversize: oversizeIn(later),
    fields: (told) => ({ media: splitMedia(told.map(shown)) }),
  });
}

/** @param contentStart where the content begins that is told beside them, if it is */
export function tablesPart(
  result: PageResult,
  start: number,
  { maxTokens, now, later }: Rooms,
  contentStart: number | undefined,
): Part {
  const shown = shownIn<ShownTable>(maxTokens, (table) =>
    shownTable(table, contentStart === undefined ? now : undefined),
  );
  return listPart({
    name: 'tables',
    items: result.tables.map(shown),
    start,
    resource: '',
    cost: ({ in_markdown: _, ...table }) => costOf(table, tableText(table)),
    oversize: oversizeIn(later),
    fields: (told, contentEnd) => ({
      tables: told.map((table) => besideMarkdown(table, contentStart ?? 0, contentEnd)),
    }),
  });
}

interface List<T> extends Pick<Part, 'name' | 'start' | 'resource'> {
  readonly items: readonly T[];
  readonly variants?: number;
  readonly cost: (item: T) => number;
  readonly oversize: number;
  readonly fields: (told: readonly T[], contentEnd: number) => Partial<PageView>;
}

function listPart<T>({ name, items, variants = 0, start, resource, cost, oversize, fields }: List<T>): Part {
  const count = items.length - variants - start;
  const within = (most: number) => takeWithin(items, start, count, most, cost, oversize);
  const part: Part = {
    name,
    total: items.length,
    start,
    variants,
    unit: 'items',
    resource,
    wanted: (most) => within(most).tokens,
    take: (most) => {
      const { items: told, next, tooLong } = within(most);
      return { part, returned: told.length, next, tooLong, fields: (contentEnd) => fields(told, contentEnd) };
    },
  };
  return part;
}

/** Previewed links as an answer shows them: rank, score, what the target says of itself. */

import type * as z from 'zod';
import { cutChars } from '../cut-chars.js';
import { type HeadData, headData, type LinkItem } from '../extract/link-item.js';
import { descriptionOf } from '../preview/head-facts.js';
import type { PreviewedLink } from '../preview/scored.js';
import { wordsOf } from '../score/url-words.js';
import { costOf } from './budget.js';
import { intrinsicNotes, shownLink } from './link-view.js';
import { estimateTokens } from './tokens.js';

const SHOWN_TITLE_CHARS = 120;
const SHOWN_DESCRIPTION_CHARS = 200;
const SHOWN_URL_CHARS = 200;
/** A longer head is cut to what a reader decides by; the whole is in the resource. */
const SHOWN_HEAD_TOKENS = 250;

/** Where a head was cut it has neither `link` nor `jsonld`: none of them would say that the page has none. */
export const shownHeadData = headData.partial({ link: true, jsonld: true });
type ShownHead = z.infer<typeof shownHeadData>;
export type ShownLink = Omit<LinkItem, 'head_data'> & { head_data?: ShownHead | undefined };
type Previewed = ShownLink & Pick<PreviewedLink, 'type'>;

function shownHead(head: HeadData, tokensMax: number): ShownHead {
  if (estimateTokens(JSON.stringify(head)) <= Math.min(tokensMax, SHOWN_HEAD_TOKENS)) return head;
  const { link: _link, jsonld: _jsonld, ...shown } = head;
  const description = cutChars(descriptionOf(head), SHOWN_DESCRIPTION_CHARS);
  return {
    ...shown,
    ...(head.title === undefined ? {} : { title: cutChars(head.title, SHOWN_TITLE_CHARS) }),
    meta: description === '' ? {} : { description },
  };
}

/** @param headTokensMax a longer head is cut */
export function shownPreview<Link extends LinkItem>(
  link: Link,
  headTokensMax = SHOWN_HEAD_TOKENS,
): Omit<Link, 'head_data'> & ShownLink {
  const shown: Omit<Link, 'head_data'> & ShownLink = shownLink(link);
  return link.head_data === undefined ? shown : { ...shown, head_data: shownHead(link.head_data, headTokensMax) };
}

/**
 * The link without what its target says of itself, which it can best do without where an answer has room for little.
 * @param most tokens that it may take with it
 */
export function withinRoom<Link extends ShownLink>(link: Link, most: number): Omit<Link, 'head_data'> & ShownLink {
  if (link.head_data === undefined || costOf(link) <= most) return link;
  const { head_data: _, ...bare } = link;
  return bare;
}

/** How many links were read, failed and were skipped; undefined where none was to be looked behind. */
export function previewCounts(links: readonly ShownLink[]): Record<string, number> | undefined {
  const counts: Record<string, number> = {};
  for (const { head_extraction_status: status } of links) {
    if (status !== undefined) counts[status] = (counts[status] ?? 0) + 1;
  }
  return Object.keys(counts).length === 0 ? undefined : counts;
}

/** How a page begins where it has no description of its own, else how it describes itself. */
function describedBy(head: ShownHead | undefined): string {
  return cutChars(head?.lead ?? descriptionOf(head), SHOWN_DESCRIPTION_CHARS);
}

/** What a link's target says of itself, to stand behind the link's own line; empty where nobody looked. */
export function targetLine(link: ShownLink): string {
  const { head_data: head, head_extraction_status: status } = link;
  if (status !== 'failed' && (status !== 'valid' || head === undefined)) return '';
  const said = [cutChars(head?.title ?? '', SHOWN_TITLE_CHARS), describedBy(head)]
    .filter((text) => text !== '')
    .join(': ');
  return `${said === '' || status === 'failed' ? '' : `: ${said}`}${inBrackets(targetNotes(link))}`;
}

/** Why there is no head, or what a target is that has none; and where it stands by now. */
function targetNotes({ head_data: head, head_extraction_status: status, head_extraction_error: error }: ShownLink) {
  const notes: string[] = [];
  if (status !== 'valid') notes.push(error ?? status ?? 'skipped');
  else if (head?.content_type !== undefined && !/html/.test(head.content_type)) {
    notes.push(head.content_type);
    if (head.content_length !== undefined) notes.push(`${head.content_length} bytes`);
  }
  if (head?.redirected_url !== undefined) notes.push(`moved to ${cutChars(head.redirected_url, SHOWN_URL_CHARS)}`);
  return notes;
}

function inBrackets(notes: readonly string[]): string {
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

/** The answer's links in lines. To links that were named, nothing is external. */
export function previewLines(links: readonly Previewed[], firstRank: number, named: boolean): string[] {
  const titles = links.map(({ head_data: head }) => head?.title);
  const sharedTitles = repeated(titles);
  // "Read more", in any language.
  const sharedTexts = repeated(links.map(textOf));
  return links.map((link, i) => {
    const text = textOf(link);
    const name = nameOf(link, sharedTexts.has(text) ? '' : text, sharedTitles.has(link.head_data?.title));
    return previewLine(link, firstRank + i, named, name);
  });
}

function repeated<Text>(texts: readonly (Text | undefined)[]): ReadonlySet<Text | undefined> {
  const once = new Set<Text | undefined>();
  return new Set(texts.filter((text) => text !== undefined && once.size === once.add(text).size));
}

function textOf({ text, title }: Previewed): string {
  return text || title;
}

/** `1. 8.31 Title <href>: description (notes)`. */
function previewLine(link: Previewed, rank: number, named: boolean, name: string): string {
  const description = describedBy(link.head_data);
  const title = cutChars(name, SHOWN_TITLE_CHARS);
  const notes = [
    ...(link.type === 'external' && !named ? ['external'] : []),
    ...targetNotes(link),
    ...intrinsicNotes(link),
  ];
  const score = link.total_score === undefined ? '' : `${link.total_score.toFixed(2)} `;
  return `${rank}. ${score}${title === '' ? '' : `${title} `}<${link.href}>${description === '' ? '' : `: ${description}`}${inBrackets(notes)}`;
}

/**
 * What a target is called: by its title. Where targets share it, or say nothing but it, with the link's text, or by that
 * alone where it says the title and more ("Episode 17: Basalt"): it may be all that answers the query.
 */
function nameOf(link: Previewed, text: string, isShared: boolean): string {
  const title = link.head_data?.title;
  if (title === undefined) return textOf(link);
  if (text === '' || link.href.includes(text)) return title;
  const isBare = describedBy(link.head_data) === '';
  const [said, called] = [spaced(text), spaced(title)];
  if (said === called || !(isShared || (isBare && !called.includes(said)))) return title;
  return said.includes(called) && text.length <= SHOWN_TITLE_CHARS ? text : `${text} (${title})`;
}

/** With a blank on each side, so that no word is found within another. */
function spaced(text: string): string {
  return ` ${wordsOf(text).join(' ')} `;
}

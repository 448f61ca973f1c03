/** A link that a crawl found, and what is known of it before its page is visited. Pure. */
import type { LinkItem } from '../extract/link-item.js';
import { urlText } from '../preview/evidence.js';
import type { RelevanceDocument } from '../score/relevance.js';
import type { Late } from './comes-last.js';

/** What pages say around one link. */
export const CONTEXT_CHARS_MAX = 800;
/** Of each part of a head: it is kept with a crawl that may go on. */
const HEAD_CHARS_MAX = 2_000;

/** A link of a page, as far as a crawl takes note of it. */
export type FoundLink = Pick<LinkItem, 'href' | 'text' | 'title' | 'intrinsic_score'>;

/** A link that waits to be visited; plain data, kept when a crawl goes on later. */
export interface WaitingLink {
  readonly url: string;
  depth: number;
  /** The page it was found on first; absent for pages that were named and for a sitemap's. */
  readonly from?: string;
  readonly text: string;
  readonly title: string;
  readonly intrinsic: number;
  /** What pages say around it, best known first. */
  context: string;
  /** Its head was asked for. */
  isSeen?: true;
  /** What its head says. */
  head?: RelevanceDocument;
  /** Whether a word of the query stands in what is known of it, once ranked. */
  isMatch?: boolean;
  /** 0-10, once ranked. */
  score?: number;
  /** To be visited when nothing else is left. */
  last?: Late | undefined;
}

/** 0: like any other. */
export function lateness({ last }: WaitingLink): number {
  return Number(last ?? 0);
}

/** Adds what another page says of it, as far as there is room. */
export function addContext(link: WaitingLink, said: string): void {
  link.context = `${link.context} ${said}`.slice(0, CONTEXT_CHARS_MAX);
}

/** As much of a head as is kept. */
export function cutHead(head: RelevanceDocument): RelevanceDocument {
  return Object.fromEntries(Object.entries(head).map(([field, text]) => [field, text.slice(0, HEAD_CHARS_MAX)]));
}

/** What it is ranked by. */
export function evidenceOf({ url, text, title, context, head }: WaitingLink): RelevanceDocument {
  return { ...head, anchor: `${text} ${title}`.trim(), url: urlText(url), context };
}

/** What a crawl of several pages yields: the pages, the graph of their links, and what is needed to go on. */
import * as z from 'zod';
import type { CaptureRequest } from '../fetch/browser-messages.js';
import { capturedFiles } from '../read/page-result.js';
import type { Wanted } from '../read/read-page.js';
import type { RunConfig } from '../run-config.js';
import type { RelevanceDocument } from '../score/relevance.js';
import type { Marks } from './copies.js';
import type { ShapeCount } from './traps.js';
import type { WaitingLink } from './waiting-link.js';

/** One page of an answer over several. Its whole is `webloupe://results/{result_id}`. */
export const crawledPage = z
  .object({
    url: z.string(),
    redirected_url: z.string().optional(),
    result_id: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    excerpt: z.string().optional().describe('what the page says of the query, else how it begins'),
    fact: z.string().optional().describe('the first of its metadata.facts'),
    status_code: z.number().optional(),
    depth: z.number().describe('clicks from the start'),
    score: z
      .number()
      .optional()
      .describe('0-10: how well its text matches the query; 10 is the best page of the crawl'),
    why: z.string().describe('it was visited'),
    ...capturedFiles,
    note: z
      .string()
      .optional()
      .describe('that it is a login instead of the page that was asked for, or nothing but frames'),
    error: z.string().optional(),
  })
  .meta({
    listed:
      'url, title, score 0-10, excerpt or description, fact, why (visited), depth, status_code, redirected_url, result_id, note, error, files',
  });
export type CrawledPage = z.infer<typeof crawledPage>;

export interface LinkGraph {
  nodes: Array<{ url: string; title?: string; result_id?: string; depth: number; visited: boolean }>;
  /** Places in `nodes`. */
  edges: Array<{ from: number; to: number }>;
  /** Set where links beyond the bound were left out. */
  cut?: true;
}

/** Why a crawl ended: nothing was left to visit, or one of its budgets was used up. */
export type CrawlEnd = 'complete' | 'max_pages' | 'time_budget' | 'max_requests';

export interface CrawlCounts {
  visited: number;
  failed: number;
  /** Pages whose address or text was that of another. */
  duplicates: number;
  waiting: number;
  /** Of links, asked for to choose by; absent where none were. */
  heads: number | undefined;
  /** Links that were not followed, by reason. */
  skipped: Record<string, number>;
}

export interface CrawlResult {
  result_id: string;
  /** In order of their score, else as they were named and then visited. */
  pages: CrawledPage[];
  counts: CrawlCounts;
  stopped: CrawlEnd;
  warnings: string[];
  graph: LinkGraph;
}

export interface CrawlRequest {
  /** The pages that were named, without logins. */
  readonly urls: readonly string[];
  /** Those of them that were named with a login, with it. */
  readonly logins?: readonly string[] | undefined;
  readonly query: string | undefined;
  /** `max_pages` is the number of pages of one call. */
  readonly config: RunConfig;
  readonly want: Wanted;
  /** Files to be made of each page. */
  readonly capture?: Omit<CaptureRequest, 'dir'> | undefined;
  /** Whether links are followed, or only the named pages read. */
  readonly follows: boolean;
}

/** A visited page with what ranking needs of it. */
export interface VisitedPage extends Marks {
  readonly page: CrawledPage;
  readonly about: RelevanceDocument;
}

/** Everything a crawl knows, as plain data: kept under its result's id, a later call goes on from it. */
export interface CrawlState {
  readonly request: CrawlRequest;
  readonly roots: string[];
  readonly language: string | undefined;
  readonly visited: VisitedPage[];
  readonly waiting: WaitingLink[];
  /** Heads that were read so far. */
  readonly heads: number;
  /** Keys of all addresses that were visited, or are known to be a visited page's. */
  readonly seen: string[];
  readonly shapes: Array<[string, ShapeCount]>;
  readonly graph: LinkGraph;
  readonly skipped: Record<string, number>;
  /** Keys of the addresses that were counted there, and why each was skipped. */
  readonly refused: Array<[string, string]>;
  readonly duplicates: number;
  /** The sitemap was not read to its end. */
  readonly sitemapLeft: boolean;
}

/** A crawl as it is kept. */
export interface KeptCrawl {
  readonly result: CrawlResult;
  readonly state: CrawlState;
}

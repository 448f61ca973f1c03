/**
 * The parse seam: HTML in, everything the tools tell of a page out. Pure and synchronous; it runs in a pooled worker
 * with a deadline (`document/parse-pool.ts`), and directly in unit tests.
 */
import type { ContentConfig, LinkConfig, MediaConfig } from '../run-config.js';
import type { LinkMap } from './link-item.js';
import type { MediaMap } from './media-item.js';
import type { MetadataItem } from './metadata-item.js';
import type { TableItem } from './table-item.js';

export interface ExtractRequest {
  html: string;
  /** The page's final URL: relative links resolve against it and `<base href>`. */
  url: string;
  /** True when a browser serialised it: `noscript` is then inert text, and the tree is well formed. */
  rendered: boolean;
  /** The parts that are wanted; the others come back empty and cost nothing. */
  want: { links: boolean; media: boolean; tables: boolean; metadata: boolean; content: boolean };
  content: ContentConfig;
  links: LinkConfig;
  media: MediaConfig;
  /** Replaces the built-in list of social media domains. */
  socialMediaDomains?: readonly string[];
  /** Adds the parts of scores to items. */
  verbose: boolean;
}

export interface PageExtract {
  /** What relative URLs were resolved against. */
  baseUrl: string;
  metadata: MetadataItem;
  links: LinkMap;
  /** How many links each filter took away, by the name of its option. */
  linksFiltered: Record<string, number>;
  media: MediaMap;
  tables: TableItem[];
  /** Markdown, or plain text with `only_text`. */
  content: string;
  /** Pieces of text left out because a person would not see them. */
  hiddenTextRemoved: number;
  /** Options without effect, depth or size caps that were met. */
  warnings: string[];
  timings: Record<string, number>;
}

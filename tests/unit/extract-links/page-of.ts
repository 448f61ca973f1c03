/** One page through the whole extraction, with the fields a test names. */
import { type ExtractRequest, extractPage, type PageExtract } from '../../../src/core/extract/extract-page.js';
import type { LinkItem } from '../../../src/core/extract/link-item.js';
import {
  type ContentConfig,
  DEFAULT_RUN_CONFIG,
  type LinkConfig,
  type MediaConfig,
} from '../../../src/core/run-config.js';

export interface Options {
  url?: string | undefined;
  charset?: string | undefined;
  rendered?: boolean | undefined;
  want?: Partial<ExtractRequest['want']> | undefined;
  links?: Partial<LinkConfig> | undefined;
  content?: Partial<ContentConfig> | undefined;
  media?: Partial<MediaConfig> | undefined;
  socialMediaDomains?: readonly string[] | undefined;
  verbose?: boolean | undefined;
}

const NOTHING = { links: false, media: false, tables: false, metadata: false, content: false };

export function requestOf(html: string, options: Options = {}): ExtractRequest {
  const { url = 'https://shop.example/dir/page?x=1', rendered = false, verbose = false } = options;
  return {
    html,
    url,
    rendered,
    verbose,
    want: { ...NOTHING, ...(options.want ?? { links: true, metadata: true }) },
    links: { ...DEFAULT_RUN_CONFIG, ...options.links },
    content: { ...DEFAULT_RUN_CONFIG, ...options.content },
    media: { ...DEFAULT_RUN_CONFIG, ...options.media },
    ...(options.charset && { charset: options.charset }),
    ...(options.socialMediaDomains && { socialMediaDomains: options.socialMediaDomains }),
  };
}

export function pageOf(html: string, options: Options = {}): Promise<PageExtract> {
  return extractPage(requestOf(html, options));
}

/** All links, internal ones first. */
export async function linksOf(html: string, options: Options = {}): Promise<LinkItem[]> {
  const { links } = await pageOf(html, options);
  return [...links.internal, ...links.external];
}

/**
 * The run config: what a caller may ask of one call. Tool inputs, command-line flags, the JSON Schema resource and the
 * tables of the docs all come from these objects. Field names are snake_case, as callers know them from crawl4ai.
 */
import * as z from 'zod';
import { domains, flag, globs, int, selector, words } from './config-fields.js';
import { pageFields } from './page-config.js';

export const contentFields = {
  only_text: flag().meta(words('`text` instead of `markdown`', 'not markdown')),
  css_selector: selector()
    .optional()
    .meta(words('read only this part of the page: links, media and content', 'only this part')),
  target_elements: z
    .array(selector())
    .max(50)
    .optional()
    .meta(
      words(
        'selectors: content from these only; links and media from the whole page',
        'selectors: content only from these',
      ),
    ),
  excluded_tags: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]*$/)
        .max(50),
    )
    .max(100)
    .optional()
    .meta(words('elements left out, with all in them')),
  excluded_selector: selector().optional().meta(words('selector of what is left out')),
  word_count_threshold: int(0, 10_000)
    .default(1)
    .meta(words('text blocks with fewer words are left out', 'drop shorter blocks')),
  remove_forms: flag().meta(words('leave forms out')),
  main_content_only: flag().meta(
    words('the main part only, without navigation, header, footer and asides', 'without navigation'),
  ),
};

export const linkFields = {
  exclude_external_links: flag().meta(words('leave out links to other registrable domains')),
  exclude_internal_links: flag().meta(words('leave out links to the same registrable domain')),
  exclude_social_media_links: flag().meta(words('leave out links to social media (`webloupe://social-media-domains`)')),
  exclude_social_media_domains: domains()
    .optional()
    .meta(
      words(
        'alone: leave out these; with `exclude_social_media_links`: added to the built-in list',
        'alone: only these',
      ),
    ),
  exclude_domains: domains()
    .optional()
    .meta(words('leave out links and images of these domains and all below them', 'with subdomains')),
  score_links: flag().meta(words('add `intrinsic_score`, 0-10, and order by it', 'add intrinsic_score 0-10')),
};

export const previewFields = {
  include_internal: z.boolean().default(true).meta(words('look behind links to the same registrable domain')),
  include_external: flag().meta(words('look behind links to other domains')),
  include_patterns: globs()
    .optional()
    .meta(
      words('URLs that match one of these globs only (`*` crosses slashes, `/x*` is `*/x*`)', 'globs on the whole URL'),
    ),
  exclude_patterns: globs().optional().meta(words('no URLs that match one of these globs')),
  max_links: int(1, 1000)
    .default(100)
    .meta(words('heads to read at most; the links most worth it are chosen first', 'heads to fetch at most')),
  concurrency: int(1, 50).default(10).meta(words('heads read at the same time')),
  timeout: z.number().min(0.1).max(60).default(5).meta(words('s for one head', 's per link')),
  query: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .meta(words('what is looked for: ranks by BM25 over what the targets say of themselves', 'what is looked for')),
  score_threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta(words('least `contextual_score` (without a query: least `intrinsic_score` / 10)')),
  intrinsic_weight: z.number().min(0).max(1).default(0.3).meta(words('share of `intrinsic_score` in `total_score`')),
  contextual_weight: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .meta(words('share of 10 x `contextual_score` in `total_score`')),
  verbose: flag().meta(words('log at debug, and give the parts of scores')),
};

export const linkPreviewConfig = z.strictObject(previewFields).meta({
  description: 'look behind links as `preview_links` does, by fields of the same names',
  listed: 'look behind links: fields of preview_links (query, max_links ...)',
});

export const mediaFields = {
  exclude_external_images: flag().meta(words('leave out images of other registrable domains')),
  exclude_all_images: flag().meta(words('leave out all images before any work is spent on them', 'faster')),
  keep_image_domains: domains()
    .optional()
    .meta(words('external image domains that are kept all the same', 'external ones to keep')),
  image_score_threshold: z
    .number()
    .min(0)
    .max(10)
    .optional()
    .meta(words('leave out images with a lower score; without it none is', '0-10')),
  image_description_min_word_threshold: int(0, 100)
    .default(1)
    .meta(words('words a nearby text needs to be given as `desc`')),
  table_score_threshold: z
    .number()
    .min(0)
    .max(100)
    .default(7)
    .meta(words('tables with a lower score are taken for layout', 'below: layout')),
};

export const captureFields = {
  screenshot: flag().meta(words('a PNG of the page as resource')),
  pdf: flag().meta(words('a PDF of the page as resource')),
  capture_mhtml: flag().meta(words('an MHTML archive of the page as resource')),
  screenshot_wait_for: z.number().min(0).max(30).optional().meta(words('s to wait before the screenshot', 's')),
  force_viewport_screenshot: flag().meta(words('the visible part only')),
};

export const crawlFields = {
  max_pages: int(1, 1000).default(1).meta(words('pages to visit at most')),
  max_depth: int(0, 20).default(2).meta(words('clicks from the start at most', 'clicks from the start')),
  scope: z
    .enum(['site', 'host', 'path'])
    .default('site')
    .meta(words("`site`: same registrable domain; `host`: same host; `path`: below the start's folder")),
  include_patterns: previewFields.include_patterns,
  exclude_patterns: previewFields.exclude_patterns,
  time_budget: z
    .number()
    .min(1)
    .max(3600)
    .default(50)
    .meta(words('s for the whole call; what was visited by then is answered', 's')),
  hits_per_sec: z.number().min(0.1).max(100).default(5).meta(words('requests a second to one host', 'per host')),
};

export const otherFields = { verbose: previewFields.verbose };

/** The groups in the order in which the docs print them. */
export const RUN_CONFIG_GROUPS = {
  page: pageFields,
  content: contentFields,
  links: {
    ...linkFields,
    link_preview_config: linkPreviewConfig.optional(),
  },
  media: mediaFields,
  capture: captureFields,
  crawling: crawlFields,
  other: otherFields,
} as const;

export const runConfig = z.strictObject({
  ...RUN_CONFIG_GROUPS.page,
  ...RUN_CONFIG_GROUPS.content,
  ...RUN_CONFIG_GROUPS.links,
  ...RUN_CONFIG_GROUPS.media,
  ...RUN_CONFIG_GROUPS.capture,
  ...RUN_CONFIG_GROUPS.crawling,
  ...RUN_CONFIG_GROUPS.other,
});

export type RunConfig = z.infer<typeof runConfig>;
export type ContentConfig = z.infer<z.ZodObject<typeof contentFields>>;
export type LinkConfig = z.infer<z.ZodObject<typeof linkFields>>;
export type PreviewConfig = z.infer<typeof linkPreviewConfig>;
export type MediaConfig = z.infer<z.ZodObject<typeof mediaFields>>;
export type CrawlConfig = z.infer<z.ZodObject<typeof crawlFields>>;

/** The run config with every field at its default. */
export const DEFAULT_RUN_CONFIG: RunConfig = runConfig.parse({});

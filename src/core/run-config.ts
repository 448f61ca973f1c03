/**
 * The run config: what a caller may ask of one call. Tool inputs, command-line flags, the JSON Schema resource and the
 * tables of the docs all come from these objects. Field names are snake_case, as callers know them from crawl4ai.
 */
import { z } from 'zod';

const int = (min: number, max: number) => z.number().int().min(min).max(max);
const flag = () => z.boolean().default(false);
/** Selectors of the caller are run on hostile pages: short ones only. */
const selector = () => z.string().min(1).max(500);
const domains = () => z.array(z.string().min(1).max(253)).max(1000);
const globs = () => z.array(z.string().min(1).max(500)).max(100);

export const pageFields = {
  engine: z.enum(['auto', 'http', 'browser']).default('auto').describe('auto: browser only when needed'),
  wait_until: z
    .enum(['commit', 'domcontentloaded', 'load', 'networkidle'])
    .default('domcontentloaded')
    .describe('browser'),
  page_timeout: int(100, 300_000).default(30_000).describe('ms'),
  wait_for: z.string().min(1).max(2000).optional().describe('"css:SELECTOR" or "js:EXPRESSION"'),
  wait_for_images: flag().describe('lazy ones too'),
  delay_before_return_html: z.number().min(0).max(60).default(0).describe('s'),
  scan_full_page: flag().describe('scroll to the end first'),
  scroll_delay: z.number().min(0).max(10).default(0.2).describe('s'),
  max_scroll_steps: int(1, 1000).default(50),
  js_code: z
    .union([z.string().max(100_000), z.array(z.string().max(100_000)).max(20)])
    .optional()
    .describe('run in the page, if the operator allows'),
  remove_overlay_elements: flag().describe('modals'),
  remove_consent_popups: flag().describe('cookie banners'),
  process_iframes: flag().describe('inline frames'),
  flatten_shadow_dom: flag().describe('inline shadow roots'),
  user_agent: z.string().min(1).max(500).optional(),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .optional()
    .describe('e.g. "de-DE"'),
  timezone_id: z.string().min(1).max(64).optional().describe('IANA name'),
  viewport: z
    .strictObject({ width: int(100, 4096), height: int(100, 4096) })
    .optional()
    .describe('CSS px'),
  headers: z.record(z.string().max(200), z.string().max(8000)).optional(),
  cache_mode: z.enum(['enabled', 'bypass', 'refresh']).default('enabled').describe('kept 5 min'),
  check_robots_txt: z
    .union([z.boolean(), z.literal('auto')])
    .default('auto')
    .describe('auto: when max_pages > 1'),
};

export const contentFields = {
  only_text: flag().describe('not markdown'),
  css_selector: selector().optional().describe('only this part'),
  target_elements: z.array(selector()).max(50).optional().describe('selectors: content only from these'),
  excluded_tags: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]*$/)
        .max(50),
    )
    .max(100)
    .optional(),
  excluded_selector: selector().optional(),
  word_count_threshold: int(0, 10_000).default(1).describe('drop shorter blocks'),
  remove_forms: flag(),
  main_content_only: flag().describe('without navigation'),
};

export const linkFields = {
  exclude_external_links: flag(),
  exclude_internal_links: flag(),
  exclude_social_media_links: flag(),
  exclude_social_media_domains: domains().optional().describe('alone: only these'),
  exclude_domains: domains().optional().describe('with subdomains'),
  score_links: flag().describe('add intrinsic_score 0-10'),
};

export const previewFields = {
  include_internal: z.boolean().default(true),
  include_external: flag(),
  include_patterns: globs().optional().describe('globs on the whole URL'),
  exclude_patterns: globs().optional(),
  max_links: int(1, 1000).default(100).describe('heads to fetch at most'),
  concurrency: int(1, 50).default(10),
  timeout: z.number().min(0.1).max(60).default(5).describe('s per link'),
  query: z.string().min(1).max(2000).optional().describe('what is looked for'),
  score_threshold: z.number().min(0).max(1).optional(),
  intrinsic_weight: z.number().min(0).max(1).default(0.3),
  contextual_weight: z.number().min(0).max(1).default(0.7),
  verbose: flag(),
};

export const linkPreviewConfig = z
  .strictObject(previewFields)
  .meta({ listed: 'look behind links: fields of preview_links (query, max_links ...)' });

export const mediaFields = {
  exclude_external_images: flag(),
  exclude_all_images: flag().describe('faster'),
  keep_image_domains: domains().optional().describe('external ones to keep'),
  image_score_threshold: z.number().min(0).max(10).optional().describe('0-10'),
  image_description_min_word_threshold: int(0, 100).default(1),
  table_score_threshold: z.number().min(0).max(100).default(7).describe('below: layout'),
};

export const captureFields = {
  screenshot: flag(),
  pdf: flag(),
  capture_mhtml: flag(),
  screenshot_wait_for: z.number().min(0).max(30).optional().describe('s'),
  force_viewport_screenshot: flag(),
};

export const crawlFields = {
  max_pages: int(1, 1000).default(1).describe('pages to visit'),
  max_depth: int(0, 20).default(2).describe('clicks from the start'),
  scope: z.enum(['site', 'host', 'path']).default('site'),
  include_patterns: globs().optional().describe('globs on the whole URL'),
  exclude_patterns: globs().optional(),
  time_budget: z.number().min(1).max(3600).default(50).describe('s for the whole call'),
  hits_per_sec: z.number().min(0.1).max(100).default(5).describe('per host'),
};

export const otherFields = { verbose: flag().describe('debug logs, score parts') };

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
/** The part of the run config that says how a page is loaded; it decides, with the URL, the page cache's key. */
export type PageConfig = z.infer<z.ZodObject<typeof pageFields>>;
export type ContentConfig = z.infer<z.ZodObject<typeof contentFields>>;
export type LinkConfig = z.infer<z.ZodObject<typeof linkFields>>;
export type PreviewConfig = z.infer<typeof linkPreviewConfig>;
export type MediaConfig = z.infer<z.ZodObject<typeof mediaFields>>;
export type CaptureConfig = z.infer<z.ZodObject<typeof captureFields>>;
export type CrawlConfig = z.infer<z.ZodObject<typeof crawlFields>>;

/** The run config with every field at its default. */
export const DEFAULT_RUN_CONFIG: RunConfig = runConfig.parse({});

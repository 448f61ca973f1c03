/**
 * The run config: what a caller may ask of one call. Tool inputs, command-line flags, the JSON Schema resource and the
 * tables of the docs all come from these objects. Field names are snake_case, as callers know them from crawl4ai.
 */
import { z } from 'zod';

/** What a field means: in full for people and the JSON Schema, in brief (or not at all) for tools/list, whose tokens every session pays. */
const words = (description: string, brief = '') => ({ description, brief });
const int = (min: number, max: number) => z.number().int().min(min).max(max);
const flag = () => z.boolean().default(false);
/** Selectors of the caller are run on hostile pages: short ones only. */
const selector = () => z.string().min(1).max(500);
const domains = () => z.array(z.string().min(1).max(253)).max(1000);
const globs = () => z.array(z.string().min(1).max(500)).max(100);

export const pageFields = {
  engine: z
    .enum(['auto', 'http', 'browser'])
    .default('auto')
    .meta(
      words(
        '`auto`: plain HTTP first, a browser when the page is an empty shell or another field needs one; the answer says why',
        'auto: browser only when needed',
      ),
    ),
  wait_until: z
    .enum(['commit', 'domcontentloaded', 'load', 'networkidle'])
    .default('domcontentloaded')
    .meta(words('browser: the event after which navigation counts as done', 'browser')),
  page_timeout: int(100, 300_000)
    .default(30_000)
    .meta(words('ms for loading the page; what is there by then is read', 'ms')),
  wait_for: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .meta(
      words(
        "`css:SELECTOR` or `js:EXPRESSION` to wait for before reading; needs a browser, and `js:` the operator's leave",
        '"css:SELECTOR" or "js:EXPRESSION"',
      ),
    ),
  wait_for_images: flag().meta(
    words('browser: scroll to images, lazy ones too, and wait until they are decoded or failed', 'lazy ones too'),
  ),
  delay_before_return_html: z
    .number()
    .min(0)
    .max(60)
    .default(0)
    .meta(words('s to wait before the page is read; needs a browser', 's')),
  scan_full_page: flag().meta(
    words('browser: scroll to the end first, so that pages that grow are whole', 'scroll to the end first'),
  ),
  scroll_delay: z.number().min(0).max(10).default(0.2).meta(words('s between scroll steps', 's')),
  max_scroll_steps: int(1, 1000).default(50).meta(words('scroll steps at most')),
  js_code: z
    .union([z.string().max(100_000), z.array(z.string().max(100_000)).max(20)])
    .optional()
    .meta(
      words(
        'script or scripts to run in the page before it is read, where the operator allows (`--allow-js-code`)',
        'run in the page, if the operator allows',
      ),
    ),
  remove_overlay_elements: flag().meta(words('browser: remove modals and overlays', 'modals')),
  remove_consent_popups: flag().meta(words('browser: answer or remove cookie banners', 'cookie banners')),
  process_iframes: flag().meta(words('browser: put the content of frames into the page', 'inline frames')),
  flatten_shadow_dom: flag().meta(
    words('browser: put the content of shadow roots into the page', 'inline shadow roots'),
  ),
  user_agent: z.string().min(1).max(500).optional().meta(words('User-Agent of this call')),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .optional()
    .meta(words('BCP 47 tag, sent as Accept-Language and set in the browser', 'e.g. "de-DE"')),
  timezone_id: z.string().min(1).max(64).optional().meta(words('IANA time zone of the browser', 'IANA name')),
  viewport: z
    .strictObject({ width: int(100, 4096), height: int(100, 4096) })
    .optional()
    .meta(words("size of the browser's window in CSS px; 1280x720 by default", 'CSS px')),
  headers: z
    .record(z.string().max(200), z.string().max(8000))
    .optional()
    .meta(words('further request headers; not Host, Cookie, Authorization, Proxy-*')),
  cache_mode: z
    .enum(['enabled', 'bypass', 'refresh'])
    .default('enabled')
    .meta(
      words(
        'pages are kept for 5 minutes: `enabled` uses them, `refresh` reads anew and keeps, `bypass` neither',
        'kept 5 min',
      ),
    ),
  check_robots_txt: z
    .union([z.boolean(), z.literal('auto')])
    .default('auto')
    .meta(
      words(
        'obey robots.txt; `auto`: where a call visits pages nobody named (`max_pages` > 1)',
        'auto: when max_pages > 1',
      ),
    ),
};

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
    .meta(words('only URLs that match one of these globs (`*` crosses slashes)', 'globs on the whole URL')),
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

export const linkPreviewConfig = z
  .strictObject(previewFields)
  .meta({ listed: 'look behind links: fields of preview_links (query, max_links ...)' });

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
  max_pages: int(1, 1000).default(1).meta(words('pages to visit at most', 'pages to visit')),
  max_depth: int(0, 20).default(2).meta(words('clicks from the start at most', 'clicks from the start')),
  scope: z
    .enum(['site', 'host', 'path'])
    .default('site')
    .meta(words("`site`: same registrable domain; `host`: same host; `path`: below the start's folder")),
  include_patterns: globs()
    .optional()
    .meta(words('only URLs that match one of these globs (`*` crosses slashes)', 'globs on the whole URL')),
  exclude_patterns: globs().optional().meta(words('no URLs that match one of these globs')),
  time_budget: z
    .number()
    .min(1)
    .max(3600)
    .default(50)
    .meta(words('s for the whole call; what was visited by then is answered', 's for the whole call')),
  hits_per_sec: z.number().min(0.1).max(100).default(5).meta(words('requests a second to one host', 'per host')),
};

export const otherFields = { verbose: flag() };

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

/** Options that were given and change nothing about this call: no error, but said. */
import { pageFields } from '../core/page-config.js';
import type { PagePart } from '../core/present/page-fields.js';
import { captureFields, DEFAULT_RUN_CONFIG, linkPreviewConfig, type PreviewConfig } from '../core/run-config.js';
import { commonPageFields } from './inputs.js';

type Given = Readonly<Record<string, unknown>>;

const PREVIEW_DEFAULTS = linkPreviewConfig.parse({});
/** Of loading, what looking behind links heeds too. */
const OF_REQUESTS: ReadonlySet<string> = new Set(['headers', 'cache_mode']);
const OF_FOLLOWING = ['max_depth', 'scope', 'include_patterns', 'exclude_patterns'] as const;
const OF_LOADING = Object.keys(commonPageFields).filter((name) => !OF_REQUESTS.has(name));

/** What each part of a page heeds and no other part does. */
const OF_PARTS: ReadonlyArray<readonly [parts: readonly PagePart[], fields: readonly string[]]> = [
  [['content'], ['only_text', 'target_elements', 'word_count_threshold', 'remove_forms', 'main_content_only']],
  [
    ['links'],
    [
      'exclude_external_links',
      'exclude_internal_links',
      'exclude_social_media_links',
      'exclude_social_media_domains',
      'score_links',
    ],
  ],
  [
    ['media'],
    [
      'exclude_external_images',
      'exclude_all_images',
      'keep_image_domains',
      'image_score_threshold',
      'image_description_min_word_threshold',
    ],
  ],
  [['links', 'media'], ['exclude_domains']],
  [['tables'], ['table_score_threshold']],
];

/** Fields with another value than the one they have anyway: some clients fill in every field. */
function changed(given: Given, fields: readonly string[], standard: Given = DEFAULT_RUN_CONFIG): string[] {
  return fields.filter((name) => !isEmpty(given[name]) && given[name] !== standard[name]);
}

/** Some clients fill in every field: an empty list asks what its absence does. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function said(names: readonly string[], why: string): string[] {
  return names.length === 0 ? [] : [`${names.join(', ')} had no effect: ${why}`];
}

/** Of a page that was named, or whose HTML was given. */
export function ofSource(given: Given): string[] {
  if (given['html'] === undefined)
    return said(given['base_url'] === undefined ? [] : ['base_url'], 'it belongs to html, a page has its own');
  const previews = given['link_preview_config'] !== undefined;
  const loading = changed(given, [...Object.keys(pageFields), ...Object.keys(captureFields)]);
  return said(
    loading.filter((name) => !previews || !OF_REQUESTS.has(name)),
    'html was given, nothing is loaded',
  );
}

export function ofCrawl(given: Given & { max_pages: number; urls?: readonly string[] | undefined }): string[] {
  const { max_pages, urls = [], html } = given;
  const named = Math.max(urls.length, 1);
  const follows = max_pages > named;
  const budgets = changed(given, [...OF_FOLLOWING, ...(urls.length > 0 ? [] : ['time_budget', 'hits_per_sec'])]);
  const vainMax = max_pages > 1 && max_pages < named ? ['max_pages'] : [];
  const files = changed(given, ['screenshot_wait_for', 'force_viewport_screenshot']);
  const shows = given['screenshot'] === true;
  const steps = changed(given, ['scroll_delay', 'max_scroll_steps']);
  const scrolls = given['scan_full_page'] === true;
  return [
    ...(follows
      ? []
      : said(budgets, named > 1 ? 'no links are followed: set max_pages' : 'one page is read: set max_pages')),
    ...said(vainMax, `${named} urls are named`),
    ...(shows || html !== undefined ? [] : said(files, 'screenshot is not asked for')),
    ...(scrolls || html !== undefined ? [] : said(steps, 'scan_full_page is not asked for')),
  ];
}

/** @param read the parts that are read of each page */
export function ofParts(given: Given, read: readonly PagePart[]): string[] {
  return OF_PARTS.filter(([parts]) => !parts.some((part) => read.includes(part))).flatMap(([parts, fields]) =>
    said(changed(given, fields), `include has no ${parts.join(' and no ')}`),
  );
}

/** Of links that were named: no page is read. */
export function ofNamedLinks(given: Given): string[] {
  return [
    ...said(changed(given, OF_LOADING), 'links were named, no page is loaded'),
    ...said(changed(given, ['include_internal'], PREVIEW_DEFAULTS), 'links were named, all are looked behind'),
  ];
}

export function ofWeights(config: PreviewConfig, isScored: boolean): string[] {
  const weights = changed(config, ['intrinsic_weight', 'contextual_weight'], PREVIEW_DEFAULTS);
  if (config.query === undefined || !isScored) return said(weights, 'a total needs a query and score_links');
  const isNothing = config.intrinsic_weight + config.contextual_weight === 0;
  return isNothing ? said(weights, 'where both are 0, both scores count alike') : [];
}

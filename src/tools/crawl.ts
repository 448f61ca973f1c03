import { z } from 'zod';
import type { Engine } from '../core/engine.js';
import { CAPTURE_FORMATS, type CaptureRequest } from '../core/fetch/browser-messages.js';
import { pageFields } from '../core/page-config.js';
import { crawlViewFields, presentCrawlView } from '../core/present/crawl-view.js';
import { readCursor } from '../core/present/cursor.js';
import { PAGE_PARTS, type PagePart, pageView, pageViewFields, presentPageView } from '../core/present/page-view.js';
import type { Wanted } from '../core/read/read-page.js';
import {
  captureFields,
  contentFields,
  crawlFields,
  DEFAULT_RUN_CONFIG,
  linkFields,
  linkPreviewConfig,
  mediaFields,
  otherFields,
  previewFields,
  type RunConfig,
} from '../core/run-config.js';
import type { KeptPage } from '../core/store/kept-pages.js';
import { crawlAnswer, crawlRequest, crawlWarnings, isMany } from './crawl-many.js';
import { defineTool, type ToolCall } from './define-tool.js';
import { cursor, pageSource, pageSourceFields, url } from './inputs.js';
import { captureLines, captureLinks, captureOutput, pageHeadOf, pageHeadOutput } from './outputs.js';

/** Pages one call may name. */
const URLS_MAX = 100;

const input = z.strictObject({
  ...pageSourceFields,
  urls: z.array(url).min(2).max(URLS_MAX).optional().describe('several, instead of url'),
  query: previewFields.query.describe('with max_pages: best pages first'),
  include: z.array(z.enum(PAGE_PARTS)).min(1).optional().describe('parts wanted; default all'),
  cursor,
  ...pageFields,
  ...contentFields,
  ...linkFields,
  link_preview_config: linkPreviewConfig.optional(),
  ...mediaFields,
  ...captureFields,
  ...crawlFields,
  ...otherFields,
});

const output = z.object({ ...pageHeadOutput, ...pageViewFields, ...captureOutput, ...crawlViewFields });

export const crawl = defineTool({
  name: 'crawl',
  title: 'Crawl pages',
  description:
    'Loads one page (HTTP, or a browser when it needs one) and answers with metadata, content as markdown, links, media and tables within a token budget. With max_pages or urls it visits many and answers with a short summary of each, the best for query first. For links or media alone use extract_links or extract_media, which list more.',
  input,
  output,
  async run(given, engine, call) {
    const at = given.cursor === undefined ? undefined : readCursor(given.cursor);
    const config = configOf(given);
    if (at?.at['crawl'] !== undefined || at?.at['pages'] !== undefined) {
      const kept = await engine.keptCrawl(at.id, call.owner);
      const crawl = at.at['crawl'] === undefined ? kept : await engine.crawlPages(kept.state, [], call);
      return { value: crawlAnswer(crawl, at.at['pages'] ?? 0, call.maxTokens) };
    }
    const many = at === undefined && isMany(given, config);
    const warnings = crawlWarnings(config, given.query, many);
    if (many) {
      const wanted = { want: wants(given.include ?? ['content', 'links']), capture: captureOf(config) };
      const crawl = await engine.crawlPages(crawlRequest(given, config, wanted), warnings, call);
      return { value: crawlAnswer(crawl, 0, call.maxTokens) };
    }
    const kept = at === undefined ? await read(given, config, engine, call) : await engine.keptPage(at.id, call.owner);
    kept.result.warnings.push(...warnings);
    const parts =
      at === undefined ? (given.include ?? PAGE_PARTS) : PAGE_PARTS.filter((part) => at.at[part] !== undefined);
    const view = pageView(kept.result, parts, at?.at ?? {}, call.maxTokens);
    const { screenshot, pdf, mhtml } = kept.result;
    return {
      value: { ...pageHeadOf(kept.result), ...view, screenshot, pdf, mhtml },
      attachments: captureLinks(kept.result),
    };
  },
  present: (value) =>
    value.pages === undefined ? [...captureLines(value), presentPageView(value)].join('\n') : presentCrawlView(value),
});

const wants = (parts: readonly PagePart[]): Wanted => ({
  links: parts.includes('links'),
  media: parts.includes('media'),
  tables: parts.includes('tables'),
  content: parts.includes('content'),
  metadata: true,
});

function configOf(given: z.output<typeof input>): RunConfig {
  const { url: _u, urls: _s, html: _h, base_url: _b, query: _q, include: _i, cursor: _c, ...fields } = given;
  return { ...DEFAULT_RUN_CONFIG, ...fields };
}

async function read(
  given: z.output<typeof input>,
  config: RunConfig,
  engine: Engine,
  call: ToolCall,
): Promise<KeptPage> {
  const want = wants(given.include ?? PAGE_PARTS);
  return engine.readPage(pageSource(given), config, want, 'crawl', call, captureOf(config));
}

/** The files asked for with the page, made in the same load. */
function captureOf(config: RunConfig): Omit<CaptureRequest, 'dir'> | undefined {
  const wanted = { screenshot: config.screenshot, pdf: config.pdf, mhtml: config.capture_mhtml };
  const formats = CAPTURE_FORMATS.filter((format) => wanted[format]);
  if (formats.length === 0) return undefined;
  const waitMs = (config.screenshot_wait_for ?? 0) * 1_000;
  return { formats, fullPage: !config.force_viewport_screenshot, imageFormat: 'png', waitMs };
}

import { z } from 'zod';
import type { Engine } from '../core/engine.js';
import { CAPTURE_FORMATS, type CaptureRequest } from '../core/fetch/browser-messages.js';
import { readCursor } from '../core/present/cursor.js';
import { PAGE_PARTS, type PagePart, pageView, pageViewFields, presentPageView } from '../core/present/page-view.js';
import type { Wanted } from '../core/read/read-page.js';
import {
  captureFields,
  contentFields,
  DEFAULT_RUN_CONFIG,
  linkFields,
  linkPreviewConfig,
  mediaFields,
  otherFields,
  pageFields,
  type RunConfig,
} from '../core/run-config.js';
import type { KeptPage } from '../core/store/kept-pages.js';
import { defineTool, type ToolCall } from './define-tool.js';
import { cursor, pageSource, pageSourceFields } from './inputs.js';
import { captureLines, captureLinks, captureOutput, pageHeadOf, pageHeadOutput } from './outputs.js';

const input = z.strictObject({
  ...pageSourceFields,
  include: z.array(z.enum(PAGE_PARTS)).min(1).optional().describe('parts wanted; default all'),
  cursor,
  ...pageFields,
  ...contentFields,
  ...linkFields,
  link_preview_config: linkPreviewConfig.optional(),
  ...mediaFields,
  ...captureFields,
  ...otherFields,
});

const output = z.object({ ...pageHeadOutput, ...pageViewFields, ...captureOutput });

export const crawl = defineTool({
  name: 'crawl',
  title: 'Crawl a page',
  description:
    'Loads one page (HTTP, or a browser when it needs one) and answers with metadata, content as markdown, links, media and tables within a token budget. For links or media alone use extract_links or extract_media, which list more.',
  input,
  output,
  async run(given, engine, call) {
    const at = given.cursor === undefined ? undefined : readCursor(given.cursor);
    const kept = at === undefined ? await read(given, engine, call) : engine.keptPage(at.id, call.owner);
    const parts =
      at === undefined ? (given.include ?? PAGE_PARTS) : PAGE_PARTS.filter((part) => at.at[part] !== undefined);
    const view = pageView(kept.result, parts, at?.at ?? {}, call.maxTokens);
    const { screenshot, pdf, mhtml } = kept.result;
    return {
      value: { ...pageHeadOf(kept.result), ...view, screenshot, pdf, mhtml },
      attachments: captureLinks(kept.result),
    };
  },
  present: (value) => [...captureLines(value), presentPageView(value)].join('\n'),
});

const wants = (parts: readonly PagePart[]): Wanted => ({
  links: parts.includes('links'),
  media: parts.includes('media'),
  tables: parts.includes('tables'),
  content: parts.includes('content'),
  metadata: true,
});

async function read(given: z.output<typeof input>, engine: Engine, call: ToolCall): Promise<KeptPage> {
  const { url: _u, html: _h, base_url: _b, include, cursor: _c, ...fields } = given;
  const config = { ...DEFAULT_RUN_CONFIG, ...fields };
  return engine.readPage(pageSource(given), config, wants(include ?? PAGE_PARTS), 'crawl', call, captureOf(config));
}

/** The files asked for with the page, made in the same load. */
function captureOf(config: RunConfig): Omit<CaptureRequest, 'dir'> | undefined {
  const wanted = { screenshot: config.screenshot, pdf: config.pdf, mhtml: config.capture_mhtml };
  const formats = CAPTURE_FORMATS.filter((format) => wanted[format]);
  if (formats.length === 0) return undefined;
  const waitMs = (config.screenshot_wait_for ?? 0) * 1_000;
  return { formats, fullPage: !config.force_viewport_screenshot, imageFormat: 'png', waitMs };
}

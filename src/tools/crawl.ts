import * as z from 'zod';
import { bestPart, WEIGHED_CHARS_MAX } from '../core/crawl/best-part.js';
import { cutChars } from '../core/cut-chars.js';
import type { Engine } from '../core/engine.js';
import { CAPTURE_FORMATS, type CaptureRequest } from '../core/fetch/browser-messages.js';
import { pageFields } from '../core/page-config.js';
import { captureLines } from '../core/present/capture-view.js';
import { crawlViewFields, presentCrawlView } from '../core/present/crawl-view.js';
import { PAGE_PARTS, type PagePart, pageViewFields } from '../core/present/page-fields.js';
import { presentPageView } from '../core/present/page-text.js';
import { pageView } from '../core/present/page-view.js';
import { capturedFiles, type PageResult } from '../core/read/page-result.js';
import type { ReadPage, Wanted } from '../core/read/read-page.js';
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
import { type Continued, continued } from './continued.js';
import { crawlAnswer, crawlRequest, crawlWarnings, isBudgetOfCrawl, isMany, withBudgets } from './crawl-many.js';
import { defineTool, type ToolCall } from './define-tool.js';
import { cursor, listedUrl, pageSource, pageSourceFields } from './inputs.js';
import { ofCrawl, ofParts, ofSource } from './no-effect.js';
import { captureLinks, pageHeadOf, pageHeadOutput } from './outputs.js';

/** Pages one call may name. */
const URLS_MAX = 100;

/** Read of every page of several, whatever else is wanted: they say where to go on and what a page is worth. */
const PARTS_OF_MANY = ['content', 'links'] as const satisfies readonly PagePart[];

const input = z.strictObject({
  ...pageSourceFields,
  urls: z.array(listedUrl).min(1).max(URLS_MAX).optional().describe('several, instead of url'),
  query: previewFields.query.describe('with max_pages: best pages first; of one long page, its best part'),
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

const output = z.object({ ...pageHeadOutput, ...pageViewFields, ...capturedFiles, ...crawlViewFields });

export const crawl = defineTool({
  name: 'crawl',
  title: 'Crawl pages',
  description:
    'Reads one page (HTTP, or a browser when it needs one): metadata, content as markdown, links, media and tables; its text alone, for half the tokens, with include ["content"] and main_content_only. With max_pages or urls it visits many and gives a short summary of each, the best for query first. For links or media alone use extract_links or extract_media, which list more.',
  input,
  output,
  async run(given, engine, call) {
    if (given.cursor !== undefined) {
      const from = await continued(given.cursor, engine, call, isBudgetOfCrawl);
      return await goOn(from, given, engine, call);
    }
    const config = configOf(given);
    const many = isMany(given, config);
    const parts = given.include ?? (many ? PARTS_OF_MANY : PAGE_PARTS);
    const read = many ? [...PARTS_OF_MANY, ...parts] : parts;
    const warnings = [
      ...crawlWarnings(config, given, many),
      ...ofSource(given),
      ...ofCrawl(given),
      ...ofParts(given, read),
    ];
    const want = wants(parts);
    if (many) {
      const wanted = { want, capture: captureOf(config) };
      const crawl = await engine.crawlPages(crawlRequest(given, config, wanted), warnings, call);
      return { value: crawlAnswer(crawl, 0, call.maxTokens) };
    }
    const page = {
      source: pageSource(given),
      config,
      want: { ...want, mainStart: true },
      capture: captureOf(config),
      warnings,
    };
    const found = await engine.readPage(page, 'crawl', call);
    return await answerFor(given.query, found, parts, call);
  },
  present: (value) =>
    value.pages === undefined ? presentPageView(value, captureLines(value)) : presentCrawlView(value),
});

type Input = z.output<typeof input>;

/** Of a heading or a fragment, in a note. */
const NAME_CHARS = 100;

/** Of what fits, menus before the main content may take so much; of the corpus's 213 long pages half have more, and 42 nothing else. */
const MENUS_SHARE_MAX = 1 / 4;

/** The pages left out, the next pages of the crawl, or the rest of a page's parts. */
async function goOn({ at: { at }, kept }: Continued, given: Input, engine: Engine, call: ToolCall) {
  const { crawl, result, asked } = kept;
  if (crawl === undefined) {
    const parts = PAGE_PARTS.filter((part) => at[part] !== undefined);
    // What the first answer told.
    const { facts: _, ...metadata } = result.metadata;
    return pageAnswer({ ...result, metadata }, parts, at, call);
  }
  if (at['crawl'] === undefined) return { value: crawlAnswer(crawl, at['pages'] ?? 0, call.maxTokens) };
  const names = Object.keys(call.asked?.given ?? {});
  const next = await engine.crawlPages(withBudgets(crawl.state, given, names), [], { ...call, asked });
  return { value: crawlAnswer(next, 0, call.maxTokens) };
}

/**
 * A page from its beginning. One that is not shown whole: from what its URL's fragment means on; else, where what a query
 * asks for stands behind what fits, from there; with neither, where menus take much of what fits, from the main content on.
 */
async function answerFor(
  query: string | undefined,
  { result, place, mainStart = 0 }: { result: PageResult } & Pick<ReadPage, 'place' | 'mainStart'>,
  parts: readonly PagePart[],
  call: ToolCall,
) {
  const plain = pageAnswer(result, parts, {}, call);
  const end = plain.value.cut?.find(({ part }) => part === 'content')?.returned;
  if (end === undefined) return plain;
  const noted = (notes: readonly string[], at: Record<string, number>) =>
    pageAnswer({ ...result, warnings: [...result.warnings, ...notes] }, parts, at, call);
  const beginning = (why: string, otherwise: string) =>
    `content begins ${why}; what stands before: webloupe://results/${result.result_id}/markdown, or ${otherwise}`;
  const fromMain = (notes: readonly string[]) => {
    if (mainStart <= end * MENUS_SHARE_MAX) return notes.length === 0 ? plain : noted(notes, {});
    const note = beginning('with the main content', 'with target_elements ["body"]');
    return noted([...notes, note], { content: mainStart });
  };
  const named = place === undefined ? '' : cutChars(`#${place.fragment}`, NAME_CHARS);
  if (place?.at !== undefined && place.at > 0) {
    const vain = query === undefined ? '' : ', not where it answers query best';
    return noted([beginning(`at ${named}${vain}`, 'without the fragment')], { content: place.at });
  }
  if (query !== undefined) {
    const content = result.markdown ?? result.text ?? '';
    const best = await bestPart(content, query, result.metadata.lang, call.signal);
    if (best === undefined) {
      const weighed = content.length > WEIGHED_CHARS_MAX ? `the first ${WEIGHED_CHARS_MAX} characters of ` : '';
      return fromMain([`query: no word of it is in ${weighed}the content`]);
    }
    if (best.end <= end) return plain;
    const under = best.under === '' ? '' : ` (${JSON.stringify(cutChars(best.under, NAME_CHARS))})`;
    return noted([beginning(`where it answers query best${under}`, 'without query')], { content: best.offset });
  }
  return fromMain(place === undefined || place.at === 0 ? [] : [`${named} is no place in the content`]);
}

function pageAnswer(result: PageResult, parts: readonly PagePart[], at: Record<string, number>, call: ToolCall) {
  const { screenshot, pdf, mhtml } = result;
  const head = { ...pageHeadOf(result, call.maxTokens), screenshot, pdf, mhtml };
  const view = pageView(result, parts, at, call.maxTokens, head);
  return { value: { ...head, ...view }, attachments: captureLinks(result) };
}

const wants = (parts: readonly PagePart[]): Wanted => ({
  links: parts.includes('links'),
  media: parts.includes('media'),
  tables: parts.includes('tables'),
  content: parts.includes('content'),
  metadata: true,
});

function configOf(given: Input): RunConfig {
  const { url: _u, urls: _s, html: _h, base_url: _b, query: _q, include: _i, cursor: _c, ...fields } = given;
  return { ...DEFAULT_RUN_CONFIG, ...fields };
}

/** The files asked for with the page, made in the same load. */
function captureOf(config: RunConfig): Omit<CaptureRequest, 'dir'> | undefined {
  const wanted = { screenshot: config.screenshot, pdf: config.pdf, mhtml: config.capture_mhtml };
  const formats = CAPTURE_FORMATS.filter((format) => wanted[format]);
  if (formats.length === 0) return undefined;
  const waitMs = (config.screenshot_wait_for ?? 0) * 1_000;
  return { formats, fullPage: !config.force_viewport_screenshot, imageFormat: 'png', waitMs };
}

import * as z from 'zod';
import { MODEL_EDGE_PX, modelImage } from '../core/capture/model-image.js';
import { words } from '../core/config-fields.js';
import type { Engine } from '../core/engine.js';
import { CAPTURE_FORMATS, IMAGE_FORMATS } from '../core/fetch/browser-messages.js';
import { pageFields } from '../core/page-config.js';
import { captureLines } from '../core/present/capture-view.js';
import { headLines } from '../core/present/page-lines.js';
import { type CapturedFileItem, capturedFiles } from '../core/read/page-result.js';
import { DEFAULT_RUN_CONFIG, otherFields } from '../core/run-config.js';
import { type Attachment, defineTool } from './define-tool.js';
import { commonPageFields, url } from './inputs.js';
import { captureLinks, pageHeadOf, pageHeadOutput } from './outputs.js';

const { wait_for_images: _images, ...loading } = commonPageFields;
/** A CSS length as paper and margins take it. */
const length = z.string().regex(/^\d+(\.\d+)?(px|in|cm|mm)$/);

const input = z.strictObject({
  url,
  formats: z.array(z.enum(CAPTURE_FORMATS)).min(1).max(CAPTURE_FORMATS.length).default(['screenshot']),
  full_page: z.boolean().default(true).describe('false: visible part only'),
  selector: z.string().min(1).max(500).optional().describe('picture of this element only'),
  image_format: z.enum(IMAGE_FORMATS).default('png'),
  quality: z.number().int().min(1).max(100).optional().meta(words('of jpeg and webp; 80 without it', 'jpeg, webp')),
  show_image: z.boolean().default(true).describe('false: files only, no picture in the answer'),
  max_edge: z
    .number()
    .int()
    .min(64)
    .max(8_000)
    .default(MODEL_EDGE_PX)
    .describe('px of the long edge of the picture in the answer'),
  wait_for_images: z.boolean().default(true),
  paper: z
    .enum(['Letter', 'Legal', 'Tabloid', 'Ledger', 'A0', 'A1', 'A2', 'A3', 'A4', 'A5', 'A6'])
    .default('A4')
    .describe('pdf'),
  landscape: z.boolean().default(false).describe('pdf'),
  margin: length.default('0.4in').describe('pdf, e.g. "1cm"'),
  background: z.boolean().default(true).describe('pdf: print backgrounds'),
  scale: z.number().min(0.1).max(2).default(1).describe('pdf'),
  viewport: pageFields.viewport,
  remove_consent_popups: pageFields.remove_consent_popups,
  remove_overlay_elements: pageFields.remove_overlay_elements,
  ...loading,
  engine: loading.engine.meta(words('a capture is made in a browser: `http` changes nothing')),
  cache_mode: loading.cache_mode.meta(words('a capture is of the page as it is now: never of a kept one, nor kept')),
  ...otherFields,
});

const output = z.object({
  ...pageHeadOutput,
  ...capturedFiles,
  note: z.string().optional().describe('what the shown picture leaves out'),
});

export const capture = defineTool({
  name: 'capture',
  title: 'Capture a page',
  description:
    'A screenshot you can see, a PDF or an MHTML archive of one page, made in a browser; full files are resource links. To read a page use crawl, it is far cheaper.',
  input,
  output,
  async run(given, engine, call) {
    const {
      url: address,
      formats,
      full_page,
      selector,
      image_format,
      quality,
      show_image,
      max_edge,
      paper,
      landscape,
      margin,
      background,
      scale,
      ...page
    } = given;
    const { result } = await engine.readPage(
      {
        source: { url: address },
        config: { ...DEFAULT_RUN_CONFIG, ...page },
        want: { links: false, media: false, tables: false, metadata: true, content: false },
        capture: {
          formats,
          fullPage: full_page,
          imageFormat: image_format,
          selector,
          quality,
          pdf: { paper, landscape, margin, background, scale },
        },
        warnings: noEffect(given),
      },
      'capture',
      call,
    );
    const attachments = captureLinks(result);
    const picture =
      show_image && result.screenshot !== undefined
        ? await shownPicture(result.screenshot, engine, call.owner, max_edge)
        : undefined;
    if (picture !== undefined) attachments.unshift(picture.attachment);
    const { screenshot, pdf, mhtml } = result;
    return {
      value: { ...pageHeadOf(result, call.maxTokens), screenshot, pdf, mhtml, note: picture?.note },
      attachments,
    };
  },
  present(value) {
    const lines = headLines(value);
    lines.push(...captureLines(value));
    if (value.note !== undefined) lines.push(value.note);
    return lines.join('\n');
  },
});

const OF_PDF = ['paper', 'landscape', 'margin', 'background', 'scale'] as const;
const OF_SCREENSHOT = ['full_page', 'selector', 'image_format', 'quality', 'max_edge'] as const;

/** Options that were given and belong to a file that was not asked for, or give way to others. */
function noEffect(given: z.output<typeof input>): string[] {
  const { formats, image_format, selector, full_page, show_image } = given;
  const warnings: string[] = [];
  for (const [format, own] of [
    ['pdf', OF_PDF],
    ['screenshot', OF_SCREENSHOT],
  ] as const) {
    const vain = formats.includes(format) ? [] : own.filter((name) => isChanged(name, given));
    if (vain.length > 0) warnings.push(`${vain.join(', ')} had no effect: formats has no ${format}`);
  }
  if (!formats.includes('screenshot')) return warnings;
  if (isChanged('quality', given) && image_format === 'png')
    warnings.push('quality had no effect: image_format is png');
  if (selector !== undefined && !full_page) warnings.push('full_page had no effect: selector says what is pictured');
  if (isChanged('max_edge', given) && !show_image) warnings.push('max_edge had no effect: show_image is false');
  return warnings;
}

/** Whether it has another value than by itself: some clients fill in every field. */
function isChanged(
  name: (typeof OF_PDF)[number] | (typeof OF_SCREENSHOT)[number],
  given: z.output<typeof input>,
): boolean {
  return given[name] !== input.shape[name].parse(undefined);
}

async function shownPicture(
  file: CapturedFileItem,
  engine: Engine,
  owner: string,
  maxEdgePx: number,
): Promise<{ attachment: Attachment; note: string | undefined }> {
  const { data } = await engine.captures.read(file.uri.slice(file.uri.lastIndexOf('/') + 1), owner);
  const image = await modelImage(data, maxEdgePx);
  return {
    attachment: { type: 'image', data: image.data.toString('base64'), mimeType: image.mimeType },
    note: image.note,
  };
}

/** What reading one page yields: the answer of `crawl` for one page, and what is kept under its `result_id`. */
import * as z from 'zod';
import { linkItem } from '../extract/link-item.js';
import { audioItem, imageItem, videoItem } from '../extract/media-item.js';
import { metadataItem } from '../extract/metadata-item.js';
import { tableItem } from '../extract/table-item.js';

export const scoreSummary = z
  .object({
    mean: z.number(),
    above_7: z.number(),
    below_3: z.number(),
  })
  .meta({ listed: 'mean, above_7, below_3' });
export type ScoreSummary = z.infer<typeof scoreSummary>;

const capturedFile = z
  .object({
    uri: z.string(),
    mime_type: z.string(),
    bytes: z.number(),
    width: z.number().optional(),
    height: z.number().optional(),
    pages: z.number().optional(),
    path: z.string().optional(),
  })
  .meta({ listed: 'uri, mime_type, bytes, width, height, pages, path' });
export type CapturedFileItem = z.infer<typeof capturedFile>;

/** Files made of a page. */
export const capturedFiles = {
  screenshot: capturedFile.optional(),
  pdf: capturedFile.optional(),
  mhtml: capturedFile.optional(),
};

export type CapturedFiles = { [format in keyof typeof capturedFiles]?: CapturedFileItem };

/** What every tool that reads a page says of it. */
export const pageHead = {
  success: z.boolean(),
  url: z.string(),
  redirected_url: z.string().describe('after redirects'),
  status_code: z.number().optional(),
  error_message: z.string().optional(),
  engine: z.enum(['http', 'browser']).optional(),
  engine_reason: z.string().optional(),
  result_id: z.string(),
};

const pageResult = z.object({
  ...pageHead,
  metadata: metadataItem,
  links: z.object({
    internal: z.array(linkItem),
    external: z.array(linkItem),
    other_schemes: z.record(z.string(), z.number()),
    invalid: z.number(),
  }),
  links_filtered: z.record(z.string(), z.number()),
  score_summary: scoreSummary.optional(),
  media: z.object({ images: z.array(imageItem), videos: z.array(videoItem), audio: z.array(audioItem) }),
  images_filtered: z.record(z.string(), z.number()),
  tables: z.array(tableItem),
  markdown: z.string().optional(),
  text: z.string().optional(),
  ...capturedFiles,
  hidden_text_removed: z.number(),
  warnings: z.array(z.string()),
  timings: z.record(z.string(), z.number()).describe('ms'),
});
export type PageResult = z.infer<typeof pageResult>;

/** The result of a call that read no page of its own. */
export const NO_PAGE: Omit<PageResult, 'result_id'> = {
  success: true,
  url: '',
  redirected_url: '',
  metadata: {},
  links: { internal: [], external: [], other_schemes: {}, invalid: 0 },
  links_filtered: {},
  media: { images: [], videos: [], audio: [] },
  images_filtered: {},
  tables: [],
  hidden_text_removed: 0,
  warnings: [],
  timings: {},
};

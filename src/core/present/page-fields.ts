/** The parts of a page, and how `crawl` answers them. */
import * as z from 'zod';
import { metadataItem } from '../extract/metadata-item.js';
import { scoreSummary } from '../read/page-result.js';
import { cutFields } from './cursor.js';
import type { MediaItem } from './media-view.js';
import type { ShownLink } from './preview-view.js';
import type { ShownTable } from './table-view.js';

export const PAGE_PARTS = ['metadata', 'content', 'links', 'media', 'tables'] as const;
export type PagePart = (typeof PAGE_PARTS)[number];

/** An item that is typed here and an object in the JSON Schema: every field of every item in every tool's schema would cost each session tokens. */
function item<T>() {
  return z.custom<T>((value) => typeof value === 'object' && value !== null).meta({ type: 'object' });
}

/** What `crawl` answers of a page besides its head. */
export const pageViewFields = {
  metadata: metadataItem.optional(),
  links: z
    .object({
      internal: z.array(item<ShownLink>()),
      external: z.array(item<ShownLink>()),
      other_schemes: z.record(z.string(), z.number()),
      invalid: z.number(),
      previewed: z.record(z.string(), z.number()).optional(),
    })
    .optional(),
  score_summary: scoreSummary.optional(),
  media: z
    .object({
      images: z.array(item<MediaItem>()),
      videos: z.array(item<MediaItem>()),
      audio: z.array(item<MediaItem>()),
    })
    .optional(),
  tables: z.array(item<ShownTable>()).optional(),
  markdown: z.string().optional(),
  text: z.string().optional(),
  cut: z
    .array(
      z.object({
        part: z.string(),
        total: z.number(),
        offset: z.number().optional(),
        returned: z.number(),
        unit: z.enum(['items', 'chars']),
        too_long: z.number().optional(),
        variants: z.number().optional(),
        resource: z.string(),
      }),
    )
    .optional()
    .describe('parts not shown whole'),
  ...cutFields,
  hidden_text_removed: z.number().optional(),
  timings: z.record(z.string(), z.number()).optional().describe('ms'),
};
const pageViewSchema = z.object(pageViewFields);
export type PageView = z.output<typeof pageViewSchema>;
export type Cut = NonNullable<PageView['cut']>[number];

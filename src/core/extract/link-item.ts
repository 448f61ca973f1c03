/** What is told of a link. A field that is not known is left out, never null. */
import * as z from 'zod';
import { REGIONS } from '../document/walk.js';

export const headData = z.object({
  title: z.string().optional(),
  charset: z.string().optional(),
  lang: z.string().optional(),
  meta: z.record(z.string(), z.string()).describe('names and properties in lower case'),
  link: z.record(z.string(), z.array(z.string())).describe('hrefs by rel'),
  jsonld: z.array(z.unknown()),
  /** What the page's text begins with of its own, where its head has no description of its own. */
  lead: z.string().optional(),
  canonical: z.string().optional(),
  status_code: z.number().optional(),
  content_type: z.string().optional(),
  content_length: z.number().optional(),
  redirected_url: z.string().optional(),
});
export type HeadData = z.infer<typeof headData>;

export const linkItem = z
  .object({
    href: z.string().describe('absolute URL'),
    text: z.string(),
    title: z.string(),
    base_domain: z.string().describe('registrable domain'),
    rel: z.string().optional(),
    region: z.enum(REGIONS),
    count: z.number().describe('times it stands on the page'),
    hidden: z.literal(true).optional(),
    intrinsic_score: z.number().optional().describe('0-10'),
    /** The parts of the intrinsic score by name, with `verbose`. */
    intrinsic_parts: z.record(z.string(), z.number()).optional(),
    contextual_score: z.number().optional().describe('0-1'),
    total_score: z.number().optional().describe('0-10'),
    head_data: headData.optional(),
    head_extraction_status: z.enum(['valid', 'failed', 'skipped']).optional(),
    head_extraction_error: z.string().optional(),
  })
  .meta({ listed: 'href, text, title, base_domain, rel, region, count, hidden, *_score, head_data' });
export type LinkItem = z.infer<typeof linkItem>;

/** Every link of a page. */
export interface LinkMap {
  internal: LinkItem[];
  external: LinkItem[];
  /** Links that are no web links, by scheme without the colon: `{ mailto: 3 }`. */
  other_schemes: Record<string, number>;
  /** Anchors whose href no URL parser accepts. */
  invalid: number;
}

import * as z from 'zod';
import { url } from './arguments.js';
import { definePrompt, pagesRead, toolCall } from './define-prompt.js';

/** A large page's links, and how many are asked at once. */
const LINKS = 200;
const CONCURRENCY = 20;
const LISTED = 100;

export const linkQualityAudit = definePrompt({
  name: 'link_quality_audit',
  title: 'Audit the links of a page',
  description: 'Judges the links of a page: how good their texts and URLs are, which are broken, which are moved.',
  input: z.strictObject({ url }),
  choices: { url: pagesRead },
  text: (given) => `Audit the links of ${given.url}.

1. Quality: ${toolCall('extract_links', { url: given.url, score_links: true, verbose: true, limit: LISTED })}. score_summary is the picture of the whole page; intrinsic_parts say where a link's score comes from. The weakest links stand last: follow next_cursor to them.
2. What stands behind them: ${toolCall('preview_links', { url: given.url, include_external: true, max_links: LINKS, concurrency: CONCURRENCY, limit: LISTED })}. The counts name failed and skipped links; head_extraction_error says why one failed; a head_data.redirected_url is a link that has moved. Links stand by quality, not by status: follow next_cursor until the list is whole.

Report: mean score, links above 7 and below 3; the links below 2 with the parts that cost them most; links whose text says nothing; broken links with their error; moved links with the new address. For each group say what to change. A link that answered with rate_limited or timeout is not proved broken: say so.`,
});

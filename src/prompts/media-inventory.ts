import { z } from 'zod';
import { url } from './arguments.js';
import { definePrompt, pagesRead, toolCall } from './define-prompt.js';

const LISTED = 100;
const KINDS = ['all', 'images', 'videos', 'audio'] as const;

export const mediaInventory = definePrompt({
  name: 'media_inventory',
  title: 'Take stock of the media of a page',
  description:
    'Lists the images, videos and audio of a page, with what is missing: alternative texts, sizes, captions.',
  input: z.strictObject({ url, kind: z.enum(KINDS).default('all').describe(KINDS.join(', ')) }),
  choices: { url: pagesRead, kind: () => KINDS },
  text: (
    given,
  ) => `Take stock of ${given.kind === 'all' ? 'the images, videos and audio' : `the ${given.kind}`} of ${given.url}.

1. ${toolCall('extract_media', { url: given.url, limit: LISTED, ...(given.kind === 'videos' || given.kind === 'audio' ? { exclude_all_images: true } : {}) })}
2. If there are fewer than the page seems to have, read it in a browser: the same call with "engine": "browser", "wait_for_images": true, "scan_full_page": true.
3. Follow next_cursor until the list is whole. Items with one group_id are variants of one picture: count them once, and name the largest.

Give a table: what it shows (alt or desc), URL, type and format, size in pixels, score. Then say which images of the main content have no alternative text, which videos have no tracks, and which files come from other domains.`,
});

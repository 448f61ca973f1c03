import * as z from 'zod';
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
  text({ url, kind }) {
    const images = kind === 'all' || kind === 'images';
    const videos = kind === 'all' || kind === 'videos';
    const variants = images
      ? ' Items with one group_id are variants of one picture: count them once, and name the largest.'
      : '';
    const lacks = [
      ...(images ? ['which images of the main content have no alternative text'] : []),
      ...(videos ? ['which videos have no tracks'] : []),
      'which files come from other domains',
    ];
    return `Take stock of ${kind === 'all' ? 'the images, videos and audio' : `the ${kind}`} of ${url}.

1. ${toolCall('extract_media', { url, limit: LISTED, ...(images ? {} : { exclude_all_images: true }) })}
2. If there are fewer than the page seems to have, read it in a browser: the same call with "engine": "browser", "wait_for_images": true, "scan_full_page": true.
3. Follow next_cursor until the list is whole.${variants}

Give a table: what it shows (alt or desc), URL, type and format, size in pixels, score. Then say ${lacks.join(', ')}.`;
  },
});

import * as z from 'zod';
import type { Engine } from '../core/engine.js';
import { audioItem, imageItem, videoItem } from '../core/extract/media-item.js';
import { costOf, shownIn, takeWithin } from '../core/present/budget.js';
import { cutFields } from '../core/present/cursor.js';
import { roomBeside } from '../core/present/head-view.js';
import { type MediaItem, mediaLine, orderMedia, shownMedia, splitMedia } from '../core/present/media-view.js';
import { byReason, counted, cutLines, headLines, UNTRUSTED } from '../core/present/page-lines.js';
import { DEFAULT_RUN_CONFIG, linkFields, mediaFields, otherFields } from '../core/run-config.js';
import type { KeptPage } from '../core/store/kept-pages.js';
import { continued } from './continued.js';
import { defineTool, type ToolCall } from './define-tool.js';
import { anyLimit, commonPageFields, cursor, pageSource, pageSourceFields } from './inputs.js';
import { ofSource } from './no-effect.js';
import { cutHead, pageHeadOf, pageHeadOutput } from './outputs.js';

/** Items of an answer, where the call does not say. */
const LISTED = 50;

const { table_score_threshold: _tables, ...imageFields } = mediaFields;

const input = z.strictObject({
  ...pageSourceFields,
  ...imageFields,
  exclude_domains: linkFields.exclude_domains,
  limit: anyLimit.optional().describe(`per answer; default ${LISTED}`),
  cursor,
  ...commonPageFields,
  ...otherFields,
});

const output = z.object({
  ...pageHeadOutput,
  ...cutFields,
  media: z.object({ images: z.array(imageItem), videos: z.array(videoItem), audio: z.array(audioItem) }),
  counts: z
    .object({
      images: z.number(),
      variants: z.number(),
      videos: z.number(),
      audio: z.number(),
      filtered: z.record(z.string(), z.number()),
    })
    .meta({ listed: 'images, variants, videos, audio, filtered' }),
});

export const extractMedia = defineTool({
  name: 'extract_media',
  title: 'Extract media',
  description:
    'Every image, video and audio of one page: absolute URLs, alt and nearby text, size, format, score; srcset, lazy, background and embedded players too. To see the page itself use capture.',
  input,
  output,
  async run(given, engine, call) {
    const from = given.cursor === undefined ? undefined : await continued(given.cursor, engine, call);
    const kept = from?.kept ?? (await read(given, engine, call));
    return { value: answer(kept, from?.at.at['media'] ?? 0, given.limit, call) };
  },
  present(value) {
    const { images, variants, videos, audio, filtered } = value.counts;
    const lines = headLines(value);
    const isEachOnce = (value.offset ?? 0) + (value.returned ?? 0) === (value.total ?? 0) - variants;
    const last = isEachOnce && value.next_cursor !== undefined ? ', which follow' : '';
    const others = variants === 0 ? '' : ` (variants among them: ${variants}${last})`;
    const options = byReason(filtered);
    const left = options.length === 0 ? '' : `; images not listed: ${options.join(', ')}`;
    const all = `${counted(images, 'image')}${others}, ${counted(videos, 'video')}, ${audio} audio${left}.`;
    lines.push(all, ...cutLines(value), ...(value.returned === 0 ? [] : [UNTRUSTED]));
    for (const kind of ['videos', 'audio', 'images'] as const) {
      if (value.media[kind].length > 0) lines.push(`${kind}:`, ...value.media[kind].map(mediaLine));
    }
    return lines.join('\n');
  },
});

function read(given: z.output<typeof input>, engine: Engine, call: ToolCall): Promise<KeptPage> {
  const { url: _u, html: _h, base_url: _b, limit: _l, cursor: _c, ...config } = given;
  const want = { links: false, media: true, tables: false, metadata: true, content: false };
  return engine.readPage(
    { source: pageSource(given), config: { ...DEFAULT_RUN_CONFIG, ...config }, want, warnings: ofSource(given) },
    'extract_media',
    call,
  );
}

function answer(
  { result }: KeptPage,
  start: number,
  limitGiven: number | undefined,
  call: ToolCall,
): z.input<typeof output> {
  const { media } = result;
  const { images } = media;
  const variants = images.length - new Set(images.map(({ group_id }) => group_id)).size;
  const { items: all, first } = orderMedia(media);
  const most = limitGiven ?? Math.min(LISTED, start < first ? first - start : LISTED);
  const shown = shownIn<MediaItem>(call.maxTokens, shownMedia);
  const cost = (item: MediaItem) => costOf(shown(item), mediaLine(item));
  const head = {
    ...pageHeadOf(result, call.maxTokens),
    counts: {
      images: images.length,
      variants,
      videos: media.videos.length,
      audio: media.audio.length,
      filtered: result.images_filtered,
    },
  };
  const portion = takeWithin(all, start, most, roomBeside(head, call.maxTokens), cost);
  return {
    ...cutHead(head, portion, { total: all.length, part: '/media', at: (next) => ({ at: { media: next } }) }),
    media: splitMedia(portion.items.map(shown)),
  };
}

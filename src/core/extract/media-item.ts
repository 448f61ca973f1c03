/** What is told of an image, a video or an audio. A field that is not known is left out, never null. */
import * as z from 'zod';

const IMAGE_SOURCES = [
  'img',
  'srcset',
  'picture',
  'lazy',
  'noscript',
  'input',
  'svg',
  'embed',
  'background',
  'link',
  'icon',
  'preload',
  'og:image',
  'twitter:image',
] as const;
const VIDEO_SOURCES = ['video', 'source', 'embed', 'og:video', 'jsonld'] as const;
const AUDIO_SOURCES = ['audio', 'source', 'embed', 'og:audio', 'jsonld'] as const;

const common = {
  src: z.string().describe('absolute URL'),
  alt: z.string(),
  desc: z.string().optional().describe('nearest useful text'),
  score: z.number().describe('0-10'),
  /** The parts of the score by name, with `verbose`. */
  score_parts: z.record(z.string(), z.number()).optional(),
  group_id: z.number().describe('variants of one element share it'),
};

export const imageItem = z
  .object({
    ...common,
    type: z.literal('image'),
    source: z.enum(IMAGE_SOURCES),
    format: z.string().optional().describe('e.g. "jpeg"'),
    width: z.number().optional(),
    height: z.number().optional(),
    /** The descriptor of its srcset candidate: "2x" or "640w". */
    descriptor: z.string().optional(),
  })
  .meta({ listed: 'src, alt, desc, score, group_id, source, format, width, height' });
export type ImageItem = z.infer<typeof imageItem>;

const playable = {
  ...common,
  duration: z.number().optional().describe('s'),
  mime_type: z.string().optional(),
  /** The page on which a person plays an embed. */
  watch_url: z.string().optional(),
  sources: z.array(z.object({ src: z.string(), mime_type: z.string().optional() })).optional(),
  tracks: z
    .array(
      z.object({ src: z.string(), kind: z.string(), srclang: z.string().optional(), label: z.string().optional() }),
    )
    .optional(),
};

export const videoItem = z
  .object({
    ...playable,
    type: z.literal('video'),
    source: z.enum(VIDEO_SOURCES),
    poster: z.string().optional(),
    width: z.number().optional(),
    height: z.number().optional(),
  })
  .meta({ listed: 'src, alt, desc, score, source, duration, poster, mime_type, watch_url, sources, tracks' });
export type VideoItem = z.infer<typeof videoItem>;

export const audioItem = z
  .object({ ...playable, type: z.literal('audio'), source: z.enum(AUDIO_SOURCES) })
  .meta({ listed: 'src, alt, desc, score, source, duration, mime_type, watch_url, sources' });
export type AudioItem = z.infer<typeof audioItem>;

/** Every image, video and audio of a page. */
export interface MediaMap {
  images: ImageItem[];
  videos: VideoItem[];
  audio: AudioItem[];
}

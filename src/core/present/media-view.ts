/** Media as an answer shows it: players first, then images best first, each element once before its variants. */
import { cutChars } from '../cut-chars.js';
import { clock } from '../document/duration.js';
import type { AudioItem, ImageItem, MediaMap, VideoItem } from '../extract/media-item.js';
import { partsText } from './link-view.js';
import { counted } from './page-lines.js';

export type MediaItem = ImageItem | VideoItem | AudioItem;

const SHOWN_TEXT_CHARS = 160;
/** As many cost less than the call that asks for them. */
const VARIANTS_BESIDE = 10;

interface OrderedMedia {
  readonly items: readonly MediaItem[];
  /** What is listed of them at first: each picture once, where they have many variants. */
  readonly first: number;
}

/**
 * All media in one list. Of an image's variants (srcset, picture, lazy) the best stands in the order of scores, the
 * largest where they are alike; the others follow after all of these: shops and blogs name each picture in five to
 * nine sizes, which are two thirds of what an answer would list.
 */
export function orderMedia(media: MediaMap): OrderedMedia {
  const bests = new Map<number, ImageItem>();
  for (const image of media.images) {
    const known = bests.get(image.group_id);
    const isSharper = known !== undefined && image.score === known.score && pixelsAcross(image) > pixelsAcross(known);
    if (known === undefined || image.score > known.score || isSharper) bests.set(image.group_id, image);
  }
  const variants = media.images.filter((image) => bests.get(image.group_id) !== image);
  const byScore = (images: Iterable<ImageItem>) => [...images].sort((a, b) => b.score - a.score);
  const items = [...media.videos, ...media.audio, ...byScore(bests.values()), ...byScore(variants)];
  return { items, first: items.length - (variants.length > VARIANTS_BESIDE ? variants.length : 0) };
}

/**
 * A density ("2x") multiplies the size of the element, which is known for all of its variants or for none. What a
 * thumbnail links to is larger than that.
 */
function pixelsAcross({
  source,
  width = source === 'link' ? Number.POSITIVE_INFINITY : 1,
  descriptor = '',
}: ImageItem): number {
  return width * (descriptor.endsWith('x') ? Number.parseFloat(descriptor) : 1);
}

/** A list of all kinds by kind again, each in its order. */
export function splitMedia(items: readonly MediaItem[]): MediaMap {
  return {
    images: items.filter((item) => item.type === 'image'),
    videos: items.filter((item) => item.type === 'video'),
    audio: items.filter((item) => item.type === 'audio'),
  };
}

export function shownMedia<T extends MediaItem>(item: T): T {
  const shown = { ...item, alt: cutChars(item.alt, SHOWN_TEXT_CHARS) };
  if (item.desc !== undefined) shown.desc = cutChars(item.desc, SHOWN_TEXT_CHARS);
  return shown;
}

function sizeOf(item: MediaItem): string {
  if (item.type === 'audio' || (item.width === undefined && item.height === undefined)) return '';
  return `${item.width ?? '?'}×${item.height ?? '?'}`;
}

/** `- alt <src> (notes)`; a text that only stands near is called `desc`. */
export function mediaLine(item: MediaItem): string {
  const score = item.score.toFixed(1);
  const notes = [
    item.type === 'image' ? '' : item.type,
    item.score_parts === undefined ? score : `${score} = ${partsText(item.score_parts)}`,
    sizeOf(item),
    item.type === 'image' || item.duration === undefined ? '' : clock(item.duration),
    item.source === 'img' ? '' : item.source,
    item.type === 'image' || item.tracks === undefined ? '' : counted(item.tracks.length, 'track'),
  ];
  const desc = item.desc === undefined ? '' : `desc: ${item.desc}`;
  const text = cutChars(item.alt || desc, SHOWN_TEXT_CHARS);
  const shown = notes.filter((note) => note !== '').join(', ');
  return `- ${text === '' ? '' : `${text} `}<${item.src}>${besides(item)} (${shown})`;
}

/** The other addresses of a player. */
function besides(item: MediaItem): string {
  if (item.type === 'image') return '';
  const others = (item.sources ?? []).filter(({ src }) => src !== item.src).map(({ src }) => ` or <${src}>`);
  const watch = item.watch_url === undefined ? '' : ` watch <${item.watch_url}>`;
  const poster = item.type === 'audio' || item.poster === undefined ? '' : ` poster <${item.poster}>`;
  return others.join('') + watch + poster;
}

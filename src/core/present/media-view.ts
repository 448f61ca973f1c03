/** Media as an answer shows it: players first, then images best first, each element once before its variants. */
import type { AudioItem, ImageItem, MediaMap, VideoItem } from '../extract/media-item.js';
import { cutChars, partsText } from './link-view.js';
import { counted } from './page-lines.js';

export type MediaItem = ImageItem | VideoItem | AudioItem;

const SHOWN_TEXT_CHARS = 160;

/**
 * All media in one list. Of an image's variants (srcset, picture, lazy) the first stands in the order of scores; the
 * others follow after all firsts, so that a cut answer names as many different pictures as it can.
 */
export function orderMedia(media: MediaMap): MediaItem[] {
  const firsts: ImageItem[] = [];
  const variants: ImageItem[] = [];
  const seen = new Set<number>();
  for (const image of [...media.images].sort((a, b) => b.score - a.score)) {
    (seen.has(image.group_id) ? variants : firsts).push(image);
    seen.add(image.group_id);
  }
  return [...media.videos, ...media.audio, ...firsts, ...variants];
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

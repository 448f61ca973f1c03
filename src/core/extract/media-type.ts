/** What a media file is, by its declared type or its extension. */
import { extensionOf } from './image-format.js';

const VIDEO_TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  webm: 'video/webm',
  ogv: 'video/ogg',
  mov: 'video/quicktime',
  mkv: 'video/x-matroska',
  avi: 'video/x-msvideo',
  wmv: 'video/x-ms-wmv',
  flv: 'video/x-flv',
  mpg: 'video/mpeg',
  mpeg: 'video/mpeg',
  '3gp': 'video/3gpp',
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
};

const AUDIO_TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  weba: 'audio/webm',
  wav: 'audio/wav',
  flac: 'audio/flac',
  mid: 'audio/midi',
};

export interface MediaType {
  /** Undefined when neither type nor extension tells. */
  kind: 'video' | 'audio' | undefined;
  mimeType: string | undefined;
}

export function mediaType(url: URL, type?: string): MediaType {
  const declared = type?.split(';', 1)[0]?.trim().toLowerCase();
  const extension = extensionOf(url.pathname);
  const video = Object.hasOwn(VIDEO_TYPES, extension) ? VIDEO_TYPES[extension] : undefined;
  const audio = Object.hasOwn(AUDIO_TYPES, extension) ? AUDIO_TYPES[extension] : undefined;
  const mimeType = declared?.includes('/') ? declared : (video ?? audio);
  if (mimeType?.startsWith('video/')) return { kind: 'video', mimeType };
  if (mimeType?.startsWith('audio/')) return { kind: 'audio', mimeType };
  const byExtension = video ? 'video' : audio ? 'audio' : undefined;
  return { kind: byExtension, mimeType };
}

/** @param extension in lower case, without the dot */
export function isMediaExtension(extension: string): boolean {
  return Object.hasOwn(VIDEO_TYPES, extension) || Object.hasOwn(AUDIO_TYPES, extension);
}

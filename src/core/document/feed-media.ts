/** What the entries of feeds show and play, as HTML. */
import { clock, durationInSeconds } from './duration.js';
import { anchor, escaped } from './html-text.js';
import { childrenOf, textOf, type XmlNode } from './xml.js';

export function lengthOf(said: string | undefined): string {
  const seconds = durationInSeconds(said);
  return seconds === undefined ? '' : clock(seconds);
}

/** Enclosures, Media RSS and the pictures of podcasts. */
export function mediaOf(item: XmlNode): string[] {
  const length = lengthOf(textOf(item, 'itunes:duration'));
  const enclosed = [
    ...childrenOf(item, 'enclosure').map(({ attributes: { url, type } }) => medium(url, type, { length })),
    ...childrenOf(item, 'link')
      .filter(({ attributes }) => attributes['rel'] === 'enclosure')
      .map(({ attributes: { href, type } }) => medium(href, type)),
  ];
  const groups = [item, ...childrenOf(item, 'media:group')];
  const contents = groups.flatMap((group) =>
    childrenOf(group, 'media:content').map(({ attributes: { url, type, medium: kind, width, height, duration } }) =>
      medium(url, type ?? kind, { width, height, length: lengthOf(duration) }),
    ),
  );
  const pictures = groups.flatMap((group) =>
    childrenOf(group, 'media:thumbnail', 'itunes:image').map(({ attributes: { url, href, width, height } }) =>
      medium(url ?? href, 'image', { width, height }),
    ),
  );
  return [...enclosed, ...contents, ...pictures].filter((html) => html !== '');
}

/** What says no type of its own has that of its name. */
const NAMED: Readonly<Record<string, RegExp>> = {
  image: /\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i,
  audio: /\.(?:mp3|m4a|ogg|opus)(?:[?#]|$)/i,
  video: /\.(?:mp4|m4v|webm)(?:[?#]|$)/i,
};

interface Facts {
  readonly width?: string | undefined;
  readonly height?: string | undefined;
  readonly length?: string;
}

export function medium(src: string | undefined, named = '', { width, height, length = '' }: Facts = {}): string {
  if (src === undefined) return '';
  const type = named || Object.keys(NAMED).find((kind) => NAMED[kind]?.test(src)) || '';
  const source = `src="${escaped(src)}"`;
  const size = [
    width === undefined ? '' : ` width="${escaped(width)}"`,
    height === undefined ? '' : ` height="${escaped(height)}"`,
  ].join('');
  const plays = length === '' ? '' : ` data-duration="${length}"`;
  const mime = type.includes('/') ? ` type="${escaped(type)}"` : '';
  if (type.startsWith('audio')) return `<audio controls${plays}><source ${source}${mime}></audio>`;
  if (type.startsWith('video')) return `<video controls${size}${plays}><source ${source}${mime}></video>`;
  if (type.startsWith('image')) return `<img ${source} alt=""${size}>`;
  return anchor(src, src);
}

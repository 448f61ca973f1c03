/** Reads the images that elements name: img, picture, input, SVG image, link, backgrounds. */

import { PICTURE } from '../document/names.js';
import type { ElementNode } from '../document/tree.js';
import type { Position } from '../document/walk.js';
import { backgroundUrls } from './css-urls.js';
import { EMBEDDED, elementSize, isEmbedded, looksLikeImageUrl, type PixelSize } from './image-format.js';
import { type ImageGroup, imageGroup } from './image-group.js';
import type { Candidate, Images } from './images.js';
import { lazyCandidates, picturesNamed } from './lazy-attributes.js';
import { linkedPictures } from './linked-pictures.js';
import type { ImageItem } from './media-item.js';
import type { PageContext } from './page-context.js';
import { parseSrcset } from './srcset.js';
import type { Surroundings } from './surroundings.js';
import { cutText, readable } from './visible-text.js';

/** An alt text that is longer is no longer one. */
const ALT_CHARS_MAX = 500;

export interface ImageElements {
  openPicture(element: ElementNode): void;
  closePicture(element: ElementNode): void;
  /** A link: the first image inside is a variant of the picture that it leads to or shows. */
  openLink(element: ElementNode): void;
  closeLink(element: ElementNode): void;
  img(element: ElementNode, at: Position): void;
  /** A `source` with srcset, inside `picture` (or where broken HTML put it). */
  source(element: ElementNode, at: Position): void;
  /** `input type=image`, and the backgrounds of any. */
  input(element: ElementNode, at: Position): void;
  svgImage(element: ElementNode, at: Position): void;
  /** `object` and `embed`, when they hold an image. */
  embed(element: ElementNode, at: Position): void;
  /** `link rel=icon` and its relatives, `rel=image_src`, and `rel=preload as=image`. */
  link(element: ElementNode, at: Position): void;
  /** Backgrounds, of any element. */
  background(element: ElementNode, at: Position): void;
}

export function imageElements(ctx: PageContext, images: Images, near: Surroundings): ImageElements {
  /** The open `picture`: its sources stand before the `img` that they belong to. */
  let picture: { element: ElementNode; group: ImageGroup | undefined } | undefined;

  /** The open link that leads to a picture, until an image inside stands for that. */
  let link: { element: ElementNode; pictures: readonly Candidate[]; group: ImageGroup | undefined } | undefined;

  const newGroup = (element: ElementNode, at: Position): ImageGroup => ({
    ...imageGroup(labelOf(ctx, element.attributes), elementSize(element.attributes)),
    names: namesOf(element.attributes),
    place: near.place(element, at),
    region: at.region,
    hidden: at.hidden,
    inNoscript: at.inNoscript,
  });
  const linkedGroup = (element: ElementNode, at: Position): ImageGroup => {
    if (!link || at.hidden || at.inNoscript) return newGroup(element, at);
    if (link.group === undefined) {
      link.group = newGroup(element, at);
      for (const candidate of link.pictures) images.add(link.group, 'link', candidate);
    }
    return link.group;
  };
  const sharedGroup = (element: ElementNode, at: Position): ImageGroup => {
    if (!picture) return linkedGroup(element, at);
    picture.group ??= Object.assign(linkedGroup(element, at), { inPicture: true });
    return picture.group;
  };
  const addSrcset = (
    group: ImageGroup,
    source: ImageItem['source'],
    srcset: string | undefined,
    of: { type?: string | undefined; size?: PixelSize } = {},
  ) => {
    if (srcset === undefined) return;
    for (const candidate of parseSrcset(srcset))
      images.add(group, source, { ...candidate, type: of.type, ...sizeWithin(of.size ?? {}, candidate) });
  };

  /** Sprites and placeholders: an image may show a background besides its `src`, or instead of it. */
  const addBackgrounds = (group: ImageGroup, style: string | undefined) => {
    if (style?.includes('(')) for (const url of backgroundUrls(style)) images.add(group, 'background', { url });
  };

  return {
    openPicture(element) {
      picture = { element, group: undefined };
    },
    closePicture(element) {
      if (picture?.element === element) picture = undefined;
    },
    img(element, at) {
      const { attributes } = element;
      const lazy = lazyCandidates(attributes);
      const group = sharedGroup(element, at);
      group.alt = labelOf(ctx, attributes) || group.alt;
      group.size = elementSize(attributes);
      group.names = namesOf(attributes);
      group.lazy ||= lazy.length > 0;
      images.add(group, 'img', { url: attributes['src'] ?? '' });
      addSrcset(group, 'srcset', attributes['srcset']);
      for (const candidate of lazy) images.add(group, 'lazy', candidate);
      if (lazy.length === 0 && !at.hidden && isEmbedded(element)) ctx.warn(EMBEDDED);
      addBackgrounds(group, attributes['style']);
      if (!at.hidden && !at.inNoscript) link = undefined;
    },
    openLink(element) {
      const pictures = linkedPictures(element.attributes);
      link = pictures.length === 0 ? undefined : { element, pictures, group: undefined };
    },
    closeLink(element) {
      if (link?.element === element) link = undefined;
    },
    source(element, at) {
      const { attributes } = element;
      const group = sharedGroup(element, at);
      const type = attributes['type'];
      const size = elementSize(attributes);
      addSrcset(group, 'picture', attributes['srcset'], { type, size });
      for (const candidate of lazyCandidates(attributes))
        images.add(group, 'lazy', { ...candidate, type, ...sizeWithin(size, candidate) });
    },
    input(element, at) {
      const { src = '', type, style } = element.attributes;
      const isImage = type?.toLowerCase() === 'image';
      if (!isImage && !style?.includes('(')) return;
      const group = newGroup(element, at);
      if (isImage) images.add(group, 'input', { url: src });
      addBackgrounds(group, style);
    },
    svgImage(element, at) {
      const url = element.attributes['href'] ?? element.attributes['xlink:href'];
      if (url !== undefined) images.add(newGroup(element, at), 'svg', { url });
    },
    embed(element, at) {
      const { data, src, type, 'data-src': later } = element.attributes;
      const url = (element.name === 'object' ? (data ?? later) : (src ?? later))?.trim() ?? '';
      if (type ? type.trim().toLowerCase().startsWith('image/') : looksLikeImageUrl(url))
        images.add(newGroup(element, at), 'embed', { url, type });
    },
    link({ attributes }) {
      const rels = (attributes['rel'] ?? '').toLowerCase().split(/\s+/);
      const { href: url = '', type, as } = attributes;
      if (rels.includes('preload') && as?.trim().toLowerCase() === 'image') {
        const group = imageGroup('', {});
        images.add(group, 'preload', { url, type });
        addSrcset(group, 'preload', attributes['imagesrcset'], { type });
      } else if (rels.some((rel) => ICON_RELS.has(rel))) {
        images.add(imageGroup('', {}), 'icon', { url, type, ...iconSize(attributes['sizes']) });
      }
    },
    background(element, at) {
      if (!(element.marks & PICTURE)) return;
      const { attributes } = element;
      const isLink = link?.element === element;
      let group: ImageGroup | undefined;
      // Most elements have one attribute or none: going through them costs a seventh of looking each name up.
      for (const name in attributes) {
        const isStyle = name === 'style';
        const value = attributes[name];
        if (value === undefined || (isStyle && !value.includes('('))) continue;
        for (const url of isStyle ? backgroundUrls(value) : picturesNamed(name, value)) {
          group ??= linkedGroup(element, at);
          // What the link's script shows is among its pictures.
          if (!isLink || isStyle) images.add(group, name.startsWith('data-') ? 'lazy' : 'background', { url });
        }
      }
    },
  };
}

const ICON_RELS: ReadonlySet<string> = new Set([
  'icon',
  'apple-touch-icon',
  'apple-touch-icon-precomposed',
  'mask-icon',
  'fluid-icon',
  'image_src',
]);

function namesOf(attributes: ElementNode['attributes']): string {
  return `${attributes['class'] ?? ''} ${attributes['id'] ?? ''}`;
}

/** What a `source` tells of its pictures, whose shape is not that of the `img`; what a candidate itself names is better. */
function sizeWithin({ width, height }: PixelSize, own: PixelSize): PixelSize {
  if (own.height !== undefined) return {};
  if (own.width === undefined) return { ...(width && { width }), ...(height && { height }) };
  return width && height ? { height: Math.round((own.width * height) / width) } : {};
}

function iconSize(sizes: string | undefined): PixelSize {
  const match = /(\d{1,5})x(\d{1,5})/i.exec(sizes ?? '');
  return match ? { width: Number(match[1]), height: Number(match[2]) } : {};
}

function labelOf(ctx: PageContext, attributes: Readonly<Record<string, string>>): string {
  const label = attributes['alt'] || ctx.labelOf(attributes) || attributes['title'] || '';
  return label === '' ? '' : cutText(readable(ctx, label.slice(0, 2 * ALT_CHARS_MAX)), ALT_CHARS_MAX);
}

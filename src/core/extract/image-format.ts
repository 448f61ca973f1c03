/** What kind of image a URL is likely to give, and how large its element says it is, or the URL itself. */
import type { ElementNode } from '../document/tree.js';

/** Formats by file extension and by MIME subtype. */
const FORMATS: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  pjpeg: 'jpeg',
  png: 'png',
  'x-png': 'png',
  apng: 'apng',
  gif: 'gif',
  webp: 'webp',
  avif: 'avif',
  jxl: 'jxl',
  svg: 'svg',
  'svg+xml': 'svg',
  svgz: 'svg',
  ico: 'ico',
  'x-icon': 'ico',
  'vnd.microsoft.icon': 'ico',
  bmp: 'bmp',
  tif: 'tiff',
  tiff: 'tiff',
  heic: 'heic',
  heif: 'heif',
};

/** Query parameters with which image services name the format they deliver. */
const FORMAT_PARAMETERS = ['format', 'fm', 'fmt', 'ext', 'output-format'] as const;

function known(name: string): string | undefined {
  const lower = name.trim().toLowerCase();
  return Object.hasOwn(FORMATS, lower) ? FORMATS[lower] : undefined;
}

/** The text behind the last dot of the last path segment, in lower case; empty when there is none. */
export function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') ? path.slice(dot + 1).toLowerCase() : '';
}

/** By `type`, else by what the query asks for, else by the extension. */
export function imageFormat(url: URL, type: string | undefined): string | undefined {
  const mime = type?.split(';', 1)[0] ?? '';
  const byType = mime.includes('/') ? known(mime.slice(mime.indexOf('/') + 1)) : undefined;
  return byType ?? formatOfQuery(url) ?? known(extensionOf(url.pathname));
}

function formatOfQuery(url: URL): string | undefined {
  if (url.search.length < 4) return undefined;
  for (const name of FORMAT_PARAMETERS) {
    // A look before the query is taken apart: most queries name no format.
    if (!url.search.includes(`${name}=`)) continue;
    const value = url.searchParams.get(name);
    const format = value === null ? undefined : known(value);
    if (format !== undefined) return format;
  }
  return undefined;
}

/** Whether text reads like the address of an image file: no white space or template braces, an image's extension. */
export function looksLikeImageUrl(text: string): boolean {
  if (text.length < 5 || !isPlainUrlText(text)) return false;
  const end = text.search(/[?#]/);
  return known(extensionOf(end < 0 ? text : text.slice(0, end))) !== undefined;
}

/** A page's script fills in templates such as "{width}"; JSON is no address, nor what one script for lazy images left of another's SVG. */
export function isPlainUrlText(text: string): boolean {
  return text !== '' && !/[\s{}<>"[\]|]|%3C\/svg/i.test(text);
}

const PIXELS = /^\s*\+?(\d{1,7}(?:\.\d+)?)\s*(?:px)?\s*$/i;

/** Pixels of a `width` or `height` value; percentages and other units tell no size. */
export function pixels(value: string | undefined): number | undefined {
  const digits = value === undefined ? undefined : PIXELS.exec(value)?.[1];
  return digits === undefined ? undefined : Math.round(Number(digits));
}

const STYLE_SIZE = /(?:^|[;\s])(width|height)\s*:\s*(\d{1,7}(?:\.\d+)?)px/gi;

export interface PixelSize {
  width?: number;
  height?: number;
}

/** Width and height of an element by its attributes, else by its inline style. */
export function elementSize(attributes: Readonly<Record<string, string>>): PixelSize {
  const size: PixelSize = {};
  const style = attributes['style'];
  if (style?.includes('px')) {
    for (const [, name, digits] of style.matchAll(STYLE_SIZE)) {
      size[name?.toLowerCase() === 'width' ? 'width' : 'height'] = Math.round(Number(digits));
    }
  }
  return { ...size, ...sizeOf(attributes['width'], attributes['height']) };
}

/** What values of `width` and `height` tell. */
export function sizeOf(width: string | undefined, height: string | undefined): PixelSize {
  const [w, h] = [pixels(width), pixels(height)];
  return { ...(w !== undefined && { width: w }), ...(h !== undefined && { height: h }) };
}

/** "?w=800&h=600", "?width=800&height=600": what a service is asked for. */
const SIDES_OF_QUERY = [
  ['w', 'h'],
  ['width', 'height'],
] as const;
const SIDE = /^\d{2,4}$/;
/** "/800x600/", "/w_800,h_600,c_fill/", and "photo-800x600.jpg" as content systems name the sizes they make. */
const SIZES_IN_PATH = [
  /\/(\d{2,4})x(\d{2,4})\//,
  /\/(?:[\w.:-]{1,40},){0,9}w_(\d{2,4}),(?:[\w.:-]{1,40},){0,9}h_(\d{2,4})[,/]/,
  /[-_](\d{2,4})x(\d{2,4})\.[a-z]{3,4}$/i,
];
/** What is smaller may be a ratio or a poster in inches: "-16x9.jpg", "-24x36.jpg". */
const NAMED_SIDE_MIN = 100;

/** Both sides where the URL names them, and they can mean nothing else. Of 3,400 on the corpus 96 in 100 have their element's ratio. */
export function namedSize({ pathname, search, searchParams }: URL): PixelSize | undefined {
  for (const names of search.length < 10 ? [] : SIDES_OF_QUERY) {
    const [width = '', height = ''] = names.map((name) => searchParams.get(name) ?? '');
    if (SIDE.test(width) && SIDE.test(height)) return { width: Number(width), height: Number(height) };
  }
  for (const pattern of SIZES_IN_PATH) {
    const [, width, height] = pattern.exec(pathname) ?? [];
    if (Math.max(Number(width), Number(height)) >= NAMED_SIDE_MIN)
      return { width: Number(width), height: Number(height) };
  }
  return undefined;
}

/** Bundlers write files of up to 8 KB into a page (webpack's default), and blurred previews are smaller: what is longer is shown for itself. */
const EMBEDDED_CHARS_MIN = 12_000;

/** Whether a picture stands in the page itself alone, as the plots of notebooks and of reports in one file do. */
export function isEmbedded({ attributes: { src = '', srcset }, parent }: ElementNode): boolean {
  if (src.length < EMBEDDED_CHARS_MIN || srcset !== undefined || parent?.name === 'picture') return false;
  return /^\s{0,9}data:image\//i.test(src);
}

export const EMBEDDED =
  'pictures stand in the page itself (data:) and have no address: capture shows them, with selector one by itself';

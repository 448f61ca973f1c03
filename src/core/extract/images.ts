/** Gathers the images of a page: one item for each distinct address, with the best that any of its places tells. */
import { type ImageSignals, imageScoreParts, scoreImage } from '../score/image.js';
import { isWebUrl } from '../url.js';
import { imageFormat, namedSize, type PixelSize } from './image-format.js';
import type { ImageGroup } from './image-group.js';
import type { ImageFilter } from './media-filters.js';
import type { ImageItem } from './media-item.js';
import type { PageContext } from './page-context.js';
import type { Description, Surroundings } from './surroundings.js';

interface Draft {
  url: URL;
  source: ImageItem['source'];
  group: ImageGroup;
  /** Other elements that name the same address. */
  others: ImageGroup[];
  candidate: Candidate;
}

/** An address as the page wrote it, with what belongs to it alone. */
export interface Candidate {
  url: string;
  descriptor?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  type?: string | undefined;
}

/** Real pages name a few thousand at most; hostile ones a hundred thousand in a megabyte. */
export const IMAGES_MAX = 20_000;
/** Places of one address that are asked for a better alt or description. */
const OTHERS_MAX = 4;

/** What a page shows is told before what it leads to, that before what it only names, and that before what only pages without scripts show. */
function rank(source: ImageItem['source']): number {
  if (source === 'noscript') return 0;
  if (source === 'link') return 1.5;
  return source === 'icon' || source === 'preload' || source.endsWith(':image') ? 1 : 2;
}

export interface Images {
  add(group: ImageGroup, source: ImageItem['source'], candidate: Candidate): void;
  /** To be called after the walk. */
  result(near: Surroundings, nextGroupId: () => number): ImageItem[];
  /** How many addresses each option took away, by its name. */
  readonly filtered: Readonly<Record<string, number>>;
}

export function gatherImages(ctx: PageContext, leftOutBy: ImageFilter): Images {
  const drafts = new Map<string, Draft>();
  const refused = new Set<string>();
  const filtered: Record<string, number> = {};
  const count = (option: string) => {
    filtered[option] = (filtered[option] ?? 0) + 1;
  };
  return {
    filtered,
    add(group, source, candidate) {
      const url = webUrl(ctx, candidate.url);
      if (!url) return;
      const option = leftOutBy(url);
      if (option !== undefined) {
        if (refused.has(url.href) || refused.size >= IMAGES_MAX) return;
        refused.add(url.href);
        count(option);
        return;
      }
      const shown = group.inNoscript ? 'noscript' : source;
      const known = drafts.get(url.href);
      if (known) addPlace(known, group, shown, candidate);
      else if (drafts.size >= IMAGES_MAX) ctx.warn(`only the first ${IMAGES_MAX} images were read`);
      else drafts.set(url.href, { url, source: shown, group, others: [], candidate });
    },
    result(near, nextGroupId) {
      const threshold = ctx.request.media.image_score_threshold;
      const items: ImageItem[] = [];
      for (const draft of drafts.values()) {
        const item = itemOf(ctx, draft, near);
        if (threshold !== undefined && item.score < threshold) {
          count('image_score_threshold');
          continue;
        }
        draft.group.id ??= nextGroupId();
        item.group_id = draft.group.id;
        items.push(item);
      }
      return items;
    },
  };
}

/** What a data: URL and the like hold is no address, nor is the page itself; behind the colon may stand millions of characters. */
const NO_ADDRESS = /^\s*(?:(?:data|blob|about|javascript):|#|$)/i;

function webUrl(ctx: PageContext, raw: string): URL | undefined {
  if (raw === '' || NO_ADDRESS.test(raw)) return undefined;
  const url = ctx.resolve(raw);
  return url && isWebUrl(url) ? url : undefined;
}

/**
 * The same address once more: the better source becomes its first place, and gaps are filled. `src` mostly names one of
 * its `srcset`, which alone tells its width.
 */
function addPlace(known: Draft, group: ImageGroup, source: ImageItem['source'], candidate: Candidate): void {
  if (rank(source) > rank(known.source)) {
    known.others.push(known.group);
    known.group = group;
    known.source = source;
    known.candidate = filled(candidate, known.candidate);
    return;
  }
  if (known.group !== group) {
    if (known.others.length >= OTHERS_MAX) return;
    known.others.push(group);
  }
  known.candidate = filled(known.candidate, candidate);
}

function filled(first: Candidate, second: Candidate): Candidate {
  const { width, height, descriptor } = first.width === undefined && first.height === undefined ? second : first;
  return { ...first, width, height, descriptor: first.descriptor || descriptor, type: first.type ?? second.type };
}

function itemOf(ctx: PageContext, draft: Draft, near: Surroundings): ImageItem {
  const groups = [draft.group, ...draft.others];
  const alt = groups.reduce((best, group) => (group.alt.length > best.length ? group.alt : best), '');
  const desc = descriptionOf(groups, near, ctx.request.media.image_description_min_word_threshold);
  const format = imageFormat(draft.url, draft.candidate.type);
  const size = sizeOf(draft, groups);
  const signals = signalsOf(draft, groups, { size, alt, format, desc });
  const score = scoreImage(signals);
  // Assigned, not spread: pages have hundreds of candidates, and this is most of what an image costs.
  const item: ImageItem = { src: draft.url.href, alt, score, group_id: 0, type: 'image', source: draft.source };
  if (desc) item.desc = desc.text;
  if (ctx.request.verbose) item.score_parts = imageScoreParts(signals);
  if (format !== undefined) item.format = format;
  if (size.width !== undefined) item.width = size.width;
  if (size.height !== undefined) item.height = size.height;
  if (draft.candidate.descriptor) item.descriptor = draft.candidate.descriptor;
  return item;
}

/** A caption anywhere, else the text near the first place that has some. */
function descriptionOf(groups: readonly ImageGroup[], near: Surroundings, minWords: number): Description | undefined {
  let found: Description | undefined;
  for (const group of groups) {
    if (group.description === undefined && group.place)
      group.description = near.describe(group.place, minWords) ?? 'none';
    const { description } = group;
    if (description === undefined || description === 'none') continue;
    if (description.isCaption) return description;
    found ??= description;
  }
  return found;
}

/** Its own srcset width, with the height that the element's ratio gives; else the element's size, else what its address names. */
function sizeOf(draft: Draft, groups: readonly ImageGroup[]): PixelSize {
  // A link's picture is not its thumbnail's size.
  const element =
    draft.source === 'link'
      ? undefined
      : groups.find(({ size }) => size.width !== undefined || size.height !== undefined)?.size;
  const { width, height } = draft.candidate;
  if (width === undefined)
    return height === undefined ? (element ?? namedSize(draft.url) ?? {}) : { ...element, height };
  if (height !== undefined) return { width, height };
  if (!element?.width || !element.height) return { width };
  return { width, height: Math.round((width * element.height) / element.width) };
}

interface Told {
  size: PixelSize;
  alt: string;
  format: string | undefined;
  desc: Description | undefined;
}

function signalsOf({ url, source, group }: Draft, groups: readonly ImageGroup[], told: Told): ImageSignals {
  return {
    source,
    width: told.size.width,
    height: told.size.height,
    format: told.format,
    alt: told.alt,
    caption: told.desc?.isCaption ?? false,
    nearText: told.desc !== undefined,
    region: groups.some(({ region }) => region === 'main') ? 'main' : group.region,
    inFigure: groups.some(({ inPicture, place }) => inPicture || place?.figure !== undefined),
    hidden: groups.every(({ hidden }) => hidden),
    representsPage: groups.some(({ representsPage }) => representsPage),
    standsIn: source === 'img' && group.lazy,
    words: () => wordsOf(`${url.pathname.slice(-PATH_CHARS_MAX)} ${group.names}`),
  };
}

/** The end of a path names the image; what stands far before it names the site's folders. */
const PATH_CHARS_MAX = 120;

/** Whole words in lower case: "silicon-wafer.jpg" holds no "icon", "iconCart" does. */
function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/** Images, videos and audio that a page names in its Open Graph and Twitter properties (ogp.me, "structured properties"). */

import { durationInSeconds } from '../document/duration.js';
import type { ElementNode } from '../document/tree.js';
import { sizeOf } from './image-format.js';
import { imageGroup } from './image-group.js';
import type { Images } from './images.js';
import type { PageContext } from './page-context.js';
import type { Players } from './players.js';
import { readable } from './visible-text.js';

type Family = 'og:image' | 'twitter:image' | 'og:video' | 'og:audio';
const FAMILIES: readonly Family[] = ['og:image', 'twitter:image', 'og:video', 'og:audio'];

/** One object of a family, with the properties that followed its URL. */
interface Entry {
  family: Family;
  urls: string[];
  properties: Record<string, string>;
}

export interface OpenGraphMedia {
  meta(element: ElementNode): void;
  /** To be called after the walk. */
  finish(images: Images | undefined, players: Players): void;
}

export function openGraphMedia(ctx: PageContext): OpenGraphMedia {
  const entries: Entry[] = [];
  const latest = new Map<Family, Entry>();
  /** Of the film or song that the page is about. */
  const durations: Partial<Record<Family, string>> = {};
  return {
    meta({ attributes }) {
      const name = (attributes['property'] ?? attributes['name'])?.trim().toLowerCase();
      const content = attributes['content']?.trim();
      if (!name || !content) return;
      if (name === 'video:duration') durations['og:video'] ??= content;
      if (name === 'music:duration') durations['og:audio'] ??= content;
      const family = FAMILIES.find((start) => name.startsWith(start));
      if (!family) return;
      const property = name.slice(family.length + 1);
      const isUrl = property === '' || property === 'url' || property === 'src' || property === 'secure_url';
      let entry = latest.get(family);
      // A family's bare name begins its next object; ":url" and ":secure_url" say the same URL again.
      if (!entry || (property === '' && entry.urls.length > 0)) {
        entry = { family, urls: [], properties: {} };
        latest.set(family, entry);
        entries.push(entry);
      }
      if (isUrl) entry.urls.push(content);
      else entry.properties[property] ??= content;
    },
    finish(images, players) {
      for (const { family, urls, properties } of entries) {
        const size = sizeOf(properties['width'], properties['height']);
        const { type, alt, duration: own = durations[family] } = properties;
        if (family === 'og:image' || family === 'twitter:image') {
          const group = { ...imageGroup(readable(ctx, alt ?? ''), size), representsPage: true };
          for (const url of urls) images?.add(group, family, { url, type });
        } else {
          const kind = family === 'og:video' ? 'video' : 'audio';
          // "text/html" is the type of the page that plays it.
          const mime = type?.includes('html') ? undefined : type;
          const duration = durationInSeconds(own);
          const [src] = urls;
          if (src === undefined) continue;
          const others = new Set(urls).size > 1 ? { sources: urls.map((url) => ({ src: url, type: mime })) } : {};
          players.add({ kind, from: 'og', src, type: mime, alt, size, duration, ...others });
        }
      }
    },
  };
}

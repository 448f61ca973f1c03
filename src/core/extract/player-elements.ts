/** Reads the players that elements name: video, audio, their sources and tracks, and embedded players. */

import { durationOf } from '../document/duration.js';
import type { ElementNode } from '../document/tree.js';
import type { Position } from '../document/walk.js';
import { provider } from './embeds.js';
import { elementSize } from './image-format.js';
import { type NamedPlayer, namesPlayer, playerById, playersNamed } from './named-players.js';
import type { PlayerClaim, Players } from './players.js';
import type { Surroundings } from './surroundings.js';

/** More sources or tracks than any player has; what stands behind is not read. */
const CHILDREN_MAX = 100;

interface OpenPlayer {
  element: ElementNode;
  kind: 'video' | 'audio';
  place: Pick<PlayerClaim, 'place' | 'at'>;
  sources: { src: string; type: string | undefined }[];
  /** A script hands it what it plays. */
  isFed: boolean;
  tracks: { src: string; kind: string; srclang: string | undefined; label: string | undefined }[];
}

export interface PlayerElements {
  /** Whether a `video` or `audio` is open. */
  isOpen(): boolean;
  open(kind: 'video' | 'audio', element: ElementNode, at: Position): void;
  close(element: ElementNode): void;
  source(element: ElementNode, at: Position): void;
  track(element: ElementNode): void;
  /** `iframe`, `embed`, `object` and TikTok's `blockquote`: kept when a known player or a media file stands behind. */
  embed(element: ElementNode, at: Position): void;
  /** A custom element that stands for a player: by what it is called and the video's id, or by its `src`. */
  custom(element: ElementNode, at: Position): void;
  /** Any element whose data attributes name what a script is to play there. */
  data(element: ElementNode, at: Position): void;
  /** A player that its script puts into the page. */
  script(element: ElementNode): void;
}

/** Attributes of custom elements that may hold a video's id. */
const ID_ATTRIBUTES = ['videoid', 'video-id', 'data-videoid', 'data-trackid', 'media-id'] as const;

export function playerElements(players: Players, near: Surroundings): PlayerElements {
  let opened: OpenPlayer | undefined;

  const placeOf = (element: ElementNode, at: Position): Pick<PlayerClaim, 'place' | 'at'> => ({
    place: near.place(element, at),
    at: { region: at.region, hidden: at.hidden, inNoscript: at.inNoscript },
  });
  const finish = () => {
    const player = opened;
    opened = undefined;
    const claim = player && claimOf(player);
    if (claim) players.add(claim);
    else if (player?.isFed) players.addressless('handed');
    else if (player !== undefined && isSeen(player)) players.addressless('none');
  };

  const embed = (element: ElementNode, at: Position, mayBePage = false) => {
    const { attributes } = element;
    const src =
      element.name === 'object'
        ? attributes['data']
        : (attributes['cite'] ?? addressOf(attributes) ?? withheld(attributes));
    if (src === undefined || src.startsWith('about:')) return;
    const { type, title, poster, 'aria-label': label } = attributes;
    const size = elementSize(attributes);
    const told = { alt: title || label, poster, size, mayBePage, ...placeOf(element, at) };
    players.add({ kind: undefined, from: 'embed', src, type, ...told });
  };

  /** Of the last element with sources that is no `video` or `audio`: they are one recording. */
  let loose: { parent: ElementNode | undefined; sources: OpenPlayer['sources'] } | undefined;
  const stray = (parent: ElementNode | undefined, source: OpenPlayer['sources'][number], at: Position) => {
    if (loose?.parent === parent && loose !== undefined) {
      if (loose.sources.length < CHILDREN_MAX) loose.sources.push(source);
      return;
    }
    loose = { parent, sources: [source] };
    const { attributes = {} } = parent ?? {};
    const told = { alt: titleOf(attributes), poster: attributes['poster'] };
    players.add({ kind: undefined, from: 'source', ...source, sources: loose.sources, ...told, at: { ...at } });
  };

  return {
    isOpen: () => opened !== undefined,
    open(kind, element, at) {
      finish();
      opened = { element, kind, place: placeOf(element, at), sources: [], isFed: isBlob(element), tracks: [] };
    },
    close(element) {
      if (opened?.element === element) finish();
    },
    source(element, at) {
      const { attributes, parent } = element;
      const { type } = attributes;
      if (opened && isBlob(element)) opened.isFed = true;
      const src = addressOf(attributes);
      if (src === undefined) return;
      if (!opened) stray(parent, { src, type }, at);
      else if (opened.sources.length < CHILDREN_MAX) opened.sources.push({ src, type });
    },
    track({ attributes: { src, kind = 'subtitles', srclang, label } }) {
      if (src !== undefined && opened && opened.tracks.length < CHILDREN_MAX) {
        opened.tracks.push({ src, kind, srclang, label });
      }
    },
    embed: (element, at) => embed(element, at),
    custom(element, at) {
      const src = customById(element);
      const { attributes } = element;
      if (src !== undefined) {
        const size = elementSize(attributes);
        players.add({ kind: 'video', from: 'embed', src, alt: titleOf(attributes), size, ...placeOf(element, at) });
      } else if (attributes['src']) embed(element, at, true);
    },
    data(element, at) {
      const { attributes } = element;
      const found = namedBy(attributes);
      if (found.length === 0) return;
      const place = placeOf(element, at);
      const label = attributes['data-title'] || attributes['title'] || attributes['aria-label'];
      const picture = attributes['data-poster'] || attributes['poster'];
      for (const { sources, alt = label, desc, poster = picture } of found) {
        const src = sources[0]?.src ?? '';
        const others = sources.length > 1 ? sources : [];
        const told = { sources: others, alt, desc, poster, mayBePage: true, ...place };
        players.add({ kind: undefined, from: 'embed', src, ...told });
      }
    },
    script({ attributes: { src } }) {
      if (src?.includes('/embed/medias/')) players.add({ kind: undefined, from: 'embed', src });
    },
  };
}

/** What a custom element plays by what it is called and the video's id. */
function customById({ name, attributes }: ElementNode): string | undefined {
  const by = provider(name);
  if (by === undefined) return undefined;
  const id = ID_ATTRIBUTES.map((attribute) => attributes[attribute]).find((value) => value);
  return id !== undefined && /^[\w-]+$/.test(id) ? by.address + id : undefined;
}

/** What a custom element plays, if it plays anything. */
export function customAddress(element: ElementNode): string | undefined {
  return element.name.includes('-') ? (customById(element) ?? element.attributes['src']) : undefined;
}

/** What the player is called; `lite-youtube` and its like have attributes of their own for it. */
export function titleOf(attributes: ElementNode['attributes']): string | undefined {
  return attributes['playlabel'] || attributes['videotitle'] || attributes['title'];
}

/**
 * `src`, else the attribute from which a script is to take it. A lazy element's `src` may hold about:blank, and that of one
 * whose script hands it the film piece by piece a blob: that means nothing elsewhere.
 */
export function addressOf(attributes: ElementNode['attributes']): string | undefined {
  const { src } = attributes;
  if (src && !/^\s*(?:about|blob):/i.test(src)) return src;
  return (
    attributes['data-src'] ||
    attributes['data-lazy-src'] ||
    attributes['data-lazy'] ||
    attributes['data-original'] ||
    undefined
  );
}

function isBlob({ attributes: { src = '' } }: ElementNode): boolean {
  return src.startsWith('blob:');
}

/** The address of a frame that waits for consent, in an attribute of the consent manager: data-cmplz-src, uc-src … */
function withheld(attributes: ElementNode['attributes']): string | undefined {
  const name = Object.keys(attributes).find((key) => /src(?:-[a-z]+)?$/.test(key) && key !== 'src');
  return name === undefined ? undefined : attributes[name];
}

/** What the data attributes of an element name. */
function namedBy(attributes: ElementNode['attributes']): NamedPlayer[] {
  const found: NamedPlayer[] = [];
  for (const name in attributes) {
    if (!name.startsWith('data-')) continue;
    found.push(...playersNamed(name, attributes[name] ?? ''));
    const src = namesPlayer(name) ? playerById(name, attributes) : undefined;
    if (src !== undefined) found.push({ sources: [{ src, type: undefined }] });
  }
  return found;
}

/** A moving background: it plays by itself, without a sound and a button to stop it. */
export function decorates(attributes: ElementNode['attributes']): boolean {
  return 'autoplay' in attributes && 'muted' in attributes && !('controls' in attributes);
}

/** Without controls an `audio` has no place on the page. */
function isSeen({ kind, element, place }: OpenPlayer): boolean {
  return place.at?.hidden === false && !place.at.inNoscript && (kind === 'video' || 'controls' in element.attributes);
}

function claimOf({ element, kind, place, sources, tracks }: OpenPlayer): PlayerClaim | undefined {
  const { attributes } = element;
  const own = addressOf(attributes);
  const named = own === undefined && sources.length === 0 ? namedBy(attributes) : [];
  const known = named.length === 0 ? sources : named.flatMap((one) => one.sources);
  const src = own ?? known[0]?.src;
  if (src === undefined) return undefined;
  const type = own === undefined ? known[0]?.type : attributes['type'];
  return {
    kind,
    from: own === undefined ? 'source' : 'element',
    src,
    type,
    sources: own === undefined || sources.length === 0 ? known : [{ src: own, type }, ...sources],
    tracks,
    poster: attributes['poster'] || attributes['data-poster'],
    alt: attributes['title'] || attributes['aria-label'],
    size: elementSize(attributes),
    duration: durationOf(attributes['data-duration']),
    decorates: decorates(attributes),
    mayBePage: true,
    ...place,
  };
}

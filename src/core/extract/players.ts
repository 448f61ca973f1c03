/** Gathers the videos and audio of a page: one item for each distinct address. */
import type { Position } from '../document/walk.js';
import { playerScoreParts, scorePlayer } from '../score/player.js';
import { isWebUrl } from '../url.js';
import { embedOf, watchedOn } from './embeds.js';
import type { PixelSize } from './image-format.js';
import type { AudioItem, VideoItem } from './media-item.js';
import { mediaType } from './media-type.js';
import type { PageContext } from './page-context.js';
import type { Place, Surroundings } from './surroundings.js';
import { cutText, readable } from './visible-text.js';

type Track = NonNullable<VideoItem['tracks']>[number];
type Sources = NonNullable<VideoItem['sources']>;

/** Where a player is named, the best place first. */
const PLACES = ['element', 'source', 'embed', 'og', 'jsonld'] as const;

/** What one element, property or JSON-LD object tells of a player. URLs as the page wrote them. */
export interface PlayerClaim {
  /** Undefined for an element that may hold anything: then the URL or the type must tell. */
  kind: 'video' | 'audio' | undefined;
  from: (typeof PLACES)[number];
  src: string;
  type?: string | undefined;
  sources?: readonly { src: string; type: string | undefined }[];
  tracks?: readonly { src: string; kind: string; srclang: string | undefined; label: string | undefined }[];
  poster?: string | undefined;
  alt?: string | undefined;
  /** Known from metadata; else the text beside its place is taken. */
  desc?: string | undefined;
  size?: PixelSize | undefined;
  /** Seconds. */
  duration?: number | undefined;
  place?: Place;
  at?: Pick<Position, 'region' | 'hidden' | 'inNoscript'>;
  decorates?: boolean;
  /** A player that takes the page of a video for its address. */
  mayBePage?: boolean;
}

interface Draft {
  kind: 'video' | 'audio';
  url: URL;
  watchUrl: string | undefined;
  claims: PlayerClaim[];
}

/** Far more than any real page plays. */
const PLAYERS_MAX = 5_000;
/** The same recording named many times; later places tell nothing new. */
const CLAIMS_MAX = 8;
const TEXT_CHARS_MAX = 300;

export interface Players {
  add(claim: PlayerClaim): void;
  /** One that plays and names nothing that could be handed on: it is `handed` what it plays, or has `none` yet. */
  addressless(why: 'handed' | 'none'): void;
  /** Whether anything was added that plays. */
  isEmpty(): boolean;
  /** To be called after the walk. */
  result(near: Surroundings, nextGroupId: () => number): { videos: VideoItem[]; audio: AudioItem[] };
}

export function gatherPlayers(ctx: PageContext): Players {
  const drafts = new Map<string, Draft>();
  let lacksAddress = false;
  return {
    add(claim) {
      const url = webUrl(ctx, claim.src);
      if (!url) return;
      const embed = embedOf(url) ?? (claim.mayBePage ? watchedOn(url) : undefined);
      const kind = embed?.kind ?? claim.kind ?? mediaType(url, claim.type).kind;
      if (!kind) return;
      // Players take options in their URL; what they play is told by the page that shows it.
      const key = `${kind} ${embed?.watchUrl ?? url.href}`;
      const known = drafts.get(key);
      if (!known && drafts.size >= PLAYERS_MAX) ctx.warn(`only the first ${PLAYERS_MAX} videos and audio were read`);
      else if (!known) drafts.set(key, { kind, url, watchUrl: embed?.watchUrl, claims: [claim] });
      else if (known.claims.length < CLAIMS_MAX) addClaim(known, url, claim);
    },
    addressless(why) {
      if (why === 'handed')
        ctx.warn('a video or audio plays what a script of the page hands it (blob:), which has no address');
      else lacksAddress = true;
    },
    isEmpty: () => drafts.size === 0,
    result(near, nextGroupId) {
      joinSources(ctx, drafts);
      const videos: VideoItem[] = [];
      const audio: AudioItem[] = [];
      for (const draft of drafts.values()) {
        const common = { ...itemOf(ctx, draft, near), group_id: nextGroupId() };
        const from = draft.claims[0]?.from ?? 'element';
        if (draft.kind === 'audio') audio.push({ ...common, type: 'audio', source: AUDIO_SOURCE[from] });
        else videos.push({ ...common, type: 'video', source: VIDEO_SOURCE[from], ...pictureOf(ctx, draft.claims) });
      }
      if (lacksAddress && !ctx.request.rendered && videos.length + audio.length === 0)
        ctx.warn('a video or audio has no address in the HTML: a script is to give it one');
      return { videos, audio };
    },
  };
}

const EMBEDDED = { embed: 'embed', jsonld: 'jsonld' } as const;
const VIDEO_SOURCE = { element: 'video', source: 'source', ...EMBEDDED, og: 'og:video' } as const;
const AUDIO_SOURCE = { element: 'audio', source: 'source', ...EMBEDDED, og: 'og:audio' } as const;

function webUrl(ctx: PageContext, raw: string | undefined): URL | undefined {
  const url = raw === undefined || raw.trim() === '' ? undefined : ctx.resolve(raw);
  return url && isWebUrl(url) ? url : undefined;
}

/** The best place comes first and gives the address. */
function addClaim(known: Draft, url: URL, claim: PlayerClaim): void {
  const best = known.claims[0];
  if (best && PLACES.indexOf(claim.from) < PLACES.indexOf(best.from)) {
    known.claims.unshift(claim);
    known.url = url;
  } else known.claims.push(claim);
}

/** What metadata names is mostly one of the sources of a player on the page, and not always the first; of one video one says the file, another the player. */
function joinSources(ctx: PageContext, drafts: Map<string, Draft>): void {
  const players = new Map<string, Draft>();
  const isOnPage = ({ claims }: Draft) => claims.some(({ at }) => at !== undefined);
  for (const draft of drafts.values()) {
    if (isOnPage(draft)) continue;
    for (const { src } of sourcesOf(ctx, draft.claims)) {
      const key = `${draft.kind} ${src}`;
      const other = drafts.get(key);
      if (other === undefined || other === draft || isOnPage(other)) continue;
      draft.claims.push(...other.claims);
      draft.watchUrl ??= other.watchUrl;
      drafts.delete(key);
    }
  }
  for (const draft of drafts.values())
    if (isOnPage(draft)) for (const { src } of sourcesOf(ctx, draft.claims)) players.set(`${draft.kind} ${src}`, draft);
  for (const [key, draft] of drafts) {
    if (isOnPage(draft)) continue;
    const keys = [key, ...sourcesOf(ctx, draft.claims).map(({ src }) => `${draft.kind} ${src}`)];
    const player = keys.map((each) => players.get(each)).find((each) => each !== undefined);
    if (player === undefined) continue;
    player.claims.push(...draft.claims);
    drafts.delete(key);
  }
}

function itemOf(ctx: PageContext, { url, watchUrl, claims }: Draft, near: Surroundings) {
  const alt = shorten(
    ctx,
    first(claims, (claim) => claim.alt || undefined),
  );
  const desc = descriptionOf(ctx, claims, near);
  const sources = sourcesOf(ctx, claims);
  const tracks = claims.flatMap((claim) => tracksOf(ctx, claim));
  const { mimeType } = mediaType(
    url,
    first(claims, (claim) => claim.type || undefined),
  );
  const signals = {
    ...signalsOf(claims),
    alt,
    nearText: desc !== '',
    poster: claims.some(({ poster }) => webUrl(ctx, poster) !== undefined),
    tracks: tracks.length > 0,
  };
  const duration = first(claims, (claim) => claim.duration);
  return {
    src: url.href,
    alt,
    ...(desc !== '' && { desc }),
    score: scorePlayer(signals),
    ...(ctx.request.verbose && { score_parts: playerScoreParts(signals) }),
    ...(duration !== undefined && { duration }),
    ...(mimeType !== undefined && { mime_type: mimeType }),
    ...(watchUrl !== undefined && { watch_url: watchUrl }),
    ...(sources.length > 0 && { sources }),
    ...(tracks.length > 0 && { tracks }),
  };
}

function signalsOf(claims: readonly PlayerClaim[]) {
  const places = claims.flatMap(({ at }) => at ?? []);
  const onPage = places.length > 0;
  return {
    inMain: places.some(({ region }) => region === 'main'),
    atPageEdge: onPage && places.every(({ region }) => region !== 'main' && region !== 'other'),
    onPage,
    decorates: claims.some(({ decorates }) => decorates),
    hidden: onPage && places.every(({ hidden }) => hidden),
    inNoscript: onPage && places.every(({ inNoscript }) => inNoscript),
  };
}

function descriptionOf(ctx: PageContext, claims: readonly PlayerClaim[], near: Surroundings): string {
  const told = shorten(
    ctx,
    first(claims, (claim) => claim.desc || undefined),
  );
  const minWords = ctx.request.media.image_description_min_word_threshold;
  return told || (first(claims, ({ place }) => place && near.describe(place, minWords)?.text) ?? '');
}

function shorten(ctx: PageContext, text: string | undefined): string {
  return text === undefined ? '' : cutText(readable(ctx, text.slice(0, 2 * TEXT_CHARS_MAX)), TEXT_CHARS_MAX);
}

function sourcesOf(ctx: PageContext, claims: readonly PlayerClaim[]): Sources {
  const found = new Map<string, Sources[number]>();
  for (const { src, type } of claims.flatMap((claim) => claim.sources ?? [])) {
    const url = webUrl(ctx, src);
    const mimeType = url && mediaType(url, type).mimeType;
    if (url) found.set(url.href, { src: url.href, ...(mimeType !== undefined && { mime_type: mimeType }) });
  }
  return [...found.values()];
}

function tracksOf(ctx: PageContext, claim: PlayerClaim): Track[] {
  return (claim.tracks ?? []).flatMap(({ src, kind, srclang, label }) => {
    const url = webUrl(ctx, src);
    return url
      ? [{ src: url.href, kind, ...(srclang && { srclang }), ...(label && { label: shorten(ctx, label) }) }]
      : [];
  });
}

function pictureOf(ctx: PageContext, claims: readonly PlayerClaim[]): PixelSize & { poster?: string } {
  const poster = first(claims, (claim) => webUrl(ctx, claim.poster))?.href;
  const size = first(claims, (claim) => (claim.size?.width || claim.size?.height ? claim.size : undefined));
  return { ...(poster !== undefined && { poster }), ...size };
}

function first<T>(claims: readonly PlayerClaim[], tell: (claim: PlayerClaim) => T | undefined): T | undefined {
  for (const claim of claims) {
    const told = tell(claim);
    if (told !== undefined) return told;
  }
  return undefined;
}

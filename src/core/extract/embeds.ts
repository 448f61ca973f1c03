/** Embedded players that are known by their URL, each with the page on which a person plays the same thing. */
import { isWithinDomain, webUrl } from '../url.js';

export interface Embed {
  kind: 'video' | 'audio';
  watchUrl: string;
}

interface Player {
  /** Host names without "www." and "m.". */
  hosts: readonly string[];
  kind: Embed['kind'];
  watch(url: URL): string | undefined;
}

const PLAYERS: readonly Player[] = [
  { hosts: ['youtube.com', 'youtube-nocookie.com'], kind: 'video', watch: watchYoutube },
  {
    hosts: ['player.vimeo.com'],
    kind: 'video',
    watch(url) {
      const id = segment(url, /^\/video\/(\d+)/);
      // `h` is the key of an unlisted video.
      return (
        id &&
        `https://vimeo.com/${[id, url.searchParams.get('h') ?? ''].filter(Boolean).map(encodeURIComponent).join('/')}`
      );
    },
  },
  {
    hosts: ['dailymotion.com', 'geo.dailymotion.com'],
    kind: 'video',
    watch(url) {
      const id =
        segment(url, /^\/embed\/video\/(\w+)/) ??
        (url.pathname.startsWith('/player') ? url.searchParams.get('video') : undefined);
      return id ? `https://www.dailymotion.com/video/${encodeURIComponent(id)}` : undefined;
    },
  },
  {
    hosts: ['fast.wistia.net', 'fast.wistia.com', 'wistia.com'],
    kind: 'video',
    watch: (url) => made('https://fast.wistia.net/embed/iframe/', segment(url, /^\/embed\/(?:iframe|medias)\/(\w+)/)),
  },
  {
    hosts: ['loom.com'],
    kind: 'video',
    watch: (url) => made('https://www.loom.com/share/', segment(url, /^\/embed\/(\w+)/)),
  },
  {
    hosts: ['tiktok.com'],
    kind: 'video',
    watch(url) {
      if (/^\/@[^/]+\/video\/\d+/.test(url.pathname)) return `https://www.tiktok.com${url.pathname}`;
      return made('https://www.tiktok.com/@/video/', segment(url, /^\/(?:embed(?:\/v\d)?|player\/v\d)\/(\d+)/));
    },
  },
  {
    hosts: ['w.soundcloud.com'],
    kind: 'audio',
    watch(url) {
      const target = webUrl(url.searchParams.get('url') ?? '');
      return target && isWithinDomain(target.hostname, 'soundcloud.com') ? target.href : undefined;
    },
  },
  {
    hosts: ['open.spotify.com'],
    kind: 'audio',
    watch: (url) => made('https://open.spotify.com/', segment(url, /^\/embed(?:-podcast)?\/(\w+\/\w+)/)),
  },
  {
    hosts: ['embed.podcasts.apple.com', 'embed.music.apple.com'],
    kind: 'audio',
    watch: (url) => made(`https://${url.hostname.slice('embed.'.length)}`, url.pathname + url.search),
  },
];

const BY_HOST: ReadonlyMap<string, Player> = new Map(
  PLAYERS.flatMap((player) => player.hosts.map((host) => [host, player])),
);

/** PeerTube runs on any host; its ids are UUIDs, or 22 characters of their short form. */
const PEERTUBE_PATH = /^\/videos\/embed\/([\w-]{22}|[0-9a-f-]{36})$/i;

/** The player behind a URL, or undefined when it is none of the known ones. */
export function embedOf(url: URL): Embed | undefined {
  const player = BY_HOST.get(url.hostname.replace(/^(?:www|m)\./, ''));
  if (player) {
    const watchUrl = player.watch(url);
    return watchUrl === undefined ? undefined : { kind: player.kind, watchUrl };
  }
  const id = segment(url, PEERTUBE_PATH);
  return id === undefined ? undefined : { kind: 'video', watchUrl: `${url.origin}/videos/watch/${id}` };
}

/** The page on which a person plays a video, as players are told it that make the embed themselves. */
export function watchedOn(url: URL): Embed | undefined {
  const host = url.hostname.replace(/^(?:www|m)\./, '');
  const id =
    host === 'youtu.be'
      ? segment(url, /^\/([\w-]{11})\/?$/)
      : host === 'youtube.com' && url.pathname === '/watch'
        ? (url.searchParams.get('v') ?? undefined)
        : undefined;
  if (id !== undefined) return { kind: 'video', watchUrl: `https://www.youtube.com/watch?v=${encodeURIComponent(id)}` };
  const vimeo = host === 'vimeo.com' ? segment(url, /^\/(\d+(?:\/\w+)?)\/?$/) : undefined;
  return vimeo === undefined ? undefined : { kind: 'video', watchUrl: `https://vimeo.com/${vimeo}` };
}

/** By the word in the name of an element or an attribute: what a player's address begins with, and how its ids look. */
const PROVIDERS: ReadonlyMap<string, { address: string; id: RegExp }> = new Map([
  ['youtube', { address: 'https://www.youtube.com/embed/', id: /^[\w-]{11}$/ }],
  ['vimeo', { address: 'https://player.vimeo.com/video/', id: /^\d{2,12}$/ }],
  ['dailymotion', { address: 'https://www.dailymotion.com/embed/video/', id: /^\w{2,12}$/ }],
  [
    'soundcloud',
    { address: 'https://w.soundcloud.com/player/?url=https://api.soundcloud.com/tracks/', id: /^\d{1,15}$/ },
  ],
  ['wistia', { address: 'https://fast.wistia.net/embed/iframe/', id: /^\w{2,20}$/ }],
]);

export function provider(name: string): { address: string; id: RegExp } | undefined {
  const word = /youtube|vimeo|dailymotion|soundcloud|wistia|\byt\b/.exec(name)?.[0];
  return word === undefined ? undefined : PROVIDERS.get(word === 'yt' ? 'youtube' : word);
}

function watchYoutube(url: URL): string | undefined {
  const list = url.searchParams.get('list');
  const id = segment(url, /^\/(?:embed|v|e|shorts|live)\/([\w-]+)/);
  if (id === undefined && url.pathname !== '/embed' && url.pathname !== '/embed/') return undefined;
  // What a channel sends just now, whatever that is.
  const channel = id === 'live_stream' ? url.searchParams.get('channel') : null;
  if (channel) return `https://www.youtube.com/channel/${encodeURIComponent(channel)}/live`;
  if (id === undefined || id === 'videoseries')
    return list ? `https://www.youtube.com/playlist?list=${encodeURIComponent(list)}` : undefined;
  return `https://www.youtube.com/watch?v=${id}`;
}

function segment(url: URL, pattern: RegExp): string | undefined {
  return pattern.exec(url.pathname)?.[1];
}

function made(start: string, rest: string | undefined): string | undefined {
  return rest === undefined ? undefined : start + rest;
}

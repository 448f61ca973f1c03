/** How likely a video or an audio is worth playing, 0-10. */
import { type ScorePart, scorer } from './parts.js';

/** What can be seen of a player without loading it. */
interface PlayerSignals {
  alt: string;
  nearText: boolean;
  inMain: boolean;
  atPageEdge: boolean;
  poster: boolean;
  tracks: boolean;
  /** It stands in the page as an element, not only in its metadata. */
  onPage: boolean;
  /** It plays by itself, silent and without controls. */
  decorates: boolean;
  hidden: boolean;
  inNoscript: boolean;
}

/** Every part of the score of videos and audio. Their sum is cut to 0-10. */
export const PLAYER_SCORE_PARTS = {
  base: { points: 4, when: 'every video and audio', holds: () => true },
  title: { points: 1.5, when: 'a title or label', holds: (p) => p.alt !== '' },
  near_text: { points: 0.5, when: 'a caption or text beside it', holds: (p) => p.nearText },
  main: { points: 1.5, when: 'inside the main content', holds: (p) => p.inMain },
  page_edge: { points: -1, when: 'inside navigation, header, footer or an aside', holds: (p) => p.atPageEdge },
  poster: { points: 1, when: 'a poster image', holds: (p) => p.poster },
  tracks: { points: 0.5, when: 'subtitles, captions or chapters', holds: (p) => p.tracks },
  on_page: { points: 1, when: 'an element of the page, not only named in its metadata', holds: (p) => p.onPage },
  decorates: { points: -3, when: 'plays by itself, muted and without controls', holds: (p) => p.decorates },
  hidden: { points: -2, when: 'hidden', holds: (p) => p.hidden },
  noscript: { points: -2, when: 'only for browsers without scripts', holds: (p) => p.inNoscript },
} as const satisfies Record<string, ScorePart<PlayerSignals>>;

export const { score: scorePlayer, parts: playerScoreParts } = scorer<PlayerSignals>(PLAYER_SCORE_PARTS, 10);

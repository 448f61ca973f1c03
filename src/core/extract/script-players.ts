/** What plays by the scripts that stand in the page: `new APlayer({ audio: [{ name, url }] })`, `hls.loadSource('…')`, `new YT.Player(id, { videoId })`. */
import { type ElementNode, textOf } from '../document/tree.js';
import { provider } from './embeds.js';
import { isMediaFile, type NamedPlayer, SOURCES_KEY, SOURCES_MAX, type Told, toldOf } from './named-players.js';
import type { Players } from './players.js';

/** Longer ones are libraries, or the data of a whole site: they name much that does not play on the page. */
const SCRIPT_CHARS_MAX = 20_000;
const SCRIPTS_MAX = 50;
/** Recordings of one page. */
const FOUND_MAX = 100;

/** A look before a script is taken apart. */
const NAMES_FILE = /\.(?:mp4|m4[av]|webm|weba|og[agv]|opus|mov|m3u8|mpd|mp3|aac|wav|flac)\b/i;
/** YouTube's own, which names the video by its id. */
const YOUTUBE = 'YT.Player';
/** A recording in these, and in nothing that may be a film but WebM or Ogg beside them, is heard: `new Howl({ src: ['a.webm', 'a.mp3'] })`. */
const HEARD = /\.(?:mp3|m4a|aac|wav|flac|weba|oga|opus)(?:$|[?#])/i;
const HEARD_OR_SEEN = /\.(?:webm|ogg)(?:$|[?#])/i;
/**
 * Comments, of which nothing plays, strings, braces, and the words in front of them. A string ends with its line, whatever stands there:
 * each character is read once. Behind a backslash, bracket or colon the signs of a comment are of a pattern or an address.
 */
const TOKEN =
  /(?<![\\:[])(?:\/\*[\s\S]*?(?:\*\/|$)|\/\/.*)|"((?:[^"\\\n]|\\.)*)"?|'((?:[^'\\\n]|\\.)*)'?|([{}])|([A-Za-z_$][\w$-]*)/g;
/** A bell is no recording: `sound_file: "/sounds/alarm.mp3"`. */
const BELL = /sound|alarm|beep|notif|captcha/i;
const CALLED_BELL = /\/(?:sounds?|sfx|captcha)\/|[/_-](?:alarm|alert|beep|click|ding|notif\w*|ringtone)\.\w+(?:$|\?)/i;
/** Nor is what the page leads to, saves, or counts: `location = '/song.mp3'`, `caches.addAll(['/song.mp3'])`. */
const ELSEWHERE = /^(?:location|href|open|addAll|label|download)$/;

export interface ScriptPlayers {
  /** To be called for every `script`. */
  add(script: ElementNode): void;
  /** To be called after the walk, where nothing else plays. */
  finish(): void;
}

export function scriptPlayers(players: Players): ScriptPlayers {
  const scripts: ElementNode[] = [];
  return {
    add(script) {
      const { src, type = '' } = script.attributes;
      if (src !== undefined || scripts.length >= SCRIPTS_MAX) return;
      if (type === '' || /^(?:module|\w+\/(?:java|ecma)script)$/i.test(type)) scripts.push(script);
    },
    finish() {
      const found = scripts.flatMap((script) => {
        const text = textOf(script);
        const names = text.length <= SCRIPT_CHARS_MAX && (NAMES_FILE.test(text) || text.includes(YOUTUBE));
        return names ? playersInScript(text) : [];
      });
      for (const { sources, ...told } of found.slice(0, FOUND_MAX)) {
        const src = sources[0]?.src ?? '';
        const kind = isHeard(sources.map((source) => source.src)) ? 'audio' : undefined;
        players.add({ kind, from: 'embed', src, sources: sources.length > 1 ? sources : [], ...told });
      }
    },
  };
}

interface Braces {
  /** What stands in front of them. */
  readonly key: string;
  readonly sources: string[];
  readonly texts: Record<string, string>;
  readonly above: Told;
}

/** One recording for each object that names files, and for each file that is named outside of one. */
function playersInScript(text: string): NamedPlayer[] {
  const youtube = text.includes(YOUTUBE) ? provider('youtube') : undefined;
  const found: NamedPlayer[] = [];
  const open: Braces[] = [];
  let now: Braces = { key: '', sources: [], texts: {}, above: {} };
  let key = '';
  /** What stands between the key and the strings to come. */
  let sign = '';
  const close = () => {
    if (now.sources.length > 0) found.push(recording(now.sources, toldOf(now.texts, now.above)));
  };
  for (const match of text.matchAll(TOKEN)) {
    const [whole, double, single, brace, word] = match;
    const end = match.index + whole.length;
    if (whole.startsWith('/')) continue;
    if (brace === '{') {
      open.push(now);
      now = { key, sources: [], texts: {}, above: toldOf(now.texts, now.above) };
    } else if (brace === '}') {
      const around = open.pop();
      if (around === undefined) continue;
      if (SOURCES_KEY.test(now.key) && now.texts['title'] === undefined) around.sources.push(...now.sources);
      else close();
      key = now.key;
      now = around;
    } else {
      const written = word ?? double ?? single ?? '';
      const follows = /\s{0,9}(\S?)/y;
      follows.lastIndex = end;
      const next = follows.exec(text)?.[1] ?? '';
      if (word !== undefined || next === ':') {
        key = written;
        sign = next;
        continue;
      }
      const value = unescaped(written);
      const isPart = next === '+' || /\+\s{0,9}$/.test(text.slice(Math.max(0, match.index - 10), match.index));
      const isInObject = sign === ':';
      if (!isPart && isRecording(key, value)) {
        if (isInObject) now.sources.push(value);
        else found.push(recording([value], {}));
      } else if (isInObject && key === 'videoId' && youtube?.id.test(value))
        found.push(recording([youtube.address + value], {}));
      else if (isInObject) now.texts[key] ??= value;
    }
  }
  close();
  return found;
}

function recording(sources: readonly string[], told: Told): NamedPlayer {
  return { ...told, sources: [...new Set(sources)].slice(0, SOURCES_MAX).map((src) => ({ src, type: undefined })) };
}

function isHeard(sources: readonly string[]): boolean {
  return sources.some((src) => HEARD.test(src)) && sources.every((src) => HEARD.test(src) || HEARD_OR_SEEN.test(src));
}

function isRecording(key: string, value: string): boolean {
  return isMediaFile(key, value) && !BELL.test(key) && !CALLED_BELL.test(value) && !ELSEWHERE.test(key);
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([\da-f]{4})|(.))/gi, (_, code?: string, sign?: string) =>
    code === undefined ? (sign ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

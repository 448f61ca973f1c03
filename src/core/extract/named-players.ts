/** What plays by the attributes of elements that are no players themselves: a script makes the player when it is wanted. */
import { isJsonObject, type JsonObject, valuesOf } from '../document/jsonld.js';
import { parseJson } from '../json.js';
import { parseUrl } from '../url.js';
import { judgedOnce } from './attribute-names.js';
import { embedOf, provider, watchedOn } from './embeds.js';
import { extensionOf, isPlainUrlText } from './image-format.js';
import { isMediaExtension } from './media-type.js';

/** What one attribute names. Addresses as the page wrote them; several are the same recording. */
export interface NamedPlayer {
  readonly sources: readonly { src: string; type: string | undefined }[];
  readonly alt?: string | undefined;
  readonly desc?: string | undefined;
  readonly poster?: string | undefined;
}

/** "a.mp4" is the shortest; longer values are data of a whole site. */
const VALUE_CHARS_MIN = 5;
const VALUE_CHARS_MAX = 100_000;
/** Objects looked at in one value, and addresses of one object. */
const OBJECTS_MAX = 1_000;
export const SOURCES_MAX = 20;

/** A look before a value is taken apart: most name nothing that plays. */
const MAY_PLAY =
  /\.(?:mp4|m4[av]|webm|weba|og[agv]|opus|mov|m3u8|mpd|mp3|aac|wav|flac)\b|\bembed\b|\bplayer\.|youtu\.?be|vimeo|dailymotion/i;
/** Attributes and keys whose script plays what they name. Elsewhere the page of a video is a link that is counted or shared. */
const PLAYS = /vid|youtube|vimeo|play|embed|src|media|film|movie|lightbox/i;
/** Those that name files beside the page; elsewhere "talk.mp4" is a title. */
const HOLDS_ADDRESS = /(?:src|url|video|audio|media|mp[34]|webm|ogg|file)$/i;
/** A list of these is one recording in several files. */
export const SOURCES_KEY = /^sources?$/i;
/** `key: "value"` of scripts, and the attributes of markup in an attribute. */
const PAIR = /\b([\w-]{1,40})["']?\s{0,5}[:=]\s{0,5}(?:"([^"]{0,2000})"|'([^']{0,2000})')/g;

/**
 * What the value of one attribute names that plays: an address, a list of them, JSON, a script's object, or markup.
 * @param name in lower case
 */
export function playersNamed(name: string, value: string): NamedPlayer[] {
  if (value.length < VALUE_CHARS_MIN || value.length > VALUE_CHARS_MAX) return [];
  // Every address has a dot or a slash; most values have neither.
  if (!(value.includes('.') || value.includes('/')) || !MAY_PLAY.test(value)) return [];
  const text = value.trim();
  if (isPlainUrlText(text)) {
    const listed = addresses(name, text.split(','));
    const sources = listed.length > 1 ? listed : addresses(name, [text]);
    return sources.length === 0 ? [] : [{ sources }];
  }
  if (/^[[{]/.test(text)) {
    const json = parseJson(text);
    if (json !== undefined) return inJson(name, json);
  }
  const pairs = [...text.matchAll(PAIR)].map(([, key = '', double, single = '']) => [key, double ?? single] as const);
  const found = inObject(name, Object.fromEntries(pairs.slice(0, OBJECTS_MAX)), {});
  return found === undefined ? [] : [found];
}

const BY_ID = /^data-(?:[\w-]{1,20}-)?(?:youtube|yt|vimeo|dailymotion)(?:-?video)?(?:-?id)?$/;
const PROVIDER = '-provider';

/** Whether the attribute may hold a player's id, or say whose it is: is to be asked for by `playerById`. */
export const namesPlayer = judgedOnce((name) => name.endsWith(PROVIDER) || BY_ID.test(name));

/** A player's id beside the name of who plays it: data-youtube-id, or data-plyr-provider with data-plyr-embed-id. */
export function playerById(name: string, attributes: Readonly<Record<string, string>>): string | undefined {
  const start = name.endsWith(PROVIDER) ? name.slice(0, -PROVIDER.length) : undefined;
  const by = provider(start === undefined ? name : (attributes[name] ?? ''));
  const id = start === undefined ? attributes[name] : (attributes[`${start}-embed-id`] ?? attributes[`${start}-id`]);
  return id !== undefined && by?.id.test(id) ? by.address + id : undefined;
}

export type Told = Pick<NamedPlayer, 'alt' | 'desc' | 'poster'>;

/** Every object that names addresses is a recording; what it is called may stand in an object around it. */
function inJson(name: string, json: unknown): NamedPlayer[] {
  const found: NamedPlayer[] = [];
  const open: { value: unknown; told: Told }[] = [{ value: { [name]: json }, told: {} }];
  for (let looked = 0; looked < OBJECTS_MAX; looked++) {
    const next = open.pop();
    if (next === undefined) break;
    const { value } = next;
    let { told } = next;
    if (isJsonObject(value)) {
      const player = inObject(name, value, told);
      if (player !== undefined) found.push(player);
      told = toldOf(value, told);
    }
    if (typeof value !== 'object' || value === null) continue;
    const parts = Object.entries(value)
      .filter(([key, part]) => typeof part === 'object' && !areSources(key, part))
      .map(([, part]) => part);
    for (const part of parts.slice(0, OBJECTS_MAX).reverse()) open.push({ value: part, told });
  }
  return found;
}

function inObject(name: string, object: JsonObject, above: Told): NamedPlayer | undefined {
  const sources = Object.entries(object).flatMap(([key, value]) => inValue(`${name} ${key}`, key, value));
  return sources.length === 0 ? undefined : { ...toldOf(object, above), sources: sources.slice(0, SOURCES_MAX) };
}

/** What an object says of what it names; `above`: of an object around it. */
export function toldOf(object: JsonObject, above: Told): Told {
  const text = (...keys: string[]) =>
    keys.map((key) => object[key]).find((value): value is string => typeof value === 'string' && value !== '');
  return {
    alt: text('title', 'name', 'headline', 'label') ?? above.alt,
    desc: text('description', 'caption') ?? above.desc,
    poster: text('poster', 'thumbnail', 'thumb', 'image') ?? above.poster,
  };
}

/** The files of one recording, not several that have titles. */
function areSources(key: string, value: unknown): value is unknown[] {
  if (!Array.isArray(value) || !SOURCES_KEY.test(key)) return false;
  return !value.slice(0, SOURCES_MAX).some((part) => isJsonObject(part) && typeof part['title'] === 'string');
}

/** @param name of the attribute with that of the key */
function inValue(name: string, key: string, value: unknown): ReturnType<typeof addresses> {
  if (!areSources(key, value)) return addresses(name, valuesOf(value));
  return value
    .slice(0, SOURCES_MAX)
    .flatMap((part) =>
      isJsonObject(part)
        ? Object.entries(part).flatMap(([inner, text]) => addresses(`${name} ${inner}`, [text]))
        : addresses(name, [part]),
    );
}

function addresses(name: string, texts: readonly unknown[]): { src: string; type: string | undefined }[] {
  const found = new Set<string>();
  for (const text of texts) {
    const src = typeof text === 'string' ? text.trim() : '';
    if (src !== '' && isPlainUrlText(src) && isPlayed(name, src)) found.add(src);
  }
  return [...found].slice(0, SOURCES_MAX).map((src) => ({ src, type: undefined }));
}

function isPlayed(name: string, src: string): boolean {
  if (isFile(src)) return namesFile(name, src);
  const url = /^(?:https?:)?\/\//i.test(src) ? parseUrl(src, 'https://a') : undefined;
  if (url === undefined) return false;
  return embedOf(url) !== undefined || (PLAYS.test(name) && watchedOn(url) !== undefined);
}

function isFile(src: string): boolean {
  return isMediaExtension(extensionOf(src.replace(/[?#].*$/s, '')));
}

function namesFile(name: string, src: string): boolean {
  return src.includes('/') || HOLDS_ADDRESS.test(name);
}

/** Whether a value is the address of a file that plays. @param name of the attribute or key */
export function isMediaFile(name: string, src: string): boolean {
  return isPlainUrlText(src) && isFile(src) && namesFile(name, src);
}

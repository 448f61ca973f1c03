/** JSON-LD as pages write it: wrapped in comments or CDATA, with raw line breaks and needless commas, sometimes broken. */

import { cleanText } from './clean-text.js';

/** More is a data dump, not a description of the page. */
const JSONLD_CHARS_MAX = 1_000_000;

/** What authors put around the JSON to hide it from parsers of another age. */
const WRAPPERS = ['//', '/*', '*/', '<!--', '-->', '<![CDATA[', ']]>', ';'];

/** The value, its texts and names safe to hand out, or undefined for what is no JSON. */
export function parseJsonLd(text: string): unknown {
  if (text.length > JSONLD_CHARS_MAX) return undefined;
  const value = parsed(text);
  if (value !== undefined) return value;
  const bare = unwrapped(text).replace(/[\0-\x1f]/g, ' ');
  return parsed(bare) ?? parsed(bare.replace(/,(?=\s*[}\]])/g, ''));
}

function unwrapped(text: string): string {
  let bare = text.trim();
  for (let before = ''; before !== bare; ) {
    before = bare;
    for (const wrapper of WRAPPERS) {
      if (bare.startsWith(wrapper)) bare = bare.slice(wrapper.length).trimStart();
      if (bare.endsWith(wrapper)) bare = bare.slice(0, -wrapper.length).trimEnd();
    }
  }
  return bare;
}

function parsed(text: string): unknown {
  try {
    // Escapes may stand for what the text itself does not hold; most pages have none, and parse at full speed.
    return /\\[ubf]/.test(text) || cleanText(text).stripped > 0 ? JSON.parse(text, cleaned) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For JSON.parse: texts as they may leave the server, and objects by such names. */
function cleaned(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value).text;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [cleanText(name).text, inner]));
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The objects that describe the page: those of a list, of a @graph, or the one. Nested ones are properties. */
export function topObjects(value: unknown): JsonObject[] {
  const objects: JsonObject[] = [];
  for (const item of valuesOf(value)) {
    if (!isJsonObject(item)) continue;
    const graph = item['@graph'];
    if (item['@type'] !== undefined) objects.push(item);
    if (Array.isArray(graph)) objects.push(...graph.filter(isJsonObject));
  }
  return objects;
}

/** schema.org's address, or the prefix that stands for it: "schema:Article". */
const VOCABULARY = /^(?:https?:\/\/(?:www\.)?schema\.org\/|[\w-]+:(?!\/))/;

/** The types of an object, without their vocabulary. */
export function typesOf(object: JsonObject): string[] {
  return stringsOf(object['@type']).map((type) => type.replace(VOCABULARY, ''));
}

/** The values of a property, which may have one or a list. */
export function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The texts of a property; empty ones say nothing. */
export function stringsOf(value: unknown): string[] {
  return valuesOf(value).filter((text): text is string => typeof text === 'string' && text !== '');
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

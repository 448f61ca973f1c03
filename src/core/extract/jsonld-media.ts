/** VideoObject and AudioObject in a page's JSON-LD (schema.org), wherever they are nested. */

import { durationOf } from '../document/duration.js';
import { isJsonObject, type JsonObject, parseJsonLd, stringsOf, typesOf } from '../document/jsonld.js';
import { type ElementNode, textOf } from '../document/tree.js';
import { sizeOf } from './image-format.js';
import type { Players } from './players.js';

/** Objects and lists looked at in one script. */
const NODES_MAX = 20_000;

export function jsonldPlayers(script: ElementNode, players: Players): void {
  if (!script.attributes['type']?.toLowerCase().includes('ld+json')) return;
  const text = textOf(script);
  if (!text.includes('VideoObject') && !text.includes('AudioObject')) return;
  const open: Open[] = [{ node: parseJsonLd(text), within: undefined }];
  for (let looked = 0; looked < NODES_MAX; looked++) {
    const next = open.pop();
    if (next === undefined) return;
    const { node, within } = next;
    const inside = (value: unknown) => ({ node: value, within: isJsonObject(node) ? node : within });
    if (Array.isArray(node)) open.push(...node.slice(0, NODES_MAX).reverse().map(inside));
    else if (isJsonObject(node)) {
      addPlayer(node, within, players);
      open.push(
        ...Object.values(node)
          .filter((value) => typeof value === 'object' && value !== null)
          .reverse()
          .map(inside),
      );
    }
  }
}

interface Open {
  node: unknown;
  /** The object it is a value of. */
  within: JsonObject | undefined;
}

/** What is one recording: its file is called as it is, and plays as long. */
const RECORDING = /(?:Episode|Recording|Clip)$/;

function addPlayer(node: JsonObject, within: JsonObject | undefined, players: Players): void {
  const types = typesOf(node);
  const kind = types.includes('VideoObject') ? 'video' : types.includes('AudioObject') ? 'audio' : undefined;
  if (!kind) return;
  const files = stringsOf(node['contentUrl']);
  const src = files[0] ?? stringsOf(node['embedUrl'])[0];
  if (src === undefined) return;
  const type = stringsOf(node['encodingFormat'])[0];
  const whole = within !== undefined && typesOf(within).some((type) => RECORDING.test(type)) ? within : undefined;
  const lengths = [node['duration'], whole?.['duration'], whole?.['timeRequired']];
  players.add({
    kind,
    from: 'jsonld',
    src,
    type: type?.includes('html') ? undefined : type,
    sources: [...files, ...stringsOf(node['embedUrl'])]
      .slice(0, SOURCES_MAX)
      .map((url) => ({ src: url, type: undefined })),
    poster: stringsOf(node['thumbnailUrl'])[0],
    alt: stringsOf(node['name'])[0] ?? stringsOf(node['headline'])[0] ?? stringsOf(whole?.['name'])[0],
    desc: stringsOf(node['description'])[0],
    size: sizeOf(side(node['width']), side(node['height'])),
    duration: lengths.flatMap(stringsOf).map(durationOf).find(Boolean),
  });
}

/** A recording in several files, and the player's page. */
const SOURCES_MAX = 20;

/** A number of pixels, plain or as schema.org's `QuantitativeValue`. */
function side(given: unknown): string | undefined {
  const value = isJsonObject(given) ? given['value'] : given;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}

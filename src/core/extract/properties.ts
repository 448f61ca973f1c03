/** Open Graph's and Twitter's properties, with their full names. */
import { isWebUrl } from '../url.js';
import type { PageContext } from './page-context.js';

const PROPERTIES_MAX = 60;
const OPEN_GRAPH = ['og:', 'article:', 'product:', 'book:', 'profile:', 'video:', 'music:'];
const TWITTER = ['twitter:'];

/** Properties whose value is an address. */
const ADDRESS = /^(?:og|twitter):(?:url|image|video|audio|player)(?::(?:url|secure_url|src|stream))?$/;

/** @param text a value as it may be handed out; undefined for none */
export function properties(
  meta: ReadonlyMap<string, string>,
  context: PageContext,
  text: (value: unknown) => string | undefined,
) {
  const property = (key: string, value: string) => text(ADDRESS.test(key) ? address(value, context) : value);
  return { og: withPrefix(meta, OPEN_GRAPH, property), twitter: withPrefix(meta, TWITTER, property) };
}

/** Absolute, as in media; what is no address stays as it is. */
function address(value: string, context: PageContext): string {
  const url = context.resolve(value);
  return url !== undefined && isWebUrl(url) ? url.href : value;
}

function withPrefix(
  meta: ReadonlyMap<string, string>,
  prefixes: readonly string[],
  text: (key: string, value: string) => string | undefined,
) {
  const kept: Record<string, string> = {};
  let count = 0;
  for (const [key, raw] of meta) {
    if (count >= PROPERTIES_MAX || !prefixes.some((prefix) => key.startsWith(prefix))) continue;
    const value = text(key, raw);
    if (value === undefined) continue;
    kept[key] = value;
    count++;
  }
  return count > 0 ? kept : undefined;
}

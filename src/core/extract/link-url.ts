/** What an href points to: a web page in its canonical form, another scheme, or nothing a URL parser accepts. */
import { dropTrackingParameters, hasLogin, isRoute, isWebUrl } from '../url.js';
import type { PageContext } from './page-context.js';

export type LinkTarget =
  /** `atPlace`: a place on the page. */
  | { readonly kind: 'web'; readonly url: URL; readonly atPlace: boolean }
  | { readonly kind: 'scheme'; readonly scheme: string }
  | { readonly kind: 'invalid' };

/** A page may make up as many schemes as it likes. */
const SCHEMES_MAX = 12;
const SCHEME_CHARS_MAX = 20;

/** Counts by scheme; names beyond what pages use are counted together. The object has no prototype: "constructor" is a scheme too. */
export function countScheme(counts: Record<string, number>, scheme: string): void {
  const known = scheme in counts || Object.keys(counts).length < SCHEMES_MAX;
  const name = known && scheme.length <= SCHEME_CHARS_MAX ? scheme : 'other';
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Resolves each href once: pages repeat theirs in headers, cards and footers. */
export function linkTargets(context: PageContext): (raw: string) => LinkTarget {
  const known = new Map<string, LinkTarget>();
  return (raw) => {
    const earlier = known.get(raw);
    if (earlier !== undefined) return earlier;
    const target = targetOf(context.resolve(raw), raw, context);
    known.set(raw, target);
    return target;
  };
}

function targetOf(url: URL | undefined, raw: string, { viewOf }: PageContext): LinkTarget {
  if (url === undefined) return { kind: 'invalid' };
  if (!isWebUrl(url)) return { kind: 'scheme', scheme: url.protocol.slice(0, -1) };
  const { href } = url;
  // An empty address makes a button, as "#" does.
  let atPlace = raw.trim() === '';
  if (href.includes('#')) {
    const { hash } = url;
    // Every fragment but a route's, an empty one too, is a place on the page …
    if (!isRoute(url)) {
      url.hash = '';
      // … or a note of where the page was found: #xtor=RSS-1.
      atPlace = !hash.includes('=');
    } else {
      const view = viewOf(url);
      atPlace = view !== hash;
      if (atPlace) url.hash = view;
    }
  }
  if (href.includes('?')) dropTrackingParameters(url);
  // "/@name" is more common by far, and emptying what is empty makes the URL anew.
  if (href.includes('@') && hasLogin(url)) {
    url.username = '';
    url.password = '';
  }
  return { kind: 'web', url, atPlace };
}

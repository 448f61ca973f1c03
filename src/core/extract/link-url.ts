/** What an href points to: a web page in its canonical form, another scheme, or nothing a URL parser accepts. */
import { dropTrackingParameters, hasLogin, isWebUrl } from '../url.js';
import type { PageContext } from './page-context.js';

export type LinkTarget =
  /** `onPage`: a place on the page itself. */
  | { readonly kind: 'web'; readonly url: URL; readonly onPage: boolean }
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
  const self = context.pageUrl.href.split('#', 1)[0];
  return (raw) => {
    const earlier = known.get(raw);
    if (earlier !== undefined) return earlier;
    const target = targetOf(context.resolve(raw), self);
    known.set(raw, target);
    return target;
  };
}

function targetOf(url: URL | undefined, self: string | undefined): LinkTarget {
  if (url === undefined) return { kind: 'invalid' };
  if (!isWebUrl(url)) return { kind: 'scheme', scheme: url.protocol.slice(0, -1) };
  const { href } = url;
  if (href.includes('#')) {
    // Client-side routes live in the fragment; every other fragment, an empty one too, is a place on the page.
    const { hash } = url;
    if (!hash.startsWith('#/') && !hash.startsWith('#!')) url.hash = '';
  }
  if (href.includes('?')) dropTrackingParameters(url);
  if (href.includes('@') && hasLogin(url)) {
    url.username = '';
    url.password = '';
  }
  return { kind: 'web', url, onPage: href.includes('#') && url.href === self };
}

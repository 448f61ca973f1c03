/** The Link header of an answer (RFC 8288): what a page, or a file that has no HTML, says of itself. Pure. */
import { parseUrl, webUrl, withoutHash } from '../url.js';
import type { FetchedPage } from './page.js';

/** Most of what servers send are hints for loading (`preload`, `preconnect`). */
const RELATIONS = ['canonical', 'next', 'prev', 'license', 'alternate'] as const;
type HeaderLinks = Partial<Record<(typeof RELATIONS)[number], string[]>>;

/** As long as Node takes all headers to be; browsers take more. */
const HEADER_CHARS_MAX = 16_384;
const HREFS_PER_RELATION_MAX = 20;
/** An address and its parameters. A quote that does not end goes to the end, as in the RFC's appendix B: no text is read twice. */
const LINK = /<([^<>]*)>((?:[^",]|"(?:[^"\\]|\\.?)*"?)*)/gs;
const PARAMETER = /;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.?)*)"?|([^\s;,"]*))/gs;

/** Absolute addresses by relation. */
export function headerLinks({ headers, finalUrl }: Pick<FetchedPage, 'headers' | 'finalUrl'>): HeaderLinks {
  const links: HeaderLinks = {};
  for (const [, href = '', parameters = ''] of (headers['link'] ?? '').slice(0, HEADER_CHARS_MAX).matchAll(LINK)) {
    const { rel = '', anchor } = parametersOf(parameters);
    const target = webUrl(href.trim(), finalUrl);
    if (target === undefined || !isOfPage(anchor, finalUrl)) continue;
    const named = new Set(rel.toLowerCase().split(/\s+/));
    for (const relation of RELATIONS) {
      if (!named.has(relation)) continue;
      links[relation] ??= [];
      if (links[relation].length < HREFS_PER_RELATION_MAX) links[relation].push(target.href);
    }
  }
  return links;
}

/** The first of each name counts (section 3.3). */
function parametersOf(text: string): { rel?: string; anchor?: string } {
  const found: Record<string, string> = {};
  for (const [, name = '', quoted, bare = ''] of text.matchAll(PARAMETER))
    found[name.toLowerCase()] ??= quoted?.replace(/\\(.)/gs, '$1') ?? bare;
  return found;
}

/** What has an anchor may be said of another page (section 3.2). */
function isOfPage(anchor: string | undefined, finalUrl: string): boolean {
  const of = anchor === undefined ? finalUrl : parseUrl(anchor, finalUrl)?.href;
  return of !== undefined && withoutHash(of) === withoutHash(finalUrl);
}

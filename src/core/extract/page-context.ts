/** What every extractor of one page shares. */
import { cleanText } from '../document/clean-text.js';
import { hasScript } from '../document/html-text.js';
import type { PageDocument } from '../document/tree.js';
import { baseDomain } from '../registrable-domain.js';
import { isWebUrl, parseUrl } from '../url.js';
import type { ExtractRequest } from './extract-page.js';
import { type LabelOf, labelsOf } from './labels.js';
import { encodeQuery, isAscii, metaCharset } from './query-encoding.js';
import { placelessRoutes } from './route-places.js';

export interface PageContext {
  readonly request: ExtractRequest;
  readonly pageUrl: URL;
  /** What relative URLs resolve against: `<base href>` or the page's own URL. */
  readonly baseUrl: string;
  /** Registrable domain of the page's final URL. */
  readonly hostDomain: string;
  /** Absolute form of a URL as the page wrote it, or undefined where no parser accepts it. Any scheme. */
  resolve(raw: string): URL | undefined;
  /** The fragment of a route without the place on its view. */
  readonly viewOf: (url: URL) => string;
  /** Text of the page, safe to hand out; `readable` (visible-text.ts) also collapses white space. */
  clean(text: string): string;
  warn(message: string): void;
  /** The name that attributes give an element; empty where they give none. */
  readonly labelOf: LabelOf;
  /** Whether the page's HTML has a script. It is looked through once, whoever asks how often. */
  hasScript(): boolean;
  /** What `clean` and `warn` have gathered. */
  readonly noticed: { cleanedTexts: number; readonly warnings: string[] };
}

export function pageContext(request: ExtractRequest, document: PageDocument): PageContext {
  const pageUrl = new URL(request.url);
  const base = baseUrlOf(document, pageUrl);
  const host = hostOf(base);
  /** What absolute URLs of this page begin with, where a parser has accepted one: behind it nothing can be wrong. */
  const origins = new Set<string>();
  let known: string | undefined;
  const charset = () => {
    known ??= request.charset ?? metaCharset(document.root);
    return known;
  };
  const parseOther = (raw: string): URL | undefined => {
    const origin = originOf(raw);
    if (origin !== undefined && origins.has(origin)) return new URL(raw);
    const url = parseUrl(raw, base);
    if (origin !== undefined && url !== undefined && origins.size < ORIGINS_MAX) origins.add(origin);
    return url;
  };
  let isScripted: boolean | undefined;
  const noticed = { cleanedTexts: 0, warnings: [] as string[] };
  return {
    request,
    pageUrl,
    baseUrl: base,
    hostDomain: baseDomain(pageUrl.hostname),
    // The URL parser itself trims C0 controls and spaces, and drops tabs and newlines (URL standard, 4.4).
    resolve(raw) {
      const url = host !== undefined && isPath(raw) ? new URL(host + raw) : parseOther(raw);
      if (url !== undefined && (raw.includes('|') || raw.includes('^'))) encodePath(url);
      if (url !== undefined && raw.includes('?') && !isAscii(raw)) encodeQuery(url, raw, charset());
      return url;
    },
    clean(text) {
      const cleaned = cleanText(text);
      if (cleaned.stripped > 0) noticed.cleanedTexts++;
      return cleaned.text;
    },
    warn(message) {
      if (!noticed.warnings.includes(message)) noticed.warnings.push(message);
    },
    viewOf: placelessRoutes(pageUrl, document.root),
    labelOf: labelsOf(document.root),
    hasScript() {
      isScripted ??= hasScript(request.html);
      return isScripted;
    },
    noticed,
  };
}

/** A base that is a web address, up to its path. */
function hostOf(base: string): string | undefined {
  const url = new URL(base);
  return isWebUrl(url) ? base.slice(0, base.indexOf('/', url.protocol.length + 2)) : undefined;
}

/**
 * Whether this surely is a path on the base's host, as half of all links are. Nothing can be wrong with one, and it costs a
 * third: what is relative is parsed together with its base, and a check that it can be parsed takes that time once more.
 */
function isPath(raw: string): boolean {
  if (raw.charCodeAt(0) !== SLASH) return false;
  const second = raw.charCodeAt(1);
  // White space is dropped before the next character is looked at, and a backslash counts as a slash.
  return second > BLANK && second !== SLASH && second !== BACKSLASH;
}
const BLANK = 0x20;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

/** "https://example.org" of an absolute URL that goes on with a slash, and whose host surely begins where it seems to. */
function originOf(raw: string): string | undefined {
  const from = raw.startsWith('https://') ? 8 : raw.startsWith('http://') ? 7 : 0;
  if (from === 0 || !HOST_BEGIN.test(raw[from] ?? '')) return undefined;
  const slash = raw.indexOf('/', from);
  return slash < 0 ? undefined : raw.slice(0, slash);
}
const HOST_BEGIN = /[a-z0-9]/i;
const ORIGINS_MAX = 1_000;

/** In a path browsers encode these two as well, and some servers refuse them bare; Node's URL parser leaves them. */
function encodePath(url: URL): void {
  url.pathname = url.pathname.replaceAll('|', '%7C').replaceAll('^', '%5E');
}

/** A longer path no server takes (nginx and Apache: some 8 KB); every relative address of the page would have all of it. */
const BASE_PATH_CHARS_MAX = 8_192;

/** HTML standard 2.4.3: the first <base href>, itself resolved against the page; data: and javascript: do not count. */
function baseUrlOf(document: PageDocument, pageUrl: URL): string {
  const base = document.baseHref === undefined ? undefined : parseUrl(document.baseHref, pageUrl.href);
  if (base === undefined || base.protocol === 'data:' || base.protocol === 'javascript:') return pageUrl.href;
  return base.pathname.length > BASE_PATH_CHARS_MAX ? pageUrl.href : base.href;
}

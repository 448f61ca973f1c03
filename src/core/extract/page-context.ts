/** What every extractor of one page shares. */
import { cleanText } from '../document/clean-text.js';
import type { PageDocument } from '../document/tree.js';
import { baseDomain, parseUrl } from '../url.js';
import type { ExtractRequest } from './extract-page.js';
import { encodeQuery, isAscii, metaCharset } from './query-encoding.js';

export interface PageContext {
  readonly request: ExtractRequest;
  readonly pageUrl: URL;
  /** What relative URLs resolve against: `<base href>` or the page's own URL. */
  readonly baseUrl: string;
  /** Registrable domain of the page's final URL. */
  readonly hostDomain: string;
  /** Absolute form of a URL as the page wrote it, or undefined where no parser accepts it. Any scheme. */
  resolve(raw: string): URL | undefined;
  /** Text of the page, safe to hand out; `extract/text.ts` also collapses white space. */
  clean(text: string): string;
  warn(message: string): void;
  /** What `clean` and `warn` have gathered. */
  readonly noticed: { cleanedTexts: number; readonly warnings: string[] };
}

export function pageContext(request: ExtractRequest, document: PageDocument): PageContext {
  const pageUrl = new URL(request.url);
  const base = baseUrlOf(document, pageUrl);
  let known: string | undefined;
  const charset = () => {
    known ??= request.charset ?? metaCharset(document.root);
    return known;
  };
  const noticed = { cleanedTexts: 0, warnings: [] as string[] };
  return {
    request,
    pageUrl,
    baseUrl: base,
    hostDomain: baseDomain(pageUrl.hostname),
    // The URL parser itself trims C0 controls and spaces, and drops tabs and newlines (URL standard, 4.4).
    resolve(raw) {
      const url = parseUrl(raw, base);
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
    noticed,
  };
}

/** In a path browsers encode these two as well, and some servers refuse them bare; Node's URL parser leaves them. */
function encodePath(url: URL): void {
  url.pathname = url.pathname.replaceAll('|', '%7C').replaceAll('^', '%5E');
}

/** HTML standard 2.4.3: the first <base href>, itself resolved against the page; data: and javascript: do not count. */
function baseUrlOf(document: PageDocument, pageUrl: URL): string {
  const base = document.baseHref === undefined ? undefined : parseUrl(document.baseHref, pageUrl.href);
  if (base === undefined || base.protocol === 'data:' || base.protocol === 'javascript:') return pageUrl.href;
  return base.href;
}

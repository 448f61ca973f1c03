/** Sitemaps (sitemaps.org): what a site itself names as its pages. Bounded in files, bytes and time. */
import { references } from '../document/references.js';
import { decodingTokenizer } from '../document/tokenizer.js';
import { unpacked } from '../egress/decode.js';
import type { PageFetcher } from '../fetch/fetch-page.js';
import type { RunConfig } from '../run-config.js';
import { parseUrl } from '../url.js';

type Fetcher = Pick<PageFetcher, 'http' | 'politeness'>;
/** An address with the login and the headers that the caller means for its origin. */
type Asked = (address: string) => { readonly url: URL; readonly config: RunConfig };

/** Files that are read of one site: an index and its first parts. */
const FILES_MAX = 6;
/** The standard allows 50 MB a file; its first pages are as good a sample. */
const FILE_MAX_BYTES = 2 * 1024 * 1024;
const UNPACKED_MAX_BYTES = 10 * 1024 * 1024;
const FILE_TIMEOUT_MS = 5_000;
/** Addresses of pages taken from all files together. */
const ADDRESSES_MAX = 5_000;

/** No two runs of white space beside each other: a file may hold megabytes of it. */
const LOCATION = /<loc>\s*(?:<!\[CDATA\[\s*)?([^<\s]{1,2048})(?=[<\s])/gi;
const CDATA_END = /\]\]>$/;
/** Many sites write "&" as "&#038;", and others as it is: "&copy=1" is a parameter. */
const { inAttribute: decoded } = references(decodingTokenizer);
const INDEX = /<sitemapindex[\s>]/i;

/** The pages a site names, file by file. Never throws but when the signal aborts: a site without a sitemap names none. */
export async function* sitemapPages(
  start: URL,
  fetcher: Fetcher,
  asked: Asked,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const named = await fetcher.politeness.robots.sitemaps(start, signal).catch(() => []);
  signal.throwIfAborted();
  const open = named.length > 0 ? [...named] : [new URL('/sitemap.xml', start).href];
  const seen = new Set<string>();
  let left = ADDRESSES_MAX;
  while (open.length > 0 && seen.size < FILES_MAX && left > 0) {
    const next = parseUrl(open.shift() ?? '', start.href);
    if (next === undefined || seen.has(next.href)) continue;
    seen.add(next.href);
    const text = await readSitemap(asked(next.href), fetcher, signal);
    signal.throwIfAborted();
    const found = locations(text);
    if (INDEX.test(text.slice(0, 2_000))) open.push(...found);
    else {
      yield found.slice(0, left);
      left -= found.length;
    }
  }
}

async function readSitemap(
  { url, config }: ReturnType<Asked>,
  { http, politeness }: Fetcher,
  signal: AbortSignal,
): Promise<string> {
  const { headers = {} } = config;
  const limits = { timeoutMs: FILE_TIMEOUT_MS, maxBytes: FILE_MAX_BYTES };
  try {
    await politeness.permit(url, config, signal);
    // A delay that robots.txt asks for is one between pages: the first would wait for it.
    await politeness.turn(url, config, 0, signal);
    using response = await http.request(url, { signal, headers, ...limits });
    if (response.status !== 200) return '';
    return Buffer.from(await unpacked(await response.readBytes(), UNPACKED_MAX_BYTES)).toString('utf8');
  } catch {
    return '';
  }
}

export function locations(xml: string): string[] {
  const found: string[] = [];
  for (const match of xml.matchAll(LOCATION)) {
    if (found.length >= ADDRESSES_MAX) break;
    found.push(decoded((match[1] ?? '').replace(CDATA_END, '')));
  }
  return found;
}

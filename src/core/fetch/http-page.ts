/** A page as plain HTTP has it. */
import { withDeadline } from '../call.js';
import { unpacked } from '../egress/decode.js';
import type { HttpClient, HttpRequest } from '../egress/http.js';
import { type HttpResponse, PAGE_MAX_BYTES } from '../egress/response.js';
import { LoupeError } from '../errors.js';
import type { RunConfig } from '../run-config.js';
import { withoutCredentials } from '../url.js';
import { decodeStart, decodeText } from './charset.js';
import { essenceOf, isReadable, sniffed } from './content-type.js';
import { followLeads, refreshTarget, type Step, type Stop } from './meta-refresh.js';
import { CUT_SHORT, type FetchedPage } from './page.js';
import type { PageSlots } from './page-slots.js';
import type { Politeness } from './politeness.js';

const ACCEPT = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8';

/** A sitemap that its server calls an archive. */
const PACKED_XML = /\.xml\.gz$/i;
const ARCHIVE = /^application\/(?:x-)?(?:gzip|octet-stream)$/;

export interface HttpLoader {
  readonly http: HttpClient;
  readonly slots: PageSlots;
  /** Asked before what nobody named: pages that one leads to, and redirects. */
  readonly politeness: Pick<Politeness, 'permit' | 'permitMoved' | 'turn'>;
}

/**
 * The page, or the one it leads to at once. Where that cannot be had, the page that leads there says so.
 * @throws LoupeError as `HttpClient.request`
 */
export async function loadByHttp(
  { http, slots, politeness }: HttpLoader,
  url: URL,
  config: RunConfig,
  signal: AbortSignal,
): Promise<FetchedPage> {
  const cookies = http.newCookies();
  const timeoutMs = config.page_timeout;
  // Pages that lead on share the time of one, and their turns are part of it; the first is waited for before.
  let endsAt: number | undefined;
  const leftMs = () => {
    endsAt ??= performance.now() + timeoutMs;
    return Math.max(1, Math.round(endsAt - performance.now()));
  };
  const permit = (next: URL, waiting: AbortSignal) => politeness.permit(next, config, waiting);
  const load = ({ url: at, isNamed }: Step, waiting: AbortSignal) =>
    slots.within(waiting, () => {
      const headers = isNamed ? httpHeaders(config) : httpHeaders({ ...config, headers: undefined });
      return loadOne(http, at, { signal, timeoutMs: leftMs(), headers, cookies, permit });
    });
  const late = () => new LoupeError('timeout', `its turn did not come within ${timeoutMs} ms`);
  return await followLeads(url, async (step, before): Promise<Stop<FetchedPage>> => {
    if (before === undefined) return stopAt(await load(step, signal));
    try {
      using waiting = withDeadline(signal, leftMs(), late);
      await politeness.turn(step.url, config, await permit(step.url, waiting), waiting);
      const page = await load(step, waiting);
      // A browser saves what it does not show, and stays on the page.
      if (isReadable(page.mimeType)) return stopAt({ ...page, url: before.url });
      return stay(before, page.finalUrl, `is ${page.mimeType}`);
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof LoupeError)) throw thrown;
      return stay({ ...before, isPartial: true }, withoutCredentials(step.url), `failed: ${thrown.toText()}`);
    }
  });
}

function stopAt(page: FetchedPage): Stop<FetchedPage> {
  return { value: page, finalUrl: page.finalUrl, next: refreshTarget(page) };
}

function stay(page: FetchedPage, target: string, why: string): Stop<FetchedPage> {
  const warning = `the page leads on to ${target.slice(0, SHOWN_CHARS)}, which ${why}`;
  return { value: { ...page, warnings: [...page.warnings, warning] }, finalUrl: page.finalUrl, next: undefined };
}
/** Of an address, which the page chooses. */
const SHOWN_CHARS = 300;

async function loadOne(http: HttpClient, url: URL, request: HttpRequest): Promise<FetchedPage> {
  const started = performance.now();
  using answer = await http.request(url, request);
  const head = performance.now();
  const named = typeOf(answer);
  const read = isReadable(named) ? await answer.readBytes() : new Uint8Array();
  const body = named === '' ? read : await unpacked(read, PAGE_MAX_BYTES);
  const mimeType = sniffed(body, named);
  const bytes = named === mimeType ? body : new Uint8Array();
  const isCut = bytes !== read && bytes.length >= PAGE_MAX_BYTES;
  const decode = isCut || answer.truncated !== undefined ? decodeStart : decodeText;
  const { text, charset, warning } = decode(bytes, answer.headers['content-type']);
  const warnings = warning === undefined ? [] : [warning];
  if (isCut) warnings.push(CUT_SHORT.size);
  if (answer.truncated !== undefined) warnings.push(CUT_SHORT[answer.truncated]);
  return {
    url: withoutCredentials(url),
    finalUrl: answer.finalUrl,
    status: answer.status,
    headers: answer.headers,
    mimeType,
    html: text,
    bytes: bytes.byteLength,
    charset,
    engine: 'http',
    fromCache: false,
    isPartial: answer.truncated === 'timeout' || answer.truncated === 'connection',
    captures: [],
    warnings,
    timings: { headers: Math.round(head - started), body: Math.round(performance.now() - head) },
  };
}

function typeOf({ headers, finalUrl }: HttpResponse): string {
  const type = essenceOf(headers['content-type']);
  return ARCHIVE.test(type) && PACKED_XML.test(new URL(finalUrl).pathname) ? 'application/xml' : type;
}

function httpHeaders(config: RunConfig): Record<string, string> {
  return {
    accept: ACCEPT,
    ...(config.locale === undefined
      ? {}
      : { 'accept-language': `${config.locale},${config.locale.split('-', 1)[0]};q=0.8` }),
    ...(config.user_agent === undefined ? {} : { 'user-agent': config.user_agent }),
    ...config.headers,
  };
}

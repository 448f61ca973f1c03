/**
 * What stands behind one link, for as few bytes as will do: status and headers, the head, and where the head does not
 * say what the page is about, the beginning of the body. Never more than 64 KiB.
 */

import { withDeadline } from '../call.js';
import { copyOf } from '../copy-of.js';
import { cleanText } from '../document/clean-text.js';
import type { HttpClient, HttpRequest } from '../egress/http.js';
import type { HttpResponse, Truncation } from '../egress/response.js';
import { LoupeError } from '../errors.js';
import type { HeadData } from '../extract/link-item.js';
import { decodeStart, StreamingDecoder } from '../fetch/charset.js';
import { essenceOf, isHtml, isMarkdown, isXhtml, sniffed } from '../fetch/content-type.js';
import { type HostTurns, pauseAsked } from '../fetch/host-limits.js';
import { headerLinks } from '../fetch/link-header.js';
import { asksPassword } from '../fetch/login-wall.js';
import { followLeads, refreshTarget, type Stop } from '../fetch/meta-refresh.js';
import type { FetchedPage } from '../fetch/page.js';
import { withoutCredentials, withoutHash } from '../url.js';
import { type Glance, glance } from './glance.js';
import type { Lead } from './lead.js';
import { TextEnd } from './text-end.js';

/** Decoded bytes of one page that are read. Heads of real pages end before; a lead that starts later is not one. */
const HEAD_MAX_BYTES = 64 * 1024;
/** Of Markdown, which has no head: it is parsed on the server's thread, and the hardest takes a tenth of a second then. */
const MARKDOWN_MAX_BYTES = 16 * 1024;

export interface HeadReading {
  readonly head: HeadData;
  /** Left out where the target is neither HTML nor Markdown. */
  readonly lead?: Lead;
  /** A field for a password stands in what was read. */
  readonly asksPassword?: boolean;
  /** Its encoding is not known, and it has letters beyond ASCII. */
  readonly isGuess?: boolean | undefined;
  /** What the page says of wanted targets. */
  readonly mentions?: ReadonlyArray<readonly [target: string, texts: readonly string[]]>;
  /** How long all of it is: what keeping it takes. */
  readonly chars: number;
}

type Reading = Omit<HeadReading, 'chars'>;

interface HeadRequest {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Read on behind a description: the lead is needed to rank. */
  readonly forRanking: boolean;
  /** Targets whose mention on the page is of interest. */
  readonly wanted: ReadonlySet<string>;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface HeadSources {
  readonly http: Pick<HttpClient, 'request' | 'newCookies'>;
  readonly hostLimits: HostTurns;
}

/** A target that answered, but not with a page: what it did say goes with the error. */
export class HeadFailure extends LoupeError {
  readonly head: HeadData;

  constructor(error: LoupeError, head: HeadData) {
    super(error.code, error.message, { next: error.next, cause: error });
    this.head = head;
  }
}

/**
 * The head of the page, or of the one it leads to at once.
 * @throws LoupeError as `HttpClient.request`, `rate_limited`; HeadFailure `http_error`, `rate_limited`
 */
export async function readHead(url: URL, request: HeadRequest, sources: HeadSources): Promise<HeadReading> {
  const cookies = sources.http.newCookies();
  const endsAt = performance.now() + request.timeoutMs;
  const reading = await followLeads<Reading>(url, async ({ url: at, isNamed }, before) => {
    const { signal, headers } = request;
    const leftMs = () => Math.max(1, Math.round(endsAt - performance.now()));
    const late = () => new LoupeError('timeout', `its turn did not come within ${request.timeoutMs} ms`);
    using waiting = withDeadline(signal, leftMs(), late);
    // The pace within a host is the call's concurrency; only what a host asked for, or a crawl of it, is waited for.
    await sources.hostLimits.acquire(at.host, 0, waiting);
    const given = isNamed ? headers : undefined;
    const asked = { signal, timeoutMs: leftMs(), maxBytes: HEAD_MAX_BYTES, cookies, headers: given };
    const stop = await readOne(at, asked, request, sources);
    if (before === undefined) return stop;
    // A file that a page gives out is no page in its place.
    if (stop.value.lead === undefined) return { ...stop, value: before, next: undefined };
    const head = { ...stop.value.head, redirected_url: stop.finalUrl };
    return { ...stop, value: { ...stop.value, head } };
  });
  return detached(reading);
}

async function readOne(
  url: URL,
  asked: HttpRequest,
  request: HeadRequest,
  { http, hostLimits }: HeadSources,
): Promise<Stop<Reading>> {
  using response = await http.request(url, asked);
  const answer = answerOf(withoutCredentials(url), response);
  const { finalUrl, status, headers } = response;
  const { host } = new URL(finalUrl);
  const pauseMs = hostLimits.note(host, status, headers);
  if (status >= 400) throw new HeadFailure(failureOf(status, host, pauseMs), answer);
  const mimeType = essenceOf(headers['content-type']);
  const read = await readText(response, request, mimeType);
  if (read === undefined) return { value: { head: answer }, finalUrl, next: undefined };
  const seen = glance(read.text, finalUrl, request.wanted);
  if (seen.head.title === undefined && BROKEN.has(response.truncated)) {
    const what = response.truncated === 'timeout' ? 'took too long to send' : 'broke off';
    throw new HeadFailure(
      new LoupeError(response.truncated === 'timeout' ? 'timeout' : 'connect_failed', `${host} ${what} its page`),
      answer,
    );
  }
  const value = readingOf(seen, read, answer);
  return { value, finalUrl, next: refreshTarget({ html: read.text, headers, finalUrl, status, mimeType }) };
}

/** The same of a page that was read whole; undefined where it is no HTML. */
export async function headOfPage(
  page: FetchedPage,
  { forRanking, wanted }: Pick<HeadRequest, 'forRanking' | 'wanted'>,
): Promise<HeadReading | undefined> {
  const { html, mimeType, url, finalUrl, charset, engine } = page;
  if (html === '' || !isHtml(mimeType)) return undefined;
  const start = TextEnd.of(html.slice(0, HEAD_MAX_BYTES), forRanking);
  const text = engine === 'http' ? await asHtml(start, mimeType) : start;
  const answer = answerOf(url, page);
  return detached(readingOf(glance(text, finalUrl, wanted), { text, charset }, answer));
}

interface Read extends Pick<HeadReading, 'isGuess'> {
  readonly text: string;
  readonly charset: string;
}

function readingOf(seen: Glance, { text, charset, isGuess }: Read, answer: HeadData): Reading {
  // What the page says itself goes before its headers.
  const link = { ...answer.link, ...seen.head.link };
  const head = { ...answer, ...seen.head, link, charset };
  return { head, lead: seen.lead, asksPassword: asksPassword(text), isGuess, mentions: [...seen.mentions] };
}

/** Ends that leave a head unread. The other truncations are our own caps. */
const BROKEN: ReadonlySet<Truncation | undefined> = new Set<Truncation>(['timeout', 'connection']);

function failureOf(status: number, host: string, pauseMs: number | undefined): LoupeError {
  if (status === 429 || (status === 503 && pauseMs !== undefined)) return pauseAsked(host, pauseMs, status);
  return new LoupeError('http_error', `${host} answered ${status}${status === 401 ? ' and asks for a login' : ''}`);
}

/** A copy with strings of its own: those of a parser are views that would keep the whole page's text in memory. */
function detached(reading: Reading): HeadReading {
  const { lead, ...others } = reading;
  const text = JSON.stringify(others);
  if (lead === undefined) return { ...JSON.parse(text), chars: text.length };
  // Running text is most of it, and copied as it is in a tenth of the time.
  const { headings, lead: first, around, body } = lead;
  const copy = { headings: copyOf(headings), lead: copyOf(first), around: copyOf(around), body: copyOf(body) };
  const chars = text.length + headings.length + first.length + around.length + body.length;
  return { ...JSON.parse(text), lead: copy, chars };
}

/** What the answer itself tells, before any of its body. @param url what was asked for, without credentials */
function answerOf(
  url: string,
  { status, headers, finalUrl }: Pick<HttpResponse, 'status' | 'headers' | 'finalUrl'>,
): HeadData {
  const type = headers['content-type'];
  const length = Number(headers['content-length'] ?? Number.NaN);
  const link = headerLinks({ headers, finalUrl });
  const [canonical] = link.canonical ?? [];
  return {
    meta: {},
    link,
    jsonld: [],
    ...(canonical === undefined ? {} : { canonical }),
    status_code: status,
    ...(type === undefined ? {} : { content_type: cleanText(type.slice(0, 200)).text }),
    ...(Number.isSafeInteger(length) && length >= 0 ? { content_length: length } : {}),
    ...(withoutHash(url) === withoutHash(finalUrl) ? {} : { redirected_url: finalUrl }),
  };
}

/** The text that is needed, as HTML; undefined when it is neither that nor Markdown. */
async function readText(response: HttpResponse, request: HeadRequest, mimeType: string) {
  if (isHtml(mimeType)) {
    const read = await readStart(response, request, mimeType, HEAD_MAX_BYTES);
    return read && { ...read, text: await asHtml(read.text, mimeType) };
  }
  if (!isMarkdown(mimeType, response.finalUrl)) return undefined;
  const read = await readStart(response, request, mimeType, MARKDOWN_MAX_BYTES);
  const { markdownAsHtml } = await import('../document/markdown-html.js');
  return read && { ...read, text: markdownAsHtml(read.text) };
}

async function asHtml(text: string, mimeType: string): Promise<string> {
  return isXhtml(mimeType) ? (await import('../document/xhtml.js')).xhtmlAsHtml(text) : text;
}

/** The text as far as it is needed, of at most so many bytes; undefined of a file that has no type, or is called text. */
async function readStart(response: HttpResponse, { forRanking }: HeadRequest, mimeType: string, most: number) {
  const type = response.headers['content-type'];
  const decoder = new StreamingDecoder(type);
  const parts: Uint8Array[] = [];
  let text = '';
  let bytes = 0;
  const end = new TextEnd(forRanking);
  for await (const piece of response.body) {
    const part = piece.subarray(0, most - bytes);
    bytes += part.length;
    parts.push(part);
    if (parts.length === 1 && sniffed(part, mimeType) !== mimeType) return undefined;
    text += decoder.write(part);
    if (bytes >= most || end.isIn(text)) break;
  }
  text += decoder.end();
  if (!decoder.isGuess) return { text: end.cut(text), charset: decoder.charset };
  const read = decodeStart(Buffer.concat(parts), type);
  const isGuess = read.charset === 'windows-1252' && read.warning !== undefined;
  return { text: TextEnd.of(read.text, forRanking), charset: read.charset, isGuess };
}

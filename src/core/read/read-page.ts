/** A page source in, everything asked of the page out: loading and extraction joined into one result. */
import type { Call } from '../call.js';
import { LoupeError } from '../errors.js';
import type { ExtractRequest, PageExtract } from '../extract/extract-page.js';
import type { LinkItem } from '../extract/link-item.js';
import type { CaptureFile, CaptureRequest } from '../fetch/browser-messages.js';
import { orRemove } from '../fetch/capture-cleanup.js';
import { headerCharset } from '../fetch/charset.js';
import { isHtml, isOtherText, isXhtml } from '../fetch/content-type.js';
import { loginAsked, loginWarnings } from '../fetch/login-wall.js';
import type { FetchedPage } from '../fetch/page.js';
import { IN_SHADOW, UNLOOKED_AT } from '../fetch/text-remarks.js';
import type { RunConfig } from '../run-config.js';
import { isRoute, parseUrl, withoutCredentials } from '../url.js';
import { bareWarning } from './bare-page.js';
import { withHeaderLinks } from './header-metadata.js';
import type { CapturedFiles, PageResult, ScoreSummary } from './page-result.js';

export type PageSource = { url: string } | { html: string; baseUrl: string };

/** The parts of a page a tool asks for. */
export type Wanted = ExtractRequest['want'];

/** One page to be read. */
export interface PageRequest {
  readonly source: PageSource;
  readonly config: RunConfig;
  readonly want: Wanted;
  /** Files to be made of it. */
  readonly capture?: Omit<CaptureRequest, 'dir'> | undefined;
  /** What the caller is to be told besides: kept with the result, so that every answer made of it says so. */
  readonly warnings?: readonly string[];
}

/** What reading needs: a way to pages, and a way from HTML to what stands in it. */
export interface ReadDeps {
  fetch(url: string, config: RunConfig, call: Call): Promise<FetchedPage>;
  /** Takes a file made of a page into care. */
  keepCaptures(files: readonly CaptureFile[], url: string): Promise<CapturedFiles>;
  extract(request: ExtractRequest, signal: AbortSignal): Promise<PageExtract>;
  readonly socialMediaDomains: readonly string[] | undefined;
}

export interface ReadPage {
  result: Omit<PageResult, 'result_id'>;
  html: string;
  /** What stands around links, where it was wanted. */
  linkContext?: PageExtract['linkContext'] | undefined;
  /** The place on the page that its URL names, where content was wanted. */
  place?: NamedPlace | undefined;
  /** Where in a long content the main content begins, in characters, where that was wanted. */
  mainStart?: number | undefined;
  /** How the page was extracted, so that parts nobody asked for can be had later from the kept HTML. */
  request: Omit<ExtractRequest, 'html'>;
}

export interface NamedPlace {
  /** As it stands behind the "#" of the URL. */
  readonly fragment: string;
  /** Where it begins in the content, in characters; absent where nothing of the content is meant by it. */
  readonly at: number | undefined;
}

/** Metadata stands at the start; a picture of a page is not lost because all of it takes too long to parse. */
const METADATA_CHARS = 1_000_000;

export async function readPage(
  source: PageSource,
  config: RunConfig,
  want: Wanted,
  deps: ReadDeps,
  call: Call,
): Promise<ReadPage> {
  if ('html' in source) return readHtml(source.html, source.baseUrl, config, want, deps, call);
  const page = await deps.fetch(source.url, config, call);
  // What a browser shows is a document of its own making, whatever was sent.
  const isText = isOtherText(page.mimeType);
  const rendered = page.engine === 'browser' && !isText;
  if (!rendered && !isText && !isHtml(page.mimeType)) throw notHtml(page);
  const request = {
    ...requestFor(page.finalUrl, rendered, config, want, deps),
    ...charsetOf(page, rendered),
    ...(isText || (!rendered && isXhtml(page.mimeType)) ? { mimeType: page.mimeType } : {}),
  };
  const isRead = want.links || want.media || want.tables || want.content;
  const html = isRead ? page.html : page.html.slice(0, METADATA_CHARS);
  // First: whatever becomes of the extraction, files that are in nobody's care would never be removed.
  const captures = await orRemove(page.captures, () => deps.keepCaptures(page.captures, page.finalUrl));
  const fragment = want.content ? fragmentOf(page) : undefined;
  const named = fragment === undefined ? {} : { fragment };
  const extract = await deps.extract({ ...request, ...named, html }, call.signal);
  extract.warnings.push(...loginWarnings(page), ...bareWarning(extract, want, config, page));
  return {
    result: { ...headOf(page, source.url), ...partsOf(extract, config, isRead ? page : pictured(page)), ...captures },
    html: page.html,
    linkContext: extract.linkContext,
    place: placeOf(extract, fragment),
    mainStart: extract.mainStart,
    request,
  };
}

/** In which queries of its links are written; of what a browser shows, its own meta may say so too. */
function charsetOf({ charset, headers }: FetchedPage, rendered: boolean): { charset?: string } {
  const said = rendered ? headerCharset(headers['content-type']) : charset;
  return said === undefined ? {} : { charset: said };
}

/** What its text lacks, a picture shows. */
function pictured(page: FetchedPage): FetchedPage {
  return { ...page, warnings: page.warnings.filter((said) => said !== IN_SHADOW && said !== UNLOOKED_AT) };
}

/** Of the address that redirects led to. Scripts write into a browser's: there, of the one that was asked for. */
function fragmentOf({ engine, url, finalUrl }: FetchedPage): string | undefined {
  const address = new URL(engine === 'browser' ? url : finalUrl);
  return address.hash.length < 2 || isRoute(address) ? undefined : address.hash.slice(1);
}

function placeOf({ contentStart: at }: PageExtract, fragment: string | undefined): NamedPlace | undefined {
  return fragment === undefined ? undefined : { fragment, at };
}

async function readHtml(
  html: string,
  baseUrl: string,
  config: RunConfig,
  want: Wanted,
  deps: ReadDeps,
  call: Call,
): Promise<ReadPage> {
  const base = withoutCredentials(baseUrl);
  if (parseUrl(base) === undefined)
    throw new LoupeError('invalid_input', `base_url: expected an absolute URL, got "${base.slice(0, 60)}"`);
  const request = requestFor(base, false, config, want, deps);
  const extract = await deps.extract({ ...request, html }, call.signal);
  return {
    result: { success: true, url: base, redirected_url: base, ...partsOf(extract, config) },
    html,
    linkContext: extract.linkContext,
    mainStart: extract.mainStart,
    request,
  };
}

function requestFor(
  url: string,
  rendered: boolean,
  config: RunConfig,
  want: Wanted,
  deps: Pick<ReadDeps, 'socialMediaDomains'>,
): Omit<ExtractRequest, 'html'> {
  return {
    url,
    rendered,
    want,
    content: config,
    links: config,
    media: config,
    verbose: config.verbose || config.link_preview_config?.verbose === true,
    ...(deps.socialMediaDomains === undefined ? {} : { socialMediaDomains: deps.socialMediaDomains }),
  };
}

function headOf(
  page: FetchedPage,
  sent: string,
): Pick<
  PageResult,
  'success' | 'url' | 'redirected_url' | 'status_code' | 'engine' | 'engine_reason' | 'error_message'
> {
  const success = page.status < 400;
  return {
    success,
    url: page.url,
    redirected_url: page.finalUrl,
    status_code: page.status,
    error_message: success ? undefined : failureOf(page, sent),
    engine: page.engine,
    engine_reason: page.engineReason,
  };
}

/** `http_error`, or `rate_limited` with when to come back where the server says so (RFC 9110, 10.2.3). */
function failureOf(page: FetchedPage, sent: string): string {
  const { status, headers } = page;
  if (status !== 429 && status !== 503) return `http_error: the server answered ${status}${loginAsked(page, sent)}`;
  const after = /^(?:\d{1,9}|[A-Za-z]{3}, [\w: ]{10,30})$/.exec(headers['retry-after'] ?? '')?.[0];
  const when = after === undefined ? '' : `; come back ${/^\d/.test(after) ? `in ${after} s` : `at ${after}`}`;
  return `rate_limited: the server answered ${status}${when}`;
}

function partsOf(
  extract: PageExtract,
  config: RunConfig,
  page?: FetchedPage,
): Omit<PageResult, 'success' | 'url' | 'redirected_url' | 'result_id'> {
  return {
    metadata: page === undefined ? extract.metadata : withHeaderLinks(extract.metadata, page),
    links: extract.links,
    links_filtered: extract.linksFiltered,
    score_summary: scoreSummaryOf([...extract.links.internal, ...extract.links.external]),
    media: extract.media,
    images_filtered: extract.imagesFiltered,
    tables: extract.tables,
    ...(config.only_text ? { text: extract.content } : { markdown: extract.content }),
    hidden_text_removed: extract.hiddenTextRemoved,
    warnings: [...(page?.warnings ?? []), ...extract.warnings],
    timings: { ...page?.timings, ...extract.timings },
  };
}

/** How good a page's links are: their mean score, how many are good and how many are poor. */
function scoreSummaryOf(links: readonly LinkItem[]): ScoreSummary | undefined {
  const scores: number[] = [];
  for (const { intrinsic_score: score } of links) if (score !== undefined) scores.push(score);
  if (scores.length === 0) return undefined;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    mean: Math.round(mean * 100) / 100,
    above_7: scores.filter((score) => score > 7).length,
    below_3: scores.filter((score) => score < 3).length,
  };
}

/** Refused with what its headers say. */
function notHtml({ finalUrl, mimeType, headers }: FetchedPage): LoupeError {
  const size = headers['content-length'];
  const message = `${finalUrl} is ${mimeType}${size === undefined ? '' : `, ${size} bytes`}`;
  if (!mimeType.startsWith('image/')) return new LoupeError('not_html', message);
  return new LoupeError('not_html', message, { next: 'It is a picture: capture shows it.' });
}

/** Loads one page in a fresh context of the browser and reads it. Runs in the browser's own process. */
import type { Page } from 'playwright';
import { checkCallerHeaders } from '../egress/request-headers.js';
import { hasCode, LoupeError } from '../errors.js';
import { isWebUrl, parseUrl, withoutCredentials } from '../url.js';
import { awaitContent } from './await-content.js';
import { navigationError, netErrorName } from './browser-errors.js';
import type { BrowserLoaded, BrowserLoadRequest, CaptureFile, CaptureRequest } from './browser-messages.js';
import {
  notHtml,
  refusalOf,
  refuseDamaged,
  refuseErrorPage,
  refuseProxyAnswer,
  refuseUnreadable,
} from './browser-refusals.js';
import type { BrowserSession } from './browser-session.js';
import { orRemove } from './capture-cleanup.js';
import { decodeText } from './charset.js';
import { isOtherText } from './content-type.js';
import { Navigation } from './navigation.js';
import { sendToOrigin } from './origin-headers.js';
import { PageClock } from './page-clock.js';
import type { OpenPage } from './page-opener.js';
import { passOn } from './pass-on.js';
import { preparePage } from './prepare.js';
import { renderedHtml } from './rendered-html.js';
import { Traffic } from './traffic.js';
import { waitUntil } from './wait-until.js';

/** Makes the pictures of a page that is ready. */
export type CapturePage = (page: Page, request: CaptureRequest, clock: PageClock) => Promise<CaptureFile[]>;

interface LoadingPage {
  readonly loaded: Promise<BrowserLoaded>;
  /** Resolves when the context is closed; never rejects. The answer does not wait for it. */
  readonly released: Promise<void>;
  /** Whether anything came from the server. */
  hasAnswered(): boolean;
}

/** A page that answers but is never done leaves this much of its time for its picture: some twenty frames, drawn slowly. */
const CAPTURE_RESERVE_MS = 10_000;
const CAPTURE_SHARE = 1 / 2;
/** What the caller waits for may come later than that. */
const CAPTURE_SHARE_WAIT_FOR = 1 / 3;

export function loadPage(
  session: BrowserSession,
  request: BrowserLoadRequest,
  cancelled: AbortSignal,
  capture: CapturePage,
): LoadingPage {
  let open: OpenPage | undefined;
  let navigation: Navigation | undefined;
  const close = async () => open?.context.close().catch(() => {});
  const work = async () => {
    const url = checkedUrl(request.url);
    const clock = new PageClock(request.config.page_timeout, cancelled);
    const own = checkCallerHeaders(request.config.headers ?? {});
    open = await session.opener.open(request.config, url);
    cancelled.throwIfAborted();
    await sendToOrigin(open.page, url.origin, own);
    clock.mark('open');
    navigation = new Navigation(open.page, withoutCredentials(url));
    return loadInto({ page: open.page, url, navigation, request, session, clock, since: Date.now() }, capture);
  };
  cancelled.addEventListener('abort', close, { once: true });
  const loaded = work();
  const released = loaded.then(close, close);
  // Not before the page is gone: a call that waits for a slot comes first.
  void released.then(() => session.opener.refill());
  return { loaded, released, hasAnswered: () => navigation?.response !== undefined };
}

/** A page may lead on to one that leads on. */
const STEPS_MAX = 3;

/** A page of the browser and what is known of its loading. */
interface Loading {
  readonly page: Page;
  /** What it was asked for. */
  readonly url: URL;
  readonly navigation: Navigation;
  readonly request: BrowserLoadRequest;
  readonly session: BrowserSession;
  readonly clock: PageClock;
  /** When it began, as `Date.now()`. */
  readonly since: number;
}

async function loadInto(loading: Loading, capture: CapturePage): Promise<BrowserLoaded> {
  const { page, navigation, request, session, clock, since } = loading;
  const { config } = request;
  clock.failWith(navigation.failed);
  const traffic = new Traffic(page, navigation);
  const answer = await navigate(loading);
  clock.mark('navigate');
  refuseProxyAnswer(loading);
  if (answer !== undefined) {
    const nothing = request.capture === undefined ? [] : ['no file was made: the answer brought no page'];
    return { ...answer, warnings: [...answer.warnings, ...nothing], timings: clock.timings(), captures: [] };
  }
  refuseUnreadable(navigation, request.capture === undefined);
  const share = config.wait_for === undefined ? CAPTURE_SHARE : CAPTURE_SHARE_WAIT_FOR;
  if (request.capture !== undefined) clock.reserve(CAPTURE_RESERVE_MS, share);
  const isDrawn = request.capture !== undefined || config.scan_full_page || config.wait_for_images;
  // An attached browser goes through no proxy of ours.
  const { proxy } = session;
  const giveUp = (silentMs: number) => {
    for (const host of traffic.holdingUp) proxy?.hangUp(host, silentMs);
  };
  const givenUp = () => traffic.lost.filter((host) => (proxy?.hungUpAt(host) ?? 0) >= since);
  const waiting = { page, navigation, clock, giveUp, givenUp, isDrawn };
  await waitUntil(waiting, config.wait_until);
  let arrived = navigation.response;
  if (config.wait_for === undefined) await passOn(waiting, config.wait_until);
  /** A page that leads on (`<meta http-equiv="refresh">`, a script) does so while it is looked at: what it leads to has yet to load. */
  const followed = async () => {
    if (navigation.response === arrived && !navigation.isOnItsWay) return false;
    await waitUntil(waiting, config.wait_until);
    arrived = navigation.response;
    return true;
  };
  await followed();
  clock.mark('wait_until');
  const showsWindow = request.capture !== undefined && isOfWindow(request.capture);
  let flattens = await preparePage({ page, config, traffic, clock, arrive: followed, showsWindow });
  for (let step = 0; step < STEPS_MAX && (await followed()); step++)
    if (config.wait_for === undefined) flattens = await awaitContent(page, traffic, clock, config.flatten_shadow_dom);
  clock.mark('prepare');
  // Scripts of a page lead to files, too.
  refuseUnreadable(navigation, request.capture === undefined);
  // Of a body that cannot be unpacked there is no document to picture: pictures of it fail, or are waited for without end.
  if (request.capture !== undefined && navigation.cutShort !== undefined)
    refuseDamaged(navigation, await renderedHtml(page, config, clock, followed));
  const captures = request.capture === undefined ? [] : await capture(page, request.capture, clock);
  if (captures.length > 0) clock.mark('capture');
  const read = { ...request, config: { ...config, flatten_shadow_dom: flattens } };
  return await orRemove(captures, () => readLoaded({ ...loading, request: read }, captures, followed));
}

/** What is below the window is on no picture of it. */
function isOfWindow({ formats, fullPage, selector }: CaptureRequest): boolean {
  return !fullPage && selector === undefined && formats.every((format) => format === 'screenshot');
}

/** What stands on a page that is ready. */
async function readLoaded(
  loading: Loading,
  captures: CaptureFile[],
  followed: () => Promise<boolean>,
): Promise<BrowserLoaded> {
  const { page, navigation, request, clock } = loading;
  const source = captures.length > 0 ? undefined : await sourceOf(navigation, clock);
  const html =
    source ??
    (await renderedHtml(page, request.config, clock, followed).catch((thrown: unknown) => {
      if (!hasCode(thrown, 'timeout') || captures.length === 0) throw thrown;
      clock.warn('the page could not be read in time after it was captured: its title and text are missing');
      return '';
    }));
  refuseErrorPage(loading);
  // It may have been led to a file while it was read.
  refuseUnreadable(navigation, request.capture === undefined);
  refuseDamaged(navigation, html);
  clock.mark('read');
  const { mimeType, ...answered } = head(page.url(), navigation);
  return {
    ...answered,
    mimeType: source === undefined && isOtherText(mimeType) ? 'text/html' : mimeType,
    html,
    isPartial: clock.isPartial || navigation.warnings.length > 0,
    warnings: [...navigation.warnings, ...clock.warnings],
    timings: clock.timings(),
    captures,
  };
}

/** Inside the browser file:, chrome: and the like would open: this is their only gate. */
function checkedUrl(text: string): URL {
  const url = parseUrl(text);
  if (url === undefined) throw new LoupeError('invalid_input', 'url is no URL');
  if (!isWebUrl(url)) throw new LoupeError('blocked_address', `${url.protocol} addresses are not opened`);
  return url;
}

/**
 * Of text that is no HTML, what the server sent: the browser shows its own viewer of it. XML with a stylesheet becomes a
 * page.
 */
async function sourceOf(navigation: Navigation, clock: PageClock): Promise<string | undefined> {
  const { response } = navigation;
  if (response === undefined || !isOtherText(navigation.mimeType)) return undefined;
  // Chromium keeps 20 MB of a body and forgets longer ones whole: then its viewer is read, which is refused as too large.
  const reading = response.body().then((body) => decodeText(body, response.headers()['content-type']).text);
  const text = await clock.attemptValue(reading);
  return text === undefined || /<\?xml-stylesheet\s/.test(text.slice(0, PROLOG_CHARS)) ? undefined : text;
}
const PROLOG_CHARS = 10_000;

type Answer = Omit<BrowserLoaded, 'timings' | 'captures'>;

/** Undefined when a document stands there to be read; an answer when there is one without a document (204, empty 401). */
async function navigate(loading: Loading): Promise<Answer | undefined> {
  const { page, url, navigation, clock } = loading;
  try {
    await clock.within(page.goto(withoutCredentials(url), { waitUntil: 'commit', timeout: 0 }));
    return undefined;
  } catch (thrown) {
    if (clock.isOver) throw clock.timeout(`${url.host} did not answer`);
    const failure = refusalOf(loading);
    if (failure !== undefined) throw failure;
    const status = navigation.response?.status() ?? 0;
    if (navigation.hasDownload || /Download is starting/.test(String(thrown))) throw notHtml(navigation);
    const isEmptyAnswer = status >= 400 || status === 204 || status === 205 || status === 304;
    if (isEmptyAnswer && /RESPONSE_CODE_FAILURE|ABORTED|AUTH_CREDENTIALS/.test(netErrorName(thrown)))
      return {
        ...head(navigation.lastUrl, navigation),
        html: '',
        isPartial: navigation.warnings.length > 0,
        warnings: navigation.warnings,
      };
    throw navigationError(thrown, parseUrl(navigation.lastUrl)?.hostname ?? url.hostname);
  }
}

function head(
  finalUrl: string,
  navigation: Navigation,
): Pick<BrowserLoaded, 'finalUrl' | 'status' | 'headers' | 'mimeType'> {
  return {
    finalUrl: withoutCredentials(finalUrl),
    status: navigation.response?.status() ?? 0,
    headers: navigation.response?.headers() ?? {},
    mimeType: navigation.mimeType,
  };
}

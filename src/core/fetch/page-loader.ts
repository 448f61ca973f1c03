/** Which engine loads a page, and why: plain HTTP, then a browser where that is not enough. */
import type { Call } from '../call.js';
import { isForBrowsers } from '../egress/http-errors.js';
import { asLoupeError, LoupeError } from '../errors.js';
import type { RunConfig } from '../run-config.js';
import { withoutCredentials } from '../url.js';
import { captureAdvice } from './browser-errors.js';
import { BROWSER_FIELDS, given, WINDOW_FIELDS, withVain } from './browser-fields.js';
import type { CaptureRequest } from './browser-messages.js';
import type { Browsers } from './browsers.js';
import { orRemove } from './capture-cleanup.js';
import { MISREAD, OF_HONG_KONG } from './charset.js';
import { isHtml } from './content-type.js';
import { type HttpLoader, loadByHttp } from './http-page.js';
import { type BrowserNeed, needsBrowser } from './needs-browser.js';
import type { FetchedPage } from './page.js';

/** How long a browser is given for an answer that may be damaged, or none. */
const DAMAGED_MS = 8_000;

export class PageLoader {
  readonly #http: HttpLoader;
  readonly #browsers: Browsers;

  constructor(http: HttpLoader, browsers: Browsers) {
    this.#http = http;
    this.#browsers = browsers;
  }

  /** By the engine that `config` names, or the first one that is enough. @throws LoupeError with any code of loading */
  async load(url: URL, config: RunConfig, call: Call): Promise<FetchedPage> {
    const fields = given(BROWSER_FIELDS, config);
    switch (config.engine) {
      case 'http': {
        const page = await loadByHttp(this.#http, url, config, call.signal);
        return withVain(page, [...fields, ...given(WINDOW_FIELDS, config)], 'engine "http" runs no browser');
      }
      case 'browser':
        return await this.#byBrowser(url, config, call);
      case 'auto': {
        if (fields.length > 0) return await this.#byBrowser(url, config, call, `${fields.join(', ')} needs a browser`);
        const page = await this.#byChoice(url, config, call);
        if (page.engine === 'browser') return page;
        return withVain(page, given(WINDOW_FIELDS, config), 'plain HTTP was enough; engine "browser" heeds it');
      }
      default:
        return config.engine satisfies never;
    }
  }

  /** HTTP, then the browser if what came is no page yet. Without a browser the page is what HTTP had. */
  async #byChoice(url: URL, config: RunConfig, call: Call): Promise<FetchedPage> {
    const since = performance.now();
    const left = () => ({ ...config, page_timeout: leftOf(config.page_timeout, performance.now() - since) });
    let page: FetchedPage;
    try {
      page = await loadByHttp(this.#http, url, config, call.signal);
    } catch (thrown) {
      return await this.#inSpiteOf(thrown, url, left(), call);
    }
    if (!isHtml(page.mimeType)) return { ...page, engineReason: `the server sent ${page.mimeType}` };
    const { needed, reason } = (page.status < 400 && misread(page.warnings)) || needsBrowser(page.html, page.status);
    if (!needed) return { ...page, engineReason: reason };
    call.log('info', `${url.host}: ${reason}, starting a browser`);
    try {
      return await this.#byBrowser(url, left(), call, reason);
    } catch (thrown) {
      const error = asLoupeError(thrown, call.signal);
      if (error.code === 'cancelled') throw error;
      return {
        ...page,
        // The next call may find a browser that is less busy, or a line that holds.
        isPartial: true,
        engineReason: `${reason}, but the browser failed`,
        warnings: [...page.warnings, error.toText()],
      };
    }
  }

  /** Browsers read answers that are not quite HTTP, and compressions that are not undone here, of servers that like only them. */
  async #inSpiteOf(thrown: unknown, url: URL, config: RunConfig, call: Call): Promise<FetchedPage> {
    if (!(thrown instanceof LoupeError) || !isForBrowsers(thrown)) throw thrown;
    const page_timeout = Math.min(config.page_timeout, DAMAGED_MS);
    const page = await this.#byBrowser(url, { ...config, page_timeout }, call, thrown.message).catch(() => undefined);
    call.signal.throwIfAborted();
    if (page === undefined || page.warnings.length > 0) throw thrown;
    return page;
  }

  /** The page with files made of it, for which it takes a browser. @throws as `load` */
  async capture(url: URL, config: RunConfig, call: Call, capture: CaptureRequest): Promise<FetchedPage> {
    const why = 'a capture needs a browser';
    const page = await this.#byBrowser(url, config, call, why, capture).catch((thrown: unknown) => {
      if (!(thrown instanceof LoupeError)) throw thrown;
      const next = captureAdvice(thrown);
      throw next === undefined ? thrown : thrown.restated(thrown.message, next);
    });
    if (config.engine !== 'http') return page;
    return { ...page, warnings: [...page.warnings, `engine "http" had no effect: ${why}`] };
  }

  async #byBrowser(
    url: URL,
    config: RunConfig,
    call: Call,
    engineReason?: string,
    capture?: CaptureRequest,
  ): Promise<FetchedPage> {
    call.progress(0, undefined, `loading ${url.host} in a browser`);
    const loaded = await this.#browsers.load({ url: url.href, config, capture }, call);
    const asked = withoutCredentials(url);
    const moved = { url: asked, finalUrl: loaded.finalUrl };
    await orRemove(loaded.captures, () => this.#http.politeness.permitMoved(moved, config, call.signal));
    return {
      ...loaded,
      url: asked,
      bytes: Buffer.byteLength(loaded.html),
      charset: 'utf-8',
      engine: 'browser',
      engineReason,
      fromCache: false,
    };
  }
}

/** The browser has what plain HTTP left of the time, and a chance in any case: HTTP may have waited for its turn. */
function leftOf(timeoutMs: number, spentMs: number): number {
  return Math.round(Math.max(timeoutMs / 3, timeoutMs - spentMs));
}

/** What a browser decodes better. */
function misread(warnings: readonly string[]): BrowserNeed | undefined {
  if (warnings.includes(MISREAD)) return { needed: true, reason: 'the page names no encoding and none fits' };
  return warnings.includes(OF_HONG_KONG) ? { needed: true, reason: OF_HONG_KONG } : undefined;
}

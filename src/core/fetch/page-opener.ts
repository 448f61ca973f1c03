/** Opens a fresh context with one page; one is kept ready, since opening takes as long as loading a small page. */
import type { BrowserContext, BrowserContextOptions, Page, Browser as PlaywrightBrowser } from 'playwright';
import { LoupeError } from '../errors.js';
import type { PageConfig } from '../page-config.js';
import { type StorageState, type StoredCookie, storedState } from '../storage-state.js';
import { hasLogin, percentDecoded } from '../url.js';
import type { BrowserOptions } from './browser-options.js';
import { mainPlace } from './in-page.js';
import { openShadowRoots } from './prepare.js';

/** Chromium's words for settings it does not know. */
const UNKNOWN_SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/setUserAgentOverride/, 'user_agent: it holds characters that no header can'],
  [/setLocaleOverride/, 'locale: the browser knows no locale of this name'],
  [/Invalid timezone ID/, 'timezone_id: the browser knows no time zone of this name'],
];

export interface OpenPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What it is logged in with. */
  readonly login: StorageState | undefined;
}

/** What of the config is settled when a context is made. */
type ContextConfig = Partial<
  Pick<PageConfig, 'user_agent' | 'locale' | 'timezone_id' | 'viewport' | 'flatten_shadow_dom'>
>;

export class PageOpener {
  readonly #browser: PlaywrightBrowser;
  readonly #options: BrowserOptions;
  readonly #login: (() => StorageState) | undefined;
  #spare: Promise<OpenPage | undefined> | undefined;

  constructor(browser: PlaywrightBrowser, options: BrowserOptions) {
    this.#browser = browser;
    this.#options = options;
    this.#login = options.storageState === undefined ? undefined : storedState(options.storageState);
  }

  /** @param url what it is to load: the login in it, if any, is what its origin is answered with */
  async open(config: ContextConfig, url: URL): Promise<OpenPage> {
    if (!isPlain(config) || hasLogin(url)) return this.#make(config, url);
    const spare = this.#spare;
    this.#spare = undefined;
    const ready = await spare;
    if (ready === undefined || ready.page.isClosed()) return this.#make({});
    if (ready.login === this.#login?.()) return ready;
    // The login was renewed since.
    void ready.context.close().catch(() => {});
    return this.#make({});
  }

  /** Makes the first one and keeps it ready once the check is passed. @throws what stands in the way of either */
  async first(check: (page: Page) => Promise<void>): Promise<void> {
    const made = await this.#make({});
    await check(made.page);
    this.#spare = Promise.resolve(made);
  }

  /** Makes the next one ready; called when nothing else is to be done. */
  refill(): void {
    this.#spare ??= this.#make({}).catch(() => undefined);
  }

  async #make(config: ContextConfig, url?: URL): Promise<OpenPage> {
    const login = this.#login?.();
    const own = url === undefined ? {} : credentialsOf(url);
    const context = await this.#browser.newContext({ ...contextOptions(this.#options, config, login), ...own });
    try {
      if (config.flatten_shadow_dom) await openShadowRoots(context);
      const page = await context.newPage();
      await mainPlace(page);
      context.on('page', (popup) => void popup.close().catch(() => {}));
      return { context, page, login };
    } catch (thrown) {
      await context.close().catch(() => {});
      const unknown = UNKNOWN_SETTINGS.find(([words]) => words.test(String(thrown)))?.[1];
      throw unknown === undefined ? thrown : new LoupeError('invalid_input', unknown, { cause: thrown });
    }
  }
}

function isPlain(config: ContextConfig): boolean {
  const { user_agent, locale, timezone_id, viewport, flatten_shadow_dom } = config;
  return [user_agent, locale, timezone_id, viewport].every((value) => value === undefined) && !flatten_shadow_dom;
}

function contextOptions(
  options: BrowserOptions,
  config: ContextConfig,
  login: StorageState | undefined,
): BrowserContextOptions {
  const userAgent = config.user_agent ?? options.userAgent;
  return {
    viewport: config.viewport ?? options.viewportSize,
    serviceWorkers: 'block',
    acceptDownloads: false,
    permissions: [],
    ignoreHTTPSErrors: options.ignoreHttpsErrors,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(config.locale === undefined ? {} : { locale: config.locale }),
    ...(config.timezone_id === undefined ? {} : { timezoneId: config.timezone_id }),
    ...(login === undefined
      ? {}
      : { storageState: { origins: login.origins, cookies: login.cookies.map(browserCookie) } }),
  };
}

/** A document whose address held them would put them into its links, its scripts' hands, and the files made of it. */
function credentialsOf(url: URL): Pick<BrowserContextOptions, 'httpCredentials'> {
  if (!hasLogin(url)) return {};
  const { username, password, origin } = url;
  return { httpCredentials: { username: percentDecoded(username), password: percentDecoded(password), origin } };
}

/** Browsers take a cookie that says nothing of it for Lax (RFC 6265bis, section 5.6.7.1). */
function browserCookie(cookie: StoredCookie) {
  return { ...cookie, sameSite: cookie.sameSite ?? 'Lax' };
}

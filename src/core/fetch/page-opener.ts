/** Opens a fresh context with one page; one is kept ready, since opening takes as long as loading a small page. */
import type { BrowserContext, BrowserContextOptions, Page, Browser as PlaywrightBrowser } from 'playwright';
import { LoupeError } from '../errors.js';
import type { PageConfig } from '../page-config.js';
import type { BrowserOptions } from './browser-messages.js';
import { mainPlace } from './in-page.js';
import { prepareContext } from './prepare.js';

const DEFAULT_VIEWPORT = { width: 1280, height: 720 };

/** Chromium's words for settings it does not know. */
const UNKNOWN_SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/setUserAgentOverride/, 'user_agent: it holds characters that no header can'],
  [/setLocaleOverride/, 'locale: the browser knows no locale of this name'],
  [/Invalid timezone ID/, 'timezone_id: the browser knows no time zone of this name'],
];

export interface OpenPage {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** What of the config is settled when a context is made. */
type ContextConfig = Partial<
  Pick<PageConfig, 'user_agent' | 'locale' | 'timezone_id' | 'viewport' | 'flatten_shadow_dom'>
>;

export class PageOpener {
  readonly #browser: PlaywrightBrowser;
  readonly #options: BrowserOptions;
  #spare: Promise<OpenPage | undefined> | undefined;

  constructor(browser: PlaywrightBrowser, options: BrowserOptions) {
    this.#browser = browser;
    this.#options = options;
  }

  async open(config: ContextConfig): Promise<OpenPage> {
    if (!isPlain(config)) return this.#make(config);
    const spare = this.#spare;
    this.#spare = undefined;
    const ready = await spare;
    return ready === undefined || ready.page.isClosed() ? this.#make({}) : ready;
  }

  /** Makes the next one ready; called when nothing else is to be done. */
  refill(): void {
    this.#spare ??= this.#make({}).catch(() => undefined);
  }

  async #make(config: ContextConfig): Promise<OpenPage> {
    const context = await this.#browser.newContext(contextOptions(this.#options, config));
    try {
      await prepareContext(context, config.flatten_shadow_dom === true);
      const page = await context.newPage();
      await mainPlace(page);
      context.on('page', (popup) => void popup.close().catch(() => {}));
      return { context, page };
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

function contextOptions(options: BrowserOptions, config: ContextConfig): BrowserContextOptions {
  const userAgent = config.user_agent ?? options.userAgent;
  return {
    viewport: config.viewport ?? options.viewportSize ?? DEFAULT_VIEWPORT,
    serviceWorkers: 'block',
    acceptDownloads: false,
    permissions: [],
    ignoreHTTPSErrors: options.ignoreHttpsErrors,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(config.locale === undefined ? {} : { locale: config.locale }),
    ...(config.timezone_id === undefined ? {} : { timezoneId: config.timezone_id }),
    ...(options.storageState === undefined ? {} : { storageState: options.storageState }),
  };
}

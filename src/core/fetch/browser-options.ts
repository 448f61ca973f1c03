/** The server options as the browser's process is given them. */
import type { EgressOptions } from '../egress/egress-options.js';
import type { ServerOptions } from '../options.js';

/** Tokens and the like are none of its business. */
type Shared = Pick<
  ServerOptions,
  | 'headless'
  | 'executablePath'
  | 'sandbox'
  | 'unguardedBrowser'
  | 'viewportSize'
  | 'storageState'
  | 'userAgent'
  | 'ignoreHttpsErrors'
  | 'maxConcurrency'
>;

export interface BrowserOptions extends EgressOptions, Shared {
  /** A browser that already runs: a CDP address (http, https) or a ws address of CDP or a Playwright server. */
  readonly browserEndpoint?: string | undefined;
}

/** One for each browser: the endpoints, or one of our own. */
export function browserOptions(options: ServerOptions): BrowserOptions[] {
  const { allowHost, blockHost, connectTo, resolve, proxyServer } = options;
  const { headless, executablePath, sandbox, unguardedBrowser, viewportSize } = options;
  const { storageState, userAgent, ignoreHttpsErrors, maxConcurrency, browserEndpoint } = options;
  const own = {
    ...{ allowHost, blockHost, connectTo, resolve, proxyServer },
    ...{ headless, executablePath, sandbox, unguardedBrowser, viewportSize },
    ...{ storageState, userAgent, ignoreHttpsErrors, maxConcurrency },
  };
  return browserEndpoint.length === 0
    ? [own]
    : browserEndpoint.map((endpoint) => ({ ...own, browserEndpoint: endpoint }));
}

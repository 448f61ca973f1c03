/** The server options as the door to the network and the browser want them. */
import type { EgressOptions } from '../egress/egress-options.js';
import type { ServerOptions } from '../options.js';
import type { BrowserOptions } from './browser-messages.js';

/** The part of the server options that says what may be reached. */
export function egressOptions(options: ServerOptions): EgressOptions {
  return {
    allowHosts: options.allowHost,
    blockHosts: options.blockHost,
    connectTo: options.connectTo,
    resolve: options.resolve,
    proxyServer: options.proxyServer,
  };
}

/** One for each browser: the endpoints, or one of our own. */
export function browserOptions(options: ServerOptions, egress: EgressOptions): BrowserOptions[] {
  const own = ownBrowser(options, egress);
  const { browserEndpoint } = options;
  return browserEndpoint.length === 0
    ? [own]
    : browserEndpoint.map((endpoint) => ({ ...own, browserEndpoint: endpoint }));
}

function ownBrowser(options: ServerOptions, egress: EgressOptions): BrowserOptions {
  const [width = 1280, height = 720] = options.viewportSize.split(/[x,]/).map(Number);
  return {
    headless: options.headless,
    noSandbox: !options.sandbox,
    unguardedBrowser: options.unguardedBrowser,
    viewportSize: { width, height },
    ignoreHttpsErrors: options.ignoreHttpsErrors,
    maxPages: options.maxConcurrency,
    egress,
    executablePath: options.executablePath,
    userAgent: options.userAgent,
    storageState: options.storageState,
  };
}

/** A browser that runs: the proxy it goes through, proved once, and what opens its pages. */
import type { CDPSession, Browser as PlaywrightBrowser } from 'playwright';
import { BrowserProxy } from '../egress/browser-proxy.js';
import { LoupeError } from '../errors.js';
import type { StartingBrowser } from './browser-launch.js';
import type { BrowserOptions } from './browser-options.js';
import { refuseLeaks } from './leak-check.js';
import { PageOpener } from './page-opener.js';

/** A browser and the proxy it goes through; none for an attached browser. */
export interface BrowserSession extends AsyncDisposable {
  readonly browser: PlaywrightBrowser;
  readonly proxy: BrowserProxy | undefined;
  readonly opener: PageOpener;
  readonly browserPid: number | undefined;
  /** Talks to the browser itself. */
  readonly devtools: CDPSession;
}

/** @throws LoupeError `browser_unavailable`: it did not start, or its traffic would not pass the proxy */
export async function openSession(starting: StartingBrowser, options: BrowserOptions): Promise<BrowserSession> {
  const { source, port } = starting;
  const proxy = port && BrowserProxy.start(port, options);
  let isGone = false;
  try {
    const browser = await starting.browser;
    browser.once('disconnected', () => {
      isGone = true;
    });
    const opener = new PageOpener(browser, options);
    const [devtools] = await Promise.all([
      browser.newBrowserCDPSession(),
      // Nothing else is loaded in the first page before the check is passed.
      proxy && opener.first((page) => refuseLeaks(page, proxy)),
    ]);
    // An attached browser may run on another machine.
    const browserPid = proxy && (await processId(devtools));
    return {
      browser,
      devtools,
      proxy,
      opener,
      browserPid,
      async [Symbol.asyncDispose]() {
        // Closing a connected browser closes our contexts and disconnects; the browser itself lives on.
        await browser.close();
        proxy?.[Symbol.dispose]();
      },
    };
  } catch (thrown) {
    proxy?.[Symbol.dispose]();
    if (!isGone) throw thrown;
    const message = `the browser at ${source} ended before it could show a page`;
    throw new LoupeError('browser_unavailable', message, { cause: thrown });
  }
}

/** So that the parent can end a browser whose own process does not react any more. */
async function processId(devtools: CDPSession): Promise<number | undefined> {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  return processInfo.find((info) => info.type === 'browser')?.id;
}

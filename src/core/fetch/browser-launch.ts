/**
 * Starts Chromium so that nothing in it reaches the network but through the egress proxy. What is needed once it runs is
 * loaded while it starts (browser-pages.ts): this module imports little.
 */
import { stripVTControlCharacters } from 'node:util';
import type { LaunchOptions, Browser as PlaywrightBrowser } from 'playwright';
import { ProxyPort } from '../egress/proxy-port.js';
import { LoupeError } from '../errors.js';
import type { ChildLog } from './browser-child.js';
import { BROWSER_MISSING, findBrowser } from './browser-find.js';
import type { BrowserOptions } from './browser-options.js';

/**
 * Playwright adds `--proxy-bypass-list=<-loopback>`, so that loopback goes through the proxy too. These close the ways that
 * pass no proxy: UDP (WebRTC, QUIC), Chromium's own name lookups and its background requests.
 */
const GUARD_ARGS = [
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  // Scripts end with an error at about 665 MB instead of taking the machine's memory.
  '--js-flags=--max-old-space-size=512',
];

/**
 * Chromium takes the last list of features, so this one repeats Playwright's, HttpsUpgrades among them (a test holds it to
 * that). The address bar's popups are pages in a process of their own, made with each context, headless too: half of what
 * a page costs. A process kept ready for the next page is another fifth, and takes nothing off its time: a page of ours is
 * kept ready.
 */
const DISABLED_FEATURES = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'TcpPortRandomizationWin'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
  ...['msForceBrowserSignIn', 'msEdgeUpdateLaunchServicesPreferredVersion'],
];

/** Playwright turns these protections off for tests; a crawler wants them: history floods block everything, popups. */
const KEPT_PROTECTIONS = ['--disable-ipc-flooding-protection', '--disable-popup-blocking'];

const LAUNCH_LIMIT_MS = 25_000;
const SAID_CHARS_MAX = 200;

/** By what Chromium says when it cannot start. */
const CURES: readonly (readonly [RegExp, string])[] = [
  [
    /error while loading shared libraries/,
    'A library of the system is missing: "webloupe install-browser", as root, installs what a browser needs.',
  ],
  [/Missing X server|\$DISPLAY|ozone_platform_x11/i, 'There is no display to show a window on; leave --headed out.'],
  [
    /sandbox|SUID|namespace/i,
    'This machine does not permit Chromium its sandbox; start webloupe with --no-sandbox if you accept that.',
  ],
];

/** A browser that starts. */
export interface StartingBrowser {
  /** Fails with `browser_unavailable`. */
  readonly browser: Promise<PlaywrightBrowser>;
  /** Where it was found: a path, or the endpoint's origin. */
  readonly source: string;
  /** Where it will ask its proxy; none for an attached browser. */
  readonly port: ProxyPort | undefined;
}

/** @throws LoupeError `browser_unavailable`: none found, or none that may be attached to */
export async function startBrowser(options: BrowserOptions, log: ChildLog): Promise<StartingBrowser> {
  if (options.browserEndpoint !== undefined) return attach(options, options.browserEndpoint);
  const found = await findBrowser(options);
  if (found === undefined)
    throw new LoupeError('browser_unavailable', 'no browser was found', { next: BROWSER_MISSING });
  const port = await ProxyPort.open();
  return { browser: launch(options, found.path, port.url, log), source: found.path, port };
}

async function launch(
  options: BrowserOptions,
  path: string,
  proxyUrl: string,
  log: ChildLog,
): Promise<PlaywrightBrowser> {
  const { chromium } = await import('./playwright.js');
  const isRoot = process.getuid?.() === 0;
  if (isRoot && options.sandbox)
    log('warning', 'running as root: Chromium starts without its own sandbox; run as another user to have it');
  const launchOptions: LaunchOptions = {
    executablePath: path,
    headless: options.headless,
    chromiumSandbox: options.sandbox && !isRoot,
    proxy: { server: proxyUrl },
    args: [...GUARD_ARGS, `--disable-features=${DISABLED_FEATURES}`],
    ignoreDefaultArgs: KEPT_PROTECTIONS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: LAUNCH_LIMIT_MS,
  };
  try {
    return await chromium.launch(launchOptions);
  } catch (cause) {
    const said = linesOf(cause);
    const [sign, cure] = CURES.find(([sign]) => said.some((line) => sign.test(line))) ?? [];
    const why = said.findLast((line) => sign?.test(line) ?? true);
    const told = why === undefined ? '' : `: ${why.slice(0, SAID_CHARS_MAX)}`;
    throw new LoupeError('browser_unavailable', `the browser at ${path} did not start${told}`, {
      cause,
      next: cure ?? 'Start it by hand to see why, or name another browser with --executable-path.',
    });
  }
}

/**
 * What Chromium itself said, without the place in its source. Playwright's report repeats the command line too, which names
 * sandbox and window.
 */
function linesOf(cause: unknown): string[] {
  const report = stripVTControlCharacters(String(cause));
  const lines = report.matchAll(/\[pid=\d+\]\[(?:err|out)\] (?:\[[\d:/.]+:[A-Z]+:[^\]]*\] ?)?(.*\S)/g);
  return Array.from(lines, ([, line = '']) => line.replace(/\p{C}+/gu, ' '));
}

async function attach(options: BrowserOptions, endpoint: string): Promise<StartingBrowser> {
  if (!options.unguardedBrowser) {
    throw new LoupeError('browser_unavailable', 'the traffic of an attached browser does not pass the address policy', {
      next: 'Start webloupe with --unguarded-browser as well if the browser can reach nothing private.',
    });
  }
  const { chromium } = await import('./playwright.js');
  const limits = { timeout: LAUNCH_LIMIT_MS };
  const isCdp = /^https?:/.test(endpoint) || endpoint.includes('/devtools/');
  const connecting = isCdp ? chromium.connectOverCDP(endpoint, limits) : chromium.connect(endpoint, limits);
  const browser = connecting.catch((cause: unknown) => {
    throw new LoupeError('browser_unavailable', 'the browser at --browser-endpoint does not answer', { cause });
  });
  return { browser, source: new URL(endpoint).origin, port: undefined };
}

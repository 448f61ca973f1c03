/** A browser engine for tests, and pages loaded with it. */
import assert from 'node:assert/strict';
import { quietCall } from '../../../src/core/call.js';
import { BROWSER_ENTRY } from '../../../src/core/capture/browser-entry.js';
import { Browser } from '../../../src/core/fetch/browser.js';
import type { BrowserLoaded, CaptureRequest } from '../../../src/core/fetch/browser-messages.js';
import type { BrowserOptions } from '../../../src/core/fetch/browser-options.js';
import type { PageConfig } from '../../../src/core/page-config.js';
import { DEFAULT_RUN_CONFIG } from '../../../src/core/run-config.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';
import { descendants } from '../../helpers/processes.js';

export const OPTIONS: BrowserOptions = {
  headless: true,
  sandbox: true,
  unguardedBrowser: false,
  ignoreHttpsErrors: false,
  maxConcurrency: 4,
  viewportSize: { width: 1280, height: 720 },
  ...DEFAULT_EGRESS,
  allowHost: ['127.0.0.1'],
};

/** `entry`: the module of its process. */
export function startBrowser(options: Partial<BrowserOptions> = {}, entry = BROWSER_ENTRY): Browser {
  return new Browser({ ...OPTIONS, ...options }, entry);
}

/** The processes below this one that own browsers, the youngest last. */
export const browserHosts = () => descendants(process.pid).filter(({ command }) => command.includes('browser-main'));

/** The youngest of them, and the browser that it owns. */
export function browserPids(): { pid: number; browserPid: number } {
  const host = browserHosts().at(-1);
  assert.ok(host);
  const owned = descendants(host.pid).find(({ parent }) => parent === host.pid);
  assert.ok(owned);
  return { pid: host.pid, browserPid: owned.pid };
}

export interface LoadOptions extends Partial<PageConfig> {
  signal?: AbortSignal;
  capture?: CaptureRequest;
  /** Gets what the call is told, as "level: message". */
  logs?: string[];
}

/** Loads with the default config: 30 s a page, which only a busy machine needs. */
export function load(browser: Browser, url: string, options: LoadOptions = {}): Promise<BrowserLoaded> {
  const { signal, capture, logs, ...config } = options;
  const call = {
    ...quietCall(signal),
    log: (level: string, message: string) => void logs?.push(`${level}: ${message}`),
  };
  const request = { url, config: { ...DEFAULT_RUN_CONFIG, ...config } };
  return browser.load(capture === undefined ? request : { ...request, capture }, call);
}

/** Which browser is started: the one named, else Playwright's own, else one of the system. None is ever downloaded. */
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LoupeError } from '../errors.js';
import type { BrowserOptions } from './browser-options.js';

interface FoundBrowser {
  readonly path: string;
  readonly source: 'option' | 'playwright' | 'system';
}

export const BROWSER_MISSING =
  'Run "webloupe install-browser", install Chrome, Chromium or Edge, or name one with --executable-path; engine "http" works without.';

/** @throws LoupeError `browser_unavailable` when the named executable is not there */
export async function findBrowser(
  options: Pick<BrowserOptions, 'executablePath' | 'headless'>,
): Promise<FoundBrowser | undefined> {
  if (options.executablePath !== undefined) {
    if (await isExecutable(options.executablePath)) return { path: options.executablePath, source: 'option' };
    throw new LoupeError('browser_unavailable', `--executable-path "${options.executablePath}" is no executable file`, {
      next: 'Correct or leave out --executable-path ("webloupe install-browser" gets a browser); engine "http" works without one.',
    });
  }
  const own = await firstExecutable(await playwrightPlaces(options.headless));
  if (own !== undefined) return { path: own, source: 'playwright' };
  const system = await firstExecutable(systemPlaces(process.platform, process.env, options.headless));
  return system === undefined ? undefined : { path: system, source: 'system' };
}

/** Playwright's full Chromium and, without a window, the headless shell of the same revision beside it. */
async function playwrightPlaces(headless: boolean): Promise<string[]> {
  const { chromium } = await import('./playwright.js');
  const full = chromium.executablePath();
  const folder = /^(.*[\\/])chromium-(\d+)[\\/]/.exec(full);
  if (!headless || folder === null) return [full];
  const shellFolder = `${folder[1]}chromium_headless_shell-${folder[2]}`;
  const platforms = await readdir(shellFolder).catch(() => []);
  const names = ['chrome-headless-shell', 'headless_shell', 'chrome-headless-shell.exe', 'headless_shell.exe'];
  return [...platforms.flatMap((platform) => names.map((name) => join(shellFolder, platform, name))), full];
}

const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
/** Debian's build of Chromium without windows: a page costs it half the processor time, the start two thirds. */
const DEBIAN_SHELL = 'chromium-headless-shell';
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PATHS = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

/** Where browsers usually are, in order of preference. */
export function systemPlaces(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, headless: boolean): string[] {
  if (platform === 'darwin') {
    const roots = ['/Applications', join(homedir(), 'Applications')];
    return MAC_APPS.flatMap((app) => roots.map((root) => join(root, `${app}.app/Contents/MacOS/${app}`)));
  }
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (root) => root !== undefined,
    );
    return WINDOWS_PATHS.flatMap((path) => roots.map((root) => join(root, path)));
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  const named = [...LINUX_NAMES, ...(headless ? [DEBIAN_SHELL] : [])].flatMap((name) =>
    folders.filter((folder) => folder !== '').map((folder) => join(folder, name)),
  );
  return [...new Set([...named, '/opt/google/chrome/chrome'])];
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  if (path === '' || dirname(path) === path) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** `webloupe install-browser`: gets a browser where there is none, and says what it does. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findBrowser } from './browser-find.js';

const APT_LIMIT_MS = 15 * 60_000;
const BY_HAND =
  'Install Chrome, Chromium or Edge as one does on this system (on Debian: apt-get install chromium, as root), or name one with --executable-path. Engine "http" works without.';

/** @returns the exit code: 0 when a browser that starts is there */
export async function installBrowser(say: (line: string) => void): Promise<number> {
  const before = await workingBrowser();
  if (before !== undefined) {
    say(`A browser is there already: ${before}`);
    return 0;
  }
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
  say("Installing Playwright's headless Chromium …");
  const isInstalled = await runs(process.execPath, [cli, 'install', '--only-shell', 'chromium']);
  if (isInstalled && (await workingBrowser()) === undefined && isRoot()) {
    say('Installing the system libraries it needs …');
    await runs(process.execPath, [cli, 'install-deps', 'chromium']);
  }
  if ((await workingBrowser()) === undefined && isRoot() && (await runs('apt-get', ['--version'], 'ignore'))) {
    say("Installing the system's chromium with apt-get …");
    await runs('apt-get', ['update', '-qq']);
    await runs('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation']);
  }
  const after = await workingBrowser();
  say(after === undefined ? `No browser could be installed. ${BY_HAND}` : `Ready: ${after}`);
  return after === undefined ? 1 : 0;
}

/** Its path, if it can print its version: a missing library shows there. */
async function workingBrowser(): Promise<string | undefined> {
  const found = await findBrowser({ headless: true });
  if (found === undefined) return undefined;
  // Chrome on Windows opens a window for any switch it does not know.
  const isUsable = process.platform === 'win32' || (await runs(found.path, ['--version'], 'ignore'));
  return isUsable ? found.path : undefined;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether it ended well. Its progress is for people, on stderr: stdout may be read by a program. */
function runs(command: string, args: readonly string[], output: 'ignore' | 2 = 2): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', output, output],
      timeout: APT_LIMIT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

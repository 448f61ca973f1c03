/** What the browser's process gets of this one: a scrubbed environment and a scratch folder of its own. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoupeError } from '../errors.js';

const SCRATCH_PREFIX = 'webloupe-browser-';

/**
 * The environment without what would change how Playwright starts Chromium or reaches the network. In particular
 * PLAYWRIGHT_DISABLE_FORCED_CHROMIUM_PROXIED_LOOPBACK lets loopback past the proxy. Where browsers are installed stays.
 */
export function browserEnvironment(env: NodeJS.ProcessEnv, scratch: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) =>
      name === 'PLAYWRIGHT_BROWSERS_PATH' ||
      !/^(?:PLAYWRIGHT_|PW_|PWDEBUG|PWTEST_|WEBLOUPE_|DEBUG|NODE_DEBUG|CHROMIUM_FLAGS)|^(?:https?|all|no|ftp|ws|wss)_proxy$/i.test(
        name,
      ),
  );
  return { ...Object.fromEntries(kept), TMPDIR: scratch, TMP: scratch, TEMP: scratch };
}

/**
 * A folder for profiles and downloads, named by the pid of the server: Chromium leaves two folders behind when it is
 * killed. Folders of servers that are no more are removed on the way.
 */
export async function makeScratchDir(): Promise<string> {
  await sweepScratchDirs();
  return await mkdtemp(join(tmpdir(), `${SCRATCH_PREFIX}${process.pid}-`)).catch((cause: NodeJS.ErrnoException) => {
    throw new LoupeError('browser_unavailable', `no temporary folder can be made for the browser (${cause.code})`, {
      next: 'Have an operator set TMPDIR to a folder that can be written to; engine "http" works without a browser.',
      cause,
    });
  });
}

export async function removeScratchDir(path: string): Promise<void> {
  // The browser may write its last files while it dies.
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => {});
}

async function sweepScratchDirs(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const pid = Number(/^webloupe-browser-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) await removeScratchDir(join(tmpdir(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it lives and belongs to somebody else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

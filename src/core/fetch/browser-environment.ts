/** What the browser's process gets of this one: a scrubbed environment and a scratch folder of its own. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readlink, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoupeError, systemNote } from '../errors.js';
import { isAlive } from '../is-alive.js';

/** Short: see `PATH_BYTES_MAX`. */
const SCRATCH = /^webloupe-(\d+)-([0-9a-f]{4})/;
/** Chromium puts a socket 45 characters below, and a socket's path is cut at 107 (`man 7 unix`), or 103 on macOS. */
const PATH_BYTES_MAX = (process.platform === 'darwin' ? 103 : 107) - 45;
/** Whether a server of another container lives cannot be asked. A folder that is used is written to. */
const FOREIGN_MAX_MS = 7 * 24 * 60 * 60 * 1000;

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
 * A folder for profiles and downloads, named by the pid of the server and where that counts: Chromium leaves two folders
 * behind when it is killed. Folders of servers that are no more are removed on the way.
 */
export async function makeScratchDir(): Promise<string> {
  const place = await pidPlace();
  const name = `webloupe-${process.pid}-${place}`;
  const parents = isTooLong(join(tmpdir(), `${name}XXXXXX`)) ? ['/tmp', tmpdir()] : [tmpdir()];
  let failure: unknown;
  for (const parent of parents) {
    await sweepScratchDirs(parent, place);
    try {
      return await mkdtemp(join(parent, name));
    } catch (thrown) {
      failure = thrown;
    }
  }
  throw new LoupeError('browser_unavailable', `no temporary folder can be made for the browser${systemNote(failure)}`, {
    next: 'Have an operator set TMPDIR to a folder that can be written to; engine "http" works without a browser.',
    cause: failure,
  });
}

function isTooLong(path: string): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(path) > PATH_BYTES_MAX;
}

/** Containers may share a folder, and number their processes each for itself (`man 7 pid_namespaces`). */
async function pidPlace(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 4);
}

export async function removeScratchDir(path: string): Promise<void> {
  // The browser may write its last files while it dies.
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => {});
}

async function sweepScratchDirs(parent: string, ownPlace: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const [, pid, place] = SCRATCH.exec(name) ?? [];
    if (pid === undefined) continue;
    const path = join(parent, name);
    if (place === ownPlace ? !isAlive(Number(pid)) : await isOld(path)) await removeScratchDir(path);
  }
}

/** By its profiles too, in which a browser that runs goes on to write. */
async function isOld(folder: string): Promise<boolean> {
  const within = await readdir(folder).catch(() => []);
  for (const path of [folder, ...within.map((name) => join(folder, name))]) {
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
    if (Date.now() - mtimeMs < FOREIGN_MAX_MS) return false;
  }
  return true;
}

/** Captures in a folder, up to a size; the oldest go first. */
import { randomBytes } from 'node:crypto';
import { constants, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { LoupeError, systemNote } from '../errors.js';
import type { CaptureFile } from '../fetch/browser-messages.js';
import type { CaptureIndex, CaptureStore, FiledCapture, TakenIn } from './capture-index.js';
import { CaptureQuota, type Place, type Placed } from './capture-quota.js';

/** Windows has no such flag, and lets administrators alone make links. */
const READ_NO_LINK = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

const OWN_NAME = /^[0-9a-f]{32}\.(?:png|jpeg|webp|pdf|mhtml)$/;

/** The folder for captures where none is named: per user, in the place the system has for such. */
function defaultCaptureDir(): string {
  const { env } = process;
  if (process.platform === 'win32' && env['LOCALAPPDATA']) return join(env['LOCALAPPDATA'], 'webloupe', 'captures');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'webloupe', 'captures');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'webloupe', 'captures');
}

export class CaptureFolder implements CaptureStore, Place {
  readonly dir: string;
  readonly #index: CaptureIndex;
  readonly #quota: CaptureQuota;

  private constructor(dir: string, maxBytes: number, index: CaptureIndex) {
    this.dir = dir;
    this.#index = index;
    this.#quota = new CaptureQuota(maxBytes, this);
  }

  /** Makes the folder where it is missing; only its owner may look into it. */
  static async open(place: string | undefined, maxBytes: number, index: CaptureIndex): Promise<CaptureFolder> {
    try {
      // There may be no home.
      const dir = resolve(place ?? defaultCaptureDir());
      await makeFolder(dir);
      const files = new CaptureFolder(dir, maxBytes, index);
      await files.#quota.enforce([{ bytes: 1 }]);
      return files;
    } catch (cause) {
      throw cause instanceof LoupeError ? cause : unusable(cause);
    }
  }

  async keep(files: readonly CaptureFile[], url: string, owner: string): Promise<TakenIn[]> {
    await this.#quota.enforce(files);
    const taken = files.map((file) => ({ id: idOf(file.path), file, path: file.path }));
    await Promise.all(taken.map(({ id, file }) => this.#index.put({ ...file, id, url, owner, at: Date.now() })));
    return taken;
  }

  /** Those that are still there: others may clear the folder. */
  async list(owner: string): Promise<FiledCapture[]> {
    const there = new Set(await readdir(this.dir).catch(() => []));
    return (await this.#index.list(owner)).filter(({ path }) => there.has(basename(path)));
  }

  async read(id: string, owner: string): Promise<{ kept: FiledCapture; data: Buffer }> {
    const kept = await this.#index.find(id);
    if (kept === undefined || kept.owner !== owner) throw expired();
    // A shared index is written by others, too: what it says of a path leads to no file but a capture in this folder.
    const name = basename(kept.path);
    if (!OWN_NAME.test(name)) throw expired();
    // Where others may write into the folder, a file can become a link to one that only this process may read.
    const data = await readFile(join(this.dir, name), { flag: READ_NO_LINK }).catch(() => {
      throw expired();
    });
    return { kept, data };
  }

  /** Files of earlier runs, too: they are counted and go first, but belong to nobody. */
  async all(): Promise<Placed[]> {
    const names = (await readdir(this.dir)).filter((name) => OWN_NAME.test(name));
    const found = await Promise.all(
      names.map(async (name) => ({ name, info: await stat(join(this.dir, name)).catch(() => undefined) })),
    );
    return found.flatMap(({ name, info }) => (info?.isFile() ? [{ name, bytes: info.size, at: info.mtimeMs }] : []));
  }

  async remove(name: string): Promise<void> {
    await this.#index.drop(idOf(name));
    await rm(join(this.dir, name), { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/**
 * The folder, there and writable: whether it is is found out before a page is loaded for it.
 * @throws LoupeError `internal_error`
 */
export async function writable(dir: string): Promise<string> {
  const trial = join(dir, `${randomBytes(16).toString('hex')}.tmp`);
  try {
    await makeFolder(dir);
    await writeFile(trial, '', { flag: 'wx', mode: 0o600 });
    await rm(trial, { force: true });
  } catch (cause) {
    throw unusable(cause);
  }
  return dir;
}

/** From the top: Node's own recursive mkdir never ends where a folder that is there can hold none, as `/proc`, or links to nothing. */
async function makeFolder(dir: string): Promise<void> {
  if (await isFolder(dir)) return;
  if (dirname(dir) !== dir) await makeFolder(dirname(dir));
  await mkdir(dir, { mode: 0o700 }).catch(async (error: unknown) => {
    // Another process was faster.
    if (!(await isFolder(dir))) throw error;
  });
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

/** A folder that cannot be made or written to, or a disk that is full. Where it is, is the operator's to know. */
export function unusable(cause: unknown): LoupeError {
  return new LoupeError('internal_error', `the folder for captures cannot be written to${systemNote(cause)}`, {
    next: 'Have an operator make room there, or name another folder with --output-dir.',
    cause,
  });
}

function idOf(path: string): string {
  return basename(path, extname(path));
}

export function expired(): LoupeError {
  return new LoupeError('expired', 'this capture is no longer kept');
}

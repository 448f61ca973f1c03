/** Captures kept on disk, up to a size; the oldest go first. */
import { chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { LoupeError } from '../errors.js';
import type { CaptureFile } from '../fetch/browser-messages.js';
import { type CaptureIndex, type KeptCapture, OwnCaptures } from './capture-index.js';

export const CAPTURES_MAX_BYTES = 500 * 1024 * 1024;

const OWN_NAME = /^[0-9a-f]{32}\.(?:png|jpeg|webp|pdf|mhtml)$/;

/** The folder for captures where none is named: per user, in the place the system has for such. */
export function defaultCaptureDir(env: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'win32' && env['LOCALAPPDATA']) return join(env['LOCALAPPDATA'], 'webloupe', 'captures');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'webloupe', 'captures');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'webloupe', 'captures');
}

interface OnDisk {
  readonly path: string;
  readonly bytes: number;
}

export class CaptureFiles {
  readonly dir: string;
  readonly #maxBytes: number;
  /** By id, oldest first; files of earlier runs are counted and go first, but belong to nobody. */
  readonly #files = new Map<string, OnDisk>();
  readonly #index: CaptureIndex;
  #bytes = 0;

  private constructor(dir: string, maxBytes: number, index: CaptureIndex) {
    this.dir = dir;
    this.#index = index;
    this.#maxBytes = maxBytes;
  }

  /** Makes the folder where it is missing; only its owner may look into it. */
  static async open(
    place?: string,
    maxBytes = CAPTURES_MAX_BYTES,
    index: CaptureIndex = new OwnCaptures(),
  ): Promise<CaptureFiles> {
    const { dir, names } = await makeFolder(place).catch((cause: unknown) => {
      throw unusable(cause);
    });
    const files = new CaptureFiles(dir, maxBytes, index);
    const own = names.filter((name) => OWN_NAME.test(name));
    const found = await Promise.all(
      own.map(async (name) => ({ name, info: await stat(join(dir, name)).catch(() => undefined) })),
    );
    const dated = found.flatMap(({ name, info }) =>
      info?.isFile() ? [{ path: join(dir, name), bytes: info.size, at: info.mtimeMs }] : [],
    );
    for (const { path, bytes } of dated.sort((a, b) => a.at - b.at)) files.#count(path, bytes);
    await files.#makeRoom();
    return files;
  }

  /** Takes a file that was written to `dir` into care. */
  async keep(file: CaptureFile, url: string, owner: string): Promise<KeptCapture> {
    const kept = { ...file, id: idOf(file.path), url, owner, at: Date.now() };
    this.#count(file.path, file.bytes);
    await this.#index.put(kept);
    await this.#makeRoom();
    return kept;
  }

  list(owner: string): Promise<KeptCapture[]> {
    return this.#index.list(owner);
  }

  /** @throws LoupeError `expired` when it is no longer kept, or is somebody else's */
  async get(id: string, owner: string): Promise<KeptCapture> {
    const kept = await this.#index.find(id);
    if (kept === undefined || kept.owner !== owner) throw expired();
    return kept;
  }

  async read(id: string, owner: string): Promise<Buffer> {
    const { path } = await this.get(id, owner);
    return readFile(path).catch(() => {
      throw expired();
    });
  }

  #count(path: string, bytes: number): void {
    this.#files.set(idOf(path), { path, bytes });
    this.#bytes += bytes;
  }

  /** The newest stays, however large. */
  async #makeRoom(): Promise<void> {
    for (const [id, { path, bytes }] of this.#files) {
      if (this.#bytes <= this.#maxBytes || this.#files.size === 1) return;
      this.#files.delete(id);
      await this.#index.drop(id);
      this.#bytes -= bytes;
      await rm(path, { force: true });
    }
  }
}

async function makeFolder(place?: string): Promise<{ dir: string; names: string[] }> {
  // There may be no home.
  const dir = resolve(place ?? defaultCaptureDir());
  const made = await mkdir(dir, { recursive: true, mode: 0o700 });
  if (made !== undefined) await chmod(dir, 0o700);
  return { dir, names: await readdir(dir) };
}

/** A folder that cannot be made or written to, or a disk that is full. Where it is, is the operator's to know. */
export function unusable(cause: unknown): LoupeError {
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
  return new LoupeError('internal_error', `the folder for captures cannot be written to${code}`, {
    next: 'Have an operator make room there, or name another folder with --output-dir.',
    cause,
  });
}

function idOf(path: string): string {
  return basename(path, extname(path));
}

function expired(): LoupeError {
  return new LoupeError('expired', 'this capture is no longer kept');
}

/** Which captures there are, and whose. */
import type { CaptureFile } from '../fetch/browser-messages.js';

export interface KeptCapture extends Omit<CaptureFile, 'path'> {
  /** 128 random bits, in hex. */
  readonly id: string;
  /** The page it was made of, without credentials. */
  readonly url: string;
  /** `Date.now()` when it was made. */
  readonly at: number;
}

/** A file in the care of a store. */
export interface TakenIn {
  readonly id: string;
  readonly file: CaptureFile;
  readonly path?: string;
}

/** Where captures are kept. */
export interface CaptureStore extends AsyncDisposable {
  /** The folder that files are written to before they are kept. */
  readonly dir: string;
  /** Takes the files of one page in that were written there. `path`: where each is now, if it is on this disk. */
  keep(files: readonly CaptureFile[], url: string, owner: string): Promise<TakenIn[]>;
  list(owner: string): Promise<KeptCapture[]>;
  /** @throws LoupeError `expired` when it is no longer kept, or is somebody else's */
  read(id: string, owner: string): Promise<{ kept: KeptCapture; data: Buffer }>;
}

/** A capture as a file, as the index of a folder has it. */
export interface FiledCapture extends KeptCapture, CaptureFile {
  /** Who may list and read it. */
  readonly owner: string;
}

/** The index of a folder: kept in this process, or shared with others. */
export interface CaptureIndex {
  put(kept: FiledCapture): Promise<void>;
  find(id: string): Promise<FiledCapture | undefined>;
  list(owner: string): Promise<FiledCapture[]>;
  drop(id: string): Promise<void>;
}

export class OwnCaptures implements CaptureIndex {
  readonly #kept = new Map<string, FiledCapture>();

  async put(kept: FiledCapture): Promise<void> {
    this.#kept.set(kept.id, kept);
  }

  async find(id: string): Promise<FiledCapture | undefined> {
    return this.#kept.get(id);
  }

  async list(owner: string): Promise<FiledCapture[]> {
    return [...this.#kept.values()].filter((kept) => kept.owner === owner);
  }

  async drop(id: string): Promise<void> {
    this.#kept.delete(id);
  }
}

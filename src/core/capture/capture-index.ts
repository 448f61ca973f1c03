/** Which captures there are, and whose: kept in this process, or shared with others. */
import type { CaptureFile } from '../fetch/browser-messages.js';

export interface KeptCapture extends CaptureFile {
  /** 128 random bits, in hex. */
  readonly id: string;
  /** The page it was made of, without credentials. */
  readonly url: string;
  /** Who may list and read it. */
  readonly owner: string;
  /** `Date.now()` when it was made. */
  readonly at: number;
}

export interface CaptureIndex {
  put(kept: KeptCapture): Promise<void>;
  find(id: string): Promise<KeptCapture | undefined>;
  list(owner: string): Promise<KeptCapture[]>;
  drop(id: string): Promise<void>;
}

export class OwnCaptures implements CaptureIndex {
  readonly #kept = new Map<string, KeptCapture>();

  async put(kept: KeptCapture): Promise<void> {
    this.#kept.set(kept.id, kept);
  }

  async find(id: string): Promise<KeptCapture | undefined> {
    return this.#kept.get(id);
  }

  async list(owner: string): Promise<KeptCapture[]> {
    return [...this.#kept.values()].filter((kept) => kept.owner === owner);
  }

  async drop(id: string): Promise<void> {
    this.#kept.delete(id);
  }
}

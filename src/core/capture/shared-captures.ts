/** The index of captures on a shared Redis. The files themselves lie in a folder that all processes share. */
import { OwnedEntries } from '../shared/owned-entries.js';
import type { RedisLink } from '../shared/redis-link.js';
import type { CaptureIndex, FiledCapture } from './capture-index.js';

/** A day: files go by size, and an entry whose file is gone is of no use. */
const CAPTURE_TTL_MS = 24 * 60 * 60 * 1000;

export class SharedCaptures implements CaptureIndex {
  readonly #entries: OwnedEntries;

  constructor(link: RedisLink) {
    this.#entries = new OwnedEntries(link, 'capture', CAPTURE_TTL_MS);
  }

  async put(kept: FiledCapture): Promise<void> {
    await this.#entries.put(kept.id, kept.owner, kept.at, { kept: JSON.stringify(kept) });
  }

  async find(id: string): Promise<FiledCapture | undefined> {
    const text = await this.#entries.field(id, 'kept');
    return text === undefined ? undefined : read(text);
  }

  async list(owner: string): Promise<FiledCapture[]> {
    return (await this.#entries.list(owner, 'kept')).map(read);
  }

  async drop(id: string): Promise<void> {
    await this.#entries.drop(id);
  }
}

// The text was written by `put`.
function read(text: string): FiledCapture {
  return JSON.parse(text);
}

/** Captures as the engine keeps them; the folder is looked at when the first is made or asked for. */
import type { CaptureFile } from '../fetch/browser-messages.js';
import type { ServerOptions } from '../options.js';
import type { CapturedFileItem } from '../read/page-result.js';
import type { RedisLink } from '../shared/redis-link.js';
import { type CaptureIndex, type KeptCapture, OwnCaptures } from './capture-index.js';
import { capturedItem } from './captured-item.js';
import { CaptureFiles } from './files.js';
import { SharedCaptures } from './shared-captures.js';

export class CaptureShelf {
  readonly #options: Pick<ServerOptions, 'outputDir' | 'outputMaxSize'>;
  readonly #index: CaptureIndex;
  readonly #isShared: boolean;
  #files: Promise<CaptureFiles> | undefined;

  constructor(options: Pick<ServerOptions, 'outputDir' | 'outputMaxSize'>, link: RedisLink | undefined) {
    this.#options = options;
    this.#index = link === undefined ? new OwnCaptures() : new SharedCaptures(link);
    this.#isShared = link !== undefined;
  }

  /** The folder that files are written to. */
  async dir(): Promise<string> {
    return (await this.#open()).dir;
  }

  /** Takes a file in that was written there. `local`: whether its path means something to the caller. */
  async keep(file: CaptureFile, url: string, owner: string, local: boolean): Promise<CapturedFileItem> {
    const kept = await (await this.#open()).keep(file, url, owner);
    return capturedItem(kept.id, file, local);
  }

  async list(owner: string): Promise<KeptCapture[]> {
    // Where nothing was made and nothing is shared, the folder need not be looked at.
    return this.#files === undefined && !this.#isShared ? [] : await (await this.#open()).list(owner);
  }

  /** @throws LoupeError `expired` */
  async read(id: string, owner: string): Promise<{ kept: KeptCapture; data: Buffer }> {
    const files = await this.#open();
    return { kept: await files.get(id, owner), data: await files.read(id, owner) };
  }

  #open(): Promise<CaptureFiles> {
    const { outputDir, outputMaxSize } = this.#options;
    const files = this.#files ?? CaptureFiles.open(outputDir, outputMaxSize, this.#index);
    this.#files = files;
    // What is wrong with the folder may be mended while the server runs.
    files.catch(() => {
      if (this.#files === files) this.#files = undefined;
    });
    return files;
  }
}

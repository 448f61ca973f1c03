/** Captures as the engine keeps them; their place is opened when the first is made or asked for. */
import type { CaptureFile } from '../fetch/browser-messages.js';
import { disposeMade, lazy } from '../lazy.js';
import type { ServerOptions } from '../options.js';
import type { CapturedFileItem, CapturedFiles } from '../read/page-result.js';
import type { RedisLink } from '../shared/redis-link.js';
import { CaptureBucket } from './capture-bucket.js';
import { CaptureFolder, writable } from './capture-folder.js';
import { type CaptureStore, type KeptCapture, OwnCaptures } from './capture-index.js';
import { SharedCaptures } from './shared-captures.js';

type PlaceOptions = Pick<ServerOptions, 'outputDir' | 'outputMaxSize' | 'capturesUrl'>;

export class KeptCaptures implements AsyncDisposable {
  readonly #options: PlaceOptions;
  readonly #link: RedisLink | undefined;
  /** What is wrong with the place may be mended while the server runs. */
  readonly #open = lazy(() => this.#place());

  constructor(options: PlaceOptions, link: RedisLink | undefined) {
    this.#options = options;
    this.#link = link;
  }

  /** The folder that files are written to. @throws LoupeError `internal_error` where that is not possible */
  async dir(): Promise<string> {
    return await writable((await this.#open()).dir);
  }

  /** Takes the files of one page in that were written there. `local`: whether their paths mean something to the caller. */
  async keep(files: readonly CaptureFile[], url: string, owner: string, local: boolean): Promise<CapturedFiles> {
    if (files.length === 0) return {};
    const taken = await (await this.#open()).keep(files, url, owner);
    return Object.fromEntries(
      taken.map(({ id, file, path }) => [file.format, capturedItem(id, file, local ? path : undefined)]),
    );
  }

  async list(owner: string): Promise<KeptCapture[]> {
    // Where nothing was made and nothing is shared, the folder need not be looked at.
    const isShared = this.#link !== undefined || this.#options.capturesUrl !== undefined;
    return this.#open.made() === undefined && !isShared ? [] : await (await this.#open()).list(owner);
  }

  /** @throws LoupeError `expired` */
  async read(id: string, owner: string): Promise<{ kept: KeptCapture; data: Buffer }> {
    return await (await this.#open()).read(id, owner);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await disposeMade(this.#open);
  }

  #place(): Promise<CaptureStore> {
    const { outputDir, outputMaxSize, capturesUrl } = this.#options;
    if (capturesUrl !== undefined) return CaptureBucket.open(capturesUrl, outputMaxSize);
    const index = this.#link === undefined ? new OwnCaptures() : new SharedCaptures(this.#link);
    return CaptureFolder.open(outputDir, outputMaxSize, index);
  }
}

/** A kept capture as an answer names it. @param path where the file is, if that means something to the caller */
function capturedItem(
  id: string,
  { mimeType, bytes, width, height, pages }: CaptureFile,
  path: string | undefined,
): CapturedFileItem {
  return { uri: `webloupe://captures/${id}`, mime_type: mimeType, bytes, width, height, pages, path };
}

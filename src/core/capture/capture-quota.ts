/** The bound on captures, over all who write to one place: the oldest go first. */

export interface Placed {
  readonly name: string;
  readonly bytes: number;
  /** When it was made, in ms. */
  readonly at: number;
}

/** What a place can do about what it holds. */
export interface Place {
  all(): Promise<Placed[]>;
  remove(name: string): Promise<void>;
}

/** A look costs a folder's or a bucket's whole list. One writer keeps to the bound; each more goes beyond by so much. */
const LOOK_SHARE = 0.1;

export class CaptureQuota {
  readonly #maxBytes: number;
  readonly #place: Place;
  /** Bytes to be written until the place is looked at anew. */
  #unseenMax = 0;

  constructor(maxBytes: number, place: Place) {
    this.#maxBytes = maxBytes;
    this.#place = place;
  }

  /** To be called when the files of one page were written: as many of the newest stay, however large. */
  async enforce(written: ReadonlyArray<Pick<Placed, 'bytes'>>): Promise<void> {
    this.#unseenMax -= sizeOf(written);
    if (this.#unseenMax >= 0) return;
    const share = this.#maxBytes * LOOK_SHARE;
    const all = (await this.#place.all()).sort((a, b) => a.at - b.at);
    let total = sizeOf(all);
    if (total > this.#maxBytes) {
      for (const { name, bytes: freed } of all.slice(0, -written.length)) {
        if (total <= this.#maxBytes - share) break;
        await this.#place.remove(name);
        total -= freed;
      }
    }
    this.#unseenMax = Math.min(share, this.#maxBytes - total);
  }
}

function sizeOf(files: ReadonlyArray<Pick<Placed, 'bytes'>>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

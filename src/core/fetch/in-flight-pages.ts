/** Pages that are being loaded. Agents call several tools on a page at once: it is asked for once. */
import { underSignal } from '../call.js';
import type { FetchedPage } from './page.js';

interface Load {
  readonly page: Promise<FetchedPage>;
  readonly signal: AbortSignal;
}

export class InFlightPages {
  readonly #loads = new Map<string, Load>();

  /** What `load` brings, or what an earlier call's brings under the same key: its failure too, but for being cancelled. */
  async page(key: string, signal: AbortSignal, load: () => Promise<FetchedPage>): Promise<FetchedPage> {
    for (let earlier = this.#loads.get(key); earlier !== undefined; earlier = this.#loads.get(key)) {
      try {
        return { ...(await underSignal(earlier.page, signal)), fromCache: true };
      } catch (thrown) {
        if (signal.aborted || !earlier.signal.aborted) throw thrown;
        this.#end(key, earlier);
      }
    }
    const own = { page: load(), signal };
    this.#loads.set(key, own);
    return await own.page.finally(() => this.#end(key, own));
  }

  #end(key: string, load: Load): void {
    if (this.#loads.get(key) === load) this.#loads.delete(key);
  }
}

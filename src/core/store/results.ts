/** Results kept under unguessable ids, so that an answer can be cut and the whole still be had. */
import { randomBytes } from 'node:crypto';
import { BoundedCache } from '../bounded-cache.js';
import { LoupeError } from '../errors.js';

/** An hour: longer than an agent works on one page, short enough that memory is given back. */
export const RESULT_TTL_MS = 60 * 60_000;
/** Bytes of all results together (UTF-16 text counted as two a character); the oldest go first. */
export const RESULTS_MAX_BYTES = 128 * 1024 * 1024;
/** Results one listing shows. */
const LISTED_MAX = 100;

export interface StoredResult {
  readonly id: string;
  readonly owner: string;
  readonly tool: string;
  readonly url: string;
  readonly title: string;
  readonly createdAtMs: number;
  /** The whole result as JSON text. */
  readonly json: string;
  /** The page's HTML as it was read; absent for results of several pages. */
  readonly html?: string;
}

/** 128 random bits, readable in a URI. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

export class ResultStore {
  readonly #kept = new BoundedCache<StoredResult>({
    maxBytes: RESULTS_MAX_BYTES,
    ttlMs: RESULT_TTL_MS,
    bytesOf: (result) => 2 * (result.json.length + (result.html?.length ?? 0)) + 1_000,
  });

  get bytes(): number {
    return this.#kept.bytes;
  }

  put(result: StoredResult): void {
    this.#kept.set(result.id, result);
  }

  /**
   * The result, if it belongs to the owner.
   * @throws LoupeError `expired` when there is none: gone, never made, or somebody else's, which look the same.
   */
  get(id: string, owner: string): StoredResult {
    const found = this.#kept.get(id);
    if (found === undefined || found.owner !== owner) {
      throw new LoupeError(
        'expired',
        `no result ${id.slice(0, 40)} is kept (results are kept for ${RESULT_TTL_MS / 60_000} minutes)`,
      );
    }
    return found;
  }

  /** The owner's results, newest first. */
  list(owner: string): StoredResult[] {
    const own = this.#kept.values().filter((result) => result.owner === owner);
    return own.sort((a, b) => b.createdAtMs - a.createdAtMs).slice(0, LISTED_MAX);
  }
}

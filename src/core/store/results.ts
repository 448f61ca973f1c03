/** Results kept under unguessable ids, so that an answer can be cut and the whole still be had. */
import { randomBytes } from 'node:crypto';
import { boundedCache } from '../bounded-cache.js';
import { LISTED_MAX } from '../shared/owned-entries.js';

/** An hour: longer than an agent works on one page, short enough that memory is given back. */
export const RESULT_TTL_MS = 60 * 60_000;
/** Bytes of all results together; the oldest go first. */
const RESULTS_MAX_BYTES = 128 * 1024 * 1024;

export interface StoredResult {
  readonly id: string;
  readonly owner: string;
  readonly tool: string;
  /** Of the page; empty where links were named. */
  readonly url: string;
  readonly title: string;
  readonly createdAtMs: number;
  /** The whole result as JSON text. */
  readonly json: string;
  /** Bytes of what the result's resource gives, which is a part of that. */
  readonly bytes: number;
  /** The page's HTML as it was read; absent for results of several pages. */
  readonly html?: string;
}

export type FoundResult = Omit<StoredResult, 'html'>;

/** What a listing tells of a result. */
export type ListedResult = Omit<StoredResult, 'json' | 'html' | 'owner'>;

/** Where results are kept: in this process, or shared with others. */
export interface ResultStore {
  /** Whether other processes read it too. */
  readonly isShared: boolean;
  /** Bytes held in this process. */
  readonly bytes: number;
  put(result: StoredResult): Promise<void>;
  /** The result, whoever it belongs to, without its HTML: that is large and seldom asked for. */
  find(id: string): Promise<FoundResult | undefined>;
  html(id: string): Promise<string | undefined>;
  /** The owner's results, newest first. */
  list(owner: string): Promise<ListedResult[]>;
}

const ID_BYTES = 16;
/** Drawn for many ids at once: asking for each takes longer than reading a call's arguments. */
let drawn = Buffer.alloc(0);

/** 128 random bits, readable in a URI. */
export function newId(): string {
  if (drawn.length === 0) drawn = randomBytes(64 * ID_BYTES);
  const id = drawn.toString('base64url', 0, ID_BYTES);
  drawn = drawn.subarray(ID_BYTES);
  return id;
}

export function listed({ json: _json, html: _html, owner: _owner, ...rest }: StoredResult | Packed): ListedResult {
  return rest;
}

/** Texts as bytes: half of what strings take where a page is not Latin, and nothing that a collection has to look at. */
type Packed = Omit<StoredResult, 'json' | 'html'> & { readonly json: Buffer; readonly html: Buffer | undefined };

export class OwnResults implements ResultStore {
  readonly isShared = false;
  readonly #kept = boundedCache<Packed>({
    maxBytes: RESULTS_MAX_BYTES,
    ttlMs: RESULT_TTL_MS,
    bytesOf: (result) => result.json.length + (result.html?.length ?? 0) + 1_000,
  });

  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  async put({ json, html, ...rest }: StoredResult): Promise<void> {
    const packed = { json: Buffer.from(json), html: html === undefined ? undefined : Buffer.from(html) };
    this.#kept.set(rest.id, { ...rest, ...packed });
  }

  async find(id: string): Promise<FoundResult | undefined> {
    const found = this.#kept.get(id);
    if (found === undefined) return undefined;
    const { html: _html, json, ...rest } = found;
    return { ...rest, json: json.toString() };
  }

  async html(id: string): Promise<string | undefined> {
    return this.#kept.get(id)?.html?.toString();
  }

  async list(owner: string): Promise<ListedResult[]> {
    const own = [...this.#kept.values()].filter((result) => result.owner === owner);
    return own
      .sort((a, b) => b.createdAtMs - a.createdAtMs)
      .slice(0, LISTED_MAX)
      .map(listed);
  }
}

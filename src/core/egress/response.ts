/** One answer of a server: status, headers, and a body that is decoded while it streams, under caps. */
import { LoupeError } from '../errors.js';
import { DamagedBody, decodersFor, isDecodeError } from './decode.js';
import type { AnswerBody } from './exchange.js';

/** Bytes from the line that are read of one body when the caller says nothing; pages of 10 MB are logs and dumps. */
export const WIRE_MAX_BYTES = 10 * 1024 * 1024;
/** Decoded bytes for one byte of that cap: text shrinks to a fifth, so that a full wire cap is rarely cut by this. */
const DECODED_PER_WIRE_CAP = 2;
/** Decoded bytes of one page. */
export const PAGE_MAX_BYTES = DECODED_PER_WIRE_CAP * WIRE_MAX_BYTES;
/** A bomb expands a thousandfold and more, text at most some fifty times; small bodies may repeat themselves. */
const RATIO_MAX = 200;
const RATIO_FREE_BYTES = 1024 * 1024;
/**
 * The rest of a body that is read and dropped to keep the connection: 64 KiB take less time on most lines than the
 * round trips of a new TCP and TLS connection. More than that, or an unknown rest, ends the connection.
 */
const DRAIN_MAX_BYTES = 64 * 1024;

/** Why a body is not whole. */
export type Truncation = 'size' | 'ratio' | 'timeout' | 'connection' | 'encoding';

interface ResponseParts {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly finalUrl: string;
  readonly line: AnswerBody;
  readonly maxBytes: number;
  /** Whether the caller gave up: that is never a partial answer. */
  readonly isCancelled: () => boolean;
  readonly toError: (error: unknown) => LoupeError;
  readonly onEnd: () => void;
}

/** A lifetime: the body is read to its end, or the answer is disposed of. */
export class HttpResponse implements Disposable {
  readonly status: number;
  /** Names in lower case, values of the same name joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The URL after every redirect, without credentials. */
  readonly finalUrl: string;
  /** The decoded body, once. Throws LoupeError; what came before a broken end is given out, see `truncated`. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly #parts: ResponseParts;
  #wireBytes = 0;
  #decodedBytes = 0;
  #truncated: Truncation | undefined;
  /** What ended the line before its time. */
  #lineError: LoupeError | undefined;
  #ended = false;

  constructor(parts: ResponseParts) {
    this.status = parts.status;
    this.headers = parts.headers;
    this.finalUrl = parts.finalUrl;
    this.#parts = parts;
    this.body = this.#decoded();
  }

  /** Bytes of the body taken from the line. */
  get wireBytes(): number {
    return this.#wireBytes;
  }

  get decodedBytes(): number {
    return this.#decodedBytes;
  }

  /** Set when the body was cut short; known once it has been read. */
  get truncated(): Truncation | undefined {
    return this.#truncated;
  }

  /** The decoded body in one piece. */
  async readBytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.body) pieces.push(piece);
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  }

  /** Ends the answer: a small known rest is drained in the background, else the connection is dropped. */
  [Symbol.dispose](): void {
    if (this.#ended) return;
    this.#ended = true;
    const length = Number(this.headers['content-length'] ?? Number.NaN);
    discard(this.#parts.line, length - this.#wireBytes);
    this.#parts.onEnd();
  }

  async *#decoded(): AsyncGenerator<Uint8Array> {
    const { maxBytes, toError } = this.#parts;
    const decodedMax = maxBytes * DECODED_PER_WIRE_CAP;
    try {
      let source: AsyncIterable<Uint8Array> = this.#wire();
      for (const decode of decodersFor(this.headers['content-encoding'] ?? '')) source = decode(source);
      for await (const piece of source) {
        const room = decodedMax - this.#decodedBytes;
        this.#decodedBytes += Math.min(piece.length, room);
        if (piece.length > room) {
          this.#truncated = 'size';
          if (room > 0) yield piece.subarray(0, room);
          return;
        }
        yield piece;
        if (this.#decodedBytes > RATIO_FREE_BYTES && this.#decodedBytes > RATIO_MAX * this.#wireBytes) {
          this.#truncated = 'ratio';
          return;
        }
      }
    } catch (error) {
      if (!isDecodeError(error)) throw toError(error);
      if (this.#decodedBytes === 0) throw this.#lineError ?? asBadEncoding(error);
      // Of a body that was cut on its way, a decoder misses the end: the cut is the cause.
      this.#truncated ??= 'encoding';
    } finally {
      this[Symbol.dispose]();
    }
  }

  /** The bytes of the line. An end before its time is an error where nothing came, else a truncation. */
  async *#wire(): AsyncGenerator<Uint8Array> {
    const { line, maxBytes, toError, isCancelled } = this.#parts;
    try {
      for (let bytes = await line.take(); bytes !== undefined; bytes = await line.take()) {
        const room = maxBytes - this.#wireBytes;
        this.#wireBytes += bytes.length;
        yield bytes.length > room ? bytes.subarray(0, room) : bytes;
        if (bytes.length > room) {
          this.#truncated = 'size';
          return;
        }
      }
    } catch (error) {
      const known = toError(error);
      if (isCancelled() || this.#wireBytes === 0) throw known;
      this.#lineError = known;
      this.#truncated = known.code === 'timeout' ? 'timeout' : 'connection';
    }
  }
}

function asBadEncoding(error: unknown): LoupeError {
  return error instanceof LoupeError ? error : new DamagedBody('cannot be decoded as its headers say', error);
}

/** Gets rid of the rest of a body; `restBytes` is NaN where it is not known. */
export function discard(line: AnswerBody, restBytes: number): void {
  // A small page has often come whole, though it did not say how long it is: its connection is kept all the same.
  line.drop(restBytes <= DRAIN_MAX_BYTES);
}

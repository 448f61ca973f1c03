/** Content-Encoding undone while it streams, as forgiving as browsers are and no more. */
import { pipeline, Readable, type Transform } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import * as zlib from 'node:zlib';
import { LoupeError, systemCode } from '../errors.js';

/** More than two encodings over each other are only ever seen in attacks. */
const ENCODINGS_MAX = 2;
/** A gzip header may carry a file name and a comment; nobody needs more. */
const GZIP_HEADER_MAX_BYTES = 64 * 1024;
/** Output pieces: larger than zlib's 16 KiB, so that a page is a few pieces and not hundreds. */
const PIECE_BYTES = 64 * 1024;

const OPTIONS = { chunkSize: PIECE_BYTES };

/** Zstandard came to zlib in Node 22.15. */
const createZstd: unknown = Reflect.get(zlib, 'createZstdDecompress');

/** A frame of no bytes (RFC 8878, 3.1.1) without the last byte of its block's header. */
const CUT_ZSTD = Buffer.from('28b52ffd20000100', 'hex');

/** What is asked for: what can be undone, and told from what was cut short. */
export const ACCEPT_ENCODING = `gzip, deflate, br${tellsCutZstd() ? ', zstd' : ''}`;

/** A body that is not what its Content-Encoding says. Browsers give it up as well. */
export class DamagedBody extends LoupeError {
  constructor(what: string, cause?: unknown) {
    super('bad_encoding', `the body ${what}`, { next: 'No browser reads it either; tell the user.', cause });
  }
}

type Bytes = AsyncIterable<Uint8Array>;
type Decoder = (source: Bytes) => Bytes;

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip,
  'x-gzip': gzip,
  deflate,
  br: (source) => through(source, zlib.createBrotliDecompress(OPTIONS)),
  ...(typeof createZstd === 'function' ? { zstd: (source: Bytes) => through(source, zstdDecoder(createZstd)) } : {}),
};

/** What servers send for a Content-Encoding that is none: encodings of text, of the transfer, of nothing. */
const NO_ENCODING = /^(?:|identity|none|utf-?8|iso-8859-1|windows-125\d|text|binary|[78]bit|chunked|aws-chunked)$/;

/**
 * The decoders for a Content-Encoding, in the order in which they apply.
 * @throws LoupeError `bad_encoding` for an encoding that is not known, or more than two
 */
export function decodersFor(contentEncoding: string): readonly Decoder[] {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !NO_ENCODING.test(name));
  if (names.length > ENCODINGS_MAX) {
    throw new LoupeError('bad_encoding', `the server applied ${names.length} encodings over each other`);
  }
  return names.reverse().map((name) => {
    const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
    if (decoder === undefined) throw new LoupeError('bad_encoding', unknownEncoding(name));
    return decoder;
  });
}

/** A name is told (RFC 9110, section 8.4.1); anything else that stands there would be the server's words among ours. */
function unknownEncoding(name: string): string {
  const isName = /^[\w!#$%&'*+.^`|~-]{1,40}$/.test(name);
  return isName ? `the content encoding "${name}" is unknown` : 'the server names a content encoding that is none';
}

/** A gzip file's content, or as much of it as the bound lets and as came whole; what is no gzip stays as it is. */
export async function unpacked(file: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  if (gzipHeaderEnd(Buffer.from(file.subarray(0, GZIP_HEADER_MAX_BYTES))) === undefined) return file;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of gzip(Readable.from([file]))) {
      pieces.push(piece.subarray(0, maxBytes - bytes));
      bytes += piece.length;
      if (bytes >= maxBytes) break;
    }
  } catch (error) {
    if (!isDecodeError(error)) throw error;
  }
  return Buffer.concat(pieces);
}

/** Whether an error came out of a decoder, and not from the line. */
export function isDecodeError(error: unknown): boolean {
  if (error instanceof LoupeError) return error.code === 'bad_encoding';
  return /^(?:Z_|ERR_(?:_?ERROR|BROTLI|ZSTD|PADDING)|ZSTD_)/.test(systemCode(error) ?? '');
}

/** A stream that was cut short yields what it holds, as in a browser, and throws then (`Z_BUF_ERROR`). */
async function* through(source: Bytes, decoder: Transform): Bytes {
  const { head, rest } = await readAhead(source, (bytes) => bytes.length > 0, 1);
  if (head.length === 0) return;
  // The loop below reports what goes wrong: both ends carry the error.
  pipeline(Readable.from(untilRead(prefixed(head, rest), decoder), { objectMode: false }), decoder, () => {});
  yield* decoder;
}

/** Turns of the event loop in which a page that is being read is read to its end. */
const SOON_TURNS = 200;
const LATER_MS = 10;

/** Ends when all that was decoded is read: an end before its time is an error, which would take the rest with it. */
async function* untilRead(source: Bytes, decoder: Transform): Bytes {
  yield* source;
  const isUnread = () => !decoder.destroyed && decoder.writableLength + decoder.readableLength > 0;
  // A reader that takes its time is not waited for with a whole processor.
  for (let turn = 0; isUnread(); turn++) await (turn < SOON_TURNS ? setImmediate() : setTimeout(LATER_MS));
}

/**
 * The gzip header is read here and the rest is raw deflate: zlib's own gunzip takes bytes after the first member for a
 * second one and throws everything away when they are not, where browsers ignore them.
 */
async function* gzip(source: Bytes): Bytes {
  const { head, rest } = await readAhead(source, (bytes) => gzipHeaderEnd(bytes) !== undefined, GZIP_HEADER_MAX_BYTES);
  if (head.length === 0) return;
  const end = gzipHeaderEnd(head);
  if (end === undefined) throw new DamagedBody('is not gzip as its header says');
  yield* through(prefixed(head.subarray(end), rest), zlib.createInflateRaw(OPTIONS));
}

/** RFC 9110 means the zlib format by "deflate"; servers that send raw deflate are as old as the name. */
async function* deflate(source: Bytes): Bytes {
  const { head, rest } = await readAhead(source, (bytes) => bytes.length > 0, 1);
  if (head.length === 0) return;
  // RFC 1950: the low four bits of the first byte are 8, the compression method.
  const wrapped = ((head[0] ?? 0) & 0x0f) === 8;
  yield* through(prefixed(head, rest), wrapped ? zlib.createInflate(OPTIONS) : zlib.createInflateRaw(OPTIONS));
}

async function readAhead(source: Bytes, enough: (bytes: Buffer) => boolean, maxBytes: number) {
  const rest = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < maxBytes && !enough(head)) {
    const next = await rest.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, rest };
}

async function* prefixed(head: Uint8Array, rest: AsyncIterator<Uint8Array>): Bytes {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Where the compressed data begin (RFC 1952, section 2.3), or undefined while the header is not whole or is none. */
function gzipHeaderEnd(bytes: Uint8Array): number | undefined {
  if (bytes.length < 10 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined;
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 0x04) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [0x08, 0x10]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (zero === -1) return undefined;
    at = zero + 1;
  }
  if (flags & 0x02) at += 2;
  return at <= bytes.length ? at : undefined;
}

// biome-ignore lint/complexity/noBannedTypes: a function that this Node's types do not know
function zstdDecoder(create: Function): Transform {
  return create(OPTIONS);
}

/** Up to Node 24.0 at least, all of 22 among them, a body that was cut short ends like one that is whole. */
function tellsCutZstd(): boolean {
  const unpack: unknown = Reflect.get(zlib, 'zstdDecompressSync');
  if (typeof unpack !== 'function') return false;
  try {
    unpack(CUT_ZSTD);
    return false;
  } catch {
    return true;
  }
}

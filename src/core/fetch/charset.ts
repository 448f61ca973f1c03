/**
 * Bytes to text as the HTML standard sniffs encodings (section 13.2.3.2): byte order mark, then the Content-Type header,
 * then a prescan of the first 1024 bytes for meta tags and an XML declaration, then ISO-2022-JP where its escapes stand, UTF-8,
 * or windows-1252 where the bytes are not UTF-8, but for a few of them.
 */
import { isAscii, isUtf8, transcode } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { prescanMeta } from './meta-prescan.js';
import { type Decoder, decoderFor } from './text-decoder.js';

interface DecodedText {
  readonly text: string;
  /** The encoding's name in the Encoding standard, in lower case. */
  readonly charset: string;
  readonly warning?: string | undefined;
}

/**
 * Six characters in a row that are not ASCII, and not one six times: never in a language that windows-1252 is for, and
 * soon in Cyrillic, Greek or Japanese that were read as if they were.
 */
const FOREIGN = /([^\0-\x7f])(?!\1)[^\0-\x7f]{5}/;
/** Of pages that name no encoding; a browser guesses from what it knows of languages. */
export const MISREAD =
  'the page names no encoding and was read as windows-1252, which it is not: engine "browser" guesses better';
/** Node's Big5 has none of what Hong Kong added to it, the words of Cantonese among them, and makes them private signs. */
export const OF_HONG_KONG = 'the page has characters of Big5 that only engine "browser" reads (HKSCS)';
const PRIVATE = /[\ue000-\uf8ff]/;
/** What letters of the West were made of may be others of the same byte: Czech, Polish, Turkish. */
const GUESSED =
  'the page names no encoding that fits and was read as windows-1252, a guess: where letters are wrong, try engine "browser"';
/** Fewer letters beyond ASCII are names in a text that has no others, which a wrong guess hardly hurts. */
const LETTER_EACH_BYTES = 2000;

/** The standard's own number. */
const PRESCAN_BYTES = 1024;

interface Choice {
  readonly charset: string;
  readonly warning?: string | undefined;
  /** Nobody said so: bytes that are not UTF-8 are windows-1252, as browsers read undeclared pages of the West. */
  readonly guessed?: true;
}

/** The whole of a page. Never throws: bytes that the encoding does not know become U+FFFD. */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): DecodedText {
  const choice = chooseCharset(bytes, contentType);
  const isWhole = isUtf8(bytes);
  const late =
    choice.guessed && !isWhole ? (lateMeta(bytes) ?? (isMostlyUtf8(bytes) ? 'utf-8' : 'unknown')) : undefined;
  const charset = late === 'unknown' ? 'windows-1252' : (late ?? choice.charset);
  const text = decodeWhole(bytes, charset, isWhole);
  const guess = late === 'unknown' ? guessWarning(bytes, text) : undefined;
  const lacking = charset === 'big5' && PRIVATE.test(text) ? OF_HONG_KONG : undefined;
  return { text, charset, warning: guess ?? lacking ?? choice.warning };
}

function guessWarning(bytes: Uint8Array, text: string): string | undefined {
  if (FOREIGN.test(text)) return MISREAD;
  let letters = 0;
  for (const byte of bytes) if (byte >= 0xc0) letters++;
  return letters * LETTER_EACH_BYTES > bytes.length ? GUESSED : undefined;
}

/** The beginning of a page, which may end within a character, as the whole would be read. */
export function decodeStart(bytes: Uint8Array, contentType: string | undefined): DecodedText {
  const ends = [0, 1, 2, 3].map((cut) => bytes.subarray(0, bytes.length - cut));
  return decodeText(ends.find((start) => isUtf8(start)) ?? bytes, contentType);
}

/** @param isWhole whether the bytes are UTF-8 without faults */
function decodeWhole(bytes: Uint8Array, charset: string, isWhole: boolean): string {
  const decoder = decoderFor(charset);
  // In one go Node 20 decodes windows-1252 as Latin-1, without its quotes and dashes; as a stream it does not. UTF-8 is
  // decoded in one go: that is ten times as fast, and gives a string of half the size where the text is ASCII.
  if (charset === 'windows-1252') return decoder.decode(bytes, { stream: true }) + decoder.decode();
  // Where it is not ASCII, Node 20 and 22 take nearly twice as long with it as by way of UTF-16, which knows no faults.
  if (charset !== 'utf-8' || isAscii(bytes) || !isWhole) return decoder.decode(bytes);
  const marked = byteOrderMark(bytes) === undefined ? bytes : bytes.subarray(BYTE_ORDER_MARK_BYTES);
  return transcode(marked, 'utf8', 'utf16le').toString('utf16le');
}
/** In UTF-8. */
const BYTE_ORDER_MARK_BYTES = 3;

/** A page that is read from its beginning and perhaps not to its end. One decoder a page. */
export class StreamingDecoder {
  readonly #contentType: string | undefined;
  #pending: Uint8Array = new Uint8Array(0);
  #decoder: Decoder | undefined;
  #choice: Choice = { charset: 'utf-8' };

  constructor(contentType: string | undefined) {
    this.#contentType = contentType;
  }

  /** Known once the first 1024 bytes are in, or the end is. */
  get charset(): string {
    return this.#decoder?.encoding ?? this.#choice.charset;
  }

  /** Neither the server nor the first 1024 bytes say what it is: what comes later may. */
  get isGuess(): boolean {
    return this.#choice.guessed === true;
  }

  /** The text of the next bytes; '' while the first 1024 bytes are awaited that decide on the encoding. */
  write(chunk: Uint8Array): string {
    if (this.#decoder !== undefined) return this.#decoder.decode(chunk, { stream: true });
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    return this.#pending.length < PRESCAN_BYTES ? '' : this.#start({ cut: true });
  }

  /** The rest, for which `write` still waited. */
  end(): string {
    const start = this.#decoder === undefined ? this.#start({ cut: false }) : '';
    return start + (this.#decoder?.decode() ?? '');
  }

  #start({ cut }: { cut: boolean }): string {
    this.#choice = chooseCharset(this.#pending, this.#contentType);
    // The beginning has to stand for the whole; its last character may be cut in two, which is no fault.
    const guessedWrong = this.#choice.guessed && !beginsAsUtf8(this.#pending, { cut });
    this.#decoder = decoderFor(guessedWrong ? 'windows-1252' : this.#choice.charset);
    const text = this.#decoder.decode(this.#pending, { stream: true });
    this.#pending = new Uint8Array(0);
    return text;
  }
}

function chooseCharset(bytes: Uint8Array, contentType: string | undefined): Choice {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return { charset: marked };
  const fromHeader = headerCharset(contentType);
  if (fromHeader !== undefined) return { charset: fromHeader };
  const label = charsetParameter(contentType ?? '');
  const warning = label === undefined ? label : unknownCharset(label);
  const wide = utf16Tag(bytes);
  if (wide !== undefined) return { charset: wide, warning };
  const meta = prescanMeta(bytes.subarray(0, PRESCAN_BYTES), encodingFor);
  // What could be read as ASCII is not in UTF-16.
  if (meta !== undefined) return { charset: meta.startsWith('utf-16') ? 'utf-8' : meta, warning };
  const japanese = hasJapaneseEscapes(bytes) ? encodingFor('iso-2022-jp') : undefined;
  return { charset: japanese ?? 'utf-8', guessed: true, warning };
}

/** A label is told; anything else that stands there would be the server's words among ours. */
function unknownCharset(label: string): string {
  const isLabel = /^[\w.:+()-]{1,40}$/.test(label);
  return isLabel ? `the server names an unknown charset: ${label}` : 'the server names a charset that is none';
}

/** What leads from ASCII to kanji (RFC 1468), and stands in no other text. */
function hasJapaneseEscapes(bytes: Uint8Array): boolean {
  if (!isAscii(bytes)) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return text.includes('\x1b$B') || text.includes('\x1b$@');
}

/** Browsers change the encoding when they meet a meta behind the prescan, as pages with long scripts in the head have. */
function lateMeta(bytes: Uint8Array): string | undefined {
  const meta = prescanMeta(bytes.subarray(0, LATE_META_BYTES), encodingFor);
  return meta?.startsWith('utf-') ? undefined : meta;
}
/** A head is rarely longer. */
const LATE_META_BYTES = 65_536;

/** A byte that went astray makes no other encoding of a page; in others hardly a sequence is well-formed. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  let wellFormed = 0;
  let faults = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) faults++;
    else if (code > 0x7f) wellFormed++;
  }
  return wellFormed > faults * WELL_FORMED_A_FAULT;
}
const WELL_FORMED_A_FAULT = 10;

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return undefined;
}

/** UTF-16 without a mark by the tag it begins with: the standard's prescan knows `<?x`; pages begin with `<!D` and `<ht` too. */
function utf16Tag(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (/^(?:\s\0)*<\0[!?a-z]\0/i.test(start)) return 'utf-16le';
  return /^(?:\0\s)*\0<\0[!?a-z]/i.test(start) ? 'utf-16be' : undefined;
}

/** The encoding that a Content-Type names. */
export function headerCharset(contentType: string | undefined): string | undefined {
  const label = charsetParameter(contentType ?? '');
  return label === undefined ? undefined : encodingFor(label);
}

/** The charset parameter of a Content-Type, quoted or not. */
export function charsetParameter(contentType: string): string | undefined {
  const value = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^;,\s]+))/i.exec(contentType);
  return value?.[1] ?? value?.[2] ?? value?.[3];
}

/** The encoding of a label, or undefined where the Encoding standard or this Node knows none. */
function encodingFor(label: string): string | undefined {
  const name = label.trim().toLowerCase();
  // The standard's word for it in a meta; Node has no decoder of that name.
  if (name === 'x-user-defined') return 'windows-1252';
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

function beginsAsUtf8(bytes: Uint8Array, { cut }: { cut: boolean }): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

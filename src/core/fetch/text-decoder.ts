/**
 * The decoders of the Encoding standard. Its EUC-KR is windows-949, of which Node's has the 2,350 syllables of KS X 1001 and no
 * other: 샾 and 됬 would be a broken sign and a Latin letter.
 */
import { TextDecoder } from 'node:util';

export interface Decoder {
  readonly encoding: string;
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

/** @throws RangeError for a label that the standard or Node does not know */
export function decoderFor(label: string): Decoder {
  const decoder = new TextDecoder(label);
  return decoder.encoding === 'euc-kr' ? new KoreanDecoder() : decoder;
}

const LEAD = { from: 0x81, to: 0xfe };
const TRAIL = { from: 0x41, to: 0xfe };
/** The pairs of KS X 1001: first and second byte alike. */
const STANDARD_FROM = 0xa1;
const ASCII_MAX = 0x7f;
const BROKEN = 0xfffd;

/** 8 MB in 0.1 s, whatever they hold: to hand each stretch between other syllables to Node's takes 3 s. */
class KoreanDecoder implements Decoder {
  readonly encoding = 'euc-kr';
  #pending: Uint8Array = new Uint8Array(0);

  decode(chunk: Uint8Array = new Uint8Array(0), { stream = false }: { stream?: boolean } = {}): string {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const chars = pairs();
    const text = Buffer.allocUnsafe(2 * bytes.length);
    let length = 0;
    let at = 0;
    while (at < bytes.length) {
      const lead = bytes[at] ?? 0;
      const trail = bytes[at + 1];
      let char = lead;
      if (lead >= LEAD.from && lead <= LEAD.to) {
        if (trail === undefined && stream) break;
        char = chars[(lead << 8) | (trail ?? 0)] ?? BROKEN;
        // What is no second byte may be the beginning of a tag.
        if (trail !== undefined && (char !== BROKEN || trail > ASCII_MAX)) at++;
      } else if (lead > ASCII_MAX) char = BROKEN;
      text[length++] = char & 0xff;
      text[length++] = char >> 8;
      at++;
    }
    this.#pending = bytes.slice(at);
    return text.toString('utf16le', 0, length);
  }
}

/**
 * The character of each two bytes. The 8,822 syllables that KS X 1001 leaves out stand in the order of Unicode, before and
 * between its own.
 */
function pairs(): Uint16Array {
  if (known !== undefined) return known;
  const all = new Uint16Array(0x10000).fill(BROKEN);
  const standard = standardPairs();
  for (const [pair, char] of standard) all[pair] = char;
  const own = new Set(standard.values());
  let code = HANGUL.from;
  for (let lead = LEAD.from; lead <= LAST_LEAD; lead++) {
    for (const trail of trailsOf(lead)) {
      while (own.has(code)) code++;
      if (code <= HANGUL.to) all[(lead << 8) | trail] = code++;
    }
  }
  known = all;
  return all;
}
let known: Uint16Array | undefined;
const HANGUL = { from: 0xac00, to: 0xd7a3 };
const LAST_LEAD = 0xc6;

/** Those that Node's knows, each on a line of its own: of a pair that is none, one sign of a fault or more than one character is left. */
function standardPairs(): ReadonlyMap<number, number> {
  const found: number[] = [];
  for (let lead = STANDARD_FROM; lead <= LEAD.to; lead++)
    for (let trail = STANDARD_FROM; trail <= TRAIL.to; trail++) found.push((lead << 8) | trail);
  const bytes = Uint8Array.from(found.flatMap((pair) => [pair >> 8, pair & 0xff, NEWLINE]));
  const lines = new TextDecoder('euc-kr').decode(bytes).split('\n');
  return new Map(found.flatMap((pair, i) => (lines[i]?.length === 1 ? [[pair, lines[i].charCodeAt(0)] as const] : [])));
}
const NEWLINE = 10;

function* trailsOf(lead: number): Generator<number> {
  yield* between(TRAIL.from, 0x5a);
  yield* between(0x61, 0x7a);
  yield* between(0x81, lead < STANDARD_FROM ? TRAIL.to : STANDARD_FROM - 1);
}

function* between(from: number, to: number): Generator<number> {
  for (let byte = from; byte <= to; byte++) yield byte;
}

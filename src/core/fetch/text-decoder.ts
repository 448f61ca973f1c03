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
  return decoder.encoding === 'euc-kr' ? new KoreanDecoder(decoder) : decoder;
}

const LEAD = { from: 0x81, to: 0xfe };
/** Before these bytes stand the syllables of KS X 1001, first and second byte alike. */
const STANDARD_FROM = 0xa1;

class KoreanDecoder implements Decoder {
  readonly encoding = 'euc-kr';
  readonly #standard: TextDecoder;
  #pending: Uint8Array = new Uint8Array(0);

  constructor(standard: TextDecoder) {
    this.#standard = standard;
  }

  decode(chunk: Uint8Array = new Uint8Array(0), { stream = false }: { stream?: boolean } = {}): string {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const more = further();
    let text = '';
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      const lead = bytes[at] ?? 0;
      if (lead < LEAD.from || lead > LEAD.to) {
        at++;
        continue;
      }
      const trail = bytes[at + 1];
      if (trail === undefined && stream) break;
      const syllable = trail === undefined ? undefined : more.get((lead << 8) | trail);
      if (syllable !== undefined) {
        text += this.#standard.decode(bytes.subarray(from, at), { stream: true }) + syllable;
        from = at + 2;
      }
      // What is no second byte may be the beginning of a tag.
      at += syllable !== undefined || (trail ?? 0) >= STANDARD_FROM ? 2 : 1;
    }
    this.#pending = bytes.slice(at);
    return text + this.#standard.decode(bytes.subarray(from, at), { stream });
  }
}

/** The 8,822 syllables that KS X 1001 leaves out stand in the order of Unicode, before and between its own. By both bytes. */
function further(): ReadonlyMap<number, string> {
  if (known !== undefined) return known;
  const standard = new Set(standardSyllables());
  const all = new Map<number, string>();
  let code = HANGUL.from;
  for (let lead = LEAD.from; lead <= LAST_LEAD; lead++) {
    for (const trail of trailsOf(lead)) {
      while (standard.has(String.fromCharCode(code))) code++;
      if (code <= HANGUL.to) all.set((lead << 8) | trail, String.fromCharCode(code++));
    }
  }
  known = all;
  return all;
}
let known: ReadonlyMap<number, string> | undefined;
const HANGUL = { from: 0xac00, to: 0xd7a3 };
const LAST_LEAD = 0xc6;
/** The rows of KS X 1001 that hold syllables. */
const SYLLABLES = { from: 0xb0, to: 0xc8 };

function standardSyllables(): string {
  const bytes: number[] = [];
  for (let lead = SYLLABLES.from; lead <= SYLLABLES.to; lead++)
    for (let trail = STANDARD_FROM; trail <= LEAD.to; trail++) bytes.push(lead, trail);
  return new TextDecoder('euc-kr').decode(Uint8Array.from(bytes));
}

function* trailsOf(lead: number): Generator<number> {
  yield* between(0x41, 0x5a);
  yield* between(0x61, 0x7a);
  yield* between(0x81, lead < STANDARD_FROM ? LEAD.to : STANDARD_FROM - 1);
}

function* between(from: number, to: number): Generator<number> {
  for (let byte = from; byte <= to; byte++) yield byte;
}

/** Near-duplicate texts by a 64-bit simhash: texts that share nearly all of their parts differ in few bits. Pure. */

export interface Fingerprint {
  readonly title: string;
  /** Two halves of 32 bits. */
  readonly high: number;
  readonly low: number;
  /** Characters of the text. */
  readonly chars: number;
}

/** Parts of a text: runs of letters this long, whatever the language puts between its words. */
const SHINGLE_CHARS = 9;
/** What is looked at of a text; the beginning tells pages apart. */
const TEXT_CHARS_MAX = 20_000;
/** Short texts differ in many bits for one word and in none for none: they must be the same. */
const SHORT_CHARS = 300;
/** Of 64 bits; the usual bound for pages of the web. */
const NEAR_BITS = 3;
/** With the site's own word (a canonical link) that they are one page. */
const ALIKE_BITS = 12;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Undefined for a page without text: nothing can be said of it. */
export function fingerprintOf(title: string, text: string): Fingerprint | undefined {
  const letters = text
    .slice(0, TEXT_CHARS_MAX)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  if (letters === '') return undefined;
  const weights = new Int32Array(64);
  for (let at = 0; at === 0 || at + SHINGLE_CHARS <= letters.length; at++) {
    let hash = FNV_OFFSET;
    for (let i = at; i < at + SHINGLE_CHARS && i < letters.length; i++)
      hash = Math.imul(hash ^ letters.charCodeAt(i), FNV_PRIME);
    addBits(weights, mixed(hash), 0);
    addBits(weights, mixed(hash ^ 0x9e3779b9), 32);
  }
  return { title, high: bitsOf(weights, 0), low: bitsOf(weights, 32), chars: letters.length };
}

/** FNV's high bits are poor for short input: the finaliser of MurmurHash3 spreads them. */
function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function addBits(weights: Int32Array, hash: number, offset: number): void {
  for (let bit = 0; bit < 32; bit++) {
    const at = offset + bit;
    weights[at] = (weights[at] ?? 0) + ((hash >>> bit) & 1 ? 1 : -1);
  }
}

function bitsOf(weights: Int32Array, offset: number): number {
  let bits = 0;
  for (let bit = 0; bit < 32; bit++) if ((weights[offset + bit] ?? 0) > 0) bits |= 1 << bit;
  return bits;
}

/** Bits in which two texts differ. */
function differingBits(a: Fingerprint, b: Fingerprint): number {
  return bitCount(a.high ^ b.high) + bitCount(a.low ^ b.low);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The same title and nearly the same text. A page of another title is another page, however alike they read. */
export function isNearDuplicate(a: Fingerprint, b: Fingerprint): boolean {
  if (a.title !== b.title) return false;
  const bits = differingBits(a, b);
  return Math.min(a.chars, b.chars) < SHORT_CHARS ? a.chars === b.chars && bits === 0 : bits <= NEAR_BITS;
}

/** Alike enough to believe a canonical link; some sites name their home page on every page. */
export function isAlike(a: Fingerprint, b: Fingerprint): boolean {
  return a.title === b.title || differingBits(a, b) <= ALIKE_BITS;
}

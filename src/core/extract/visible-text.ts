/** Text as a person reads it. */
import { SIGHT } from '../document/names.js';
import type { DocumentNode, ElementNode } from '../document/tree.js';
import { SHOWN_MARK } from '../fetch/shown-script.js';
import type { PageContext } from './page-context.js';

/** Elements whose edges part no words: "W<b>o</b>rd" is one word. */
const INLINE_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt rtc ruby s samp small span ' +
    'strike strong sub sup time tt u var wbr'
  ).split(' '),
);

/** Elements of other languages too: Word's `o:p`, the `ix:nonFraction` around each figure of a filing. */
export function isInline(name: string): boolean {
  return INLINE_ELEMENTS.has(name) || name.includes(':');
}

/** An inline element that its own style makes a block parts words as one (CSS Display 3, 2). */
const BLOCK_STYLE = /display\s*:\s*(?:block|flex|grid|table|list-item|-webkit-box)\s*(?:!|;|$)/i;

/** Whether the element's edges part no words: over HTTP by its own style alone, in a browser by what the page's makes of it. */
export function standsInLine({ name, marks, attributes }: ElementNode): boolean {
  if (!isInline(name)) return false;
  if (!(marks & SIGHT)) return true;
  return !attributes[SHOWN_MARK]?.startsWith('b') && !BLOCK_STYLE.test(attributes['style'] ?? '');
}

/** A row has few parts; of a list of thousands none is looked for. */
const ROW_PARTS_MAX = 20;
/** A letter is a sign beside its word, as numbers and what begins with a sign are parts of a price: `$`, `49`, `/month`. */
const ITEM = /^[\p{L}\p{N}(].*\p{L}/su;
/** A price, a time, a share or a number in thousands as a whole is no part of one: `£425,000` and `£450,000`, `Price` and `$20`, `0:00` and `48:12`. */
const AMOUNT = /^(?:[-+−]?\p{Sc}\s?\p{N}|\d{1,2}:\d\d|[-+−]?[\d.,]{1,20}\s?[%°]$|\d{1,3}(?:[.,]\d{3}){1,4}$)/u;
/** Behind an amount: `$20` and `M`, `20°` and `C`, `¥2,000` and `円`. */
const UNIT = /^\p{L}$/u;
/** The first letter of a word, set large. */
const CAPITAL = /^\p{Lu}$/u;

/** A word and the beginning of the next, as `Sport` and `Pele` are: of 36 such places on the pages of the corpus three are inside a name. */
const WORD_END = /[\p{Ll}\p{N}]{2}$/u;
const WORD_BEGIN = /^\p{Lu}\p{Ll}/u;
/** What sets a label, a note or a time beside other words, where others mark a part of a word. */
const PARTS_OF_LINES: ReadonlySet<string> = new Set(['span', 'time', 'small', 'label']);

/**
 * HTML that a framework made has no white space between the parts of a row: `<div><span>4 March</span><span>1 min</span></div>`.
 * Of such neighbours all but one in a hundred on the pages of the corpus are seen apart. Where the box has text of its own,
 * or its parts their own white space, whoever wrote it says where words end, but for one part before or behind a text, where a word begins with a capital.
 */
export function isRowItem(element: ElementNode): boolean {
  if (!PARTS_OF_LINES.has(element.name)) return false;
  const { children = [] } = element.parent ?? {};
  if (children.length < 2 || children.length > ROW_PARTS_MAX) return false;
  const at = children.indexOf(element);
  const [before, after] = [children[at - 1], children[at + 1]];
  if (isForListeners(element, before)) return true;
  if (![before, after].some((one) => one?.kind === 'element' && isInline(one.name)))
    return (isBlank(after) && beginsWord(before, element)) || (isBlank(before) && beginsWord(element, after));
  if (!hasWord(element, WORD_LEVELS) && !(AMOUNT.test(edge(element, 0)) && !UNIT.test(edge(after, 0)))) return false;
  return endsWord(before, element) && endsWord(element, after) && children.every(isPart);
}

/**
 * Not where one of the two is a sign of code, the capital or the ending of the other: `Map.` and `of`, `mode` and `=`, `boat` and `s`.
 * In a paragraph, programs for texts part a word where its style changes (Word, Google Docs): `inter` and `national`.
 * Where words are written without spaces, or with endings of their own as in Korean, an edge in a sentence is like one in a word.
 */
function endsWord(before: DocumentNode | undefined, after: DocumentNode | undefined): boolean {
  const left = edge(before, -1);
  const right = edge(after, 0);
  if (left === '' || right === '') return true;
  if (after?.parent?.name === 'p' && SMALL_END.test(left) && SMALL_BEGIN.test(right)) return false;
  const isEnd = left.endsWith('.') ? left.includes(' ') : ENDED.test(left);
  return isEnd && BEGUN.test(right) && !CAPITAL.test(left) && !(UNSPACED_END.test(left) && UNSPACED_BEGIN.test(right));
}
const ENDED = /(?:[\p{L}\p{M}\p{N}\p{So})\]?!…%€”»"]|[^:]:|[.!?…]')$/u;
const BEGUN =
  /^(?!\p{Ll}$|[™®©°])(?:[\p{L}\p{N}\p{So}[¿¡]|[(“«"].|[-+−]?\p{Sc}\s?\p{N}|[-+−]\p{N}[\p{N},]*(?:\.\p{N}|\s?%))/u;
const SMALL_END = /\p{Ll}$/u;
const SMALL_BEGIN = /^\p{Ll}/u;
const UNSPACED = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}]';
const UNSPACED_END = new RegExp(`${UNSPACED}$`, 'u');
const UNSPACED_BEGIN = new RegExp(`^${UNSPACED}`, 'u');

/**
 * Words for who listens to the page, which its style takes out of the line, as Bootstrap, Tailwind, WordPress, shops and Korean pages name them:
 * `<span class="sr-only">4.5 of 5</span><b>4.5</b>`. They begin no word and end none, but for "Mon" and "day", "S" and "unday".
 */
const FOR_LISTENERS =
  /(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader-(?:text|only)|a-offscreen|blind)(?:[\s_-]|$)/i;
const CONTINUES = /^\p{Ll}+$/u;
const CONTINUED = /(?:\p{Ll}|(?<!\p{L})\p{Lu})$/u;
const OPENED = /[([{“‘]$/;
/** A sign alone belongs to what stands beside it, and the end of a sentence to its words: `$` and `49`, `Next` and `, page 2`. */
const WORDS = /^(?![)\]}”’'.,;:!?…、。，：；？！）]).*[\p{L}\p{N}]/su;

function isForListeners(element: ElementNode, before: DocumentNode | undefined): boolean {
  const name = element.attributes['class'];
  if (name === undefined || !FOR_LISTENERS.test(name)) return false;
  const [left, said] = [edge(before, -1), edge(element, 0)];
  return WORDS.test(said) && !OPENED.test(left) && !(CONTINUED.test(left) && CONTINUES.test(said));
}

function beginsWord(before: DocumentNode | undefined, after: DocumentNode | undefined): boolean {
  return WORD_BEGIN.test(edge(after, 0)) && WORD_END.test(edge(before, -1));
}

/** What is put around letters of a word, or beside one. */
const IN_WORDS: ReadonlySet<string> = new Set(['mark', 'sub', 'sup', 'wbr']);

function isBlank(node: DocumentNode | undefined): boolean {
  return node === undefined || (node.kind === 'text' && node.text.trim() === '');
}

/** Whether it is an element that parts no word, with no white space at its edges. */
function isPart(node: DocumentNode): boolean {
  if (node.kind === 'text' || IN_WORDS.has(node.name)) return false;
  const first = edge(node, 0);
  const last = edge(node, -1);
  return first === first.trimStart() && last === last.trimEnd();
}

/** The text at an edge of a node, as far as it is not deep in it. */
function edge(from: DocumentNode | undefined, at: 0 | -1): string {
  let node = from;
  for (let level = 0; node?.kind === 'element' && level <= WORD_LEVELS; level++) node = node.children.at(at);
  return node?.kind === 'text' ? node.text : '';
}

/** Whether words are parted at the element's edges. */
export function isApart(element: ElementNode): boolean {
  return !standsInLine(element) || isRowItem(element);
}

/** How deep in a part its words stand. */
const WORD_LEVELS = 3;

function hasWord({ children }: ElementNode, levels: number): boolean {
  return children.some((one) =>
    one.kind === 'element' ? levels > 0 && hasWord(one, levels - 1) : ITEM.test(one.text.trim()),
  );
}

const CODE: ReadonlySet<string> = new Set(['script', 'style', 'template']);

/** The text below an element that holds a line or two: words of different blocks parted, code left out. */
export function lineBelow({ children }: ElementNode): string {
  let line = '';
  for (const child of children) {
    if (child.kind === 'text') line += child.text;
    else if (!CODE.has(child.name)) line += standsInLine(child) ? lineBelow(child) : ` ${lineBelow(child)} `;
  }
  return line;
}

/** Whether a text is one sign that only a font of the page knows (Unicode 23.5), as icons are: nobody else can read it. */
export function isIcon(text: string): boolean {
  if (text.length > ICON_CHARS_MAX) return false;
  const sign = text.trim();
  return sign.length === 1 && sign >= '\ue000' && sign <= '\uf8ff';
}
/** With white space of the source around it; a price in such signs has several of them. */
const ICON_CHARS_MAX = 40;

/** White space that is no single blank. A byte order mark counts as a space, but nobody sees one: it is no end of a word. */
const SPACES = /[^\S\ufeff]{2,}|[^\S\ufeff ]/g;

/** Whether a trimmed text is printable ASCII with single blanks, as nearly all are: a regular expression takes three times as long. */
function isPlain(text: string): boolean {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < BLANK || code > TILDE || (code === BLANK && before === BLANK)) return false;
    before = code;
  }
  return true;
}
const BLANK = 0x20;
const TILDE = 0x7e;

/** Safe to hand out, white space collapsed. */
export function readable(ctx: PageContext, text: string): string {
  const trimmed = text.trim();
  if (isPlain(trimmed)) return trimmed;
  const collapsed = trimmed.replace(SPACES, ' ');
  const clean = ctx.clean(collapsed);
  // What was taken out may have stood between two spaces.
  return clean === collapsed ? clean : clean.replace(/\s+/g, ' ').trim();
}

/** At most `max` characters, cut between words where there are any, with an ellipsis for what is left out. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const space = text.lastIndexOf(' ', max - 1);
  // Text without spaces is cut anywhere, but never inside a surrogate pair.
  const end = space > max / 2 ? space : max - 1;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
}

/** Scripts written without spaces between words; two of their characters are about a word. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;
const CHARS_PER_SPACELESS_WORD = 2;

/** Whether collapsed text has `min` words, and one at least. */
export function hasWords(text: string, min: number): boolean {
  if (text === '' || min <= 1) return text !== '';
  const spaceless = text.match(SPACELESS)?.length ?? 0;
  return Math.max(text.split(' ').length, Math.floor(spaceless / CHARS_PER_SPACELESS_WORD)) >= min;
}

const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** A character of Chinese, Japanese or Korean says about as much as three of an alphabet. */
export function charsOf(text: string): number {
  return text.length + 2 * (text.match(IDEOGRAPH)?.length ?? 0);
}

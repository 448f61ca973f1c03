/** What the HTML standard knows of each element's name (13.2.6.4, "in body" and the table modes), as one set of flags. */

/** Flags of an HTML element. */
export const VOID = 1;
/** Stands in the head where no body has begun. */
export const HEAD_ONLY = 1 << 1;
/** Its start tag ends an open paragraph. */
export const ENDS_PARAGRAPH = 1 << 2;
/** An end tag of an inline element does not reach through it. */
export const SPECIAL = 1 << 3;
/** What no search for an open element passes: "has an element in scope", and its kinds. */
export const SCOPE = 1 << 4;
export const BUTTON_SCOPE = 1 << 5;
export const LIST_SCOPE = 1 << 6;
export const TABLE_SCOPE = 1 << 7;
/** Its start tag ends foreign content (13.2.6.5). */
export const ENDS_FOREIGN = 1 << 8;
/** Its start tag ends others; nearly half of a page's are none of them. */
export const ENDS_OTHERS = 1 << 9;
/** What begins in one of these, and is no part of a table, goes before the table. */
export const TABLE_CONTEXT = 1 << 10;
export const TABLE_PART = 1 << 11;
/** Anchors left open outside are not opened again inside. */
export const MARKER = 1 << 12;
/** Its start tag opens no anchor again that was left open. */
export const OPENS_NO_ANCHOR = 1 << 13;
/** "Generate implied end tags" ends it. */
export const IMPLIED_END = 1 << 14;
export const HEADING = 1 << 15;
/** Inside it the mode "in table" is off, whatever it was outside. */
export const TABLE_MODE_OFF = 1 << 16;
/** Its text is no markup. */
export const RAW = 1 << 17;

/** Flags of an element where it stands: inside svg or math, where tags may close themselves. */
export const FOREIGN = 1 << 18;
/** Foreign, but what is inside is HTML again. */
export const INTEGRATES = 1 << 19;
/** Between the cells of a table: the table's insertion modes hold. */
export const IN_TABLE = 1 << 20;

const BLOCKS =
  'address article aside blockquote center details dir div dl fieldset figcaption figure footer form ' +
  'h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p plaintext pre search section summary table ul li dd dt';
const HEAD = 'base basefont bgsound link meta noscript script style template title noframes';
const CELLS = 'caption td th';
const ROWS = 'tbody thead tfoot tr';
const SCOPES = 'applet html body table marquee object select template caption td th';

const LISTS: readonly (readonly [flags: number, names: string])[] = [
  [VOID, 'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr'],
  [HEAD_ONLY | OPENS_NO_ANCHOR, HEAD],
  [ENDS_PARAGRAPH | SPECIAL | ENDS_OTHERS | OPENS_NO_ANCHOR, BLOCKS],
  [ENDS_PARAGRAPH | ENDS_OTHERS | OPENS_NO_ANCHOR, 'dialog'],
  [ENDS_PARAGRAPH | SPECIAL | ENDS_OTHERS | RAW, 'xmp'],
  [SPECIAL, 'applet body button colgroup frameset head html iframe marquee noembed noframes noscript object select'],
  [SPECIAL, `template ${CELLS} ${ROWS}`],
  [SCOPE | BUTTON_SCOPE | LIST_SCOPE, SCOPES],
  [BUTTON_SCOPE, 'button'],
  [LIST_SCOPE, 'ol ul'],
  [TABLE_SCOPE, 'html body table template'],
  [TABLE_CONTEXT, `table colgroup ${ROWS}`],
  [TABLE_PART | ENDS_OTHERS | OPENS_NO_ANCHOR, `col colgroup ${CELLS} ${ROWS}`],
  [TABLE_MODE_OFF, `html body template ${CELLS}`],
  [MARKER, `applet marquee object template ${CELLS}`],
  [OPENS_NO_ANCHOR, 'param source track rb rp rt rtc textarea iframe noembed frame frameset'],
  [IMPLIED_END, 'dd dt li optgroup option p rb rp rt rtc'],
  [HEADING, 'h1 h2 h3 h4 h5 h6'],
  [ENDS_OTHERS, 'a nobr option optgroup button rb rp rt rtc select input textarea'],
  [RAW, 'script style title textarea iframe noembed noframes'],
  [ENDS_FOREIGN, 'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li'],
  [ENDS_FOREIGN, 'listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var'],
];

const FLAGS = new Map<string, number>();
for (const [flags, names] of LISTS)
  for (const name of names.split(' ')) FLAGS.set(name, (FLAGS.get(name) ?? 0) | flags);

/** The flags of an element by its name; none for names that HTML gives no rule. */
export function flagsOf(name: string): number {
  return FLAGS.get(name) ?? 0;
}

/** An integration point of foreign content is a boundary like a cell. */
export const INTEGRATION_FLAGS = FOREIGN | INTEGRATES | SPECIAL | SCOPE | BUTTON_SCOPE | LIST_SCOPE;

/** Elements of SVG inside which is HTML again. */
export const SVG_INTEGRATION_POINTS: ReadonlySet<string> = new Set(['foreignobject', 'desc', 'title']);
export const MATH_INTEGRATION_POINTS: ReadonlySet<string> = new Set(['mi', 'mo', 'mn', 'ms', 'mtext']);

/** Elements whose content is raw text and that the tokenizer does not know to be so. */
export const RAW_TEXT: ReadonlySet<string> = new Set(['iframe', 'noembed', 'noframes', 'plaintext']);

/** Raw text the tokenizer handles itself, unless the tag is written `<script/>` or stands in foreign content. */
export const TOKENIZER_RAW_TEXT: ReadonlySet<string> = new Set(['style', 'title', 'textarea', 'xmp']);

/** Elements whose text holds no character references. */
export const PLAIN_TEXT: ReadonlySet<string> = new Set([
  ...['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'],
]);

/** Where the HTML standard ends or scopes elements without an end tag (13.2.6.4, "in body" and the table modes). */

export const VOID: ReadonlySet<string> = new Set([
  ...['area', 'base', 'basefont', 'bgsound', 'br', 'col', 'embed', 'frame', 'hr', 'img', 'input', 'keygen'],
  ...['link', 'meta', 'param', 'source', 'track', 'wbr'],
]);

/** Elements whose content is raw text and that the tokenizer does not know to be so. */
export const RAW_TEXT: ReadonlySet<string> = new Set(['iframe', 'noembed', 'noframes', 'plaintext']);

/** Raw text the tokenizer handles itself, unless the tag is written `<script/>`. */
export const TOKENIZER_RAW_TEXT: ReadonlySet<string> = new Set(['style', 'title', 'textarea', 'xmp']);

export const HEAD_ONLY: ReadonlySet<string> = new Set([
  ...['base', 'basefont', 'bgsound', 'link', 'meta', 'noscript', 'script', 'style', 'template', 'title', 'noframes'],
]);

/** A start tag of these ends an open paragraph. */
export const ENDS_PARAGRAPH: ReadonlySet<string> = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'center', 'details', 'dialog', 'dir', 'div', 'dl', 'fieldset'],
  ...['figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hgroup', 'hr'],
  ...['listing', 'main', 'menu', 'nav', 'ol', 'p', 'plaintext', 'pre', 'search', 'section', 'summary', 'table'],
  ...['ul', 'xmp', 'li', 'dd', 'dt'],
]);

/** "Special" elements: an end tag of an inline element does not reach through them. */
export const SPECIAL: ReadonlySet<string> = new Set([
  ...ENDS_PARAGRAPH,
  ...['applet', 'body', 'button', 'caption', 'colgroup', 'frameset', 'head', 'html', 'iframe', 'marquee'],
  ...['noembed', 'noframes', 'noscript', 'object', 'select', 'tbody', 'td', 'template', 'tfoot', 'th', 'thead', 'tr'],
]);

/** What no search for an open element passes: "has an element in scope". */
export const SCOPE: ReadonlySet<string> = new Set([
  ...['applet', 'caption', 'html', 'body', 'table', 'td', 'th', 'marquee', 'object', 'template', 'foreignobject'],
]);
export const BUTTON_SCOPE: ReadonlySet<string> = new Set([...SCOPE, 'button']);
export const LIST_SCOPE: ReadonlySet<string> = new Set([...SCOPE, 'ol', 'ul', 'menu']);
export const TABLE_SCOPE: ReadonlySet<string> = new Set(['html', 'body', 'table', 'template']);

export const HEADINGS: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** A start tag on the left ends the innermost of the elements on the right that is in table scope. */
export const ENDS_IN_TABLE: Readonly<Record<string, ReadonlySet<string>>> = {
  caption: new Set(['caption', 'colgroup', 'tbody', 'thead', 'tfoot']),
  colgroup: new Set(['caption', 'colgroup', 'tbody', 'thead', 'tfoot']),
  tbody: new Set(['caption', 'colgroup', 'tbody', 'thead', 'tfoot']),
  thead: new Set(['caption', 'colgroup', 'tbody', 'thead', 'tfoot']),
  tfoot: new Set(['caption', 'colgroup', 'tbody', 'thead', 'tfoot']),
  tr: new Set(['tr', 'caption', 'colgroup']),
  td: new Set(['td', 'th']),
  th: new Set(['td', 'th']),
};

/** HTML start tags that end foreign content (13.2.6.5). */
export const ENDS_FOREIGN: ReadonlySet<string> = new Set([
  ...['b', 'big', 'blockquote', 'body', 'br', 'center', 'code', 'dd', 'div', 'dl', 'dt', 'em', 'embed'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'head', 'hr', 'i', 'img', 'li', 'listing', 'menu', 'meta', 'nobr', 'ol'],
  ...['p', 'pre', 'ruby', 's', 'small', 'span', 'strong', 'strike', 'sub', 'sup', 'table', 'tt', 'u', 'ul', 'var'],
]);

/** Inside these, foreign content holds HTML again. */
export const INTEGRATION_POINTS: ReadonlySet<string> = new Set([
  ...['foreignobject', 'desc', 'title', 'mi', 'mo', 'mn', 'ms', 'mtext', 'annotation-xml'],
]);

/** Elements whose start tag ends others; nearly half of a page's are none of them. */
export const ENDS_OTHERS: ReadonlySet<string> = new Set([
  ...ENDS_PARAGRAPH,
  ...Object.keys(ENDS_IN_TABLE),
  ...['a', 'option', 'optgroup', 'button', 'rt', 'rp'],
]);

/** Elements whose text holds no character references. */
export const PLAIN_TEXT: ReadonlySet<string> = new Set([
  ...['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'],
]);

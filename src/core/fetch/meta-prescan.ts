/** The HTML standard's "prescan a byte stream to determine its encoding", section 13.2.3.2, on Latin-1 text. */

/** White space and the slash, which both end an attribute name's surroundings in this algorithm. */
const GAP = /[\t\n\f\r /]*/y;
const SPACE = /[\t\n\f\r ]*/y;
const META = /<meta[\t\n\f\r /]/iy;
const TAG = /<\/?[a-z][^\t\n\f\r >]*/iy;
const NAME = /[^\t\n\f\r />=]+/y;
const UNQUOTED = /[^\t\n\f\r >]+/y;

class Cursor {
  at = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The match at this place, which is then behind the cursor. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Moves behind the next `mark`; to the end where there is none. */
  skipPast(mark: string, from = this.at): void {
    const found = this.text.indexOf(mark, from);
    this.at = found === -1 ? this.text.length : found + mark.length;
  }
}

const XML_ENCODING = /^<\?xml[^>]*?\sencoding\s*=\s*(?:"([^">]*)"|'([^'>]*)')/;

/** The first encoding that a meta tag names and `encodingFor` knows, else that of the XML declaration at the start. */
export function prescanMeta(bytes: Uint8Array, encodingFor: (label: string) => string | undefined): string | undefined {
  const cursor = new Cursor(Buffer.from(bytes).toString('latin1'));
  while (cursor.at < cursor.text.length) {
    if (cursor.text.startsWith('<!--', cursor.at)) {
      // The two dashes may be those of "<!-->".
      cursor.skipPast('-->', cursor.at + 2);
    } else if (cursor.take(META) !== undefined) {
      const encoding = metaEncoding(cursor, encodingFor);
      if (encoding !== undefined) return encoding;
    } else if (cursor.take(TAG) !== undefined) {
      while (takeAttribute(cursor) !== undefined);
    } else if (/^<[!/?]/.test(cursor.text.slice(cursor.at, cursor.at + 2))) {
      cursor.skipPast('>');
    } else {
      cursor.at += 1;
    }
  }
  const [, double, single] = XML_ENCODING.exec(cursor.text) ?? [];
  return encodingFor(double ?? single ?? '');
}

function metaEncoding(cursor: Cursor, encodingFor: (label: string) => string | undefined): string | undefined {
  const seen = new Set<string>();
  let charset: string | undefined;
  let isPragma = false;
  let needsPragma: boolean | undefined;
  for (let attribute = takeAttribute(cursor); attribute !== undefined; attribute = takeAttribute(cursor)) {
    const [name, value] = attribute;
    if (seen.has(name)) continue;
    seen.add(name);
    if (name === 'http-equiv') isPragma = value === 'content-type';
    if (name === 'content' && charset === undefined) {
      charset = contentCharset(value);
      if (charset !== undefined) needsPragma = true;
    }
    if (name === 'charset') {
      charset = value;
      needsPragma = false;
    }
  }
  // A tag that the 1024 bytes cut in two says nothing.
  if (cursor.at >= cursor.text.length) return undefined;
  if (needsPragma === undefined || charset === undefined || (needsPragma && !isPragma)) return undefined;
  return encodingFor(charset);
}

/** The standard's "get an attribute": name and value in lower case, or undefined at the tag's ">", which stays, or the text's end. */
function takeAttribute(cursor: Cursor): readonly [name: string, value: string] | undefined {
  cursor.take(GAP);
  if (cursor.at >= cursor.text.length || cursor.text[cursor.at] === '>') return undefined;
  // A name may begin with "=", as the tokenizer has it.
  const first = cursor.text[cursor.at] === '=' ? '=' : '';
  cursor.at += first.length;
  const name = (first + (cursor.take(NAME) ?? '')).toLowerCase();
  cursor.take(SPACE);
  if (cursor.text[cursor.at] !== '=') return [name, ''];
  cursor.at += 1;
  cursor.take(SPACE);
  const quote = cursor.text[cursor.at];
  if (quote !== '"' && quote !== "'") return [name, (cursor.take(UNQUOTED) ?? '').toLowerCase()];
  const start = cursor.at + 1;
  cursor.skipPast(quote, start);
  return [name, cursor.text.slice(start, cursor.at - 1).toLowerCase()];
}

/** The standard's "extract a character encoding from a meta element", on a value in lower case. */
function contentCharset(content: string): string | undefined {
  const found = /charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^"'\t\n\f\r ;][^\t\n\f\r ;]*))/.exec(content);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** XHTML as HTML: what an XML parser reads otherwise than an HTML parser does. */
import { escaped } from './html-text.js';

/** A tag that ends in a slash. No value of XML holds a "<": each tag is read once. */
const CLOSED_TAG = /<([a-z][\w:.-]*)((?:"[^"<]*"|'[^'<]*'|[^"'<>])*)\/>/gi;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;
const CDATA = /<!\[CDATA\[(.*?)\]\]>/gs;
const CODE = /(<(script|style)\b[^<>]*>)(.*?)(<\/\2\s*>)/gis;

/** `<a/>`, `<script/>` and `<title/>` are elements without content, and CDATA is text. */
export function xhtmlAsHtml(xhtml: string): string {
  const closed = xhtml.replace(CLOSED_TAG, (tag, name: string, attributes: string) =>
    VOID.test(name) ? tag : `<${name}${attributes}></${name}>`,
  );
  // What HTML takes for code as it stands has no need to be escaped.
  const code = closed.replace(
    CODE,
    (_, start: string, _name: string, text: string, end: string) => `${start}${text.replace(CDATA, '$1')}${end}`,
  );
  return code.replace(CDATA, (_, text: string) => escaped(text));
}

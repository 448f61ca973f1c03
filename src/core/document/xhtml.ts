/** XHTML as HTML: what an XML parser reads otherwise than an HTML parser does. lib: htmlparser2 */
import { Parser } from 'htmlparser2';
import { escaped } from './html-text.js';
import { flagsOf, VOID } from './implied-ends.js';
import { XML_DEPTH_MAX } from './xml.js';

/** What HTML takes for code as it stands. */
const CODE = /^(?:script|style)$/i;

/** Declarations within the document type (XML 2.8), of which parsers of HTML show the end. */
const SUBSET = /^(\s{0,99}(?:<\?xml[^<>]{0,200}>)?\s{0,99}<!DOCTYPE\s[^<>[\]]{0,500})\[[^\]]{0,50000}\](?=\s{0,99}>)/i;

/** `<a/>`, `<script/>` and `<title/>` are elements without content, and CDATA is text. References stay as they are. */
export function xhtmlAsHtml(xhtml: string): string {
  const html: string[] = [];
  let inCode = false;
  let inCdata = false;
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (++depth > XML_DEPTH_MAX) parser.pause();
        inCode = CODE.test(name);
        const written = Object.entries(attributes).map(
          ([key, value]) => ` ${key}="${value.replaceAll('"', '&quot;')}"`,
        );
        html.push(`<${name}${written.join('')}>`);
      },
      ontext(text) {
        html.push(inCdata && !inCode ? escaped(text) : text);
      },
      oncdatastart() {
        inCdata = true;
      },
      oncdataend() {
        inCdata = false;
      },
      onclosetag(name) {
        depth--;
        inCode = false;
        if (!(flagsOf(name.toLowerCase()) & VOID)) html.push(`</${name}>`);
      },
      onprocessinginstruction(name, data) {
        if (name.startsWith('!')) html.push(`<${data}>`);
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xhtml.replace(SUBSET, '$1'));
  return html.join('');
}

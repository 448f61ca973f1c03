/** XML to tree, forgiving: feeds are often a little broken. */
import { Parser } from 'htmlparser2';

export interface XmlNode {
  /** As written, with its prefix: the prefixes of what feeds have beside their own are the same everywhere. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  /** Its own text, CDATA included. */
  text: string;
  /** What stands in it, as it is written: its text and the tags between. */
  inner: string;
}

/** No feed nests deeper; what does is left out. */
const DEPTH_MAX = 30;

/** What nests deeper is no document, and is not read to its end: each element costs the parser a move of all that are open. */
export const XML_DEPTH_MAX = 10_000;

/** A node without a name that holds the document. @param prefix what names begin with that the document means without it: "atom:" */
export function parseXml(xml: string, prefix = ''): XmlNode {
  const top: XmlNode = { name: '', attributes: {}, children: [], text: '', inner: '' };
  const open = [top];
  /** Where what stands in each begins. */
  const starts = [0];
  let tooDeep = 0;
  const parser = new Parser(
    {
      onopentag(written, attributes) {
        const name = written.startsWith(prefix) ? written.slice(prefix.length) : written;
        if (open.length > DEPTH_MAX) {
          if (++tooDeep > XML_DEPTH_MAX) parser.pause();
        } else {
          const node: XmlNode = { name, attributes, children: [], text: '', inner: '' };
          open.at(-1)?.children.push(node);
          open.push(node);
          starts.push(parser.endIndex + 1);
        }
      },
      ontext(text) {
        const node = open.at(-1);
        if (tooDeep === 0 && node !== undefined) node.text += text;
      },
      onclosetag() {
        if (tooDeep > 0) tooDeep--;
        else if (open.length > 1) {
          const node = open.pop();
          const start = starts.pop();
          if (node !== undefined) node.inner = xml.slice(start, parser.startIndex);
        }
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return top;
}

export function childOf(node: XmlNode | undefined, ...names: readonly string[]): XmlNode | undefined {
  for (const name of names) {
    const found = node?.children.find((child) => child.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function childrenOf(node: XmlNode | undefined, ...names: readonly string[]): XmlNode[] {
  return node?.children.filter(({ name }) => names.includes(name)) ?? [];
}

/** The text of the first child of that name that has any. */
export function textOf(node: XmlNode | undefined, ...names: readonly string[]): string {
  for (const name of names)
    for (const child of childrenOf(node, name)) if (child.text.trim() !== '') return child.text.trim();
  return '';
}

/**
 * What a browser serialised to tree by node-html-parser. Its own tree is read once, from the outside: `text` of elements,
 * `closest` and `children[i]` take quadratic time or overflow the stack on deep pages.
 */
import { HTMLElement, type Node, parse, TextNode } from 'node-html-parser';
import { SVG_INTEGRATION_POINTS } from './implied-ends.js';
import { marksOf } from './names.js';
import { DEPTH_MAX, type DocumentNode, type ElementNode, type PageDocument } from './tree.js';

/** Elements that a browser serialises without escaping what is in them. */
const RAW = { script: true, style: true, noscript: true, iframe: true, noembed: true, noframes: true, xmp: true };
const isRaw = (name: string) => Object.hasOwn(RAW, name);

/** A serialised page is well formed: every element has its end tag, so none is to be guessed. */
export function parseRendered(html: string): PageDocument {
  return toDocument(parse(closed(html), OPTIONS));
}
const OPTIONS = { comment: false, blockTextElements: RAW, parseNoneClosedTags: true, preserveTagNesting: true };
/** Nothing in it is raw text: read level by level, raw text in raw text would cost quadratic time. */
const SVG_OPTIONS = { ...OPTIONS, blockTextElements: {} };

/**
 * node-html-parser looks for the end of every comment and CDATA section up to the page's end: one that has none would
 * cost quadratic time, and be shown as text. What is appended ends it, or is an empty comment.
 */
function closed(html: string): string {
  let text = html;
  if (text.lastIndexOf('<![CDATA[') > text.lastIndexOf(']]>')) text += ']]>';
  if (text.lastIndexOf('<!--') > text.lastIndexOf('-->')) text += '<!---->';
  return text;
}

interface Open {
  readonly nodes: readonly Node[];
  readonly parent: ElementNode;
  /** It came out of raw text. */
  readonly inRaw: boolean;
  next: number;
}

function toDocument(source: HTMLElement): PageDocument {
  const html = source.childNodes.find((node) => node instanceof HTMLElement && nameOf(node) === 'html');
  const root = html instanceof HTMLElement ? element(html, undefined) : emptyElement('html', undefined);
  let baseHref: string | undefined;
  const open: Open[] = [{ nodes: html?.childNodes ?? source.childNodes, parent: root, inRaw: false, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const node = top.nodes[top.next++];
    if (node === undefined) open.pop();
    else if (node instanceof TextNode) addText(top.parent, readable(node, top.parent));
    else if (node instanceof HTMLElement) {
      const added = element(node, top.parent);
      top.parent.children.push(added);
      if (added.name === 'base' && !added.svg) baseHref ??= added.attributes['href'];
      // The stack is deeper than the tree where elements nest too deep: those become siblings.
      const parent = open.length < DEPTH_MAX - 1 ? added : top.parent;
      // In SVG the names of raw text mean nothing, and markup is written in them as anywhere.
      const isMarkup = !top.inRaw && added.svg && isRaw(added.name) && node.rawText.includes('<');
      const { childNodes: nodes } = isMarkup ? parse(closed(node.rawText), SVG_OPTIONS) : node;
      if (nodes.length > 0) open.push({ nodes, parent, inRaw: top.inRaw || isMarkup, next: 0 });
    }
  }
  return { root: withHeadAndBody(root, html !== undefined), baseHref };
}

/**
 * In text a browser writes `<` as a reference: what begins with it is a processing instruction, which newer ones keep.
 * Raw text holds no references: JSON-LD with `&quot;` in it would be none.
 */
function readable(node: TextNode, parent: ElementNode): string {
  if (isRaw(parent.name) && !parent.svg) return node.rawText;
  return node.rawText.includes('<?') ? new TextNode(node.rawText.replace(/<\?[^>]*>/g, '')).text : node.text;
}

function addText(parent: ElementNode, text: string): void {
  if (text !== '') parent.children.push({ kind: 'text', text, parent });
}

function nameOf(node: HTMLElement): string {
  return (node.rawTagName ?? '').toLowerCase();
}

function element(node: HTMLElement, parent: ElementNode | undefined): ElementNode {
  const name = nameOf(node);
  const svg = name === 'svg' || (parent?.svg === true && !SVG_INTEGRATION_POINTS.has(parent.name));
  const attributes = attributesOf(node);
  return { kind: 'element', name, attributes, children: [], parent, svg, marks: marksOf(attributes) };
}

/**
 * node-html-parser takes what every object has under a name ("constructor") for an attribute's value, and fails to decode
 * it: then without those, and without names that it does not read whole, which may hold such a one.
 */
function attributesOf(node: HTMLElement): Record<string, string> {
  try {
    return node.attrs;
  } catch {
    const readable = [...node.rawAttrs.matchAll(ATTRIBUTE)].filter(
      ([, name = '']) => READABLE_NAME.test(name) && !(name in Object.prototype),
    );
    const rawAttrs = readable.map(([written]) => written).join(' ');
    return new HTMLElement(nameOf(node), {}, rawAttrs, null, [0, 0]).attrs;
  }
}

const ATTRIBUTE = /([^\s"'=]+)(?:=(?:"[^"]*"|'[^']*'))?/g;
const READABLE_NAME = /^[_a-z@:.][\w.:-]*$/i;

function emptyElement(name: string, parent: ElementNode | undefined): ElementNode {
  return { kind: 'element', name, attributes: {}, children: [], parent, svg: false, marks: 0 };
}

/** A fragment is a body's content, as a browser would have it. */
function withHeadAndBody(root: ElementNode, isPage: boolean): ElementNode {
  const has = (name: string) => root.children.some((node) => node.kind === 'element' && node.name === name);
  if (isPage && (has('body') || has('frameset'))) return root;
  const html: ElementNode = { ...root, children: [] };
  const head = emptyElement('head', html);
  const body = emptyElement('body', html);
  html.children.push(head, body);
  for (const child of root.children) {
    const isHead = child.kind === 'element' && (child.name === 'head' || child.name === 'title');
    move(child, isHead ? head : body);
  }
  return html;
}

function move(child: DocumentNode, parent: ElementNode): void {
  parent.children.push(child.kind === 'text' ? { ...child, parent } : child);
}

/** The part of the page that is content, as a hast tree: seen, safe, links absolute, without scripts and controls. */
import type { Element, Properties, Root, RootContent } from 'hast';
import type { ElementNode } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { OPENED } from './content-chunks.js';
import type { PageContext } from './page-context.js';

/** More text than a model will read; it is cut there, with a warning. */
const CONTENT_CHARS_MAX = 1_000_000;

/**
 * Elements that markdown has signs for, one in another: 20 lists, or 10 tables. Deeper ones are told by their text; the
 * libraries' time grows with the square of the depth, to seconds for 50 KB of lists.
 */
const NESTED_MAX = 40;
const NO_CONTENT: ReadonlySet<string> = new Set(['img', 'br', 'hr']);

/** Controls, fallbacks and drawings: nothing of them is prose. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['head', 'script', 'style', 'template', 'iframe', 'noembed', 'noframes', 'noscript', 'svg', 'math', 'canvas'],
  ...['video', 'audio', 'object', 'embed', 'map', 'select', 'datalist', 'input', 'textarea', 'progress', 'meter'],
  ...['link', 'meta', 'base', 'title', 'rp', 'frameset', 'frame'],
]);

/** What markdown can say of an element; every other attribute stays behind. */
const KEPT_ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ol: { start: 'start' },
  td: { colspan: 'colSpan', align: 'align' },
  th: { colspan: 'colSpan', align: 'align' },
};

export interface ContentTree {
  readonly root: Root;
  readonly hiddenTexts: number;
}

export function contentVisitor(context: PageContext): Visitor & { result(): ContentTree } {
  const root: Root = { type: 'root', children: [] };
  const open: (Root | Element)[] = [root];
  /** Of the open elements, those that markdown has signs for. */
  let nested = 0;
  /** Depth of the outermost element that is left out, while inside one. */
  let outside: number | undefined;
  let hiddenTexts = 0;
  let chars = 0;
  const append = (node: RootContent) => {
    if (node.type !== 'doctype') open.at(-1)?.children.push(node);
  };
  return {
    enter(element, at) {
      if (outside !== undefined) return;
      if (LEFT_OUT.has(element.name)) {
        outside = at.depth;
        return;
      }
      if (!OPENED.has(element.name)) nested++;
      if (at.hidden) open.push({ type: 'root', children: [] });
      else if (nested > NESTED_MAX && !OPENED.has(element.name) && !NO_CONTENT.has(element.name)) {
        const parent = open.at(-1) ?? root;
        const last = parent.children.at(-1);
        if (last?.type !== 'text' || !last.value.endsWith(' ')) append({ type: 'text', value: ' ' });
        open.push(parent);
      } else {
        const node: Element = {
          type: 'element',
          tagName: element.name,
          properties: propertiesOf(element, context),
          children: [],
        };
        if (element.name === 'img' && node.properties['src'] === undefined) node.tagName = 'span';
        if (element.name === 'a' && node.properties['href'] === undefined) node.tagName = 'span';
        if (!adoptedByItem(node, open.at(-1))) append(node);
        open.push(node);
      }
    },
    leave(element, at) {
      if (outside === at.depth) outside = undefined;
      else if (outside === undefined) {
        const node = open.pop();
        if (!OPENED.has(element.name)) nested--;
        // A node that is still open only took the text of an element that stands too deep.
        if (node?.type !== 'element' || node.tagName !== 'table' || open.at(-1) === node) return;
        unwrapLayout(node);
        captionFirst(node, open.at(-1));
      }
    },
    text(node, at) {
      if (outside !== undefined) return;
      if (at.hidden) {
        if (node.text.trim() !== '') hiddenTexts++;
      } else if (chars < CONTENT_CHARS_MAX) {
        chars += node.text.length;
        append({ type: 'text', value: context.clean(node.text.slice(0, CONTENT_CHARS_MAX)) });
      } else context.warn(`the content was cut after ${CONTENT_CHARS_MAX} characters`);
    },
    result: () => ({ root, hiddenTexts }),
  };
}

function propertiesOf(element: ElementNode, context: PageContext): Properties {
  const { attributes, name } = element;
  if (name === 'a') return named({ href: addressOf(attributes['href'], context), title: attributes['title'] }, context);
  if (name === 'img') return imageProperties(element, context);
  if (name === 'code' || name === 'pre') return named({ className: languageClass(attributes['class']) }, context);
  const kept = KEPT_ATTRIBUTES[name];
  if (kept === undefined) return {};
  const properties: Properties = {};
  for (const [attribute, property] of Object.entries(kept)) {
    const value = attributes[attribute];
    if (value !== undefined) properties[property] = value;
  }
  return properties;
}

function named(values: Readonly<Record<string, string | undefined>>, context: PageContext): Properties {
  const properties: Properties = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') properties[name] = name === 'className' ? [value] : context.clean(value);
  }
  return properties;
}

/** Images that show something: with an address, and not left out by `exclude_all_images`. */
function imageProperties({ attributes }: ElementNode, context: PageContext): Properties {
  if (context.request.media.exclude_all_images) return {};
  const raw = [attributes['src'], attributes['data-src'], attributes['data-original'], attributes['data-lazy-src']];
  const src = raw.map((address) => addressOf(address, context)).find((address) => address !== undefined);
  return named({ src, alt: attributes['alt'], title: attributes['title'] }, context);
}

const OFFERED_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:', 'ftp:']);

function addressOf(raw: string | undefined, context: PageContext): string | undefined {
  if (raw === undefined || raw === '') return undefined;
  const url = context.resolve(raw);
  return url !== undefined && OFFERED_SCHEMES.has(url.protocol) ? url.href : undefined;
}

function languageClass(classes: string | undefined): string | undefined {
  return classes === undefined ? undefined : /(?:^|\s)(lang(?:uage)?-[\w+#-]{1,30})/.exec(classes)?.[1];
}

const LISTS: ReadonlySet<string> = new Set(['ul', 'ol', 'menu']);

/** A list that stands in a list between its items, as many pages have it, is shown as part of the item before it. */
function adoptedByItem(list: Element, parent: Root | Element | undefined): boolean {
  if (!LISTS.has(list.tagName) || parent?.type !== 'element' || !LISTS.has(parent.tagName)) return false;
  const item = elementsIn(parent).at(-1);
  if (item?.tagName !== 'li') return false;
  item.children.push(list);
  return true;
}

/** Markdown's tables have no caption: it goes before them as a paragraph. */
function captionFirst(table: Element, parent: Root | Element | undefined): void {
  const at = table.children.findIndex((child) => child.type === 'element' && child.tagName === 'caption');
  const caption = table.children[at];
  if (caption?.type !== 'element' || parent?.children.at(-1) !== table) return;
  table.children.splice(at, 1);
  parent.children.splice(-1, 0, { ...caption, tagName: 'p' });
}

/** A table that only places things is no table: one that holds tables, or one row or column of cells. */
function unwrapLayout(table: Element): void {
  const rows = elementsIn(table).flatMap((part) => (part.tagName === 'tr' ? [part] : elementsIn(part).filter(isRow)));
  const widest = Math.max(0, ...rows.slice(0, ROWS_LOOKED_AT).map((row) => elementsIn(row).length));
  const isData = rows.length > 1 && widest > 1 && !rows.some((row) => elementsIn(row).some(holdsLayout));
  if (isData) return;
  table.tagName = 'div';
  for (const part of elementsIn(table)) if (part.tagName !== 'caption' && !isRow(part)) part.tagName = 'div';
  for (const row of rows) {
    row.tagName = 'div';
    for (const cell of elementsIn(row)) cell.tagName = 'div';
  }
}
const ROWS_LOOKED_AT = 1_000;

function isRow(element: Element): boolean {
  return element.tagName === 'tr';
}

const LAYOUT: ReadonlySet<string> = new Set(['table', 'article', 'section', 'h1', 'h2', 'h3', 'form', 'main', 'nav']);

function holdsLayout(cell: Element): boolean {
  return elementsIn(cell).some(
    (child) => LAYOUT.has(child.tagName) || elementsIn(child).some((inner) => LAYOUT.has(inner.tagName)),
  );
}

function elementsIn(element: Element): Element[] {
  return element.children.filter((child): child is Element => child.type === 'element');
}

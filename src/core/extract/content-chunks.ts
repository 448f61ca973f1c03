/**
 * A content tree in pieces that can be turned into markdown one by one: blocks that only hold others are opened, long
 * lists and long runs of inline content are split. Tables and quotations stay whole.
 */
import type { Element, ElementContent, Root, RootContent } from 'hast';

/** Nodes in one piece: turned into markdown in about a millisecond. */
const CHUNK_NODES = 300;

/** Elements that markdown has no sign for: opening them changes nothing. */
export const OPENED: ReadonlySet<string> = new Set([
  ...[
    'html',
    'body',
    'div',
    'section',
    'main',
    'article',
    'header',
    'footer',
    'nav',
    'aside',
    'form',
    'figure',
    'center',
  ],
  ...['span', 'font', 'p', 'fieldset', 'details', 'hgroup', 'search', 'address', 'button', 'label', 'small'],
]);
const LISTS: ReadonlySet<string> = new Set(['ul', 'ol', 'dl', 'menu', 'dir']);

export function chunksOf(root: Root): Root[] {
  const sizes = sizesOf(root);
  const chunks: Root[] = [];
  let current: RootContent[] = [];
  let nodes = 0;
  const end = () => {
    if (current.some((node) => node.type !== 'text' || node.value.trim() !== ''))
      chunks.push({ type: 'root', children: current });
    current = [];
    nodes = 0;
  };
  const open = [{ children: root.children, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const node: RootContent | undefined = top.children[top.next++];
    if (node === undefined) {
      open.pop();
      end();
      continue;
    }
    const size = node.type === 'element' ? (sizes.get(node) ?? 1) : 1;
    if (node.type === 'element' && size > CHUNK_NODES && OPENED.has(node.tagName)) {
      end();
      open.push({ children: node.children, next: 0 });
    } else if (node.type === 'element' && size > CHUNK_NODES && LISTS.has(node.tagName)) {
      end();
      for (const part of listParts(node, sizes)) chunks.push({ type: 'root', children: [part] });
    } else {
      if (nodes > 0 && nodes + size > CHUNK_NODES) end();
      current.push(node);
      nodes += size;
    }
  }
  return chunks;
}

/** The list as several of the same kind; numbers go on where the part before ended. */
function listParts(list: Element, sizes: ReadonlyMap<Element, number>): Element[] {
  const parts: Element[] = [];
  let items: ElementContent[] = [];
  let nodes = 0;
  let start = Number(list.properties['start'] ?? 1);
  const end = () => {
    if (items.length === 0) return;
    const properties = list.tagName === 'ol' ? { ...list.properties, start } : list.properties;
    parts.push({ ...list, properties, children: items });
    start += items.filter((item) => item.type === 'element').length;
    items = [];
    nodes = 0;
  };
  for (const item of list.children) {
    const size = item.type === 'element' ? (sizes.get(item) ?? 1) : 1;
    if (nodes > 0 && nodes + size > CHUNK_NODES) end();
    items.push(item);
    nodes += size;
  }
  end();
  return parts;
}

/** Nodes in and below each element. */
function sizesOf(root: Root): Map<Element, number> {
  const sizes = new Map<Element, number>();
  const order: Element[] = [];
  const open: RootContent[] = [...root.children];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type !== 'element') continue;
    order.push(node);
    for (const child of node.children) open.push(child);
  }
  // Parents come before their children in `order`, so backwards every child is counted before its parent.
  for (const element of order.reverse()) {
    let size = 1;
    for (const child of element.children) size += child.type === 'element' ? (sizes.get(child) ?? 1) : 1;
    sizes.set(element, size);
  }
  return sizes;
}

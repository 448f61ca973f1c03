/** Where in a page's content a part of the page stands. Loaded for URLs with a fragment, and for long pages. */
import { cleanText } from '../document/clean-text.js';
import type { DocumentNode, ElementNode, PageDocument } from '../document/tree.js';
import type { Scope, Visitor } from '../document/walk.js';
import type { PageContext } from './page-context.js';

/** Rows of a table say little without its header: they are shown from there, where it is no further away. */
const TABLE_CHARS_MAX = 3_000;
const MARK = 'x';

/** The same content read again. */
export type ReadAgain = (context: PageContext, scope: Scope, around: (visitor: Visitor) => Visitor) => string;

/**
 * The page is read a second time with a letter put before every text from `part` on. Where both first differ,
 * it begins: whichever element has the id, whatever becomes of it in the content, and wherever in a list or table it is.
 * @returns characters of `text` up to the line; undefined where there is no part, or nothing behind it is content
 */
export function contentStart(
  text: string,
  part: DocumentNode | undefined,
  { root }: PageDocument,
  context: PageContext,
  scope: Scope,
  readAgain: ReadAgain,
): number | undefined {
  if (part === undefined) return undefined;
  if (part === root) return 0;
  const silent = { ...context, warn() {}, clean: (raw: string) => cleanText(raw).text };
  let isReached = false;
  const around = new Set<DocumentNode>();
  for (let node: DocumentNode | undefined = part; node !== undefined; node = node.parent) around.add(node);
  const skips = (element: ElementNode) => {
    const isSkipped = scope.skips?.(element) === true;
    isReached ||= element === part || (isSkipped && around.has(element));
    return isSkipped;
  };
  const marking = (visitor: Visitor): Visitor => ({
    enter: (element, at) => visitor.enter?.(isReached ? markedImage(element) : element, at),
    leave: (element, at) => visitor.leave?.(element, at),
    text(node, at) {
      isReached ||= node === part;
      const { kind, parent } = node;
      visitor.text?.(isReached ? { kind, parent, text: node.text.replace(/\S/, `${MARK}$&`) } : node, at);
    },
  });
  return lineWhereOther(text, readAgain(silent, { ...scope, skips }, marking));
}

function markedImage(element: ElementNode): ElementNode {
  const { kind, name, children, parent, svg, marks, attributes } = element;
  if (!name.endsWith('img')) return element;
  return { kind, name, children, parent, svg, marks, attributes: { ...attributes, alt: MARK + attributes['alt'] } };
}

function lineWhereOther(text: string, other: string): number | undefined {
  if (text === other) return undefined;
  let at = 0;
  while (text.charCodeAt(at) === other.charCodeAt(at)) at++;
  const lineAt = (place: number) => text.lastIndexOf('\n', place - 1) + 1;
  const line = lineAt(at);
  let table = line;
  while (table > 0 && text.startsWith('|', table) && text.startsWith('|', lineAt(table - 1))) table = lineAt(table - 1);
  return line - table <= TABLE_CHARS_MAX ? table : line;
}

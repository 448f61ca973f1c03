/** What is open while a tree is built, and how its parts begin and end together. */
import * as rules from './implied-ends.js';
import { type Name, nameOf } from './names.js';
import { OpenAnchors } from './open-anchors.js';
import type { Attributes, OpenElement } from './open-element.js';
import { OpenStack } from './open-stack.js';
import { NO_ATTRIBUTES } from './tree.js';

const A = nameOf('a');
const P = nameOf('p');
const TBODY = nameOf('tbody');
const TR = nameOf('tr');
const BODY_CONTEXT: ReadonlySet<string> = new Set(['tbody', 'thead', 'tfoot', 'template']);
const ROW_CONTEXT: ReadonlySet<string> = new Set([...BODY_CONTEXT, 'tr']);

export class OpenParts {
  stack: OpenStack;
  readonly anchors = new OpenAnchors();
  /** A form in a form is none. */
  form: OpenElement | undefined;
  /** The page has no doctype or an old one: a table does not end the paragraph it stands in. */
  quirks = true;

  constructor(root: OpenElement, child: OpenElement) {
    this.stack = new OpenStack(root, child);
  }

  /** In foreign content: a tag written `<name/>` is closed by that. */
  get inForeign(): boolean {
    const { top } = this.stack;
    return top.foreign && !top.integrates;
  }

  leaveForeign(): void {
    while (this.inForeign) this.stack.pop();
  }

  /** Between a table's cells, only the table's own parts stand inside it; the rest goes before it. */
  insert(tag: Name, attributes: Attributes, marks: number): OpenElement {
    const { stack } = this;
    const { name, flags } = tag;
    const isOutside =
      stack.top.flags & rules.TABLE_CONTEXT && !(flags & rules.TABLE_PART) && !staysInTable(name, attributes);
    return isOutside ? stack.pushBeforeTable(tag, attributes, marks) : stack.push(tag, attributes, marks);
  }

  reopenAnchor(): void {
    const { current } = this.anchors;
    if (current === undefined || this.stack.top.anchor === current) return;
    this.anchors.current = this.insert(A, current.attributes, current.marks);
  }

  closeParagraph(): void {
    const { paragraph } = this.stack.top;
    if (paragraph !== undefined) this.stack.popThrough(paragraph);
  }

  /** Its end tag makes an empty paragraph where none is open: what stands around it is no one line. */
  endParagraph(): void {
    const { paragraph, name } = this.stack.top;
    if (paragraph === undefined && name !== 'head') this.insert(P, NO_ATTRIBUTES, 0);
    this.closeParagraph();
  }

  /** The end tag of a table or a part of one. An open cell or caption ends with it. */
  closeTablePart(name: string): void {
    const { inTable } = this.stack.top;
    const isPart = (element: OpenElement) => element.name === name && !element.foreign;
    if (this.stack.closeInScope(isPart, rules.TABLE_SCOPE) && !inTable) this.anchors.leaveMarker();
  }

  /** The start tag of a table's part ends other parts, and brings those that must be around it. False outside of tables. */
  beginTablePart(name: string): boolean {
    const { stack } = this;
    const table = stack.search((element) => (element.flags & rules.TABLE_SCOPE) !== 0, 0);
    const scope = stack.at(table)?.name;
    if (scope !== 'table') return scope === 'template';
    if (!stack.top.inTable) this.anchors.leaveMarker();
    if (name === 'td' || name === 'th') {
      stack.clearTo(table, ROW_CONTEXT);
      if (stack.top.name === 'table') stack.push(TBODY, NO_ATTRIBUTES, 0);
      if (stack.top.name !== 'tr') stack.push(TR, NO_ATTRIBUTES, 0);
    } else if (name === 'tr') {
      stack.clearTo(table, BODY_CONTEXT);
      if (stack.top.name === 'table') stack.push(TBODY, NO_ATTRIBUTES, 0);
    } else if (name !== 'col' || stack.top.name !== 'colgroup') stack.popTo(table + 1);
    return true;
  }

  /** A form's end tag takes the form alone off the stack; what is open inside stays open, but what any end tag ends. */
  closeForm(): void {
    const { form, stack } = this;
    this.form = undefined;
    if (form === undefined || stack.search((element) => element === form, rules.SCOPE) < 0) return;
    stack.endImplied('');
    stack.remove(form);
  }
}

function staysInTable(name: string, attributes: Attributes): boolean {
  switch (name) {
    case 'script':
    case 'style':
    case 'template':
    case 'form':
      return true;
    case 'input':
      return attributes['type']?.toLowerCase() === 'hidden';
    default:
      return false;
  }
}

/** What an end tag ends, where it is not simply that of the current element (HTML standard 13.2.6.4, "in body"). */
import * as rules from './implied-ends.js';
import type { OpenElement } from './open-element.js';
import type { OpenParts } from './open-parts.js';
import type { OpenStack } from './open-stack.js';

/** The commonest end tag: that of the current element. */
export function closeTop(open: OpenParts): void {
  const { top } = open.stack;
  open.stack.pop();
  if (top.foreign) return;
  if (top.flags & rules.MARKER) open.anchors.leaveMarker();
  else if (top === open.anchors.current) open.anchors.current = undefined;
  else if (top === open.form) open.form = undefined;
}

export function closeTag(open: OpenParts, name: string): void {
  const { stack, anchors } = open;
  const isNamed = (element: OpenElement) => element.name === name && !element.foreign;
  const flags = rules.flagsOf(name);
  if (name === 'p') open.endParagraph();
  else if (name === 'a') anchors.close(stack);
  else if (name === 'li') stack.closeInScope(isNamed, rules.LIST_SCOPE);
  else if (name === 'form') open.closeForm();
  else if (flags & rules.HEADING) {
    stack.closeInScope((element) => (element.flags & rules.HEADING) !== 0, rules.SCOPE);
  } else if (name === 'table' || flags & rules.TABLE_PART) open.closeTablePart(name);
  else if (flags & rules.MARKER) {
    if (stack.closeInScope(isNamed, name === 'template' ? 0 : rules.SCOPE)) anchors.leaveMarker();
  } else if (flags & (rules.SPECIAL | rules.ENDS_PARAGRAPH)) stack.closeInScope(isNamed, rules.SCOPE);
  else if (!stack.closeInline(name) && FORMATTING.has(name)) endAroundBlocks(stack, isNamed);
}

/** Not anchors, of which is kept which one is open. */
const FORMATTING: ReadonlySet<string> = new Set('b big code em font i nobr s small strike strong tt u'.split(' '));

/** Pages have a few elements open inside one that ends around them; with any number, each end tag could move hundreds. */
const INSIDE_MAX = 64;

/** `<b>Title<p>text</b>`: what follows the paragraph is not bold. */
function endAroundBlocks(stack: OpenStack, isNamed: (element: OpenElement) => boolean): void {
  const at = stack.search(isNamed, rules.SCOPE);
  const formatting = stack.at(at);
  if (formatting === undefined || stack.at(at + INSIDE_MAX) !== undefined) return;
  // An anchor in it stays whole, and so do the blocks: only what comes after them stands outside.
  if (stack.top.anchor !== formatting.anchor) stack.remove(formatting);
  else stack.adoptBlocks(formatting);
}

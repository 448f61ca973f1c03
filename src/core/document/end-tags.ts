/** What an end tag ends, where it is not simply that of the current element (HTML standard 13.2.6.4, "in body"). */
import * as rules from './implied-ends.js';
import type { OpenElement } from './open-element.js';
import type { OpenParts } from './open-parts.js';

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
  else stack.closeInline(name);
}

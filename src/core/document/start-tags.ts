/** What a start tag ends before its element begins (HTML standard 13.2.6.4, "in body"). */
import * as rules from './implied-ends.js';
import type { OpenElement } from './open-element.js';
import type { OpenParts } from './open-parts.js';
import type { OpenStack } from './open-stack.js';

const isSelect = (element: OpenElement) => element.name === 'select';

/** For names with the flag ENDS_OTHERS. False when the tag itself is to be ignored. */
export function endOthers(open: OpenParts, name: string, flags: number): boolean {
  if (flags & rules.TABLE_PART) return open.beginTablePart(name);
  if (!(flags & rules.ENDS_PARAGRAPH)) return endInline(open, name);
  const { stack } = open;
  switch (name) {
    case 'form':
      if (open.form !== undefined) return false;
      break;
    case 'li':
      stack.endItem((element) => element.name === 'li');
      break;
    case 'dd':
    case 'dt':
      stack.endItem((element) => element.name === 'dd' || element.name === 'dt');
      break;
    case 'table':
      if (stack.top.inTable) open.closeTablePart(name);
      if (open.quirks) return true;
      break;
  }
  open.closeParagraph();
  if (flags & rules.HEADING && stack.top.flags & rules.HEADING) stack.pop();
  return true;
}

function endInline(open: OpenParts, name: string): boolean {
  const { stack } = open;
  switch (name) {
    case 'a':
      open.anchors.replace(stack);
      break;
    case 'nobr':
      stack.closeInline(name);
      break;
    case 'button':
      stack.closeInScope((element) => element.name === name, rules.SCOPE);
      break;
    case 'select':
      // One in another ends it, and is none.
      return !stack.closeInScope(isSelect, rules.SCOPE);
    case 'input':
      stack.closeInScope(isSelect, rules.SCOPE);
      break;
    case 'option':
    case 'optgroup':
      endOption(stack, name);
      break;
    default:
      if (stack.search((element) => element.name === 'ruby', rules.SCOPE) >= 0) stack.endImplied('rtc');
  }
  return true;
}

function endOption(stack: OpenStack, name: string): void {
  if (stack.search(isSelect, rules.SCOPE) >= 0) stack.endImplied(name === 'option' ? 'optgroup' : '');
  else if (stack.top.name === 'option') stack.pop();
}

/** HTML start tags that end foreign content (13.2.6.5). */
export function endsForeign(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (name === 'font') return 'color' in attributes || 'face' in attributes || 'size' in attributes;
  return (rules.flagsOf(name) & rules.ENDS_FOREIGN) !== 0;
}

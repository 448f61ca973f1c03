/** What the content tells of a form's controls: what may be chosen, and which numbers are set. */
import { ROLE } from '../document/names.js';
import { type ElementNode, findBelow } from '../document/tree.js';
import { type ContentElement, contentText } from './content-node.js';
import type { PageContext } from './page-context.js';
import { cutText, lineBelow, readable } from './visible-text.js';

/** Sizes, colours and regions are all told; of countries, years and time zones a beginning tells what they are. */
const CHOICES_MAX = 12;
const SHOWN_OF_MORE = 5;
const CHOICE_CHARS_MAX = 60;
/** More are not counted one by one. */
const OPTIONS_MAX = 1_000;

/** " (Black / Moss / Sand (disabled)) ": what is chosen stands before it, else in its `aria-label`. Empty where there is no choice. */
export function choicesOf(select: ElementNode, context: PageContext): string {
  const options: ElementNode[] = [];
  for (const child of select.children) {
    if (child.kind !== 'element' || options.length >= OPTIONS_MAX) continue;
    const within = child.name === 'optgroup' ? child.children : [child];
    for (const option of within) if (option.kind === 'element' && isChoice(option)) options.push(option);
  }
  if (options.length < 2) return '';
  const shown = options.slice(0, options.length > CHOICES_MAX ? SHOWN_OF_MORE : CHOICES_MAX);
  const names = shown.map((option) => nameOf(option, context)).filter((name) => name !== '');
  if (names.length === 0) return '';
  const count = options.length < OPTIONS_MAX ? options.length : `${OPTIONS_MAX} or more`;
  const more = options.length > shown.length ? ` … ${count} in all` : '';
  const label = cutText(readable(context, select.attributes['aria-label'] ?? ''), CHOICE_CHARS_MAX);
  return ` ${label}${label === '' ? '' : ' '}(${names.join(' / ')}${more}) `;
}

/** Not what stands there until somebody chooses: "Choose a size" (HTML 4.10.7, placeholder label option). */
function isChoice({ name, attributes: { value, disabled, selected, hidden } }: ElementNode): boolean {
  const isUnset = value?.trim() === '' || (disabled !== undefined && selected !== undefined);
  return name === 'option' && hidden === undefined && !isUnset;
}

function nameOf(option: ElementNode, context: PageContext): string {
  const { label, disabled } = option.attributes;
  const name = cutText(readable(context, label || lineBelow(option)), CHOICE_CHARS_MAX);
  return name === '' || disabled === undefined ? name : `${name} (disabled)`;
}

/** Says of a choice that it cannot be made, as of a size that is sold out: the label of a radio button, one button of several, what is a choice by its role. */
export function addNoChoice(node: ContentElement, element: ElementNode): void {
  if (isNoChoice(element) && WORD.test(contentText(node))) node.children.push({ kind: 'text', text: ' (disabled)' });
}
/** Of signs on buttons, as of the minus before an amount, nothing is said. */
const WORD = /[\p{L}\p{N}]/u;

function isNoChoice(element: ElementNode): boolean {
  const { name, attributes, marks } = element;
  if (name === 'label') return namesNoChoice(element);
  if (name === 'button') return isOff(element) && !sends(element) && standsByAnother(element);
  return (marks & ROLE) !== 0 && CHOICE_ROLES.has(attributes['role']) && attributes['aria-disabled'] === 'true';
}
const CHOICE_ROLES: ReadonlySet<string | undefined> = new Set(['radio', 'option']);

function isOff({ attributes }: ElementNode): boolean {
  return attributes['disabled'] !== undefined || attributes['aria-disabled'] === 'true';
}

/** What sends a form waits until it is filled in, unless it is a value, as one time of several. */
function sends({ attributes: { type, value } }: ElementNode): boolean {
  return type?.toLowerCase() === 'submit' && value === undefined;
}

/** Beside a button that can be pressed, or each an entry of one list; all are off until a script has run, or until a form is filled in. */
function standsByAnother({ parent }: ElementNode): boolean {
  const hasAnother = ({ children }: ElementNode) =>
    children.slice(0, BUTTONS_MAX).some((one) => one.kind === 'element' && one.name === 'button' && !isOff(one));
  if (parent === undefined || hasAnother(parent)) return parent !== undefined;
  const entries = parent.name === 'li' || parent.name === 'td' ? (parent.parent?.children ?? []) : [];
  return entries.slice(0, BUTTONS_MAX).some((entry) => entry.kind === 'element' && hasAnother(entry));
}
/** Each button looks at the others. */
const BUTTONS_MAX = 50;

/**
 * Whether what a label names cannot be chosen: its radio button is in it or stands before it.
 * A box that is always checked, as for the cookies that a site cannot do without, says nothing by that.
 */
function namesNoChoice(label: ElementNode): boolean {
  const { parent, attributes } = label;
  const isOffRadio = ({ name, attributes: { type, disabled } }: ElementNode) =>
    name === 'input' && disabled !== undefined && type?.toLowerCase() === 'radio';
  if (findBelow(label, isOffRadio, LABEL_PARTS_MAX) !== undefined) return true;
  if (attributes['for'] === undefined || parent === undefined) return false;
  const siblings = parent.children.slice(0, LABELS_MAX).filter((child) => child.kind === 'element');
  const before = siblings[siblings.indexOf(label) - 1];
  return before !== undefined && isOffRadio(before) && before.attributes['id'] === attributes['for'];
}
const LABEL_PARTS_MAX = 10;
/** A box that holds more controls is looked at as far as this: each label looks at those before it. */
const LABELS_MAX = 200;

/** " 12 ": a number or a day that is set. Words in a field are what a person is to write, has written, or does not see. */
export function fieldText({ attributes: { type = '', value = '' } }: ElementNode): string {
  const form = FORMS.get(type.toLowerCase());
  const text = value.trim();
  if (text.length > VALUE_CHARS_MAX || form?.test(text) !== true) return '';
  return UNSET.test(text) ? '' : ` ${text} `;
}
const VALUE_CHARS_MAX = 30;
/** A "1" is there before anybody chooses how many. */
const UNSET = /^[01]$/;
const DAY = /^\d[\dT:.W-]*$/;
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['number', /^-?\d[\d.]*$/],
  ...['date', 'time', 'month', 'week', 'datetime-local'].map((type) => [type, DAY] as const),
]);

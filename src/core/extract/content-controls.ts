/** What the content tells of a form's controls: what may be chosen, and which numbers are set. */
import { type ElementNode, findBelow } from '../document/tree.js';
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

/**
 * Whether what a label names cannot be chosen, as a size that is sold out: its radio button is in it or stands before it.
 * A box that is always checked, as for the cookies that a site cannot do without, says nothing by that.
 */
export function namesNoChoice(label: ElementNode): boolean {
  const { parent, attributes } = label;
  const isOff = ({ name, attributes: { type, disabled } }: ElementNode) =>
    name === 'input' && disabled !== undefined && type?.toLowerCase() === 'radio';
  if (findBelow(label, isOff, LABEL_PARTS_MAX) !== undefined) return true;
  if (attributes['for'] === undefined || parent === undefined) return false;
  const siblings = parent.children.slice(0, LABELS_MAX).filter((child) => child.kind === 'element');
  const before = siblings[siblings.indexOf(label) - 1];
  return before !== undefined && isOff(before) && before.attributes['id'] === attributes['for'];
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

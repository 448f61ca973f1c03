/// <reference lib="dom" />
/** What is set in forms: a function that runs inside each frame, complete in itself. */

/**
 * Writes into attributes which boxes are ticked, and which numbers and days are set: frameworks set the property alone (Vue, Angular). Nothing
 * else that is typed, and no number that is a code, a card's, or drawn as dots.
 */
export function writeState(): void {
  const inputsMax = 10_000;
  const kinds = /^(?:number|date|time|month|week|datetime-local)$/;
  /** HTML standard, 4.10.18.7. */
  const secrets = /(?:^|\s)(?:one-time-code|(?:current|new)-password|cc-[a-z-]{1,20})(?:\s|$)/i;
  const attribute = (input: Element, name: string): string | null => Element.prototype.getAttribute.call(input, name);
  const inputs: NodeListOf<Element> = Document.prototype.querySelectorAll.call(document, 'input');
  for (const input of Array.from(inputs).slice(0, inputsMax)) {
    if (!(input instanceof HTMLInputElement)) continue;
    if (/^(?:checkbox|radio)$/.test(input.type))
      Element.prototype.toggleAttribute.call(input, 'checked', input.checked);
    else if (kinds.test(input.type) && input.value !== (attribute(input, 'value') ?? '')) {
      const isMasked = getComputedStyle(input).getPropertyValue('-webkit-text-security') !== 'none';
      if (isMasked || secrets.test(attribute(input, 'autocomplete') ?? '')) continue;
      Element.prototype.setAttribute.call(input, 'value', input.value);
    }
  }
}

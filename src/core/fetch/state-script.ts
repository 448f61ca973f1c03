/// <reference lib="dom" />
/** What is set in forms: a function that runs inside each frame, complete in itself. */

/** Writes into attributes which boxes are ticked, and which numbers and days are set: frameworks set the property alone (Vue, Angular). Nothing else that is typed. */
export function writeState(): void {
  const inputsMax = 10_000;
  const kinds = /^(?:number|date|time|month|week|datetime-local)$/;
  const inputs: NodeListOf<Element> = Document.prototype.querySelectorAll.call(document, 'input');
  for (const input of Array.from(inputs).slice(0, inputsMax)) {
    if (!(input instanceof HTMLInputElement)) continue;
    if (/^(?:checkbox|radio)$/.test(input.type))
      Element.prototype.toggleAttribute.call(input, 'checked', input.checked);
    else if (kinds.test(input.type)) Element.prototype.setAttribute.call(input, 'value', input.value);
  }
}

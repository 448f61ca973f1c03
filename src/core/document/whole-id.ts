/** `#json.dumps` may be meant as an id with a dot in it, as manuals have them; to CSS it is an id and a class. */
export function wholeId(selector: string): string | undefined {
  const id = /^#([\w-]+(?:[.:][\w-]+)+)$/.exec(selector.trim())?.[1];
  return id === undefined ? undefined : `[id="${id}"]`;
}

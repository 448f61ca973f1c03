/** `#json.dumps` or `#fn:1` may be meant as an id, as manuals have them; to CSS they are an id and a class, or an error. */
export function wholeId(selector: string): string | undefined {
  const id = /^#([\w-]+(?:[.:][\w-]+)+)$/.exec(selector.trim())?.[1];
  return id === undefined ? undefined : `[id="${id}"]`;
}

/// <reference lib="dom" />
/** Marks the panels that a click opens: a function that runs inside each frame, complete in itself. */

/** What the mark of hidden text says of a closed panel: all that is in it is content, one click away. */
export const PANEL = 'panel';

/**
 * Sets `mark` to "panel" on tabs and answers that are closed while what opens them is seen (ARIA authoring practices, tabs,
 * accordion): a tab panel, a region that a heading names, what a search in the page opens, and what a heading controls.
 */
export function markPanels(mark: string): void {
  const panelsMax = 500;
  const controlsMax = 2_000;
  const idsMax = 5;
  const headings = 'h1, h2, h3, h4, h5, h6, dt, [role=heading]';
  const shut = '[aria-controls][aria-expanded=false]';
  const find = (selector: string, max: number): Element[] => {
    const all: NodeListOf<Element> = Document.prototype.querySelectorAll.call(document, selector);
    return Array.from({ length: Math.min(max, all.length) }, (_, i) => all.item(i));
  };
  const read = (element: Element, name: string): string => Element.prototype.getAttribute.call(element, name) ?? '';
  const idsIn = (element: Element, name: string) => read(element, name).trim().split(/\s+/, idsMax);
  const named = (element: Element, name: string) =>
    idsIn(element, name).flatMap((id) => Document.prototype.getElementById.call(document, id) ?? []);
  const isSeen = (element: Element) => {
    const shown = { opacityProperty: true, visibilityProperty: true };
    if (!Element.prototype.checkVisibility.call(element, shown)) return false;
    const isFlat = Element.prototype.getBoundingClientRect.call(element).height <= 1;
    return !isFlat || getComputedStyle(element).overflow === 'visible';
  };
  const controls = new Map<string, Element[]>();
  for (const element of find('[aria-controls]', controlsMax))
    for (const id of idsIn(element, 'aria-controls'))
      controls.set(id, [...(controls.get(id) ?? []), element].slice(0, idsMax));
  const closed = new Set<Element>();
  const look = (panel: Element, openers: readonly (Element | null)[]) => {
    if (!isSeen(panel) && openers.some((opener) => opener !== null && isSeen(opener))) closed.add(panel);
  };
  for (const panel of find('[role=tabpanel], [role=region][aria-labelledby], [hidden=until-found]', panelsMax)) {
    const openers = [...named(panel, 'aria-labelledby'), ...(controls.get(read(panel, 'id')) ?? [])];
    const parent: Element | null = Reflect.get(Node.prototype, 'parentElement', panel);
    look(panel, openers.length === 0 ? [parent] : openers);
  }
  for (const opener of find(`:is(${headings})${shut}, :is(${headings}) ${shut}`, panelsMax))
    for (const panel of named(opener, 'aria-controls')) look(panel, [opener]);
  // Marked when all are found: a style may go by attributes.
  for (const panel of closed) Element.prototype.setAttribute.call(panel, mark, 'panel');
}

/// <reference lib="dom" />
/** Lists that are drawn as far as they are seen: a function that runs inside each frame, complete in itself. */

/**
 * Leaves its world a variable of the name `room` where rows of a list are followed by room for more than two screens of them: those are drawn
 * when a person scrolls there. Sections that are blank while something else plays have such room each, or in themselves.
 */
export function findRoom(room: string): void {
  const [elementsMax, partsMax, levelsMax, boxesMax] = [20_000, 5_000, 12, 10];
  const [leastPx, screens, rowsMin] = [100, 2, 5];
  const pictures = /^(?:img|video|canvas|svg|iframe|object|embed|input|textarea|select)$/i;
  const boxOf = (element: Element) => Element.prototype.getBoundingClientRect.call(element);
  const within = (element: Element, selector: string): NodeListOf<Element> =>
    Element.prototype.querySelectorAll.call(element, selector);
  const number = (name: 'clientHeight' | 'scrollHeight' | 'scrollTop', element: Element): number =>
    Reflect.get(Element.prototype, name, element);
  const parentOf = (element: Element): Element | null => Reflect.get(Node.prototype, 'parentElement', element);
  const nodesOf = (element: Element): NodeListOf<ChildNode> => Reflect.get(Node.prototype, 'childNodes', element);
  const isPart = (element: Element) =>
    pictures.test(element.localName) ||
    Array.from(nodesOf(element)).some((node) => node instanceof Text && node.data.trim() !== '');
  /** One of many: what holds the last that is drawn, and ends with it. */
  const isRow = (last: Element, end: number, screen: number) => {
    let row: Element | null = last;
    for (let level = 0; row !== null && level < levelsMax; level++) {
      const above = parentOf(row);
      if (above === null || boxOf(row).bottom > end + screen / 2) return false;
      const { localName } = row;
      const alike = Array.from(nodesOf(above)).filter(
        (node) => node instanceof Element && node.localName === localName,
      );
      if (alike.length >= rowsMin) return true;
      row = above;
    }
    return false;
  };
  const hasRoom = (box: Element, top: number, screen: number) => {
    const parts = Array.from(within(box, '*')).slice(0, elementsMax).filter(isPart);
    if (parts.length < rowsMin || parts.length > partsMax) return false;
    const placed = parts.map((element) => ({ element, box: boxOf(element) })).filter((part) => part.box.height > 0);
    placed.sort((one, other) => one.box.top - other.box.top);
    const whole = top + number('scrollHeight', box);
    let last = placed[0];
    const before: { element: Element; end: number }[] = [];
    for (const part of [...placed, undefined]) {
      const { bottom } = last?.box ?? { bottom: whole };
      if (last !== undefined && (part?.box.top ?? whole) - bottom > screens * screen)
        before.push({ element: last.element, end: bottom });
      if (part !== undefined && part.box.bottom >= bottom) last = part;
    }
    const [only, another] = before;
    if (only === undefined || another !== undefined) return false;
    // What is drawn as far as it is seen fills what is seen; a person sees that other room is blank.
    const seenTo = top + number('scrollTop', box) + screen;
    return only.end > seenTo - screen / 4 && isRow(only.element, only.end, screen);
  };
  /** A table that counts its rows is told by that. */
  const isCounted = (box: Element) => {
    const counts = '[aria-rowcount]:not([aria-rowcount^="-"])';
    return Element.prototype.closest.call(box, counts) !== null || within(box, counts).length > 0;
  };
  const root: Element | null = Reflect.get(Document.prototype, 'scrollingElement', document);
  const boxes: Element[] = [...Document.prototype.querySelectorAll.call(document, '*')].slice(0, elementsMax);
  let looked = 0;
  const found = boxes.some((box) => {
    const screen = number('clientHeight', box);
    if (screen < leastPx || number('scrollHeight', box) <= (screens + 1) * screen) return false;
    const isRoot = box === root;
    if (!isRoot && !/auto|scroll/.test(getComputedStyle(box).overflowY)) return false;
    if (++looked > boxesMax) return false;
    const top = isRoot ? -scrollY : boxOf(box).top - number('scrollTop', box);
    return !isCounted(box) && hasRoom(box, top, screen);
  });
  if (found) Reflect.set(globalThis, room, true);
}

/// <reference lib="dom" />
/** Marks text that computed style hides from a person: a function that runs inside each frame, complete in itself. */
import type { MarkRequest } from './shown-script.js';

/** The attribute that marks an element whose own text a person does not see, in the HTML that is handed on. */
export const HIDDEN_MARK = 'data-webloupe-hidden';

/**
 * Sets `mark` on every element with text of its own that nobody sees. What can be brought to sight as part of reading
 * (closed details and panels, text that fades in) and the names of links and buttons for screen readers stay unmarked. A page that is
 * hidden as a whole, as many are until a script has run, is shown first, and so is what holds all of it. What is not
 * looked at to its end leaves its world a variable of the name `mark`.
 */
export function markHidden({ mark, textsMax, msMax }: MarkRequest): void {
  const tinyPx = 4;
  const farPx = 900;
  const opacityMin = 0.05;
  const ancestorsMax = 6;
  const withinMax = 1_000;
  const noShape =
    /^(?:inset\((?:50|100)%|circle\(0|ellipse\((?:\S+ )?0(?:px|%)?[ )]|polygon\((\S+ [^\s,)]+)(?:, \1)*\))/;
  const noRect = /^rect\(0(?:px)?,? 0(?:px)?,? 0(?:px)?,? 0/;
  const elementsMax = 5_000;
  const [littleChars, muchChars, coverShare, coverTexts] = [10, 200, 0.9, 1_000];
  const [slideLevelsMax, slidesMax, slideGapPx] = [12, 100, 100];
  const started = performance.now();
  // Names of inputs shadow members of their form.
  const isWithin = (element: Element, selector: string) => Element.prototype.closest.call(element, selector) !== null;
  const isVisible = (element: Element, options: CheckVisibilityOptions) =>
    Element.prototype.checkVisibility.call(element, options);
  const isSeen = (element: Element) => isVisible(element, { opacityProperty: true, visibilityProperty: true });
  const boxOf = (element: Element) => Element.prototype.getBoundingClientRect.call(element);
  /** Where its text stands, which a margin or a scale of 0 may have taken elsewhere than its box. Choices that are not open have no place. */
  const textBoxOf = (element: Element) => {
    if (element.localName === 'select') return boxOf(element);
    const range = Document.prototype.createRange.call(document);
    Range.prototype.selectNodeContents.call(range, element);
    return Range.prototype.getBoundingClientRect.call(range);
  };
  const parentOf = (element: Element): Element | null => Reflect.get(Node.prototype, 'parentElement', element);
  const moves = (style: CSSStyleDeclaration) => style.transitionDuration !== '0s' || style.animationName !== 'none';
  const fadesIn = (element: Element) => {
    for (let at: Element | null = element; at !== null; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.opacity !== '0') continue;
      return moves(style) || style.willChange !== 'auto' || style.transform !== 'none';
    }
    return false;
  };
  const isCutAway = (element: Element) => {
    let at: Element | null = element;
    let place = 'static';
    for (let level = 0; at !== null && level < ancestorsMax; level++, at = parentOf(at)) {
      if (at instanceof HTMLBodyElement) return false;
      const style = getComputedStyle(at);
      const { width, height } = boxOf(at);
      const isThin = (width <= 1 || height <= 1) && style.overflow !== 'visible' && style.display !== 'inline';
      // What is placed elsewhere is cut by the box that it is placed in (CSS Positioned Layout 3, 2.1), by none between.
      const holds =
        style.transform !== 'none' || (place === 'absolute' ? style.position !== 'static' : place !== 'fixed');
      if (holds && isThin) return true;
      if (holds) place = style.position;
      if (noRect.test(style.clip)) return true;
      const isFaint = Number(style.opacity) < opacityMin || /^opacity\(0(?:\.0\d*)?\)/.test(style.filter);
      if ((isFaint || noShape.test(style.clipPath)) && !moves(style)) return true;
    }
    return false;
  };
  const grounds = new Map<Element, string>();
  const sheets: NodeListOf<Element> = Document.prototype.querySelectorAll.call(document, 'link[rel~=stylesheet]');
  const isStyled = Array.from(sheets).every((link) => Reflect.get(link, 'sheet') !== null);
  /** The colour behind an element; empty where that is no colour alone. A page's own ground is white; a frame's, or without its styles, is not known. */
  const groundOf = (element: Element): string => {
    const known = grounds.get(element);
    if (known !== undefined) return known;
    const { backgroundImage, backgroundColor, colorScheme, filter, mixBlendMode } = getComputedStyle(element);
    const above = parentOf(element);
    const page = top === self && isStyled && !colorScheme.includes('dark') ? 'rgb(255, 255, 255)' : '';
    const own = /^rgba\(.*, 0\)$/.test(backgroundColor) ? (above === null ? page : groundOf(above)) : backgroundColor;
    const isMixed = backgroundImage !== 'none' || filter !== 'none' || mixBlendMode !== 'normal';
    // In an element with a shadow tree, text stands on what that has.
    const ground = isMixed || element.shadowRoot !== null || /-/.test(element.tagName) ? '' : own;
    grounds.set(element, ground);
    return ground;
  };
  /** What may lie under a text that stands elsewhere in the page. `around`: it does so under what it holds, too. */
  let painters: { element: Element; around: boolean }[] | undefined;
  const findPainters = () => {
    const all: Element[] = [...Document.prototype.querySelectorAll.call(document, 'body, body *')];
    return all.flatMap((element) => {
      const around = ['::before', '::after'].some((name) => getComputedStyle(element, name).content !== 'none');
      const { backgroundImage, backgroundColor } = getComputedStyle(element);
      const isPlain = backgroundImage === 'none' && /^rgba\(.*, 0\)$/.test(backgroundColor);
      const isPicture = /^(?:img|video|canvas|svg|iframe|object|embed)$/i.test(element.tagName);
      return around || isPicture || !isPlain ? [{ element, around }] : [];
    });
  };
  /** In the very colour of what is behind it. One shadow, picture or other box there, and the text may be seen. */
  const isOfItsGround = (element: Element, style: CSSStyleDeclaration, box: DOMRect) => {
    if (groundOf(element) !== style.color || style.webkitTextFillColor !== style.color || moves(style)) return false;
    if (style.textShadow !== 'none' || style.webkitTextStrokeWidth !== '0px' || isWithin(element, 'svg')) return false;
    if (Document.prototype.getElementsByTagName.call(document, '*').length > elementsMax) return false;
    painters ??= findPainters();
    return !painters.some(({ element: other, around }) => {
      if (!around && Node.prototype.contains.call(other, element)) return false;
      const { left, right, top: upper, bottom } = boxOf(other);
      return left < box.right && right > box.left && upper < box.bottom && bottom > box.top;
    });
  };
  /** `display: contents` has no box of its own: what is in it stands in the box of what is around it. */
  const boxedOf = (element: Element): Element => {
    let at: Element | null = element;
    while (at !== null && getComputedStyle(at).display === 'contents') at = parentOf(at);
    return at ?? element;
  };
  const isUncovered = (element: Element) => getComputedStyle(element).visibility === 'visible';
  /** A child can be visible again; then only what is left of the parent's text is hidden, and that stays. */
  const holdsVisible = (element: Element) => {
    const within: NodeListOf<Element> = Element.prototype.querySelectorAll.call(element, '*');
    return within.length > withinMax || Array.from(within).some(isUncovered);
  };
  const show = (element: Element | null) => {
    for (const [name, value] of Object.entries({ display: 'block', opacity: '1', visibility: 'visible' }))
      if (element instanceof HTMLElement) element.style.setProperty(name, value, 'important');
  };
  const isNoText = ({ tagName }: Element) => /^(?:(?:NO)?SCRIPT|STYLE|TEMPLATE|TITLE|OPTION|TEXTAREA)$/i.test(tagName);
  /** The outermost element that hides a page's text, where that holds nearly all of it and a person sees none, or "Loading". */
  const cover = (body: Element): Element | undefined => {
    if (document.scripts.length === 0) return undefined;
    const unseen: { parent: Element; chars: number }[] = [];
    let [seen, hidden] = [0, 0];
    const walker = Document.prototype.createTreeWalker.call(document, body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text !== null && unseen.length < coverTexts; text = walker.nextNode()) {
      const chars = (text.nodeValue ?? '').replace(/\s+/g, '').length;
      const parent = text.parentElement;
      if (chars === 0 || parent === null || isNoText(parent)) continue;
      if (isSeen(parent)) seen += chars;
      else unseen.push({ parent, chars });
      if (seen > littleChars || performance.now() - started > msMax) return undefined;
    }
    const hiddenBy = new Map<Element, number>();
    for (const { parent, chars } of unseen) {
      let outermost = parent;
      for (let at: Element | null = parent; at !== null && at !== body; at = parentOf(at))
        if (!isSeen(at)) outermost = at;
      hiddenBy.set(outermost, (hiddenBy.get(outermost) ?? 0) + chars);
      hidden += chars;
      if (performance.now() - started > msMax) return undefined;
    }
    const [most] = Array.from(hiddenBy).sort((a, b) => b[1] - a[1]);
    if (most === undefined || most[1] < muchChars || most[1] < hidden * coverShare) return undefined;
    const isApart = isWithin(most[0], 'nav, aside, header, footer, dialog, [role=dialog], [hidden], [popover]');
    return isApart ? undefined : most[0];
  };
  /** Until a script has run, or for good: then what is hidden is not this text or that. */
  const showBlankPage = () => {
    const body: HTMLElement | null = Reflect.get(Document.prototype, 'body', document);
    if (body === null) return;
    const within: NodeListOf<Element> = Element.prototype.querySelectorAll.call(body, '*');
    if (isVisible(body, { opacityProperty: true }) && (isUncovered(body) || Array.from(within).some(isUncovered)))
      return show(cover(body) ?? null);
    for (const element of [body, parentOf(body)]) show(element);
  };
  const rows = new Map<Element, Map<string, DOMRect[]>>();
  /** How far to the right, or down, elements like this one follow on it: slides share a parent, a tag and a class. */
  const reachOf = (slide: Element, isLeft: boolean) => {
    const kindOf = (element: Element) => `${isLeft} ${element.tagName} ${element.classList.item(0)}`;
    const above = parentOf(slide) ?? slide;
    const known = rows.get(above) ?? new Map<string, DOMRect[]>();
    let row = known.get(kindOf(slide));
    if (row === undefined) {
      const siblings: HTMLCollection = Reflect.get(Element.prototype, 'children', above);
      const first = Array.from({ length: Math.min(slidesMax, siblings.length) }, (_, i) => siblings.item(i) ?? slide);
      row = first.filter((other) => kindOf(other) === kindOf(slide)).map(boxOf);
      row.sort((one, other) => (isLeft ? one.left - other.left : one.top - other.top));
      rows.set(above, known.set(kindOf(slide), row));
    }
    const own = boxOf(slide);
    let end = isLeft ? own.right : own.bottom;
    for (const { left, right, top: upper, bottom } of row)
      if ((isLeft ? left : upper) <= end + slideGapPx) end = Math.max(end, isLeft ? right : bottom);
    return end;
  };
  /** What a person brings back: it was scrolled out of its box, or is one in a row of slides that goes on in a box that is seen. */
  const isMovedAside = (element: Element, box: DOMRect): boolean => {
    const isLeft = box.right + scrollX <= 0;
    let [scrolledX, scrolledY] = [scrollX, scrollY];
    const path: Element[] = [];
    for (let at: Element | null = element; at !== null && path.length < slideLevelsMax; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (at instanceof HTMLBodyElement || style.position === 'fixed') return false;
      scrolledX += Reflect.get(Element.prototype, 'scrollLeft', at);
      scrolledY += Reflect.get(Element.prototype, 'scrollTop', at);
      if (box.right + scrolledX > 0 && box.bottom + scrolledY > 0) return true;
      const frame = boxOf(at);
      const isSeen = frame.right + scrollX > 1 && frame.bottom + scrollY > 1 && frame.width > 1 && frame.height > 1;
      // Within the slide: text that is set aside by itself would count as part of whatever stands around it.
      const goesOn = (slide: Element) => {
        const own = boxOf(slide);
        return isLeft
          ? own.left <= box.left + 1 && own.left < frame.left - 1 && reachOf(slide, true) > frame.left + 1
          : own.top <= box.top + 1 && own.top < frame.top - 1 && reachOf(slide, false) > frame.top + 1;
      };
      if (style.overflow !== 'visible' && isSeen && path.some(goesOn)) return true;
      path.push(at);
    }
    return false;
  };
  const isHidden = (element: Element): boolean => {
    if (isWithin(element, `details:not([open]), [${mark}=panel]`)) return false;
    // Of what is drawn beside it the only words, clipped away; its source (annotation) a browser never shows.
    const formula: Element | null = Element.prototype.closest.call(element, 'math');
    if (formula !== null) return !isVisible(formula, { visibilityProperty: true });
    const boxed = boxedOf(element);
    if (!isVisible(boxed, {})) return true;
    const style = getComputedStyle(element);
    if (style.visibility !== 'visible') return style.visibility !== 'hidden' || !holdsVisible(element);
    if (!isVisible(boxed, { opacityProperty: true })) return !fadesIn(boxed);
    if (Number.parseFloat(style.fontSize) < tinyPx) return true;
    if (isWithin(element, 'a, button, label, [role=button], [role=link]')) return false;
    if (/^rgba\(.*, 0(?:\.0[0-4]\d*)?\)$/.test(style.color) && style.backgroundClip !== 'text') return true;
    if (Number.parseFloat(getComputedStyle(boxed).textIndent) < -farPx) return true;
    // What the browser has not laid out yet (content-visibility: auto) it lays out for the first look, and answers the second.
    const first = textBoxOf(element);
    const box = first.width === 0 ? textBoxOf(element) : first;
    const isAway = box.right + scrollX <= 0 || box.bottom + scrollY <= 0;
    if (isAway && !isMovedAside(element, box)) return true;
    if (box.width === 0 || box.height === 0) return !moves(style);
    return isCutAway(boxed) || isOfItsGround(element, style, box);
  };
  showBlankPage();
  const seen = new Set<Element>();
  const walker = Document.prototype.createTreeWalker.call(document, document, NodeFilter.SHOW_TEXT);
  const isInTime = () => performance.now() - started <= msMax;
  let text = walker.nextNode();
  for (let count = 0; text !== null && count < textsMax && isInTime(); count++, text = walker.nextNode()) {
    const parent = text.parentElement;
    const element: Element | null = parent && (Element.prototype.closest.call(parent, 'select') ?? parent);
    if (element === null || seen.has(element) || (text.nodeValue ?? '').trim() === '') continue;
    seen.add(element);
    if (isNoText(element) || !isHidden(element)) continue;
    // Of a link whose text alone were marked the title would be read.
    const link: Element | null = Element.prototype.closest.call(element, 'a');
    const isGone = link !== null && link.getElementsByTagName('img').length === 0 && !isSeen(link) && isHidden(link);
    Element.prototype.setAttribute.call(isGone ? link : element, mark, '');
  }
  if (text !== null) Reflect.set(globalThis, mark, true);
}

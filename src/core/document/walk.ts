/** One iterative walk over the tree; every extractor rides along as a visitor, so that a page is walked once. */
import { isPanel, sightOf } from './hidden.js';
import { regionOf } from './regions.js';
import type { DocumentNode, ElementNode, TextNode } from './tree.js';

export const REGIONS = ['main', 'nav', 'header', 'footer', 'aside', 'other'] as const;
export type Region = (typeof REGIONS)[number];

/** Where the walk stands. One object, reused: copy what is to be kept. */
export interface Position {
  /** Innermost landmark, by element or role. */
  readonly region: Region;
  /** A person would not see this: `hidden`, inline display/visibility/opacity/size/place, a closed <dialog>; of text, its size or colour too. */
  readonly hidden: boolean;
  /** Hidden, and not only because the tab or the answer that it stands in is closed: a click away, that is content. */
  readonly gone: boolean;
  readonly inNoscript: boolean;
  /** Open elements above the current one; at most 512, as Chromium's parser keeps it. */
  readonly depth: number;
  /** Count of elements entered so far: the document order of the current one. */
  readonly order: number;
}

export interface Visitor {
  enter?(element: ElementNode, at: Position): void;
  /** Called once per entered element, after all below it. */
  leave?(element: ElementNode, at: Position): void;
  /** Text a page shows or hides: never that of script, style, template and the like. */
  text?(node: TextNode, at: Position): void;
}

/** Which part of the tree is walked. Without it: all of it. */
export interface Scope {
  /** Only these elements and what is below them. */
  readonly only?: ReadonlySet<ElementNode> | undefined;
  /** Never these, nor what is below them. */
  readonly skips?: ((element: ElementNode) => boolean) | undefined;
}

/** Elements that are entered and left, but whose content is no part of the page. */
const INERT: ReadonlySet<string> = new Set(['script', 'style', 'template', 'iframe', 'noembed', 'noframes']);

/** What is inside is shown only by browsers that do not know the element: none since 2012. */
const FALLBACK: ReadonlySet<string> = new Set(['video', 'audio', 'canvas']);

/** Browsers give these a colour, whatever is around them; and transparent, they name what lies below. */
const OWN_COLOUR: ReadonlySet<string> = new Set(['a', 'button', 'label']);

interface Frame {
  element: ElementNode;
  next: number;
  region: Region;
  gone: boolean;
  closed: boolean;
  invisible: boolean;
  tiny: boolean;
  clear: boolean;
  inNoscript: boolean;
  inside: boolean;
}

type MutablePosition = { -readonly [Key in keyof Position]: Position[Key] };

/** Walks `root` in document order. `rendered`: noscript is inert, since the browser that serialised it ran scripts. */
export function walk(root: ElementNode, visitors: readonly Visitor[], rendered: boolean, scope: Scope = {}): void {
  const enterers = visitors.filter((visitor) => visitor.enter !== undefined);
  const leavers = visitors.filter((visitor) => visitor.leave !== undefined);
  const readers = visitors.filter((visitor) => visitor.text !== undefined);
  const at: MutablePosition = { region: 'other', hidden: false, gone: false, inNoscript: false, depth: 0, order: 0 };
  const frames: Frame[] = [];
  const stand = (frame: Frame, depth: number) => {
    at.region = frame.region;
    at.gone = frame.gone || frame.invisible;
    at.hidden = at.gone || frame.closed;
    at.inNoscript = frame.inNoscript;
    at.depth = depth;
  };
  const open = (element: ElementNode, depth: number) => {
    const frame = frameOf(frames, depth, element, scope, rendered);
    if (!frame.inside) return frame;
    stand(frame, depth);
    at.order++;
    for (const visitor of enterers) visitor.enter?.(element, at);
    if (INERT.has(element.name) || (rendered && element.name === 'noscript')) {
      if (holdsMarkup(element)) frame.gone = true;
      else frame.next = element.children.length;
    } else if (FALLBACK.has(element.name)) frame.gone = true;
    return frame;
  };
  const read = (node: TextNode, frame: Frame, depth: number) => {
    stand(frame, depth);
    at.gone ||= frame.tiny || frame.clear;
    at.hidden ||= at.gone;
    for (const visitor of readers) visitor.text?.(node, at);
  };
  let depth = 0;
  let frame = open(root, 0);
  for (;;) {
    const child: DocumentNode | undefined = frame.element.children[frame.next++];
    if (child === undefined) {
      if (frame.inside) {
        stand(frame, depth);
        for (const visitor of leavers) visitor.leave?.(frame.element, at);
      }
      const above = frames[--depth];
      if (above === undefined) return;
      frame = above;
    } else if (child.kind === 'text') {
      if (frame.inside) read(child, frame, depth + 1);
    } else if (scope.skips?.(child) !== true) {
      frame = open(child, ++depth);
    }
  }
}

/** What is closed there are menus. */
const MENUS: ReadonlySet<Region> = new Set<Region>(['nav', 'header', 'footer']);

/** In SVG these names mean nothing, and what is inside is part of the page, though nobody sees it. */
function holdsMarkup({ svg, children }: ElementNode): boolean {
  return svg && children.some(({ kind }) => kind === 'element');
}

/** The frame at `depth`, made to stand for `element`; frames are reused so that a walk makes few objects. */
function frameOf(frames: Frame[], depth: number, element: ElementNode, scope: Scope, rendered: boolean): Frame {
  const above = depth === 0 ? undefined : frames[depth - 1];
  const sight = sightOf(element, rendered);
  const frame: Frame = frames[depth] ?? newFrame(element);
  frame.element = element;
  frame.next = 0;
  frame.region = regionOf(element, above?.region ?? 'other');
  const isClosed = sight.gone && isPanel(element) && !MENUS.has(frame.region);
  frame.gone = (above?.gone ?? false) || (sight.gone && !isClosed);
  frame.closed = (above?.closed ?? false) || isClosed;
  frame.invisible = sight.invisible ?? above?.invisible ?? false;
  frame.tiny = sight.tiny ?? above?.tiny ?? false;
  frame.clear = !OWN_COLOUR.has(element.name) && (sight.clear ?? above?.clear ?? false);
  frame.inNoscript = (above?.inNoscript ?? false) || element.name === 'noscript';
  frame.inside = scope.only === undefined || (above?.inside ?? false) || scope.only.has(element);
  frames[depth] = frame;
  return frame;
}

function newFrame(element: ElementNode): Frame {
  return {
    element,
    next: 0,
    region: 'other',
    gone: false,
    closed: false,
    invisible: false,
    tiny: false,
    clear: false,
    inNoscript: false,
    inside: true,
  };
}

/** The title of the main content where it stands apart from it: above it, or in a header that is left out, as on one page of six. */
import { type ElementNode, findAbove, isLink } from '../document/tree.js';
import { type Scope, type Visitor, walk } from '../document/walk.js';
import { isInline } from './visible-text.js';

/** What has more than this in links is a list of links. */
export const LINK_SHARE_MAX = 0.5;
/** How much of the main content is looked through for a title that it repeats. */
const BEGINNING_CHARS = 500;
/** Headings there are about the site or about something else. */
const ELSEWHERE: ReadonlySet<string> = new Set(['nav', 'footer', 'aside']);
/** The start page, as sites write it. */
const HOME = /^(?:(?:https?:)?\/\/[^/]+)?\/?(?:(?:index|default)\.\w+)?$/i;
/** Sites part the page's title and their own name so; where no blanks stand between words, none is needed. A hyphen in Hebrew or Korean is part of a word. */
const TITLE_PARTS =
  /\s[-\u2013\u2014|\u00b7\u2022\u00bb\u203a:/]+\s|:\s|\s?[\uff5c\uff1a]\s?|(?<=[\p{sc=Han}\p{scx=Hira}\p{scx=Kana}])[-_|\u2013\u2014]+(?=[\p{sc=Han}\p{scx=Hira}\p{scx=Kana}])/u;
/** No text holds it: parsers put U+FFFD in its place. */
const BLOCK_END = '\0';
const NOTHING: Sum = { chars: 0, inLinks: 0 };
const RANKS: ReadonlySet<string> = new Set(['h1', 'h2', 'h3']);

interface Heading {
  readonly element: ElementNode;
  readonly order: number;
  text: string;
  linkChars: number;
  leadsHome: boolean;
  /** Where the page's text stood when it ended. */
  end: Sum;
}

/** Characters of text up to a place, without those elsewhere. */
interface Sum {
  readonly chars: number;
  readonly inLinks: number;
}

/** What is known of the main content when its title is looked for. */
interface Found {
  readonly element: ElementNode;
  readonly order: number;
  readonly chars: number;
  isLeftOut(element: ElementNode): boolean;
}

export interface TitleFinder extends Visitor {
  /**
   * The heading above the main content, or left out of it, and what stands from there to it: who wrote it and when, what
   * it costs, how it begins. None where the main content shows a title of its own.
   */
  titleOf(main: Found, rendered: boolean, skips: Scope['skips']): Scope | undefined;
  /** Whether a heading that ended is what the document is called. */
  isTitle(element: ElementNode): boolean;
}

/** Rides along with the search for the main content. */
export function titleFinder(): TitleFinder {
  const headings: Heading[] = [];
  /** The same by their elements: each heading above a menu is asked for. */
  const ended = new Map<ElementNode, Heading>();
  /** What the document is called, whole and in parts. */
  let called: readonly string[] = [];
  let open: Heading | undefined;
  const links: ElementNode[] = [];
  /** By order. */
  const elements: ElementNode[] = [];
  const sums: Sum[] = [];
  let chars = 0;
  let inLinks = 0;
  const wayTo = (main: Found, { text, order, end }: Heading) => {
    const start = sums[main.order - 1];
    if (start === undefined || called[0]?.includes(text) !== true) return [];
    const isOfIt = start.chars - end.chars <= main.chars;
    const isList = start.inLinks - end.inLinks > (start.chars - end.chars) * LINK_SHARE_MAX;
    if (!isOfIt || isList) return [];
    return elements.slice(order, Math.max(order, main.order - 1)).filter((element) => !holds(element, main.element));
  };
  return {
    titleOf(main, rendered, skips) {
      if (headings.some(({ element }) => element.name === 'h1' && isShown(element, main))) return undefined;
      const ranks = headings.filter(({ element }) => holds(main.element, element)).map(({ element: { name } }) => name);
      const title = headings.findLast((heading) => {
        const isNear = heading.order < main.order || holds(main.element, heading.element);
        const isAbove = ranks.every((rank) => rank > heading.element.name);
        const isName = names(heading, called) || (isAbove && namesKind(heading, called, main.element));
        return isNear && isName && !isShown(heading.element, main);
      });
      if (title === undefined) return undefined;
      const left = (element: ElementNode) => skips?.(element) === true || main.isLeftOut(element);
      if (beginsWith(title.text, main.element, rendered, left)) return undefined;
      const only = new Set([title.element, ...wayTo(main, title)]);
      return { only, skips: leavingTitle(title.element, only, main.isLeftOut) };
    },
    isTitle(element) {
      const heading = ended.get(element);
      return heading !== undefined && !heading.leadsHome && called[0]?.includes(heading.text) === true;
    },
    enter(element, at) {
      elements.push(element);
      sums.push({ chars, inLinks });
      if (isLink(element)) links.push(element);
      if (RANKS.has(element.name) && !at.gone && !ELSEWHERE.has(at.region))
        open = { element, order: at.order, text: '', linkChars: 0, leadsHome: false, end: NOTHING };
    },
    leave(element) {
      if (isLink(element)) links.pop();
      if (element !== open?.element) return;
      open.text = plain(open.text);
      open.end = { chars, inLinks };
      if (open.text !== '') {
        headings.push(open);
        ended.set(element, open);
      }
      open = undefined;
    },
    text(node, at) {
      if (node.parent.name === 'title' && called.length === 0)
        called = [node.text, ...node.text.split(TITLE_PARTS)].map(plain);
      if (at.gone) return;
      const length = node.text.trim().length;
      const link = links.at(-1);
      if (!ELSEWHERE.has(at.region)) {
        chars += length;
        if (link !== undefined) inLinks += length;
      }
      if (open === undefined) return;
      open.text += node.text;
      if (link === undefined) return;
      open.linkChars += length;
      open.leadsHome ||= HOME.test(link.attributes['href'] ?? '');
    },
  };
}

/** What is all link, or no `h1`, has to be what the document is called; a link to the start page is the site's name. */
function names({ element, text, linkChars, leadsHome }: Heading, called: readonly string[]): boolean {
  if (element.name === 'h1' && linkChars < text.length) return true;
  const [whole = ''] = called;
  const isMost = text.length * 2 >= whole.length && whole.includes(text);
  return !leadsHome && (isMost || called.includes(text));
}

/** "Class", "Annotation Type", "static method". */
const KIND_WORDS_MAX = 2;

/** Right above the content, what the document is called with the kind of thing that it is: "Class Tide<T>" of "Tide (Harbour API)". */
function namesKind({ element, text }: Heading, [whole = '']: readonly string[], main: ElementNode): boolean {
  const [name = ''] = whole.split(' ', 1);
  const at = name === '' ? 0 : text.split(' ', KIND_WORDS_MAX + 1).indexOf(name);
  if (at < 1) return false;
  const before = main.parent?.children.slice(0, main.parent.children.indexOf(main));
  const last = before?.findLast((child) => child.kind === 'element');
  return last?.kind === 'element' && holds(last, element);
}

function isShown(element: ElementNode, main: Found): boolean {
  for (let node: ElementNode | undefined = element; node !== undefined; node = node.parent) {
    if (node === main.element) return true;
    if (main.isLeftOut(node)) return false;
  }
  return false;
}

/** What is left out although a title stands in it: there nothing but `shown` is shown. */
function leavingTitle(title: ElementNode, shown: ReadonlySet<ElementNode>, isLeftOut: Found['isLeftOut']) {
  const above: ElementNode[] = [];
  for (let node = title.parent; node !== undefined; node = node.parent) above.push(node);
  const way = new Set(above.slice(0, above.findLastIndex(isLeftOut) + 1));
  return (element: ElementNode) => {
    if (element === title || way.has(element)) return false;
    return isLeftOut(element) || (element.parent !== undefined && way.has(element.parent) && !shown.has(element));
  };
}

export function holds(outer: ElementNode, element: ElementNode): boolean {
  return findAbove(element, (above) => above === outer) !== undefined;
}

/** Whether a block at the beginning of content says this and nothing else; a table's head is none: boxes of facts repeat the title. */
function beginsWith(text: string, content: ElementNode, rendered: boolean, skips: Scope['skips']): boolean {
  let beginning = '';
  const part = ({ name }: ElementNode) => {
    if (!isInline(name) && !beginning.endsWith(BLOCK_END)) beginning += BLOCK_END;
  };
  const reader: Visitor = {
    enter: part,
    leave: part,
    text(node, at) {
      if (!at.gone && beginning.length < BEGINNING_CHARS) beginning += node.text;
    },
  };
  walk(content, [reader], rendered, { skips: (element) => element.name === 'th' || skips?.(element) === true });
  return beginning.split(BLOCK_END).some((block) => plain(block) === text);
}

/** Its words: what documents are called has other quotes and dashes than their headings. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

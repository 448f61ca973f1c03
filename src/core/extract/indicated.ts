/** What of a page a URL's fragment means: HTML standard 7.4.6.4, and the text directive of URL Fragment Text Directives. */
import { type DocumentNode, type ElementNode, findAbove, HEADING, nodesOf, type TextNode } from '../document/tree.js';
import { percentDecoded } from '../url.js';
import { SECTION_START_CHARS_MAX } from './section-start.js';
import { isInline } from './visible-text.js';

/** What parts an element's name from texts, which are looked for first. */
const DIRECTIVE = ':~:';
/** Put before ids that authors of texts choose (GitHub, npm, rehype-sanitize's `clobberPrefix`); the pages' scripts know it. */
const USER_CONTENT = 'user-content-';
/** Of a text as much is looked for, and of so many texts the first that is found: what is longer is no text to find a place by. */
const TEXT_CHARS_MAX = 300;
const TEXTS_MAX = 5;
/** What stands in a line with its name; an anchor at the end of a heading means the heading. */
const NAMED_LINE = /^(?:h[1-6]|dt|summary|caption|legend)$/;
/** Nothing of them is text of the page. */
const NO_TEXT: ReadonlySet<string> = new Set(['head', 'script', 'style', 'noscript', 'svg', 'iframe', 'textarea']);

/** @param fragment as it stands in the URL, without its "#". Undefined where nothing on the page is meant by it. */
export function indicatedPart(root: ElementNode, fragment: string): DocumentNode | undefined {
  const [name = '', directive] = fragment.split(DIRECTIVE, 2);
  const texts = directive?.split('&').filter((part) => part.startsWith('text=')) ?? [];
  const found = texts.length === 0 ? undefined : nodeWithText(root, texts.slice(0, TEXTS_MAX));
  if (found !== undefined || name === '') return found;
  const decoded = percentDecoded(name);
  for (const each of new Set([name, decoded, USER_CONTENT + decoded])) {
    const element = elementNamed(root, each);
    if (element !== undefined) return lineAround(element);
  }
  return decoded.toLowerCase() === 'top' ? root : undefined;
}

/** The first element with that id, else the first `<a name>`. */
function elementNamed(root: ElementNode, name: string): ElementNode | undefined {
  let anchor: ElementNode | undefined;
  for (const node of nodesOf(root, isTemplate)) {
    if (node.kind === 'text') continue;
    if (node.attributes['id'] === name) return node;
    if (node.name === 'a' && node.attributes['name'] === name) anchor ??= node;
  }
  return anchor;
}

/** What stands in a template is no part of the page. */
function isTemplate({ name }: ElementNode): boolean {
  return name === 'template';
}

function lineAround(element: ElementNode): ElementNode {
  return findAbove(element, ({ name }) => NAMED_LINE.test(name)) ?? element;
}

/** @param directives "text=[prefix-,]start[,end][,-suffix]", percent-encoded; the first that is found, what stands behind `start` unread */
function nodeWithText(root: ElementNode, directives: readonly string[]): DocumentNode | undefined {
  const { all, places } = pageText(root);
  for (const directive of directives) {
    const parts = directive.slice('text='.length).split(',');
    const [first = '', second = ''] = parts.map((part) => normal(percentDecoded(part)).trim().slice(0, TEXT_CHARS_MAX));
    const hasPrefix = parts.length > 1 && parts[0]?.endsWith('-') === true;
    const before = hasPrefix ? `${first.slice(0, -1)} ` : '';
    const start = hasPrefix ? second : first;
    const at = start === '' ? undefined : findWords(all, before + start);
    if (at === undefined) continue;
    const begin = at + before.length;
    const place = places.findLast((one) => one.at <= begin);
    return place?.heading !== undefined && begin - place.headingAt <= SECTION_START_CHARS_MAX
      ? place.heading
      : place?.node;
  }
  return undefined;
}

interface Place {
  readonly node: TextNode;
  /** Where its text begins. */
  readonly at: number;
  /** The last heading before it. */
  readonly heading: ElementNode | undefined;
  readonly headingAt: number;
}

/** All text in small letters, white space as one space, blocks parted by one. */
function pageText(root: ElementNode): { all: string; places: Place[] } {
  const pieces: string[] = [];
  const places: Place[] = [];
  let at = 0;
  let spaced = true;
  let heading: ElementNode | undefined;
  let headingAt = 0;
  let block: ElementNode | undefined;
  const add = (text: string) => {
    const piece = spaced && text.startsWith(' ') ? text.slice(1) : text;
    if (piece === '') return;
    pieces.push(piece);
    at += piece.length;
    spaced = piece.endsWith(' ');
  };
  for (const node of nodesOf(root, (element) => isTemplate(element) || NO_TEXT.has(element.name))) {
    if (node.kind === 'element') {
      if (!isInline(node.name)) add(' ');
      if (!HEADING.test(node.name)) continue;
      heading = node;
      headingAt = at;
    } else if (!NO_TEXT.has(node.parent.name)) {
      const own = blockAround(node.parent);
      if (own !== block) add(' ');
      block = own;
      places.push({ node, at, heading, headingAt });
      add(normal(node.text));
    }
  }
  return { all: pieces.join(''), places };
}

function blockAround(element: ElementNode): ElementNode {
  let at = element;
  while (isInline(at.name) && at.parent !== undefined) at = at.parent;
  return at;
}

function normal(text: string): string {
  return text.replace(/\s+/g, ' ').toLowerCase();
}

const WORD = /[\p{L}\p{N}]/u;

/** Where the words stand; as whole words before as parts of others, which is all there is in scripts without spaces. */
function findWords(all: string, words: string): number | undefined {
  const isPart = (at: number) => WORD.test(all.charAt(at - 1)) || WORD.test(all.charAt(at + words.length));
  const first = all.indexOf(words);
  for (let at = first; at >= 0; at = all.indexOf(words, at + 1)) if (!isPart(at)) return at;
  return first < 0 ? undefined : first;
}

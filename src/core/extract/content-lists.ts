/** Lists of markdown: bullets, numbers, and terms with what they mean. */
import { type Block, indented, joined } from './content-blocks.js';
import {
  type ContentElement,
  type ContentNode,
  contentElement,
  contentText,
  holds,
  isBlock,
  type ListLetters,
} from './content-node.js';

const ITEMS: ReadonlySet<string> = new Set(['li']);
const TERMS: ReadonlySet<string> = new Set(['dt', 'dd']);
const LISTS: ReadonlySet<string> = new Set(['ul', 'ol', 'menu', 'dir', 'dl']);

/** The items, out of what stands around them; what else stands in the list is an item of its own. */
export function itemsOf(list: ContentElement): ContentElement[] {
  return partsIn(list, ITEMS);
}

/** The terms and meanings of a `dl`, out of what stands around them. */
export function partsOf(list: ContentElement): ContentElement[] {
  return partsIn(list, TERMS);
}

/** Text and pictures that stand there bare, with the inline elements around them, are one part: old pages indent with lists. */
function partsIn(list: ContentElement, names: ReadonlySet<string>): ContentElement[] {
  const parts: ContentElement[] = [];
  let bare: ContentNode[] = [];
  const endBare = () => {
    const isBlank = bare.every((node) => node.kind === 'text' && node.text.trim() === '');
    if (!isBlank) parts.push(contentElement('div', bare));
    bare = [];
  };
  for (const node of list.children) {
    const isAround =
      node.kind === 'element' &&
      !names.has(node.name) &&
      !LISTS.has(node.name) &&
      holds(node, ({ name }) => names.has(name));
    if (node.kind === 'text' || !(isAround || isBlock(node))) bare.push(node);
    else {
      endBare();
      if (isAround) for (const part of partsIn(node, names)) parts.push(part);
      // Code, a table, a heading, a list: what it is stays.
      else parts.push(names.has(node.name) ? node : contentElement('div', [node]));
    }
  }
  endBare();
  return parts;
}

export interface Item {
  readonly item: ContentElement;
  readonly blocks: readonly Block[];
}

/** What is no item has no number. Letters are no numbers of markdown, but what the text and its questions speak of. */
export function bulleted(items: readonly Item[], { name, facts }: ContentElement): string {
  const { number, letters, isReversed } = facts;
  const first = isReversed ? items.filter(({ item }) => item.name === 'li').length : 1;
  let next = number ?? first;
  const lines: string[] = [];
  for (const { item, blocks } of items) {
    const isItem = item.name === 'li';
    next = item.facts.number ?? next;
    const isNumbered = name === 'ol' && isItem;
    const sign = !isNumbered ? '- ' : letters === undefined ? `${next}. ` : `- ${lettered(next, letters)}. `;
    if (!isItem && isLists(blocks)) lines.push(joined(blocks));
    else if (blocks.length > 0) lines.push(`${sign}${indented(joined(blocks), sign.indexOf(' ') + 1)}`);
    if (isItem) next += isReversed ? -1 : 1;
  }
  return listed(lines);
}

const ROMAN: readonly (readonly [string, number])[] = [
  ['m', 1000],
  ['cm', 900],
  ['d', 500],
  ['cd', 400],
  ['c', 100],
  ['xc', 90],
  ['l', 50],
  ['xl', 40],
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
];
/** Beyond it a browser writes numbers (CSS Counter Styles 3, 6). */
const ROMAN_MAX = 3_999;

/** "c", "AB", "xiv", as the list has it by its `type` (HTML standard, 4.4.5). */
function lettered(number: number, type: ListLetters): string {
  const isRoman = type === 'i' || type === 'I';
  if (number < 1 || (isRoman && number > ROMAN_MAX)) return `${number}`;
  let letters = '';
  let left = number;
  if (isRoman) for (const [sign, value] of ROMAN) for (; left >= value; left -= value) letters += sign;
  else
    for (; left > 0; left = Math.floor((left - 1) / 26))
      letters = String.fromCharCode(97 + ((left - 1) % 26)) + letters;
  return type === 'A' || type === 'I' ? letters.toUpperCase() : letters;
}

const ADOPTED: ReadonlySet<string> = new Set(['ul', 'ol', 'menu']);

/** A list that stands in a list between its items, as many pages have it, is shown as part of the item before it. */
export function adoptedByItem(list: ContentElement, parent: ContentElement): boolean {
  if (!ADOPTED.has(list.name) || !ADOPTED.has(parent.name)) return false;
  const item = parent.children.findLast((child) => child.kind === 'element');
  if (item?.name !== 'li') return false;
  item.children.push(list);
  return true;
}

/** A list that is no part of an item has no bullet: editors indent a list by one around it (LibreOffice, Word). */
function isLists(blocks: readonly Block[]): boolean {
  return blocks.length > 0 && blocks.every(({ kind }) => kind === 'list');
}

/** Items of several blocks stand apart, so that it is seen where the next begins. */
function listed(items: readonly string[]): string {
  return items.join(items.some((item) => item.includes('\n\n')) ? '\n\n' : '\n');
}

export interface TermPart {
  /** Empty for a term that is a listing: it is among the blocks, which it begins. */
  readonly term: string | undefined;
  /** The term is mostly link: one of a table of contents, which shares its meaning with no other. */
  readonly isLink: boolean;
  readonly blocks: readonly Block[];
}

/** Terms with what they mean, as items: markdown has no definition list. */
export function terms(parts: readonly TermPart[]): string {
  const items: string[] = [];
  let names: string[] = [];
  let blocks: Block[] = [];
  let isLink = false;
  const end = () => {
    // Terms that mean nothing are the items of a list (Apache's server status).
    if (blocks.length === 0) for (const name of names) items.push(`- ${name.startsWith('[') ? name : `**${name}**`}`);
    else items.push(`- ${indented(entry(names.join(', '), blocks), 2)}`);
    names = [];
    blocks = [];
  };
  for (const { term, isLink: isNextLink, blocks: meant } of parts) {
    if (term !== undefined) {
      if (blocks.length > 0 || isLink) end();
      isLink = isNextLink && term !== '';
      if (term !== '') names.push(term.replace(/^:\s+|\s*:$/g, ''));
    }
    // One by one: a hundred thousand at once are more than a call takes.
    for (const block of meant) blocks.push(block);
  }
  end();
  return listed(items);
}

/** Whether more than half of what it says is said by links; white space, with which generators indent, says nothing. */
export function isMostlyLink(element: ContentElement): boolean {
  const linked = (node: ContentNode): number => {
    if (node.kind === 'text') return 0;
    return node.name === 'a' ? lettersIn(node) : node.children.reduce((sum, child) => sum + linked(child), 0);
  };
  return linked(element) * 2 > lettersIn(element);
}

function lettersIn(node: ContentNode): number {
  return contentText(node).replace(/\s+/g, '').length;
}

function entry(name: string, blocks: readonly Block[]): string {
  const [first] = blocks;
  if (name === '' || first === undefined) return joined(blocks);
  const gap = first.kind === 'paragraph' ? ' ' : first.kind === 'list' ? '\n' : '\n\n';
  return `**${name}**:${gap}${joined(blocks)}`;
}

/** Lists of markdown: bullets, numbers, and terms with what they mean. */
import { type Block, indented, joined } from './content-blocks.js';
import { type ContentElement, elementsIn, holds } from './content-node.js';

/** The items, out of what stands around them; what else stands in the list is an item of its own. */
export function itemsOf(list: ContentElement): ContentElement[] {
  return elementsIn(list).flatMap((part) =>
    part.name !== 'li' && !LISTS.has(part.name) && holds(part, ({ name }) => name === 'li') ? itemsOf(part) : [part],
  );
}
const LISTS: ReadonlySet<string> = new Set(['ul', 'ol', 'menu', 'dir', 'dl']);

/** The terms and meanings of a `dl`, out of what stands around them. */
export function partsOf(list: ContentElement): ContentElement[] {
  return elementsIn(list).flatMap((part) =>
    part.name !== 'dt' && part.name !== 'dd' && holds(part, ({ name }) => name === 'dt' || name === 'dd')
      ? partsOf(part)
      : [part],
  );
}

export interface Item {
  readonly number: number | undefined;
  readonly blocks: readonly Block[];
}

/** @param start the first number; none for bullets */
export function bulleted(items: readonly Item[], start: number | undefined): string {
  let next = start ?? 0;
  const lines: string[] = [];
  for (const { number, blocks } of items) {
    next = number ?? next;
    const sign = start === undefined ? '- ' : `${next}. `;
    if (blocks.length > 0) lines.push(`${sign}${indented(joined(blocks), sign.length)}`);
    next++;
  }
  return listed(lines);
}

/** Items of several blocks stand apart, so that it is seen where the next begins. */
function listed(items: readonly string[]): string {
  return items.join(items.some((item) => item.includes('\n\n')) ? '\n\n' : '\n');
}

export interface TermPart {
  readonly term: string | undefined;
  readonly blocks: readonly Block[];
}

/** Terms with what they mean, as items: markdown has no definition list. */
export function terms(parts: readonly TermPart[]): string {
  const items: string[] = [];
  let names: string[] = [];
  let blocks: Block[] = [];
  const end = () => {
    if (names.length > 0 || blocks.length > 0) items.push(`- ${indented(entry(names.join(', '), blocks), 2)}`);
    names = [];
    blocks = [];
  };
  for (const { term, blocks: meant } of parts) {
    if (term === undefined) blocks.push(...meant);
    else {
      if (blocks.length > 0) end();
      if (term !== '') names.push(term.replace(/\s*:$/, ''));
    }
  }
  end();
  return listed(items);
}

function entry(name: string, blocks: readonly Block[]): string {
  if (name === '') return joined(blocks);
  const [first] = blocks;
  if (first === undefined) return `**${name}**`;
  const gap = first.kind === 'paragraph' ? ' ' : first.kind === 'list' ? '\n' : '\n\n';
  return `**${name}**:${gap}${joined(blocks)}`;
}

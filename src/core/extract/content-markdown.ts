/** A content tree as GitHub's markdown. One pass, so that its time grows as the page does. */
import { type ElementNode, HEADING } from '../document/tree.js';
import { BETWEEN, type Block, codeBlock, codeLines, codeSpan, dropLabel, placesOf, quoted } from './content-blocks.js';
import { type InlineRun, inlineRun } from './content-inline.js';
import { linkFor, pictureName, waitsFor } from './content-link.js';
import { bulleted, isMostlyLink, itemsOf, partsOf, terms } from './content-lists.js';
import { texOfAlt } from './content-math.js';
import {
  type ContentElement,
  type ContentNode,
  contentText,
  elementsIn,
  holds,
  isBlock,
  isBox,
  isListing,
  isSample,
  isSeenApart,
  onlySample,
} from './content-node.js';
import { tableMarkdown } from './content-table.js';
import { type GridRoom, gridRoom } from './table-grid.js';
import { hasWords } from './visible-text.js';

export interface Markdown {
  readonly text: string;
  /** Where the blocks that show a table stand, in characters. */
  readonly tables: ReadonlyMap<ElementNode, readonly [start: number, end: number]>;
  /** A table is too large to be shown whole. */
  readonly isCut: boolean;
}

/** @param minWords paragraphs of fewer words are left out; headings, code and tables are short by nature */
export function markdownOf(root: ContentElement, minWords: number): Markdown {
  const top: Block[] = [];
  const page: Page = { run: inlineRun(), blocks: top, top, minWords, tables: [], room: gridRoom(), isCut: false };
  write(root.children, page);
  endParagraph(page);
  if (top.at(-1)?.kind === 'rule') top.pop();
  const tables = placesOf(page.tables, top);
  return { text: top.map(({ text }) => text).join(BETWEEN), tables, isCut: page.isCut };
}

interface Page {
  readonly run: InlineRun;
  /** Those of the innermost list item, quotation or the like that is being written. */
  blocks: Block[];
  readonly top: readonly Block[];
  readonly minWords: number;
  /** Tables, with the index of the outermost block that shows them. */
  readonly tables: { element: ElementNode; block: number }[];
  readonly room: GridRoom;
  isCut: boolean;
}

function write(nodes: readonly ContentNode[], page: Page): void {
  for (const [at, node] of nodes.entries()) {
    if (node.kind === 'text') page.run.text(node.text);
    else {
      if (isSeenApart(nodes[at - 1], node)) page.run.part();
      (WRITERS[node.name] ?? writeOther)(node, page);
    }
  }
}

type Writer = (element: ContentElement, page: Page) => void;

function writeOther(element: ContentElement, page: Page): void {
  const edge = isBlock(element) ? endBlock : isBox(element) ? ({ run }: Page) => run.part() : undefined;
  edge?.(page);
  const sample = edge === endBlock && page.run.place === 'paragraph' ? onlySample(element) : undefined;
  if (sample === undefined) write(element.children, page);
  else preformatted(sample, page);
  edge?.(page);
}

/** A block's edge: of a paragraph; in a heading or cell, of a word or line. */
function endBlock(page: Page): void {
  if (page.run.place === 'paragraph') endParagraph(page);
  else if (page.run.place === 'cell') page.run.lineBreak();
  else page.run.space();
}

function endParagraph({ run, blocks, minWords }: Page): void {
  for (const { markdown, words } of run.take())
    if (minWords <= 1 || hasWords(words().replace(/\s+/g, ' ').trim(), minWords))
      blocks.push({ text: markdown, kind: 'paragraph' });
}

/** The blocks that the nodes come to, apart from what is around them. */
function blocksOf(nodes: readonly ContentNode[], page: Page): Block[] {
  const { blocks } = page;
  const inner: Block[] = [];
  page.blocks = inner;
  write(nodes, page);
  endParagraph(page);
  page.blocks = blocks;
  return inner;
}

/** Everything on one line, as headings, terms and cells have it. */
function lineOf(element: ContentElement, place: 'heading' | 'cell', page: Page): string {
  const { run } = page;
  const before = run.place;
  run.place = place;
  write(element.children, page);
  const line = run
    .take()
    .map(({ markdown }) => markdown)
    .join(' ');
  run.place = before;
  return line;
}

const marked =
  (mark: string): Writer =>
  (element, page) => {
    page.run.open(mark);
    writeOther(element, page);
    page.run.close();
  };

/** For blocks that have a sign of their own: where blocks cannot stand, they are what is in them. */
const inBlocks =
  (writer: Writer): Writer =>
  (element, page) => {
    if (page.run.place !== 'paragraph') return writeOther(element, page);
    endParagraph(page);
    writer(element, page);
  };

function push(page: Page, text: string, kind: Block['kind']): void {
  if (text !== '') page.blocks.push({ text, kind });
}

function show(page: Page, { facts: { table } }: ContentElement, text: string, kind: Block['kind']): void {
  if (table !== undefined) page.tables.push({ element: table, block: page.top.length });
  push(page, text, kind);
}

const heading: Writer = (element, page) => {
  if (page.run.place === 'cell') return bold(element, page);
  if (page.run.place === 'heading') return writeOther(element, page);
  endParagraph(page);
  const line = lineOf(element, 'heading', page);
  if (line !== '') push(page, `${'#'.repeat(Number(element.name.slice(1)))} ${line}`, 'heading');
};

const bold = marked('**');
const emphasis = marked('*');
const deleted = marked('~~');

const code: Writer = (element, page) => {
  if (holds(element, isListing)) return writeOther(element, page);
  const lines = codeLines(element);
  if (page.run.place === 'paragraph' && isSample(element, lines)) return preformatted(element, page);
  for (const [at, line] of lines.entries()) {
    if (at > 0) page.run.lineBreak();
    if (line.startsWith(' ')) page.run.space();
    if (line.trim() !== '') page.run.raw(codeSpan(line.trim()));
    if (line.endsWith(' ')) page.run.space();
  }
};

const preformatted: Writer = (element, page) => {
  const block = codeBlock(element);
  if (block === undefined) return;
  endBlock(page);
  if (page.run.place === 'paragraph') {
    dropLabel(page.blocks, block);
    show(page, element, block.markdown, 'code');
  } else {
    for (const line of block.lines) {
      if (line.trim() !== '') page.run.raw(codeSpan(line));
      endBlock(page);
    }
  }
};

const image: Writer = ({ facts: { src, alt } }, { run }) => {
  const tex = alt === undefined ? undefined : texOfAlt(alt);
  if (tex !== undefined) run.raw(`$${tex}$`);
  else if (src !== undefined && (src !== '' || !run.isInLink())) run.raw(linkFor(src, run.place).image(alt ?? ''));
};

const link: Writer = (element, page) => {
  const { href, label, title } = element.facts;
  const { run } = page;
  // Parsers let a link into a link through a table; markdown has none.
  if (href === undefined || run.isInLink()) return writeOther(element, page);
  run.openLink(linkFor(href, run.place).close(title), run.place === 'paragraph' ? waitsFor(element) : 'nothing');
  write(element.children, page);
  const name = run.isLinkEmpty() ? (label ?? pictureName(element)) : undefined;
  if (name !== undefined) run.label(name);
  run.close();
};

const list: Writer = inBlocks((element, page) => {
  const items = itemsOf(element).map((item) => ({ item, blocks: blocksOf(item.children, page) }));
  push(page, bulleted(items, element), 'list');
});

const definitions: Writer = inBlocks((element, page) => {
  const parts = partsOf(element).map((part) => {
    if (part.name !== 'dt') return { term: undefined, isLink: false, blocks: blocksOf(part.children, page) };
    if (holds(part, isListing)) return { term: '', isLink: false, blocks: blocksOf(part.children, page) };
    return { term: lineOf(part, 'heading', page), isLink: isMostlyLink(part), blocks: [] };
  });
  push(page, terms(parts), 'list');
});

const quotation: Writer = inBlocks((element, page) => push(page, quoted(blocksOf(element.children, page)), 'quote'));

const rule: Writer = inBlocks((_element, page) => {
  if (page.blocks.length > 0 && page.blocks.at(-1)?.text !== '---') push(page, '---', 'rule');
});

const table: Writer = inBlocks((element, page) => {
  const caption = elementsIn(element).find(({ name }) => name === 'caption');
  const named = caption === undefined ? '' : lineOf(caption, 'heading', page);
  const cell = (part: ContentElement) => lineOf(part, 'cell', page).replaceAll('|', '\\|');
  const { title, markdown, isCut } = tableMarkdown(element, named !== '', cell, page.room);
  page.isCut ||= isCut;
  push(page, named || title || '', 'paragraph');
  if (markdown === '') return;
  show(page, element, markdown, 'table');
});

const summary: Writer = (element, page) => {
  const isHeading = holds(element, ({ name }) => HEADING.test(name));
  (isHeading ? writeOther : bold)(element, page);
};

const formula: Writer = (element, page) => {
  const isBlock = element.facts.title === 'block';
  if (isBlock) endBlock(page);
  page.run.raw(contentText(element));
  if (isBlock) endBlock(page);
};

const WRITERS: Readonly<Record<string, Writer>> = Object.assign(Object.create(null), {
  ...{ a: link, img: image, math: formula, summary, table, blockquote: quotation, hr: rule, dl: definitions },
  ...{ b: bold, strong: bold, em: emphasis, i: emphasis, dfn: emphasis, var: emphasis, cite: emphasis },
  ...{ del: deleted, s: deleted, strike: deleted, code, kbd: code, samp: code, tt: code },
  ...{ pre: preformatted, listing: preformatted, xmp: preformatted, plaintext: preformatted },
  ...{ ul: list, ol: list, menu: list, dir: list },
  ...{ h1: heading, h2: heading, h3: heading, h4: heading, h5: heading, h6: heading },
  br: ((_element, { run }) => run.lineBreak()) satisfies Writer,
});

/** The content of a page as markdown or plain text. Loaded only when content is wanted: its libraries are not small. */
import type { Root } from 'hast';
import { toMdast } from 'hast-util-to-mdast';
import type { Nodes, Parents } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { regionOf } from '../document/regions.js';
import { selectAll } from '../document/select.js';
import type { ElementNode, PageDocument } from '../document/tree.js';
import { type Scope, walk } from '../document/walk.js';
import { chunksOf } from './content-chunks.js';
import { contentVisitor } from './content-tree.js';
import { mainElement } from './main-content.js';
import type { PageContext } from './page-context.js';
import type { PageScope } from './page-scope.js';
import { countWords, plainText } from './text.js';

export interface PageContent {
  readonly text: string;
  /** Pieces of text that a person would not see. */
  readonly hiddenTexts: number;
}

export async function pageContent(
  document: PageDocument,
  context: PageContext,
  scope: PageScope,
  pageStartedMs: number,
): Promise<PageContent> {
  const { content: config, rendered } = context.request;
  const visitor = contentVisitor(context);
  walk(document.root, [visitor], rendered, contentScope(document, context, scope));
  const { root, hiddenTexts } = visitor.result();
  if (config.only_text) return { text: plainText(root, config.word_count_threshold), hiddenTexts };
  return { text: markdownOf(chunksOf(root), config.word_count_threshold, context, pageStartedMs), hiddenTexts };
}

/**
 * Markdown's own time, and when it ends at the latest, counted from the page's start: the rest of a page's 3 s is for
 * handing links and media over. A page of 100 KB of prose takes a tenth.
 */
const MARKDOWN_MS_MAX = 1_500;
const MARKDOWN_UNTIL_MS = 2_000;

/** Chunk by chunk: the libraries' time grows faster than the page, and between chunks it can be stopped. */
function markdownOf(chunks: readonly Root[], minWords: number, context: PageContext, pageStartedMs: number): string {
  const untilMs = Math.min(performance.now() + MARKDOWN_MS_MAX, pageStartedMs + MARKDOWN_UNTIL_MS);
  const blocks: string[] = [];
  for (const chunk of chunks) {
    const tree = toMdast(chunk);
    if (minWords > 1) dropShortBlocks(tree, minWords);
    const markdown = toMarkdown(tree, MARKDOWN_STYLE).trim();
    if (markdown !== '') blocks.push(markdown);
    if (performance.now() > untilMs) {
      context.warn('the content was cut: the rest of the page takes too long to turn into markdown');
      break;
    }
  }
  return blocks.join('\n\n');
}

const MARKDOWN_STYLE = {
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  bullet: '-',
  rule: '-',
  fences: true,
} as const satisfies Options;

/** What `target_elements`, `main_content_only` and `remove_forms` leave of the page's scope. */
function contentScope({ root }: PageDocument, context: PageContext, scope: PageScope): Scope {
  const { content: config, rendered } = context.request;
  const skips = [scope.skips];
  if (config.remove_forms)
    skips.push((element) => (element.name === 'form' ? !holdsPage(element) : CONTROLS.has(element.name)));
  let only = scope.only;
  if (config.target_elements !== undefined && config.target_elements.length > 0) {
    const targets = new Set(
      config.target_elements.flatMap((selector) => [...selectAll(root, selector, 'target_elements')]),
    );
    if (targets.size === 0) context.warn('target_elements match nothing on this page');
    only = only === undefined ? targets : within(targets, only);
    if (config.main_content_only) context.warn('main_content_only had no effect: target_elements say what to read');
  } else if (config.main_content_only) {
    skips.push((element) => AROUND.has(element.name) && AROUND.has(regionOf(element, 'other')));
    const main = mainElement(root, rendered, { only, skips: anyOf(skips) });
    if (main !== undefined) only = new Set([main]);
  }
  return { only, skips: anyOf(skips) };
}

const AROUND: ReadonlySet<string> = new Set(['nav', 'header', 'footer', 'aside']);
const CONTROLS: ReadonlySet<string> = new Set(['button', 'label', 'fieldset', 'legend', 'output']);

function anyOf(skips: readonly Scope['skips'][]): Scope['skips'] {
  const all = skips.filter((skip) => skip !== undefined);
  return all.length === 0 ? undefined : (element) => all.some((skip) => skip(element));
}

/** Targets that stand inside what is read, and what is read that stands inside targets. */
function within(targets: ReadonlySet<ElementNode>, only: ReadonlySet<ElementNode>): Set<ElementNode> {
  const isIn = (element: ElementNode, set: ReadonlySet<ElementNode>) => {
    for (let node: ElementNode | undefined = element; node !== undefined; node = node.parent)
      if (set.has(node)) return true;
    return false;
  };
  return new Set([...targets].filter((t) => isIn(t, only)).concat([...only].filter((o) => isIn(o, targets))));
}

/** Some servers wrap the whole page in one form; of that only the controls are to go. */
function holdsPage(form: ElementNode): boolean {
  const open: ElementNode[] = [form];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (element.name === 'h1' || element.name === 'main' || element.name === 'article') return true;
    for (const child of element.children) if (child.kind === 'element') open.push(child);
  }
  return false;
}

/** Drops paragraphs of fewer words. Headings, code and tables stay: they are short by nature. */
function dropShortBlocks(tree: Nodes, minWords: number): void {
  if (!('children' in tree)) return;
  const open: Parents[] = [tree];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    const { children } = parent;
    let kept = 0;
    for (const child of children) {
      if (child.type === 'paragraph' && countWords(wordsIn(child)) < minWords) continue;
      if ('children' in child && child.type !== 'table') open.push(child);
      children[kept++] = child;
    }
    children.length = kept;
  }
}

function wordsIn(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(wordsIn).join(' ').replace(/\s+/g, ' ').trim() : '';
}

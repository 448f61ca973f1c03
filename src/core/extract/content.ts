/** The content of a page as markdown or plain text. Loaded when content is first wanted: many calls want links alone. */
import { parseDocument } from '../document/document.js';
import { selectAll } from '../document/select.js';
import {
  type DocumentNode,
  type ElementNode,
  findAbove,
  findBelow,
  HTML_CHARS_MAX,
  type PageDocument,
} from '../document/tree.js';
import { type Scope, type Visitor, walk } from '../document/walk.js';
import type { ContentConfig } from '../run-config.js';
import { percentDecoded } from '../url.js';
import { repeatsSlide } from './content-copies.js';
import { isMeagre } from './content-frame.js';
import { type Markdown, markdownOf } from './content-markdown.js';
import { CONTENT_CUT, contentVisitor } from './content-tree.js';
import { indicatedPart } from './indicated.js';
import { mainContent } from './main-content.js';
import type { PageContext } from './page-context.js';
import { type PageScope, pageScope } from './page-scope.js';
import { plainText } from './text.js';

export interface PageContent {
  readonly text: string;
  /** Where the text shows which tables; none in plain text. */
  readonly tables: Markdown['tables'];
  /** Pieces of text that a person would not see. */
  readonly hiddenTexts: number;
  readonly starts?: ContentStarts;
}

/** Where in the content, in characters, a reader may begin. */
export interface ContentStarts {
  /** At what the URL's fragment means; absent too where it means nothing on the page. */
  contentStart?: number | undefined;
  /** At the main content of a long text, where that was wanted. */
  mainStart?: number | undefined;
}

/** Shorter texts fit an answer of 8,000 tokens beside links and media. */
const LONG_CHARS_MIN = 8_000;
/** What is longer is a manual or a list, beside which menus are short; to read it once more takes as long as the first time. */
const LONG_CHARS_MAX = 100_000;

/**
 * Where a page shows next to nothing over HTTP, what it holds for browsers without scripts is its content: the posts of a forum that is an
 * application (Discourse, Flarum). Elsewhere that repeats what is shown, or asks for scripts.
 */
export async function pageContent(
  document: PageDocument,
  context: PageContext,
  scope: PageScope,
): Promise<PageContent> {
  const { html, rendered, content: config } = context.request;
  const { warnings } = context.noticed;
  const before = warnings.length;
  const content = await shownContent(document, context, scope);
  // A price that was asked for by itself is as short as that.
  const isPart = content.text !== '' && (scope.narrowed || (config.target_elements ?? []).length > 0);
  if (rendered || isPart || !isMeagre(content.text) || !NOSCRIPT.test(html)) return content;
  const isLeftOut = (element: ElementNode) => element.name === 'noscript' && scope.skips?.(element) === true;
  if (findBelow(document.root, isLeftOut) !== undefined) return content;
  const ofShown = warnings.splice(before);
  const opened = await parseDocument(html.slice(0, HTML_CHARS_MAX).replace(NOSCRIPTS, '<$1div'), rendered);
  const other = await shownContent(opened, context, await pageScope(opened, context));
  if (isMeagre(other.text)) {
    warnings.splice(before, warnings.length, ...ofShown);
    return content;
  }
  context.warn('the content is what the page holds for browsers without scripts (noscript)');
  return other;
}
const NOSCRIPT = /<noscript[\s>]/i;
const NOSCRIPTS = /<(\/?)noscript(?=[\s>])/gi;

async function shownContent(document: PageDocument, context: PageContext, scope: PageScope): Promise<PageContent> {
  const { content: config } = context.request;
  const content = await contentWithin(document, context, contentScope(document, context, scope, config));
  if (content.text !== '' || !wantsMain(config)) return content;
  const whole = contentScope(document, context, scope, { ...config, main_content_only: false });
  const all = await contentWithin(document, context, whole);
  context.warn(
    `main_content_only found no main content${all.text === '' ? '' : ': the whole page is shown'}; name it with css_selector or target_elements`,
  );
  return all;
}

async function contentWithin(document: PageDocument, context: PageContext, scope: Scope): Promise<PageContent> {
  const content = written(document, context, scope);
  const { fragment, want, rendered, content: config } = context.request;
  const isWhole = scope.only === undefined && !config.main_content_only;
  const isLong = content.text.length > LONG_CHARS_MIN && content.text.length <= LONG_CHARS_MAX;
  const looksForMain = want.mainStart === true && isWhole && isLong;
  if (fragment === undefined && !looksForMain) return content;
  const { contentStart } = await import('./content-start.js');
  const startOf = (part: DocumentNode | undefined) =>
    contentStart(content.text, part, document, context, scope, (silent, again, around) => {
      return written(document, silent, again, around).text;
    });
  const start = fragment === undefined ? undefined : startOf(indicatedPart(document.root, fragment));
  if (start !== undefined || !looksForMain) return { ...content, starts: { contentStart: start } };
  const { mainBeginning } = await import('./main-beginning.js');
  const main = mainContent(document.root, rendered, scope, fileOf(context));
  const within = { only: main.only, skips: anyOf([scope.skips, main.skips]) };
  return { ...content, starts: { mainStart: startOf(mainBeginning(document, rendered, scope, within)) } };
}

function written(
  { root: page }: PageDocument,
  context: PageContext,
  scope: Scope,
  around = (visitor: Visitor) => visitor,
): PageContent {
  const { only_text, word_count_threshold: minWords } = context.request.content;
  const visitor = contentVisitor(context);
  walk(page, [around(visitor)], context.request.rendered, scope);
  const { root, hiddenTexts, isCut } = visitor.result();
  const end = isCut ? `\n\n(${CONTENT_CUT})` : '';
  const content = only_text ? { ...plainText(root, minWords), tables: new Map() } : markdownOf(root, minWords);
  if (content.isCut) context.warn('a table was cut in the content: it is too large');
  return { text: content.text + end, tables: content.tables, hiddenTexts };
}

function wantsMain({ main_content_only, target_elements = [] }: ContentConfig): boolean {
  return main_content_only && target_elements.length === 0;
}

/** What `target_elements`, `main_content_only` and `remove_forms` leave of the page's scope. */
function contentScope({ root }: PageDocument, context: PageContext, scope: PageScope, config: ContentConfig): Scope {
  const { rendered } = context.request;
  const skips = [scope.skips, repeatsSlide()];
  if (config.remove_forms)
    skips.push((element) => (element.name === 'form' ? !holdsPage(element) : CONTROLS.has(element.name)));
  let only = scope.only;
  if (config.target_elements !== undefined && config.target_elements.length > 0) {
    const targets = new Set(
      config.target_elements.flatMap((selector) => [...selectAll(root, selector, 'target_elements')]),
    );
    if (targets.size === 0) context.warn('target_elements match nothing on this page');
    const within = only;
    only = within === undefined ? targets : common(targets, within);
    if (only.size === 0 && targets.size > 0 && within?.size !== 0)
      context.warn('target_elements match nothing in what css_selector matches');
    if (config.main_content_only) context.warn('main_content_only had no effect: target_elements say what to read');
  } else if (config.main_content_only) {
    const main = mainContent(root, rendered, { only, skips: anyOf(skips) }, fileOf(context));
    only = main.only;
    skips.push(main.skips, carriesPage(context));
  }
  return { only, skips: anyOf(skips) };
}

/** What a page is called in its folder, by which links to it may begin; '' where a folder is the page. */
function fileOf({ pageUrl: { pathname, search } }: PageContext): string {
  return pathname.slice(pathname.lastIndexOf('/') + 1) + search;
}

/** What a link says of where it was followed, not of what it is for. */
const REFERRER = /ref|source|src/i;

/** Buttons to share a page, and logins that lead back to it: their links carry its address, and are as long as a paragraph. */
function carriesPage({ pageUrl: { hostname, pathname } }: PageContext): NonNullable<Scope['skips']> {
  const own = [`${hostname}${pathname}`, `${hostname}${percentDecoded(pathname)}`];
  return ({ name, attributes: { href = '' } }) => {
    const query = name === 'a' ? href.indexOf('?') : -1;
    if (query < 0 || !href.includes(hostname, query) || href.slice(0, query).includes(hostname)) return false;
    const given = [...new URLSearchParams(href.slice(query))];
    return given.some(([key, value]) => !REFERRER.test(key) && own.some((address) => value.includes(address)));
  };
}

const CONTROLS: ReadonlySet<string> = new Set(['button', 'label', 'fieldset', 'legend', 'output']);

function anyOf(skips: readonly Scope['skips'][]): Scope['skips'] {
  const all = skips.filter((skip) => skip !== undefined);
  return all.length === 0 ? undefined : (element) => all.some((skip) => skip(element));
}

/** Targets that stand inside what is read, and what is read that stands inside targets. */
function common(targets: ReadonlySet<ElementNode>, only: ReadonlySet<ElementNode>): Set<ElementNode> {
  const isIn = (element: ElementNode, set: ReadonlySet<ElementNode>) =>
    findAbove(element, (one) => set.has(one)) !== undefined;
  return new Set([...targets].filter((t) => isIn(t, only)).concat([...only].filter((o) => isIn(o, targets))));
}

/** Some servers wrap the whole page in one form; of that only the controls are to go. */
function holdsPage(form: ElementNode): boolean {
  const isOfPage = ({ name }: ElementNode) => name === 'h1' || name === 'main' || name === 'article';
  return findBelow(form, isOfPage) !== undefined;
}

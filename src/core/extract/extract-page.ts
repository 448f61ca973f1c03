/**
 * The parse seam: HTML in, everything the tools tell of a page out. Pure; it runs in a pooled worker with a deadline
 * (`extract-pool.ts`), and directly in unit tests.
 */
import { cleanText } from '../document/clean-text.js';
import { parseDocument } from '../document/document.js';
import { type ElementNode, HTML_CHARS_MAX, type PageDocument } from '../document/tree.js';
import { type Visitor, walk } from '../document/walk.js';
import { isMarkdown, isXhtml } from '../fetch/content-type.js';
import type { ContentConfig, LinkConfig, MediaConfig } from '../run-config.js';
import { intrinsicScore } from '../score/intrinsic.js';
import { topicWords } from '../score/url-words.js';
import type { ContentStarts } from './content.js';
import { frameVisitor, isMeagre } from './content-frame.js';
import { type LinkContext, linkContextVisitor } from './link-context.js';
import { filterLinks } from './link-filters.js';
import type { LinkMap } from './link-item.js';
import { linkTargets } from './link-url.js';
import { type FoundLinks, linkVisitor } from './links.js';
import { imageAndPlayerVisitor } from './media.js';
import type { MediaMap } from './media-item.js';
import { metadataVisitor, type PageMetadata } from './metadata.js';
import type { MetadataItem } from './metadata-item.js';
import { type PageContext, pageContext } from './page-context.js';
import { type PageScope, pageScope } from './page-scope.js';
import type { TableItem } from './table-item.js';
import { type FoundTable, tableVisitor } from './tables.js';

export interface ExtractRequest {
  html: string;
  /** The page's final URL: relative links resolve against it and `<base href>`. */
  url: string;
  /** The encoding that the page came in; else what its meta says. Queries of its links are written in it. */
  charset?: string;
  /** True when a browser serialised it: `noscript` is then inert text, and the tree is well formed. */
  rendered: boolean;
  /** Of text that is no HTML, and of XHTML: its MIME type. */
  mimeType?: string;
  /** What the URL names on the page, as it stands behind its "#". */
  fragment?: string;
  /** The parts that are wanted; the others come back empty and cost nothing. */
  want: {
    links: boolean;
    media: boolean;
    tables: boolean;
    metadata: boolean;
    content: boolean;
    /** Where in a long content the main content begins. */
    mainStart?: boolean;
    /** What stands around links, for ranking them. */
    linkContext?: boolean;
    /** Which links: globs on the whole URL. */
    linkPatterns?: Partial<Record<'include_patterns' | 'exclude_patterns', readonly string[] | undefined>>;
  };
  content: ContentConfig;
  links: LinkConfig;
  media: MediaConfig;
  /** Replaces the built-in list of social media domains. */
  socialMediaDomains?: readonly string[];
  /** Adds the parts of scores to items. */
  verbose: boolean;
}

export interface PageExtract extends ContentStarts {
  /** What relative URLs were resolved against. */
  baseUrl: string;
  metadata: MetadataItem;
  links: LinkMap;
  /** Texts around links and headings above them, by href. */
  linkContext?: Record<string, readonly string[]>;
  /** How many links each filter took away, by the name of its option. */
  linksFiltered: Record<string, number>;
  media: MediaMap;
  /** How many images each option took away, by its name. */
  imagesFiltered: Readonly<Record<string, number>>;
  tables: TableItem[];
  /** Markdown, or plain text with `only_text`. */
  content: string;
  /** A frame is likely to hold what the page is about: `content` is next to nothing. */
  inFrame: boolean;
  /** Pieces of text left out because a person would not see them. */
  hiddenTextRemoved: number;
  /** Options without effect, depth or size caps that were met. */
  warnings: string[];
  timings: Record<string, number>;
}

/** Asynchronous only to load what few pages need: the second parser, selectors, markdown. Throws LoupeError `invalid_input`. */
export async function extractPage(request: ExtractRequest): Promise<PageExtract> {
  if (request.mimeType === undefined) return extractHtml(request);
  if (isXhtml(request.mimeType))
    return extractHtml({ ...request, html: (await import('../document/xhtml.js')).xhtmlAsHtml(request.html) });
  const { readableText } = await import('../document/not-html.js');
  const { want, mimeType, url } = request;
  const { html, asItIs, note } = await readableText(request.html, mimeType, url);
  if (!asItIs || !want.content) return noted(await extractHtml({ ...request, html }), note);
  const { linePlace, markdownPlace, tablePlaces } = await import('../document/markdown-place.js');
  const { text, stripped } = cleanText(request.html);
  const own = { ...want, content: false };
  const page = noted(await extractHtml({ ...request, html, want: own }, tablePlaces(text)), note);
  const told = { ...page, content: text, hiddenTextRemoved: page.hiddenTextRemoved + Math.min(stripped, 1) };
  const { fragment } = request;
  if (fragment === undefined) return told;
  const place = isMarkdown(mimeType, url) ? markdownPlace(text, fragment) : undefined;
  return { ...told, contentStart: place ?? linePlace(text, fragment) };
}

function noted(page: PageExtract, note: string): PageExtract {
  page.warnings.unshift(note);
  return page;
}

/** `shownAt`: where content that is not made here shows a table. */
async function extractHtml(
  request: ExtractRequest,
  shownAt?: (table: ElementNode) => readonly [start: number, end: number] | undefined,
): Promise<PageExtract> {
  const startedMs = performance.now();
  const document = await parseDocument(request.html.slice(0, HTML_CHARS_MAX), request.rendered);
  const parsedMs = performance.now();
  const context = pageContext(request, document);
  if (request.html.length > HTML_CHARS_MAX) context.warn(`only the first ${HTML_CHARS_MAX} characters were read`);
  const scope = await pageScope(document, context);
  const { found, metadata, media, imagesFiltered, tables, linkContext, frame } = gather(document, context, scope);
  const { kept, filtered } = filterLinks(found.links, context);
  const extractedMs = performance.now();
  const { noticed } = context;
  const cleanedInItems = noticed.cleanedTexts;
  const content = request.want.content
    ? await (await import('./content.js')).pageContent(document, context, scope)
    : undefined;
  return {
    baseUrl: context.baseUrl,
    metadata: request.want.metadata ? metadata.item : {},
    links: linkMap({ ...found, links: kept }, metadata, context),
    ...(linkContext === undefined ? {} : { linkContext: Object.fromEntries(linkContext) }),
    linksFiltered: filtered,
    media,
    imagesFiltered,
    tables: tables.map(({ element, item }) => {
      const place = shownAt === undefined ? content?.tables.get(element) : shownAt(element);
      return place === undefined ? item : { ...item, in_markdown: [...place] };
    }),
    content: content?.text ?? '',
    ...content?.starts,
    inFrame: frame && content !== undefined && isMeagre(content.text),
    // The content holds the texts of links too: each is counted once.
    hiddenTextRemoved: content
      ? content.hiddenTexts + noticed.cleanedTexts - cleanedInItems
      : found.hiddenTexts + cleanedInItems,
    warnings: noticed.warnings,
    timings: {
      parse: round(parsedMs - startedMs),
      extract: round(extractedMs - parsedMs),
      content: round(performance.now() - extractedMs),
    },
  };
}

interface Gathered {
  found: FoundLinks;
  metadata: PageMetadata;
  media: MediaMap;
  imagesFiltered: PageExtract['imagesFiltered'];
  tables: FoundTable[];
  linkContext: LinkContext | undefined;
  frame: boolean;
}

/** The one walk. Metadata is the whole page's, whatever part of it is read. */
function gather(document: PageDocument, context: PageContext, scope: PageScope): Gathered {
  const { want, rendered, links: config } = context.request;
  const links = want.links ? linkVisitor(context) : undefined;
  const media = want.media ? imageAndPlayerVisitor(context) : undefined;
  const tables = want.tables ? tableVisitor(context) : undefined;
  const metadata = want.metadata || (want.links && config.score_links) ? metadataVisitor(context) : undefined;
  const around = want.linkContext ? linkContextVisitor(webTarget(context), true) : undefined;
  const frame = want.content ? frameVisitor(context) : undefined;
  const ofPart = [links, media, tables, around, frame].filter(
    (visitor): visitor is NonNullable<typeof visitor> => visitor !== undefined,
  );
  if (scope.narrowed) {
    if (metadata) walk(document.root, [metadata], rendered);
    if (ofPart.length > 0) walk(document.root, ofPart, rendered, scope);
  } else {
    const visitors: Visitor[] = metadata ? [metadata, ...ofPart] : ofPart;
    if (visitors.length > 0) walk(document.root, visitors, rendered);
  }
  return {
    found: links?.result() ?? { links: [], otherSchemes: {}, invalid: 0, hiddenTexts: 0 },
    metadata: metadata?.result() ?? { item: {}, topic: [] },
    media: media?.result() ?? { images: [], videos: [], audio: [] },
    imagesFiltered: media?.filtered ?? {},
    tables: tables?.result() ?? [],
    linkContext: around?.result(),
    frame: frame?.found() ?? false,
  };
}

function webTarget(context: PageContext) {
  const targetOf = linkTargets(context);
  return (href: string): string | undefined => {
    const target = targetOf(href);
    return target.kind === 'web' ? target.url.href : undefined;
  };
}

function linkMap(found: FoundLinks, metadata: PageMetadata, context: PageContext): LinkMap {
  const map: LinkMap = { internal: [], external: [], other_schemes: found.otherSchemes, invalid: found.invalid };
  const { links: config, verbose } = context.request;
  const topic = topicWords(metadata.topic);
  // In the form that links have: without tracking parameters and a login.
  const page = { url: webTarget(context)(context.pageUrl.href) ?? '', topic };
  const isShared = config.score_links ? sharedTexts(found.links) : undefined;
  for (const { item, url, internal, textIsLabel } of found.links) {
    if (config.score_links) {
      const { text, title, rel, region } = item;
      const link = {
        url,
        text,
        title,
        rel,
        region,
        internal,
        hidden: item.hidden === true,
        textIsLabel,
        textIsShared: isShared?.(text),
      };
      const { score, parts } = intrinsicScore(link, page, verbose);
      item.intrinsic_score = score;
      item.total_score = score;
      if (verbose) item.intrinsic_parts = parts;
    }
    (internal ? map.internal : map.external).push(item);
  }
  return map;
}

/** So many links with one text, each to another address, name an action, or a part of what is listed. */
const SHARED_MIN = 4;

function sharedTexts(links: FoundLinks['links']): (text: string) => boolean {
  const counts = new Map<string, number>();
  for (const { item } of links) counts.set(item.text, (counts.get(item.text) ?? 0) + 1);
  return (text) => (counts.get(text) ?? 0) >= SHARED_MIN;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

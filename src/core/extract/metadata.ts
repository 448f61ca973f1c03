/** What a page says of itself: title, meta, canonical, Open Graph, Twitter, JSON-LD. */

import { authorsOf } from '../document/authors.js';
import { type JsonObject, parseJsonLd, topObjects, typesOf } from '../document/jsonld.js';
import { DATE, ITEM } from '../document/names.js';
import { type ElementNode, textOf } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import { isWebUrl } from '../url.js';
import { pageFacts, withoutMarkup } from './jsonld-facts.js';
import type { MetadataItem } from './metadata-item.js';
import type { PageContext } from './page-context.js';
import { properties } from './properties.js';
import { type Relations, readCalledNext, readFeed, readRelations } from './relations.js';
import { asksNofollow, asksNoindex } from './robots-directives.js';
import { titleDay } from './shown-days.js';
import {
  AUTHORS_MAX,
  beginPart,
  beginTitle,
  isNoPage,
  lookForFacts,
  type ShownFacts,
  shownFacts,
} from './shown-facts.js';
import { cutText, lineBelow, readable } from './visible-text.js';

/** Longer values are no description but data. */
const VALUE_CHARS_MAX = 2_000;
const TYPES_MAX = 20;
const SCRIPTS_MAX = 30;

/** Names under which a value is found, best first. */
const NAMES = {
  description: ['description', 'og:description', 'twitter:description', 'dc.description', 'dcterms.description'],
  keywords: ['keywords', 'news_keywords'],
  author: ['author', 'article:author', 'dc.creator', 'dcterms.creator', 'parsely-author', 'citation_author', 'byl'],
  published: [
    ...['article:published_time', 'datepublished', 'date', 'dc.date', 'dcterms.date', 'dc.date.issued', 'pubdate'],
    ...['publish-date', 'parsely-pub-date', 'sailthru.date', 'citation_publication_date', 'og:published_time'],
    ...['og:article:published_time', 'publish_date', 'dcterms.issued', 'dcterms.created'],
  ],
  modified: [
    ...['article:modified_time', 'og:updated_time', 'datemodified', 'last-modified', 'dcterms.modified', 'lastmod'],
    'og:article:modified_time',
  ],
} as const;

interface Found extends Relations {
  title: string | undefined;
  heading: string | undefined;
  lang: string | undefined;
  canonical: string | undefined;
  readonly meta: Map<string, string>;
  readonly jsonld: JsonObject[];
  scripts: number;
  /** Each name that a tag of its own gives, by the name of the tag. */
  readonly authors: Map<string, string[]>;
}

export interface PageMetadata {
  readonly item: MetadataItem;
  /** Title and first heading: what the page is about. */
  readonly topic: string[];
}

export function metadataVisitor(context: PageContext): Visitor & { result(): PageMetadata } {
  const shown = shownFacts(context.request.html);
  const found: Found = {
    title: undefined,
    heading: undefined,
    lang: undefined,
    canonical: undefined,
    next: undefined,
    license: undefined,
    calledNext: undefined,
    feeds: [],
    meta: new Map(),
    jsonld: [],
    scripts: 0,
    authors: new Map(),
  };
  return {
    enter(element, at) {
      // A look at each element for a class would cost a tenth of the walk.
      if (element.marks & ITEM) lookForFacts(shown, context, element, at, found.canonical);
      switch (element.name) {
        case 'html':
        case 'body':
          // Texinfo, in which GNU's manuals are made, says it of the body.
          found.lang ??= nonEmpty(element.attributes['lang'] ?? element.attributes['xml:lang']);
          if (element.name === 'html') return;
          break;
        case 'title':
          if (!element.svg) found.title ??= nonEmpty(readable(context, textOf(element)));
          return;
        case 'h1':
          if (at.hidden || at.inNoscript) return;
          found.heading ??= nonEmpty(readable(context, lineBelow(element)));
          beginTitle(shown, at);
          return;
        case 'meta':
          readMeta(element, found);
          return;
        case 'link':
          readCanonical(element, found, context);
          readRelations(element, found, context);
          readFeed(element, found, context);
          return;
        case 'script':
          readJsonLd(element, found);
          return;
        case 'form':
          shown.variations ??= element.attributes['data-product_variations'];
          return;
        case 'a':
          if (!at.inNoscript) readRelations(element, found, context);
          if (!at.inNoscript && !at.hidden) readCalledNext(element, found, context);
          if (!(element.marks & ITEM) && (shown.hasCards || element.attributes['rel']?.includes('author')))
            lookForFacts(shown, context, element, at, found.canonical);
          return;
        case 'article':
        case 'h2':
        case 'h3':
          beginPart(shown, at);
          return;
      }
      if (!(element.marks & ITEM) && (shown.hasCards || element.marks & DATE))
        lookForFacts(shown, context, element, at, found.canonical);
    },
    result: () => ({
      item: itemOf(found, context, shown),
      topic: [found.title ?? found.meta.get('og:title') ?? '', found.heading ?? ''],
    }),
  };
}

const AUTHORS: ReadonlySet<string> = new Set(NAMES.author);
/** Read with the item that they are said of. */
const OF_ITEMS: ReadonlySet<string> = new Set(['author', 'datepublished', 'datemodified']);

function readMeta(element: ElementNode, found: Found): void {
  const { attributes } = element;
  const content = attributes['content'];
  const tag = attributes['property'] ?? attributes['name'];
  const name = tag ?? attributes['itemprop'] ?? attributes['http-equiv'];
  if (content === undefined || content === '' || name === undefined) return;
  for (const key of name.trim().toLowerCase().split(/\s+/)) {
    // As microdata it may be of a picture, or of what the page cites.
    if (tag === undefined && OF_ITEMS.has(key)) continue;
    if (!found.meta.has(key)) found.meta.set(key, content);
    if (!AUTHORS.has(key)) continue;
    const names = found.authors.get(key);
    if (names === undefined) found.authors.set(key, [content]);
    else if (names.length < AUTHORS_MAX) names.push(content);
  }
}

function readCanonical(element: ElementNode, found: Found, context: PageContext): void {
  const { rel, href } = element.attributes;
  if (found.canonical !== undefined || href === undefined || !/(?:^|\s)canonical(?:\s|$)/i.test(rel ?? '')) return;
  const url = context.resolve(href);
  if (url !== undefined && isWebUrl(url)) found.canonical = url.href;
}

function readJsonLd(element: ElementNode, found: Found): void {
  if (!element.attributes['type']?.toLowerCase().includes('ld+json') || found.scripts >= SCRIPTS_MAX) return;
  found.scripts++;
  found.jsonld.push(...topObjects(parseJsonLd(textOf(element))));
}

function itemOf(found: Found, context: PageContext, shown: ShownFacts): MetadataItem {
  const text = (value: unknown) =>
    typeof value === 'string' ? nonEmpty(cutText(readable(context, value), VALUE_CHARS_MAX)) : undefined;
  const named = (names: readonly string[]) => firstDefined(names.map((name) => text(found.meta.get(name))));
  const linked = (property: string, objects = found.jsonld) =>
    firstDefined(objects.map((object) => text(plain(object[property]))));
  const works = found.jsonld.filter((object) => !typesOf(object).some(isNoPage));
  const types = [...new Set(found.jsonld.flatMap(typesOf).map((type) => text(type) ?? ''))].filter(
    (type) => type !== '',
  );
  const facts = pageFacts(found.jsonld, shown, text);
  const { og, twitter } = properties(found.meta, context, text);
  return compact({
    title: found.title ?? named(['og:title', 'twitter:title']) ?? found.heading,
    description: named(NAMES.description) ?? text(withoutMarkup(linked('description') ?? '')),
    keywords: named(NAMES.keywords),
    author: author(found, shown, text),
    lang: text(found.lang) ?? named(['content-language', 'dc.language', 'dcterms.language']),
    canonical: found.canonical,
    next_page: found.next ?? found.calledNext,
    feeds: found.feeds.length > 0 ? found.feeds : undefined,
    license: found.license ?? linked('license'),
    robots: refuses(found.meta.get('robots') ?? '') ? named(['robots']) : undefined,
    published:
      named(NAMES.published) ??
      linked('datePublished') ??
      text(shown.published) ??
      linked('dateCreated', works) ??
      (types.some((type) => type.endsWith('Event')) ? undefined : text(titleDay(shown))),
    modified: named(NAMES.modified) ?? linked('dateModified') ?? text(shown.modified),
    og,
    twitter,
    jsonld_types: types.length > 0 ? types.slice(0, TYPES_MAX) : undefined,
    facts: facts.length > 0 ? facts : undefined,
  });
}

/** "index, follow" asks for what robots do anyway, and is left out. */
function refuses(robots: string): boolean {
  return asksNoindex(robots) || asksNofollow(robots);
}

/** All names that the first says who says any; the site's own only where nobody else is named. */
function author({ authors, jsonld, meta }: Found, shown: ShownFacts, text: (value: unknown) => string | undefined) {
  const said: (readonly unknown[])[] = [
    ...NAMES.author.map((name) => authors.get(name) ?? []),
    ...jsonld.map(({ author }) => (Array.isArray(author) ? author.slice(0, AUTHORS_MAX) : [author]).map(plain)),
    shown.authors,
  ];
  const site = text(meta.get('og:site_name'));
  const names = said.map((values) => nonEmpty(authorsOf(values.map((value) => text(value) ?? ''))));
  return firstDefined(names.filter((name) => name !== site)) ?? firstDefined(names);
}

/** A JSON-LD value as text: itself, its name, or the first of a list. */
function plain(value: unknown): unknown {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null && 'name' in first ? first.name : first;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

function firstDefined<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined);
}

/** The object without its undefined fields. */
function compact(item: MetadataItem): MetadataItem {
  for (const key of OPTIONAL) if (item[key] === undefined) delete item[key];
  return item;
}

const OPTIONAL = [
  ...(['title', 'description', 'keywords', 'author', 'lang', 'canonical', 'next_page', 'feeds', 'license'] as const),
  ...(['robots', 'published', 'modified', 'og', 'twitter', 'jsonld_types', 'facts'] as const),
];

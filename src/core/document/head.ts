/** What the beginning of a page tells of it: its head, and the lead of its body. Tolerant of a document cut anywhere. */
import { parseJsonLd } from './jsonld.js';
import { parseHead } from './parse-rendered.js';
import { type ElementNode, textOf } from './tree.js';
import { type Visitor, walk } from './walk.js';

export interface PageHead {
  readonly title: string | undefined;
  /** By name, property or http-equiv in lower case; the first of duplicates. Values as they stand. */
  readonly meta: Record<string, string>;
  /** Hrefs by rel, as they stand: not resolved. */
  readonly link: Record<string, string[]>;
  readonly jsonld: unknown[];
  readonly lang: string | undefined;
  readonly charset: string | undefined;
  /** The href of <base>, for whoever resolves the links. */
  readonly baseHref: string | undefined;
  /** The first h1 and h2 that are seen. */
  readonly headings: string[];
  /** The first paragraphs of the body that are seen and hold a sentence. */
  readonly lead: string[];
}

const JSONLD_MAX = 10;
const LINKS_PER_REL_MAX = 50;
const HEADINGS_MAX = 5;
const PARAGRAPHS_MAX = 3;
/** Shorter paragraphs are dates, bylines and buttons. */
const PARAGRAPH_CHARS_MIN = 40;

export function headOf(html: string): PageHead {
  const { root, baseHref } = parseHead(html);
  const jsonld: unknown[] = [];
  const head = {
    title: undefined,
    meta: {},
    link: {},
    jsonld,
    lang: undefined,
    charset: undefined,
    headings: [],
    lead: [],
  };
  const reader = new HeadReader({ ...head, baseHref });
  walk(root, [reader], false);
  return reader.head;
}

type Writable = { -readonly [Key in keyof PageHead]: PageHead[Key] };

class HeadReader implements Visitor {
  constructor(readonly head: Writable) {}

  enter(element: ElementNode, at: Parameters<NonNullable<Visitor['enter']>>[1]): void {
    const { head } = this;
    const { attributes } = element;
    switch (element.name) {
      case 'html':
        head.lang ??= attributes['lang'] ?? attributes['xml:lang'];
        return;
      case 'title':
        if (!element.svg) head.title ??= collapsed(textOf(element)) || undefined;
        return;
      case 'meta':
        readMeta(head, attributes);
        return;
      case 'link':
        readLink(head, attributes);
        return;
      case 'script':
        if (attributes['type']?.toLowerCase().includes('ld+json') && head.jsonld.length < JSONLD_MAX) {
          const value = parseJsonLd(textOf(element));
          if (value !== undefined) head.jsonld.push(value);
        }
        return;
      case 'h1':
      case 'h2':
        if (!at.hidden && at.region !== 'nav') addText(head.headings, textOf(element), 1, HEADINGS_MAX);
        return;
      case 'p': {
        const isContent = at.region === 'main' || at.region === 'other';
        if (!at.hidden && isContent) addText(head.lead, textOf(element), PARAGRAPH_CHARS_MIN, PARAGRAPHS_MAX);
      }
    }
  }
}

function readMeta(head: Writable, attributes: ElementNode['attributes']): void {
  if (attributes['charset'] !== undefined) head.charset ??= attributes['charset'].trim().toLowerCase();
  const { content } = attributes;
  const name = attributes['property'] ?? attributes['name'] ?? attributes['http-equiv'] ?? attributes['itemprop'];
  if (content === undefined || name === undefined) return;
  for (const key of name.trim().toLowerCase().split(/\s+/)) {
    if (!Object.hasOwn(head.meta, key) && key !== '__proto__') head.meta[key] = content;
  }
  if (name.trim().toLowerCase() === 'content-type')
    head.charset ??= /charset=["']?([\w-]+)/i.exec(content)?.[1]?.toLowerCase();
}

function readLink(head: Writable, attributes: ElementNode['attributes']): void {
  const { rel, href } = attributes;
  if (rel === undefined || href === undefined) return;
  for (const key of rel.trim().toLowerCase().split(/\s+/)) {
    if (key === '' || key === '__proto__') continue;
    const known = Object.hasOwn(head.link, key) ? head.link[key] : undefined;
    if (known === undefined) head.link[key] = [href];
    else if (known.length < LINKS_PER_REL_MAX) known.push(href);
  }
}

function addText(list: string[], raw: string, charsMin: number, countMax: number): void {
  if (list.length >= countMax) return;
  const text = collapsed(raw);
  if (text.length >= charsMin && !list.includes(text)) list.push(text);
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

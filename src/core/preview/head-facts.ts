/** What a page's head says, as `head_data`: names in lower case, all strings clean, everything bounded. */
import { cleanText } from '../document/clean-text.js';
import { parseJsonLd } from '../document/jsonld.js';
import { type ElementNode, textOf } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';
import type { HeadData } from '../extract/link-item.js';
import { isWebUrl, parseUrl } from '../url.js';

/** Longer values are data, not descriptions. */
const VALUE_CHARS_MAX = 1_000;
/** Names a head may fill; pages with more repeat themselves or test their readers. */
const NAMES_MAX = 100;
const HREFS_PER_REL_MAX = 20;
const URL_CHARS_MAX = 2_000;
const JSONLD_MAX = 10;
/** All JSON-LD of one head together. A product's full description is some 3,000. */
const JSONLD_CHARS_MAX = 10_000;

/**
 * What a head says its page is about, the first that says more than its title; empty where none does. Manuals that
 * texinfo made have each page's title for its description.
 */
export function descriptionOf(head: Pick<HeadData, 'meta' | 'title'> | undefined): string {
  const { title = '', meta = {} } = head ?? {};
  return DESCRIPTIONS.map((name) => meta[name] ?? '').find((text) => !isRepeated(text, title)) ?? '';
}

const DESCRIPTIONS = ['description', 'og:description', 'twitter:description'] as const;

/** Whether a description says nothing that the title does not. */
export function isRepeated(description: string, title: string): boolean {
  return title.includes(description);
}

/** `base`: what hrefs resolve against. */
export function headFactsVisitor(base: string): Visitor & { result(): HeadData } {
  // Names come from the page: without a prototype "constructor" is a name like any other.
  const meta: Record<string, string> = Object.create(null);
  const link: Record<string, string[]> = Object.create(null);
  const jsonld: unknown[] = [];
  const found: { title?: string; lang?: string; charset?: string; canonical?: string } = {};
  let names = 0;
  let jsonldChars = 0;

  const readMeta = ({ attributes }: ElementNode) => {
    const { charset, content } = attributes;
    if (charset !== undefined) found.charset ??= clean(charset).toLowerCase();
    if (content === undefined) return;
    for (const attribute of META_NAMES) {
      const name = clean(attributes[attribute] ?? '').toLowerCase();
      if (name === '' || name in meta || names === NAMES_MAX) continue;
      meta[name] = clean(content);
      names++;
    }
  };
  const readLink = ({ attributes }: ElementNode) => {
    const target = parseUrl(attributes['href']?.trim() ?? '', base);
    if (target === undefined || attributes['href'] === '' || target.href.length > URL_CHARS_MAX) return;
    for (const rel of clean(attributes['rel'] ?? '')
      .toLowerCase()
      .split(' ')) {
      if (rel === 'canonical' && isWebUrl(target)) found.canonical ??= target.href;
      if (rel === '' || (!(rel in link) && Object.keys(link).length >= NAMES_MAX)) continue;
      link[rel] ??= [];
      if (link[rel].length < HREFS_PER_REL_MAX) link[rel].push(target.href);
    }
  };
  const readJsonLd = (element: ElementNode) => {
    if (element.attributes['type']?.toLowerCase().includes('ld+json') !== true || jsonld.length >= JSONLD_MAX) return;
    const text = textOf(element);
    const value = jsonldChars + text.length > JSONLD_CHARS_MAX ? undefined : parseJsonLd(text);
    if (value === undefined) return;
    jsonldChars += text.length;
    jsonld.push(value);
  };

  return {
    enter(element) {
      if (element.name === 'meta') readMeta(element);
      else if (element.name === 'link') readLink(element);
      else if (element.name === 'script') readJsonLd(element);
      else if (element.name === 'title' && !element.svg) found.title ??= clean(textOf(element));
      else if (element.name === 'html') found.lang ??= clean(element.attributes['lang'] ?? '');
    },
    result: () => ({
      ...withoutEmpty({ ...found, lang: found.lang || languageOf(meta) }),
      meta: { ...meta },
      link: { ...link },
      jsonld,
    }),
  };
}

/** The pragma-set default language; a list of languages is none (HTML standard, 4.2.5.3). */
function languageOf({ 'content-language': named = '' }: Readonly<Record<string, string>>): string {
  return /^[\w-]+$/.test(named) ? named : '';
}

const META_NAMES = ['name', 'property', 'itemprop', 'http-equiv'] as const;

function withoutEmpty<T extends Record<string, string>>(facts: T): Partial<T> {
  const kept: Partial<T> = { ...facts };
  for (const key in kept) if (kept[key] === '') delete kept[key];
  return kept;
}

/** One line, safe to hand out, cut at the limit. Cleaned last: a cut may leave half a character. */
function clean(text: string): string {
  return text === '' ? text : cleanText(text.replace(/\s+/g, ' ').trim().slice(0, VALUE_CHARS_MAX)).text;
}

/** What is known of a link, as a document to be ranked. */
import { isJsonObject, type JsonObject, stringsOf, topObjects, typesOf } from '../document/jsonld.js';
import type { RelevanceDocument } from '../score/relevance.js';
import { parseUrl, percentDecoded } from '../url.js';
import { type Candidate, targetOf } from './choose.js';
import type { HeadReading } from './head.js';
import type { Mentions } from './mentions.js';
import type { HeadOutcome } from './read-heads.js';

/** What is known without reading it: the link itself, the page around it, and what pages read so far say of it. */
export function freeEvidence({ item, context }: Candidate, mentions: Mentions): RelevanceDocument {
  return {
    anchor: [item.text, item.title].filter((text) => text !== '').join(' '),
    url: urlText(item.href),
    context: [context ?? '', ...mentions.of(targetOf(item.href))].join(' '),
  };
}

/** Path segments that name the target; those before are shared by the whole site. */
const SEGMENTS_MAX = 3;

/** The words of a URL that say what stands behind it: last path segments and query values, decoded. */
export function urlText(href: string): string {
  const url = parseUrl(href);
  if (url === undefined) return '';
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const path = segments
    .slice(-SEGMENTS_MAX)
    .join(' ')
    .replace(/\.(?:x?html?|php|aspx?|jsp)$/i, '');
  return `${percentDecoded(path)} ${[...url.searchParams.values()].join(' ')}`;
}

/** All that is known of a link, as a document to be ranked. A failed head leaves what was known before. */
export function evidence(candidate: Candidate, outcome: HeadOutcome, mentions: Mentions): RelevanceDocument {
  const free = freeEvidence(candidate, mentions);
  return outcome.status === 'valid' ? { ...free, ...headEvidence(outcome.reading) } : free;
}

/** What a target says of itself. */
export function headEvidence({ head, lead }: HeadReading): RelevanceDocument {
  const objects = head.jsonld.flatMap(topObjects).slice(0, ITEMS_MAX);
  const named = (...names: string[]) => [...new Set(names.flatMap((name) => head.meta[name] ?? []))].join(' ');
  return {
    title: [head.title ?? '', named('og:title', 'twitter:title')].join(' '),
    description: [
      named('description', 'og:description', 'twitter:description', 'dc.description', 'keywords'),
      ...objects.flatMap((object) => JSONLD_TEXTS.flatMap((key) => textsIn(object[key]))),
    ].join(' '),
    headings: [lead?.headings ?? '', ...objects.flatMap(partOf)].join(' '),
    lead: lead === undefined ? '' : lead.lead + lead.around,
    body: lead?.body ?? '',
  };
}

/** What its page is a part of: the names in a `BreadcrumbList`, also one within its page, and the section of an article. */
function partOf(object: JsonObject): string[] {
  const { breadcrumb } = object;
  const nested = isJsonObject(breadcrumb) ? crumbsOf(breadcrumb) : [];
  return [...crumbsOf(object), ...nested, ...textsIn(object['articleSection'])];
}

function textsIn(value: unknown): string[] {
  return stringsOf(value).slice(0, ITEMS_MAX);
}

function crumbsOf(object: JsonObject): string[] {
  const { itemListElement: items } = object;
  // Lists of products and of articles are written the same way.
  if (!Array.isArray(items) || !typesOf(object).includes('BreadcrumbList')) return [];
  return items.slice(0, ITEMS_MAX).flatMap((item: unknown) => {
    if (!isJsonObject(item)) return [];
    const name = item['name'] ?? (isJsonObject(item['item']) ? item['item']['name'] : undefined);
    return typeof name === 'string' ? [name] : [];
  });
}

const ITEMS_MAX = 20;
/** What JSON-LD says of its page in words; keywords may be one text or a list. */
const JSONLD_TEXTS = ['headline', 'name', 'description', 'keywords', 'alternativeHeadline'] as const;

/** Named links have no page: the language most of their targets declare. */
export function commonLanguage(outcomes: ReadonlyMap<Candidate, HeadOutcome>): string | undefined {
  const votes = new Map<string, number>();
  for (const outcome of outcomes.values()) {
    const lang = outcome.status === 'valid' ? outcome.reading.head.lang : undefined;
    if (lang !== undefined) votes.set(lang, (votes.get(lang) ?? 0) + 1);
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
}

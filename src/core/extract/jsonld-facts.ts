/**
 * What pages tell in JSON-LD (schema.org) and often nowhere a reader of their text finds it: prices and what is there of each variant, opening
 * hours, the year of an event and that it is cancelled, what work pays, which answer was accepted. One line each.
 */
import { isJsonObject, type JsonObject, stringsOf, typesOf, valuesOf } from '../document/jsonld.js';
import { references } from '../document/references.js';
import { decodingTokenizer } from '../document/tokenizer.js';
import { variationsOf } from './shop-variations.js';
import type { ShownFacts } from './shown-facts.js';
import { cutText } from './visible-text.js';

/** The page's own come first; more are entries of a list, whose text the page shows. */
const FACTS_MAX = 5;
/** Looked through for them: a category may describe each of its products. */
const OBJECTS_MAX = 200;
const FACT_CHARS_MAX = 500;
const VALUE_CHARS_MAX = 100;
/** Of properties with several values. A week has seven days and a holiday or two. */
const VALUES_MAX = 14;
/** Shopify allows 2,048. */
const VARIANTS_MAX = 10_000;
const LABELS_MAX = 12;

/** A value as it may be handed out, undefined for none. */
type Clean = (value: unknown) => string | undefined;
type Say = (value: unknown, object: JsonObject) => string | undefined;

/** @param clean for texts: others are no JSON-LD of words */
export function pageFacts(
  jsonld: readonly JsonObject[],
  { accepted, variations = '' }: Partial<ShownFacts>,
  clean: Clean,
): string[] {
  const objects = variations === '' ? jsonld : [...variationsOf(variations), ...jsonld];
  return [...(accepted === undefined ? [] : [accepted]), ...jsonldFacts(objects, clean)];
}

function jsonldFacts(objects: readonly JsonObject[], clean: Clean): string[] {
  const say = sayings(clean);
  const facts = new Set<string>();
  for (const object of ofPage(objects.slice(0, OBJECTS_MAX))) {
    for (const about of [object, ...entityOf(object)]) {
      const fact = say(about);
      if (fact !== undefined) facts.add(fact);
      if (facts.size >= FACTS_MAX) return [...facts];
    }
  }
  return [...facts];
}

/** Beside a text stand what the site's calendar lists, and on each page when its publisher is open: both are facts of other pages. */
function ofPage(objects: readonly JsonObject[]): readonly JsonObject[] {
  const all = objects.map((object) => [object, typesOf(object)] as const);
  const isOf = (type: RegExp) => all.filter(([, types]) => types.some((one) => type.test(one)));
  const events = isOf(TEXT).length > 0 ? isOf(EVENT).map(([object]) => object) : [];
  const others = new Set(events.length > 1 ? events : []);
  const isPosted = isOf(POSTED).length > 0;
  return objects.filter((object) => !others.has(object) && !(isPosted && isOpen(object)));
}
const EVENT = /Event$/;
const TEXT = /(?:Article|Posting|Recipe)$/;
/** "Article" alone is what a plugin calls each page of a site (Rank Math), that of the way to a shop too. */
const POSTED = /(?:NewsArticle|Posting|Recipe)$/;

/** The question that a page is about, the shop that it is of. */
function entityOf({ mainEntity }: JsonObject): JsonObject[] {
  return isJsonObject(mainEntity) ? [mainEntity] : [];
}

function sayings(clean: Clean): (object: JsonObject) => string | undefined {
  const word: Clean = (value) => {
    const text = clean(
      typeof value === 'string' ? withoutMarkup(value) : typeof value === 'number' ? `${value}` : value,
    );
    return text === undefined ? undefined : cutText(text.replace(VOCABULARY, ''), VALUE_CHARS_MAX);
  };
  const words = (value: unknown, say: (one: unknown) => string | undefined = word) =>
    joined(listed(value, VALUES_MAX).map(say), ', ');
  const plain: Say = (value) => words(value);

  const range = (object: JsonObject, low: string, high: string, one: string) =>
    word(object[one]) ?? joined([...new Set([word(object[low]), word(object[high])])], '–');

  const offerOf = (offer: JsonObject): string | undefined => {
    const prices = listed(offer['priceSpecification'], VALUES_MAX).filter(isJsonObject);
    const isOfAll = ({ priceType, validForMemberTier: members }: JsonObject) =>
      members === undefined && !stringsOf(priceType).some(isFormer);
    const price = prices.find(isOfAll) ?? {};
    const amount = range(offer, 'lowPrice', 'highPrice', 'price') ?? range(price, 'minPrice', 'maxPrice', 'price');
    const currency = word(offer['priceCurrency']) ?? word(price['priceCurrency']);
    const sum = amount === undefined ? undefined : joined([amount, currency], ' ');
    return joined([sum, words(offer['availability'])], ', ');
  };
  /** Those of one price and state together: `129.00 EUR, InStock (S, L)`. */
  const offersOf: Say = (value, object) => {
    const name = word(object['name']) ?? '';
    const own = listed(value, VARIANTS_MAX).filter(isJsonObject);
    const entries = own.map((offer) => [offer, own.length > 1 ? offer : {}] as const);
    for (const variant of listed(object['hasVariant'], VARIANTS_MAX).filter(isJsonObject))
      for (const offer of listed(variant['offers'], 1).filter(isJsonObject)) entries.push([offer, variant]);
    const groups = new Map<string, Set<string>>();
    for (const [offer, { name: called, sku }] of entries) {
      const what = offerOf(offer);
      if (what === undefined) continue;
      const labels = groups.get(what) ?? new Set();
      groups.set(what, labels);
      const label = withoutName(word(called) ?? '', name) || word(sku);
      if (label !== undefined) labels.add(label);
    }
    return joined(
      [...groups].map(([what, labels]) => what + inBrackets([...labels])),
      '; ',
    );
  };
  const ratingOf: Say = (value) => {
    const [rating] = listed(value, 1);
    if (!isJsonObject(rating)) return undefined;
    const [stars, best, count] = ['ratingValue', 'bestRating', 'ratingCount'].map((key) => word(rating[key]));
    const by = count ?? word(rating['reviewCount']);
    if (stars === undefined || by === '0') return undefined;
    return `${stars.replace(DIGITS, '$1')}${best === undefined ? '' : `/${best}`}${by === undefined ? '' : ` (${by})`}`;
  };
  const placeOf = (value: unknown): string | undefined => {
    if (!isJsonObject(value)) return word(value);
    const address = isJsonObject(value['address']) ? value['address'] : {};
    const parts = [...ADDRESS.map((key) => value[key]), ...ADDRESS.map((key) => address[key])];
    const street = typeof value['address'] === 'string' ? value['address'] : undefined;
    return joined([...new Set([value['name'], street, ...parts].map(wordOrName))], ', ');
  };
  const wordOrName = (value: unknown) => word(isJsonObject(value) ? value['name'] : value);
  const placesOf: Say = (value) => joined(listed(value, VALUES_MAX).map(placeOf), ' / ');
  const hoursOf = (value: unknown): string | undefined => {
    if (!isJsonObject(value)) return undefined;
    const { dayOfWeek, opens, closes, validFrom, validThrough } = value;
    const [from, to] = [word(opens), word(closes)];
    if (from === undefined || to === undefined) return undefined;
    const dates = joined([...new Set([word(validFrom), word(validThrough)])], '–');
    // From midnight to midnight is how schema.org has it that a place is closed.
    return joined([words(dayOfWeek), dates, from === to && MIDNIGHT.test(from) ? 'closed' : `${from}–${to}`], ' ');
  };
  const payOf: Say = (value) => {
    if (!isJsonObject(value)) return word(value);
    const inner = isJsonObject(value['value']) ? value['value'] : value;
    const unit = word(inner['unitText']) ?? word(value['unitText']);
    const amount = range(inner, 'minValue', 'maxValue', 'value');
    if (amount === undefined) return undefined;
    return joined([amount, word(value['currency']), unit === undefined ? undefined : `per ${unit}`], ' ');
  };
  /** Those of frequent questions, as plugins for recipes write them, are by nobody, and stand beside their questions. */
  const answerOf: Say = (value) => {
    const [answer] = listed(value, 1);
    if (!isJsonObject(answer)) return undefined;
    const by = joined(listed(answer['author'], 1).map(wordOrName), '');
    if (by === undefined) return undefined;
    const text = word(answer['text']);
    return joined([`by ${by}`, text === undefined ? undefined : `"${text}"`], ': ');
  };
  const told: readonly (readonly [property: string, say: Say])[] = [
    ['aggregateRating', ratingOf],
    ...['startDate', 'endDate', 'doorTime', 'previousStartDate'].map((property) => [property, plain] as const),
    ['eventStatus', (value) => (words(value) === 'EventScheduled' ? undefined : words(value))],
    ['location', (value, { startDate }) => (startDate === undefined ? undefined : placesOf(value, {}))],
    ['openingHours', plain],
    ['openingHoursSpecification', (value) => joined(listed(value, VALUES_MAX).map(hoursOf), '; ')],
    ...['telephone', 'priceRange'].map((property) => [property, ofOpen(plain)] as const),
    ['address', ofOpen(placesOf)],
    ['baseSalary', payOf],
    ...['employmentType', 'jobLocationType', 'validThrough'].map((property) => [property, plain] as const),
    ['jobLocation', placesOf],
    ['acceptedAnswer', answerOf],
  ];
  return (object) => {
    const said = told.map(([property, say]) => {
      const value = property in object ? say(object[property], object) : undefined;
      return value === undefined ? undefined : `${property} ${value}`;
    });
    const facts = joined([offersOf(object['offers'], object), ...said], '; ');
    if (facts === undefined) return undefined;
    const name = word(object['name']) ?? word(object['title']);
    const of = joined([words(typesOf(object)), name], ' ');
    return of === undefined ? undefined : cutText(`${of}: ${facts}`, FACT_CHARS_MAX);
  };
}

/** As it stands in the editor of a shop or an employer: HTML, now and then escaped. What comes out is yet to be cleaned: a reference may mean any character. */
export function withoutMarkup(text: string): string {
  return decoded(text.slice(0, MARKUP_CHARS_MAX)).replace(TAG, ' ');
}
/** What is told of it is shorter. */
const MARKUP_CHARS_MAX = 10_000;
/** Tags that editors write; `Vec<T>` is none. */
const TAG =
  /<\/?(?:p|br|hr|b|i|em|strong|u|small|su[bp]|[uo]l|li|d[ltd]|div|span|h[1-6]|a|img|figure|table|tbody|thead|t[rdh]|font|blockquote|section|iframe)\b[^<>]*>/gi;
const { inText: decoded } = references(decodingTokenizer);

/** How to reach a place stands in the description of every site; where it is open, somebody means to go there. */
function ofOpen(say: Say): Say {
  return (value, object) => (isOpen(object) ? say(value, object) : undefined);
}

function isOpen(object: JsonObject): boolean {
  return object['openingHours'] !== undefined || object['openingHoursSpecification'] !== undefined;
}

/** "https://schema.org/InStock" is "InStock". */
const VOCABULARY = /^https?:\/\/(?:www\.)?schema\.org\//;
const ADDRESS = ['streetAddress', 'postalCode', 'addressLocality', 'addressRegion', 'addressCountry'];
/** A mean as a program has it: 4.2631578947368425. */
const DIGITS = /(\.\d\d)\d+$/;
const MIDNIGHT = /^00:00(?::00)?$/;

/** The price before a sale, and what others ask. */
function isFormer(priceType: string): boolean {
  return /(?:List|SRP|MSRP|Strikethrough|Regular)(?:Price)?$/.test(priceType);
}

/** "Rain shell - Moss / S" of "Rain shell": "Moss / S". */
function withoutName(variant: string, name: string): string {
  if (variant === name) return '';
  const [, rest] = (name !== '' && variant.startsWith(name) && REST.exec(variant.slice(name.length))) || [];
  return rest ?? variant;
}
const REST = /^[\s\p{P}]+(.+)$/su;

function inBrackets(labels: readonly string[]): string {
  if (labels.length === 0) return '';
  const more = labels.length > LABELS_MAX ? ` … ${labels.length} in all` : '';
  return ` (${labels.slice(0, LABELS_MAX).join(', ')}${more})`;
}

function listed(value: unknown, most: number): unknown[] {
  return valuesOf(value).slice(0, most);
}

function joined(parts: readonly (string | undefined)[], between: string): string | undefined {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? undefined : said.join(between);
}

/** What a page shows of who wrote it and when, as microdata, microformats (hCard, hAtom) and WordPress's blocks mark it: taken where its head says nothing. */
import { DATE, ITEM } from '../document/names.js';
import { type ElementNode, findAbove, findBelow } from '../document/tree.js';
import type { Position } from '../document/walk.js';
import { isEntry } from './list-entry.js';
import { hasName } from './main-names.js';
import type { PageContext } from './page-context.js';
import { DAYS_MAX, mayBeOfPage, type ShownDay } from './shown-days.js';
import { cutText, lineBelow, readable } from './visible-text.js';

/** Values only: what holds a part of the page, or what knows it, keeps the page from being collected, which cost a third of all time. */
export interface ShownFacts {
  readonly authors: string[];
  published: string | undefined;
  modified: string | undefined;
  /** Which answer to the page's question was accepted, where a sign tells it to who sees the page. */
  accepted: string | undefined;
  /** JSON of the sizes and colours that a form offers. */
  variations: string | undefined;
  /** Whether the page has authors as microformats or WordPress's blocks mark them. */
  readonly hasCards: boolean;
  /** Items whose surroundings were looked at. */
  items: number;
  /** Where the last author stands. */
  order: number;
  depth: number;
  /** Where the first `h1` stands, and before it the last beginning of a part of the page; 0 before there is one. */
  title: number;
  partBeforeTitle: number;
  part: number;
  /** Days that no name says anything of, before the title and in its part of the page. */
  days: ShownDay[];
}

export function shownFacts(html: string): ShownFacts {
  const hasCards = html.includes('vcard') || html.includes('wp-block-post-author');
  const places = { order: 0, depth: 0, title: 0, partBeforeTitle: 0, part: 0 };
  return {
    authors: [],
    published: undefined,
    modified: undefined,
    accepted: undefined,
    variations: undefined,
    hasCards,
    items: 0,
    days: [],
    ...places,
  };
}

/** Dates and authors there are those of other pages. */
const OTHER_PARTS: ReadonlySet<Position['region']> = new Set(['nav', 'aside', 'footer']);
/** Longer texts are about an author. */
const NAME_CHARS_MAX = 100;
/** Of the link to an author nothing else is known. */
const LINK_CHARS_MAX = 200;
/** A name stands at the beginning of what is said of its author. */
const NAME_NODES_MAX = 40;
/** Authors of one text stand side by side. */
const BYLINE_ELEMENTS_MAX = 5;
/** Items whose surroundings are looked at: reviews and comments may be many, and deep. */
const ITEMS_MAX = 100;
/** More than are told. */
export const AUTHORS_MAX = 100;

const DATED: ReadonlySet<string> = new Set(['time', 'span', 'abbr']);

/** As themes and editors of blogs call it, or what it stands in. */
const PUBLISHED = /(?:^|[\s-])(?:published|(?:entry|post)-date)\b/;
/** The day of an event (hCalendar), which some calendars call published too. */
const OF_EVENT = /(?:^|\s)dt(?:start|end)(?:\s|$)/;

/** An item that is the page, though it is a property of another, or its author, beside whom stands the date. Others are reviews, pictures, what is cited. */
const OWN = /main|article|blogPost|author|creator|publisher/;
/** What needs no property to be of others. */
const OF_OTHERS = /(?:Comments?|Answer|ImageObject)$/;
/** A type of what has a day of its own: a site is older than its pages, as a member is; a picture may be. */
export function isNoPage(type: string): boolean {
  return /^(?:WebSite|ProfilePage|Person|.{0,40}(?:Organization|Object|Comment|Answer))$/.test(type);
}

/** As the comments of a page are called, and each of them. */
const COMMENTS = /^comments?(?:[-_]?(?:list|area|section|author))?$/i;

/** To be called for what has a property of microdata, for dates, for links to authors, and for all of these elements where there are cards. */
export function lookForFacts(
  found: ShownFacts,
  context: PageContext,
  element: ElementNode,
  at: Position,
  canonical: string | undefined,
): void {
  const { marks, name } = element;
  const isItem = (marks & ITEM) !== 0;
  if (at.inNoscript || OTHER_PARTS.has(at.region)) return;
  if (isItem && element.attributes['itemprop'] === 'acceptedAnswer') readAccepted(found, context, element);
  const isOwn = () => isOwnItem(found, element) && !isEntry(element, context, canonical);
  if (marks & DATE && (DATED.has(name) || (name === 'meta' && isItem))) readDate(found, element, at, isOwn);
  if (isItem || found.hasCards || name === 'a') readAuthor(found, context, element, at, isOwn);
}

/** Where the next article or title begins: who stands behind it wrote something else, on another day. */
export function beginPart(found: ShownFacts, { order }: Position): void {
  found.order = Number.NEGATIVE_INFINITY;
  found.part = order;
}

export function beginTitle(found: ShownFacts, { order, region }: Position): void {
  if (found.title > 0) return;
  // The head of a site tells which day it is.
  if (region !== 'header') found.days = found.days.filter(({ inHeader }) => !inHeader);
  found.title = order;
  found.partBeforeTitle = found.part;
}

/** Whether a property is one of the page, not of a review of it or a picture in it. */
function isOwnItem(found: ShownFacts, element: ElementNode): boolean {
  const { marks, parent } = element;
  if (++found.items > ITEMS_MAX) return false;
  if (!(marks & ITEM)) return !isInComments(element);
  let scope = parent;
  while (scope !== undefined && !('itemscope' in scope.attributes)) scope = scope.parent;
  const { itemprop = '', itemtype = '' } = scope?.attributes ?? {};
  return (itemprop === '' || OWN.test(itemprop)) && !OF_OTHERS.test(itemtype);
}

function isInComments(element: ElementNode): boolean {
  return findAbove(element, ({ attributes }) => hasName(attributes, COMMENTS, /comment/i)) !== undefined;
}

const QUESTION_LEVELS_MAX = 30;
const ANSWER_NODES_MAX = 200;
const ANSWER_CHARS_MAX = 100;

/** Frequent questions, on a page of theirs or below a product, have an "accepted" answer each. */
function readAccepted(found: ShownFacts, context: PageContext, answer: ElementNode): void {
  const isOfOne = ({ attributes: { itemtype } }: ElementNode) => itemtype?.includes('QAPage') === true;
  if (found.accepted !== undefined || findAbove(answer, isOfOne, QUESTION_LEVELS_MAX) === undefined) return;
  const part = (name: string) =>
    findBelow(answer, ({ attributes: { itemprop } }) => isToken(itemprop, name), ANSWER_NODES_MAX);
  const [author, text, { id }] = [part('author'), part('text'), answer.attributes];
  const by = author === undefined ? '' : readable(context, nameIn(author) ?? '');
  const begins = text === undefined ? '' : cutText(readable(context, lineBelow(text)), ANSWER_CHARS_MAX);
  const said = [id === undefined ? '' : ` #${id}`, by === '' ? '' : ` by ${by}`, begins === '' ? '' : `: "${begins}"`];
  if (said.some((one) => one !== '')) found.accepted = cutText(`acceptedAnswer${said.join('')}`, 3 * ANSWER_CHARS_MAX);
}

function readDate(found: ShownFacts, element: ElementNode, at: Position, isOwn: () => boolean): void {
  const { name, attributes, parent } = element;
  const { itemprop = '', class: classes = '', datetime, content, title } = attributes;
  const value = datetime ?? content ?? title;
  if (value === undefined || !/\d{4}/.test(value)) return;
  const isPublished =
    (name === 'time' || name === 'abbr') &&
    !OF_EVENT.test(classes) &&
    ('pubdate' in attributes || PUBLISHED.test(classes) || PUBLISHED.test(parent?.attributes['class'] ?? ''));
  if (isPublished || itemprop.includes('datePublished')) {
    if (found.published === undefined && isOwn()) found.published = value;
  } else if (itemprop.includes('dateModified') && found.modified === undefined && isOwn()) found.modified = value;
  else if (name === 'time' && itemprop === '' && !at.hidden && found.days.length < DAYS_MAX) {
    const isOfPart = found.title > 0 && found.part > found.title;
    // Each is looked at once: to find the place of one among its siblings takes their number.
    if (isOfPart || !isOwn()) return;
    found.days.push({ value: mayBeOfPage(element) ? value : '', order: at.order, inHeader: at.region === 'header' });
  }
}

function readAuthor(
  found: ShownFacts,
  context: PageContext,
  element: ElementNode,
  at: Position,
  isOwn: () => boolean,
): void {
  const { authors, order, depth } = found;
  if (authors.length > 0 && (at.depth !== depth || at.order - order > BYLINE_ELEMENTS_MAX)) return;
  if (authors.length >= AUTHORS_MAX || (element.marks & ITEM && found.items > ITEMS_MAX)) return;
  const text = nameBy(element, at, found.hasCards);
  if (text === undefined || !isOwn()) return;
  const name = cutText(readable(context, text).replace(BY, ''), LINK_CHARS_MAX);
  if (name === '') return;
  found.order = at.order;
  found.depth = at.depth;
  if (!authors.includes(name)) authors.push(name);
}

/** What stands before a name. Without a colon only what hardly a name begins with, as "von", "di" and "Oleh" do. */
const BY =
  /^(?:(?:by|par|por|bởi|بقلم|מאת)\s+|(?:by|von|par|por|oleh|di|door|av|af|autor(?:in|ka|a)?|auteur|autore|yazan|yazar|автор|作者|著者|執筆者?|글쓴이|글|文|نویسنده|الكاتب)\s?[:：]\s*)/i;

/** The name of an author, where the element is said to hold one. */
function nameBy(element: ElementNode, at: Position, hasCards: boolean): string | undefined {
  const { attributes, marks, name } = element;
  if (marks & ITEM && isToken(attributes['itemprop'], 'author')) return nameIn(element);
  if (name === 'a' && attributes['rel']?.includes('author')) return lineBelow(element);
  return hasCards && !at.hidden && isCard(attributes['class']) ? nameIn(element) : undefined;
}

const BLOCK = /(?:^|\s)wp-block-post-author(?:__|-)name(?=\s|$)/;

function isCard(classes: string | undefined): boolean {
  if (classes !== undefined && BLOCK.test(classes)) return true;
  return isToken(classes, 'vcard') && (isToken(classes, 'author') || isToken(classes, 'byline'));
}

function isToken(words: string | undefined, word: string): boolean {
  return words?.includes(word) === true && words.split(/\s+/).includes(word);
}

/** The name that is marked as one, else what is a link, else the whole where it is short. */
function nameIn(element: ElementNode): string | undefined {
  const { content } = element.attributes;
  if (element.name === 'meta') return content;
  const isName = ({ attributes: { itemprop, class: classes } }: ElementNode) =>
    isToken(itemprop, 'name') || isToken(classes, 'fn');
  const named = findBelow(element, isName, NAME_NODES_MAX);
  if (named !== undefined) return named.attributes['content'] ?? lineBelow(named);
  const link = findBelow(element, (one) => one.name === 'a' && lineBelow(one).trim() !== '', NAME_NODES_MAX);
  const text = lineBelow(link ?? element).trim();
  return text.length <= NAME_CHARS_MAX ? text : undefined;
}

/** JSON Feed (version 1 and 1.1 of its specification) as HTML, as other feeds are read. */
import { parseJson } from '../json.js';
import { authorsOf } from './authors.js';
import { type Entry, feedPage } from './feed.js';
import { lengthOf, medium } from './feed-media.js';
import { escaped } from './html-text.js';
import { isJsonObject, type JsonObject } from './jsonld.js';

const VERSION = 'jsonfeed.org/version/';

/** Undefined for what is no JSON, and for JSON of another kind or without a list of entries. */
export function jsonFeedAsHtml(json: string): string | undefined {
  const feed = json.includes(VERSION) ? parseJson(json) : undefined;
  if (!isJsonObject(feed) || !textOf(feed, 'version').includes(VERSION) || !Array.isArray(feed['items']))
    return undefined;
  const icon = textOf(feed, 'icon');
  const head = {
    title: textOf(feed, 'title'),
    link: textOf(feed, 'home_page_url'),
    author: authors(feed),
    about: escaped(textOf(feed, 'description')),
    body: icon === '' ? '' : medium(icon, 'image'),
  };
  return feedPage(head, objectsOf(feed, 'items').map(entry));
}

function entry(item: JsonObject): Entry {
  const attached = objectsOf(item, 'attachments').map((one) =>
    medium(textOf(one, 'url'), textOf(one, 'mime_type'), { length: lengthOf(textOf(one, 'duration_in_seconds')) }),
  );
  const image = textOf(item, 'image', 'banner_image');
  return {
    title: textOf(item, 'title'),
    link: textOf(item, 'url', 'external_url'),
    date: textOf(item, 'date_published', 'date_modified'),
    author: authors(item),
    body: textOf(item, 'content_html') || paragraphs(textOf(item, 'content_text', 'summary')),
    media: [...attached, ...(image === '' ? [] : [medium(image, 'image')])],
    length: '',
  };
}

function authors(of: JsonObject): string {
  const named = [...objectsOf(of, 'authors'), of['author']].filter(isJsonObject);
  return authorsOf(named.map((author) => textOf(author, 'name')));
}

function paragraphs(text: string): string {
  return text === '' ? '' : `<p>${escaped(text).replaceAll('\n\n', '</p><p>').replaceAll('\n', '<br>')}</p>`;
}

/** The first of these that is text, or a number. */
function textOf(object: JsonObject, ...names: readonly string[]): string {
  for (const name of names) {
    const value = object[name];
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return '';
}

function objectsOf(object: JsonObject, name: string): JsonObject[] {
  const values: unknown = object[name];
  return Array.isArray(values) ? values.filter(isJsonObject) : [];
}

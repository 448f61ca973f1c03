/** Text that is no HTML, made ready to be read like a page. */
import { isMarkdown } from '../fetch/content-type.js';
import { feedAsHtml } from './feed.js';
import { jsonFeedAsHtml } from './json-feed.js';
import { jsonAsHtml, textAsHtml } from './linked-text.js';

export interface ReadableText {
  /** What links and media are read from. */
  readonly html: string;
  /** The content is the text itself, not the HTML. */
  readonly asItIs: boolean;
  /** Says what was done. */
  readonly note: string;
}

/**
 * What takes the parser longest (brackets, lists in lists) takes it a second then. Of longer ones, whole manuals in one file,
 * the links are read as those of plain text.
 */
const MARKDOWN_CHARS_MAX = 300_000;

/** @param url the page's: its ending names what its server calls plain text */
export async function readableText(text: string, mimeType: string, url: string): Promise<ReadableText> {
  const feed = /[/+]xml$/.test(mimeType) || /^\s{0,100}<\?xml\s/.test(text) ? feedAsHtml(text) : undefined;
  if (feed !== undefined) return { html: feed.html, asItIs: false, note: `the page is ${feed.kind} (${mimeType})` };
  const isJson = /[/+]json$/.test(mimeType);
  const jsonFeed = isJson ? jsonFeedAsHtml(text) : undefined;
  if (jsonFeed !== undefined) return { html: jsonFeed, asItIs: false, note: `the page is a JSON feed (${mimeType})` };
  const html = isJson ? jsonOrText(text) : await textOrMarkdown(text, mimeType, url);
  return { html, asItIs: true, note: `the page is ${mimeType}, told as it is; its links are the URLs in it` };
}

async function textOrMarkdown(text: string, mimeType: string, url: string): Promise<string> {
  if (text.length > MARKDOWN_CHARS_MAX || !isMarkdown(mimeType, url)) return textAsHtml(text);
  return (await import('./markdown-html.js')).markdownAsHtml(text);
}

function jsonOrText(text: string): string {
  try {
    return jsonAsHtml(text);
  } catch {
    return textAsHtml(text);
  }
}

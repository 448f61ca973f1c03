/** Text that is no HTML, made ready to be read like a page. */
import { feedAsHtml } from './feed.js';
import { jsonAsHtml, textAsHtml } from './linked-text.js';

export interface ReadableText {
  /** What links and media are read from. */
  readonly html: string;
  /** The content is the text itself, not the HTML. */
  readonly asItIs: boolean;
  /** Says what was done. */
  readonly note: string;
}

export function readableText(text: string, mimeType: string): ReadableText {
  const feed = /[/+]xml$/.test(mimeType) || /^\s{0,100}<\?xml\s/.test(text) ? feedAsHtml(text) : undefined;
  if (feed !== undefined) return { html: feed.html, asItIs: false, note: `the page is ${feed.kind} (${mimeType})` };
  const html = /[/+]json$/.test(mimeType) ? jsonOrText(text) : textAsHtml(text);
  return { html, asItIs: true, note: `the page is ${mimeType}, told as it is; its links are the URLs in it` };
}

function jsonOrText(text: string): string {
  try {
    return jsonAsHtml(text);
  } catch {
    return textAsHtml(text);
  }
}

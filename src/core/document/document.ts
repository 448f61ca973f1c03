/** HTML text to tree, by the route that suits where it came from. */
import { parseHtml } from './parse-html.js';
import { parseRendered } from './parse-rendered.js';
import type { PageDocument } from './tree.js';

/** `rendered`: a browser serialised it, so it is well formed; else it is as a server sent it. */
export function parseDocument(html: string, rendered: boolean): PageDocument {
  return rendered ? parseRendered(html) : parseHtml(html);
}

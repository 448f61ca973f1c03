/** HTML text to tree, by the route that suits where it came from. */
import { parseHtml } from './parse-html.js';
import { streamedInPlace } from './streamed.js';
import type { PageDocument } from './tree.js';

/** `rendered`: a browser serialised it, so it is well formed; else it is as a server sent it. */
export async function parseDocument(html: string, rendered: boolean): Promise<PageDocument> {
  if (!rendered) return parseHtml(streamedInPlace(html));
  // Loaded when the first such page comes: most never do.
  const { parseRendered } = await import('./parse-rendered.js');
  return parseRendered(html);
}

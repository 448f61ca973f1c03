/** Places on a view of an application that routes by the fragment: the view is the page, as elsewhere the address without its fragment is. */
import { type ElementNode, HEADING, nodesOf } from '../document/tree.js';
import { percentDecoded, viewOf } from '../url.js';

/** Docsify has the place in a query of the route, "#/guide?id=install", where shops have the page itself: "#/boat?id=5". It begins no place with a digit. */
const WITH_ID = /^(#[/!][^?#]*)\?id=([^&#\d][^&#]*)$/;

/** @returns the fragment of a route without the place in it */
export function placelessRoutes(page: URL, root: ElementNode): (url: URL) => string {
  const [ownRoute] = page.hash.split('?', 1);
  let headings: Set<string | undefined> | undefined;
  return (url) => {
    const view = viewOf(url);
    const [, route, id = ''] = WITH_ID.exec(view) ?? [];
    // A heading of this very view has the id.
    if (route === undefined || route !== ownRoute || url.pathname !== page.pathname) return view;
    headings ??= headingIds(root);
    return headings.has(percentDecoded(id)) ? route : view;
  };
}

function headingIds(root: ElementNode): Set<string | undefined> {
  const found = new Set<string | undefined>();
  for (const node of nodesOf(root))
    if (node.kind === 'element' && HEADING.test(node.name)) found.add(node.attributes['id']);
  return found;
}

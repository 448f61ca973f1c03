/** Which links of a page are to be followed when nothing else is left. Pure. */
import type { LinkItem } from '../extract/link-item.js';
import { asksNofollow } from '../extract/robots-directives.js';
import { percentDecoded } from '../url.js';
import { isOtherForm } from './other-form.js';

/**
 * What the site asks robots not to follow (editing, histories, answers, logins, lists in other orders), what is done with the page, and the page itself in another form.
 * @param robots what the page asks of them
 */
export function comesLast(
  { rel = '', text }: Pick<LinkItem, 'rel' | 'text'>,
  url: URL,
  page: URL,
  robots = '',
): boolean {
  if (asksNofollow(rel) || asksNofollow(robots)) return true;
  return isOtherForm(url, text, page) || isDoneWith(url, page);
}

/** `/login?next=/tides`, `/edit.php?page=tides`: the query names the page that the link stands on by its path. */
function isDoneWith({ host, pathname, search, searchParams }: URL, page: URL): boolean {
  if (search === '' || host !== page.host || pathname === page.pathname) return false;
  const path = named(page.pathname);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!/\p{L}{2}/u.test(name)) return false;
  for (const value of searchParams.values()) {
    const said = named(value);
    if (said === name || said === path || said === page.href.toLowerCase()) return true;
  }
  return false;
}

/** Without what addresses write blanks as. */
function named(text: string): string {
  return percentDecoded(text)
    .replace(/[\s_+]+/g, ' ')
    .toLowerCase();
}

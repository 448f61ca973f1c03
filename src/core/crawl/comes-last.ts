/** Which links of a page are to be followed when nothing else is left, and in which order. Pure. */
import type { LinkItem } from '../extract/link-item.js';
import { asksNofollow } from '../extract/robots-directives.js';
import { percentDecoded } from '../url.js';
import { isOtherForm } from './other-form.js';

/**
 * The later the higher: 1 there were enough like it, 2 robots are asked not to follow it (editing, histories, answers,
 * logins, lists in other orders), 3 it is the page it stands on in another form, or is done with it.
 */
export type Late = 1 | 2 | 3;

/**
 * @param robots what the page asks of them
 * @param query of the crawl: where it speaks of logins, a page of that name may be a manual's
 */
export function comesLast(
  { rel = '', text }: Pick<LinkItem, 'rel' | 'text'>,
  url: URL,
  page: URL,
  robots = '',
  query = '',
): Late | undefined {
  if (isOtherForm(url, text, page) || isDoneWith(url, page)) return 3;
  return (isLogin(url) && !ABOUT_LOGINS.test(query)) || asksNofollow(rel) || asksNofollow(robots) ? 2 : undefined;
}

/** `/login?next=/tides`, `/edit.php?page=tides`: the query names the page that the link stands on by its path. */
function isDoneWith({ host, pathname, search, searchParams }: URL, page: URL): boolean {
  if (search === '' || host !== page.host || pathname === page.pathname) return false;
  const path = named(page.pathname);
  // A number alone names many things: of "/topic/7" the path does, "7" does not.
  const names = [path.slice(path.lastIndexOf('/') + 1), path, page.href.toLowerCase()].filter((name) =>
    /\p{L}{2}/u.test(name),
  );
  return [...searchParams.values()].some((value) => names.includes(named(value)));
}

/** Forms that every page of a forum or shop leads to: `/login`, `/users/sign_in`, `/login.action`, `?mode=register`. */
function isLogin({ pathname, searchParams }: URL): boolean {
  for (const [key, value] of searchParams)
    if (ACTION.test(key) && (LOGIN.test(value) || value === 'register')) return true;
  const path = pathname.replace(/(?:\/index)?(?:\.\w{2,6})?(?:;[^/;]*)?\/?$/, '');
  return LOGIN.test(path.slice(path.lastIndexOf('/') + 1)) && !TELLS_OF.test(path);
}
/** Parameters that say what is to be done; others hold what is looked for. */
const ACTION = /^(?:act(?:ion)?|do|mode|op|page|section|task|view)$/i;
/** A manual has pages about commands and forms that are called so: `/reference/cli/login/`, `/wiki/Login`. */
const TELLS_OF =
  /\/(?:docs?|documentation|reference|manual|guides?|tutorials?|help|wiki|tags?|man|cli|commands?|latest|stable)\//i;
/** As whole words: a page about signing in with something has more to say. */
const LOGIN =
  /^(?:(?:wp-)?log[-_]?(?:in|on|out)|sign[-_]?(?:in|on|up|out)|(?:forgot|lost|reset)(?:ten)?[-_]?(?:my[-_]?|your[-_]?)?password)$/i;

const ABOUT_LOGINS = /\b(?:log|sign)(?:ging|ning)?[-_ ]?(?:in|on|out|up)|password|authenticat/i;

/** Without what addresses write blanks as. */
function named(text: string): string {
  return percentDecoded(text)
    .replace(/[\s_+]+/g, ' ')
    .toLowerCase();
}

/**
 * Whether a link leads to the page it stands on in another form: in another language, in another order, or as the text
 * it was made of. Pure.
 */
import { isTranslation } from './translation.js';

/** What manuals are written in. */
const SOURCE = /^([^.]+)(?:\.x?html?)?\.(?:rst|md|adoc|asciidoc|textile|org|txt)(?:\.txt)?$/i;

/** @param text the link's */
export function isOtherForm(url: URL, text: string, page: URL): boolean {
  return isTranslation(url, text, page) || isReordered(url, page) || isSourceOf(url, page);
}

/** `_sources/tides.rst.txt` of `tides.html`: by the name of both; a folder's page is called like it, or `index`. */
function isSourceOf(url: URL, page: URL): boolean {
  if (url.host !== page.host) return false;
  const [, name] = SOURCE.exec(url.pathname.split('/').at(-1) ?? '') ?? [];
  if (name === undefined) return false;
  const segments = page.pathname.split('/');
  const last = segments.at(-1) ?? '';
  const own = last === '' ? ['index', segments.at(-2)] : [last.replace(/\.[^.]*$/, '')];
  return own.includes(name);
}

const ORDER_PARAMETER = /^(?:sort|order)(?:ed)?(?:[_-]?(?:by|order|dir(?:ection)?|column|field|key))?$/i;
/** In listings of files `dir` names a folder. */
const DIRECTION = /^(?:dir|direction)=(?:asc|desc)/i;
/** Numbers are orders of a shop. */
const ORDER_VALUE = /^[^\d]/;
/** The heads of Apache's listings: `?C=M;O=A`. */
const COLUMN_AND_ORDER = /^\?C=[NMSD][;&]O=[AD]$/;

/** The heads of a table's columns: its address but for the parameters that name an order. */
function isReordered(url: URL, page: URL): boolean {
  if (url.host !== page.host || url.pathname !== page.pathname || url.search === page.search) return false;
  return (
    COLUMN_AND_ORDER.test(url.search) || ([...url.searchParams].some(isOrder) && unordered(url) === unordered(page))
  );
}

function isOrder([name, value]: readonly [string, string]): boolean {
  return (ORDER_PARAMETER.test(name) && ORDER_VALUE.test(value)) || DIRECTION.test(`${name}=${value}`);
}

function unordered(url: URL): string {
  return JSON.stringify([...url.searchParams].filter((pair) => !isOrder(pair)).sort());
}

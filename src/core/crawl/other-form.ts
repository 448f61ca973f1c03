/** Whether a link leads to the page it stands on in another form: in another language, or as the text it was made of. Pure. */
import { isTranslation } from './translation.js';

/** What manuals are written in. */
const SOURCE = /^([^.]+)(?:\.x?html?)?\.(?:rst|md|adoc|asciidoc|textile|org|txt)(?:\.txt)?$/i;

/** @param text the link's */
export function isOtherForm(url: URL, text: string, page: URL): boolean {
  return isTranslation(url, text, page) || isSourceOf(url, page);
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

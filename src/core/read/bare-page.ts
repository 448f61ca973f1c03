/** Pages whose own HTML holds nothing of what was wanted, or not all of it. Pure. */
import { hasScript } from '../document/html-text.js';
import type { PageExtract } from '../extract/extract-page.js';
import { NOTHING_SELECTED } from '../extract/page-scope.js';
import { LOADING_WORDS } from '../fetch/loading-words.js';
import type { FetchedPage } from '../fetch/page.js';
import type { RunConfig } from '../run-config.js';
import type { Wanted } from './read-page.js';

/** A line of the content that holds the place of what a script brings, or a picture called so; 7 of the corpus's 320 pages have one. Manuals have headings "Loading"; a photograph is what is to come, by its lazy address. */
const LOADING = new RegExp(
  `^(?:[>*_| -]{0,20}!\\[${LOADING_WORDS}(?:[^\\]\\n]{0,30}(?:\\.\\.\\.?|…))?\\]\\((?![^\\n]*\\.(?:jpe?g|webp|avif)\\b)[^\\n]*|[#>*_| -]{0,20}${LOADING_WORDS}[^\\n]{0,30}(?:\\.\\.\\.?|…)|[>*_| -]{0,20}${LOADING_WORDS})[*_| ]{0,9}$`,
  'im',
);

/** Of a page that is made of frames, from which a crawl comes no further. */
export const IN_FRAMES = 'the page shows nothing but frames: process_iframes reads them';

/** Where what was wanted may be, and what reads it. */
export function bareWarning(
  { links, linksFiltered, content, inFrame, hiddenTextRemoved, warnings }: PageExtract,
  want: Wanted,
  config: RunConfig,
  { html, engine }: FetchedPage,
): string[] {
  if (inFrame && !config.process_iframes)
    return ['the page says little itself, and shows a frame: process_iframes reads what stands there'];
  if (want.content && content === '' && hiddenTextRemoved > 0 && engine === 'http')
    return ['all text of the page is hidden, as it may be until a script has run: engine "browser" tells'];
  // Without links it is not known whether there are any: content alone may be empty for what was asked of it.
  const isTold = want.links || (want.content && /<frameset\b/i.test(html));
  const isBare = isTold && links.internal.length + links.external.length === 0 && content === '';
  const isLoading = engine === 'http' && !isBare && hasScript(html) && LOADING.test(content);
  if (isLoading) return ['a part of the page says that it is loading: engine "browser" reads what scripts bring there'];
  const shadowChars = engine === 'http' && !config.flatten_shadow_dom ? charsInShadow(html) : undefined;
  if (!isBare && (shadowChars ?? 0) > BUTTONS_CHARS)
    return ['what stands in shadow roots of the page is left out: flatten_shadow_dom reads it'];
  // That the page has text of its own, for which "auto" took it as it is, says nothing of this part.
  if (warnings.includes(NOTHING_SELECTED) && engine === 'http' && shadowChars === undefined && hasScript(html))
    return ['if a script brings what css_selector names, engine "browser" shows it'];
  if (!isBare || Object.keys(linksFiltered).length > 0) return [];
  if (!config.process_iframes && !narrows(config) && /<i?frame\b/i.test(html)) return [IN_FRAMES];
  if (engine !== 'http') return [];
  if (shadowChars !== undefined) return ['the page stands in shadow roots: flatten_shadow_dom reads them'];
  if (config.engine !== 'http' || !hasScript(html)) return [];
  return ['plain HTTP found nothing here: if scripts build this page, engine "auto" or "browser" shows it'];
}

/** Whether a part of the page was asked for: where that holds nothing, the page may hold much. */
function narrows({ css_selector, target_elements, excluded_selector, excluded_tags }: RunConfig): boolean {
  return [css_selector, target_elements, excluded_selector, excluded_tags].some((field = '') => field.length > 0);
}

const SHADOW_ROOT = /<template\s[^<>]{0,200}\bshadowrootmode\b[^<>]{0,200}>/gi;
/** What a few buttons are called: many a root holds but its style and slots for what stands in the page. */
const BUTTONS_CHARS = 60;

/** Of the text in declarative shadow roots; undefined where there is none. */
function charsInShadow(html: string): number | undefined {
  if (!html.includes('shadowrootmode')) return undefined;
  const roots = html.split(SHADOW_ROOT).slice(1);
  if (roots.length === 0) return undefined;
  let chars = 0;
  for (const root of roots)
    for (const part of root.split(/<\/template/i, 1)[0]?.split('<') ?? [])
      if (!/^(?:style|script|!--)/i.test(part)) chars += part.slice(part.indexOf('>') + 1).trim().length;
  return chars;
}

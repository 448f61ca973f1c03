/** What the parts of a page are, as pages call them: menus, footers, comments, what they call their content. Pure. */
import { regionOf } from '../document/regions.js';
import { type ElementNode, HEADING } from '../document/tree.js';
import { isInline } from './visible-text.js';

/** Parts of a page that are about the site, not about the page. */
export const ABOUT_SITE: ReadonlySet<string> = new Set(['nav', 'header', 'footer', 'aside']);

/** About the site by its name or role; a header or footer of `main` holds its title or its languages, of an article its own. */
export function isAround(element: ElementNode): boolean {
  return ABOUT_SITE.has(regionOf(element, 'other'));
}

/** As pages call it, of whatever it is made. */
const CONTENT = /^(?:main|(?:(?:main|page)[-_]?)?content)$/i;

export function isCalledContent({ attributes: { id } }: ElementNode): boolean {
  return id !== undefined && CONTENT.test(id);
}

/** Names that pages give, whole: "comments", "comment-list", "site-footer", "sidebar"; not "comments-open" or "has-sidebar". */
const APART =
  /^(?:(?:(?:wp-block|post|entry|article)[-_])?comments?(?:[-_]?(?:list|area|section|wrap|wrapper|container|content|thread|form|respond))?|disqus_thread|(?:(?:page|site|main|global|print)[-_]?)?(?:footer|sidebar))$/i;
const MAYBE_APART = /comment|footer|sidebar|copyright|colophon/i;

/** What stands at the end of pages, or below a picture: no prose, but not left out where it is part of the content. */
const AT_END = /^(?:colophon|(?:site[-_]?)?copyright|(?:footer|copyright)[-_][\w-]+)$/i;

export function isAtEnd(element: ElementNode): boolean {
  return isNamed(element, AT_END);
}

/** What readers say of the page, and what stands beside and below it, where its elements do not say so. */
export function isApart(element: ElementNode): boolean {
  return isNamed(element, APART);
}

/**
 * As books call a text in a box beside others (DocBook, docutils), and sites what stands beside the page, most with further names: where it
 * stands tells.
 */
export function isSidebar({ name, attributes }: ElementNode): boolean {
  return attributes['class'] === 'sidebar' && (name === 'div' || name === 'aside');
}

/** Within the page, for those who cannot see it: "skip-link", "skip-to-content", MediaWiki's "mw-jump-link". Others call what leads to a figure a "jump-link". */
const SKIP = /(?:^|\s)(?:skip|mw-jump-link|(?:[a-z]{1,9}-)?skip[-_]?link|skip[-_]?(?:to|nav)[\w-]*)(?=\s|$)/i;

/**
 * Beside each heading: "[edit]", as MediaWiki marks it, of a long article a tenth of all tokens, and DokuWiki's button; a page's source where
 * manuals are kept. And what leads past the menus, which MediaWiki has below its title.
 */
export function isEditLink({ name, attributes: { class: classes, href } }: ElementNode): boolean {
  if (name === 'a') {
    if (href === undefined) return false;
    if (href.startsWith('#')) return classes !== undefined && SKIP.test(classes);
    return /^https:\/\/git(?:hub|lab)\.com\/.+\/edit\//.test(href);
  }
  if (classes === undefined) return false;
  return name === 'span' ? /\beditsection(?:\s|$)/.test(classes) : name === 'div' && /^secedit(?:\s|$)/.test(classes);
}

/** What stands above an advertisement, in the place where it would be. */
const AD_LABEL =
  /^[\s\p{Pd}\p{Po}]*(?:advertisements?|anzeige|werbung|publicité|publicidade?|pubblicità|advertentie|reklam[ae]?|annon[sc]e?|mainos|hirdetés|publicitate|iklan|quảng cáo|реклама|διαφήμιση|広告|广告|廣告|광고|โฆษณา|विज्ञापन|[إا]علان|تبلیغات|פרסומת|(?:story|article) continues below(?: (?:this )?(?:ad|advertisement))?)[\s\p{Pd}\p{Po}]*$/iu;
const AD_LABEL_CHARS_MAX = 60;
/** The box of an advertisement holds little else; a part of the page with more is not looked through for each of its words. */
const BESIDE_MAX = 20;
const LABELS: ReadonlySet<string> = new Set('p div span small strong b em i center'.split(' '));
/** Here it is one entry of several. */
const ENTRIES: ReadonlySet<string> = new Set('td th li dt dd'.split(' '));

/** Whether all that stands in a block is the word for advertisements. */
export function isAdLabel(element: ElementNode): boolean {
  const [only] = element.children;
  if (element.children.length !== 1 || only?.kind !== 'text' || only.text.length > AD_LABEL_CHARS_MAX) return false;
  if (!LABELS.has(element.name) || !AD_LABEL.test(only.text)) return false;
  let label = element;
  for (let above = label.parent; above !== undefined && isInline(label.name); above = label.parent) {
    if (!standsAlone(label, above)) return false;
    label = above;
  }
  return LABELS.has(label.name) && !ENTRIES.has(label.parent?.name ?? '');
}

/** Beside it there are only blocks. */
function standsAlone(inline: ElementNode, { children }: ElementNode): boolean {
  if (children.length > BESIDE_MAX) return false;
  return children.every(
    (one) => one === inline || (one.kind === 'text' ? one.text.trim() === '' : !isInline(one.name)),
  );
}
/** What stands in front of the page: a question about cookies, a login. */
export function isDialog({ name, attributes: { role } }: ElementNode): boolean {
  return name === 'dialog' || role === 'dialog' || role === 'alertdialog';
}

/** A part of a name: "main-menu", "navbar", "nav_bottom"; not what says that the page has one: "has-sidebar". */
const MENU =
  /^(?!(?:has|with|no|without|js)[-_])(?:.*[-_])?(?:[a-z]{0,9}nav|nav[a-z]{1,9}|[a-z]{0,9}menu|sidebar|breadcrumbs?|(?:pager|pagination)$|prev[-_]?next|next[-_]?prev)(?:[-_]|$)/i;
const NAVIGATION =
  /^(?!(?:has|with|no|without|js)[-_])(?:.*[-_])?(?:nav|nav[a-z]{1,9}|breadcrumbs?|pager|pagination|prev[-_]?next|next[-_]?prev)(?:[-_]|$)/i;
const MAYBE_NAVIGATION = /nav|crumb|pag(?:er|in)|prev/i;
const MAYBE_MENU = /nav|menu|sidebar|crumb|pag(?:er|in)|prev/i;

/** As the parts of a chapter are called, and the entries of a site. */
const OWN_MENU = /^menu$/i;

export function isOwnMenu(element: ElementNode): boolean {
  return isNamed(element, OWN_MENU, MAYBE_MENU);
}

export function isMenu(element: ElementNode): boolean {
  return isNamed(element, MENU, MAYBE_MENU) && !isChapter(element);
}

/**
 * A part of a name, as of a menu: what else there is to read, whom to tell, what a blog files an entry under. Not the categories that a blog calls its entries by,
 * nor the price of a share.
 */
const EXTRA =
  /^(?!(?:has|with|no|without|js|category|tag|topic)[-_])(?:.*[-_])?(?:related[a-z]{0,9}|relacionad[oa]s|similar[a-z]{0,9}|recommended|recommendations|more[-_]?from|also[-_]?like|outbrain|taboola|sharing|share(?![-_]?(?:price|value|holder|point))[a-z]{0,9}|social[a-z]{0,9}|right[-_]?rail|(?:entry|post|article)[-_]?footer)(?:[-_]|$)/i;
const MAYBE_EXTRA = /rela|similar|recommend|shar|social|more|like|outbrain|taboola|rail|footer/i;

/** More of the site, and ways to share the page. */
export function isExtra(element: ElementNode): boolean {
  return isNamed(element, EXTRA, MAYBE_EXTRA);
}

/** Where a part names the pages before and after, a shorter text is the title of one. */
export const MENU_PROSE_CHARS_MIN = 100;

/** Pages before and after, and the way up. */
export function isNavigation(element: ElementNode): boolean {
  return isNamed(element, NAVIGATION, MAYBE_NAVIGATION);
}

/** What HTML has for a part of the content (4.3.3), whatever that is called: the menu of a restaurant. */
function isChapter({ name, children }: ElementNode): boolean {
  return name === 'section' && children.some((child) => child.kind === 'element' && HEADING.test(child.name));
}

function isNamed({ name, attributes }: ElementNode, names: RegExp, maybe = MAYBE_APART): boolean {
  const { id, class: classes } = attributes;
  if ((id === undefined && classes === undefined) || name === 'body' || name === 'main' || name === 'article')
    return false;
  // In a line: a comment in code.
  return !isInline(name) && hasName(attributes, names, maybe);
}

/** Whether an id, or one of the classes, is called so. @param maybe a cheaper look at all of the classes */
export function hasName({ id, class: classes }: ElementNode['attributes'], names: RegExp, maybe?: RegExp): boolean {
  if (id !== undefined && names.test(id)) return true;
  if (classes === undefined || maybe?.test(classes) === false) return false;
  return classes.split(/\s+/).some((word) => names.test(word));
}

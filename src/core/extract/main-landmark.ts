/** The landmark that holds the page's main content: `main`, or the article that the page is about. */
import { type ElementNode, findBelow, HEADING } from '../document/tree.js';
import { holds } from './main-title.js';
import { heaviest, type Weight } from './main-weight.js';

/** A landmark with less of the page's text than this is an empty shell or a teaser. */
export const SHARE_MIN = 0.25;
/** An article that has this much of the prose of the `main` around it is what the page is about. */
const ARTICLE_SHARE_MIN = 0.85;
/** Many articles are a list of teasers; together they are the content, so what holds them is. */
const ARTICLES_MAX = 2;
/** An article with this much of another's prose is no teaser of it. */
const EQUAL_SHARE_MIN = 0.5;
/** With this much of the page's text, one of many may be what the page is about: a start page has its news in one with the `h1`. */
const HEADED_SHARE_MIN = 0.5;

export interface Landmarks {
  readonly mains: readonly Weight[];
  readonly articles: readonly Weight[];
  /** Articles in no other, and whether an `h1` stands somewhere in them. */
  readonly outermost: ReadonlyMap<Weight, boolean>;
  /** Characters of the page. */
  total(): number;
}

/** The one landmark, or two articles that are equals; none where none stands out. */
export function landmark({ mains, articles, outermost, total }: Landmarks): readonly Weight[] {
  const least = total() * SHARE_MIN;
  const article = heaviest(articles);
  const main = heaviest(mains);
  if (main !== undefined && main.chars >= least) {
    const isWhole = article !== undefined && article.prose > 0 && article.prose >= main.prose * ARTICLE_SHARE_MIN;
    return [isWhole && holds(main.element, article.element) ? article : main];
  }
  if (article === undefined || article.chars < least) return [];
  if (isHeaded(article, outermost, total())) return [article];
  const isFew = articles.filter(({ chars }) => chars > 0).length <= ARTICLES_MAX;
  return isFew ? [article, ...equalsOf(article, outermost)] : [];
}

/**
 * Beside a teaser, a comment without a heading, or one without an `h1` where it has one, an article is what the page is about;
 * beside its equal, half of that.
 */
function equalsOf(article: Weight, outermost: Landmarks['outermost']): Weight[] {
  const isTitled = outermost.get(article) === true;
  const least = Math.max(article.prose * EQUAL_SHARE_MIN, 1);
  const isEqual = ([other, hasTitle]: [Weight, boolean]) =>
    other !== article &&
    !other.apart &&
    other.prose >= least &&
    (hasTitle || (!isTitled && beginsWithHeading(other.element)));
  return [...outermost].filter(isEqual).map(([other]) => other);
}

/** A picture, a kind and a day may stand before it. */
const BEFORE_HEADING_MAX = 40;

function beginsWithHeading(article: ElementNode): boolean {
  return findBelow(article, ({ name }) => HEADING.test(name), BEFORE_HEADING_MAX) !== undefined;
}

/** Comments in it and teasers below it are articles too, without a title and prose; posts of a blog or a forum have either. */
function isHeaded(article: Weight, outermost: Landmarks['outermost'], total: number): boolean {
  if (outermost.get(article) !== true || article.prose === 0 || article.chars < total * HEADED_SHARE_MIN) return false;
  for (const [other, hasTitle] of outermost) if (other !== article && (hasTitle || other.prose > 0)) return false;
  return true;
}

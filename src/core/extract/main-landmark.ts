/** The landmark that holds the page's main content: `main`, or the article that the page is about. */
import { holds } from './main-title.js';
import { heaviest, type Weight } from './main-weight.js';

/** A landmark with less of the page's text than this is an empty shell or a teaser. */
export const SHARE_MIN = 0.25;
/** An article that has this much of the prose of the `main` around it is what the page is about. */
const ARTICLE_SHARE_MIN = 0.85;
/** Many articles are a list of teasers; together they are the content, so what holds them is. */
const ARTICLES_MAX = 2;

export interface Landmarks {
  readonly mains: readonly Weight[];
  readonly articles: readonly Weight[];
  /** Articles in no other with an `h1` somewhere in them. */
  readonly headed: ReadonlySet<Weight>;
  /** Characters of the page. */
  total(): number;
}

export function landmark({ mains, articles, headed, total }: Landmarks): Weight | undefined {
  const least = total() * SHARE_MIN;
  const article = heaviest(articles);
  const main = heaviest(mains);
  if (main !== undefined && main.chars >= least) {
    const isWhole = article !== undefined && article.prose > 0 && article.prose >= main.prose * ARTICLE_SHARE_MIN;
    return isWhole && holds(main.element, article.element) ? article : main;
  }
  if (article === undefined || article.chars < least) return undefined;
  // Comments in it and teasers below it are articles too, without the title of the page.
  const isHeaded = headed.size === 1 && headed.has(article) && article.prose > 0;
  return isHeaded || articles.filter(({ chars }) => chars > 0).length <= ARTICLES_MAX ? article : undefined;
}

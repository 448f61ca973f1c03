/** What is said of a preview besides its links: why some are missing, and how far its order can be trusted. Pure. */
import type { PreviewConfig } from '../run-config.js';
import { primaryLanguage } from '../score/stem.js';
import { isRouteOf, parseUrl } from '../url.js';
import { nothingIncluded } from '../url-pattern.js';
import type { Candidate, Filtered } from './choose.js';
import type { HeadOutcome } from './read-heads.js';

export function guessedHeads(outcomes: readonly HeadOutcome[]): string[] {
  const count = outcomes.filter((outcome) => outcome.status === 'valid' && outcome.reading.isGuess === true).length;
  if (count === 0) return [];
  return [`heads that name no encoding that fits were read as windows-1252, a guess: ${count} of ${outcomes.length}`];
}

/** To be said of a query that nothing matches: agents ask in the language of their user. */
export function languageNote(tag: string | undefined): string {
  const language = primaryLanguage(tag);
  return language === '' ? '' : `; the pages' language is "${language}"`;
}

/** On a page of links to elsewhere these are what was meant. */
export function elsewhereNote({ include_external: count = 0 }: Filtered['counts']): string {
  return count === 0 ? '' : `; include_external looks behind ${count} more`;
}

/** A ranking of which nothing is said would pass for one. */
export function unmatched(
  contextual: readonly number[] | undefined,
  rest: readonly Candidate[],
  note: string,
): string[] {
  if (contextual === undefined || contextual.length === 0 || contextual.some((score) => score > 0)) return [];
  if (rest.length === 0) return [`query: no link has a word of it: the order says nothing of the query${note}`];
  return [`query: no link that was read has a word of it; not read: ${rest.length}, raise max_links${note}`];
}

/** Also what a link has that leads nowhere, or to the first view. */
const NO_VIEW = '#!';

/** Behind an address that a script routes by its fragment a server has no other head. */
export function routesNote(all: readonly Candidate[], pageUrl: string | undefined): string[] {
  const page = pageUrl === undefined ? undefined : parseUrl(pageUrl);
  if (page === undefined) return [];
  const routes = all.filter(({ item }) => {
    const url = item.href.includes('#') ? parseUrl(item.href) : undefined;
    if (url === undefined || url.hash === page.hash || url.hash.length <= NO_VIEW.length) return false;
    return isRouteOf(url, page);
  });
  if (routes.length === 0) return [];
  return [
    `same_page: ${routes.length} are views of the page's own script, without heads: a crawl of several pages reads them`,
  ];
}

export function filterWarnings(
  all: readonly Candidate[],
  kept: readonly Candidate[],
  config: PreviewConfig,
  filtered: Filtered['counts'],
): string[] {
  if (all.length === 0 || kept.length > 0) return [];
  if (!config.include_internal && !config.include_external) {
    return ['include_internal and include_external are both false: no link is left to preview'];
  }
  const what = config.include_patterns === undefined ? 'no link is left after the filters' : nothingIncluded(filtered);
  return [what + elsewhereNote(filtered)];
}

/** A visited page as answers name it, and as it is ranked. Pure. */
import { cutChars } from '../cut-chars.js';
import { LED_TO_LOGIN } from '../fetch/login-wall.js';
import { urlText } from '../preview/evidence.js';
import { isRepeated } from '../preview/head-facts.js';
import { IN_FRAMES } from '../read/bare-page.js';
import type { PageResult } from '../read/page-result.js';
import type { RelevanceDocument } from '../score/relevance.js';
import type { CrawledPage, CrawlState } from './crawl-result.js';
import type { FoundOn } from './frontier.js';
import { nameKey } from './identity.js';
import type { PageText } from './page-text.js';
import type { WaitingLink } from './waiting-link.js';

const TITLE_CHARS_MAX = 300;
const DESCRIPTION_CHARS_MAX = 500;
const WHY_TEXT_CHARS = 80;

/** A page with what stands around its links. */
export interface ReadForCrawl {
  readonly result: PageResult;
  readonly linkContext?: FoundOn['around'] | undefined;
}

/** Why a page was visited. */
export function whyOf(link: WaitingLink): string {
  if (link.from === undefined) return link.depth === 0 ? 'named' : 'sitemap';
  const score = link.score === undefined ? '' : ` (${link.score.toFixed(1)})`;
  const text = link.text === '' ? link.title : link.text;
  const named = text === '' ? '' : ` ${JSON.stringify(cutChars(text, WHY_TEXT_CHARS))}`;
  return `link${named} on ${link.from}${score}`;
}

export function pageOf(
  link: WaitingLink,
  { url, redirected_url, result_id, status_code, metadata, warnings, screenshot, pdf, mhtml }: PageResult,
): CrawledPage {
  const { title, facts: [fact] = [] } = metadata;
  const description = isRepeated(metadata.description ?? '', title ?? '') ? undefined : metadata.description;
  const note = warnings.find((warning) => warning.startsWith(LED_TO_LOGIN) || warning === IN_FRAMES);
  return {
    url,
    redirected_url: redirected_url === url ? undefined : redirected_url,
    result_id,
    title: title && cutChars(title, TITLE_CHARS_MAX),
    description: description && cutChars(description, DESCRIPTION_CHARS_MAX),
    fact,
    status_code,
    depth: link.depth,
    why: whyOf(link),
    note,
    screenshot,
    pdf,
    mhtml,
  };
}

/** What the page is ranked by among those visited. */
export function aboutOf(link: WaitingLink, { url, metadata }: PageResult, text: PageText): RelevanceDocument {
  return {
    anchor: link.text,
    url: urlText(url),
    title: (metadata.title ?? '').slice(0, TITLE_CHARS_MAX),
    description: (metadata.description ?? '').slice(0, DESCRIPTION_CHARS_MAX),
    headings: text.headings,
    lead: text.lead,
    body: text.body,
  };
}

/** Where the first of the named addresses led; itself where it led nowhere else or was not read. */
export function startLedTo({ request, visited }: CrawlState): string {
  const [start = ''] = request.urls;
  const key = nameKey(start);
  return visited.find(({ page }) => nameKey(page.url) === key)?.page.redirected_url ?? start;
}

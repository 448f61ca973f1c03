import * as z from 'zod';
import { names, url } from './arguments.js';
import { definePrompt, pagesRead, toolCall } from './define-prompt.js';

/** As many links as a section's index page names, and how many of them are asked at once. */
const LINKS = 100;
const CONCURRENCY = 15;
const SECTIONS = ['api', 'reference', 'docs', 'guide', 'tutorial', 'blog', 'changelog', 'download'];

export const contentDiscovery = definePrompt({
  name: 'content_discovery',
  title: 'Discover the content of a section',
  description: 'Lists what a site has in some of its sections (an API reference, say), by the titles of the pages.',
  input: z.strictObject({
    url,
    sections: names('api, reference')
      .refine((list) => list.length > 0, 'expected a word of the paths wanted')
      .describe('words of the paths wanted, e.g. "api, reference"'),
    leave_out: names('deprecated').describe('words of paths to leave out'),
  }),
  choices: { url: pagesRead, sections: () => SECTIONS, leave_out: () => ['deprecated', 'login', 'archive'] },
  text: (given) => `List what ${given.url} has in: ${given.sections.join(', ')}.

1. ${toolCall('preview_links', {
    url: given.url,
    include_patterns: given.sections.map((name) => `*/${name}/*`),
    exclude_patterns: leftOut(given).map((name) => `*/${name}/*`),
    max_links: LINKS,
    concurrency: CONCURRENCY,
    limit: LINKS,
  })}
2. If it finds nothing, see how the site names its sections with ${toolCall('extract_links', { url: given.url, exclude_external_links: true })} and call preview_links again with patterns that fit.
3. Follow next_cursor until the list is whole.

Group the pages by what their titles say they are (for an API: by method or object). For each give title, href and, where there is one, the description in one line. Name the links that failed and those that were skipped, with their counts.`,
});

/** What is asked for by name is not left out. */
function leftOut({ sections, leave_out }: { sections: readonly string[]; leave_out: readonly string[] }): string[] {
  return leave_out.filter((name) => !sections.includes(name));
}

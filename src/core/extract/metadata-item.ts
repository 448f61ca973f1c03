/** What a page says of itself. */
import * as z from 'zod';

export const metadataItem = z
  .object({
    title: z.string().optional(),
    description: z.string().optional(),
    keywords: z.string().optional(),
    author: z.string().optional(),
    lang: z.string().optional(),
    canonical: z.string().optional(),
    /** What follows it: of a thread, an article in several pages, a book (`rel=next`). */
    next_page: z.string().optional(),
    /** RSS, Atom and JSON feeds that the page names (`rel=alternate`), the first three without those of comments: most pages that have any have up to three. */
    feeds: z.array(z.object({ href: z.string(), title: z.string() })).optional(),
    /** The address of the licence of the page or of what it shows (`rel=license`), or its name. */
    license: z.string().optional(),
    /** What the page asks of robots where that is not to be found, or not to be followed: "noindex, nofollow". */
    robots: z.string().optional(),
    published: z.string().optional(),
    modified: z.string().optional(),
    /** Open Graph and Twitter properties with their full names: `{ "og:title": … }`. The first of duplicates. */
    og: z.record(z.string(), z.string()).optional(),
    twitter: z.record(z.string(), z.string()).optional(),
    jsonld_types: z.array(z.string()).optional(),
    /** What JSON-LD says of prices, stock, opening hours, events, work and accepted answers, a line for each thing. */
    facts: z.array(z.string()).optional(),
  })
  .meta({
    listed:
      'title, description, keywords, author, lang, canonical, next_page, feeds, license, robots, published, modified, og, twitter, jsonld_types, facts',
  });
export type MetadataItem = z.infer<typeof metadataItem>;

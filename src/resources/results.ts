/** Kept results as resources: the whole of what an answer shows in part. */
import type { Engine } from '../core/engine.js';
import { LoupeError } from '../core/errors.js';
import type { PageResult } from '../core/read/page-result.js';
import { type KeptPage, wholeResult } from '../core/store/kept-pages.js';
import type { ResourceFamily } from './family.js';

const ROOT = 'webloupe://results/';

const PARTS = {
  '': { mimeType: 'application/json', name: 'result', description: 'A page result as JSON: what its call asked for' },
  '/links': {
    mimeType: 'application/json',
    name: 'result-links',
    description: '{internal, external, other_schemes, invalid} of a page',
  },
  '/media': { mimeType: 'application/json', name: 'result-media', description: '{images, videos, audio} of a page' },
  '/markdown': { mimeType: 'text/markdown', name: 'result-markdown', description: 'The content of a page' },
  '/graph': { mimeType: 'application/json', name: 'result-graph', description: '{nodes, edges} of a crawl' },
  '/html': { mimeType: 'text/html', name: 'result-html', description: 'The HTML of a page as it was read' },
} as const;

function isPart(part: string): part is keyof typeof PARTS {
  return part in PARTS;
}

export const results: ResourceFamily = {
  templates: Object.entries(PARTS).map(([part, { mimeType, name, description }]) => ({
    uriTemplate: `${ROOT}{id}${part}`,
    name,
    description,
    mimeType,
  })),

  async list(engine, owner) {
    return (await engine.results.list(owner)).map((result) => ({
      uri: ROOT + result.id,
      name: result.url === '' ? 'a list of links' : result.url,
      description: `${result.tool}${result.title === '' ? '' : `: ${result.title}`}`,
      mimeType: 'application/json',
      size: result.bytes,
    }));
  },

  async read(uri, engine, owner, signal) {
    const [, id, part] = /^webloupe:\/\/results\/([\w-]{1,64})(\/\w+)?$/.exec(uri) ?? [];
    if (id === undefined) return undefined;
    const which = part ?? '';
    if (!isPart(which))
      throw new LoupeError('invalid_input', `a result has no part "${which}"`, {
        next: `Leave it out, or read one of ${Object.keys(PARTS).slice(1).join(', ')}.`,
      });
    return { uri, mimeType: PARTS[which].mimeType, text: await textOf(which, id, engine, owner, signal) };
  },
};

async function textOf(
  part: keyof typeof PARTS,
  id: string,
  engine: Engine,
  owner: string,
  signal: AbortSignal,
): Promise<string> {
  switch (part) {
    case '':
      return wholeResult(await engine.results.get(id, owner));
    case '/graph':
      return graphOf(await engine.results.get(id, owner));
    case '/html': {
      const html = await engine.results.html(id, owner);
      if (html === '') ofOnePage(await engine.results.get(id, owner), part);
      return html;
    }
    case '/links':
      return JSON.stringify(ofOnePage(await engine.keptParts(id, owner, { links: true }, signal), part).links);
    case '/media':
      return JSON.stringify(ofOnePage(await engine.keptParts(id, owner, { media: true }, signal), part).media);
    case '/markdown': {
      const result = ofOnePage(await engine.keptParts(id, owner, { content: true }, signal), part);
      return result.markdown ?? result.text ?? '';
    }
    default:
      return part satisfies never;
  }
}

/** The result of one page. Of several pages, what they say or link to would be empty. @throws LoupeError `invalid_input` */
function ofOnePage({ crawl, result }: KeptPage, part: string): PageResult {
  if (crawl === undefined) {
    if (result.url !== '' || part === '/links') return result;
    throw new LoupeError('invalid_input', `a preview of named links has no ${part} of its own`, {
      next: `Read ${ROOT}${result.result_id} for what stands behind them.`,
    });
  }
  throw new LoupeError('invalid_input', `a crawl of several pages has no ${part} of its own`, {
    next: `Read ${ROOT}${result.result_id} for its pages; each has a result_id of its own.`,
  });
}

function graphOf({ crawl }: KeptPage): string {
  if (crawl !== undefined) return JSON.stringify(crawl.result.graph);
  throw new LoupeError('invalid_input', 'only a crawl of several pages has a graph', {
    next: 'Read /links for the links of this page.',
  });
}

import { parseHtml } from '../../../src/core/document/parse-html.js';
import { walk } from '../../../src/core/document/walk.js';
import { imageAndPlayerVisitor } from '../../../src/core/extract/media.js';
import type { MediaMap } from '../../../src/core/extract/media-item.js';
import { pageContext } from '../../../src/core/extract/page-context.js';
import { DEFAULT_RUN_CONFIG, type LinkConfig, type MediaConfig } from '../../../src/core/run-config.js';

export interface Options {
  media?: Partial<MediaConfig>;
  links?: Partial<LinkConfig>;
  verbose?: boolean;
}

const PAGE_URL = 'https://www.shop.example/dir/page.html';

export function mediaOf(html: string, options: Options = {}): MediaMap & { warnings: string[] } {
  const document = parseHtml(html);
  const want = { links: false, media: true, tables: false, metadata: false, content: false };
  const ctx = pageContext(
    {
      html,
      url: PAGE_URL,
      rendered: false,
      want,
      content: DEFAULT_RUN_CONFIG,
      links: { ...DEFAULT_RUN_CONFIG, ...options.links },
      media: { ...DEFAULT_RUN_CONFIG, ...options.media },
      verbose: options.verbose ?? false,
    },
    document,
  );
  const visitor = imageAndPlayerVisitor(ctx);
  walk(document.root, [visitor], false);
  return { ...visitor.result(), warnings: [...ctx.noticed.warnings] };
}

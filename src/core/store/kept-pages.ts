/** Pages and previews kept under their `result_id`, with the HTML they came from. */
import type { KeptCrawl } from '../crawl/crawl-result.js';
import type { ExtractRequest, PageExtract } from '../extract/extract-page.js';
import type { PreviewResult } from '../preview/preview.js';
import type { PageResult } from '../read/page-result.js';
import type { Wanted } from '../read/read-page.js';
import { ResultStore, type StoredResult } from './results.js';

export interface KeptPage {
  readonly result: PageResult;
  /** How it was extracted; absent where no page was read. */
  readonly request?: Omit<ExtractRequest, 'html'>;
  readonly preview?: PreviewResult;
  readonly crawl?: KeptCrawl;
}

export interface KeptPreview extends KeptPage {
  readonly preview: PreviewResult;
}

export class KeptPages {
  readonly #store = new ResultStore();

  get bytes(): number {
    return this.#store.bytes;
  }

  keep(kept: KeptPage, html: string, tool: string, owner: string): void {
    const { result_id, redirected_url, metadata } = kept.result;
    this.#store.put({
      id: result_id,
      owner,
      tool,
      url: redirected_url === '' ? 'a list of links' : redirected_url,
      title: metadata.title ?? '',
      createdAtMs: Date.now(),
      json: JSON.stringify(kept),
      html,
    });
  }

  /** @throws LoupeError `expired` */
  get(id: string, owner: string): KeptPage {
    return parse(this.#store.get(id, owner));
  }

  /** @throws LoupeError `expired` */
  html(id: string, owner: string): string {
    return this.#store.get(id, owner).html ?? '';
  }

  list(owner: string): StoredResult[] {
    return this.#store.list(owner);
  }

  /**
   * A kept page with the given parts, extracted from its kept HTML if the call that made it did not ask for them.
   * @throws LoupeError `expired`
   */
  async withParts(
    id: string,
    owner: string,
    parts: Partial<Wanted>,
    extract: (request: ExtractRequest) => Promise<PageExtract>,
  ): Promise<KeptPage> {
    const stored = this.#store.get(id, owner);
    const kept = parse(stored);
    const { request, result } = kept;
    if (request === undefined || stored.html === undefined) return kept;
    const want: Wanted = { ...request.want, ...parts };
    const before = request.want;
    if (
      want.links === before.links &&
      want.media === before.media &&
      want.content === before.content &&
      want.tables === before.tables
    )
      return kept;
    const found = await extract({ ...request, want, html: stored.html });
    const content = request.content.only_text ? { text: found.content } : { markdown: found.content };
    const whole: KeptPage = {
      ...kept,
      request: { ...request, want },
      // Links that carry heads stay as they are: a second extraction knows nothing of the targets.
      result: {
        ...result,
        links: before.links ? result.links : found.links,
        media: found.media,
        tables: found.tables,
        ...content,
      },
    };
    this.#store.put({ ...stored, json: JSON.stringify(whole) });
    return whole;
  }
}

// The text was written by KeptPages from a value of this very type.
function parse(stored: StoredResult): KeptPage {
  return JSON.parse(stored.json);
}

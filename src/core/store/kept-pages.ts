/** Pages and previews kept under their `result_id`, with the HTML they came from. */
import type { KeptCrawl } from '../crawl/crawl-result.js';
import { LoupeError } from '../errors.js';
import type { ExtractRequest, PageExtract } from '../extract/extract-page.js';
import type { PreviewResult } from '../preview/preview.js';
import { NO_PAGE, type PageResult } from '../read/page-result.js';
import type { Wanted } from '../read/read-page.js';
import { type FoundResult, type ListedResult, RESULT_TTL_MS, type ResultStore, type StoredResult } from './results.js';

/** The call that made a result. */
export interface Asked {
  readonly tool: string;
  /** What was given, by field, as `tools/continued.ts` compares it. */
  readonly given: Readonly<Record<string, string>>;
}

export interface KeptPage {
  readonly result: PageResult;
  /** How it was extracted; absent where no page was read. */
  readonly request?: Omit<ExtractRequest, 'html'>;
  readonly preview?: PreviewResult;
  readonly crawl?: KeptCrawl;
  /** Absent for the pages of a crawl: no answer of theirs is gone on with. */
  readonly asked?: Asked | undefined;
}

/** The whole of a result as its resource gives it. Of a crawl: its pages; their links are a part of their own. */
export function wholeResult(kept: KeptPage): string {
  if (kept.crawl === undefined) return JSON.stringify(known(kept));
  const { graph: _graph, ...pages } = kept.crawl.result;
  return JSON.stringify(pages);
}

/** The parts that nobody asked for are left out: empty ones would say that the page has none. */
function known({ result, request }: KeptPage): Partial<PageResult> {
  if (request === undefined) return result;
  const { links, links_filtered, media, images_filtered, tables, markdown, text, hidden_text_removed, ...head } =
    result;
  const { want } = request;
  return {
    ...head,
    ...(want.links ? { links, links_filtered } : {}),
    ...(want.media ? { media, images_filtered } : {}),
    ...(want.tables ? { tables } : {}),
    ...(want.content ? { markdown, text, hidden_text_removed } : {}),
  };
}

export class KeptPages {
  readonly #store: ResultStore;
  /** What is still to be written down, in order. */
  readonly #unwritten: (() => Promise<void>)[] = [];

  constructor(store: ResultStore) {
    this.#store = store;
  }

  get bytes(): number {
    void this.#written();
    return this.#store.bytes;
  }

  /**
   * An answer does not wait until its page is written down, which takes longer than the answer itself: whoever asks for the
   * page does. Not so where others may ask for it, nor with the state of a crawl, which goes on changing.
   */
  async keep(
    page: KeptPage,
    html: string,
    tool: string,
    { owner, asked }: { owner: string; asked?: Asked | undefined },
  ): Promise<void> {
    const kept = { ...page, asked };
    const { result_id, redirected_url, metadata } = kept.result;
    const createdAtMs = Date.now();
    const write = () =>
      this.#store.put({
        id: result_id,
        owner,
        tool,
        url: redirected_url,
        title: metadata.title ?? '',
        createdAtMs,
        ...written(kept),
        html,
      });
    if (this.#store.isShared || kept.crawl !== undefined) return await write();
    this.#unwritten.push(write);
    setImmediate(() => void this.#written());
  }

  async #written(): Promise<void> {
    await Promise.all(this.#unwritten.splice(0).map((write) => write()));
  }

  /** @throws LoupeError `expired` */
  async get(id: string, owner: string): Promise<KeptPage> {
    return parse(await this.#owned(id, owner));
  }

  /** @throws LoupeError `expired` */
  async html(id: string, owner: string): Promise<string> {
    await this.#owned(id, owner);
    return (await this.#store.html(id)) ?? '';
  }

  async list(owner: string): Promise<ListedResult[]> {
    await this.#written();
    return await this.#store.list(owner);
  }

  /** @throws LoupeError `expired` when there is none: gone, never made, or somebody else's, which look the same. */
  async #owned(id: string, owner: string): Promise<FoundResult> {
    await this.#written();
    const found = await this.#store.find(id);
    if (found !== undefined && found.owner === owner) return found;
    const minutes = RESULT_TTL_MS / 60_000;
    const how = `results are kept for ${minutes} minutes at most: the oldest make room for new ones`;
    throw new LoupeError('expired', `no result ${id.slice(0, 40)} is kept (${how})`);
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
    const stored = await this.#owned(id, owner);
    const kept = parse(stored);
    const { request, result } = kept;
    if (request === undefined) return kept;
    // Where to begin to read was told by the call that made it.
    const want: Wanted = { ...request.want, mainStart: false, ...parts };
    const before = request.want;
    if (
      want.links === before.links &&
      want.media === before.media &&
      want.content === before.content &&
      want.tables === before.tables
    )
      return kept;
    const html = await this.#store.html(id);
    if (html === undefined) return kept;
    const found = await extract({ ...request, want, html });
    const content = request.content.only_text ? { text: found.content } : { markdown: found.content };
    const whole: KeptPage = {
      ...kept,
      request: { ...request, want },
      // Links that carry heads stay as they are: a second extraction knows nothing of the targets.
      result: {
        ...result,
        ...(before.links ? {} : { links: found.links, links_filtered: found.linksFiltered }),
        media: found.media,
        images_filtered: found.imagesFiltered,
        tables: found.tables,
        ...content,
        hidden_text_removed: found.hiddenTextRemoved,
      },
    };
    await this.#store.put({ ...stored, html, ...written(whole) });
    return whole;
  }
}

/** A page as JSON, and the size of what its resource gives of it. Most of a page is its result, which is written once. */
function written(kept: KeptPage): Pick<StoredResult, 'json' | 'bytes'> {
  const { result: _result, ...others } = kept;
  const text = JSON.stringify(known(kept));
  const whole = kept.crawl === undefined ? text : wholeResult(kept);
  // What is undefined is in no JSON, so that nothing may be left.
  const rest = JSON.stringify(others).slice(1);
  return { json: `{"result":${text}${rest === '}' ? '' : ','}${rest}`, bytes: Buffer.byteLength(whole) };
}

// The text was written by KeptPages from a value of this very type, but for what was left out.
function parse(stored: FoundResult): KeptPage {
  const kept: KeptPage = JSON.parse(stored.json);
  return { ...kept, result: { ...NO_PAGE, ...kept.result } };
}

/** The composition root: builds and owns everything below the tools. */
import { readFileSync } from 'node:fs';
import type { Call } from './call.js';
import { BROWSER_ENTRY } from './capture/browser-entry.js';
import { CaptureFiles, type KeptCapture } from './capture/files.js';
import { LoupeError } from './errors.js';
import type { ExtractRequest } from './extract/extract-page.js';
import { ExtractPool } from './extract/extract-pool.js';
import { SOCIAL_MEDIA_DOMAINS } from './extract/social-media-domains.js';
import type { CaptureFile, CaptureRequest } from './fetch/browser-messages.js';
import { PageFetcher } from './fetch/fetch-page.js';
import type { ServerOptions } from './options.js';
import type { CapturedFileItem, PageResult } from './read/page-result.js';
import { type PageSource, type ReadDeps, readPage, type Wanted } from './read/read-page.js';
import type { RunConfig } from './run-config.js';
import { newId, ResultStore, type StoredResult } from './store/results.js';

export interface KeptPage {
  readonly result: PageResult;
  readonly request: Omit<ExtractRequest, 'html'>;
}

/** A call, the subject whose results it may see, and whether it shares this machine's disk. */
export interface OwnedCall extends Call {
  readonly owner: string;
  readonly local: boolean;
}

export class Engine implements AsyncDisposable {
  readonly options: ServerOptions;
  readonly socialMediaDomains: readonly string[];
  readonly #results = new ResultStore();
  readonly #pool = new ExtractPool();
  readonly #fetcher: PageFetcher;
  readonly #ownDomains: readonly string[] | undefined;
  #captures: Promise<CaptureFiles> | undefined;

  constructor(options: ServerOptions, version: string) {
    this.options = options;
    this.#fetcher = new PageFetcher(options, version, BROWSER_ENTRY);
    const own = options.socialMediaDomains === undefined ? undefined : readDomains(options.socialMediaDomains);
    this.socialMediaDomains = own ?? SOCIAL_MEDIA_DOMAINS;
    this.#ownDomains = own;
  }

  #depsOf(call: OwnedCall, capture: CaptureRequest | undefined): ReadDeps {
    return {
      fetch: (url, config) => this.#fetcher.fetch(url, config, call.owner, call, capture),
      keepCapture: (file, url) => this.#keepCapture(file, url, call),
      extract: (request, signal) => this.#pool.run(request, signal),
      socialMediaDomains: this.#ownDomains,
    };
  }

  /** Reads a page and keeps the result under its `result_id`. */
  async readPage(
    source: PageSource,
    config: RunConfig,
    want: Wanted,
    tool: string,
    call: OwnedCall,
    wanted?: Omit<CaptureRequest, 'dir'>,
  ): Promise<KeptPage> {
    this.#refuseScripts(config);
    const capture = wanted === undefined ? undefined : { ...wanted, dir: (await this.#captureFiles()).dir };
    const read = await readPage(source, config, want, this.#depsOf(call, capture), call);
    const id = newId();
    const kept: KeptPage = { result: { ...read.result, result_id: id }, request: read.request };
    this.#keep(kept, read.html, tool, call.owner);
    return kept;
  }

  async #keepCapture(file: CaptureFile, url: string, call: OwnedCall): Promise<CapturedFileItem> {
    const kept = await (await this.#captureFiles()).keep(file, url, call.owner);
    const { width, height, pages } = file;
    return {
      uri: `webloupe://captures/${kept.id}`,
      mime_type: file.mimeType,
      bytes: file.bytes,
      ...(width === undefined || height === undefined ? {} : { width, height }),
      ...(pages === undefined ? {} : { pages }),
      ...(call.local ? { path: file.path } : {}),
    };
  }

  #captureFiles(): Promise<CaptureFiles> {
    this.#captures ??= CaptureFiles.open(this.options.outputDir, this.options.outputMaxSize);
    return this.#captures;
  }

  async captures(owner: string): Promise<KeptCapture[]> {
    return this.#captures === undefined ? [] : (await this.#captures).list(owner);
  }

  /** @throws LoupeError `expired` */
  async readCapture(id: string, owner: string): Promise<{ kept: KeptCapture; data: Buffer }> {
    const files = await this.#captureFiles();
    return { kept: files.get(id, owner), data: await files.read(id, owner) };
  }

  #keep(kept: KeptPage, html: string, tool: string, owner: string): void {
    this.#results.put({
      id: kept.result.result_id,
      owner,
      tool,
      url: kept.result.redirected_url,
      title: kept.result.metadata.title ?? '',
      createdAtMs: Date.now(),
      json: JSON.stringify(kept),
      html,
    });
  }

  /** With stored logins a script of the caller's is a way out: only an operator may permit it. */
  #refuseScripts(config: RunConfig): void {
    const field =
      config.js_code !== undefined ? 'js_code' : config.wait_for?.startsWith('js:') ? 'wait_for "js:…"' : undefined;
    if (field === undefined || this.options.allowJsCode) return;
    throw new LoupeError('invalid_input', `${field}: scripts of the caller are not permitted on this server`, {
      next: 'Use wait_for "css:…" instead; an operator can permit scripts with --allow-js-code.',
    });
  }

  /** @throws LoupeError `expired` */
  keptPage(id: string, owner: string): KeptPage {
    return this.#parse(this.#results.get(id, owner));
  }

  // The text was written by #keep from a value of this very type.
  #parse(stored: StoredResult): KeptPage {
    return JSON.parse(stored.json);
  }

  results(owner: string): StoredResult[] {
    return this.#results.list(owner);
  }

  /** The HTML of a kept page. @throws LoupeError `expired` */
  keptHtml(id: string, owner: string): string {
    return this.#results.get(id, owner).html ?? '';
  }

  /**
   * A kept page with the given parts, extracted from its kept HTML if the call that made it did not ask for them.
   * @throws LoupeError `expired`
   */
  async keptParts(id: string, owner: string, parts: Partial<Wanted>, signal: AbortSignal): Promise<KeptPage> {
    const stored = this.#results.get(id, owner);
    const kept = this.#parse(stored);
    const want: Wanted = { ...kept.request.want, ...parts };
    const missing = (Object.keys(parts) as Array<keyof Wanted>).some((part) => want[part] && !kept.request.want[part]);
    if (!missing || stored.html === undefined) return kept;
    const extract = await this.#pool.run({ ...kept.request, want, html: stored.html }, signal);
    const content = kept.request.content.only_text ? { text: extract.content } : { markdown: extract.content };
    const whole: KeptPage = {
      request: { ...kept.request, want },
      result: {
        ...kept.result,
        metadata: extract.metadata,
        links: extract.links,
        media: extract.media,
        tables: extract.tables,
        ...content,
      },
    };
    this.#results.put({ ...stored, json: JSON.stringify(whole) });
    return whole;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.#fetcher[Symbol.asyncDispose](), this.#pool[Symbol.asyncDispose]()]);
  }
}

/** One domain a line; blank lines and lines that begin with # are passed over. */
function readDomains(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim().toLowerCase())
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch {
    throw new LoupeError('invalid_input', `--social-media-domains: cannot read ${path}`, {
      next: 'Name a readable file.',
    });
  }
}

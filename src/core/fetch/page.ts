/** What loading a page yields, whichever engine loaded it. */
import type { CaptureFile } from './browser-messages.js';

export interface FetchedPage {
  /** The URL that was asked for, without credentials. */
  readonly url: string;
  /** The URL after every redirect, without credentials: the base of relative links. */
  readonly finalUrl: string;
  readonly status: number;
  /** Response headers of the last hop, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The essence of Content-Type in lower case ("text/html"), or '' when the server sent none. */
  readonly mimeType: string;
  /** The page as text: what the server sent (http) or what the browser serialised (browser). '' for non-HTML. */
  readonly html: string;
  /** Bytes of the decoded body. */
  readonly bytes: number;
  /** The encoding the body was decoded with, as the Encoding standard names it. */
  readonly charset: string;
  readonly engine: 'http' | 'browser';
  /** Why `engine: auto` chose this engine. */
  readonly engineReason?: string | undefined;
  readonly fromCache: boolean;
  /** Another attempt may have more of it: it is not kept for other calls. */
  readonly isPartial?: boolean;
  /** Files made of the page in the same load, where they were asked for. */
  readonly captures: readonly CaptureFile[];
  /** What was cut short or could not be had; for the answer's `warnings`. */
  readonly warnings: readonly string[];
  readonly timings: Readonly<Record<string, number>>;
}

/** Why a page is not whole, for its warnings. */
export const CUT_SHORT = {
  size: 'the page is larger than what is read; the rest was cut',
  ratio: 'the page unpacks to far more than was sent; the rest was cut',
  timeout: 'the page did not end in time; what came is told',
  connection: 'the connection broke before the end of the page; what came is told',
  itself: 'the page stopped loading itself before its end, as one that leads to a download; what came is told',
  encoding: 'the compressed page is damaged; what could be unpacked is told',
} as const;

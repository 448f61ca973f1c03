/**
 * What crosses the line between the protocol's process and the process that owns the browser. Everything here is plain
 * data: it is copied by the structured clone algorithm.
 */
import type { LogLevel } from '../call.js';
import type { WireError } from '../errors.js';
import type { PageConfig } from '../page-config.js';
import type { BrowserOptions } from './browser-options.js';

export interface BrowserLoadRequest {
  readonly url: string;
  readonly config: PageConfig;
  /** Pictures and files wanted of the same load. */
  readonly capture?: CaptureRequest | undefined;
}

export const CAPTURE_FORMATS = ['screenshot', 'pdf', 'mhtml'] as const;
export type CaptureFormat = (typeof CAPTURE_FORMATS)[number];
export const IMAGE_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

export interface CaptureRequest {
  readonly formats: readonly CaptureFormat[];
  /** Folder the files are written to; exists, and belongs to the server. */
  readonly dir: string;
  readonly fullPage: boolean;
  /** CSS selector of the one element to picture, instead of the page. */
  readonly selector?: string | undefined;
  readonly imageFormat: ImageFormat;
  /** 1–100, for jpeg and webp. */
  readonly quality?: number | undefined;
  /** Wait before the picture. */
  readonly waitMs?: number;
  readonly pdf?: PdfOptions;
}

export interface PdfOptions {
  /** "A4", "Letter" … */
  readonly paper?: string;
  readonly landscape?: boolean;
  /** CSS length for all four sides. */
  readonly margin?: string;
  readonly background?: boolean;
  /** 0.1–2. */
  readonly scale?: number;
}

export interface CaptureFile {
  readonly format: CaptureFormat;
  readonly path: string;
  readonly bytes: number;
  readonly mimeType: string;
  /** Pixels, of a screenshot. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Of a PDF. */
  readonly pages?: number | undefined;
}

export interface BrowserLoaded {
  /** Without credentials. */
  readonly finalUrl: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly mimeType: string;
  /** The document as it stood when it was read. */
  readonly html: string;
  /** Something did not come, and may do so the next time: it is not kept. */
  readonly isPartial: boolean;
  readonly warnings: readonly string[];
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
  readonly captures: readonly CaptureFile[];
}

export type ToHost =
  | { readonly type: 'start'; readonly options: BrowserOptions }
  | { readonly type: 'ping'; readonly tick: number }
  | { readonly type: 'load'; readonly id: number; readonly request: BrowserLoadRequest }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'close' };

export type FromHost =
  /** `pid`: of the browser; not known of an attached one. */
  | { readonly type: 'ready'; readonly pid: number | undefined }
  | { readonly type: 'refused'; readonly error: WireError }
  | { readonly type: 'pong'; readonly tick: number }
  | { readonly type: 'loaded'; readonly id: number; readonly loaded: BrowserLoaded }
  | { readonly type: 'failed'; readonly id: number; readonly error: WireError }
  /** The page of this call is gone. */
  | { readonly type: 'released'; readonly id: number }
  /** The browser works for what is open, but should get no further pages. */
  | { readonly type: 'worn'; readonly reason: string }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string };

/** Input fields that tools share. Each tool's input is flat: where the page comes from, and a pick of the run config. */
import * as z from 'zod';
import { LoupeError } from '../core/errors.js';
import { pageFields } from '../core/page-config.js';
import type { PageSource } from '../core/read/read-page.js';
import { withScheme } from '../core/registrable-domain.js';

/** The longest URL that servers and browsers commonly take. */
const URL_MAX_CHARS = 8_192;
/** HTML a caller hands over itself; more than a page that is fetched may have. */
const HTML_MAX_CHARS = 10_000_000;

/** A page's address. Where only the scheme is missing, https is assumed, and said. */
const address = () =>
  z
    .string()
    .max(URL_MAX_CHARS)
    .check(({ value, issues }) => {
      const instead = withScheme(value);
      if (instead === undefined) return;
      const params = { instead, note: `no scheme was given, ${instead.slice(0, 100)} is assumed` };
      issues.push({ code: 'custom', message: 'expected a URL with its scheme', input: value, params });
    });

export const url = address().min(1).describe('http(s) URL');
/** Items of a list, whose names need no description. */
export const listedUrl = address();

export const pageSourceFields = {
  url: url.optional(),
  html: z.string().min(1).max(HTML_MAX_CHARS).optional().describe('instead of url'),
  base_url: address().min(1).optional().describe('of the html'),
};

/** The part of the page group that tools other than `crawl` take, so that tools/list stays small. */
export const commonPageFields = {
  engine: pageFields.engine,
  wait_for: pageFields.wait_for,
  wait_for_images: pageFields.wait_for_images,
  page_timeout: pageFields.page_timeout,
  scan_full_page: pageFields.scan_full_page,
  cache_mode: pageFields.cache_mode,
};

export const cursor = z.string().min(1).max(2_000).optional().describe('next_cursor of the last answer');

/** A list may be long on the command line; an agent's answer is bounded by its tokens anyway. */
export const anyLimit = z.number().int().min(1).max(100_000);
export const limit = (standard: number) => anyLimit.default(standard).describe('per answer');

/**
 * Where the page comes from.
 * @throws LoupeError `invalid_input` unless there is either a url or html.
 */
export function pageSource(input: {
  url?: string | undefined;
  html?: string | undefined;
  base_url?: string | undefined;
}): PageSource {
  if (input.html !== undefined) {
    if (input.url !== undefined)
      throw new LoupeError('invalid_input', 'url and html: give one of them', {
        next: 'Name the URL of the html in base_url.',
      });
    if (input.base_url === undefined)
      throw new LoupeError('invalid_input', 'base_url: required with html', {
        next: 'Give the URL that the html came from.',
      });
    return { html: input.html, baseUrl: input.base_url };
  }
  if (input.url === undefined)
    throw new LoupeError('invalid_input', 'url: required (or html with base_url)', {
      next: 'Give the http(s) URL of a page.',
    });
  return { url: input.url };
}

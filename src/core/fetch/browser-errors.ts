/** What Chromium and Playwright say when a page cannot be had, in the words of webloupe's errors. */
import { NOT_TO_BE_OPENED } from '../egress/address-policy.js';
import { type ErrorCode, LoupeError } from '../errors.js';

/** Which of both, Chromium does not say. */
export const CRASHED = 'the page crashed its renderer, or was ended at 1 GiB of memory';

/** First match wins. Names as in Chromium's net_error_list.h. */
const CODES: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [/ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION/, 'dns_failed', 'the host name does not resolve'],
  [/ERR_UNSAFE_PORT/, 'blocked_address', 'browsers refuse this port'],
  [
    /ERR_UNKNOWN_URL_SCHEME|ERR_UNSAFE_REDIRECT|ERR_BLOCKED_BY/,
    'blocked_address',
    'the page leads to an address that is no web page',
  ],
  [/ERR_TOO_MANY_REDIRECTS/, 'too_many_redirects', 'the page redirects too often'],
  [/ERR_(?:CERT|SSL|BAD_SSL|ECH|TLS)_|ERR_CERTIFICATE/, 'tls_failed', 'no secure connection could be made'],
  [
    /ERR_CONTENT_DECODING|ERR_INVALID_CHUNKED|ERR_CONTENT_LENGTH_MISMATCH/,
    'bad_encoding',
    'the body does not match its headers',
  ],
  [/ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT/, 'timeout', 'the server did not answer in time'],
  [
    /ERR_ABORTED/,
    'http_error',
    'the answer held no page, as a 304 that nobody asked for; engine "http" tells its status',
  ],
  [/Download is starting|is a download/, 'not_html', 'the address is a download'],
  [/Page crashed|Target crashed/, 'browser_crashed', CRASHED],
  [/has been closed|Connection closed|Target closed|Browser closed/, 'browser_crashed', 'the browser went away'],
  [/net::ERR_/, 'connect_failed', 'the page could not be loaded'],
];

/** The Chromium name of a network error ("ERR_EMPTY_RESPONSE"), or '' when the failure was none. */
export function netErrorName(thrown: unknown): string {
  return /net::(ERR_[A-Z0-9_]+)/.exec(String(thrown))?.[1] ?? '';
}

/** A failed navigation as a LoupeError. What the page itself says never gets into it. */
export function navigationError(thrown: unknown, host: string): LoupeError {
  if (thrown instanceof LoupeError) return thrown;
  const text = String(thrown);
  const name = netErrorName(thrown);
  const found = CODES.find(([pattern]) => pattern.test(text));
  if (found === undefined) return new LoupeError('internal_error', 'the browser failed', { cause: thrown });
  const [, code, message] = found;
  const next = code === 'blocked_address' ? { next: NOT_TO_BE_OPENED } : {};
  return new LoupeError(code, `${host}: ${message}${name === '' ? '' : ` (${name})`}`, { ...next, cause: thrown });
}

/** Instead of the advice to do without a browser. */
const LONGER = 'Try again with a larger page_timeout.';
const SMALLER =
  'The page took the browser down; capture its visible part (full_page false) in a smaller viewport, or crawl it without a picture.';

/** What a capture can do better, where it is not what any page can do. */
export function captureAdvice({ code, retryAfterMs }: LoupeError): string | undefined {
  if (code === 'timeout') return LONGER;
  // A browser that rests after many crashes says when to come back.
  return code === 'browser_crashed' && retryAfterMs === undefined ? SMALLER : undefined;
}

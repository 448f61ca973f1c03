/**
 * The one error of webloupe: a code from a closed list, a message, and the next step for the agent.
 * Anything else that is thrown is a defect and reaches the agent as `internal_error` (its stack goes to stderr only).
 */

import { inspect } from 'node:util';
import { cutChars } from './cut-chars.js';

/** Every code an answer can carry, with the next step that is given when the place of the failure knows no better one. */
export const ERROR_CODES = {
  invalid_input: 'Correct the named field, or leave it out, and call again.',
  blocked_address:
    'Only public http(s) addresses may be reached; an operator can permit this one with --allow-host HOST[:PORT].',
  blocked_by_robots:
    'The site asks crawlers to stay away from this page; set check_robots_txt to false if the user named it.',
  dns_failed:
    'Check the spelling of the host name; where no name resolves, the machine is offline or an operator must name its --proxy-server.',
  connect_failed: 'The server does not answer; try again later or check host and port.',
  tls_failed: 'Try http://, or tell the user.',
  timeout:
    'Try again with a larger page_timeout, or with the other engine: "http" waits for no scripts, and some servers answer only browsers.',
  too_large: 'The page is larger than what is read; use preview_links or a narrower URL.',
  too_many_redirects: 'The page redirects in a circle or too often; try its final address.',
  bad_encoding: 'The server sent bytes that do not match its headers; try engine "browser".',
  not_html: 'Only HTML and text are read; hand the URL on, or open it with another tool.',
  http_error: 'The server refused or does not have this page; check the URL.',
  rate_limited: 'Wait before calling this host again.',
  too_complex:
    'The page is too large or too deeply nested to be read whole; ask for one part: crawl with include ["links"] or ["content"], or extract_media.',
  browser_unavailable: 'Run "webloupe doctor" to see why; engine "http" works without a browser.',
  browser_crashed: 'The page took the browser down; try engine "http".',
  cancelled: 'The call was cancelled; call again if the answer is still wanted.',
  expired: 'Call the tool again to make a new one.',
  overloaded: 'Too much work is waiting; call again in a few seconds.',
  unauthorized: 'Send "Authorization: Bearer TOKEN" with the token of this server, or of its OAuth issuer.',
  internal_error: 'This is a defect of webloupe; call again, or with other options.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

interface ErrorDetails {
  /** What the agent should do next; the code's own advice when left out. */
  next?: string | undefined;
  /** When to come back, for `rate_limited` and `overloaded`. */
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/** Messages repeat what callers and servers wrote: nothing in them may drive a terminal, hide, or be half a character. */
const UNPRINTED = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** A message may hold what a caller wrote, however long. */
const MESSAGE_CHARS_MAX = 800;

export class LoupeError extends Error {
  readonly code: ErrorCode;
  readonly next: string;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const short = cutChars(message, MESSAGE_CHARS_MAX);
    super(short.replace(UNPRINTED, ''), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'LoupeError';
    this.code = code;
    this.next = details.next ?? ERROR_CODES[code];
    this.retryAfterMs = details.retryAfterMs;
  }

  /** The same failure in other words. */
  restated(message: string, next: string): LoupeError {
    const { code, retryAfterMs, cause } = this;
    return new LoupeError(code, message, { next, retryAfterMs, cause });
  }

  /** The one form in which an error is shown: `code: message. Next: hint`. */
  toText(): string {
    return `${this.code}: ${this.message}${/[.?!]$/.test(this.message) ? '' : '.'} Next: ${this.next}`;
  }
}

/** A LoupeError as plain data, as processes tell each other. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
  readonly retryAfterMs?: number | undefined;
}

export function toWire({ code, message, next, retryAfterMs }: LoupeError): WireError {
  return { code, message, next, retryAfterMs };
}

/** A code that is not known here comes from another version. */
export function fromWire({ code, message, ...details }: WireError): LoupeError {
  return new LoupeError(code in ERROR_CODES ? code : 'internal_error', message, details);
}

/** The system's word for a failure ("ECONNREFUSED"), where it has one. */
export function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** The same in brackets, to stand behind what failed; empty where there is none. */
export function systemNote(thrown: unknown): string {
  const code = systemCode(thrown);
  return code === undefined ? '' : ` (${code})`;
}

/** Whether it is a failure of this kind. */
export function hasCode(thrown: unknown, code: ErrorCode): thrown is LoupeError {
  return thrown instanceof LoupeError && thrown.code === code;
}

const MORE_FILES = 'Have an operator permit this process more open files (ulimit -n), then call again.';

/** What was thrown as a LoupeError: itself, `cancelled` for an aborted signal, else `internal_error`. */
export function asLoupeError(thrown: unknown, signal?: AbortSignal): LoupeError {
  if (thrown instanceof LoupeError) return thrown;
  if (signal?.aborted && signal.reason instanceof LoupeError) return signal.reason;
  if (signal?.aborted) return new LoupeError('cancelled', 'the call was cancelled', { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const next = /^E[MN]FILE$/.test(systemCode(thrown) ?? '') ? MORE_FILES : undefined;
  return new LoupeError('internal_error', message, { next, cause: thrown });
}

/**
 * For whoever runs it: of what a person can mend what the system said, which names the folder; of a defect where it was
 * thrown.
 */
export function reasonOf(error: LoupeError): string {
  if (error.next === ERROR_CODES.internal_error) return inspect(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The HTTP client: every hop through the policy, every byte counted, every wait bounded. */
import { setImmediate } from 'node:timers/promises';
import { withDeadline } from '../call.js';
import { LoupeError } from '../errors.js';
import { disposeMade, type Lazy, lazy } from '../lazy.js';
import type { StoredCookie } from '../storage-state.js';
import { parseUrl, withoutCredentials } from '../url.js';
import { type EgressPolicy, portOf, refusal } from './address-policy.js';
import { type Connector, createConnector } from './connect.js';
import { cookieSource, type RequestCookies } from './cookies.js';
import type { Answer } from './exchange.js';
import { toLoupeError } from './http-errors.js';
import { REDIRECT_STATUS } from './redirect-status.js';
import { checkCallerHeaders, hopHeaders } from './request-headers.js';
import type { Resolver } from './resolver.js';
import { discard, HttpResponse, WIRE_MAX_BYTES } from './response.js';
import { openWire, type Wire } from './wire.js';

export interface HttpClientOptions {
  readonly policy: EgressPolicy;
  /** The User-Agent, for example `webloupe/1.0.0 (+https://…)`. */
  readonly userAgent: string;
  readonly ignoreHttpsErrors?: boolean;
  /** The system's, unless a test brings its own. */
  readonly resolver?: Resolver;
  /** What the operator is logged in with. No caller sets cookies, and none are kept beyond what one request leads to. */
  readonly cookies?: (() => readonly StoredCookie[]) | undefined;
}

export interface HttpRequest {
  readonly signal: AbortSignal;
  /** For everything: redirects, headers and body. */
  readonly timeoutMs: number;
  /** The caller's. Sent to the origin that was asked, not across a redirect to another. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes of the body from the line; twice as many decoded. */
  readonly maxBytes?: number;
  /** Of the requests that led to this one, see `newCookies`; what this one's answer sets is added. */
  readonly cookies?: RequestCookies;
  /** Asked before a redirect is followed; what it throws is why that is not. */
  readonly permit?: (next: URL, signal: AbortSignal) => Promise<unknown>;
}

/** The fetch standard allows 20; nobody who redirects more than ten times arrives. */
const REDIRECTS_MAX = 10;
/** A body that stands still for this long is given up; what came is kept. */
const STALL_TIMEOUT_MS = 10_000;

/** Owns its connections; one client per policy, since a pooled connection does not ask again. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #connector: Connector;
  readonly #cookies: ReturnType<typeof cookieSource>;
  readonly #closing = new AbortController();
  readonly #wire: Lazy<Wire>;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#connector = createConnector(options.policy, options.resolver);
    this.#cookies = cookieSource(options.cookies);
    const { ignoreHttpsErrors = false } = options;
    this.#wire = lazy(() => openWire({ connector: this.#connector, ignoreHttpsErrors, signal: this.#closing.signal }));
  }

  /** By the address alone, no name is resolved. @throws LoupeError `blocked_address` */
  judge(url: URL): void {
    const verdict = this.#options.policy.judgeUrl(url);
    if (verdict.verdict === 'block') throw refusal(url.hostname, verdict);
  }

  /**
   * The answer at the end of the redirects, whatever its status. It is read to its end, or disposed of.
   * @throws LoupeError `blocked_address`, `dns_failed`, `connect_failed`, `tls_failed`, `timeout`, `too_large`,
   * `too_many_redirects`, `bad_encoding`, `http_error`, `invalid_input`, `cancelled`
   */
  async request(url: URL, request: HttpRequest): Promise<HttpResponse> {
    const own = checkCallerHeaders(request.headers ?? {});
    const late = () => new LoupeError('timeout', `${url.host} did not answer within ${request.timeoutMs} ms`);
    const deadline = withDeadline([request.signal, this.#closing.signal], request.timeoutMs, late);
    let redirects = 0;
    let current = url;
    let sameOrigin = true;
    const { cookies = this.newCookies() } = request;
    try {
      for (;;) {
        const cookie = await cookies.headerFor(current);
        const { userAgent } = this.#options;
        const headers = hopHeaders({ url: current, start: url, userAgent, own, sameOrigin, cookie });
        const answer = await this.#send(current, headers, deadline, request);
        cookies.take(current, answer.headers['set-cookie']);
        const next = redirectTarget(answer, current);
        if (next === undefined) return this.#finish(answer, current, request, deadline);
        discard(answer.body, Number(answer.headers['content-length'] ?? Number.NaN));
        // A body that came with the headers is gone after this turn: the next hop finds its connection free.
        await setImmediate();
        if (++redirects > REDIRECTS_MAX) {
          throw new LoupeError('too_many_redirects', `${url.host} redirected more than ${REDIRECTS_MAX} times`);
        }
        await request.permit?.(next, deadline);
        // Once left, the origin's headers stay behind: a way back could be another site's doing.
        sameOrigin &&= next.origin === url.origin;
        current = next;
      }
    } catch (error) {
      deadline[Symbol.dispose]();
      throw toLoupeError(error, deadline, current.host);
    }
  }

  /** For requests of which one leads to the next. */
  newCookies(): RequestCookies {
    return this.#cookies();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new LoupeError('cancelled', 'the HTTP client was closed'));
    await disposeMade(this.#wire);
  }

  #finish(answer: Answer, url: URL, request: HttpRequest, deadline: AbortSignal & Disposable): HttpResponse {
    return new HttpResponse({
      status: answer.status,
      headers: joinedHeaders(answer.headers),
      finalUrl: withoutCredentials(url),
      line: answer.body,
      maxBytes: request.maxBytes ?? WIRE_MAX_BYTES,
      isCancelled: () => request.signal.aborted || this.#closing.signal.aborted,
      toError: (error) => toLoupeError(error, deadline, url.host),
      onEnd: () => deadline[Symbol.dispose](),
    });
  }

  async #send(url: URL, headers: Record<string, string>, signal: AbortSignal, request: HttpRequest) {
    this.judge(url);
    signal.throwIfAborted();
    const wire = await this.#wire();
    const upstream = this.#options.policy.route(url.hostname, portOf(url)).upstream;
    return wire.send(
      {
        url,
        headers,
        signal,
        headersTimeoutMs: request.timeoutMs,
        bodyTimeoutMs: Math.min(STALL_TIMEOUT_MS, request.timeoutMs),
      },
      upstream,
    );
  }
}

/** Where an answer redirects to, or undefined when it is the last one. */
function redirectTarget(answer: Answer, current: URL): URL | undefined {
  if (!REDIRECT_STATUS.has(answer.status)) return undefined;
  const given = answer.headers['location'];
  const location = Array.isArray(given) ? given[0] : given;
  if (location === undefined || location === '') return undefined;
  // Header bytes arrive as Latin-1. Those beyond ASCII are kept as they are, whatever encoding they are of, as in Chromium.
  const ascii = location.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  const target = parseUrl(ascii, current.href);
  if (target === undefined) {
    discard(answer.body, Number.NaN);
    throw new LoupeError('http_error', `${current.host} redirects to an invalid address`);
  }
  if (target.hash === '') target.hash = current.hash;
  return target;
}

function joinedHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

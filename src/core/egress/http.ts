/** The HTTP client: every hop through the policy, every byte counted, every wait bounded. */
import type { Dispatcher } from 'undici';
import { withDeadline } from '../call.js';
import { LoupeError } from '../errors.js';
import { parseUrl, withoutCredentials } from '../url.js';
import { type EgressPolicy, portOf, refusal } from './address-policy.js';
import { type Connector, createConnector, type Resolver } from './connect.js';
import { isBrokenLine, toLoupeError } from './http-errors.js';
import { checkCallerHeaders, hopHeaders } from './request-headers.js';
import { discard, HttpResponse, WIRE_MAX_BYTES } from './response.js';

/** The page that says who is asking; sent with every request that names no other agent. */
export const PROJECT_PAGE = 'https://www.npmjs.com/package/webloupe';

export interface HttpClientOptions {
  readonly policy: EgressPolicy;
  /** The User-Agent, for example `webloupe/1.0.0 (+https://…)`. */
  readonly userAgent: string;
  readonly ignoreHttpsErrors?: boolean;
  /** The system's, unless a test brings its own. */
  readonly resolver?: Resolver;
}

export interface HttpRequest {
  readonly signal: AbortSignal;
  /** For everything: redirects, headers and body. */
  readonly timeoutMs: number;
  readonly method?: 'GET' | 'HEAD';
  /** The caller's. Sent to the origin that was asked, not across a redirect to another. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of the body from the line; twice as many decoded. */
  readonly maxBytes?: number;
  /** How long one server may take to its headers; `timeoutMs` when left out. */
  readonly headersTimeoutMs?: number;
}

/** The fetch standard allows 20; nobody who redirects more than ten times arrives. */
const REDIRECTS_MAX = 10;
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);
/** Real sites send up to some 20 KB (content security policies, cookies). */
const HEADERS_MAX_BYTES = 64 * 1024;
const TLS_TIMEOUT_MS = 10_000;
/** A body that stands still for this long is given up; what came is kept. */
const STALL_TIMEOUT_MS = 10_000;
/** Per origin. Callers bound their own concurrency; this bounds what a defect of theirs could do to a site. */
const CONNECTIONS_MAX = 32;

interface Dispatchers {
  readonly direct: Dispatcher;
  /** A new connection for each request: for the second try after a kept connection broke. */
  readonly fresh: Dispatcher;
  /** For targets that go by the operator's upstream proxy. */
  readonly upstream: (proxy: URL) => Dispatcher;
}

interface Hop {
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Owns its connections; one client per policy, since a pooled connection does not ask again. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #connector: Connector;
  readonly #closing = new AbortController();
  readonly #open: Dispatcher[] = [];
  #dispatchers: Promise<Dispatchers> | undefined;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#connector = createConnector(options.policy, options.resolver);
  }

  /**
   * The answer at the end of the redirects, whatever its status. Its body must be read or cancelled.
   * @throws LoupeError `blocked_address`, `dns_failed`, `connect_failed`, `tls_failed`, `timeout`, `too_large`,
   * `too_many_redirects`, `bad_encoding`, `http_error`, `invalid_input`, `cancelled`
   */
  async request(url: URL, request: HttpRequest): Promise<HttpResponse> {
    const own = checkCallerHeaders(request.headers ?? {});
    const caller = AbortSignal.any([request.signal, this.#closing.signal]);
    const late = () => new LoupeError('timeout', `${url.host} did not answer within ${request.timeoutMs} ms`);
    const deadline = withDeadline(caller, request.timeoutMs, late);
    const redirects: string[] = [];
    let current = url;
    let sameOrigin = true;
    try {
      for (;;) {
        const headers = hopHeaders({ url: current, start: url, userAgent: this.#options.userAgent, own, sameOrigin });
        const answer = await this.#send({ url: current, headers, signal: deadline }, request);
        const next = redirectTarget(answer, current);
        if (next === undefined) return this.#finish(answer, current, redirects, request, { deadline, caller });
        discard(answer.body, Number(answer.headers['content-length'] ?? Number.NaN));
        redirects.push(withoutCredentials(current));
        if (redirects.length > REDIRECTS_MAX) {
          throw new LoupeError('too_many_redirects', `${url.host} redirected more than ${REDIRECTS_MAX} times`);
        }
        // Once left, the origin's headers stay behind: a way back could be another site's doing.
        sameOrigin &&= next.origin === url.origin;
        current = next;
      }
    } catch (error) {
      deadline[Symbol.dispose]();
      throw toLoupeError(error, deadline, current.host);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new LoupeError('cancelled', 'the HTTP client was closed'));
    await Promise.all(this.#open.map((dispatcher) => dispatcher.destroy()));
  }

  #finish(
    answer: Dispatcher.ResponseData,
    url: URL,
    redirects: readonly string[],
    request: HttpRequest,
    { deadline, caller }: { deadline: AbortSignal & Disposable; caller: AbortSignal },
  ): HttpResponse {
    return new HttpResponse({
      status: answer.statusCode,
      headers: joinedHeaders(answer.headers),
      finalUrl: withoutCredentials(url),
      redirects,
      stream: answer.body,
      maxBytes: request.maxBytes ?? WIRE_MAX_BYTES,
      signal: deadline,
      caller,
      toError: (error) => toLoupeError(error, deadline, url.host),
      onEnd: () => deadline[Symbol.dispose](),
    });
  }

  async #send(hop: Hop, request: HttpRequest): Promise<Dispatcher.ResponseData> {
    const { policy } = this.#options;
    const verdict = policy.judgeUrl(hop.url);
    if (verdict.verdict === 'block') throw refusal(hop.url.hostname, verdict);
    hop.signal.throwIfAborted();
    this.#dispatchers ??= this.#makeDispatchers();
    const { direct, fresh, upstream } = await this.#dispatchers;
    const proxy = policy.route(hop.url.hostname, portOf(hop.url)).upstream;
    const send = (dispatcher: Dispatcher) =>
      dispatcher.request({
        origin: hop.url.origin,
        path: `${hop.url.pathname}${hop.url.search}`,
        method: request.method ?? 'GET',
        headers: hop.headers,
        signal: hop.signal,
        headersTimeout: request.headersTimeoutMs ?? request.timeoutMs,
        bodyTimeout: Math.min(STALL_TIMEOUT_MS, request.timeoutMs),
      });
    if (proxy !== undefined) return send(upstream(proxy));
    try {
      return await send(direct);
    } catch (error) {
      // A kept connection may have been closed by the server just now. GET and HEAD may be asked twice.
      if (!isBrokenLine(error) || hop.signal.aborted) throw error;
      return send(fresh);
    }
  }

  /** Loaded with the first request: undici is a third of the start-up time. */
  async #makeDispatchers(): Promise<Dispatchers> {
    const { Agent, buildConnector, ProxyAgent } = await import('undici');
    const tls = { rejectUnauthorized: this.#options.ignoreHttpsErrors !== true };
    const handshake = buildConnector({ ...tls, allowH2: true, timeout: TLS_TIMEOUT_MS });
    const connect: typeof handshake = (target, callback) => {
      const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
      this.#connector.open(target.hostname, port, this.#closing.signal).then(
        (socket) => {
          if (target.protocol === 'https:') handshake({ ...target, httpSocket: socket }, callback);
          else callback(null, socket);
        },
        (error: Error) => callback(error, null),
      );
    };
    const common = { allowH2: true, maxHeaderSize: HEADERS_MAX_BYTES, connections: CONNECTIONS_MAX };
    const keep = <T extends Dispatcher>(dispatcher: T): T => {
      this.#open.push(dispatcher);
      return dispatcher;
    };
    let proxied: Dispatcher | undefined;
    return {
      direct: keep(new Agent({ ...common, connect })),
      fresh: keep(new Agent({ ...common, connect, pipelining: 0 })),
      upstream(proxy) {
        // Plain requests are not tunnelled: many proxies permit CONNECT to port 443 only.
        proxied ??= keep(new ProxyAgent({ ...common, uri: proxy.href, proxyTunnel: false, requestTls: tls }));
        return proxied;
      },
    };
  }
}

/** Where an answer redirects to, or undefined when it is the last one. */
function redirectTarget(answer: Dispatcher.ResponseData, current: URL): URL | undefined {
  if (!REDIRECT_STATUS.has(answer.statusCode)) return undefined;
  const given = answer.headers['location'];
  const location = Array.isArray(given) ? given[0] : given;
  if (location === undefined) return undefined;
  // Header bytes arrive as Latin-1; servers that send raw UTF-8 mean UTF-8, as browsers read it.
  const target = parseUrl(Buffer.from(location, 'latin1').toString('utf8'), current.href);
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

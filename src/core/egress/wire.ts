/** HTTP/1.1 and HTTP/2 over connections of connect.ts: pools, TLS, the second try. lib: undici */
import type { Dispatcher, Pool } from 'undici';
import type { Connector } from './connect.js';
import { type Answer, exchange } from './exchange.js';
import { isBrokenLine, isHttp2Trouble } from './http-errors.js';
import { basicAuthorization } from './request-headers.js';
import { asUpstreamError, upstreamRefusal } from './upstream.js';

/** Real sites send up to some 20 KB (content security policies, cookies). */
const HEADERS_MAX_BYTES = 64 * 1024;
const TLS_TIMEOUT_MS = 10_000;
/** Per origin. Callers bound their own concurrency; this bounds what a defect of theirs could do to a site. */
const CONNECTIONS_MAX = 32;

interface WireOptions {
  readonly connector: Connector;
  readonly ignoreHttpsErrors: boolean;
  /** Ends connections that are being made. */
  readonly signal: AbortSignal;
}

interface WireRequest {
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
}

/** Owns its connections. */
export interface Wire extends AsyncDisposable {
  /** One hop, straight or by the operator's upstream proxy. */
  send(request: WireRequest, upstream: URL | undefined): Promise<Answer>;
}

/** Kept out of the start: it takes as long as everything else together. */
export const loadUndici = () => import('undici');

export async function openWire({ connector, ignoreHttpsErrors, signal }: WireOptions): Promise<Wire> {
  const { Agent, buildConnector, Pool, ProxyAgent } = await loadUndici();
  const tls = { rejectUnauthorized: !ignoreHttpsErrors };
  const awaited = new Map<string, number>();

  function connectBy(allowH2: boolean): ReturnType<typeof buildConnector> {
    const handshake = buildConnector({ ...tls, allowH2, timeout: TLS_TIMEOUT_MS });
    return (target, done) => {
      // After a body was dropped, undici reconnects for the request that has just ended. Nobody waits for that one. The
      // code is one that undici fails its queue with; with UND_ERR_SOCKET it would come back at once, for ever.
      if ((awaited.get(`${target.protocol}//${target.host}`) ?? 0) === 0) {
        process.nextTick(() => done(Object.assign(new Error('no request waits'), { code: 'ECONNRESET' }), null));
        return;
      }
      const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
      connector.open(target.hostname, port, signal).then(
        (socket) => {
          if (target.protocol === 'https:') handshake({ ...target, httpSocket: socket }, done);
          else done(null, socket);
        },
        (error: Error) => done(error, null),
      );
    };
  }

  const common = { allowH2: true, maxHeaderSize: HEADERS_MAX_BYTES, connections: CONNECTIONS_MAX };
  const connect = connectBy(true);
  const direct = new Agent({ ...common, connect });
  /** A new connection for each request: another kept one may be as dead as the first. */
  const fresh = new Agent({ ...common, connect, pipelining: 0 });
  /** For servers that offer HTTP/2 and then refuse a stream (RFC 9113, section 7: HTTP_1_1_REQUIRED, REFUSED_STREAM). */
  const older = new Agent({ ...common, connect: connectBy(false), pipelining: 0 });
  let proxied: Dispatcher | undefined;

  function openUpstream(upstream: URL): Dispatcher {
    const token = basicAuthorization(upstream);
    return new ProxyAgent({
      ...common,
      uri: upstream.href,
      ...(token === undefined ? {} : { token }),
      // Plain requests are not tunnelled: many proxies permit CONNECT to port 443 only.
      proxyTunnel: false,
      requestTls: tls,
      clientFactory: (origin, options) => tunnelPool(new Pool(origin, options)),
    });
  }

  async function dispatch(dispatcher: Dispatcher, request: WireRequest): Promise<Answer> {
    const { origin, pathname, search } = request.url;
    awaited.set(origin, (awaited.get(origin) ?? 0) + 1);
    try {
      const options = {
        origin,
        path: `${pathname}${search}`,
        method: 'GET' as const,
        headers: request.headers,
        headersTimeout: request.headersTimeoutMs,
        bodyTimeout: request.bodyTimeoutMs,
      };
      return await exchange(dispatcher, options, request.signal);
    } finally {
      const left = (awaited.get(origin) ?? 1) - 1;
      if (left > 0) awaited.set(origin, left);
      else awaited.delete(origin);
    }
  }

  return {
    async send(request, upstream) {
      if (upstream !== undefined) {
        proxied ??= openUpstream(upstream);
        return await dispatch(proxied, request).catch((error: unknown) => {
          throw asUpstreamError(error, request.url.host);
        });
      }
      try {
        return await dispatch(direct, request);
      } catch (error) {
        // The server may have closed a kept connection just now. A GET may be asked twice.
        const second = isHttp2Trouble(error) ? older : isBrokenLine(error) ? fresh : undefined;
        if (second === undefined || request.signal.aborted) throw error;
        return dispatch(second, request);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([direct, fresh, older, proxied].map((dispatcher) => dispatcher?.destroy()));
    },
  };
}

/** A proxy's CONNECT. As undici has it, a refusal has no status, and a proxy that hangs up is asked again for ever. */
function tunnelPool(pool: Pool): Dispatcher {
  const plain: (this: Pool, options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> = pool.connect;
  const connect = async (options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    const target = options.path;
    const answer = await plain.call(pool, options).catch((error: unknown) => {
      throw asUpstreamError(error, target);
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.on('error', () => {}).destroy();
    throw upstreamRefusal(answer.statusCode, target);
  };
  return Object.assign(pool, { connect });
}

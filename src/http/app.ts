/**
 * The HTTP application. Each request passes, in this order: Host, Origin, token, method, drain, content type, body, share.
 * The SDK's createMcpExpressApp reads bodies (up to 100 kB, no more) before Origin and token are looked at, and its Host
 * check lets `user@127.0.0.1` pass.
 */
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import * as z from 'zod';
import { LoupeError } from '../core/errors.js';
import { subjectOf } from '../methods.js';
import { VERSION } from '../version.js';
import type { Auth } from './auth.js';
import type { CallQueue } from './call-queue.js';
import type { Guard } from './guard.js';
import type { LegacyEndpoint } from './legacy.js';
import type { Logger } from './log.js';
import type { Metrics } from './metrics.js';
import type { ModernEndpoint } from './modern.js';
import { refuse } from './refuse.js';

/** A call's arguments with an HTML page among them; what is longer is for a URL. */
const BODY_MAX_BYTES = 1024 * 1024;
const PARSE_ERROR = -32700;
/** How long a browser need not ask again whether it may ask. */
const PREFLIGHT_S = 600;
/** By then a replica or the next start answers. */
const DRAIN_RETRY_MS = 10_000;

interface AppParts {
  readonly guard: Guard;
  readonly auth: Auth;
  readonly queue: CallQueue;
  readonly legacy: LegacyEndpoint;
  readonly modern: ModernEndpoint;
  readonly metrics: Metrics;
  readonly log: Logger;
  isDraining(): boolean;
}

export function createApp(parts: AppParts): Express {
  const { guard, auth, metrics } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(counted(parts));
  addHealth(app, parts);
  app.use(checkHost(guard), checkOrigin(guard));
  const { metadata } = auth;
  if (metadata !== undefined) app.get(metadata.path, (_request, response) => void response.json(metadata.document));
  app.get('/metrics', auth.middleware, async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  app.all('/mcp', auth.middleware, allowMethods(parts.legacy), refuseWhileDraining(parts), requireJson, readBody);
  app.all('/mcp', refuseBeyondShare(parts.queue), mcp(parts));
  app.use((_request, response) => refuse(response, 404, 'nothing here; MCP is at /mcp'));
  app.use(onError(parts.log));
  return app;
}

/** Probes come by address and without a token; they learn nothing but whether the server is well. */
function addHealth(app: Express, { isDraining }: AppParts): void {
  const ready = (_request: Request, response: Response) => {
    const draining = isDraining();
    response
      .status(draining ? 503 : 200)
      .json({ status: draining ? 'draining' : 'ok', live: true, ready: !draining, version: VERSION });
  };
  app.get('/health', ready);
  app.get('/health/ready', ready);
  app.get('/health/live', (_request, response) => void response.json({ status: 'ok', live: true }));
}

function counted({ metrics, log }: AppParts): RequestHandler {
  return (request, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    const { shouldKeepAlive } = response;
    response.once('finish', () => {
      const { statusCode: status } = response;
      // The SDKs' streams say keep-alive, whatever was asked for; who asked for "close" (HTTP/1.0 too) waits for it.
      if (!shouldKeepAlive) request.socket.end();
      metrics.answered(status);
      if (status >= 400) log.warn({ status, method: request.method, path: request.baseUrl + request.path }, 'refused');
    });
    next();
  };
}

function checkHost(guard: Guard): RequestHandler {
  return ({ headers: { host } }, response, next) => {
    if (guard.isAllowedHost(host)) return next();
    refuse(response, 403, 'the Host header names another server (--allowed-hosts)');
  };
}

/** An origin that the operator named may read answers too (CORS); those of loopback only get past this check. */
function checkOrigin(guard: Guard): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origin === undefined) return next();
    if (!guard.isAllowedOrigin(origin)) return refuse(response, 403, 'this origin may not call (--allowed-origins)');
    if (!guard.isNamedOrigin(origin)) return next();
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': 'Mcp-Session-Id, Retry-After, WWW-Authenticate',
      Vary: 'Origin',
    });
    if (request.method !== 'OPTIONS') return next();
    response.set({
      'Access-Control-Allow-Methods': 'GET, POST, DELETE',
      'Access-Control-Allow-Headers': request.get('access-control-request-headers') ?? '',
      'Access-Control-Max-Age': String(PREFLIGHT_S),
    });
    response.status(204).end();
  };
}

function allowMethods({ methods }: LegacyEndpoint): RequestHandler {
  return ({ method }, response, next) => {
    if (methods.includes(method)) return next();
    response.set('Allow', methods.join(', '));
    refuse(
      response,
      405,
      `${method} does nothing here${methods.includes('GET') ? '' : ': this server keeps no sessions'}`,
    );
  };
}

function refuseWhileDraining({ isDraining }: AppParts): RequestHandler {
  return (_request, response, next) => {
    if (!isDraining()) return next();
    response.set('Connection', 'close');
    refuse(
      response,
      503,
      new LoupeError('overloaded', 'the server is shutting down', {
        next: 'Call again in a few seconds: another process may answer then.',
        retryAfterMs: DRAIN_RETRY_MS,
      }),
    );
  };
}

/** A browser cannot send this type across origins without asking first, and it is never allowed to. */
const requireJson: RequestHandler = (request, response, next) => {
  const [type = ''] = (request.get('content-type') ?? '').split(';');
  if (request.method !== 'POST' || type.trim().toLowerCase() === 'application/json') return next();
  refuse(response, 415, 'Content-Type must be application/json');
};

/** Any JSON: what is no message is refused as one, and not as no JSON. */
const readBody = express.json({ limit: BODY_MAX_BYTES, strict: false });

const message = z.looseObject({ method: z.string(), id: z.union([z.string(), z.number()]).optional() });

/** A resource has megabytes, which stay in memory until the client has taken them: it counts like a call until then. */
function refuseBeyondShare(queue: CallQueue): RequestHandler {
  return (request, response, next) => {
    // Gone while its body was unpacked: no further event would tell when it ends.
    if (response.destroyed) return;
    const messages = [request.body].flat().flatMap((each) => message.safeParse(each).data ?? []);
    const reads = messages.filter(({ method }) => method === 'resources/read');
    const counted = [...messages.filter(({ method }) => method === 'tools/call'), ...reads];
    if (counted.length === 0) return next();
    const { client } = subjectOf(request.auth);
    const refusal = queue.refusal(client, counted.length);
    if (refusal !== undefined) return refuse(response, refusal.status, refusal.error, { id: counted[0]?.id ?? null });
    if (reads.length > 0) response.once('close', queue.hold(client, reads.length));
    next();
  };
}

function mcp({ legacy, modern }: AppParts): RequestHandler {
  return async (request, response) => {
    const endpoint = (await modern.takes(request)) ? modern : legacy;
    if (response.destroyed) return;
    await endpoint.handle(request, response);
  };
}

/** What reading a body throws; `type` says how it went wrong, but for bytes that cannot be inflated. */
const bodyError = z.object({ type: z.string().optional(), status: z.number().min(400).max(499) });

function onError(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    // Arrays in arrays in arrays, 30,000 deep: the SDKs walk what JSON.parse reads without walking.
    if (error instanceof RangeError && error.message.includes('call stack'))
      return refuse(response, 400, 'the body is nested too deeply');
    const { data } = bodyError.safeParse(error);
    if (data === undefined) {
      log.error({ err: error }, 'request failed');
      const passes = error instanceof LoupeError && error.retryAfterMs !== undefined;
      return passes ? refuse(response, 503, error) : refuse(response, 500, 'internal error');
    }
    if (data.type === 'entity.too.large') return refuse(response, 413, `a body may have ${BODY_MAX_BYTES} bytes`);
    if (data.type === 'entity.parse.failed') return refuse(response, 400, 'the body is no JSON', { code: PARSE_ERROR });
    refuse(response, data.status, 'the body cannot be read');
  };
}

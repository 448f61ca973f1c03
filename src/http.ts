/** The HTTP transport: binds, tells where, serves until asked to stop, and lets running calls finish. */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { isIP } from 'node:net';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Engine } from './core/engine.js';
import { asLoupeError, LoupeError } from './core/errors.js';
import type { ServerOptions } from './core/options.js';
import { createApp } from './http/app.js';
import { createAuth } from './http/auth.js';
import { CallQueue } from './http/call-queue.js';
import { createGuard, type Guard, inUrl, isLoopback, WILDCARDS } from './http/guard.js';
import { type LegacyEndpoint, SessionEndpoint, statelessEndpoint } from './http/legacy.js';
import { createLog, type Logger } from './http/log.js';
import { Metrics } from './http/metrics.js';
import { modernEndpoint } from './http/modern.js';
import { closePipelined } from './http/pipelined.js';
import { createMethods, type ServerSetup } from './methods.js';
import { createServer } from './server.js';
import { failure } from './tools/define-tool.js';

/** A client that has not sent its headers by then, or its megabyte, is not a slow one. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node looks for those; its own 30 s would make 40 of the 10. */
const LOOK_FOR_SLOW_MS = 2_000;
/** Proxies close what idles for 60 s: the side that sends requests must be the one that closes, or it loses some. */
const KEEP_ALIVE_MS = 65_000;
const CONNECTIONS_MAX = 1_024;
const TIMES = {
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: LOOK_FOR_SLOW_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
};
const DRAIN_LOOK_MS = 25;

/**
 * Serves until `stopped` resolves; then new requests are refused, running calls finish (within `drainTime`) and the port
 * is given back.
 * @param extend the server for older revisions; tests register the conformance suite's fixtures here
 * @throws LoupeError `invalid_input` for options that contradict each other or a port in use
 */
export async function serveHttp(
  engine: Engine,
  stopped: Promise<void>,
  extend?: (server: Server) => void,
): Promise<void> {
  const { options } = engine;
  const guard = createGuard(options);
  const auth = createAuth(options);
  if (!auth.required && !isLoopback(options.host) && !options.allowUnauthenticated) throw openToAll(options.host);
  const log = createLog();
  const queue = new CallQueue({
    max: options.maxCalls,
    maxPerClient: options.maxCallsPerClient,
    runningPerClient: options.maxConcurrency,
  });
  const metrics = new Metrics({
    engine: () => engine.status(),
    running: () => queue.running,
    waiting: () => queue.waiting,
    sessions: () => legacy.sessions,
  });
  const methods = createMethods({
    engine: async () => engine,
    maxResponseTokens: options.maxResponseTokens,
    structuredContent: options.structuredContent,
    local: false,
    reportDefect: (error) => log.error({ err: error }, 'defect'),
    around: watched(queue, metrics, log),
  });
  const newServer = () => {
    const server = createServer(methods);
    extend?.(server);
    return server;
  };
  const legacy: LegacyEndpoint = options.sessions
    ? new SessionEndpoint(newServer, { max: options.maxSessions, idleMs: options.sessionIdle * 1_000 })
    : statelessEndpoint(newServer);
  const modern = modernEndpoint(methods, (error) => log.warn({ reason: error.message }, 'request refused'));
  let draining = false;
  const app = createApp({ guard, auth, queue, legacy, modern, metrics, log, isDraining: () => draining });
  // A call is counted once its tool is there: what came meanwhile would be let in beyond the shares, and refused too late.
  await methods.load();
  const server = createHttpServer(TIMES, app);
  server.maxConnections = CONNECTIONS_MAX;
  const answering = countAnswers(server);
  closePipelined(server);
  const port = await listen(server, options);
  announce(options, port, guard, log);
  await stopped;
  draining = true;
  log.info({ running: queue.running, waiting: queue.waiting }, 'draining');
  await until(() => queue.running + queue.waiting + answering() === 0, options.drainTime * 1_000);
  await Promise.all([modern.close(), legacy.close()]);
  server.close();
  server.closeAllConnections();
  log.info('stopped');
}

function openToAll(host: string): LoupeError {
  return new LoupeError('invalid_input', `--host ${host} is beyond loopback, and nobody would have to authenticate`, {
    next: 'Give --auth-token or OAuth options, or say --allow-unauthenticated.',
  });
}

function watched(queue: CallQueue, metrics: Metrics, log: Logger): NonNullable<ServerSetup['around']> {
  return async (tool, { subject, signal }, run) => {
    const callId = randomUUID();
    const started = performance.now();
    const ended = (outcome: string) => {
      const ms = Math.round(performance.now() - started);
      metrics.called(tool, outcome, ms);
      log.info({ callId, tool, subject: subject.owner, ms, outcome }, 'call');
    };
    try {
      const reply = await queue.run(subject.client, signal, run);
      ended(reply.code ?? 'ok');
      return reply;
    } catch (thrown) {
      const error = asLoupeError(thrown, signal);
      ended(error.code);
      return failure(error);
    }
  };
}

/** POST requests whose answers are not all out. Streams that a client holds open with GET are none. */
function countAnswers(server: HttpServer): () => number {
  let count = 0;
  server.on('request', (request, response) => {
    if (request.method !== 'POST') return;
    count++;
    response.once('close', () => count--);
  });
  return () => count;
}

async function listen(server: HttpServer, { port, host }: ServerOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new LoupeError('invalid_input', `cannot listen on ${inUrl(host)}:${port}: ${error.message}`, {
          next: 'Choose another --port or --host.',
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Where it listens, and what to put into a client's configuration: for people on a terminal, else a line of the log. */
function announce(options: ServerOptions, port: number, guard: Guard, log: Logger): void {
  const host = WILDCARDS.has(options.host) ? '127.0.0.1' : options.host;
  const url = `http://${inUrl(host)}:${port}/mcp`;
  const known = guard.isAllowedHost(new URL(url).host) ? url : `${namedOrigin(options, port)}/mcp`;
  const headers = options.authToken === undefined ? {} : { headers: { Authorization: 'Bearer <your token>' } };
  const client = { mcpServers: { webloupe: { type: 'http', url: options.oauthAudience ?? known, ...headers } } };
  if (process.stderr.isTTY) process.stderr.write(`webloupe: listening on ${url}\n${JSON.stringify(client, null, 2)}\n`);
  else log.info({ url, client }, `listening on ${url}`);
}

/** For clients, who are refused under any other. A name without a port is that of a proxy, which does TLS; an address is this machine's own. */
function namedOrigin({ allowedHosts: [name = ''] }: ServerOptions, port: number): string {
  if (isIP(name) > 0) return `http://${inUrl(name)}:${port}`;
  return /:\d+$/.test(name) ? `http://${name}` : `https://${name}`;
}

async function until(holds: () => boolean, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
}

/** Revisions up to 2025-11-25 over HTTP: a fresh server for each request, or one for each session. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CancelledNotificationSchema, isInitializeRequest, isJSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Request, Response } from 'express';
import { LoupeError } from '../core/errors.js';
import { newId } from '../core/store/results.js';
import { subjectOf } from '../methods.js';
import { refuse } from './refuse.js';

export interface LegacyEndpoint {
  readonly sessions: number;
  /** HTTP methods that have something to do here. */
  readonly methods: readonly string[];
  handle(request: Request, response: Response): Promise<void>;
  close(): Promise<void>;
}

/** Any replica can answer: what outlives a request hangs on result ids and cursors. A dropped connection ends its work. */
export function statelessEndpoint(newServer: () => Server): LegacyEndpoint {
  return {
    sessions: 0,
    methods: ['POST'],
    async handle(request, response) {
      const server = newServer();
      const transport = new StreamableHTTPServerTransport();
      response.once('close', () => void server.close());
      await server.connect(transport);
      await transport.handleRequest(request, response, request.body);
    },
    close: async () => {},
  };
}

interface SessionLimits {
  readonly max: number;
  readonly idleMs: number;
}

interface Session {
  readonly server: Server;
  readonly transport: StreamableHTTPServerTransport;
  readonly owner: string;
  /** Ids of calls that came with others: their answers share a stream. */
  readonly batched: Set<string | number>;
  /** Requests being answered, streams included. */
  open: number;
  idleSinceMs: number;
}

const SESSION_NOT_FOUND = -32001;
const CANCELLED = { code: -32000, message: 'cancelled' };

export class SessionEndpoint implements LegacyEndpoint {
  readonly methods = ['GET', 'POST', 'DELETE'];
  readonly #newServer: () => Server;
  readonly #limits: SessionLimits;
  readonly #kept = new Map<string, Session>();
  readonly #sweep: NodeJS.Timeout;

  constructor(newServer: () => Server, limits: SessionLimits) {
    this.#newServer = newServer;
    this.#limits = limits;
    this.#sweep = setInterval(() => this.#expire(), Math.min(limits.idleMs / 2, 30_000));
    this.#sweep.unref();
  }

  get sessions(): number {
    return this.#kept.size;
  }

  async handle(request: Request, response: Response): Promise<void> {
    const id = request.get('mcp-session-id');
    const { owner } = subjectOf(request.auth);
    if (id === undefined) {
      if (!isInitializeRequest(request.body)) return refuse(response, 400, 'the Mcp-Session-Id header is missing');
      return await this.#open(owner, request, response);
    }
    const session = this.#kept.get(id);
    // Somebody else's looks like one that never was.
    if (session?.owner !== owner) return refuse(response, 404, 'session not found', { code: SESSION_NOT_FOUND });
    await this.#serve(session, request, response);
  }

  async #open(owner: string, request: Request, response: Response): Promise<void> {
    if (!this.#makeRoom()) {
      const error = new LoupeError('overloaded', 'every session is in use', { retryAfterMs: 10_000 });
      return refuse(response, 503, error);
    }
    const server = this.#newServer();
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: newId,
      onsessioninitialized: (id) => void this.#kept.set(id, session),
      onsessionclosed: (id) => void this.#kept.delete(id),
    });
    const session: Session = { server, transport, owner, batched: new Set(), open: 0, idleSinceMs: performance.now() };
    await server.connect(transport);
    await this.#serve(session, request, response);
    if (transport.sessionId === undefined) await server.close();
  }

  async #serve(session: Session, request: Request, response: Response): Promise<void> {
    const messages: unknown[] = [request.body].flat();
    const batch = messages.length === 1 ? [] : messages.filter(isJSONRPCRequest).map(({ id }) => id);
    for (const id of batch) session.batched.add(id);
    session.open++;
    response.once('close', () => {
      for (const id of batch) session.batched.delete(id);
      session.open--;
      session.idleSinceMs = performance.now();
    });
    await session.transport.handleRequest(request, response, request.body);
    // What was cancelled is not answered: its stream would stay open, and an orderly end would wait for it. That of a batch
    // ends with its last answer, so there a cancelled call has one.
    for (const message of messages) {
      const id = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
      if (id === undefined) continue;
      if (!session.batched.has(id)) session.transport.closeSSEStream(id);
      else await session.transport.send({ jsonrpc: '2.0', id, error: CANCELLED }).catch(() => {});
    }
  }

  /** The session idle longest goes. False when all are in use. */
  #makeRoom(): boolean {
    if (this.#kept.size < this.#limits.max) return true;
    const idle = [...this.#kept].filter(([, session]) => session.open === 0);
    const [oldest] = idle.sort(([, a], [, b]) => a.idleSinceMs - b.idleSinceMs);
    if (oldest === undefined) return false;
    this.#end(...oldest);
    return true;
  }

  #expire(): void {
    const before = performance.now() - this.#limits.idleMs;
    for (const [id, session] of this.#kept)
      if (session.open === 0 && session.idleSinceMs < before) this.#end(id, session);
  }

  #end(id: string, session: Session): void {
    this.#kept.delete(id);
    void session.server.close();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    for (const [id, session] of this.#kept) this.#end(id, session);
  }
}

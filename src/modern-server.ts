/** The adapter for clients of 2026-07-28: no handshake and no session; each request says what it wants to hear. */
import { LOG_LEVEL_META_KEY, type ProtocolEra, Server, type ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { PARAMS } from './method-params.js';
import { LEVELS, type Methods, type RequestContext, subjectOf } from './methods.js';

/** What is listed for one subject is nobody else's to keep, and the next call adds to it. */
const PRIVATE = { ttlMs: 0, cacheScope: 'private' } as const;
/** Tools and templates change only with the server's version. */
const FIXED = { ttlMs: 3_600_000, cacheScope: 'public' } as const;

/** Since 2026-07-28 a request that names no level wants no log; before, a client that never set one gets info. */
const levelOf = z
  .looseObject({ [LOG_LEVEL_META_KEY]: z.enum(LEVELS).optional() })
  .transform((envelope) => envelope[LOG_LEVEL_META_KEY])
  .catch(undefined);

function contextOf(context: ServerContext, era: ProtocolEra): RequestContext {
  const { signal, envelope, _meta, notify } = context.mcpReq;
  return {
    signal,
    subject: subjectOf(context.http?.authInfo),
    level: era === 'modern' ? levelOf.parse(envelope) : 'info',
    progressToken: _meta?.progressToken,
    takesLinks: true,
    notify,
  };
}

/**
 * @param era `legacy` when a client on stdio asked what is spoken here and then chose an older revision after all
 */
export function createModernServer(methods: Methods, era: ProtocolEra): Server {
  const server = new Server(methods.serverInfo, {
    capabilities: { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} },
    instructions: methods.instructions,
    cacheHints: {
      'tools/list': FIXED,
      'prompts/list': FIXED,
      'resources/templates/list': FIXED,
      'resources/list': PRIVATE,
      'resources/read': PRIVATE,
    },
  });
  server.setRequestHandler('tools/list', { params: PARAMS['tools/list'] }, async () => ({
    ...(await methods.listTools()),
  }));
  server.setRequestHandler('tools/call', ({ params }, context) =>
    methods.callTool(params.name, params.arguments ?? {}, contextOf(context, era)),
  );
  server.setRequestHandler('resources/list', { params: PARAMS['resources/list'] }, async (params, context) => ({
    ...(await methods.listResources(params.cursor, contextOf(context, era))),
  }));
  server.setRequestHandler('resources/templates/list', { params: PARAMS['resources/templates/list'] }, async () => ({
    ...methods.listResourceTemplates(),
  }));
  server.setRequestHandler('resources/read', { params: PARAMS['resources/read'] }, async (params, context) => ({
    ...(await methods.readResource(params.uri, contextOf(context, era))),
  }));
  server.setRequestHandler('prompts/list', { params: PARAMS['prompts/list'] }, async () => ({
    ...methods.listPrompts(),
  }));
  server.setRequestHandler('prompts/get', { params: PARAMS['prompts/get'] }, async (params) => ({
    ...methods.getPrompt(params.name, params.arguments),
  }));
  server.setRequestHandler(
    'completion/complete',
    { params: PARAMS['completion/complete'] },
    async (params, context) => ({
      ...(await methods.complete(params.ref, params.argument, contextOf(context, era))),
    }),
  );
  return server;
}

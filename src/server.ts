/**
 * The adapter for clients up to 2025-11-25. The low-level `Server` is used, since the tools read their own input (so that
 * a refusal has our form: McpServer answers bad arguments itself) and list their own schemas.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { PARAMS } from './method-params.js';
import { type Level, MethodError, type Methods, type RequestContext, subjectOf } from './methods.js';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const METHOD_NOT_FOUND = -32601;

const request = <M extends keyof typeof PARAMS>(method: M) =>
  z.object({ method: z.literal(method), params: PARAMS[method] });

/** Links to resources in answers came with it: what has older schemas refuses the whole answer. */
const LINKS_REVISION = '2025-06-18';

/** Without its header an HTTP request is taken for one of 2025-03-26 (transports, "Protocol Version Header"). */
const revisionInHeader = ({ requestInfo }: Extra) => requestInfo?.headers['mcp-protocol-version'];

/** @param revisionOf what the request's client speaks */
export function createServer(
  methods: Methods,
  revisionOf: (extra: Extra) => string | string[] | undefined = revisionInHeader,
): Server {
  const server = new Server(methods.serverInfo, {
    capabilities: { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} },
    instructions: methods.instructions,
  });
  let level: Level = 'info';
  const contextOf = (extra: Extra): RequestContext => ({
    signal: extra.signal,
    subject: subjectOf(extra.authInfo),
    level,
    progressToken: extra._meta?.progressToken,
    takesLinks: String(revisionOf(extra) ?? '') >= LINKS_REVISION,
    notify: (notification) => extra.sendNotification(notification),
  });
  server.setRequestHandler(request('logging/setLevel'), async ({ params }) => {
    level = params.level;
    return {};
  });
  server.setRequestHandler(request('tools/list'), async () => methods.listTools());
  server.setRequestHandler(request('resources/list'), async ({ params }, extra) => ({
    ...(await methods.listResources(params.cursor, contextOf(extra))),
  }));
  server.setRequestHandler(request('resources/templates/list'), async () => ({ ...methods.listResourceTemplates() }));
  server.setRequestHandler(request('resources/read'), async ({ params }, extra) => ({
    ...(await methods.readResource(params.uri, contextOf(extra))),
  }));
  server.setRequestHandler(request('prompts/list'), async () => ({ ...methods.listPrompts() }));
  server.setRequestHandler(request('prompts/get'), async ({ params }) => ({
    ...methods.getPrompt(params.name, params.arguments),
  }));
  server.setRequestHandler(request('completion/complete'), async ({ params }, extra) => ({
    ...(await methods.complete(params.ref, params.argument, contextOf(extra))),
  }));
  // Not by setRequestHandler: the SDK would read each call twice more by its schemas, and each answer, which is checked
  // already, once.
  server.fallbackRequestHandler = async ({ method, params }, extra) => {
    if (method !== 'tools/call') throw new MethodError(METHOD_NOT_FOUND, 'Method not found');
    const call = PARAMS['tools/call'].parse(params);
    return methods.callTool(call.name, call.arguments, contextOf(extra));
  };
  return server;
}

/**
 * The one place where tools and resources meet the protocol's SDK. The low-level `Server` is used, since the tools read
 * their own input (so that a refusal has our form: McpServer answers bad arguments itself) and list their own schemas.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { LogLevel } from './core/call.js';
import type { Engine } from './core/engine.js';
import { asLoupeError } from './core/errors.js';
import { nearest } from './core/input.js';
import { captures } from './resources/captures.js';
import { documents } from './resources/documents.js';
import { results } from './resources/results.js';
import type { ToolCall } from './tools/define-tool.js';
import { TOOLS } from './tools/index.js';
import { listedTools } from './tools/listing.js';

const RESOURCES = [results, captures, documents] as const;

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export interface ServerSetup {
  engine: Engine;
  version: string;
  /** Whether callers share this machine's disk. */
  local: boolean;
  /** Where a defect's stack goes: never to the agent. */
  reportDefect(error: Error): void;
}

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;

/** Subject of a caller without authentication. */
const LOCAL_OWNER = 'local';

function ownerOf(extra: Extra): string {
  return extra.authInfo?.clientId ?? LOCAL_OWNER;
}

export function createServer(setup: ServerSetup): Server {
  const { engine, version } = setup;
  const server = new Server(
    { name: 'webloupe', title: 'webloupe', version },
    { capabilities: { tools: {}, resources: {}, logging: {} } },
  );
  let level: (typeof LEVELS)[number] = 'info';
  server.setRequestHandler(SetLevelRequestSchema, async ({ params }) => {
    level = params.level;
    return {};
  });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: listedTools(TOOLS) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallToolResult> => {
    const tool = TOOLS.find(({ name }) => name === params.name);
    if (tool === undefined) throw unknownTool(params.name);
    const verbose = params.arguments?.['verbose'] === true;
    const call = callOf(setup, extra, verbose ? 'debug' : level);
    const { defect, ...reply } = await tool.reply(params.arguments ?? {}, engine, call);
    if (defect !== undefined) setup.reportDefect(defect);
    return reply;
  });
  addResources(server, setup);
  return server;
}

function unknownTool(name: string): McpError {
  const near = nearest(
    name,
    TOOLS.map((tool) => tool.name),
  );
  return new McpError(
    ErrorCode.InvalidParams,
    `unknown tool "${name.slice(0, 60)}"${near === undefined ? '' : `, did you mean "${near}"?`}`,
  );
}

function callOf(setup: ServerSetup, extra: Extra, level: (typeof LEVELS)[number]): ToolCall {
  const token = extra._meta?.progressToken;
  let told = -1;
  // A notification that cannot be delivered (the caller is gone) must not fail the work: the signal ends it.
  const send = (notification: ServerNotification) => void extra.sendNotification(notification).catch(() => {});
  return {
    signal: extra.signal,
    owner: ownerOf(extra),
    local: setup.local,
    maxTokens: setup.engine.options.maxResponseTokens,
    progress(done, total, message) {
      if (token === undefined || done <= told) return;
      told = done;
      send({
        method: 'notifications/progress',
        params: { progressToken: token, progress: done, ...(total === undefined ? {} : { total }), message },
      });
    },
    log(at: LogLevel, message) {
      if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return;
      send({ method: 'notifications/message', params: { level: at, logger: 'webloupe', data: message } });
    },
  };
}

/** The protocol's code for a resource that is not there. */
const RESOURCE_NOT_FOUND = -32002;

function addResources(server: Server, { engine, reportDefect }: ServerSetup): void {
  server.setRequestHandler(ListResourcesRequestSchema, async (_request, extra) => ({
    resources: (await Promise.all(RESOURCES.map((family) => family.list(engine, ownerOf(extra))))).flat(),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({
    resourceTemplates: RESOURCES.flatMap((family) => family.templates),
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, extra) => {
    try {
      for (const family of RESOURCES) {
        const content = await family.read(uri, engine, ownerOf(extra), extra.signal);
        if (content !== undefined) return { contents: [{ ...content }] };
      }
    } catch (thrown) {
      const error = asLoupeError(thrown, extra.signal);
      if (error.code === 'internal_error') reportDefect(error);
      throw new McpError(
        error.code === 'internal_error' ? ErrorCode.InternalError : RESOURCE_NOT_FOUND,
        error.toText(),
      );
    }
    throw new McpError(RESOURCE_NOT_FOUND, `no resource ${uri.slice(0, 200)}`);
  });
}

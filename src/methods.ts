/**
 * What each method of the protocol answers, known to no SDK: one table of tools, prompts and resources for every revision. The
 * adapters (server.ts, modern-server.ts) only carry requests in and answers out.
 */
import * as z from 'zod';
import { type Completion, type CompletionOf, complete } from './completions.js';
import type { LogLevel } from './core/call.js';
import type { Engine } from './core/engine.js';
import { asLoupeError, type ErrorCode, type LoupeError } from './core/errors.js';
import { at, nearest } from './core/input.js';
import { lazy } from './core/lazy.js';
import type { ServerOptions } from './core/options.js';
import { INSTRUCTIONS } from './instructions.js';
import { growing, PROGRESS_EVERY_MS, type Progress } from './progress.js';
import type { ListedPrompt } from './prompts/define-prompt.js';
import { PROMPTS } from './prompts/index.js';
import type { ListedResource, ResourceContent, ResourceTemplate } from './resources/family.js';
import { FAMILIES, listPage } from './resources/listing.js';
import type { ToolCall, ToolReply } from './tools/define-tool.js';
import type { ListedTool } from './tools/listing.js';
import { toolList } from './tools/tool-list.js';
import { VERSION } from './version.js';

export const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
export type Level = (typeof LEVELS)[number];

const callerSchema = z.object({
  /** Everything kept belongs to the subject that made it. */
  owner: z.string(),
  /** Whose share of the server a call uses up: the subject, or without authentication the address. */
  client: z.string(),
});
export type Subject = z.infer<typeof callerSchema>;

const LOCAL_SUBJECT: Subject = { owner: 'local', client: 'local' };

/** Who asks. Without authentication info (stdio) it is the one local user. */
export function subjectOf(authInfo: { extra?: Record<string, unknown> | undefined } | undefined): Subject {
  return authInfo === undefined ? LOCAL_SUBJECT : callerSchema.parse(authInfo.extra);
}

type CallNotification =
  | {
      method: 'notifications/progress';
      params: { progressToken: string | number; progress: number; total?: number; message: string };
    }
  | { method: 'notifications/message'; params: { level: LogLevel; logger: string; data: string } };

/** A request's surroundings, as an adapter hands them over. */
export interface RequestContext {
  readonly signal: AbortSignal;
  readonly subject: Subject;
  /** What the caller wants to hear; undefined: no log at all. */
  readonly level: Level | undefined;
  readonly progressToken: string | number | undefined;
  /** Whether the client knows links to resources in answers. */
  readonly takesLinks: boolean;
  /** Sends on the request's own stream. */
  notify(notification: CallNotification): Promise<void>;
}

export interface ServerSetup extends Pick<ServerOptions, 'maxResponseTokens' | 'structuredContent'> {
  /** Made when the first call needs it. */
  engine(): Promise<Engine>;
  /** Loads what the first call needs, and starts nothing. */
  load?(): Promise<unknown>;
  /** Whether callers share this machine's disk. */
  local: boolean;
  /** Where a defect's stack goes: never to the agent. */
  reportDefect(error: LoupeError): void;
  /** Stands around every tool call: limits, counts, logs. */
  around?(tool: string, context: RequestContext, run: () => Promise<ToolReply>): Promise<ToolReply>;
}

/** An answer in the protocol's own error form. Both SDKs send an error's integer `code` as it is. */
export class MethodError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const INVALID_PARAMS = -32602;
const INTERNAL_ERROR = -32603;
/** Up to 2025-11-25; 2026-07-28 says invalid params. */
const RESOURCE_NOT_FOUND = -32002;
const RPC_CODES: Partial<Record<ErrorCode, number>> = {
  invalid_input: INVALID_PARAMS,
  expired: RESOURCE_NOT_FOUND,
};

type ToolResult = Omit<ToolReply, 'defect' | 'code'> & { [key: string]: unknown };

interface PromptMessage {
  role: 'user';
  content: { type: 'text'; text: string };
}

export interface Methods {
  readonly serverInfo: { name: string; title: string; version: string };
  /** What a client tells its model before any call. */
  readonly instructions: string;
  listTools(): Promise<{ tools: ListedTool[] }>;
  /** For the time between the list of tools and the first call. */
  load(): Promise<unknown>;
  callTool(name: string, input: Record<string, unknown>, context: RequestContext): Promise<ToolResult>;
  listResources(
    cursor: string | undefined,
    context: RequestContext,
  ): Promise<{ resources: ListedResource[]; nextCursor?: string }>;
  listResourceTemplates(): { resourceTemplates: ResourceTemplate[] };
  readResource(uri: string, context: RequestContext): Promise<{ contents: ResourceContent[] }>;
  listPrompts(): { prompts: ListedPrompt[] };
  getPrompt(name: string, given: Record<string, string>): { description: string; messages: PromptMessage[] };
  complete(
    of: CompletionOf,
    argument: { name: string; value: string },
    context: RequestContext,
  ): Promise<{ completion: Completion }>;
}

export function createMethods(setup: ServerSetup): Methods {
  const { engine } = setup;
  const around = setup.around ?? ((_tool, _context, run) => run());
  const listed = lazy(() => toolList(setup.structuredContent));
  // Asked for once: each import() goes through the loader again.
  const definedTools = lazy(() => import('./tools/index.js'));
  const asMethodError = (thrown: unknown) => {
    throw methodError(thrown, setup);
  };
  return {
    serverInfo: { name: 'webloupe', title: 'webloupe', version: VERSION },
    instructions: INSTRUCTIONS,
    listTools: async () => ({ tools: await listed() }),
    load: () => Promise.all([definedTools(), setup.load?.()]),
    async callTool(name, input, context) {
      const { TOOLS } = await definedTools();
      const tool = TOOLS.find((each) => each.name === name);
      if (tool === undefined) throw unknownName('tool', name, TOOLS);
      const call = callOf(setup, context, isVerbose(input));
      const {
        defect,
        code: _code,
        ...result
      } = await around(name, context, async () => {
        // The first call loads what it needs, and a page may be slow: whoever waits is to know that something is done.
        call.progress(0, undefined, `${name} has begun`);
        const beat = setInterval(() => call.goesOn(`${name} goes on`), PROGRESS_EVERY_MS).unref();
        try {
          return await tool.reply(input, await engine(), call);
        } catch (thrown) {
          // A tool's own failure is an answer: this one is of making the engine.
          return (await import('./tools/define-tool.js')).failure(asLoupeError(thrown, context.signal));
        } finally {
          clearInterval(beat);
        }
      });
      if (defect !== undefined) setup.reportDefect(defect);
      if (!setup.structuredContent) delete result.structuredContent;
      return result;
    },
    listResources: (cursor, { subject }) =>
      engine()
        .then((made) => listPage(made, subject.owner, cursor))
        .catch(asMethodError),
    listResourceTemplates: () => ({ resourceTemplates: FAMILIES.flatMap((family) => family.templates) }),
    readResource: (uri, context) => readResource(uri, setup, context),
    listPrompts: () => ({ prompts: PROMPTS.map(({ listed }) => listed) }),
    getPrompt,
    complete: (of, argument, { subject }) =>
      engine()
        .then(async (made) => ({ completion: await complete(of, argument, made, subject.owner) }))
        .catch(asMethodError),
  };
}

function unknownName(kind: 'tool' | 'prompt', name: string, known: ReadonlyArray<{ name: string }>): MethodError {
  const names = known.map((one) => one.name);
  const near = nearest(name, names);
  const hint = near === undefined ? ` (known: ${names.join(', ')})` : `, did you mean "${near}"?`;
  return new MethodError(INVALID_PARAMS, `unknown ${kind} "${name.slice(0, 60)}"${hint}`);
}

function getPrompt(name: string, given: Record<string, string>): { description: string; messages: PromptMessage[] } {
  const prompt = PROMPTS.find(({ listed }) => listed.name === name);
  if (prompt === undefined)
    throw unknownName(
      'prompt',
      name,
      PROMPTS.map(({ listed }) => listed),
    );
  try {
    const message: PromptMessage = { role: 'user', content: { type: 'text', text: prompt.text(given) } };
    return { description: prompt.listed.description, messages: [message] };
  } catch (thrown) {
    throw new MethodError(INVALID_PARAMS, asLoupeError(thrown).toText());
  }
}

/** Asked for in the call, or for its look behind links. */
export function isVerbose(input: unknown): boolean {
  return at(input, ['verbose']) === true || at(input, ['link_preview_config', 'verbose']) === true;
}

function callOf(setup: ServerSetup, context: RequestContext, verbose: boolean): ToolCall & Progress {
  const { progressToken, level } = context;
  // `verbose` asks for more than info, not for more than a client that wants warnings only has asked for.
  const least = verbose && level === 'info' ? 'debug' : level;
  // A notification that cannot be delivered (the caller is gone) must not fail the work: the signal ends it.
  const send = (notification: CallNotification) => void context.notify(notification).catch(() => {});
  return {
    signal: context.signal,
    owner: context.subject.owner,
    local: setup.local,
    maxTokens: setup.maxResponseTokens,
    takesLinks: context.takesLinks,
    ...growing((progress, total, message) => {
      if (progressToken === undefined) return;
      const params = { progressToken, progress, ...(total === undefined ? {} : { total }), message };
      send({ method: 'notifications/progress', params });
    }),
    log(at: LogLevel, message) {
      if (least === undefined || LEVELS.indexOf(at) < LEVELS.indexOf(least)) return;
      send({ method: 'notifications/message', params: { level: at, logger: 'webloupe', data: message } });
    },
  };
}

async function readResource(
  uri: string,
  setup: ServerSetup,
  { subject, signal }: RequestContext,
): Promise<{ contents: ResourceContent[] }> {
  try {
    for (const family of FAMILIES) {
      const content = await family.read(uri, await setup.engine(), subject.owner, signal);
      if (content !== undefined) return { contents: [content] };
    }
  } catch (thrown) {
    throw methodError(thrown, setup, signal);
  }
  throw new MethodError(RESOURCE_NOT_FOUND, `no resource ${uri.slice(0, 200)}`);
}

function methodError(thrown: unknown, { reportDefect }: ServerSetup, signal?: AbortSignal): MethodError {
  const error = asLoupeError(thrown, signal);
  if (error.code === 'internal_error') reportDefect(error);
  return new MethodError(RPC_CODES[error.code] ?? INTERNAL_ERROR, error.toText());
}

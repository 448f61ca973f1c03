/**
 * A tool is a plain object that knows nothing of the protocol: `run` returns a value of its output schema, and `present`
 * is a pure function from that value to text.
 */
import type * as z from 'zod';
import type { Engine, OwnedCall } from '../core/engine.js';
import { asLoupeError, type ErrorCode, type LoupeError } from '../core/errors.js';
import { readInput } from '../core/lenient-input.js';
import { linkPreviewConfig } from '../core/run-config.js';
import { askedOf } from './continued.js';

/** What a tool knows of its call besides progress and cancellation. */
export interface ToolCall extends OwnedCall {
  /** Tokens the answer may take, text and structured part each. */
  readonly maxTokens: number;
  /** Without, files are named in text and structure alone. */
  readonly takesLinks: boolean;
}

/** Content an answer carries besides text and structure. */
export type Attachment =
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size?: number; description?: string };

interface ToolAnswer<Output> {
  value: Output;
  attachments?: Attachment[];
}

/** What is told of a tool. */
interface ToldTool<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
}

interface Tool<Input extends z.ZodObject, Output extends z.ZodObject> extends ToldTool<Input, Output> {
  run(input: z.output<Input>, engine: Engine, call: ToolCall): Promise<ToolAnswer<z.input<Output>>>;
  present(value: z.output<Output>): string;
}

/** A tool as the adapters see it, whatever its schemas. */
export interface DefinedTool extends ToldTool<z.ZodObject, z.ZodObject> {
  /** Reads the input strictly, runs, checks the output. Never throws: a failure is an answer too. */
  reply(given: unknown, engine: Engine, call: ToolCall): Promise<ToolReply>;
}

export interface ToolReply {
  content: Array<{ type: 'text'; text: string } | Attachment>;
  structuredContent?: Record<string, unknown>;
  isError?: true;
  /** A defect, for the log: its stack never reaches the agent. */
  defect?: LoupeError;
  /** The failure's code, for counts and logs. */
  code?: ErrorCode;
}

export function failure(error: LoupeError): ToolReply {
  const retry = error.retryAfterMs === undefined ? '' : ` Retry after ${Math.ceil(error.retryAfterMs / 1000)} s.`;
  const reply: ToolReply = {
    content: [{ type: 'text', text: error.toText() + retry }],
    isError: true,
    code: error.code,
  };
  return error.code === 'internal_error' ? { ...reply, defect: error } : reply;
}

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): DefinedTool {
  const { run, present, ...told } = tool;
  const { name, input, output } = told;
  return {
    ...told,
    async reply(given, engine, call) {
      let notes: readonly string[] = [];
      try {
        const read = readInput(input, given);
        notes = read.notes;
        const asked = askedOf(name, input, read.names, read.value);
        const answer = await run(read.value, engine, { ...call, asked });
        // Parsed before it is sent: one key too many and the client's SDK refuses the whole answer.
        const value = output.parse(await withWarnings(answer.value, notes, input));
        const attachments = answer.attachments ?? [];
        const takesLinks = call.takesLinks && engine.options.resourceLinks;
        return {
          content: [
            { type: 'text', text: present(value) },
            ...attachments.filter(({ type }) => takesLinks || type !== 'resource_link'),
          ],
          structuredContent: value,
        };
      } catch (thrown) {
        const error = await withSiblings(asLoupeError(thrown, call.signal), input, given);
        return failure(notes.length === 0 ? error : withAssumptions(error, notes));
      }
    },
  };
}

/** The notes on the input, and the warnings: each says whose the fields are that this tool does not take. */
async function withWarnings(value: object, notes: readonly string[], input: z.ZodObject): Promise<object> {
  const warnings = 'warnings' in value && Array.isArray(value.warnings) ? value.warnings.map(String) : [];
  if (notes.length + warnings.length === 0) return value;
  const said = warnings.map(async (warning) => {
    const others = await fieldsOfOthers(namedFields(warning), input);
    return others.length === 0 ? warning : `${warning} (${others.join('; ')})`;
  });
  return { ...value, warnings: [...notes, ...(await Promise.all(said))] };
}

async function withSiblings(error: LoupeError, input: z.ZodObject, given: unknown): Promise<LoupeError> {
  const isInput = error.code === 'invalid_input' && typeof given === 'object' && given !== null;
  const others = await fieldsOfOthers([...namedFields(error.toText()), ...(isInput ? Object.keys(given) : [])], input);
  if (others.length === 0) return error;
  return error.restated(error.message, `${error.next} ${others.join('. ')}.`);
}

/** In a message: names that are no words. URLs and what stands in quotes are a page's, but for a name by itself. */
function namedFields(message: string): readonly string[] {
  return message.replace(FOREIGN, '"$1"').match(NAMED_FIELDS) ?? [];
}
const FOREIGN = /"([a-z_]+)"|"[^"]*"|:\/\/\S+/g;
const NAMED_FIELDS = /\b[a-z]+(?:_[a-z]+)+\b|\bengine(?= ")/g;

/** A field that this tool does not take may be another's: which, is the next step. */
async function fieldsOfOthers(named: readonly string[], { shape }: z.ZodObject): Promise<string[]> {
  const takesPreview = Object.hasOwn(shape, 'link_preview_config');
  const isOwn = (name: string) =>
    Object.hasOwn(shape, name) || (takesPreview && Object.hasOwn(linkPreviewConfig.shape, name));
  const foreign = [...new Set(named)].filter((name) => !isOwn(name));
  if (foreign.length === 0) return [];
  // Asked for when it is needed: the list of tools is made of what this file defines.
  const { TOOLS } = await import('./index.js');
  return foreign.flatMap((key) => {
    const names = TOOLS.filter((tool) => Object.hasOwn(tool.input.shape, key)).map(({ name }) => name);
    return names.length === 0 ? [] : [`${key} is a field of ${names.join(', ')}`];
  });
}

/** What was assumed may be why it failed. */
function withAssumptions(error: LoupeError, notes: readonly string[]): LoupeError {
  return error.restated(`${error.message.replace(/\.$/, '')} (${notes.join('; ')})`, error.next);
}

/** Every tool reads the open web and changes nothing; stated once so that no tool can disagree. */
export const TOOL_ANNOTATIONS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
} as const;

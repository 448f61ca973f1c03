/** Tools as tools/list names them: JSON Schemas without what costs tokens and tells an agent nothing. */
import * as z from 'zod';
import { at } from '../core/input.js';
import { TOOL_ANNOTATIONS } from './define-tool.js';
import { TOOLS } from './index.js';

export interface ListedTool {
  [key: string]: unknown;
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  outputSchema?: ObjectSchema;
  annotations: typeof TOOL_ANNOTATIONS;
}

interface ObjectSchema {
  [key: string]: unknown;
  type: 'object';
}

/** Limits that the agent meets by itself or learns from the refusal: lengths of texts and lists, bounds of answers. */
const DROPPED = new Set([
  '$schema',
  'brief',
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'minimum',
  'maximum',
  'propertyNames',
  'pattern',
]);

function slim(schema: unknown, io: 'input' | 'output', isRoot = false): unknown {
  if (Array.isArray(schema)) return schema.map((part) => slim(part, io));
  if (typeof schema !== 'object' || schema === null) return schema;
  if (io === 'input' && 'anyOf' in schema) return slim(firstKind({ ...schema }), io);
  // An item of a list is named by its fields: spelt out in each tool they would cost every session a thousand tokens.
  if ('listed' in schema) return { type: 'object', description: schema.listed };
  const brief = 'brief' in schema ? { description: schema.brief } : {};
  const kept = Object.entries({ ...schema, ...brief }).filter(
    ([key, value]) =>
      !DROPPED.has(key) &&
      !(key === 'description' && value === '') &&
      !(key === 'additionalProperties' && value === false && !(isRoot && io === 'input')) &&
      !(key === 'default' && value === false),
  );
  // The names below `properties` are fields of the caller's, never keywords.
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'properties' ? slimEach(value, io) : slim(value, io)]),
  );
}

/**
 * Of a field that is read in several forms the first alone is listed: Gemini's API refuses `const`, Vertex AI's a default beside
 * `anyOf`, and clients that leave out what some API refuses (LangChain's adapter) leave a field without a type. Every form is read all the same.
 */
function firstKind({ anyOf, default: _ofAnother, ...field }: Readonly<Record<string, unknown>>): unknown {
  return { ...field, ...Object(at(anyOf, [0])) };
}

function slimEach(properties: unknown, io: 'input' | 'output'): unknown {
  if (typeof properties !== 'object' || properties === null) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, slim(schema, io)]));
}

function objectSchema(schema: z.ZodObject, io: 'input' | 'output'): ObjectSchema {
  const json = slim(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), io, true);
  return z.looseObject({ type: z.literal('object') }).parse(json);
}

/** Every tool: computed by the build, and where there is no build. */
export function allTools(): ListedTool[] {
  return TOOLS.map(({ name, title, description, input, output }) => ({
    name,
    title,
    description,
    inputSchema: objectSchema(input, 'input'),
    outputSchema: objectSchema(output, 'output'),
    annotations: TOOL_ANNOTATIONS,
  }));
}

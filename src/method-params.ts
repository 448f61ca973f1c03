/**
 * What each method takes, for both adapters: what their SDKs cannot read they answer as a defect of the server (-32603), with
 * a dump of the schema's issues. Only `tools/call` of 2026-07-28 is read by its SDK before anything here is asked.
 */
import * as z from 'zod';
import { refusal } from './core/input.js';
import { INVALID_PARAMS, LEVELS, MethodError } from './methods.js';

/** @throws MethodError -32602, naming what is wrong */
function read<S extends z.ZodType>(schema: S) {
  return z
    .unknown()
    .optional()
    .transform((params): z.output<S> => {
      const { success, data, error } = schema.safeParse(params);
      if (success) return data;
      const issues = error.issues.map((issue) => ({ ...issue, path: ['params', ...issue.path] }));
      throw new MethodError(INVALID_PARAMS, refusal(schema, { params }, issues).toText());
    });
}

const name = z.string();

/** Some clients write null for what they leave out, or an empty cursor. */
function given<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value || undefined);
}

/** These lists are whole, and name no place to go on from: a cursor is another server's (specification, "Pagination"). */
const wholeList = read(
  z.looseObject({ cursor: given(z.literal('', 'none of this list, which is whole')) }).prefault({}),
);

export const PARAMS = {
  'tools/list': wholeList,
  'prompts/list': wholeList,
  'resources/templates/list': wholeList,
  'tools/call': read(
    z.looseObject({
      name,
      arguments: given(z.record(z.string(), z.unknown(), 'expected object')).transform((value) => value ?? {}),
    }),
  ),
  'resources/list': read(z.looseObject({ cursor: given(z.string()) }).prefault({})),
  'resources/read': read(z.looseObject({ uri: z.string() })),
  'prompts/get': read(
    z.looseObject({
      name,
      arguments: given(z.record(z.string(), z.string(), 'expected object')).transform((value) => value ?? {}),
    }),
  ),
  'completion/complete': read(
    z.looseObject({
      ref: z.discriminatedUnion(
        'type',
        [
          z.looseObject({ type: z.literal('ref/prompt'), name }),
          z.looseObject({ type: z.literal('ref/resource'), uri: z.string() }),
        ],
        'expected "ref/prompt" or "ref/resource"',
      ),
      argument: z.looseObject({ name, value: z.string() }),
    }),
  ),
  'logging/setLevel': read(z.looseObject({ level: z.enum(LEVELS) })),
} as const;

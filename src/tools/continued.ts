/** Going on where an answer was cut: a cursor stands for the call that made it, and nothing else is asked along with it. */
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Engine } from '../core/engine.js';
import { LoupeError } from '../core/errors.js';
import { type Cursor, readCursor } from '../core/present/cursor.js';
import type { Asked, KeptPage } from '../core/store/kept-pages.js';
import { parseUrl, withoutCredentials } from '../core/url.js';
import type { ToolCall } from './define-tool.js';
import { isEmpty } from './no-effect.js';

export interface Continued {
  readonly at: Cursor;
  readonly kept: KeptPage;
}

/** What may be new in each call: how much is answered, and how it is logged. */
const FREE: ReadonlySet<string> = new Set(['cursor', 'limit', 'verbose']);
/** Values are compared, not used: longer ones are kept as their digest. */
const COMPARED_CHARS = 100;

/**
 * What a call asks, by the names it gave. A default is nothing asked: clients that read calls by a schema of their own (zod's, n8n's)
 * fill all of them in, and beside a cursor the first call's would differ.
 */
export function askedOf(
  tool: string,
  schema: z.ZodObject,
  names: readonly string[],
  input: Readonly<Record<string, unknown>>,
): Asked {
  const given = names.flatMap((name): Array<[string, string]> => {
    if (isEmpty(input[name]) || FREE.has(name)) return [];
    const value = comparable(input[name]);
    return value === standard(schema, name) ? [] : [[name, value]];
  });
  return { tool, given: Object.fromEntries(given) };
}

/**
 * The kept result a cursor goes on with, and where.
 * @throws LoupeError `invalid_input` for no cursor, one of another tool, and fields that differ from the first call's; `expired`
 */
export async function continued(
  cursor: string,
  engine: Engine,
  call: ToolCall,
  mayChange: (name: string, kept: KeptPage) => boolean = () => false,
): Promise<Continued> {
  const at = readCursor(cursor);
  const kept = await engine.results.get(at.id, call.owner);
  const { asked: before } = kept;
  const { asked: now } = call;
  if (before === undefined || now === undefined) return { at, kept };
  if (before.tool !== now.tool)
    throw new LoupeError('invalid_input', `cursor: it is of ${before.tool}`, {
      next: `Pass it to ${before.tool}, or leave cursor out.`,
    });
  const differ = Object.entries(now.given)
    .filter(([name, value]) => value !== before.given[name] && !mayChange(name, kept))
    .map(([name]) => name);
  if (differ.length === 0) return { at, kept };
  const names = differ.join(', ');
  throw new LoupeError('invalid_input', `${names}: the cursor already holds what the first call asked, which differs`, {
    next: `Leave ${names} out to go on, or leave cursor out to start anew.`,
  });
}

/** What a field means that was not given. */
function standard(schema: z.ZodObject, name: string): string | undefined {
  const read = schema.shape[name]?.safeParse(undefined);
  return read?.success ? comparable(read.data) : undefined;
}

/** Equal for values that mean the same: an address as it was given and as answers repeat it. */
function comparable(value: unknown): string {
  const text = typeof value === 'string' ? addressOf(value) : JSON.stringify(value, (_, part) => addressOf(part));
  if (text === undefined || text.length <= COMPARED_CHARS) return text ?? '';
  return createHash('sha256').update(text).digest('base64url');
}

function addressOf<T>(value: T): T | string {
  const isUrl = typeof value === 'string' && value.startsWith('http') && parseUrl(value) !== undefined;
  return isUrl ? withoutCredentials(value) : value;
}

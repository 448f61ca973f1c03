/** The file of --storage-state: cookies and local storage, as Playwright's `context.storageState({ path })` writes it. */
import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';
import { LoupeError } from './errors.js';
import { parseJson } from './json.js';

/** A cookie as Playwright writes it. Other fields are left to the browser. */
const storedCookie = z.looseObject({
  // A line break would end the header it is sent in.
  name: z.string().regex(/^[^\p{Cc}]*$/u),
  value: z.string().regex(/^[^\p{Cc}]*$/u),
  /** With a dot before it: for the hosts below it, too. */
  domain: z.string().min(1),
  path: z.string().min(1),
  /** In seconds since 1970; -1 for as long as the session lasts. */
  expires: z.number().default(-1),
  secure: z.boolean().default(false),
  httpOnly: z.boolean().default(false),
  sameSite: z.enum(['Strict', 'Lax', 'None']).optional(),
  /** The site in whose pages alone the cookie exists. */
  partitionKey: z.string().optional(),
});
export type StoredCookie = z.output<typeof storedCookie>;

const storedItem = z.looseObject({ name: z.string(), value: z.string() });
const storageState = z.looseObject({
  cookies: z.array(storedCookie),
  origins: z.array(z.looseObject({ origin: z.string(), localStorage: z.array(storedItem) })).default([]),
});
export type StorageState = z.output<typeof storageState>;

/** @throws LoupeError `invalid_input` that says what is wrong where, and nothing of what stands there */
export function readStorageState(path: string): StorageState {
  const read = storageState.safeParse(parsed(path));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw refused(`${path} is no storage state (${where}${issue?.message ?? 'malformed'})`);
}

function parsed(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw refused(`there is no file ${path} that can be read`);
  }
  // The parser's own message quotes the text, and is not told.
  const value = parseJson(text);
  if (value === undefined) throw refused(`${path} is no JSON`);
  return value;
}

function refused(message: string): LoupeError {
  return new LoupeError('invalid_input', `--storage-state: ${message}`, {
    next: 'Name a file that Playwright saved: {"cookies": [{"name", "value", "domain", "path", ...}], "origins": [...]}.',
  });
}

/**
 * What the file holds now, the same object for as long as it has not changed: a login that is renewed in place counts at
 * once, by either engine. A file that is gone or half written leaves what was read before.
 * @throws LoupeError as `readStorageState`, once
 */
export function storedState(path: string): () => StorageState {
  let state = readStorageState(path);
  let readAt = changedAt(path);
  return () => {
    const now = changedAt(path);
    if (now === readAt) return state;
    readAt = now;
    try {
      state = readStorageState(path);
    } catch {}
    return state;
  };
}

/** Undefined for a file that is gone, or in a folder that cannot be looked into. */
function changedAt(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

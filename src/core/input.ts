/** Strict reading of what callers give: every refusal names the field, what was expected, and the nearest valid name. */
import { closest, distance } from 'fastest-levenshtein';
import type * as z from 'zod';
import { LoupeError } from './errors.js';

/** A value as a caller wrote it, short enough for a message, without what may be a login in a URL. */
function shown(value: unknown): string {
  const text = jsonOf(value)
    .slice(0, 1_000)
    .replace(/\/\/.*@/, '//');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'what is nested too deeply to repeat';
  }
}

/** The valid name a mistyped one most likely stands for, if one is near. */
export function nearest(name: string, valid: readonly string[]): string | undefined {
  if (valid.length === 0) return undefined;
  const plain = snakeCase(name);
  const best = closest(plain, [...valid]);
  if (distance(plain, best) <= Math.max(2, Math.floor(best.length / 3))) return best;
  // A part of one name only: "depth" for "max_depth".
  const [part, ...others] = valid.filter((one) => one.split('_').includes(plain));
  return others.length === 0 ? part : undefined;
}

export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

/** The valid names that have a word in common with one of these. */
function akin(names: readonly string[], valid: readonly string[]): string[] {
  const words = new Set(names.flatMap((name) => snakeCase(name).split('_')));
  return valid.filter((one) => one.split('_').some((word) => words.has(word)));
}

/** What stands at the path; undefined where nothing does. */
export function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** The fields of the object at the path, by name. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): Readonly<Record<string, unknown>> {
  let current: unknown = schema;
  for (const key of [...path, undefined]) {
    while (
      typeof current === 'object' &&
      current !== null &&
      'unwrap' in current &&
      typeof current.unwrap === 'function'
    ) {
      current = current.unwrap();
    }
    if (typeof current !== 'object' || current === null || !('shape' in current)) return {};
    const { shape } = current;
    if (typeof shape !== 'object' || shape === null) return {};
    if (key === undefined) return Object.fromEntries(Object.entries(shape));
    current = Reflect.get(shape, key);
  }
  return {};
}

/** The names an object of the schema accepts. */
export function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  return Object.keys(fieldsAt(schema, path));
}

/** So many names are listed where none is like it; a message of more would be cut. */
const LISTED_NAMES_MAX = 25;

/** Names that no field has, as many and as long as a message repeats them. */
const UNKNOWN_MAX = 5;
const NAME_CHARS_MAX = 60;

export function unknownNames(schema: z.ZodType, path: readonly PropertyKey[], keys: readonly string[]): string {
  const valid = namesAt(schema, path);
  const where = path.length === 0 ? '' : ` in ${path.join('.')}`;
  const hints = keys.slice(0, UNKNOWN_MAX).map((key) => {
    const inside = valid.find((name) => namesAt(schema, [...path, name]).includes(key));
    const near = addressName(key, valid) ?? nearest(key, valid);
    const names = [near, inside === undefined ? undefined : `${inside}.${key}`].filter((name) => name !== undefined);
    return { key, hint: names.map((name) => `"${name}"`).join(' or ') };
  });
  const said = hints.map(({ key, hint }) => {
    const meant = hint === '' ? '' : `, did you mean ${hint}?`;
    const advice = WRAPPERS.has(key) ? ', give its fields beside "url"' : meant;
    return `unknown field "${key.slice(0, NAME_CHARS_MAX)}"${where}${advice}`;
  });
  const lost = hints.filter(({ hint, key }) => hint === '' && !WRAPPERS.has(key)).map(({ key }) => key);
  return `${said.join('; ')}${lost.length === 0 ? '' : ` (${among(lost, valid)})`}`;
}

/** All valid names, or those of many that have a word in common with the lost ones. */
function among(lost: readonly string[], valid: readonly string[]): string {
  if (valid.length <= LISTED_NAMES_MAX) return `known: ${valid.join(', ')}`;
  const similar = akin(lost, valid);
  return similar.length > 0 ? `similar: ${similar.join(', ')}` : `none of ${valid.length} fields is like it`;
}

/** In what other tools, and some models, wrap the fields of a call. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['config', 'options', 'params', 'arguments', 'args', 'input'],
  ...['run_config', 'crawler_config', 'crawler_run_config', 'browser_config', 'link_preview_config'],
]);

/** The field that takes an address, or several. */
export function addressName(key: string, valid: readonly string[]): string | undefined {
  const names = key === 'urls' || key === 'link' ? ['links', 'url'] : ADDRESS_NAMES.has(key) ? ['url'] : [];
  return names.find((name) => valid.includes(name));
}

/** What other tools call the address of a page. */
const ADDRESS_NAMES: ReadonlySet<string> = new Set(['uri', 'href', 'address', 'page', 'website', 'source', 'target']);

/** What the field should have been, in the words of the schema's own message. */
export function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return [...new Set(issue.errors.flat().map(expectation))].join(' or ');
  return issue.message
    .replace(/^(Invalid input: |Invalid option: |Too (big|small): )/, '')
    .replace(/^expected record/, 'expected object')
    .replace(/, received \w+$/, '');
}

function describeIssue(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return unknownNames(schema, issue.path, issue.keys);
  const field = issue.path.join('.') || 'input';
  const given = at(value, issue.path);
  const expected = expectation(issue);
  if (given === undefined) return `${field}: required, ${expected}`;
  return `${field}: ${expected}, got ${shown(given)}`;
}

/** An `invalid_input` that names what is wrong with the value. */
export function refusal(schema: z.ZodType, value: unknown, issues: readonly z.core.$ZodIssue[]): LoupeError {
  const problems = issues.slice(0, 5).map((issue) => describeIssue(schema, value, issue));
  return new LoupeError('invalid_input', problems.join('; '));
}

/**
 * Reads what callers mean where that is certain: some clients write every value as text, some put one into a list, some fill
 * every field they leave out with null, an empty text or an empty list. Only what the schema refuses is looked at, and only read as what the
 * schema expects in its place.
 */
import * as z from 'zod';
import { addressName, at, namesAt, refusal, snakeCase } from './input.js';
import { parseJson } from './json.js';

interface InputRead<T> {
  readonly value: T;
  /** The names that were given. */
  readonly names: readonly string[];
  /** What was assumed, for the answer's warnings. Where nothing can be lost there is nothing to say. */
  readonly notes: readonly string[];
}

/** An object in a list in an object, each written as text: deeper inputs than ours. */
const ROUNDS_MAX = 4;

/** A schema's own check may say what it takes a value for, by `params` of its issue. */
const assumption = z.object({ instead: z.unknown(), note: z.string() });

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What takes a value's place; `undefined` is to leave the field out. */
type Meant = { readonly value: unknown } | undefined;

/** @throws LoupeError `invalid_input` naming each field that is wrong */
export function readInput<S extends z.ZodType>(schema: S, input: unknown): InputRead<z.output<S>> {
  const notes: string[] = [];
  let given = input;
  for (let round = 1; ; round++) {
    const read = schema.safeParse(given);
    if (read.success) {
      const names = typeof given === 'object' && given !== null ? Object.keys(given) : [];
      return { value: read.data, names, notes };
    }
    let repaired = given;
    for (const issue of read.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        repaired = renamed(repaired, issue.path, issue.keys, namesAt(schema, issue.path));
        continue;
      }
      const meant = meantBy(issue, at(given, issue.path));
      if (meant === undefined || issue.path.length === 0) continue;
      repaired = replaced(repaired, issue.path, meant.value);
      const assumed = issue.code === 'custom' ? assumption.safeParse(issue.params).data : undefined;
      if (assumed !== undefined) notes.push(`${issue.path.join('.')}: ${assumed.note}`);
    }
    if (repaired === given || round === ROUNDS_MAX) throw refusal(schema, given, read.error.issues);
    given = repaired;
  }
}

function meantBy(issue: Issue, value: unknown, field = issue.path[0]): Meant {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return { value: undefined };
  if (issue.code === 'invalid_type' && issue.expected === 'record' && Array.isArray(value)) return named(value);
  if (issue.code.startsWith('invalid_') && Array.isArray(value) && value.length === 1) return { value: value[0] };
  switch (issue.code) {
    case 'invalid_type':
      return ADDRESS_FIELDS.has(field) && issue.expected === 'string'
        ? addressIn(value)
        : asExpected(issue.expected, value);
    case 'invalid_value':
      return onlyMatch(issue.values, value);
    case 'invalid_union':
      return issue.errors
        .flat()
        .filter(({ path }) => path.length === 0)
        .map((one) => meantBy(one, value, field))
        .find((meant) => meant !== undefined);
    case 'custom': {
      const assumed = assumption.safeParse(issue.params).data;
      return assumed && { value: assumed.instead };
    }
    default:
      return undefined;
  }
}

function asExpected(expected: string, value: unknown): Meant {
  if (expected === 'string') return typeof value === 'number' ? { value: String(value) } : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  switch (expected) {
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(text) ? { value: Number(text) } : undefined;
    case 'boolean':
      return /^(?:true|false)$/i.test(text) ? { value: text.toLowerCase() === 'true' } : undefined;
    case 'array': {
      const list = jsonOf(text);
      return { value: Array.isArray(list) ? list : listed(text) };
    }
    case 'object':
    case 'record': {
      const size = /^(\d+)\s*[x×,]\s*(\d+)$/i.exec(text);
      if (size !== null) return { value: { width: Number(size[1]), height: Number(size[2]) } };
      const object = jsonOf(text);
      return typeof object === 'object' && object !== null ? { value: object } : undefined;
    }
    default:
      return undefined;
  }
}

/** `[{"name": "Accept", "value": "*"}]`, as some programs write headers: read as it stands, it would be headers of these two names. */
function named(list: readonly unknown[]): Meant {
  const pairs = list.map((item) => [at(item, ['name']) ?? at(item, ['key']), at(item, ['value'])]);
  if (pairs.every(([name, value]) => typeof name === 'string' && value !== undefined))
    return { value: Object.fromEntries(pairs) };
  return list.length === 1 ? { value: list[0] } : undefined;
}

/** Elsewhere an object that holds an address means something else: `wait_for: {"url": …}` is no selector. */
const ADDRESS_FIELDS: ReadonlySet<PropertyKey | undefined> = new Set(['url', 'urls', 'links', 'base_url']);

/** A link as answers have it, in the place of its address. */
function addressIn(value: unknown): Meant {
  if (typeof value !== 'object' || value === null) return undefined;
  const address = 'href' in value ? value.href : 'url' in value ? value.url : undefined;
  return typeof address === 'string' && /^https?:/i.test(address) ? { value: address } : undefined;
}

/** `a, b` as two. Commas in a URL, a selector with brackets or a script are part of it. */
function listed(text: string): string[] {
  if (/^https?:/i.test(text)) return text.split(/[\s,]+(?=https?:)/i);
  return /^[\w.*#/\- ]+(?:,[\w.*#/\- ]+)+$/.test(text) ? text.split(',').map((part) => part.trim()) : [text];
}

/** A known name in another spelling (`fullPage`, `max-pages`, `URL`, `onlyMainContent`), or as others call an address. */
function renamed(whole: unknown, path: Path, keys: readonly string[], valid: readonly string[]): unknown {
  const object = at(whole, path);
  if (typeof object !== 'object' || object === null) return whole;
  const isFree = (name: string) => (Reflect.get(object, name) ?? undefined) === undefined;
  const free = valid.filter(isFree);
  const nameOf = (key: string) =>
    free.find((name) => isSpelling(key, name)) ??
    addressName(key, free) ??
    free.find((name) => words(key) === words(name));
  const names = new Map(keys.map((key) => [key, nameOf(key)]));
  const found = [...names.values()].filter((name) => name !== undefined);
  // Of two that mean one field, one would be lost.
  if (found.length === 0 || new Set(found).size < found.length) return whole;
  const given = Object.entries(object).filter(([, value]) => value !== undefined && value !== null);
  const entries = given.map(([key, value]) => [names.get(key) ?? key, value]);
  return replaced(whole, path, Object.fromEntries(entries));
}

function isSpelling(key: string, name: string): boolean {
  return key.replace(/[-_\s]/g, '').toLowerCase() === name.replaceAll('_', '');
}

/** In any order, one or many: `format` for `formats`. */
function words(name: string): string {
  const each = snakeCase(name).split('_');
  return each
    .map((word) => word.replace(/s$/, ''))
    .sort()
    .join();
}

/** Parts of a page by the fields that answers have them in. */
const PART_OF_FIELD: ReadonlyMap<string, string> = new Map([
  ['markdown', 'content'],
  ['text', 'content'],
  ['images', 'media'],
  ['videos', 'media'],
  ['audio', 'media'],
]);

/** `PDF` for `pdf`: a name of a closed list in another case; `markdown` for the part that it is. */
function onlyMatch(names: readonly unknown[], value: unknown): Meant {
  if (typeof value !== 'string') return undefined;
  const wanted = value.trim().toLowerCase();
  const part = PART_OF_FIELD.get(wanted) ?? wanted;
  const name = names.find((one) => typeof one === 'string' && one.toLowerCase() === part);
  return name === undefined ? undefined : { value: name };
}

/** A list or an object that was written as text. */
function jsonOf(text: string): unknown {
  return /^[[{]/.test(text) ? parseJson(text) : undefined;
}

/** A copy of `whole` with another value at the path, or without that field. Nothing is left out of a list. */
function replaced(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(whole)) return whole.map((part, i) => (i === key ? (replaced(part, rest, value) ?? part) : part));
  if (typeof whole !== 'object' || whole === null) return whole;
  const entries = Object.entries(whole).map(([name, part]) => [
    name,
    name === key ? replaced(part, rest, value) : part,
  ]);
  return Object.fromEntries(entries.filter(([name, part]) => name !== key || part !== undefined));
}

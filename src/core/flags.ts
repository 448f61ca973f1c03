/**
 * Command-line flags and environment variables from a zod object: the key `allowHost` or `allow_host` is the flag
 * `--allow-host` and the variable `WEBLOUPE_ALLOW_HOST`.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { LoupeError } from './errors.js';
import { nearest } from './input.js';
import { parseJson } from './json.js';

export interface FieldRow {
  key: string;
  flag: string;
  variable: string;
  kind: 'boolean' | 'number' | 'string' | 'list' | 'json' | 'mixed';
  /** What may be given, for help and docs: `auto | http | browser`, `0–60`, `list of png, pdf`, `JSON {width, height}`. */
  type: string;
  default: unknown;
  description: string;
}

function toKebab(key: string): string {
  return key
    .replaceAll('_', '-')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** A field and what it wraps: what says that it may be left out, what else may be written for it, the value itself. */
function layersOf(field: unknown): unknown[] {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return [field, ...layersOf(field.unwrap())];
  return field instanceof z.ZodPipe ? [field, ...layersOf(field.in)] : [field];
}

/** The value itself. */
const bare = (field: unknown) => layersOf(field).at(-1);

function kindOf(value: unknown): FieldRow['kind'] {
  if (value instanceof z.ZodBoolean) return 'boolean';
  if (value instanceof z.ZodNumber) return 'number';
  if (value instanceof z.ZodArray) return isText(bare(value.element)) ? 'list' : 'json';
  if ([z.ZodObject, z.ZodRecord, z.ZodTuple].some((structure) => value instanceof structure)) return 'json';
  return value instanceof z.ZodUnion ? 'mixed' : 'string';
}

const isText = (value: unknown) => value instanceof z.ZodString || value instanceof z.ZodEnum;

function typeOf(value: unknown): string {
  if (value instanceof z.ZodEnum) return value.options.join(' \\| ');
  if (value instanceof z.ZodLiteral) return String(value.value);
  if (value instanceof z.ZodUnion) return value.options.map((option: unknown) => typeOf(bare(option))).join(' \\| ');
  if (value instanceof z.ZodNumber && Number.isFinite(value.minValue) && Number.isFinite(value.maxValue))
    return value.maxValue === Number.MAX_SAFE_INTEGER
      ? `${value.minValue} or more`
      : `${value.minValue}–${value.maxValue}`;
  const kind = kindOf(value);
  if (kind === 'list' && value instanceof z.ZodArray) {
    const element = bare(value.element);
    return element instanceof z.ZodEnum ? `list of ${element.options.join(', ')}` : 'list';
  }
  if (kind !== 'json') return kind;
  return value instanceof z.ZodObject ? `JSON {${Object.keys(value.shape).join(', ')}}` : 'JSON';
}

/** The fields of a zod object, in order, as rows for parsing, help and docs. */
export function fieldRows(schema: z.ZodObject): FieldRow[] {
  return Object.entries(schema.shape).map(([key, field]) => {
    const layers = layersOf(field);
    const value = layers.at(-1);
    const flag = toKebab(key);
    return {
      key,
      flag,
      variable: `WEBLOUPE_${flag.replaceAll('-', '_').toUpperCase()}`,
      kind: kindOf(value),
      type: typeOf(value),
      default: layers.find((layer) => layer instanceof z.ZodDefault)?.def.defaultValue,
      description:
        layers.map((layer) => (layer instanceof z.ZodType ? layer.description : undefined)).find(Boolean) ?? '',
    };
  });
}

/** A flag's or variable's text as the schema's kind of value. What cannot be read is left as text for the schema to refuse. */
function readText(row: FieldRow, text: string): unknown {
  switch (row.kind) {
    case 'boolean':
      return /^(1|true|yes|on)$/i.test(text) ? true : /^(0|false|no|off|)$/i.test(text) ? false : text;
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'list':
      return listed(text);
    case 'json': {
      const value = parseJson(text);
      return value === undefined ? text : value;
    }
    case 'mixed':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'string':
      return text;
    default:
      return row.kind satisfies never;
  }
}

const NEXT_URL = /[\s,;]+(?=[a-z][a-z\d+.-]*:\/\/)/i;
/** A host, a domain, a glob, a name: what holds neither blanks nor commas of its own, as selectors and scripts do. */
const PLAIN_PART = /^(?:[^\s()[\]{}]+|\[[\da-f:.]+\](?::\d+)?)$/i;

/** The entries of a list in one text. A comma within a URL is part of it. */
function listed(text: string): string[] {
  if (/^[a-z][a-z\d+.-]*:\/\/[^*]*$/i.test(text)) return text.split(NEXT_URL);
  const parts = text.split(/[,;]/).map((part) => part.trim());
  const told = parts.filter((part) => part !== '');
  return told.every((part) => PLAIN_PART.test(part)) ? told : [text];
}

interface ParsedFlags {
  values: Record<string, unknown>;
  positionals: string[];
}

/**
 * Reads argv by the rows. Lists may be repeated or comma-separated; booleans may be negated with `--no-`, and may have a
 * `true` or `false` behind them, which nothing else is called.
 * @throws LoupeError `invalid_input` for a flag that no row knows, with the nearest one.
 */
export function parseFlags(argv: readonly string[], rows: readonly FieldRow[], program = 'webloupe'): ParsedFlags {
  const byFlag = new Map(rows.map((row) => [row.flag, row]));
  const options: Record<string, { type: 'boolean' | 'string'; multiple?: boolean }> = {};
  for (const row of rows) {
    options[row.flag] =
      row.kind === 'boolean' ? { type: 'boolean' } : { type: 'string', multiple: row.kind === 'list' };
  }
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  let open: FieldRow | undefined;
  // `--query --json` forgot its value; `--query=--json` says that it is one.
  const isFlag = ({ inlineValue, value = '' }: { inlineValue?: boolean | undefined; value?: string | undefined }) =>
    inlineValue === false && /^--/.test(value) && byFlag.has(value.replace(/^--(?:no-)?|=.*$/gs, ''));
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (open !== undefined && /^(true|false)$/.test(token.value)) values[open.key] = token.value === 'true';
      else positionals.push(token.value);
    }
    open = undefined;
    if (token.kind !== 'option') continue;
    const negated = !byFlag.has(token.name) && token.name.startsWith('no-');
    const row = byFlag.get(negated ? token.name.slice(3) : token.name);
    if (row === undefined) throw unknownFlag(token.rawName, [...byFlag.keys()], program);
    if (row.kind === 'boolean') {
      const given = token.value === undefined || readText(row, token.value);
      values[row.key] = negated && typeof given === 'boolean' ? !given : given;
      if (token.value === undefined && !negated) open = row;
    } else if (negated || token.value === undefined || isFlag(token)) {
      throw new LoupeError('invalid_input', `${token.rawName} needs a value (${row.type.replaceAll('\\', '')})`);
    } else {
      const earlier = values[row.key];
      const value = readText(row, token.value);
      values[row.key] = Array.isArray(earlier) && Array.isArray(value) ? [...earlier, ...value] : value;
    }
  }
  return { values, positionals };
}

function unknownFlag(name: string, flags: string[], program: string): LoupeError {
  const near = nearest(
    name.replace(/^-+/, ''),
    flags.map((flag) => flag.replaceAll('-', '_')),
  )?.replaceAll('_', '-');
  const hint = near === undefined ? '' : `, did you mean --${near}?`;
  return new LoupeError('invalid_input', `unknown option ${name}${hint}`, { next: `See ${program} --help.` });
}

/** The values that the environment gives by `WEBLOUPE_*` variables. Empty variables count as not set. */
export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  rows: readonly FieldRow[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const row of rows) {
    const text = env[row.variable];
    // Kubernetes and Docker put tcp://ADDRESS:PORT into WEBLOUPE_PORT for a service that is called webloupe.
    const isLink = row.kind === 'number' && /^\w+:\/\//.test(text ?? '');
    if (text !== undefined && text !== '' && !isLink) values[row.key] = readText(row, text);
  }
  return values;
}

/** Variables that are no option, but nearly: a rule that nobody reads protects nothing. Others may be anybody's. */
export function mistypedVariables(
  env: Readonly<Record<string, string | undefined>>,
  rows: readonly FieldRow[],
): string[] {
  const names = new Map(rows.map(({ flag, variable }) => [flag.replaceAll('-', '_'), variable]));
  return Object.keys(env).flatMap((variable) => {
    const [, name] = /^WEBLOUPE_(\w+)$/.exec(variable.toUpperCase()) ?? [];
    if (name === undefined || names.has(name.toLowerCase())) return [];
    const near = names.get(nearest(name, [...names.keys()]) ?? '');
    return near === undefined ? [] : [`${variable} is no option, did you mean ${near}?`];
  });
}

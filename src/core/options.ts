/** Server options: flags, `WEBLOUPE_*` variables and the keys of `--config FILE` all come from this one object. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { LoupeError } from './errors.js';
import { type FieldRow, fieldRows, fromEnvironment, mistypedVariables, parseFlags } from './flags.js';
import { HTTP_OPTIONS, names } from './http-options.js';
import { expectation, unknownNames } from './input.js';
import { readStorageState } from './storage-state.js';

const PLACE = '(?:endpoint=https?://[^&#@\\s]+|region=[\\w-]+)';
/** No place for credentials: they come from the environment. */
const CAPTURES_URL = new RegExp(`^s3://[\\w.-]{3,63}(?:/[\\w./-]*)?(?:\\?${PLACE}(?:&${PLACE})*)?$`);

const serverOptions = z.strictObject({
  config: z
    .string()
    .optional()
    .describe('JSON file with these options (keys as here); flags and variables go before it'),
  headless: z.boolean().default(true).describe('run the browser without a window (--headed or --no-headless shows it)'),
  executablePath: z
    .string()
    .optional()
    .describe("the browser to use; else Playwright's own, else Chrome, Chromium or Edge of the system"),
  browserEndpoint: names(
    'attach to a running browser (CDP or Playwright ws URL) instead of starting one; several share the pages',
  ),
  unguardedBrowser: z
    .boolean()
    .default(false)
    .describe('permit --browser-endpoint although its traffic does not pass the address policy'),
  sandbox: z
    .boolean()
    .default(true)
    .describe("Chromium's own sandbox (--no-sandbox turns it off; as root it is always off)"),
  proxyServer: z
    .string()
    .optional()
    .describe(
      'http://[USER:PASSWORD@]HOST:PORT of the upstream proxy for every request but those to hosts of --allow-host and --connect-to; names are then judged by name only',
    ),
  userAgent: z.string().optional().describe('User-Agent of all requests'),
  viewportSize: z
    .string()
    .regex(/^\d{2,4}[x,]\d{2,4}$/, 'expected WIDTHxHEIGHT')
    .default('1280x720')
    .describe('WIDTHxHEIGHT of the browser in CSS px')
    .transform((size) => {
      const [width = 0, height = 0] = size.split(/[x,]/).map(Number);
      return { width, height };
    }),
  storageState: z
    .string()
    .optional()
    .describe('file with cookies and local storage, as Playwright saves it: both engines read pages logged in'),
  ignoreHttpsErrors: z.boolean().default(false).describe('accept certificates that do not verify'),
  allowHost: names('HOST[:PORT] of a private or loopback target that may be reached'),
  blockHost: names('host, with all below it, that may never be reached'),
  resolve: names('HOST:PORT:ADDR as in curl: the answer for a name, judged like any other'),
  connectTo: names(
    'HOST1:PORT1:HOST2:PORT2 as in curl: connect there instead; empty matches any; permitted even to loopback',
  ),
  outputDir: z.string().optional().describe('folder of captures; default a per-user cache folder'),
  outputMaxSize: z
    .number()
    .int()
    .min(1_000_000)
    .default(500 * 1024 * 1024)
    .describe('bytes of all captures; the oldest go first'),
  capturesUrl: z
    .string()
    .regex(CAPTURES_URL, 'expected s3://BUCKET/PREFIX?endpoint=URL&region=NAME, all but the bucket as needed')
    .optional()
    .describe(
      's3://BUCKET/PREFIX?endpoint=URL&region=NAME that captures are kept in instead of a folder; credentials as for every AWS SDK',
    ),
  maxResponseTokens: z
    .number()
    .int()
    .min(500)
    .max(1_000_000)
    .default(8_000)
    .describe('tokens of one answer at most, text and structured part each'),
  structuredContent: z
    .boolean()
    .default(true)
    .describe(
      'answers as structured content, too (--no-structured-content: text and pictures alone, for clients that give their model the one in place of the others)',
    ),
  resourceLinks: z
    .boolean()
    .default(true)
    .describe('link files in answers (--no-resource-links: name them in text only, for clients that fail on links)'),
  maxConcurrency: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('pages loaded at the same time over HTTP, and as many in each browser'),
  allowJsCode: z.boolean().default(false).describe('permit js_code and wait_for "js:..."'),
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, 'expected redis://HOST:PORT or rediss://…')
    .optional()
    .describe('Redis that several processes share: results, page cache, pace of hosts, and jobs for workers'),
  socialMediaDomains: z
    .string()
    .optional()
    .describe('file with one domain a line that replaces the built-in social media list'),
  ...HTTP_OPTIONS,
});

export type ServerOptions = z.infer<typeof serverOptions>;

export const OPTION_ROWS = fieldRows(serverOptions);

function readConfigFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new LoupeError('invalid_input', `--config: cannot read ${path}`, { next: 'Name a readable JSON file.' });
  }
  try {
    // Editors on Windows begin a file with a byte order mark.
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (thrown) {
    const message = `--config: ${path} is no JSON object${stopped(text, thrown)}`;
    throw new LoupeError('invalid_input', message, { next: 'Correct the file.' });
  }
}

/** Where the parser stopped, if it says so: its words are not repeated, they hold some of the file. */
function stopped(text: string, thrown: unknown): string {
  const at = thrown instanceof SyntaxError ? /at position (\d+)/.exec(thrown.message)?.[1] : undefined;
  return at === undefined ? '' : ` (line ${text.slice(0, Number(at)).split('\n').length})`;
}

/** Flags under other names: as users of Playwright MCP know one, and short ones as curl has them. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['--headed', '--no-headless'],
  ['-o', '--output-dir'],
  ['-h', '--help'],
]);

export function withAliases(argv: readonly string[]): string[] {
  return argv.map((arg) => ALIASES.get(arg) ?? arg);
}

type Given = Readonly<Record<string, unknown>>;

/** What is wrong with an option, by the name it was given under. Texts are not repeated: they may be secrets. */
function problem(issue: z.core.$ZodIssue, flags: Given, variables: Given, all: Given): string {
  if (issue.code === 'unrecognized_keys') return `--config: ${unknownNames(serverOptions, [], issue.keys)}`;
  const row = OPTION_ROWS.find(({ key }) => key === issue.path[0]);
  if (row === undefined) return issue.message;
  const name = row.key in flags ? `--${row.flag}` : row.key in variables ? row.variable : `--config: ${row.key}`;
  const shown: ReadonlySet<FieldRow['kind']> = new Set(['number', 'boolean']);
  const got = shown.has(row.kind) ? `, got ${JSON.stringify(all[row.key])}` : '';
  return `${name}: ${expectation(issue)}${got}`;
}

/**
 * The options from what flags gave, else variables, else the config file, else defaults.
 * @throws LoupeError `invalid_input`
 */
export function readOptionValues(flags: Given, env: Readonly<Record<string, string | undefined>>): ServerOptions {
  const variables = fromEnvironment(env, OPTION_ROWS);
  for (const mistake of mistypedVariables(env, OPTION_ROWS)) process.stderr.write(`webloupe: ${mistake}\n`);
  const given = { ...variables, ...flags };
  const file = typeof given['config'] === 'string' ? readConfigFile(given['config']) : {};
  const all = { ...file, ...given };
  const read = serverOptions.safeParse(all);
  if (!read.success) {
    const problems = read.error.issues.map((issue) => problem(issue, flags, variables, all));
    throw new LoupeError('invalid_input', problems.join('; '), { next: 'See webloupe --help.' });
  }
  const options = read.data;
  // Said at start: a login that is missing would only show in pages read logged out.
  if (options.storageState !== undefined) readStorageState(options.storageState);
  return options;
}

/** The same from a command line, and what stands on it besides. @throws LoupeError `invalid_input` */
export function readOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { options: ServerOptions; positionals: string[] } {
  const { values, positionals } = parseFlags(withAliases(argv), OPTION_ROWS);
  return { options: readOptionValues(values, env), positionals };
}

/** The tools once, for people and scripts: `webloupe extract-links URL [flags]`. */
import * as z from 'zod';
import { Engine } from './core/engine.js';
import { LoupeError, reasonOf } from './core/errors.js';
import { fieldRows, parseFlags } from './core/flags.js';
import { OPTION_ROWS, readOptionValues, withAliases } from './core/options.js';
import { toolHelp } from './help.js';
import { isVerbose } from './methods.js';
import type { DefinedTool, ToolCall, ToolReply } from './tools/define-tool.js';
import { TOOLS } from './tools/index.js';

/** A program reads the whole answer; only an agent has a window to spare. */
const WHOLE_ANSWER_TOKENS = 1_000_000;
const WHOLE_LIST = 100_000;

const cliFields = z.object({
  json: z.boolean().default(false).describe('print the whole answer as JSON'),
  help: z.boolean().default(false).describe('show this help'),
});
const CLI_ROWS = fieldRows(cliFields);

/** @returns the exit code: 0, 1 when the tool failed. Bad usage is thrown as `invalid_input`. */
export async function runToolCommand(word: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const tool = TOOLS.find(({ name }) => name === word.replaceAll('-', '_'));
  if (tool === undefined) throw new LoupeError('invalid_input', `unknown command "${word}"`);
  const inputRows = fieldRows(tool.input).filter(({ key }) => !NO_FLAGS.has(key));
  const taken = new Set([...inputRows, ...CLI_ROWS].map(({ flag }) => flag));
  // A run config field goes before a server option of the same name (user_agent): both mean this one call.
  const serverRows = OPTION_ROWS.filter(({ flag }) => !taken.has(flag));
  const rows = [...inputRows, ...CLI_ROWS, ...serverRows];
  const { values, positionals } = parseFlags(withAliases(argv), rows, `webloupe ${word}`);
  const own = cliFields.parse({ json: values['json'], help: values['help'] });
  if (own.help) {
    process.stdout.write(`${toolHelp(word, tool.description, inputRows, CLI_ROWS)}\n`);
    return 0;
  }
  const serverKeys = new Set(serverRows.map(({ key }) => key));
  const pick = (keep: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => keep(key)));
  const options = readOptionValues(
    pick((key) => serverKeys.has(key)),
    env,
  );
  const inputKeys = new Set(inputRows.map(({ key }) => key));
  const input: Record<string, unknown> = {
    ...pick((key) => inputKeys.has(key)),
    ...addressesOf(word, positionals, values, tool),
  };
  // What goes to a file or another program is wanted whole, but for one page with a query: its best part is.
  const whole = own.json || !(process.stdout.isTTY || wantsPart(input, tool));
  if (whole && inputKeys.has('limit')) input['limit'] ??= WHOLE_LIST;
  if ('show_image' in tool.input.shape) input['show_image'] = false;
  await using engine = new Engine(options);
  const wanted = { whole: whole && values['maxResponseTokens'] === undefined, verbose: isVerbose(input) };
  const reply = await callOnce(tool, input, engine, wanted);
  return show(reply, own.json);
}

/** What a URL is given for in person, what a call that is over leaves nothing to go on with, and pictures that only a model sees. */
const NO_FLAGS: ReadonlySet<string> = new Set(['url', 'html', 'base_url', 'cursor', 'show_image', 'max_edge']);
/** Fields that take several addresses. */
const LISTS = ['urls', 'links'] as const;

/** The URLs beside the flags: one page, or where the tool takes several, a list. */
function addressesOf(
  word: string,
  urls: readonly string[],
  values: Readonly<Record<string, unknown>>,
  { input }: DefinedTool,
): Record<string, unknown> {
  const list = LISTS.find((name) => name in input.shape);
  const next = `See webloupe ${word} --help.`;
  if (list === undefined && urls.length !== 1) throw new LoupeError('invalid_input', `${word} takes one URL`, { next });
  if (list !== undefined && values[list] === undefined && urls.length === 0)
    throw new LoupeError('invalid_input', `${word} takes a URL`, { next });
  if (urls.length === 0) return {};
  return list === undefined || urls.length === 1 ? { url: urls[0] } : { [list]: urls };
}

function wantsPart({ url, query, include, max_pages }: Record<string, unknown>, { name }: DefinedTool): boolean {
  const isOne = url !== undefined && Number(max_pages ?? 1) <= 1;
  const hasContent = !Array.isArray(include) || include.includes('content');
  return name === 'crawl' && isOne && hasContent && query !== undefined;
}

async function callOnce(
  tool: DefinedTool,
  input: unknown,
  engine: Engine,
  { whole, verbose }: { whole: boolean; verbose: boolean },
): Promise<ToolReply> {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new LoupeError('cancelled', 'interrupted'));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const bar = process.stderr.isTTY ? progressBar : () => {};
  const call: ToolCall = {
    signal: stop.signal,
    owner: 'local',
    local: true,
    maxTokens: whole ? WHOLE_ANSWER_TOKENS : engine.options.maxResponseTokens,
    takesLinks: false,
    progress: bar,
    log: (level, message) => {
      const line = process.stderr.isTTY ? `\r\x1b[K${message}\n` : `${message}\n`;
      if (verbose || level === 'warning' || level === 'error') process.stderr.write(line);
    },
  };
  try {
    return await tool.reply(input, engine, call);
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}

const BAR_CHARS = 24;

function progressBar(done: number, total: number | undefined, message: string): void {
  const filled = total === undefined || total === 0 ? 0 : Math.min(BAR_CHARS, Math.round((done / total) * BAR_CHARS));
  const count = total === undefined ? `${done}` : `${done}/${total}`;
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_CHARS - filled)}] ${count} ${message}`;
  // A line that wraps could not be written over.
  process.stderr.write(`\r\x1b[K${bar.slice(0, Math.min(100, (process.stderr.columns ?? 80) - 1))}`);
}

function show(reply: ToolReply, json: boolean): number {
  const text = reply.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  if (reply.defect !== undefined) process.stderr.write(`webloupe: ${reasonOf(reply.defect)}\n`);
  if (reply.isError) {
    process.stderr.write(`webloupe: ${text}\n`);
    // The fields of a page that failed, so that a program reads every answer alike.
    if (json) process.stdout.write(`${JSON.stringify({ success: false, error_message: text }, null, 2)}\n`);
    return text.startsWith('invalid_input') ? 2 : 1;
  }
  const { structuredContent = {} } = reply;
  process.stdout.write(
    json ? `${JSON.stringify(structuredContent, null, 2)}\n` : `${forPeople(text, structuredContent)}\n`,
  );
  return structuredContent['success'] === false ? 1 : 0;
}

/**
 * The next command knows nothing of this one's results: what leads to more is a flag, and nothing is to be read elsewhere.
 */
function forPeople(
  text: string,
  { next_cursor, pages, total, returned, result_id, stopped }: Record<string, unknown>,
): string {
  const bound = stopped === 'time_budget' ? '--time-budget' : '--max-pages';
  const more = pages !== undefined && total === returned ? `a larger ${bound}` : '--json prints all';
  const told = typeof next_cursor === 'string' ? text.replace(`next_cursor ${next_cursor}`, more) : text;
  const shown = z
    .array(z.object({ result_id: z.string().optional() }))
    .catch([])
    .parse(pages);
  const ids = [...shown.flatMap((page) => page.result_id ?? []), String(result_id)].join('|');
  return told
    .replace(new RegExp(`^.*: webloupe://results/(?:${ids})/graph.*\n`, 'm'), '')
    .replace(new RegExp(`webloupe://results/(?:${ids})/markdown, or (?=without )`), '')
    .replace(new RegExp(`;(?: whole:)? webloupe://results/(?:${ids})(?:/\\w+)?$`, 'gm'), '')
    .replace(/ bytes, webloupe:\/\/captures\/\w+ \(file (.+)\)$/gm, ' bytes: $1');
}

/** The commands that are no tools: demo, doctor, install-browser, check-url. */
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { quietCall } from './core/call.js';
import { createPolicy } from './core/egress/address-policy.js';
import { checkUrl } from './core/egress/check-url.js';
import { Engine } from './core/engine.js';
import { LoupeError } from './core/errors.js';
import { findBrowser } from './core/fetch/browser-find.js';
import { installBrowser } from './core/fetch/browser-install.js';
import { fieldRows, parseFlags } from './core/flags.js';
import { parseJson } from './core/json.js';
import { OPTION_ROWS, readOptions, readOptionValues, type ServerOptions } from './core/options.js';
import { startDemoSite } from './demo-site.js';
import { crawl } from './tools/crawl.js';
import type { ToolCall } from './tools/define-tool.js';
import { extractLinks } from './tools/extract-links.js';
import { extractMedia } from './tools/extract-media.js';
import { previewLinks } from './tools/preview-links.js';
import { VERSION } from './version.js';

type Command = 'demo' | 'doctor' | 'install-browser' | 'check-url';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** @returns the exit code */
export async function runCommand(word: Command, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  switch (word) {
    case 'demo':
      return await demo(optionsAlone(word, argv, env));
    case 'doctor':
      return await doctor(optionsAlone(word, argv, env));
    case 'install-browser':
      optionsAlone(word, argv, env);
      return await installBrowser(say);
    case 'check-url':
      return await checkUrls(argv, env);
    default:
      return word satisfies never;
  }
}

export function optionsAlone(word: Command | 'worker', argv: readonly string[], env: NodeJS.ProcessEnv): ServerOptions {
  const { options, positionals } = readOptions(argv, env);
  if (positionals.length === 0) return options;
  throw new LoupeError('invalid_input', `${word} takes options only, got "${positionals[0]}"`, {
    next: 'See webloupe --help.',
  });
}

const DEMO_STEPS = [
  [extractLinks, '/', {}],
  [previewLinks, '/', { query: 'when does the first boat leave' }],
  [extractMedia, '/', {}],
  [crawl, '/tides', { include: ['metadata', 'content', 'tables'] }],
  [extractLinks, '/live', {}],
] as const;

/** A call of nobody in particular, whom progress and logs do not reach. */
function localCall({ maxResponseTokens }: ServerOptions): ToolCall {
  return { ...quietCall(), owner: 'local', local: true, maxTokens: maxResponseTokens, takesLinks: false };
}

async function demo(options: ServerOptions): Promise<number> {
  await using site = await startDemoSite();
  await using engine = new Engine({ ...options, allowHost: [...options.allowHost, site.hostAndPort] });
  const call = localCall(options);
  let failed = 0;
  for (const [tool, path, input] of DEMO_STEPS) {
    say(`\n=== ${tool.name} ${path} ===`);
    const reply = await tool.reply({ url: site.origin + path, ...input }, engine, call);
    if (reply.isError) failed++;
    for (const part of reply.content) if (part.type === 'text') say(part.text);
  }
  say(failed === 0 ? '\nAll steps answered.' : `\nFailed steps: ${failed}.`);
  return failed === 0 ? 0 : 1;
}

async function doctor(options: ServerOptions): Promise<number> {
  say(`webloupe ${VERSION}, Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  const found = await findBrowser(options);
  if (found === undefined) {
    say('Browser: none found. Engines "auto" and "http" work; pages built by scripts and capture do not.');
    say('To get one: webloupe install-browser (or install Chrome, Chromium or Edge).');
    return 1;
  }
  say(`Browser: ${found.path} (${found.source})`);
  await using site = await startDemoSite();
  await using engine = new Engine({ ...options, allowHost: [site.hostAndPort] });
  const call = localCall(options);
  const reply = await crawl.reply({ url: `${site.origin}/live`, engine: 'browser', include: ['links'] }, engine, call);
  const text = reply.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  const works = reply.isError !== true && text.includes('/boats/aurora');
  say(works ? 'It loads pages and is kept from private addresses.' : `It does not work: ${text.split('\n')[0]}`);
  return works ? 0 : 1;
}

const checkFields = z.object({ json: z.boolean().default(false).describe('one JSON object a line') });
const checkLine = z.union([
  z.object({
    url: z.string(),
    resolves_to: z.union([z.array(z.string()), z.string().transform((one) => [one])]).optional(),
  }),
  z.string().transform((url) => ({ url })),
]);

/** Verdict and reason for each URL, in order, without connecting. Exit code 1 when one is blocked. */
async function checkUrls(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = parseFlags(argv, [...fieldRows(checkFields), ...OPTION_ROWS]);
  const { json, ...flags } = values;
  if (positionals.length === 0)
    throw new LoupeError('invalid_input', 'check-url takes URLs, or - to read them from stdin', {
      next: 'Give at least one URL.',
    });
  const policy = createPolicy(readOptionValues(flags, env));
  let blocked = 0;
  const check = async (line: unknown) => {
    // JSON that is no such object is no URL either; it gets its line like any other.
    const { url, ...more } = checkLine.catch(() => ({ url: JSON.stringify(line) })).parse(line);
    const answers = 'resolves_to' in more ? more.resolves_to : undefined;
    const checked = await checkUrl(policy, url, { answers });
    if (checked.verdict === 'block') blocked++;
    const addresses = checked.addresses.length === 0 ? '' : ` [${checked.addresses.join(', ')}]`;
    say(json === true ? JSON.stringify(checked) : `${checked.verdict}  ${checked.url}  ${checked.reason}${addresses}`);
  };
  for (const given of positionals) {
    if (given !== '-') await check(given);
    else
      for await (const line of createInterface({ input: process.stdin }))
        if (line.trim() !== '') await check(lineValue(line));
  }
  return blocked === 0 ? 0 : 1;
}

/** A line of stdin: a URL, or JSON with `url` and `resolves_to`. */
function lineValue(line: string): unknown {
  const text = line.trim();
  return text.startsWith('{') ? (parseJson(text) ?? text) : text;
}

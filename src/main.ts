#!/usr/bin/env node
/** argv -> options -> a command. Signals end the work in order, and a backstop ends the process if that hangs. */
import { inspect } from 'node:util';
import { parseEgressOptions } from './core/egress/egress-options.js';
import { hasCode, LoupeError } from './core/errors.js';
import { readSocialMediaDomains } from './core/extract/social-media-domains.js';
import { disposeMade, lazy } from './core/lazy.js';
import { OPTION_ROWS, readOptions } from './core/options.js';
import { VERSION } from './version.js';

/** Ends the process when an orderly end takes longer: the browser is given 2 s of these. */
const BACKSTOP_MS = 3_000;
const EXIT_BAD_USAGE = 2;

/** With `COMMANDS` the command words; anything else is a mistake. Without one, webloupe serves MCP over stdio, or over HTTP with `--port`. */
const TOOL_COMMANDS = ['crawl', 'extract-links', 'extract-media', 'preview-links', 'capture'];
const COMMANDS = ['check-url', 'demo', 'doctor', 'install-browser', 'worker'];

/** Options may stand before the command, as in `git -C DIR log`. */
function commandFirst(argv: readonly string[]): readonly string[] {
  if (argv[0]?.startsWith('-') !== true) return argv;
  const valued = OPTION_ROWS.filter(({ kind }) => kind !== 'boolean').map(({ flag }) => `--${flag}`);
  const at = argv.findIndex(
    (word, i) => [...TOOL_COMMANDS, ...COMMANDS].includes(word) && !valued.includes(argv[i - 1] ?? ''),
  );
  return at < 0 ? argv : [argv[at] ?? '', ...argv.slice(0, at), ...argv.slice(at + 1)];
}

async function main(given: readonly string[]): Promise<number> {
  const argv = commandFirst(given);
  const [word, ...rest] = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  if (argv.includes('--version') || word === '-V') return print(VERSION);
  // `webloupe crawl URL | head`: the reader had enough. A server on stdio ends in its own order.
  if (word !== undefined && !word.startsWith('-'))
    process.stdout.once('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
  if (word !== undefined && TOOL_COMMANDS.includes(word)) {
    const { runToolCommand } = await import('./cli.js');
    return await runToolCommand(word, rest, process.env);
  }
  if (word === '--help' || word === '-h' || rest.includes('--help') || rest.includes('-h')) {
    const { helpText } = await import('./help.js');
    return print(helpText(OPTION_ROWS));
  }
  switch (word) {
    case 'demo':
    case 'doctor':
    case 'install-browser':
    case 'check-url': {
      const { runCommand } = await import('./commands.js');
      return await runCommand(word, rest, process.env);
    }
    case 'worker':
      return await runWorker(rest);
    default:
      if (word === undefined || word.startsWith('-')) return await serve(argv);
      throw await unknownCommand(word);
  }
}

async function unknownCommand(word: string): Promise<LoupeError> {
  const { commandHint } = await import('./help.js');
  return new LoupeError('invalid_input', `unknown command "${word}"`, {
    next: commandHint(word, [...TOOL_COMMANDS, ...COMMANDS]),
  });
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

/** A second signal, whichever it is, ends the process at once. */
function whenStopped(): Promise<void> {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}

async function runWorker(argv: readonly string[]): Promise<number> {
  const { optionsAlone } = await import('./commands.js');
  const options = optionsAlone('worker', argv, process.env);
  const stopped = whenStopped();
  void stopped.then(() => setTimeout(() => process.exit(0), BACKSTOP_MS).unref());
  const { work } = await import('./worker.js');
  await work(options, stopped);
  return 0;
}

async function serve(argv: readonly string[]): Promise<number> {
  const { options, positionals } = readOptions(argv, process.env);
  if (positionals[0] !== undefined) throw await unknownCommand(positionals[0]);
  // With its cause: where it was thrown, and which folder it was.
  const reportDefect = (error: Error) => process.stderr.write(`webloupe: ${inspect(error)}\n`);
  const stopped = whenStopped();
  // Said at start, not at the first call: a rule that cannot be read protects nothing.
  parseEgressOptions(options);
  readSocialMediaDomains(options.socialMediaDomains);
  // Nothing is built before a call needs it: most sessions list the tools and wait.
  const engine = lazy(async () => new (await import('./core/engine.js')).Engine(options));
  let code = 0;
  if (options.port === undefined) {
    const { serveStdio } = await import('./stdio.js');
    const { maxResponseTokens, structuredContent } = options;
    const load = async () => {
      const [{ loadUndici }] = await Promise.all([import('./core/egress/wire.js'), import('./core/engine.js')]);
      await loadUndici();
    };
    const served = serveStdio({ engine, load, maxResponseTokens, structuredContent, reportDefect });
    code = (await Promise.race([served, stopped])) ?? 0;
  } else {
    const { serveHttp } = await import('./http.js');
    await serveHttp(await engine(), stopped);
  }
  setTimeout(() => process.exit(code), BACKSTOP_MS).unref();
  await disposeMade(engine);
  return code;
}

/**
 * A pipe holds 64 KiB: what its reader has yet to take would be lost. A server that nobody reads from ends by its
 * backstop.
 */
function end(code: number): void {
  const { stdout } = process;
  if (stdout.writableLength === 0 || stdout.destroyed) process.exit(code);
  stdout.write('', () => process.exit(code));
}

main(process.argv.slice(2)).then(end, (thrown: unknown) => {
  if (thrown instanceof LoupeError) process.stderr.write(`webloupe: ${thrown.toText()}\n`);
  else
    process.stderr.write(`webloupe: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
  process.exit(hasCode(thrown, 'invalid_input') ? EXIT_BAD_USAGE : 1);
});

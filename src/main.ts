#!/usr/bin/env node
/** argv -> options -> a command. Signals end the work in order, and a backstop ends the process if that hangs. */
import { parseEgressOptions } from './core/egress/egress-options.js';
import { hasCode, LoupeError, reasonOf } from './core/errors.js';
import { readSocialMediaDomains } from './core/extract/social-media-domains.js';
import { HTTP_OPTIONS } from './core/http-options.js';
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
  // A server on stdio ends in its own order.
  if (word !== undefined && !word.startsWith('-')) {
    endWhereUnwritten();
    surviveLostLog();
  }
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

/** `webloupe crawl URL | head`: the reader had enough. A disk that is full is a failure. */
function endWhereUnwritten(): void {
  process.stdout.once('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
    process.stderr.write(`webloupe: the answer cannot be written: ${message}\n`);
    process.exit(1);
  });
}

/** A log that cannot be written, on a full disk or where a client closed its end, ends no call. */
function surviveLostLog(): void {
  process.stderr.on('error', () => {});
}

function print(text: string): number {
  endWhereUnwritten();
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

/** Whoever gives flags of the HTTP server waits for a port that nobody opens. As variables they may be there for another process. */
function tellUnused(argv: readonly string[]): void {
  const given = new Set(argv.map((word) => word.replace(/=.*$/s, '')));
  const unused = OPTION_ROWS.filter(({ key, flag }) => key in HTTP_OPTIONS && given.has(`--${flag}`));
  if (unused.length === 0) return;
  const flags = unused.map(({ flag }) => `--${flag}`).join(', ');
  surviveLostLog();
  process.stderr.write(`webloupe: without --port MCP is served on stdio, and there is no use for ${flags}\n`);
}

async function serve(argv: readonly string[]): Promise<number> {
  const { options, positionals } = readOptions(argv, process.env);
  if (positionals[0] !== undefined) throw await unknownCommand(positionals[0]);
  const reportDefect = (error: LoupeError) => process.stderr.write(`webloupe: ${reasonOf(error)}\n`);
  const stopped = whenStopped();
  // Said at start, not at the first call: a rule that cannot be read protects nothing.
  parseEgressOptions(options);
  readSocialMediaDomains(options.socialMediaDomains);
  // Nothing is built before a call needs it: most sessions list the tools and wait.
  const engine = lazy(async () => {
    surviveLostLog();
    return new (await import('./core/engine.js')).Engine(options);
  });
  let code = 0;
  if (options.port === undefined) {
    tellUnused(argv);
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
  // What went wrong in writing is told first.
  if (stdout.writableLength === 0 || stdout.destroyed) setImmediate(() => process.exit(code));
  else stdout.write('', () => process.exit(code));
}

main(process.argv.slice(2)).then(end, (thrown: unknown) => {
  if (thrown instanceof LoupeError) process.stderr.write(`webloupe: ${thrown.toText()}\n`);
  else
    process.stderr.write(`webloupe: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
  process.exit(hasCode(thrown, 'invalid_input') ? EXIT_BAD_USAGE : 1);
});

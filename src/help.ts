/** Help texts, from the same rows that read the flags. */
import type { FieldRow } from './core/flags.js';
import { nearest } from './core/input.js';
import { withScheme } from './core/registrable-domain.js';
import { webUrl } from './core/url.js';

const FLAG_COLUMN_CHARS = 34;

function flagLine(row: FieldRow): string {
  const value = row.kind === 'boolean' ? '' : ` <${row.type.replaceAll('\\', '').replaceAll(' | ', '|')}>`;
  const standard =
    row.default === undefined || row.default === false || (Array.isArray(row.default) && row.default.length === 0)
      ? ''
      : ` (default ${String(row.default)})`;
  const flag = `  --${row.flag}${value}`;
  const gap =
    flag.length >= FLAG_COLUMN_CHARS
      ? `\n${' '.repeat(FLAG_COLUMN_CHARS)}`
      : ' '.repeat(FLAG_COLUMN_CHARS - flag.length);
  return `${flag}${gap}${row.description}${standard}`;
}

export function helpText(options: readonly FieldRow[]): string {
  return `webloupe: gives AI agents a loupe on the web (an MCP server)

Usage
  webloupe [options]                     serve MCP over stdio
  webloupe crawl URL... [flags]          a page's metadata, content, links, media and tables; a summary of several
  webloupe extract-links URL [flags]     every link of a page
  webloupe extract-media URL [flags]     every image, video and audio of a page
  webloupe preview-links URL... [flags]  what stands behind a page's links, or behind several URLs, ranked for --query
  webloupe capture URL [flags]           a page as screenshot, PDF or MHTML file (-o DIR)
  webloupe check-url URL... [--json]     may a URL be reached, and why? (no connection)
  webloupe demo                          the tools on a built-in example site, offline
  webloupe doctor                        is a browser found, and how to get one
  webloupe install-browser               get one
  webloupe worker --redis-url URL        read pages for servers that share a Redis
  webloupe COMMAND --help                the flags of a command

Options (each also as WEBLOUPE_NAME in the environment and as a key of --config FILE; a list: given again, or with commas)
${options.map(flagLine).join('\n')}`;
}

export function toolHelp(
  word: string,
  description: string,
  input: readonly FieldRow[],
  common: readonly FieldRow[],
): string {
  const isMany = input.some(({ key }) => key === 'urls' || key === 'links');
  return `webloupe ${word} URL${isMany ? '...' : ''} [flags]${word === 'capture' ? ' [-o DIR]' : ''}
${description}

Flags (those of webloupe --help apply too; a boolean is made false by --no-FLAG)
${[...input, ...common].map(flagLine).join('\n')}`;
}

/** What was most likely meant by a word that is no command. */
export function commandHint(word: string, commands: readonly string[]): string {
  if (webUrl(word) !== undefined || withScheme(word) !== undefined) return `Try webloupe crawl ${word}`;
  const names = commands.map((command) => command.replaceAll('-', '_'));
  const near = nearest(word, names);
  return near === undefined ? 'See webloupe --help.' : `Did you mean webloupe ${near.replaceAll('_', '-')}?`;
}

/**
 * Writes the tables of README.md and docs/*.md from the objects the code obeys. With --check it writes nothing and fails
 * when a file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { crawledPage } from '../src/core/crawl/crawl-result.js';
import { ERROR_CODES } from '../src/core/errors.js';
import { linkItem } from '../src/core/extract/link-item.js';
import { audioItem, imageItem, videoItem } from '../src/core/extract/media-item.js';
import { metadataItem } from '../src/core/extract/metadata-item.js';
import { tableItem } from '../src/core/extract/table-item.js';
import { type FieldRow, fieldRows } from '../src/core/flags.js';
import { OPTION_ROWS } from '../src/core/options.js';
import { RUN_CONFIG_GROUPS } from '../src/core/run-config.js';
import { IMAGE_SCORE_PARTS } from '../src/core/score/image.js';
import { INTRINSIC_PARTS } from '../src/core/score/intrinsic.js';
import type { Part } from '../src/core/score/parts.js';
import { PLAYER_SCORE_PARTS } from '../src/core/score/player.js';
import { TABLE_SCORE_PARTS } from '../src/core/score/table.js';
import { TOOLS } from '../src/tools/index.js';

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function standard(row: FieldRow): string {
  const { default: value } = row;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

const fieldTable = (rows: readonly FieldRow[]) =>
  table(
    ['field', 'type', 'default', 'meaning'],
    rows.map((row) => [`\`${row.key}\``, row.type, standard(row), row.description]),
  );

const optionsTable = () =>
  table(
    ['flag', 'type', 'default', 'meaning'],
    OPTION_ROWS.map((row) => [`\`--${row.flag}\``, row.type, standard(row), row.description]),
  );

const toolsTable = () =>
  table(
    ['tool', 'what it answers'],
    TOOLS.map(({ name, description }) => [`\`${name}\``, description]),
  );

const errorsTable = () =>
  table(
    ['code', 'what to do'],
    Object.entries(ERROR_CODES).map(([code, next]) => [`\`${code}\``, next]),
  );

/** What stands between `<!-- generated: NAME -->` and `<!-- end -->` in a file written by hand. */
function withSections(text: string, sections: Readonly<Record<string, string>>): string {
  return text.replace(/(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (whole, open, name, close) => {
    const section = sections[name];
    return section === undefined ? whole : `${open}${section}\n${close}`;
  });
}

function itemTables(): string {
  const items = {
    link: linkItem,
    image: imageItem,
    video: videoItem,
    audio: audioItem,
    table: tableItem,
    metadata: metadataItem,
    'page of a crawl': crawledPage,
  };
  return Object.entries(items)
    .map(
      ([name, schema]) =>
        `### ${name}\n\n${table(
          ['field', 'type', 'meaning'],
          fieldRows(schema).map((row) => [`\`${row.key}\``, row.type, row.description]),
        )}`,
    )
    .join('\n\n');
}

function toolsPage(): string {
  const tools = TOOLS.map(({ name, title, description, input, output }) => {
    const answer = fieldRows(output).map((row) => [`\`${row.key}\``, row.type, row.description]);
    return `## ${name}\n\n${title}. ${description}\n\n### Input\n\n${fieldTable(fieldRows(input))}\n\n### Answer\n\n${table(['field', 'type', 'meaning'], answer)}`;
  });
  const contents = [...TOOLS.map(({ name }) => name), 'Items', 'Errors'].map(
    (name) => `[${name}](#${name.toLowerCase()})`,
  );
  return `# Tools\n\n${contents.join(' · ')}\n\nGenerated from the schemas that the code obeys (\`npm run docs\`). Calls for common work: [recipes.md](recipes.md). Fields of one name mean the same in every tool: [run-config.md](run-config.md).\nOf a field with two types (\`js_code\`, \`check_robots_txt\`) \`tools/list\` names the first alone, for APIs of models that refuse a union; both are read.\n\n${tools.join('\n\n')}\n\n## Items\n\n${itemTables()}\n\n## Errors\n\nA failure is an answer with \`isError: true\` and the text \`code: message. Next: hint\`.\n\n${errorsTable()}\n`;
}

function configPage(): string {
  const groups = Object.entries(RUN_CONFIG_GROUPS).map(
    ([name, fields]) => `## ${name}\n\n${fieldTable(fieldRows(z.object(fields)))}`,
  );
  return `# Run config\n\nWhat a call may ask. Tools take picks of it, flat; flags are the same names with dashes. Generated (\`npm run docs\`); the JSON Schema is the resource \`webloupe://schema/run-config\`.\n\n${groups.join('\n\n')}\n`;
}

const pointsTable = (parts: Readonly<Record<string, Part>>) =>
  table(
    ['part', 'points', 'when'],
    Object.entries(parts).map(([name, { points, when }]) => [`\`${name}\``, `${points > 0 ? '+' : ''}${points}`, when]),
  );

function scoringPage(): string {
  return `# Scores

Generated from the tables that compute them (\`npm run docs\`). With \`verbose\`, answers carry the parts of each score. A score tells of the item and what stands around it, not of its place among the others.

## Links: \`intrinsic_score\`, 0-10

${pointsTable(INTRINSIC_PARTS)}

## Images: \`score\`, 0-10

${pointsTable(IMAGE_SCORE_PARTS)}

## Videos and audio: \`score\`, 0-10

${pointsTable(PLAYER_SCORE_PARTS)}

## Tables: \`score\`

Tables below \`table_score_threshold\` (7) are taken for layout and left out.

${pointsTable(TABLE_SCORE_PARTS)}
`;
}

const root = new URL('../', import.meta.url);
const read = (path: string) => {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return '';
  }
};
const pages: Record<string, string> = {
  'README.md': withSections(read('README.md'), { options: optionsTable(), tools: toolsTable() }),
  'docs/tools.md': toolsPage(),
  'docs/run-config.md': configPage(),
  'docs/scoring.md': scoringPage(),
};

const stale = Object.entries(pages).filter(([path, text]) => read(path) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of stale) {
    writeFileSync(new URL(path, root), text);
    console.log(`wrote ${path}`);
  }
}

/** Documents name only what exists: files, tests, anchors; and install links that decode to the configuration we ship. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { ERROR_CODES } from '../../src/core/errors.js';
import { OPTION_ROWS } from '../../src/core/options.js';
import { PROMPTS } from '../../src/prompts/index.js';
import { TOOLS } from '../../src/tools/index.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const DOCS = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...readdirSync(path.join(ROOT, 'docs')).map((file) => `docs/${file}`),
];

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

for (const file of DOCS) {
  test(`${file}: links lead somewhere`, () => {
    const text = read(file);
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
      const [name = '', anchor] = target.split('#');
      const linked = name === '' ? file : path.join(path.dirname(file), name);
      assert.ok(existsSync(path.join(ROOT, linked)), `${file} -> ${target}`);
      if (anchor === undefined) continue;
      const anchors = [...read(linked).matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1] ?? ''));
      assert.ok(anchors.includes(anchor), `${file} -> ${target}`);
    }
  });
}

/** A test's name as it stands in its file, or made by a table: `srcset: ${name}`. */
function hasTest(file: string, name: string): boolean {
  const text = read(`tests/${file}`);
  const [group, ...rest] = name.split(': ');
  return text.includes(name) || (text.includes(`${group}: \${`) && text.includes(rest.join(': ')));
}

test('docs/correctness.md: the tests it names exist', () => {
  const named = [...read('docs/correctness.md').matchAll(/`([\w/-]+\.test\.ts)` "([^"]+)"/g)];
  assert.ok(named.length > 25);
  for (const [, file = '', name = ''] of named) assert.ok(hasTest(file, name), `${file}: ${name}`);
});

describe('README', () => {
  const readme = read('README.md');
  const { command, args } = JSON.parse(read('mcp.json')).mcpServers.webloupe;

  test('VS Code links hold the configuration of mcp.json', () => {
    const links = [...readme.matchAll(/https:\/\/(?:insiders\.)?vscode\.dev\/redirect\/mcp\/install\?[^)\s"]+/g)];
    assert.equal(links.length, 2);
    for (const [link] of links) {
      const { searchParams } = new URL(link);
      assert.equal(searchParams.get('name'), 'webloupe');
      assert.deepEqual(JSON.parse(searchParams.get('config') ?? ''), { command, args });
    }
    assert.ok(links.some(([link]) => link.includes('insiders.') && link.includes('quality=insiders')));
  });

  test('the Cursor link holds it in base64', () => {
    const [link = ''] = /https:\/\/cursor\.com\/en\/install-mcp\?[^)\s"]+/.exec(readme) ?? [];
    const { searchParams } = new URL(link);
    assert.equal(searchParams.get('name'), 'webloupe');
    const config = Buffer.from(searchParams.get('config') ?? '', 'base64').toString('utf8');
    assert.deepEqual(JSON.parse(config), { command, args });
  });

  test('so do the blocks to copy and the command lines', () => {
    const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => JSON.parse(match[1] ?? ''));
    assert.deepEqual(blocks[0], JSON.parse(read('mcp.json')));
    // These two give their models the structured content in place of the text.
    const plain = [...args, '--no-structured-content'];
    for (const client of ['claude', 'codex'])
      assert.ok(readme.includes(`${client} mcp add webloupe -- ${[command, ...plain].join(' ')}\n`));
    const [, added = ''] = /code --add-mcp '([^']+)'/.exec(readme) ?? [];
    assert.deepEqual(JSON.parse(added), { name: 'webloupe', command, args });
    const toml = `[mcp_servers.webloupe]\ncommand = ${JSON.stringify(command)}\nargs = ${JSON.stringify(plain).replaceAll(',', ', ')}`;
    assert.ok(readme.includes(toml));
  });

  test('every tool, prompt, error code, option and npm script it names exists', () => {
    const names = [...TOOLS.map(({ name }) => name), ...PROMPTS.map(({ listed }) => listed.name)];
    for (const name of names) assert.ok(readme.includes(`\`${name}\``), name);
    const { scripts } = JSON.parse(read('package.json'));
    for (const [, script = ''] of readme.matchAll(/npm run ([\w:-]+)/g)) assert.ok(script in scripts, script);
    const inCode = [...readme.matchAll(/`--([a-z-]+)/g)].map((match) => (match[1] ?? '').replace(/^no-/, ''));
    const flags = new Set([...OPTION_ROWS.map(({ flag }) => flag), 'json']);
    assert.deepEqual(
      inCode.filter((flag) => !flags.has(flag)),
      [],
    );
    const [, table = ''] = readme.split('## When something does not work');
    const codes = [...table.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1] ?? '');
    assert.ok(codes.length > 5);
    assert.deepEqual(
      codes.filter((code) => !(code in ERROR_CODES)),
      [],
    );
  });
});

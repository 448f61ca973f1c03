/** What is published says the same everywhere: names, versions, tools, variables; and the package holds what it needs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { OPTION_ROWS } from '../../src/core/options.js';
import { TOOLS } from '../../src/tools/index.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const packageJson = z
  .object({
    name: z.string(),
    version: z.string(),
    mcpName: z.string(),
    bin: z.record(z.string(), z.string()),
    engines: z.object({ node: z.string() }),
    license: z.string(),
  })
  .parse(JSON.parse(read('package.json')));

const VARIABLES = new Set(OPTION_ROWS.map((row) => row.variable));

describe('server.json', () => {
  const input = {
    description: z.string().optional(),
    format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
    default: z.string().optional(),
    placeholder: z.string().optional(),
    isRequired: z.boolean().optional(),
    isSecret: z.boolean().optional(),
  };
  const url = z.string().regex(/^https?:\/\/\S+$/);
  /** What the registry's schema of 2025-12-11 and its publishing rules ask of the parts used here. */
  const schema = z.strictObject({
    $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
    name: z
      .string()
      .max(200)
      .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
    title: z.string().min(1).max(100),
    description: z.string().min(1).max(100),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    packages: z.array(
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string(),
        version: z.string(),
        runtimeHint: z.literal('npx'),
        transport: z.discriminatedUnion('type', [
          z.strictObject({ type: z.literal('stdio') }),
          z.strictObject({ type: z.literal('streamable-http'), url }),
        ]),
        packageArguments: z.array(z.strictObject({ type: z.literal('named'), name: z.string(), ...input })).optional(),
        environmentVariables: z.array(z.strictObject({ name: z.string(), ...input })),
      }),
    ),
  });
  const server = schema.parse(JSON.parse(read('server.json')));

  test('name and versions are those of the package', () => {
    assert.equal(server.name, packageJson.mcpName);
    assert.equal(server.version, packageJson.version);
    for (const one of server.packages)
      assert.deepEqual([one.identifier, one.version], [packageJson.name, packageJson.version]);
  });

  test('variables, flags and defaults exist; what is secret is marked', () => {
    for (const { environmentVariables, packageArguments = [], transport } of server.packages) {
      for (const { name, default: standard, isSecret } of environmentVariables) {
        const row = OPTION_ROWS.find((one) => one.variable === name);
        assert.ok(row, name);
        if (standard !== undefined) assert.equal(standard, String(row.default));
        assert.equal(isSecret ?? false, name.endsWith('TOKEN'));
      }
      for (const { name } of packageArguments) assert.ok(OPTION_ROWS.some(({ flag }) => `--${flag}` === name));
      if (transport.type === 'stdio') continue;
      const variables = [...transport.url.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
      assert.deepEqual(
        variables,
        packageArguments.map(({ name }) => name),
      );
    }
  });
});

describe('manifest.json', () => {
  const manifest = JSON.parse(read('manifest.json'));

  test('name, version, tools, Node and entry point are those of the package', () => {
    assert.equal(manifest.name, packageJson.name);
    assert.equal(manifest.version, packageJson.version);
    assert.equal(manifest.license, packageJson.license);
    assert.equal(manifest.compatibility.runtimes.node, packageJson.engines.node);
    assert.equal(manifest.server.entry_point, packageJson.bin['webloupe']);
    assert.deepEqual(
      manifest.tools,
      TOOLS.map(({ name, title }) => ({ name, description: title })),
    );
  });

  test('every variable is an option, filled from a setting that has a default', () => {
    const env: Record<string, string> = manifest.server.mcp_config.env;
    const settings = Object.keys(manifest.user_config);
    assert.deepEqual(
      Object.entries(env).map(([variable, value]) => [VARIABLES.has(variable), value]),
      settings.map((setting) => [true, `\${user_config.${setting}}`]),
    );
    for (const setting of settings) assert.notEqual(manifest.user_config[setting].default, undefined);
  });
});

describe('Dockerfile', () => {
  /** Instructions, continuation lines joined, comments left out. */
  const lines = read('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ word: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
  const of = (word: string) => lines.filter((line) => line.word === word).map(({ rest }) => rest);
  const finalStage = lines.slice(lines.map(({ word }) => word).lastIndexOf('FROM'));

  test('images have a version and a Node that package.json permits', () => {
    for (const image of of('FROM')) assert.match(image, /^node:22-bookworm-slim( AS \w+)?$/);
  });

  test('it runs the package as another user than root, as one process', () => {
    const user = finalStage.findIndex(({ word }) => word === 'USER');
    assert.equal(finalStage[user]?.rest, 'node');
    const after = finalStage.slice(user + 1).map(({ word }) => word);
    assert.ok(!after.includes('RUN') && !after.includes('USER'));
    assert.deepEqual(
      of('ENTRYPOINT').map((rest) => JSON.parse(rest)),
      [['node', `/app/${packageJson.bin['webloupe']}`]],
    );
    assert.deepEqual(of('CMD'), []);
  });

  test('apt installs only what is named and leaves no lists; variables are options and no secrets', () => {
    const apt = of('RUN').filter((rest) => rest.includes('apt-get'));
    for (const rest of apt)
      assert.match(rest, /--no-install-recommends chromium .*&& rm -rf \/var\/lib\/apt\/lists\/\*$/);
    assert.equal(apt.length, 1);
    const variables = of('ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=', 1)[0] ?? ''));
    for (const name of variables) assert.ok(name === 'NODE_ENV' || VARIABLES.has(name), name);
    assert.ok(!variables.some((name) => /TOKEN|SECRET|KEY|STATE/.test(name)));
  });

  test('what it copies exists and is not ignored; nothing else is let in', () => {
    const copied = of('COPY')
      .filter((rest) => !rest.startsWith('--from='))
      .flatMap((rest) => rest.split(' ').slice(0, -1))
      .map((file) => file.replace('./', ''));
    for (const file of copied) assert.ok(existsSync(path.join(ROOT, file)), file);
    const [all, ...admitted] = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    assert.equal(all, '*');
    assert.deepEqual(admitted.sort(), [...new Set(copied)].map((file) => `!${file}`).sort());
  });
});

describe('the package', () => {
  /** What a user downloads besides its dependencies: 1.3 MB, libraries (some of them for two processes) and consent rules bundled into it included. */
  const PACKED_MAX_BYTES = 1_400_000;
  let packed: { size: number; files: Array<{ path: string }> };
  before(() => {
    const out = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    packed = JSON.parse(out)[0];
  });

  test('holds the program, its documents and nothing else', () => {
    const paths = packed.files.map((file) => file.path);
    for (const needed of [
      'dist/main.js',
      'mcp.json',
      'server.json',
      'README.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'LICENSE',
      'docs/recipes.md',
    ])
      assert.ok(paths.includes(needed), needed);
    const known =
      /^(dist\/(autoconsent\/dist\/)?[\w.-]+\.js|dist\/autoconsent\/rules\/compact-rules\.json|dist\/tools\.json|dist\/THIRD-PARTY-NOTICES\.txt|docs\/[\w-]+\.md|package\.json|(mcp|server)\.json|(README|CHANGELOG|SECURITY)\.md|LICENSE)$/;
    assert.deepEqual(
      paths.filter((file) => !known.test(file)),
      [],
    );
    assert.deepEqual(
      paths.filter((file) => /test|fixture|corpus/.test(file)),
      [],
    );
  });

  test('is small', () => assert.ok(packed.size <= PACKED_MAX_BYTES, `${packed.size} bytes`));
});

/** What is read at once with a file of the build: itself and what it and those import statically. */
function readWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of read(`dist/${file}`).matchAll(/(?:from|^import|[;}]import)"\.\/([\w-]+\.js)"/gm))
    readWith(name, seen);
  return seen;
}

describe('what a start reads', () => {
  const [, stdio = ''] =
    /import\("\.\/(stdio-\w+\.js)"\)/.exec([...readWith('main.js')].map((file) => read(`dist/${file}`)).join('')) ?? [];
  const start = readWith(stdio, readWith('main.js'));

  test('for each process and thread: one file, and what goes with it', () => {
    assert.deepEqual(
      [start, readWith('extract-worker.js'), readWith('browser-main.js')].map(({ size }) => size),
      [4, 2, 2],
    );
  });

  test('what is loaded later has its default export, which `export *` leaves out', () => {
    const later = readdirSync(path.join(ROOT, 'dist')).filter((file) => /^(?!chunk-).+-[A-Z\d]{8}\.js$/.test(file));
    assert.ok(later.length > 50, `${later.length}`);
    for (const file of later) assert.match(readFileSync(path.join(ROOT, 'dist', file), 'utf8'), /\bas default\b/, file);
  });

  test('less than 400 KB: no list of public suffixes, no unused half of zod', () => {
    const bytes = [...start].reduce((sum, file) => sum + statSync(path.join(ROOT, 'dist', file)).size, 0);
    assert.ok(bytes < 400_000, `${bytes} bytes`);
  });
});

/** The house as data: a file imports from its own layer and from those above it; each library has one owner. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** Printed in ARCHITECTURE.md in the same order. */
const LAYERS = [
  [
    'version.ts',
    'core/errors.ts',
    'core/call.ts',
    'core/is-alive.ts',
    'core/working-folder.ts',
    'core/lazy.ts',
    'core/registrable-domain.ts',
    'core/url.ts',
    'core/url-logins.ts',
    'core/url-pattern.ts',
    'core/bounded-cache.ts',
    'core/semaphore.ts',
    'core/single-flight.ts',
    'core/copy-of.ts',
    'core/cut-chars.ts',
    'core/stands-at.ts',
    'core/input.ts',
    'core/json.ts',
    'core/lenient-input.ts',
    'core/flags.ts',
    'core/config-fields.ts',
    'core/page-config.ts',
    'core/run-config.ts',
    'core/http-options.ts',
    'core/storage-state.ts',
    'core/options.ts',
    'core/shared/',
  ],
  ['core/egress/'],
  ['core/fetch/'],
  ['core/document/'],
  ['core/score/', 'core/extract/'],
  ['core/preview/'],
  ['core/read/'],
  ['core/capture/', 'core/crawl/', 'core/store/'],
  ['core/present/'],
  ['core/engine.ts'],
  ['tools/', 'resources/'],
  ['prompts/'],
  ['instructions.ts', 'completions.ts', 'progress.ts', 'methods.ts', 'method-params.ts'],
  ['server.ts', 'modern-server.ts'],
  ['stdio.ts', 'stdio-transport.ts', 'http/', 'http.ts'],
  ['help.ts', 'demo-site.ts', 'cli.ts', 'commands.ts', 'worker.ts'],
  ['main.ts'],
] as const;

/** The only files that import a library by value. zod is free: schemas are everywhere. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  '@modelcontextprotocol/sdk': ['server.ts', 'http/auth.ts', 'http/legacy.ts'],
  '@modelcontextprotocol/server': ['modern-server.ts', 'stdio.ts', 'http/modern.ts'],
  '@modelcontextprotocol/node': ['http/modern.ts'],
  express: ['http/app.ts'],
  jose: ['http/auth.ts'],
  pino: ['http/log.ts'],
  'prom-client': ['http/metrics.ts'],
  playwright: ['core/fetch/playwright.ts'],
  undici: ['core/egress/wire.ts'],
  'tough-cookie': ['core/egress/cookies.ts'],
  '@duckduckgo/autoconsent': ['core/fetch/consent-library.ts'],
  'proxy-chain': ['core/egress/browser-proxy.ts'],
  'node-html-parser': ['core/document/parse-rendered.ts'],
  htmlparser2: ['core/document/tokenizer.ts', 'core/document/xml.ts', 'core/document/xhtml.ts'],
  'markdown-it': ['core/document/markdown-html.ts'],
  'css-select': ['core/document/select.ts'],
  'nth-check': ['core/document/select.ts'],
  tldts: ['core/registrable-domain.ts'],
  '@orama/orama': ['core/score/relevance.ts'],
  '@orama/stemmers': ['core/score/stem.ts'],
  ioredis: ['core/shared/redis-link.ts'],
  '@aws-sdk/client-s3': ['core/capture/capture-bucket.ts'],
  bullmq: ['core/crawl/page-queue.ts'],
  'robots-parser': ['core/fetch/robots.ts'],
  sharp: ['core/capture/sharp.ts'],
  'lru-cache': ['core/bounded-cache.ts', 'core/fetch/robots.ts'],
  'fastest-levenshtein': ['core/input.ts'],
};

/** The only files that write to stderr: what runs by itself, before there is a client to tell, or as a person's command. */
const OPERATORS_LINE = [
  'cli.ts',
  'core/fetch/browser-pages.ts',
  'core/options.ts',
  'core/shared/redis-link.ts',
  'http.ts',
  'http/log.ts',
  'main.ts',
  'stdio.ts',
  'worker.ts',
];

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll(path.sep, '/'));

/** Imports as the formatter writes them; dynamic ones and those of CommonJS too. */
function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|(?:import|createRequire\(import\.meta\.url\))\('([^']+)'\)/gm,
  )) {
    const to = match[2] ?? match[3] ?? match[4] ?? '';
    found.push({ from: file, to, typeOnly: match[1] !== undefined });
  }
  return found;
}

const imports = files.flatMap(importsOf);

function layerOf(file: string): number {
  return LAYERS.findIndex((layer) =>
    layer.some((entry) => (entry.endsWith('/') ? file.startsWith(entry) : file === entry)),
  );
}

test('every file has a layer', () => {
  assert.deepEqual(
    files.filter((file) => layerOf(file) === -1),
    [],
  );
});

test('a file imports only from its own layer and those before it', () => {
  const wrong = imports
    .filter(({ to }) => to.startsWith('.'))
    .map(({ from, to }) => ({ from, to: path.join(path.dirname(from), to).replace(/\.js$/, '.ts') }))
    .filter(({ from, to }) => layerOf(to) > layerOf(from))
    .map(({ from, to }) => `${from} -> ${to}`);
  assert.deepEqual(wrong, []);
});

test('each library is imported by value only by its owner', () => {
  const wrong = imports
    .filter(({ to, typeOnly }) => !to.startsWith('.') && !to.startsWith('node:') && !typeOnly)
    .filter(({ from, to }) => {
      const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? to);
      return name !== 'zod' && OWNERS[name]?.includes(from) !== true;
    })
    .map(({ from, to }) => `${from} -> ${to}`);
  assert.deepEqual(wrong, []);
});

test('zod is imported as a namespace: of its object `z` the build could leave nothing out', () => {
  const wrong = files.filter((file) =>
    /import (?:type )?\{[^}]*\} from 'zod'/.test(readFileSync(path.join(SRC, file), 'utf8')),
  );
  assert.deepEqual(wrong, []);
});

test('no file is over 250 lines', () => {
  const long = files.filter((file) => readFileSync(path.join(SRC, file), 'utf8').split('\n').length > 251);
  assert.deepEqual(long, []);
});

test("nothing else writes to stderr, which is the operator's", () => {
  const writers = files.filter((file) => /process\.stderr|console\./.test(readFileSync(path.join(SRC, file), 'utf8')));
  assert.deepEqual(writers.sort(), OPERATORS_LINE);
});

test('the owners named above do import their library', () => {
  const missing = Object.entries(OWNERS).flatMap(([library, owners]) =>
    owners.filter(
      (owner) =>
        !imports.some(
          ({ from, to, typeOnly }) => from === owner && !typeOnly && (to === library || to.startsWith(`${library}/`)),
        ),
    ),
  );
  assert.deepEqual(missing, []);
});
